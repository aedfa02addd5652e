/* Search, the engine: what typed words find. The index is written by hooks/search_index.py. Nothing typed leaves it. */
(function (search) {
  "use strict";
  var LONGEST = 200, MOST_WORDS = 24, MOST_PAGES = 8, CLOSE = 0.51, SIGN = 4;
  var ASKS = /^(what|how|why|can|does|do|is|are|will|should|who|when|where|which|could|would|did|has|que|como|cuanto|cuando|cual|donde|puede|hay|es)\b|\b(for (?!a\b|the|\d|days|weeks|months|hours|ages|over|about|two|three)|about\b)|\bhow$/;

  search.Engine = function (data) {
    var stop = new Set(data.stop.split(" ")), entries = [], phrases = new Map(), known = new Map();
    var ranking = search.Ranking([2, 1.5, 2.5, 1, 2]), concepts = search.Concepts(data.concepts);

    function telling(text) { return search.words(text).filter(function (word) { return !stop.has(word); }); }
    function split(keys) { return keys ? keys.split("|") : []; }
    function keyOf(list) { return Array.from(new Set(list)).sort().join(" "); }
    function meant(text) {
      return Array.from(concepts.read(search.words(text).map(function (word) { return [search.stem(word)]; }))).filter(function (one) {
        return one[1].kind !== "how";
      }).map(function (one) { return "~" + one[0]; });
    }

    function add(number, anchor, weight, title, excerpt, keys, text, means) {
      var page = data.pages[number], id = entries.length, fields = [title, page[1], keys.join(" "), text].map(telling);
      entries.push({ page: number, address: page[0], pageTitle: page[1], anchor: anchor, title: title, excerpt: excerpt, weight: weight * page[2] / 10 });
      fields.push(means || Array.from(new Set([].concat.apply([], keys.concat(title).map(meant)))));
      ranking.add(id, fields);
      keys.concat(title).forEach(function (phrase) {
        var key = keyOf(telling(phrase));
        if (key) phrases.set(key, (phrases.get(key) || []).concat(id));
      });
      [].concat.apply([], fields.slice(0, 4)).forEach(function (word) { known.set(word, (known.get(word) || 0) + 1); });
      return entries[id];
    }

    data.sections[0].forEach(function (page, row) {
      function cell(column) { return data.sections[column][row]; }
      add(page, cell(1), 1, cell(2), cell(3), split(cell(4)), cell(3) + " " + cell(5));
    });
    var notices = data.notices.map(function (row) {
      var one = { row: row, urgency: row[2][0][0], area: row[6], rules: split(row[4]).map(function (rule) {
        return rule.split("+").map(function (part) { return part.split("/"); });
      }) };
      var means = Array.from(new Set(row[4].split(/[|+/]/))).map(function (id) { return "~" + id; });
      row[5].forEach(function (spot) {
        var entry = add(spot[0], spot[1], spot[2] / 10, row[1], row[2][0][1], [], row[2].map(function (line) { return line[1]; }).join(" "), means);
        entry.title = row[1] + ": " + row[2].map(function (line) { return data.labels[line[0]][0].toLowerCase(); }).join(", ");
        entry.notice = one;
      });
      return one;
    });
    known.stems = new Set();
    data.concepts.forEach(function (row) {
      search.words(row[2] + "|" + row[3]).forEach(function (word) {
        known.stems.add(search.stem(word));
        known.set(word, (known.get(word) || 0) + (row[0] === "sign" ? 5 : 1));
      });
    });

    known.plain = new Set(data.plain.split(" "));

    function stems(term) {
      // A correction may not turn one fear into another: dead is not deaf, dying not lying.
      var near = term.near.filter(function (one) {
        return one.rank <= term.near[0].rank + 1.5 && (one.alike || (one.word[0] === term.typed[0] && (term.typed.length > 4 || one.word.length > term.typed.length)));
      });
      if (term.exact) return [search.stem(term.typed)];
      return Array.from(new Set(term.longer.slice(0, 6).concat(near.map(function (one) { return one.word; })).map(search.stem)));
    }

    // The entries that one word or concept finds: Map of id to {score, hits}.
    function scores(term) {
      var found = new Map();
      function look(word, worth, prefix) {
        ranking.look(word, prefix && word.length > 2).forEach(function (hit, id) {
          var score = hit.score * worth * entries[id].weight, old = found.get(id);
          if (!old || old.score < score) found.set(id, { score: score, hits: hit.hits });
        });
      }
      if (term.exact) look(term.typed, 1, true);
      else {
        if (term.longer.length) look(term.typed, 0.9, true);
        term.near.forEach(function (one, place) { look(one.word, term.longer.length ? 0.5 : 0.9 / (1 + 0.5 * place), false); });
      }
      term.means.forEach(function (id) { look("~" + id, concepts.kinds[id] === "topic" ? 0.35 : 0.6, false); });
      return found;
    }

    function ranked(terms, typed) {
      var pages = new Map(), all = 0, ceiling = Math.log(1 + entries.length);
      terms.forEach(function (term) {
        var found = scores(term);
        term.worth = found.size ? Math.log(1 + entries.length / found.size) : ceiling;
        all += term.worth;
        found.forEach(function (hit, id) {
          var number = entries[id].page, page = pages.get(number);
          if (!page) pages.set(number, page = { sections: new Map(), best: new Map(), hits: new Set() });
          page.sections.set(id, (page.sections.get(id) || 0) + hit.score);
          page.best.set(term, Math.max(page.best.get(term) || 0, hit.score));
          hit.hits.forEach(function (word) { page.hits.add(word); });
        });
      });
      var same = phrases.get(keyOf(typed)) || [];
      var list = Array.from(pages.values()).map(function (page) {
        var best = -1, top = 0, sum = 0, covered = 0, exact = 1;
        page.sections.forEach(function (score, id) {
          if (same.indexOf(id) >= 0 && data.pages[entries[id].page][2] > 6) { score *= 2; exact = 1.3; }
          if (score > top) { top = score; best = id; }
        });
        page.best.forEach(function (score, term) { sum += score; covered += term.worth; });
        covered /= all;
        return { entry: entries[best], hits: page.hits, covered: covered, score: (0.6 * top + 0.4 * sum) * (0.3 + 0.7 * covered) * exact };
      }).sort(function (a, b) { return b.score - a.score || a.entry.page - b.entry.page; });
      list.exact = same.some(function (id) { return !entries[id].anchor; });
      return list;
    }

    // Cards, or one card of areas, or the rule for what no list names. Words that ask, and no sign of a person's own, need none.
    function help(has, asks, results, exact, numbers) {
      var kinds = { sign: 0, body: 0, topic: 0, how: 0 };
      has.forEach(function (one) { kinds[one.kind]++; });
      var found = search.opened(notices, has);
      var own = (kinds.how && kinds.sign) || (found.urgency === 0 && found.score > SIGN);
      if (found.whole && !(kinds.topic && asks && !own)) return found;
      if (!found.whole && found.list.length && !kinds.topic && (kinds.sign ? !(asks && !kinds.how) : !asks && !exact)) return found;
      if (numbers && !kinds.sign && !kinds.body && !has.has("unwell")) return { list: [] }; // a number that is no temperature
      if (!results.length || ((kinds.sign || has.has("unwell")) && !(kinds.topic && asks))) return { net: true, list: [] };
      return { list: [] };
    }

    function find(text) {
      var typed = [], terms = [], corrected = [], read = [], sure = [];
      search.words(search.withFever(text.slice(0, LONGEST))).slice(0, MOST_WORDS).forEach(function (word, place, all) {
        var one = search.meanings(word, known, stop, place === all.length - 1);
        (one && one.parts || [word]).forEach(function (part) {
          var term = one && one.parts ? { typed: part, exact: true, longer: [], near: [] } : one;
          typed.push(part);
          read.push(term ? stems(term) : []);
          sure.push(!!term && !!term.exact);
          if (term && !stop.has(part)) terms.push({ typed: part, exact: term.exact, longer: term.longer, near: term.near, means: [], place: typed.length - 1 });
        });
      });
      var has = concepts.read(read), bare = [];
      has.forEach(function (one, id) { // a slip is never taken for a question
        if (one.kind === "topic" && Array.from(one.at).every(function (place) { return !sure[place]; })) has.delete(id);
      });
      has.forEach(function (one, id) {
        if (one.kind === "how") return;
        var mine = terms.filter(function (term) { return one.at.has(term.place); });
        mine.forEach(function (term) { term.means.push(id); });
        if (!mine.length) bare.push({ typed: "", exact: false, longer: [], near: [], means: [id] });
      });
      var seen = new Set();
      terms = terms.filter(function (term) { return !seen.has(term.typed) && seen.add(term.typed); }).concat(bare);
      terms.forEach(function (term) {
        if (term.exact || term.longer.length || !term.near.length) return;
        if (search.stem(term.near[0].word) !== search.stem(term.typed)) corrected.push([term.typed, term.near[0].word]);
      });
      var results = ranked(terms, terms.map(function (term) {
        return term.exact || !term.near.length || term.longer.length ? term.typed : term.near[0].word;
      }));
      var told = Array.from(has.values()).some(function (one) { return one.kind === "topic" || one.kind === "sign"; });
      if (!results.some(function (one) { return one.covered >= (told ? CLOSE / 2 : CLOSE); })) results = [];
      var said = help(has, ASKS.test(search.fold(text)), results, results.exact, /\d/.test(text) && terms.filter(function (term) { return /[a-z]{3}/.test(term.typed); }).length < 3);
      var meant = Array.from(has.values()), spanish = meant.filter(function (one) { return one.spanish; }).length;
      return { spanish: spanish > 0 && spanish * 2 >= meant.length, empty: !typed.length, results: results.slice(0, MOST_PAGES), corrected: corrected, typed: typed, help: said, has: has };
    }

    return { find: find };
  };
})(self.hgSearch = self.hgSearch || {});
