// What an anchor needs beyond the browser: one that moved leads on by the link in its place; a fold opens for it.
(function () {
  function follow() {
    var spot = document.getElementById(location.hash.slice(1)) || document.body, fold = spot.closest("details");
    if (spot.matches(".hg-moved")) location.replace(spot.querySelector("a").href);
    if (fold) {
      fold.open = true;
      spot.scrollIntoView();
    }
  }
  addEventListener("hashchange", follow);
  follow();
  // Folds are open on paper: where style sheets cannot open them, this does.
  if (!CSS.supports("selector(::details-content)")) addEventListener("beforeprint", function () {
    document.querySelectorAll(".hg-article details").forEach(function (fold) { fold.open = true; });
  });
})();
