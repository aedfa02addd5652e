// A page whose next check is past says so at its top, even if nobody has rebuilt the guide since.
(function () {
  var due = document.querySelector("[data-check-by]");
  if (!due || document.querySelector(".hg-banner--overdue")) return;
  var now = new Date();
  var today = now.getFullYear() + "-" + String(now.getMonth() + 1).padStart(2, "0") + "-" + String(now.getDate()).padStart(2, "0");
  if (today <= due.dataset.checkBy) return;
  var banner = document.createElement("div");
  banner.className = "hg-banner hg-banner--overdue";
  var line = document.createElement("p");
  line.textContent = "This page was due to be checked by " + due.textContent + ". Its facts may be out of date. The advice on when to call still holds.";
  banner.append(line);
  document.getElementById("hg-text").prepend(banner);
  document.documentElement.dataset.hgSheet += ", may be out of date";
})();
