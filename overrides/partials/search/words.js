/* Search, words: how typed and written words are made alike, and how far two of them lie apart.
   hooks/search_index.py folds words the same way. */
(function (search) {
  "use strict";

  search.fold = function (text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’‘`´ʼ]/g, "")
      .replace(/(^|[^a-z0-9])([a-z])-(?=[a-z])/g, "$1$2").replace(/(\d)\.(?=[a-z0-9])/g, "$1");
  };

  search.words = function (text) {
    return (search.fold(text).match(/[\p{L}\p{N}]+/gu) || []).filter(function (word) {
      return word.length > 1 || /\d/.test(word);
    });
  };

  // For comparing with the thesaurus only: breathe, breathing, breathes. (Ranking does without: there it hurts.)
  search.stem = function (word) {
    if (word.length < 5) return word.replace(/^(?:(...)e|(..[^s])s)$/, "$1$2");
    return word.replace(/iness$/, "y").replace(/([bdfgmnprt])\1(ing|ed)$/, "$1")
      .replace(/^(?:(.{3,}?)(?:ings?|ness|es|e|s)|(..+[^e])ed)$/, "$1$2").replace(/^(...+)e$/, "$1");
  };

  // Slips between two words: a letter more, less or other, or two swapped. More than `most` counts as most + 1.
  search.slips = function (a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    var before, last = [], row = [], i, j, least;
    for (j = 0; j <= b.length; j++) row[j] = j;
    for (i = 1; i <= a.length; i++) {
      before = last; last = row; row = [i]; least = i;
      for (j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        var swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
        if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) return most + 1;
    }
    return row[b.length];
  };
})(self.hgSearch = self.hgSearch || {});
