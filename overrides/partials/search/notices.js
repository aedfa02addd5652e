/* Search, notices: which notices the concepts in a query open. */
(function (search) {
  "use strict";
  var WORTH = { sign: 3, body: 2, how: 0.1, topic: 0 }, MOST = 3;

  // "weak/numb+face|droop" as [[["weak", "numb"], ["face"]], [["droop"]]].
  search.rules = function (text) {
    return text.split("|").map(function (rule) {
      return rule.split("+").map(function (part) { return part.split("/"); });
    });
  };

  /* notices: [{urgency: 0 is most urgent, rules: [[[id, …], …], …]}, …]; has: what Concepts.read gives.
     {list: notices, the most urgent first; whole: does a rule of each hold whole; group: are they too many for cards;
     covers: Set of the ids that they speak of; score, urgency: of the first}. */
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
    function result(whole, list) {
      list.sort(function (a, b) { return a.notice.urgency - b.notice.urgency || b.score - a.score; });
      var made = { whole: whole, list: list.map(function (one) { return one.notice; }), covers: new Set() };
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
      // What is more urgent than all of these is never left out.
      var urgent = full.reduce(function (a, b) { return b.notice.urgency < a.notice.urgency ? b : a; });
      if (chosen.every(function (one) { return one.notice.urgency > urgent.notice.urgency; })) {
        if (chosen.length === MOST) chosen.pop();
        chosen.push(urgent);
      }
      return result(true, chosen);
    }
    var part = matches(false);
    return result(false, part.filter(function (one) { return one.score > part[0].score - 1; }));
  };
})(self.hgSearch = self.hgSearch || {});
