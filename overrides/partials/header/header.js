// On get-help the numbers take the place of the help button once the page's call buttons are out of sight above.
(function () {
  var dials = document.querySelector(".hg-header__dials"), calls = document.querySelector(".hg-calls");
  if (!dials || !calls || !window.IntersectionObserver) return;
  new IntersectionObserver(function (seen) {
    var last = seen.pop(), gone = !last.isIntersecting && last.boundingClientRect.top < 60;
    dials.hidden = !gone;
    dials.previousElementSibling.hidden = gone;
  }, { rootMargin: "-60px 0px 0px" }).observe(calls); // less the row
})();
