// Leads on to the page that this address stands for, and keeps the anchor. Runs before the refresh that does without script.
(function () {
  var own = document.currentScript.dataset;
  var parts = new Map(Object.entries(JSON.parse(own.parts))); // anchors that went elsewhere than the page as a whole
  var anchor = location.hash;
  location.replace(parts.get(anchor.slice(1)) || (own.to.indexOf("#") < 0 ? own.to + anchor : own.to));
})();
