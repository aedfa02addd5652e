/* Search, the engine: what typed words find. The index is written by hooks/search_index.py. Nothing typed leaves it. */
(function (search) {
  "use strict";
  var MOST_PAGES = 8, CLOSE = 0.51, CLOSE_BARE = 0.6;
  var TWO = 4, TEAM = 1; // two concepts of weight score more (notices.js); the label of the team's line
  var BOOSTS = [2, 1.5, 2.5, 1, 2]; // title, page, keywords, text, concepts
  var MEANT = 0.6, MEANT_TOPIC = 0.35; // what a concept is worth beside the word itself

  // The index as the browser needs it: entries, phrases, ranking, the words that are known, concepts and notices.
  function open(data) {
    var known = new Map(), stop = new Set(data.stop.split(" "));
    var book = {
      entries: [], phrases: new Map(), known: known, stop: stop,
      ranking: search.Ranking(BOOSTS), concepts: search.Concepts(data.concepts)
    };

    function telling(text) { return search.words(text).filter(function (word) { return !stop.has(word); }); }
    book.key = function (list) { return Array.from(new Set(list)).sort().join(" "); };
    function count(word, times) { known.set(word, (known.get(word) || 0) + times); }
    function meant(text) {
      var found = book.concepts.read(search.words(text).map(function (word) { return [search.stem(word)]; }));
      return Array.from(found.keys()).filter(function (id) { return found.get(id).kind !== "how"; });
    }

    function add(number, anchor, weight, title, excerpt, keys, text, means) {
      var page = data.pages[number], id = book.entries.length, said = keys.concat(title);
      var fields = [title, page[1], keys.join(" "), text].map(telling);
      means = Array.from(new Set(means || [].concat.apply([], said.map(meant))));
      book.entries.push({
        page: number, address: page[0], pageTitle: page[1], anchor: anchor, title: title, excerpt: excerpt,
        weight: weight * page[2] / 10
      });
      book.ranking.add(id, fields.concat([means.map(function (one) { return "~" + one; })]));
      said.map(telling).forEach(function (words) {
        if (words.length) book.phrases.set(book.key(words), (book.phrases.get(book.key(words)) || []).concat(id));
      });
      [].concat.apply([], fields).forEach(function (word) { count(word, 1); });
      return book.entries[id];
    }

    data.sections[0].forEach(function (page, row) {
      function cell(column) { return data.sections[column][row]; }
      add(page, cell(1), 1, cell(2), cell(3), cell(4) ? cell(4).split("|") : [], cell(3) + " " + cell(5));
    });
    book.notices = data.notices.map(function (row) {
      var lines = row[2], one = { row: row, urgency: lines[0][0], area: row[6], rules: search.rules(row[4]) };
      var labels = lines.map(function (line) { return data.labels[line[0]][0].toLowerCase(); });
      var text = lines.map(function (line) { return line[1]; }).join(" ");
      row[5].forEach(function (spot) {
        var entry = add(spot[0], spot[1], spot[2] / 10, row[1], lines[0][1], [], text, row[4].split(/[|+/]/));
        entry.title = row[1] + ": " + labels.join(", ");
        entry.notice = one;
      });
      return one;
    });
    known.plain = new Set(data.plain.split(" "));
    known.stems = new Set();
    data.concepts.forEach(function (row) {
      search.words(row[2] + "|" + row[3]).forEach(function (word) {
        if (row[0] !== "topic") known.stems.add(search.stem(word));
        count(word, row[0] === "sign" ? 5 : 1);
      });
    });
    return book;
  }

  search.Engine = function (data) {
    var book = open(data), entries = book.entries, read = search.Query(book);

    // The entries that one term finds: Map of id to {score, hits}.
    function scores(term) {
      var found = new Map();
      function look(word, worth, prefix) {
        book.ranking.look(word, prefix && word.length > 2).forEach(function (hit, id) {
          var score = hit.score * worth * entries[id].weight, old = found.get(id);
          if (!old || old.score < score) found.set(id, { score: score, hits: hit.hits });
        });
      }
      if (term.exact) look(term.typed, 1, true);
      else {
        if (term.longer.length) look(term.typed, 0.9, true);
        term.near.forEach(function (one, place) {
          look(one.word, term.longer.length ? 0.5 : 0.9 / (1 + 0.5 * place));
        });
      }
      term.means.forEach(function (id) { look("~" + id, book.concepts.kinds[id] === "topic" ? MEANT_TOPIC : MEANT); });
      return found;
    }

    // Pages, the best first, each with its best part. `same`: entries that have just these words as a title or keyword.
    function ranked(terms, same) {
      var pages = new Map(), all = 0;
      terms.forEach(function (term) {
        var found = scores(term), worth = Math.log(1 + entries.length / (found.size || 1));
        if (found.size || !/^\d/.test(term.typed)) all += worth;
        found.forEach(function (hit, id) {
          var number = entries[id].page, page = pages.get(number);
          if (!page) pages.set(number, page = { sections: new Map(), best: new Map(), hits: new Set() });
          page.sections.set(id, (page.sections.get(id) || 0) + hit.score);
          page.best.set(term, { score: Math.max((page.best.get(term) || hit).score, hit.score), worth: worth });
          hit.hits.forEach(function (word) { page.hits.add(word); });
        });
      });
      return Array.from(pages.values()).map(function (page) {
        var best = -1, top = 0, sum = 0, covered = 0, exact = 1;
        page.sections.forEach(function (score, id) {
          if (same.indexOf(id) >= 0 && data.pages[entries[id].page][2] > 6) { score *= 2; exact = 1.3; }
          if (score > top) { top = score; best = id; }
        });
        page.best.forEach(function (one) { sum += one.score; covered += one.worth; });
        covered /= all;
        return {
          entry: entries[best], hits: page.hits, covered: covered,
          score: (0.6 * top + 0.4 * sum) * (0.3 + 0.7 * covered) * exact
        };
      }).sort(function (a, b) { return b.score - a.score || a.entry.page - b.entry.page; });
    }

    /* What stands above the results: cards, or one card of areas, or the rule for what no list names (net). A question
       about the guide needs none; one about a sign does. Over calm cards that leave a sign unsaid stands the rule. */
    function help(asked, results, navigates) {
      var count = { sign: 0, body: 0, topic: 0, how: 0 }, has = asked.has;
      has.forEach(function (one) { count[one.kind]++; });
      var found = search.opened(book.notices, has), alarm = has.has("overdose"), unwell = has.has("unwell");
      var own = asked.own || has.has("die") || (count.how && count.sign) || (!found.urgency && found.score > TWO);
      var question = count.topic && asked.asks && !own;
      var part = !count.topic && !asked.asks && !navigates; // of a sign only, or of the body
      if (count.sign) part = (!count.topic || own) && (!asked.asks || count.how);
      if (found.list.length && (found.whole ? !question : part)) {
        has.forEach(function (one, id) { alarm = alarm || (one.kind === "sign" && !found.covers.has(id)); });
        found.net = alarm && found.urgency > TEAM;
        return found;
      }
      if (asked.numbers && !count.sign && !count.body && !unwell) return { list: [] };
      var net = !results.length || alarm || (count.sign && !question) || (unwell && !count.topic);
      return { net: net, list: [] };
    }

    return function (text) {
      var asked = read(text), told = false, bare = !asked.asks;
      var words = asked.terms.map(function (term) {
        return term.exact || !term.near.length || term.longer.length ? term.typed : term.near[0].word;
      });
      var same = book.phrases.get(book.key(words.filter(Boolean))) || [], results = ranked(asked.terms, same);
      asked.has.forEach(function (one) {
        told = told || one.kind === "topic" || one.kind === "sign";
        bare = bare && one.kind !== "how"; // a name alone: what the guide lacks finds nothing
      });
      var close = bare ? CLOSE_BARE : told ? CLOSE / 2 : CLOSE;
      if (!results.some(function (one) { return one.covered >= close; })) results = [];
      asked.help = help(asked, results, same.some(function (id) { return !entries[id].anchor; }));
      asked.results = results.slice(0, MOST_PAGES);
      asked.empty = !asked.typed.length;
      return asked;
    };
  };
})(self.hgSearch = self.hgSearch || {});
