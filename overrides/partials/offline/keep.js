/* The copy of the guide on a device: "Keep this guide on this phone" stores it (sw.js), "Remove it" takes all of it
   away, also what earlier editions stored. A page of the copy says from which day it is, and, as soon as there is a
   signal, that the guide has a newer one. Whoever had an older copy is told what has become more urgent since. */
(function () {
  var box = document.querySelector("[data-offline]");
  var button = box.querySelector("button");
  var said = box.querySelector("[role=status]");
  var scope = new URL("..", document.currentScript.src).href;
  var copy = document.documentElement.dataset.hgCopy;
  var KEEP = button.textContent;

  // What is said at the top ---------------------------------------------------------------------

  function day(text) {
    return new Date(text).toLocaleDateString("en-US", { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" });
  }

  function banner(kind) {
    var box = document.createElement("div");
    box.className = "hg-banner hg-banner--" + kind;
    box.append(document.createElement("p"));
    return box;
  }

  // `act`: a link or a button that goes with it.
  function tell(kind, text, act) {
    var told = banner(kind), old = document.querySelector("." + told.className.split(" ")[1]);
    if (old) old.remove();
    told.classList.add("hg-screen-only");
    told.setAttribute("role", "status");
    if (kind === "new") document.body.append(told); // stays in sight (offline.css)
    else document.getElementById("hg-text").prepend(told);
    setTimeout(function () { told.firstChild.append(text, " ", act); }, 100); // after the status box is known
  }

  if (copy && !isNaN(new Date(copy))) {
    var dated = banner("copy");
    dated.firstChild.textContent = "You are reading a copy from " + day(copy) + ".";
    document.getElementById("hg-text").prepend(dated);
  }
  if (scope.startsWith("file:")) return; // from a USB stick

  // Is the page that is open old? ---------------------------------------------------------------

  function article(html) { return html.slice(html.indexOf("<article"), html.lastIndexOf("</article>")); }

  function look(mine) {
    if (document.querySelector(".hg-banner--new")) return;
    var options = { cache: "no-store", method: mine ? "GET" : "HEAD" }; // sw.js lets it pass
    fetch(location.pathname, options).then(function (answer) {
      return answer.text().then(function (html) {
        if (!answer.ok && !(mine && answer.status === 404) || mine && article(html) === article(mine)) return;
        var show = document.createElement("button");
        show.type = "button";
        show.className = "hg-button";
        show.textContent = "Show the new page";
        show.onclick = function () { location.reload(); };
        tell("new", mine ? "This page is old. The guide has a newer one." : "There is a signal again.", show);
      });
    }).then(function () { return own(); }).then(function (found) { return found && found.update(); }).catch(function () {});
  }

  if (copy) caches.match(location.pathname.replace(/index\.html$/, "")).then(function (answer) {
    return answer ? answer.text() : "";
  }).then(function (mine) {
    var again = function () { look(mine); };
    if (!mine && dated) dated.firstChild.textContent += " What you asked for is not in it: it needs a signal.";
    again();
    addEventListener("online", again);
    document.addEventListener("visibilitychange", again);
  });

  // What sw.js has noted of the copy, and tells of: what became more urgent since the one before ---

  function note() {
    caches.match(scope + "sw.js").then(function (answer) { return answer && answer.json(); }).then(function (note) {
      if (!note) return;
      if (!document.querySelector("link[rel=manifest]")) { // only now: until then nothing of this is fetched
        var manifest = document.createElement("link");
        manifest.rel = "manifest";
        manifest.href = scope + note.manifest;
        document.head.append(manifest);
      }
      var link = document.createElement("a");
      link.href = scope + "about/changes/";
      link.textContent = "See what changed";
      if (!note.more.length || location.pathname === link.pathname) return;
      var rest = note.more.length > 3 ? "; and " + (note.more.length - 3) + " more" : "";
      tell("renewed", "Your copy of " + day(note.since) + " has been renewed. More urgent since then: " +
        note.more.slice(0, 3).join("; ") + rest + ".", link);
    });
  }

  // Storing and removing ------------------------------------------------------------------------

  function ours() {
    return caches.keys().then(function (names) {
      return names.filter(function (name) { return name.indexOf("hg " + scope + " ") === 0; });
    });
  }

  function remove() {
    return ours().then(function (names) { return Promise.all(names.map(function (name) { return caches.delete(name); })); });
  }

  function own() {
    return navigator.serviceWorker.getRegistration(scope).then(function (found) {
      return found && found.scope === scope ? found : null;
    });
  }

  function show(kept) {
    var manifest = document.querySelector("link[rel=manifest]");
    button.textContent = kept ? "Remove it from this phone" : KEEP;
    button.onclick = kept ? take : store;
    if (!kept && manifest) manifest.remove();
  }

  function store() {
    button.disabled = true;
    said.textContent = "Storing the guide …";
    // The worker of a copy just removed stays until its pages are left: under its own name it would store nothing anew.
    var again = navigator.serviceWorker.controller ? "?" + Date.now() : "";
    navigator.serviceWorker.register(scope + "sw.js" + again, { scope: scope }).then(function (registration) {
      var worker = registration.installing || registration.waiting || registration.active;
      return new Promise(function (done, failed) {
        function settle() {
          if (worker.state === "activated") done();
          if (worker.state === "redundant") failed();
        }
        worker.addEventListener("statechange", settle);
        settle();
      });
    }).then(function () {
      said.textContent = "The guide is on this device. You can read it with no signal.";
      show(true);
    }).catch(function () {
      said.textContent = "It could not be stored. There may be too little space or signal. Try again later.";
      return own().then(function (found) { return found && !found.active && found.unregister(); }).then(remove);
    }).then(function () { button.disabled = false; });
  }

  function take() {
    own().then(function (found) { return found && found.unregister(); }).then(remove).then(function () {
      said.textContent = "Removed. Nothing of this guide is kept on this device.";
      show(false);
    });
  }

  show(false);
  navigator.serviceWorker.addEventListener("message", note);
  own().then(function (found) {
    if (!found) return;
    show(true);
    note();
  }, function () {});
})();
