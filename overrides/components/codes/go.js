/* Finds the page for the codes that a health record sends to /go/ (HL7 Infobutton, the URL form of MedlinePlus Connect).
   The list on the page is the table: a request can only choose among its links. Nothing that was sent is shown or kept,
   and it leaves the address bar at once. */
(function () {
  "use strict";
  var query = location.search;
  if (query.length < 2) return;
  try { history.replaceState(null, "", location.pathname); } catch { /* its address was sent to nobody */ }

  var MOST = 50; // codes looked at in one request
  var NAMES = new Map([ // what else records call a system, beside its OID
    ["http://hl7.org/fhir/sid/icd-10-cm", "icd-10-cm"], ["icd-10-cm", "icd-10-cm"], ["icd10cm", "icd-10-cm"],
    ["http://snomed.info/sct", "snomed-ct"], ["snomed-ct", "snomed-ct"], ["snomed ct", "snomed-ct"],
    ["http://loinc.org", "loinc"], ["loinc", "loinc"]
  ]);

  // The table -----------------------------------------------------------------------------------

  var table = new Map(); // "icd-10-cm C787" -> { page, part, narrow }, or { elsewhere }
  var key = function (system, code) { return system + " " + code.replace(/\./g, ""); };
  document.querySelectorAll(".hg-codes").forEach(function (list) {
    NAMES.set(list.dataset.oid, list.dataset.system);
    list.querySelectorAll("[data-code]").forEach(function (link) {
      var page = link.closest(".hg-codes__page").querySelector("[data-page]").href;
      var row = { page: page, part: link.dataset.part || "", narrow: Number(link.dataset.narrow) };
      table.set(key(list.dataset.system, link.dataset.code), row);
    });
  });
  document.querySelectorAll("[data-elsewhere]").forEach(function (row) {
    table.set(key(row.dataset.system, row.dataset.elsewhere), { elsewhere: true });
  });

  // The request ---------------------------------------------------------------------------------

  function plain(text) {
    text = text.trim();
    if (!/%[0-9a-f]{2}/i.test(text)) return text;
    try { return decodeURIComponent(text); } catch { return text; } // encoded twice
  }

  function system(text) { // "" = none was named; null = one that we do not know
    text = plain(text).toLowerCase().replace(/^urn:oid:/, "");
    return text ? NAMES.get(text) || null : "";
  }

  // [{ system, code }] in order, and the display names. Repeated parameters pair by their order, numbered ones by number.
  function read(query) {
    var groups = new Map(), asked = [], names = [];
    new URLSearchParams(query).forEach(function (value, name) {
      var part = /^(?:amp;)?mainSearchCriteria(?:\[?(\d{1,3})\]?)?\.v\.(cs|c|dn)(?:\[?(\d{1,3})\]?)?$/i.exec(name);
      if (!part) return;
      var number = (part[1] || "") + "." + (part[3] || "");
      if (!groups.has(number)) groups.set(number, { c: [], cs: [], dn: [] });
      groups.get(number)[part[2].toLowerCase()].push(value);
    });
    groups.forEach(function (group) {
      names = names.concat(group.dn);
      group.c.slice(0, MOST).forEach(function (value, place) {
        var named = place < group.cs.length ? group.cs[place] : group.cs[group.cs.length - 1] || "";
        plain(value).slice(0, 1000).split(/[\s,;|]+/).forEach(function (code) {
          if (code) asked.push({ system: system(named), code: code });
        });
      });
    });
    return { codes: asked.slice(0, MOST), names: names };
  }

  // The answer ----------------------------------------------------------------------------------

  // ICD-10-CM: the code itself; else its nearest parent (C79.519 is C79.51); else, for a place that is named less
  // exactly than in the table (C78.0), the page that all its children share.
  function icd(code) {
    var form = /^([A-Z]\d[0-9A-Z])\.?([0-9A-Z]{0,4})$/.exec(code.toUpperCase().replace(/[.-]+$/, ""));
    if (!form) return null;
    var whole = form[1] + form[2], length;
    for (length = whole.length; length >= 3; length--) {
      var found = table.get("icd-10-cm " + whole.slice(0, length));
      if (found) return found;
    }
    if (whole[0] !== "C") return null;
    var children = [];
    table.forEach(function (row, name) { if (name.indexOf("icd-10-cm " + whole) === 0) children.push(row); });
    return children.length && children.every(function (row) { return row.page && row.page === children[0].page; }) ? children[0] : null;
  }

  function find(asked) {
    var one = asked.system, code = asked.code;
    if (code.length > 64 || one === null) return null;
    return ((one === "icd-10-cm" || !one) && icd(code)) ||
      ((one === "snomed-ct" || !one) && /^\d{6,18}$/.test(code) && table.get("snomed-ct " + code)) ||
      ((one === "loinc" || !one) && /^\d{1,7}-\d$/.test(code) && table.get("loinc " + code)) || null;
  }

  // The words of a display name, for the search. Figures are left out: they may be a date or a number of a record.
  function words(name) {
    return (name.slice(0, 2000).match(/[\p{L}\p{N}]+/gu) || []).filter(function (word) {
      return word.length < 30 && !/\d{3}|^\d+$/.test(word);
    }).slice(0, 12).join(" ").slice(0, 120);
  }

  function say(what) {
    setTimeout(function () { document.querySelector('[data-say="' + what + '"]').hidden = false; }, 100); // after the status box is known
  }

  var request = read(query);
  var found = request.codes.map(find).filter(Boolean);
  if (found.some(function (row) { return row.elsewhere; })) return say("elsewhere");
  if (found.length) {
    // The narrowest page; of two as narrow, the one that was sent first.
    var best = found.reduce(function (best, row) { return row.narrow > best.narrow ? row : best; });
    return location.replace(best.page + best.part);
  }
  var text = request.names.map(words).filter(Boolean)[0];
  if (text) return location.replace(document.querySelector("[data-search]").href.split("#")[0] + "#search=" + encodeURIComponent(text));
  if (request.codes.length || request.names.length) say("unknown");
})();
