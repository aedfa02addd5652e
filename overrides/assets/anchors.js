// What an anchor needs beyond the browser: one that moved leads on by the link in its place; a fold opens for it.
(function () {
  // Where a health record's request led here: #!es-near#lining names a line of /go/ to show (go.js) and the anchor.
  var led = /^#!([a-z-]+)(#.*|)/.exec(location.hash), ask = new XMLHttpRequest();
  if (led) {
    history.replaceState(null, "", location.pathname + led[2]);
    ask.open("GET", "./" + document.querySelector(".hg-search").dataset.base + "/go/"); // never //go/
    ask.responseType = "document";
    ask.onload = function () {
      var line = ask.response.getElementById("hg-line-" + led[1]) || "", link = line.lastElementChild || line;
      link.href += ""; // as seen from here
      document.querySelector(".hg-message").before(line); // below numbers to call
    };
    ask.send();
  }
  function follow() {
    var spot = document.getElementById(location.hash.slice(1)) || document.body, fold = spot.closest("details");
    if (spot.matches(".hg-moved")) location.replace(spot.querySelector("a").href);
    if (fold) fold.open = true;
    if (fold || led) spot.scrollIntoView();
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
