/* Finds the page for what a health record sends to /go/ (request.js reads it). The list on the page is the table: a
   request can only choose among its links. Nothing that was sent is shown or kept, and it leaves the address bar at
   once. */
(function (go) {
  "use strict";
  var query = location.search;
  if (query.length < 2) return;
  try { history.replaceState(null, "", location.pathname); } catch { /* its address was sent to nobody */ }

  // The table -----------------------------------------------------------------------------------

  var table = new Map(); // "icd-10-cm C787" -> { page, part, narrow }, or { elsewhere }
  function key(one) { return one.system + " " + one.code.replace(/\./g, ""); }
  document.querySelectorAll(".hg-codes").forEach(function (list) {
    list.querySelectorAll("[data-code]").forEach(function (link) {
      var page = link.closest(".hg-codes__page").querySelector("[data-page]").href;
      var row = { page: page, part: (link.dataset.part || "").slice(1), narrow: Number(link.dataset.narrow) };
      table.set(key({ system: list.dataset.system, code: link.dataset.code }), row);
    });
  });
  document.querySelectorAll("[data-elsewhere]").forEach(function (row) {
    table.set(key({ system: row.dataset.system, code: row.dataset.elsewhere }), { elsewhere: true });
  });

  // The answer ----------------------------------------------------------------------------------

  // The page that all children of a code share, where it is named less exactly than in the table (C78.0); none for a
  // chapter that holds more than breast cancer and its spread (Z80).
  function above(name) {
    var children = [], first;
    table.forEach(function (row, child) { if (child.indexOf(name) === 0) children.push(row); });
    first = children[0];
    if (!first || !/ C| .{4}/.test(name)) return null;
    if (children.every(function (row) { return row.page && row.page === first.page; })) {
      return { page: first.page, part: "", narrow: first.narrow, near: true };
    }
    return children.some(function (row) { return row.elsewhere; }) ? null : { several: true };
  }

  // The code itself, without the X that fills a place; else its nearest parent (C79.519 is C79.51), else as above().
  function find(one) {
    var name = key(one), exact = table.get(name), length, row;
    if (exact || one.system !== "icd-10-cm") return exact || null;
    name = name.replace(/(.{3})X+$/, "$1");
    if (table.has(name)) return table.get(name);
    for (length = name.length - 1; length >= "icd-10-cm C50".length; length--) {
      row = table.get(name.slice(0, length));
      if (row) return row.elsewhere ? row : { page: row.page, part: row.part, narrow: row.narrow, near: true };
    }
    return above(name);
  }

  // The line of the reader's language, or that for one that has none; "" for English, and where none is named.
  function tongue(language) {
    var lines = Array.from(document.querySelectorAll("[data-names]"));
    var word = (/[\p{L}\p{M}]+/u.exec(language) || [""])[0], all = language.replace(/[^\p{L}\p{M}]/gu, "");
    function called(name) {
      var line = lines.find(function (line) {
        return (line.dataset.names + " " + line.id.slice(8)).split(" ").indexOf(name) >= 0;
      });
      return line && line.id.slice(8);
    }
    if (/^(?:eng?|english|inglés|und|unk|unknown|null|undefined|none|nan|zxx|mis|mul)$/.test(word)) return "";
    return called(all) || called(word) || (/^\p{L}{2,3}(?:[-_].*)?$|^\p{L}{4,20}$/u.test(language) ? "other" : "");
  }

  // The words of a text, for the search. Figures are left out: they may be a date or a number of a record.
  function words(name) {
    return (name.match(/[\p{L}\p{M}\p{N}]+/gu) || []).filter(function (word) {
      return word.length < 30 && !/\d{3}|^\d+$/.test(word);
    }).slice(0, 12).join(" ").slice(0, 120);
  }

  var request = go.read(query, function (one) { return table.has(key(one)); });
  var line = tongue(request.language);

  function say(what) {
    setTimeout(function () { // after the status box is known
      var says = document.querySelector('[data-say="' + what + '"]');
      says.hidden = false;
      if (line) says.parentNode.prepend(document.getElementById("hg-line-" + line));
    }, 100);
  }

  function open(page, part, near) { // guide.js shows the line that is named behind #!
    var lines = [line, near && "near"].filter(Boolean).join("-");
    location.replace(page.split("#")[0] + (lines && "#!" + lines) + (part && "#" + part));
  }

  var found = request.codes.map(find).filter(Boolean);
  if (found.some(function (row) { return row.elsewhere; }) || request.all.some(go.negative)) return say("elsewhere");
  var pages = found.filter(function (row) { return row.page; });
  if (pages.length) {
    // The narrowest page; of two as narrow, the one that was sent first.
    var best = pages.reduce(function (best, row) { return row.narrow > best.narrow ? row : best; });
    return open(best.page, best.part, best.near);
  }
  if (found.length) return say("several");
  var text = request.texts.map(words).filter(Boolean)[0];
  if (text) return open(document.querySelector("[data-search]").href, "search=" + encodeURIComponent(text));
  say(request.all.length ? "unknown" : "none");
})(window.hgGo);
