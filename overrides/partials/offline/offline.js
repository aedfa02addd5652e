// Reading without a network, only if the reader asks for it: "Keep this guide on this phone" stores a copy (sw.js),
// "Remove it" takes all of it away. A page that comes out of the copy says from which day it is.
(function () {
  var root = document.documentElement;
  var box = document.querySelector("[data-offline]");
  var copy = root.dataset.hgCopy; // set by sw.js, or by the edition in a folder
  if (copy && !isNaN(new Date(copy))) {
    var banner = document.createElement("div");
    banner.className = "hg-banner hg-banner--copy";
    var line = document.createElement("p");
    line.textContent = "You are reading a copy from " + new Date(copy).toLocaleDateString("en-US", { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" }) + ".";
    banner.append(line);
    document.getElementById("hg-text").prepend(banner);
  }
  if (!box || !("serviceWorker" in navigator) || !window.caches || !/^https?:$/.test(location.protocol)) return;
  var keep = box.querySelector("[data-keep]");
  var remove = box.querySelector("[data-remove]");
  var said = box.querySelector("[role=status]");
  var scope = new URL(box.dataset.offline, location.href).href;

  function ours(name) { return name.indexOf("hg " + scope + " ") === 0; }

  function show(kept) {
    keep.hidden = kept;
    remove.hidden = !kept;
    if (!kept || document.querySelector("link[rel=manifest]")) return;
    var manifest = document.createElement("link"); // only now: until then nothing of this is fetched
    manifest.rel = "manifest";
    manifest.href = box.dataset.manifest;
    document.head.append(manifest);
  }

  function stored() {
    return caches.keys().then(function (names) { return Promise.all(names.filter(ours).map(function (name) { return caches.delete(name); })); });
  }

  function own() {
    return navigator.serviceWorker.getRegistration(scope).then(function (found) { return found && found.scope === scope ? found : null; });
  }

  keep.addEventListener("click", function () {
    keep.disabled = true;
    said.textContent = "Storing the guide …";
    navigator.serviceWorker.register(scope + "sw.js", { scope: scope }).then(function (registration) {
      var worker = registration.installing || registration.waiting || registration.active;
      return new Promise(function (done, failed) {
        function look() {
          if (worker.state === "activated") done();
          if (worker.state === "redundant") failed();
        }
        worker.addEventListener("statechange", look);
        look();
      });
    }).then(function () {
      said.textContent = "The guide is on this device. You can read it with no signal.";
      show(true);
    }).catch(function () {
      said.textContent = "It could not be stored. There may be too little space or signal. Try again later.";
      return own().then(function (found) { return found && !found.active && found.unregister(); }).then(stored);
    }).then(function () { keep.disabled = false; });
  });

  remove.addEventListener("click", function () {
    own().then(function (found) { return found && found.unregister(); }).then(stored).then(function () {
      said.textContent = "Removed. Nothing of this guide is kept on this device.";
      var manifest = document.querySelector("link[rel=manifest]");
      if (manifest) manifest.remove();
      show(false);
    });
  });

  own().then(function (found) { show(!!found); box.hidden = false; }, function () {});
})();
