// For clinics: choose a page, copy it in the form you need. What the list below holds without script, this puts together.
(function () {
  "use strict";
  var box = document.querySelector(".hg-snippets");
  var print = document.querySelector("[data-print-poster]");

  if (print) {
    print.hidden = false;
    print.addEventListener("click", function () {
      var only = document.documentElement.classList;
      only.add("hg-only-poster");
      // print() may return before anything is printed
      addEventListener("afterprint", function () { only.remove("hg-only-poster"); }, { once: true });
      window.print();
    });
  }
  if (!box) return;

  var pages = Array.from(box.querySelectorAll(".hg-snippets__all details"));
  var select = document.getElementById("snippet-page"), signs = document.getElementById("snippet-notice");
  var said = box.querySelector("[data-copied-snippet]");
  var field = function (name) { return document.getElementById("snippet-" + name); };

  function html(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  }

  // As the guide's public address has it, if there is one.
  function addressOf(link) {
    return new URL(link.getAttribute("href"), (document.querySelector("link[rel=canonical]") || location).href).href;
  }

  function show() {
    var page = pages[select.selectedIndex];
    var link = page.querySelector("a");
    var address = addressOf(link);
    var title = page.querySelector("summary").textContent, summary = page.dataset.summary;
    field("link").value = address;
    field("card").value = '<p><a href="' + html(address) + '"><strong>' + html(title) + "</strong></a><br>\n" + html(summary) +
      "<br>\n<small>HER2 Spread Guide. General information. " + html(page.dataset.reviewed) + "</small></p>";
    field("markdown").value = "[" + title.replace(/([\\[\]])/g, "\\$1") + "](" + address + "): " + summary;
    field("text").value = page.querySelector("pre").textContent.split(link.textContent).join(address);
    var picture = page.querySelector("[data-qr]");
    field("qr").hidden = !picture;
    if (picture) {
      field("qr").href = picture.href;
      field("qr").download = "";
    }
    said.textContent = "";
  }

  function showSign() {
    field("sign").value = signs.value;
    said.textContent = "";
  }

  box.querySelectorAll(".hg-snippets__signs a").forEach(function (link) {
    var choice = new Option(link.textContent, addressOf(link));
    if (link.parentNode.tagName === "P") {
      signs.append(document.createElement("optgroup"));
      signs.lastChild.label = choice.text;
      choice.text = "All of these";
    }
    signs.lastChild.append(choice);
  });
  signs.addEventListener("change", showSign);
  pages.forEach(function (page) { select.add(new Option(page.querySelector("summary").textContent)); });
  select.addEventListener("change", show);
  box.querySelectorAll("[data-copies]").forEach(function (button) {
    button.addEventListener("click", function () {
      var area = document.getElementById(button.dataset.copies);
      area.select();
      if (!navigator.clipboard) {
        said.textContent = "The text is marked. Copy it with your keyboard or menu.";
        return;
      }
      navigator.clipboard.writeText(area.value).then(
        function () { said.textContent = "Copied."; },
        function () { said.textContent = "The text is marked. Copy it with your keyboard or menu."; }
      );
    });
  });
  box.querySelector(".hg-snippets__tool").hidden = false;
  showSign();
  show();
})();
