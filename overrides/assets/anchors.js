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
  // Folds are open on paper, and as they were after it, where style sheets do not see to it.
  function print(event) {
    var paper = event.matches || event.type === "beforeprint";
    document.querySelectorAll("details" + (paper ? ":not([open])" : "[data-shut]")).forEach(function (fold) {
      fold.open = fold.toggleAttribute("data-shut", paper);
    });
  }
  if (!CSS.supports("selector(::details-content)")) {
    addEventListener("beforeprint", print);
    addEventListener("afterprint", print);
    matchMedia("print").addListener(print); // where there are no such events
  }
})();
