/* Search, the part fetched at first touch: finds, ranks and shows. Joined after vendor/minisearch.js by the build.
   The index is written by hooks/search_index.py, which folds words the same way. Nothing typed leaves this file. */
(function () {
  "use strict";
  var MiniSearch = self.MiniSearch;
  delete self.MiniSearch;
  var LONGEST = 200, MOST_WORDS = 24, MOST_PAGES = 8, CLOSE = 0.51;
  var LABELS = ["now", "team_now", "today", "soon"];

  // Words --------------------------------------------------------------------------------------

  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’‘`´ʼ]/g, "")
      .replace(/(^|[^a-z0-9])([a-z])-(?=[a-z])/g, "$1$2").replace(/(\d)\.(?=[a-z0-9])/g, "$1");
  }

  function words(text) {
    return (fold(text).match(/[\p{L}\p{N}]+/gu) || []).filter(function (word) { return word.length > 1 || /\d/.test(word); });
  }

  // A temperature that is too high or too low counts as the word fever; a bare number does not.
  function fever(text) {
    var told = /temp|therm|fever|degree|point \d|°|\d ?[cf]\b|fiebre|grados/i.test(text);
    return text.replace(/[\d.,]*\d/g, function (number) {
      var heat = parseFloat(number.replace(",", "."));
      if (!told && !/^\d{2,3}[.,]\d$/.test(number)) return number;
      return (heat >= 30 && heat < 36) || (heat >= 37.5 && heat <= 43) || (heat >= 86 && heat < 96.8) || (heat >= 99.5 && heat <= 109)
        ? "fever " : number;
    });
  }

  // For comparing with a sign only: breathe, breathing, breathes. (Ranking does without: there it hurts.)
  function stem(word) {
    return word.length > 4 ? word.replace(/(ings?|ness|ed|es|e|s|y)$/, "") : word.length > 3 ? word.replace(/s$/, "") : word;
  }

  // Slips between two words: a letter more, less or other, or two swapped. More than `most` counts as most + 1.
  function slips(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    var before, last = [], row = [], i, j, least;
    for (j = 0; j <= b.length; j++) row[j] = j;
    for (i = 1; i <= a.length; i++) {
      before = last; last = row; row = [i]; least = i;
      for (j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) return most + 1;
    }
    return row[b.length];
  }

  function bones(word) { return word[0] + word.slice(1).replace(/[aeiouy]/g, "").replace(/(.)\1+/g, "$1"); }

  function keyOf(list) { return Array.from(new Set(list)).sort().join(" "); }

  // The engine ---------------------------------------------------------------------------------

  function Engine(data) {
    var stop = new Set(data.stop.split(" ")), entries = [], phrases = new Map(), vocabulary = new Map();
    var index = new MiniSearch({
      fields: ["title", "page", "keys", "text"],
      tokenize: words,
      processTerm: function (word) { return stop.has(word) ? null : word; }
    });

    function telling(text) { return words(text).filter(function (word) { return !stop.has(word); }); }

    function add(number, anchor, weight, title, excerpt, keys, text) {
      var page = data.pages[number], id = entries.length, phrasesHere = keys.concat(title);
      var entry = { id: id, title: title, page: page[1], keys: keys.join(" "), text: text };
      entries.push({ page: number, address: page[0], pageTitle: page[1], anchor: anchor, title: title, excerpt: excerpt, weight: weight * page[2] / 10 });
      index.add(entry);
      phrasesHere.forEach(function (phrase) {
        var key = keyOf(telling(phrase));
        if (!key) return;
        if (!phrases.has(key)) phrases.set(key, []);
        phrases.get(key).push(id);
      });
      telling([entry.title, entry.page, entry.keys, entry.text].join(" ")).forEach(function (word) {
        vocabulary.set(word, (vocabulary.get(word) || 0) + 1);
      });
      return entries[id];
    }

    function split(keys) { return keys ? keys.split("|") : []; }

    data.sections[0].forEach(function (page, row) {
      function cell(column) { return data.sections[column][row]; }
      add(page, cell(1), 1, cell(2), cell(3), split(cell(4)), cell(3) + " " + cell(5));
    });
    // A notice is known by its phrases: readers' words, medical words, and the parts of what it says.
    var notices = data.notices.map(function (row) {
      var lines = row[2], keys = split(row[4]), one = { row: row, all: new Set() };
      lines.forEach(function (line) {
        keys = keys.concat(line[1].slice(line[2]).split(/[;:,()]/).filter(function (part) { return telling(part).length > 1; }));
      });
      row[5].forEach(function (spot) {
        var entry = add(spot[0], spot[1], spot[2] / 10, "", lines[0][1], [row[1]].concat(keys), "");
        entry.title = row[1] + ": " + lines.map(function (line) { return data.labels[line[0]][0].toLowerCase(); }).join(", ");
        entry.notice = one;
      });
      // "Worn out" is more than "worn".
      one.sets = keys.concat(telling(row[1]).length > 1 ? row[1] : []).map(function (phrase) {
        var some = telling(phrase);
        some.forEach(function (word) { one.all.add(stem(word)); });
        return new Set((some.length > 1 ? some : words(phrase)).map(stem));
      });
      return one;
    });
    var known = Array.from(vocabulary.keys());

    function slipOfStop(word) {
      return Array.from(stop).some(function (other) { return other.length > 3 && slips(word, other, 1) < 2; });
    }

    // What a typed word may stand for: itself, a longer word that begins so, or, where the guide never uses it, the nearest.
    function meanings(word) {
      if (vocabulary.has(word) || /^\d+$/.test(word)) return { typed: word, exact: true, words: [word] };
      var longer = word.length > 2 ? known.filter(function (other) { return other.startsWith(word); }) : [];
      // Two slips only in long words, or where vowels and doubled letters alone are wrong (trippel, triple).
      var most = word.length > 4 ? 2 : word.length > 2 ? 1 : 0, near = [], skeleton = bones(word);
      if (most && !/\d/.test(word)) known.forEach(function (other) {
        if (other.length < 3 || /^\d/.test(other) || (word.length < 5 && (other[0] !== word[0] || other.length < word.length))) return;
        var far = slips(word, other, most), alike = far <= most && bones(other) === skeleton;
        if (far > most || (far === 2 && (word.length < 8 ? !alike || other[0] !== word[0] || (other[1] !== word[1] && other.length !== word.length) : other[0] !== word[0]))) return;
        near.push({ word: other, far: far, rank: far * 4 + (other[0] === word[0] ? 0 : 2) + (alike ? 0 : 1.5) - Math.min(1, vocabulary.get(other) / 40) });
      });
      near.sort(function (a, b) { return a.rank - b.rank; });
      near = near.filter(function (one) { return one.rank < near[0].rank + 3; }).slice(0, 4);
      if (!longer.length && word.length > 3 && (!near.length || near[0].far > 1) && slipOfStop(word)) return null;
      if (!near.length && !longer.length && word.length > 7) { // lymphnodes, backpain
        for (var cut = 4; cut <= word.length - 4; cut++) {
          if (vocabulary.has(word.slice(0, cut)) && vocabulary.has(word.slice(cut))) return { typed: word, exact: true, words: [word.slice(0, cut)], and: word.slice(cut) };
        }
      }
      return { typed: word, longer: longer, near: near, words: longer.slice(0, 6).concat(near.map(function (one) { return one.word; })) };
    }

    function scores(term) {
      var found = new Map();
      function look(word, worth, prefix) {
        index.search(word, { prefix: prefix && word.length > 2, fuzzy: false, boost: { title: 2, page: 1.5, keys: 2.5, text: 1 }, weights: { prefix: 0.5, fuzzy: 0 }, bm25: { k: 1.2, b: 0.4, d: 0.5 } })
          .forEach(function (hit) {
            var score = hit.score * worth * entries[hit.id].weight;
            var old = found.get(hit.id);
            if (!old || old.score < score) found.set(hit.id, { score: score, hits: hit.terms });
          });
      }
      if (term.exact) look(term.words[0], 1, true);
      else {
        if (term.longer.length) look(term.typed, 0.9, true);
        term.near.forEach(function (one, place) { look(one.word, term.longer.length ? 0.5 : 0.9 / (1 + 0.5 * place), false); });
      }
      return found;
    }

    function find(text) {
      var typed = words(fever(text.slice(0, LONGEST))).slice(0, MOST_WORDS), terms = [], pages = new Map(), corrected = [];
      var told = typed.filter(function (word) { return !stop.has(word); });
      Array.from(new Set(told)).forEach(function (word) {
        var term = meanings(word);
        if (!term) return; // a stop word with a slip in it
        terms.push(term);
        if (term.and) terms.push({ typed: term.and, exact: true, words: [term.and] });
      });
      var all = 0, ceiling = Math.log(1 + entries.length);
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
      var query = new Set(terms.map(function (term) { return term.exact || !term.near.length || term.longer.length ? term.words[0] || term.typed : term.near[0].word; }));
      var same = phrases.get(keyOf(query)) || [];
      var results = Array.from(pages.values()).map(function (page) {
        var best = -1, top = 0, sum = 0, covered = 0, exact = 1;
        page.sections.forEach(function (score, id) {
          if (same.indexOf(id) >= 0 && data.pages[entries[id].page][2] > 6) { score *= 2; exact = 1.3; }
          if (score > top) { top = score; best = id; }
        });
        page.best.forEach(function (score, term) { sum += score; covered += term.worth; });
        covered /= all;
        return { entry: entries[best], hits: page.hits, covered: covered, score: (0.6 * top + 0.4 * sum) * (0.3 + 0.7 * covered) * exact };
      }).sort(function (a, b) { return b.score - a.score || a.entry.page - b.entry.page; });
      var close = results.some(function (one) { return one.covered >= CLOSE; });
      terms.forEach(function (term) {
        if (term.exact || term.longer.length || !term.near.length) return;
        if (stem(term.near[0].word) !== stem(term.typed)) corrected.push([term.typed, term.near[0].word]);
      });
      return { empty: !terms.length, results: close ? results.slice(0, MOST_PAGES) : [], corrected: corrected, typed: typed, notices: sounds(terms, typed, close && results[0].entry.notice) };
    }

    // The notices that the words sound like, two at most, the more urgent first: all words of a phrase of theirs.
    // The second says what the first leaves, or is as near. Else the notice of the first result, if it holds two words.
    function sounds(terms, typed, top) {
      var may = new Set(typed.map(stem));
      terms.forEach(function (term) {
        // A correction may not turn one fear into another: dead is not deaf, dying not lying.
        term.stems = new Set((term.longer || term.words).slice(0, 6).concat((term.near || []).filter(function (one) {
          return one.alike ||
            (one.word[0] === term.typed[0] && (term.typed.length > 4 || one.word.length > term.typed.length));
        }).map(function (one) { return one.word; })).map(stem));
        term.stems.forEach(function (word) { may.add(word); });
      });
      function inside(set) {
        return terms.filter(function (term) { return Array.from(term.stems).some(function (word) { return set.has(word); }); });
      }
      var found = [];
      notices.forEach(function (one) {
        var best = { row: one.row, score: 0 };
        one.sets.forEach(function (set) {
          if (!Array.from(set).every(function (word) { return may.has(word); })) return;
          var hits = inside(set), score = hits.reduce(function (sum, term) { return sum + term.worth; }, 0.1);
          if (score > best.score) best = { row: one.row, score: score, hits: hits };
        });
        if (best.hits) found.push(best);
      });
      if (!found.length) return top && inside(top.all).length > 1 ? [top.row] : [];
      found.sort(function (a, b) { return b.score - a.score; });
      var first = found[0], second = found.slice(1).find(function (one) {
        return one.score === first.score || one.hits.some(function (term) { return first.hits.indexOf(term) < 0; });
      });
      return [first].concat(second || []).map(function (one) { return one.row; })
        .sort(function (a, b) { return a[2][0][0] - b[2][0][0]; });
    }

    return { find: find };
  }

  // The box ------------------------------------------------------------------------------------

  function start(box, data) {
    var engine = Engine(data), input = box.querySelector("input"), active = -1, shown = "", wait, tell;
    function part(name) { return document.getElementById("search-" + name); }
    var panel = part("panel"), list = part("results"), note = part("note"), help = part("help"), near = part("near"), status = part("status");

    function make(name, kind, text) {
      var one = document.createElement(name);
      if (kind) one.className = "hg-" + kind;
      if (text) one.textContent = text;
      return one;
    }

    function address(entry) {
      var base = box.dataset.base.replace(/\/?$/, "/"), path = entry.address.slice(1);
      if (location.protocol === "file:" && /(^|\/)$/.test(path)) path += "index.html";
      return base + path + (entry.anchor ? "#" + entry.anchor : "");
    }

    function marked(text, hits) {
      var line = make("span", "search__text");
      text.split(/([\p{L}\p{N}][\p{L}\p{N}'’.-]*)/u).forEach(function (piece, place) {
        var hit = place % 2 && words(piece).some(function (word) { return hits.has(word); });
        line.appendChild(hit ? make("mark", "", piece) : document.createTextNode(piece));
      });
      return line;
    }

    // A notice: each urgency of it beside its own label, most urgent first. Or the rule, which has no id.
    function card(row) {
      var first = row[2][0][0], one = make("div", "search__card hg-notice hg-act--" + LABELS[first]);
      if (row[0]) one.dataset.notice = row[0];
      one.appendChild(make("p", "notice__name", row[1]));
      var lines = one.appendChild(make("ul"));
      row[2].forEach(function (line, place) {
        var label = LABELS[line[0]], item = lines.appendChild(make("li", "sign hg-act--" + label));
        if (row[0]) item.dataset.notice = row[0];
        item.dataset.act = label;
        item.appendChild(make("span", "label", data.labels[line[0]][0]));
        item.append(" " + line[1]);
        if (!place && first < 2) {
          var calls = item.appendChild(make("p", "calls"));
          data.calls[row[6]].concat(row[6] ? data.calls[""] : []).forEach(function (call) {
            calls.appendChild(make("a", "", "Call " + call[0])).href = "tel:" + call[1];
          });
        }
        if (!place || line[0] < 2 || !row[0]) item.appendChild(make("p", "search__do", data.labels[line[0]][1]));
        if (!place && row[3]) item.appendChild(make("p", "search__until", row[3]));
      });
      if (row[0]) one.appendChild(make("a", "search__more", "When to get help")).href = address({ address: "/symptoms/get-help/", anchor: row[0] });
      return one;
    }

    function options() { return Array.from(list.querySelectorAll("a")); }

    function activate(place) {
      var all = options();
      active = all.length ? (place + all.length + 1) % (all.length + 1) : -1; // one more place: back in the field
      if (active === all.length) active = -1;
      all.forEach(function (one, number) { one.setAttribute("aria-selected", String(number === active)); });
      if (active < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", all[active].id);
        all[active].scrollIntoView({ block: "nearest" });
      }
    }

    function close() {
      clearTimeout(wait);
      panel.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      active = -1;
    }

    function open() {
      if (!shown) return;
      panel.hidden = false;
      input.setAttribute("aria-expanded", String(!list.hidden));
    }

    function announce(text) {
      clearTimeout(tell);
      tell = setTimeout(function () { status.textContent = text; }, 400);
    }

    function show() {
      clearTimeout(wait);
      var text = input.value.slice(0, LONGEST).trim();
      if (text === shown) { open(); return; }
      shown = text;
      list.textContent = "";
      active = -1;
      input.removeAttribute("aria-activedescendant");
      if (!text) { close(); announce(""); return; }
      var found = engine.find(text), count = found.results.length, says = "";
      found.results.forEach(function (one, number) {
        var row = list.appendChild(make("li")), link = row.appendChild(make("a", "search__result"));
        row.setAttribute("role", "none");
        link.setAttribute("role", "option");
        link.setAttribute("aria-selected", "false");
        link.id = "search-result-" + (number + 1);
        link.href = address(one.entry);
        link.appendChild(make("span", "search__page", one.entry.pageTitle));
        if (one.entry.anchor) link.appendChild(make("span", "search__section", one.entry.title));
        if (one.entry.notice) link.dataset.notice = one.entry.notice.row[0];
        if (one.entry.excerpt) link.appendChild(marked(one.entry.excerpt, one.hits));
      });
      if (count && found.corrected.length) {
        says = "Showing results for " + found.typed.map(function (word) {
          var pair = found.corrected.find(function (one) { return one[0] === word; });
          return pair ? pair[1] : word;
        }).join(" ") + ".";
      }
      if (found.empty) says = "Type a word for what you feel or want to know.";
      else if (!count && !found.notices.length) {
        says = "We found nothing close to that.";
        found.notices.push(data.rule);
      }
      note.textContent = says;
      note.hidden = !says;
      list.hidden = !count;
      near.hidden = !!count;
      help.textContent = "";
      found.notices.forEach(function (row) { help.appendChild(card(row)); });
      note[found.notices[0] === data.rule ? "after" : "before"](help);
      help.hidden = !found.notices.length;
      open();
      announce([found.notices.map(function (one) { return (one[0] ? one[1] : one[2][0][1]) + ": " + data.labels[one[2][0][0]][0].toLowerCase() + "."; }).join(" "), says, count ? count + (count === 1 ? " page" : " pages") + " found." : ""].join(" ").trim());
    }

    input.addEventListener("input", function () {
      clearTimeout(wait);
      wait = setTimeout(show, 30);
    });
    input.addEventListener("focus", open);
    input.addEventListener("click", open);

    box.addEventListener("keydown", function (event) {
      var inField = event.target === input, all = options(), here = all.indexOf(document.activeElement);
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Escape") {
        event.preventDefault();
        if (panel.hidden) { // a second Escape empties the field
          input.value = "";
          show();
          return;
        }
        input.focus();
        close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        var step = event.key === "ArrowDown" ? 1 : -1;
        if (inField) {
          event.preventDefault();
          if (panel.hidden) { shown = ""; show(); }
          if (!list.hidden) activate(active + step);
        } else if (here >= 0) {
          event.preventDefault();
          (all[here + step] || input).focus();
        }
      } else if (event.key === "Enter" && inField) {
        event.preventDefault();
        show();
        all = options();
        if (!list.hidden && all.length) all[Math.max(active, 0)].click();
      }
    });

    box.addEventListener("click", function (event) {
      if (event.target.closest("a")) close(); // a section of this very page: nothing else would close the list
    });
    document.addEventListener("pointerdown", function (event) { if (!box.contains(event.target)) close(); });
    box.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
    });

    self.hgSearch.ready = true;
    if (input.value && document.activeElement === input) show();
  }

  self.hgSearch = { start: start, engine: Engine };
})();
