// A word to know is a link to its meaning. With script the meaning, which the page carries for paper, opens beside it:
// by tap, key or hover; Escape or leaving it closes it.
(function () {
  var open = null;
  var wait = 0;

  function close() {
    if (!open) return;
    open.popup.remove();
    open.link.setAttribute("aria-expanded", "false");
    open = null;
  }

  function show(link) {
    if (open && open.link === link) return;
    close();
    var row = document.querySelector('[data-word="' + link.hash.slice(1) + '"]');
    if (!row) return;
    var popup = document.createElement("span");
    popup.className = "hg-popup";
    popup.setAttribute("role", "status");
    link.after(popup);
    var text = document.createElement("span");
    text.append(row.querySelector("dt").textContent + ": ");
    text.append.apply(text, row.querySelector("dd").cloneNode(true).childNodes);
    var all = document.createElement("a");
    all.href = link.href;
    all.textContent = "All words";
    popup.append(text, " ", all);
    // Beside the word, and inside the screen.
    var space = document.documentElement.clientWidth;
    var parent = popup.offsetParent.getBoundingClientRect();
    var word = link.getBoundingClientRect();
    var left = Math.max(8, Math.min(word.left, space - popup.offsetWidth - 8));
    popup.style.left = left - parent.left + "px";
    popup.style.top = word.bottom - parent.top + 4 + "px";
    link.setAttribute("aria-expanded", "true");
    open = { link: link, popup: popup };
  }

  function near(target) {
    return open && (open.popup.contains(target) || open.link.contains(target));
  }

  document.querySelectorAll("a.hg-word").forEach(function (link) {
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (open && open.link === link && !open.hovered) close();
      else show(link);
      if (open) open.hovered = false;
    });
    link.addEventListener("pointerenter", function (event) {
      if (event.pointerType !== "mouse") return;
      wait = setTimeout(function () {
        if (open && open.link === link) return;
        show(link);
        if (open) open.hovered = true;
      }, 300);
    });
    link.addEventListener("pointerleave", function () { clearTimeout(wait); });
  });
  document.addEventListener("pointerover", function (event) {
    if (open && open.hovered && !near(event.target)) close();
  });
  document.addEventListener("click", function (event) { if (open && !near(event.target)) close(); });
  document.addEventListener("focusin", function (event) { if (open && !near(event.target)) close(); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !open) return;
    var link = open.link;
    close();
    link.focus();
  });
})();
