// Buttons that need script, shown by script: print this page, copy its link.
(function () {
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var said = document.querySelector("[data-copied]");
      var canonical = document.querySelector("link[rel=canonical]");
      var link = canonical ? canonical.href : location.href.split(/[?#]/)[0];
      navigator.clipboard.writeText(link).then(
        function () { said.textContent = "Link copied."; },
        function () { said.textContent = "Could not copy. The address bar has the link."; }
      );
    });
  });
})();
