// Reading without a network: the offer. All else is keep.js's, fetched when a copy is asked for, is there or is read.
(function () {
  var box = document.querySelector("[data-offline]");
  var button = box.querySelector("button");

  function load(done) {
    var script = document.createElement("script");
    script.src = box.dataset.offline;
    script.onload = done;
    script.onerror = function () { box.querySelector("[role=status]").textContent = "It did not load. Try again later."; };
    document.head.append(script);
  }

  button.onclick = function () { load(function () { button.click(); }); }; // keep.js sets another
  if (document.documentElement.dataset.hgCopy) load(); // set by sw.js, or by the edition in a folder
  if (navigator.serviceWorker) navigator.serviceWorker.getRegistration().then(function (found) {
    box.hidden = false;
    if (found && !document.documentElement.dataset.hgCopy) load();
  }, function () {});
})();
