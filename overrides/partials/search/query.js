/* Search, the query: what was typed as words, each with what it may mean, and the concepts in it. */
(function (search) {
  "use strict";
  var LONGEST = 200, MOST_WORDS = 24;
  var ASKS = new RegExp("^(what|whats|how|why|can|does|do|is|are|will|should|who|when|where|which|could|would|" +
    "did|has|que|como|cuanto|cuando|cual|donde|puede|hay|es)\\b|\\bhow$|\\babout\\b|" +
    "\\bfor (?!a\\b|the|\\d|days|weeks|months|hours|ages|over|about|two|three)"); // "for a week" tells of one's own

  // Of a sign of one's own, or of what brings it.
  var OWN = new RegExp("^(is it (normal|ok|okay|safe|serious|bad)|should i|what (should|do) i do|how do i know|" +
    "(where|when) (should|do) i (go|call|ring)|what does it mean if|what if (i|my|she|he)|" +
    "why (wont|cant|is|are|do|does) (my|i|she|he))\\b|" +
    "\\b(causes?|causing|side effects?|makes? (you|me))\\b");

  /* book: {known: Map of word to how often, with stems and plain as Sets; stop: Set; concepts: of Concepts}.
     Gives read(text): {typed: words; terms: [{typed, exact, longer, near, means: concept ids}] for the ranking;
     has: what Concepts.read gives; corrected: [[typed, read as]]; asks, own, numbers, spanish: is it a question, one of
     oneself, a bare number, Spanish}. */
  search.Query = function (book) {
    function stems(term) {
      if (term.exact) return [search.stem(term.typed)];
      // A correction may not turn one fear into another: dead is not deaf, dying not lying.
      var near = term.near.filter(function (one) {
        var begins = one.word[0] === term.typed[0] && (term.typed.length > 4 || one.word.length > term.typed.length);
        var close = one.alike || begins || (one.far === 1 && term.typed.length > 5);
        return close && one.rank <= term.near[0].rank + 1.5;
      });
      var words = term.longer.slice(0, 6).concat(near.map(function (one) { return one.word; }));
      return Array.from(new Set(words.map(search.stem)));
    }

    // The words as terms, null for one that says nothing; words run together are taken apart.
    function terms(text) {
      var list = [], all = search.words(search.withFever(text.slice(0, LONGEST))).slice(0, MOST_WORDS);
      all.forEach(function (word, place) {
        var one = search.meanings(word, book.known, book.stop, place === all.length - 1);
        if (!one || !one.parts) list.push({ typed: word, term: one });
        else one.parts.forEach(function (part) {
          list.push({ typed: part, term: { typed: part, exact: true, longer: [], near: [] } });
        });
      });
      return list;
    }

    function correction(term) {
      if (term.exact || term.longer.length || !term.near.length) return null;
      return search.stem(term.near[0].word) === search.stem(term.typed) ? null : [term.typed, term.near[0].word];
    }

    return function (text) {
      var list = terms(text), told = [], seen = new Set();
      var has = book.concepts.read(list.map(function (one) { return one.term ? stems(one.term) : []; }));
      has.forEach(function (one, id) { // a slip is never taken for a question
        var sure = Array.from(one.at).some(function (place) { return list[place].term.exact; });
        if (one.kind === "topic" && !sure) has.delete(id);
      });
      list.forEach(function (one, place) {
        if (!one.term || book.stop.has(one.typed) || seen.has(one.typed)) return;
        seen.add(one.typed);
        one.term.means = [];
        has.forEach(function (concept, id) {
          if (concept.kind !== "how" && concept.at.has(place)) one.term.means.push(id);
        });
        told.push(one.term);
      });
      has.forEach(function (concept, id) { // of stop words alone: how long have I got
        var within = told.some(function (term) { return term.means.indexOf(id) >= 0; });
        if (concept.kind === "how" || within) return;
        told.push({ typed: "", exact: false, longer: [], near: [], means: [id] });
      });
      var folded = search.fold(text), spanish = 0;
      has.forEach(function (one) { spanish += one.spanish ? 1 : 0; });
      return {
        typed: list.map(function (one) { return one.typed; }), terms: told, has: has,
        corrected: told.map(correction).filter(Boolean),
        asks: ASKS.test(folded), own: OWN.test(folded), spanish: spanish > 0 && spanish * 2 >= has.size,
        numbers: /\d/.test(text) && told.filter(function (term) { return /[a-z]{3}/.test(term.typed); }).length < 3
      };
    };
  };
})(self.hgSearch = self.hgSearch || {});
