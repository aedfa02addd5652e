/* Search, ranking: BM25 over the fields of each entry (Robertson and Zaragoza 2009), with a floor for long entries. */
(function (search) {
  "use strict";
  var K = 1.2, B = 0.4, FLOOR = 0.5, PREFIX = 0.5;

  // boosts: the weight of each field. add(id, [words of each field]); look(word, prefix): Map of id to [score, words].
  search.Ranking = function (boosts) {
    var postings = boosts.map(function () { return new Map(); }), lengths = boosts.map(function () { return []; });
    var sums = boosts.map(function () { return 0; }), count = 0;

    function add(id, fields) {
      count++;
      fields.forEach(function (words, field) {
        lengths[field][id] = words.length;
        sums[field] += words.length;
        words.forEach(function (word) {
          var post = postings[field].get(word);
          if (!post) postings[field].set(word, post = new Map());
          post.set(id, (post.get(id) || 0) + 1);
        });
      });
    }

    function look(word, prefix) {
      var found = new Map();
      postings.forEach(function (posts, field) {
        function hits(post, other) {
          var rare = Math.log(1 + (count - post.size + 0.5) / (post.size + 0.5));
          var worth = other === word ? 1 : PREFIX * word.length / (other.length + 0.3 * (other.length - word.length));
          post.forEach(function (times, id) {
            var size = 1 - B + B * lengths[field][id] / (sums[field] / count), old = found.get(id);
            if (!old) found.set(id, old = { score: 0, hits: new Set() });
            old.score += worth * boosts[field] * rare * (FLOOR + times * (K + 1) / (times + K * size));
            old.hits.add(other);
          });
        }
        if (posts.has(word)) hits(posts.get(word), word);
        if (prefix) posts.forEach(function (post, other) {
          if (other !== word && other.startsWith(word)) hits(post, other);
        });
      });
      return found;
    }

    return { add: add, look: look };
  };
})(self.hgSearch = self.hgSearch || {});
