// The worker that keeps a copy of the guide on the reader's device. It is installed only when they press the button.
// Pages come from the network first, so that corrected advice is never old when there is a signal; the copy answers
// when there is none. Files under assets/ never change under one name: the copy first. The build fills in the list.
var MARK = "MARK"; // changes when any page or file of the list does
var DAY = "DAY"; // the day of the build
var LIST = ["LIST"];
var SCOPE = self.registration.scope;
var CACHE = "hg " + SCOPE + " " + MARK;
var PATIENCE = 4000; // how long to wait for a bad signal, in milliseconds

self.addEventListener("install", function (event) {
  event.waitUntil(
    caches.open(CACHE).then(function (cache) {
      return cache.addAll(LIST.map(function (address) { return new Request(SCOPE + address, { cache: "no-cache" }); }));
    }).then(function () { return self.skipWaiting(); }, function (error) {
      return caches.delete(CACHE).then(function () { throw error; }); // all of it or nothing
    })
  );
});

self.addEventListener("activate", function (event) {
  event.waitUntil(
    caches.keys().then(function (names) {
      return Promise.all(names.map(function (name) { return name.indexOf("hg " + SCOPE + " ") === 0 && name !== CACHE && caches.delete(name); }));
    }).then(function () { return self.clients.claim(); })
  );
});

function kept(address) {
  return caches.open(CACHE).then(function (cache) { return cache.match(address, { ignoreSearch: true }); });
}

// A page out of the copy carries its day, which offline.js says at the top of it.
function dated(answer) {
  var day = new Date(answer.headers.get("date") || DAY);
  if (isNaN(day)) day = new Date(DAY);
  return answer.text().then(function (html) {
    return new Response(html.replace("<html", '<html data-hg-copy="' + day.toISOString().slice(0, 10) + '"'), {
      status: answer.status,
      headers: answer.headers,
    });
  });
}

function page(request) {
  var address = request.url.split(/[?#]/)[0].replace(/index\.html$/, "");
  var copy = function () {
    return kept(address).then(function (answer) { return answer || kept(address + "/"); }).then(function (answer) { return answer && dated(answer); });
  };
  var network = fetch(request, { cache: "no-cache" }); // whatever the server says of keeping
  var late = new Promise(function (done) { setTimeout(done, PATIENCE); }).then(copy);
  return Promise.race([network, late.then(function (answer) { return answer || network; })]).then(function (answer) {
    return answer.status >= 500 ? copy().then(function (old) { return old || answer; }) : answer;
  }).catch(function () {
    return copy().then(function (answer) { return answer || kept(SCOPE).then(dated); });
  });
}

self.addEventListener("fetch", function (event) {
  var request = event.request;
  if (request.method !== "GET" || request.url.indexOf(SCOPE) !== 0) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else event.respondWith(kept(request.url).then(function (answer) { return answer || fetch(request); }));
});
