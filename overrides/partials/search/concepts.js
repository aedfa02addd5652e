/* Search, concepts: what typed words mean by the thesaurus. */
(function (search) {
  "use strict";
  var APART = 3; // words that may stand within a phrase

  /* data: [[kind, id, words, Spanish words], …], words parted by |. Gives read(typed words as lists of what each may
     mean): Map of concept id to {kind, at: places of its words, spanish}. */
  search.Concepts = function (data) {
    var phrases = [], kinds = {};
    data.forEach(function (row) {
      kinds[row[1]] = row[0];
      [row[2], row[3]].forEach(function (list, spanish) {
        if (list) list.split("|").forEach(function (phrase) {
          var parts = search.words(phrase).map(search.stem);
          phrases.push({ id: row[1], parts: parts, spanish: !!spanish });
        });
      });
    });
    phrases.sort(function (a, b) { return b.parts.length - a.parts.length; });

    function read(typed) {
      var found = new Map(), places = new Map(), used = new Set(), taken = new Set(), length = 9;
      typed.forEach(function (stems, place) {
        stems.forEach(function (stem) { places.set(stem, (places.get(stem) || []).concat(place)); });
      });
      phrases.forEach(function (phrase) {
        if (phrase.parts.length < length) {
          length = phrase.parts.length;
          taken.forEach(function (place) { used.add(place); });
        }
        var at = span(phrase.parts, places, used);
        if (!at) return;
        var one = found.get(phrase.id);
        if (!one) found.set(phrase.id, one = { kind: kinds[phrase.id], at: new Set(), spanish: true });
        at.forEach(function (place) { one.at.add(place); taken.add(place); });
        one.spanish = one.spanish && phrase.spanish;
      });
      return found;
    }

    return { read: read, kinds: kinds };
  };

  // Where the parts of a phrase stand in their order and close together; else null. All places of a single word.
  function span(parts, places, used) {
    var lists = parts.map(function (part) {
      return (places.get(part) || []).filter(function (place) { return !used.has(place); });
    });
    if (parts.length === 1) return lists[0].length ? lists[0] : null;
    var found = null;
    lists[0].forEach(function (start) {
      var at = [start];
      lists.slice(1).forEach(function (list) {
        at.push(list.find(function (place) { return place > at[at.length - 1]; }));
      });
      if (at[at.length - 1] - start < parts.length + APART) found = at;
    });
    return found;
  }
})(self.hgSearch = self.hgSearch || {});
