/* Search, the part on every page: shows the field in place of the A to Z link, and fetches the engine, its
   looks and the index when the field is first touched (or when a clinic's link says /#search=yellow%20eyes). */
(function () {
  "use strict";
  var box = document.querySelector(".hg-search");
  var input = box && box.querySelector("input");
  if (!input) return;
  var link = box.querySelector("a");
  var asked;

  function fetched(name, address) {
    return new Promise(function (done, failed) {
      var tag = document.createElement(name);
      if (name === "link") tag.rel = "stylesheet";
      tag[name === "link" ? "href" : "src"] = address;
      tag.onload = done;
      tag.onerror = failed;
      document.head.appendChild(tag);
    });
  }

  // From a USB stick nothing can be fetched: there the index is a script that sets window.hgSearchIndex.
  function index(address) {
    if (address.endsWith(".js")) return fetched("script", address).then(function () { return window.hgSearchIndex; });
    return fetch(address).then(function (answer) { return answer.json(); });
  }

  function load() {
    if (asked) return;
    asked = link.hidden = true;
    var parts = [index(box.dataset.index), fetched("script", box.dataset.engine), fetched("link", box.dataset.looks)];
    Promise.all(parts).then(function (both) {
      window.hgSearch.start(box, both[0]);
    }).catch(function () {
      asked = false; // bad signal: the next touch tries again, and the A to Z is at hand
      link.hidden = false;
      box.querySelector("[role=status]").textContent = "Search did not load. Use the A to Z, or try again.";
    });
  }

  // A combobox, by the ARIA pattern; without script the field does not show and is none.
  [
    ["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", "search-results"],
    ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"]
  ].forEach(function (pair) {
    input.setAttribute(pair[0], pair[1]);
  });
  input.hidden = false;
  link.hidden = true;
  input.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !input.value) input.blur(); // gives the row back
  });
  var button = box.querySelector("button");
  button.addEventListener("click", function () {
    document.dispatchEvent(new Event("pointerdown")); // as a touch elsewhere does: the panel closes
    document.activeElement.blur();
  });
  // Who comes back finds nothing open: this click closes the menu and a word too.
  addEventListener("pagehide", function () {
    input.value = "";
    button.click();
  });
  addEventListener("popstate", function () { // also on the page itself, which keeps its focus
    document.dispatchEvent(new Event("pointerdown"));
    document.dispatchEvent(new Event("click"));
  });
  ["focus", "pointerdown", "input"].forEach(function (touch) { input.addEventListener(touch, load); });
  if (document.activeElement === input) load();

  function fromLink() {
    if (location.hash.slice(0, 8) !== "#search=") return;
    try {
      input.value = decodeURIComponent(location.hash.slice(8).replace(/\+/g, " ")).slice(0, 200);
    } catch { return; }
    history.replaceState(null, "", location.pathname);
    input.focus();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  addEventListener("hashchange", fromLink);
  fromLink();
})();
