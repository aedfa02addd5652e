/* What a health record sends to /go/, made plain: codes with their systems, texts, the reader's language (HL7
   Infobutton, the URL form of MedlinePlus Connect, and the older names that its guide calls deprecated). */
(function (go) {
  "use strict";
  var MOST = 50; // codes looked at in one request
  var CRITERIA = "mainSearchCriteria(?:\\.?\\[?(\\d{1,3})\\]?)?\\.(?:v|c|value|code)\\.";
  var PART = new RegExp("^(?:amp;)?(?:knowledgeRequestNotification\\.)?" + CRITERIA +
    "(csn?|codeSystem(?:Name)?|c|code|dn|displayName|ot|originalText)(?:\\[?(\\d{1,3})\\]?)?$", "i");
  var SHORT = { code: "c", codesystem: "cs", codesystemname: "csn", displayname: "dn", originaltext: "ot" };
  var READER = /^(?:amp;)?(?:informationRecipient\.lang\w*(?:\.(?:c|v|dn|ot))*|lang(?:uage)?)$/i;
  var ASKER = /^(?:amp;)?(?:performer|patientPerson)\.lang\w*(?:\.(?:c|v|dn|ot))*$/i;

  // The systems -----------------------------------------------------------------------------------
  // What a system is called, in small letters and digits alone, and how its codes look. WHO's ICD-10 names the places
  // of spread as ICD-10-CM does. I10, SCT and LN are from HL7's table 0396.

  var SYSTEMS = {
    "icd-10-cm": {
      name: new RegExp("^(?:https?)?(?:hl7orgfhirsid|terminologyhl7orgcodesystem)?(?:" +
        "(?:icd|i)10(?:c|cm|who|gm|am|ca|uk|us)?\\d*(?:codes?|dx|diagnos[ei]s\\w*)?|idwhointicdrelease10\\d*|" +
        "internationalclassificationofdiseases(?!\\w*proc)\\w*(?:10|tenth)\\w*)$"),
      code: /^[A-Z][\dO][\dA-Z](?:[.,-]?[\dA-Z]{1,4})?$/
    },
    "snomed-ct": { name: /snomed(?!rt|ii|3)|^scti?d?$/, code: /^\d{6,18}$/ },
    loinc: { name: /loinc|^lnc?$/, code: /^\d{1,7}-\d$/ }
  };
  var OIDS = new Map([["2.16.840.1.113883.6.3", "icd-10-cm"]]); // WHO's
  document.querySelectorAll(".hg-codes").forEach(function (list) { OIDS.set(list.dataset.oid, list.dataset.system); });
  var OTHERS = /ICD|NCI|MESH|UMLS|RX|CPT|HCPCS|NDC|MEDDRA|OMIM|READ/; // systems that we do not know

  function plain(text) {
    text = text.trim().slice(0, 1000);
    if (/%[0-9a-f]{2}/i.test(text)) try { text = decodeURIComponent(text); } catch { /* stays */ } // encoded twice
    text = text.normalize("NFKC").replace(/[\u00ad\u200b\u200c\u2060\ufeff]/g, ""); // not seen
    return text.replace(/[\u2010-\u2015\u2212]/g, "-").trim();
  }

  // "" = none is named; null = one that we do not know
  function system(text) {
    text = plain(text).toLowerCase().replace(/\s*\(.*|^[^a-z0-9]+|[^a-z0-9]+$/g, "");
    text = text.replace(/^(?:urn:)?(?:oid:)?(?=\d)/, "");
    var bare = text.replace(/[^a-z0-9]/g, "");
    var named = Object.keys(SYSTEMS).find(function (one) { return SYSTEMS[one].name.test(bare); });
    return text && (OIDS.get(text) || named || null);
  }

  // Codes -----------------------------------------------------------------------------------------

  function coded(text) { // { system, code }: what the form of a code says; a letter O is a zero that was misread
    var code = text.replace(/[.\-*+†‡!?]+$/, "");
    var one = Object.keys(SYSTEMS).find(function (name) { return SYSTEMS[name].code.test(code); });
    if (one === "icd-10-cm") code = code[0] + code.slice(1).replace(/[.,-]/, "").replace(/O/g, "0");
    return one && { system: one, code: code };
  }

  /* The codes of one value, which may hold a system's name, words and several codes: "ICD10: C78.7, C50.9", "C78.7 -
     Liver mets", "94381002 |Metastasis to liver|". sent: the system that was sent with it; known: whether the table has
     a code. */
  function codesIn(value, sent, known) {
    var text = plain(value).toUpperCase().replace(/(^|[\s:|])([A-Z])\s+(?=\d[\dO][\dA-Z.]|\d\d?$)/, "$1$2")
      .replace(/(\d)\s*[._]\s*(?=[\dA-Z])/g, "$1.");
    if (/\p{Cc}|<\/?[A-Z]{1,9}[\s/>]/u.test(text)) return []; // made to break something
    var whole = coded(text.replace(/[\s_"'()[\]{}]+/g, "")), named = "", found = [];
    function add(one) {
      if (named ? named === one.system || sent === one.system : sent === "" || sent === one.system) found.push(one);
    }
    if (whole && known(whole)) add(whole);
    else text.split(/[\s,;|:#=/()[\]{}"'`<>^_]+|-(?=[A-Z])/).some(function (token) {
      var called = token && system(token), one = !called && coded(token);
      if (called) named = called;
      if (!one) return false;
      var before = found.length || named ? "" : text.slice(0, text.indexOf(token)).trim();
      if (before && system(before)) named = system(before);
      else if (OTHERS.test(before)) return true;
      else if (/^\S+[:|#=/]$/.test(before) && !/^(?:DX|DIAGNOSIS|CODE|PROBLEM)\W$/.test(before)) return true;
      add(one);
      return false;
    });
    if (whole && !found.length) add(whole);
    return found;
  }

  // The request -----------------------------------------------------------------------------------

  /* { codes: [{ system, code }] in order, texts, sent: whether any code or text was, language: as it was sent }.
     Repeated parameters pair by their order, numbered ones by number. */
  go.read = function (query, known) {
    var groups = new Map(), codes = [], values = [], texts = [], language = {};
    new URLSearchParams(query).forEach(function (value, name) {
      var part = PART.exec(name);
      if (READER.test(name)) language.reader = language.reader || value;
      if (ASKER.test(name)) language.asker = language.asker || value;
      if (!part) return;
      var number = (part[1] || "") + "." + (part[3] || ""), kind = part[2].toLowerCase();
      if (!groups.has(number)) groups.set(number, { c: [], cs: [], csn: [], dn: [], ot: [] });
      groups.get(number)[SHORT[kind] || kind].push(value);
    });
    groups.forEach(function (group) {
      function beside(list, place) { return place < list.length ? list[place] : list[list.length - 1] || ""; }
      texts = texts.concat(group.dn, group.ot);
      group.c.slice(0, MOST).forEach(function (value, place) {
        var sent = system(beside(group.cs, place)), named = system(beside(group.csn, place));
        values.push(value);
        codes = codes.concat(codesIn(value, sent || named || (sent === "" ? named : sent), known));
      });
    });
    texts = texts.map(plain).filter(Boolean);
    return {
      codes: codes.slice(0, MOST), texts: texts, all: texts.concat(values.map(plain).filter(Boolean)),
      language: plain(language.reader || language.asker || "").toLowerCase().replace(/^.*[|:]/, "")
    };
  };
})(window.hgGo = window.hgGo || {});
