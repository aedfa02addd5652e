/* Search, spelling: what a typed word may stand for. */
(function (search) {
  "use strict";

  function sorted(word) { return Array.from(word).sort().join(""); }

  // What is left of a word without its vowels, with letters that sound alike made one.
  function bones(word) {
    var rest = word.replace(/ph/g, "f").replace(/ch|ck|c|q/g, "k").replace(/z/g, "s");
    return rest[0] + rest.slice(1).replace(/[aeiou]|y(?!$)/g, "").replace(/(.)\1+/g, "$1");
  }

  /* What a typed word may stand for. known: Map of word to how often; stop: Set; last: it may be half typed.
     {typed, exact: is it known, longer: words that begin so, near: [{word, far, alike}], parts: words run together} or
     null for a word that says nothing: a plain one that the guide does not use, a stop word with a slip in it. */
  search.meanings = function (word, known, stop, last) {
    var sure = known.has(word) || known.stems.has(search.stem(word)) || stop.has(word) || /^\d+$/.test(word);
    if (known.plain.has(word) && !known.has(word)) return null;
    if (sure) return { typed: word, exact: true, longer: [], near: [] };
    var all = Array.from(known.keys()), near = [], skeleton = bones(word), letters = sorted(word);
    var longer = last && word.length > 2 ? all.filter(function (other) { return other.startsWith(word); }) : [];
    var begins = function (other) { return other[0] === word[0]; };
    // Two slips only in long words, or where they sound alike (trippel, headake).
    var most = word.length > 4 ? 2 : word.length > 3 ? 1 : 0;
    if (most && !/\d/.test(word)) all.concat(Array.from(stop)).forEach(function (other) {
      if (other.length < 3 || /^\d/.test(other)) return;
      if (word.length < 5 && (!begins(other) || other.length < word.length)) return;
      var far = search.slips(word, other, most);
      var alike = far <= most && (bones(other) === skeleton || sorted(other) === letters);
      if (far > most || (far === 2 && (!begins(other) || (word.length < 8 && !alike)))) return;
      var rank = far * 4 + (begins(other) ? 0 : 2) + (alike ? 0 : 1.5) - Math.min(1, (known.get(other) || 9) / 40);
      near.push({ word: other, far: far, alike: alike, rank: rank });
    });
    near.sort(function (a, b) { return a.rank - b.rank; });
    near = near.filter(function (one) { return one.rank < near[0].rank + 3; }).slice(0, 4);
    var bare = search.stem(word), again = null; // vommited: the ending is no slip
    if (!longer.length && !near.length && bare !== word && bare.length > 3) {
      again = search.meanings(bare, known, stop, false);
    }
    if (again && again.near.length) return { typed: word, longer: [], near: again.near };
    if (near.length && stop.has(near[0].word) && !longer.length) return null;
    near = near.filter(function (one) { return !stop.has(one.word); });
    var parts = longer.length || near.length ? null : apart(word, known, stop);
    if (parts) return { typed: word, parts: parts, longer: [], near: [] };
    return { typed: word, longer: longer, near: near };
  };

  // Words run together: shortofbreath, tothe. The fewest pieces that are all words, of three letters or stop words.
  function apart(word, known, stop) {
    function told(piece) {
      return stop.has(piece) || (piece.length > 2 && known.has(piece)) ||
        (piece.length > 4 && known.stems.has(search.stem(piece)));
    }
    var best = [[]], end, from;
    for (end = 2; end <= word.length; end++) for (from = Math.max(0, end - 16); from < end - 1; from++) {
      var piece = word.slice(from, end), before = best[from];
      if (!before || !told(piece)) continue;
      if (!best[end] || before.length + 1 < best[end].length) best[end] = before.concat(piece);
    }
    var found = word.length > 4 && best[word.length];
    if (!found || found.length > Math.ceil(word.length / 3)) return null;
    return found.some(function (piece) { return !stop.has(piece); }) ? found : null;
  }
})(self.hgSearch = self.hgSearch || {});
