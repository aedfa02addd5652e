/* Goes to the page that was meant, where an address was typed or pasted not quite right: another case, a dot, a bracket,
   .html; or to /go/ with a code that stands in the path. As nginx does (server/http.conf), for hosts that cannot. It can
   only choose among the pages of the list that it is given, and letters and figures for /go/. */
(function () {
  "use strict";
  var own = document.currentScript.dataset;
  var base = new URL(own.base, location.href).pathname; // ends with /
  var near = new Map(), path = location.pathname;
  Object.entries(JSON.parse(own.near)).forEach(function (row) { near.set(row[0].replace(/-/g, ""), row[1]); });
  function plain(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }
  path = plain(plain(path)).replace(/[\\/]+/g, "/");
  if (path.toLowerCase().indexOf(base.toLowerCase()) !== 0) return;
  path = path.slice(base.length).split(/[?#&]/)[0].replace(/[^a-z0-9]+$/i, "").replace(/\.(?:html?|md)$/i, "").replace(/\/index$/i, "");

  var page = near.get(path.toLowerCase().replace(/^[^a-z0-9]+|[ _-]/g, ""));
  var code = /^go\/[^a-z0-9]*(?:(?:urn:)?(?:oid:)?([0-9.]{9,64}|[a-z0-9_-]{1,20}[ +]*[a-z0-9_-]{0,10}) *[/|:]+ *)?([a-z0-9-]{1,30}|[a-z]?[0-9][0-9a-z]{0,3}[ _+]*\.?[ _+]*[0-9a-z-]{1,5})$/i.exec(path);
  var to = "";
  if (page === "/go/") to = page + location.search;
  else if (page) to = page.indexOf("#") < 0 ? page + location.hash : page;
  else if (code) to = "/go/?mainSearchCriteria.v.cs=" + (code[1] || "").replace(/[ +]/g, "") + "&mainSearchCriteria.v.c=" + code[2].replace(/[ _+]/g, "");
  else if (/^go\/./i.test(path)) to = "/go/";
  if (to && base + to.split(/[?#]/)[0].slice(1) !== location.pathname) location.replace(base + to.slice(1));
})();
