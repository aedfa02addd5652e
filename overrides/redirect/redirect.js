// Leads on to the page that this address stands for, and keeps the anchor. Runs before the refresh that does without
// script.
(function () {
  var own = document.currentScript.dataset;
  var parts = new Map(Object.entries(JSON.parse(own.parts))); // anchors that went elsewhere than the page as a whole
  var anchor = location.hash, code = /\/go\/([^/]+)\/([^/]+)\/$/.exec(location.pathname);
  if (code && /mainSearch|lang/i.test(location.search)) { // more than the code was sent: /go/ weighs both
    code = "?mainSearchCriteria.v.cs=" + code[1] + "&mainSearchCriteria.v.c=" + code[2];
    location.replace("../../" + code + location.search.replace("?", "&"));
    return;
  }
  location.replace(parts.get(anchor.slice(1)) || (own.to.indexOf("#") < 0 ? own.to + anchor : own.to));
})();
