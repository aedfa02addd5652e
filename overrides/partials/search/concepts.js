/* Search, concepts: what typed words mean by the thesaurus, and which notices these meanings open. */
(function (search) {
  "use strict";
  var WORTH = { sign: 3, body: 2, how: 0.1, topic: 0 }, MOST = 3, APART = 3;

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
    var lists = parts.map(function (part) { return (places.get(part) || []).filter(function (place) { return !used.has(place); }); });
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

  /* notices: [{urgency: 0 is most urgent, area, rules: [[[id, …], …], …]}, …]; has: what Concepts.read gives.
     {cards: notices, most urgent first} or {group: notices}; whole: does a rule hold whole. */
  search.opened = function (notices, has) {
    function worth(id) { return WORTH[has.get(id).kind]; }
    function held(set) {
      return set.filter(function (id) { return has.has(id); }).sort(function (a, b) { return worth(b) - worth(a); });
    }
    function matches(whole) {
      return notices.map(function (notice) {
        var best = { notice: notice, score: 0, covers: new Set() };
        notice.rules.forEach(function (rule) {
          var parts = rule.map(held), some = parts.filter(function (part) { return part.length; });
          if (!some.length || (whole && some.length < parts.length)) return;
          var score = some.reduce(function (sum, part) { return sum + worth(part[0]); }, 0);
          some.forEach(function (part) { part.forEach(function (id) { best.covers.add(id); }); });
          if (score > best.score) best.score = score;
        });
        return best;
      }).filter(function (one) { return one.score > (whole ? 0.15 : 1); })
        .sort(function (a, b) { return b.score - a.score || a.notice.urgency - b.notice.urgency; });
    }
    function result(name, list) {
      list.sort(function (a, b) { return a.notice.urgency - b.notice.urgency || b.score - a.score; });
      var made = { whole: name, list: list.map(function (one) { return one.notice; }), covers: new Set() };
      list.forEach(function (one) { one.covers.forEach(function (id) { made.covers.add(id); }); });
      made.score = list.length && list[0].score;
      made.urgency = list.length && list[0].notice.urgency;
      made.group = list.length > MOST;
      return made;
    }

    var full = matches(true), seen = new Set(), chosen = [];
    if (full.length) {
      full.forEach(function (one) {
        var fresh = Array.from(one.covers).some(function (id) { return !seen.has(id) && worth(id) > 1; });
        if (chosen.length && !fresh && one.score < chosen[0].score - 1) return;
        if (chosen.length >= MOST && one.score < chosen[0].score - 1) return;
        chosen.push(one);
        one.covers.forEach(function (id) { seen.add(id); });
      });
      return result(true, chosen);
    }
    var part = matches(false);
    return result(false, part.filter(function (one) { return one.score > part[0].score - 1; }));
  };
})(self.hgSearch = self.hgSearch || {});
