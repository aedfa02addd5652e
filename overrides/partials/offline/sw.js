// The worker that keeps a copy of the guide on the reader's device. It is installed only when they press the button.
// Pages come from the network first, so that corrected advice is never old when there is a signal; the copy answers
// when there is none. Files under assets/ never change under one name: the copy first. The build fills in the tables.
var MARK = "MARK"; // changes when anything here or in the list does
var DAY = "DAY"; // the day of the build
var BASE = "BASE"; // below which the links of 404.html are
var LIST = ["LIST"];
var WAYS = "WAYS"; // short links, older addresses, codes: where each leads
var URGENT = "URGENT"; // what became more urgent: names by day and id
var SCOPE = self.registration.scope;
var OURS = "hg " + SCOPE + " ";
var CACHE = OURS + MARK;
var NOTE = SCOPE + "sw.js"; // no page: in the copy, what keep.js has to say of it
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
      var older = names.filter(function (name) { return name.indexOf(OURS) === 0 && name !== CACHE; });
      return Promise.all(older.map(noted)).then(function (notes) {
        return note(notes.filter(Boolean)[0]);
      }).then(function () { return Promise.all(older.map(function (name) { return caches.delete(name); })); });
    }).then(function () { return self.clients.claim(); }).then(function () { return self.clients.matchAll(); }).then(function (pages) {
      pages.forEach(function (page) { page.postMessage("noted"); });
    })
  );
});

// Of a copy: what its reader knows (keys of URGENT), what they were not told yet, and since when. Copies of before there
// were notes know the days that their list of changes has; the first edition had none.
function noted(name) {
  return caches.open(name).then(function (cache) {
    return Promise.all([cache.match(SCOPE), cache.match(NOTE), cache.match(SCOPE + "about/changes/")]);
  }).then(function (found) {
    var since = found[0] && stored(found[0]);
    if (!since) return null; // half of a copy
    if (found[1]) return found[1].json().then(function (said) { return said.more.length ? said : Object.assign(said, { since: since }); });
    return (found[2] ? found[2].text() : Promise.resolve("")).then(function (list) {
      var known = Object.keys(URGENT).filter(function (key) { return list.indexOf('"d-' + key.slice(0, 10)) >= 0; });
      return { known: known, more: [], since: since };
    });
  });
}

function note(before) {
  var news = Object.keys(URGENT).filter(function (key) { return before && before.known.indexOf(key) < 0; });
  var more = news.map(function (key) { return URGENT[key]; }).concat(before ? before.more : []);
  return write({
    manifest: LIST.filter(function (name) { return /manifest\./.test(name); })[0],
    known: Object.keys(URGENT), more: Array.from(new Set(more)), since: before && before.since,
  });
}

function write(said) {
  return caches.open(CACHE).then(function (cache) { return cache.put(NOTE, new Response(JSON.stringify(said))); });
}

function kept(address) {
  return caches.match(address, { cacheName: CACHE, ignoreSearch: true }); // to open it would make it anew once removed
}

function stored(answer) {
  var day = new Date(answer.headers.get("date") || DAY);
  return (isNaN(day) ? new Date(DAY) : day).toISOString().slice(0, 10);
}

// A page out of the copy carries its day, which keep.js says at the top of it.
function dated(answer, base) {
  if (!/html/.test(answer.headers.get("content-type"))) return answer;
  return answer.text().then(function (html) {
    if (base) html = html.split('="' + base).join('="' + SCOPE);
    return new Response(html.replace("<html", '<html data-hg-copy="' + stored(answer) + '"'), {
      status: base ? 404 : 200,
      headers: answer.headers,
    });
  });
}

// What the copy has at an address: the page, or where a short link, an older address or a code leads.
function copied(request) {
  var address = request.url.replace(/[?#].*/, "");
  var query = request.url.slice(address.length).replace(/#.*/, "");
  address = address.replace(/\/index\.html$/, "/");
  var way = new Map(Object.entries(WAYS)).get(address.slice(SCOPE.length).replace(/\/+$|\./g, "").toLowerCase());
  return kept(address).then(function (answer) {
    if (answer) return dated(answer);
    if (way !== undefined) {
      var code = /\/go\/([^/]+)\/([^/]+)\/?$/.exec(address), more = /mainSearch|lang/i.test(query);
      if (code && more) {
        way = "go/?mainSearchCriteria.v.cs=" + code[1] + "&mainSearchCriteria.v.c=" + code[2] + query.replace("?", "&");
      }
      return Response.redirect(SCOPE + way);
    }
    return kept(address + "/").then(function (answer) { return answer && Response.redirect(address + "/" + query); });
  });
}

function page(request) {
  var copy = function () { return copied(request); };
  var network = fetch(request, { cache: "no-cache" }); // whatever the server says of keeping
  var patience = PATIENCE * (request.cache === "default" ? 1 : 5); // who asks again wants the network's
  var late = new Promise(function (done) { setTimeout(done, patience); }).then(copy);
  return Promise.race([network, late.then(function (answer) { return answer || network; })]).then(function (answer) {
    return answer.status >= 500 ? copy().then(function (old) { return old || answer; }) : answer;
  }).catch(function () {
    return copy().then(function (answer) {
      return answer || kept(SCOPE + "404.html").then(function (answer) { return dated(answer, BASE); });
    });
  });
}

self.addEventListener("fetch", function (event) {
  var request = event.request;
  if (request.method !== "GET" || request.url.indexOf(SCOPE) !== 0 || request.cache === "no-store") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else event.respondWith(kept(request.url).then(function (answer) { return answer || fetch(request); }));
  if (request.url.indexOf(SCOPE + "about/changes/") === 0) event.waitUntil(kept(NOTE).then(function (answer) {
    return answer && answer.json();
  }).then(function (said) {
    return said && write(Object.assign(said, { more: [] })); // the reader has opened the list
  }));
});
