/* Search, the part fetched at first touch: finds, ranks and shows. Joined after vendor/minisearch.js by the build.
   The index is written by hooks/search_index.py, which folds words the same way. Nothing typed leaves this file. */
(function () {
  "use strict";
  var MiniSearch = self.MiniSearch;
  delete self.MiniSearch;
  var LONGEST = 200, MOST_WORDS = 24, MOST_PAGES = 8, CLOSE = 0.51;
  var ACT = ["now", "today", "soon"];

  // Words --------------------------------------------------------------------------------------

  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’‘`´ʼ]/g, "")
      .replace(/(^|[^a-z0-9])([a-z])-(?=[a-z])/g, "$1$2").replace(/(\d)\.(?=[a-z0-9])/g, "$1");
  }

  function words(text) {
    return (fold(text).match(/[\p{L}\p{N}]+/gu) || []).filter(function (word) { return word.length > 1 || /\d/.test(word); });
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
    var stop = new Set(data.stop.split(" ")), entries = [], phrases = new Map(), vocabulary = new Map(), flags = [];
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
    data.signs.forEach(function (sign) {
      var keys = split(sign[4]), parts = sign[2].split(/[;:()]/);
      sign[5].forEach(function (spot) {
        add(spot[0], spot[1], spot[2] / 10, "", sign[2], [sign[2], sign[3]].concat(keys), "").title = data.acts[sign[0]][0];
      });
      // A sign is recognized by its readers' words and medical name, and by what it says, in parts of two words or more.
      flags.push({ sign: sign, phrases: keys.concat(sign[3].split(/[,;]/), parts.filter(function (part) { return telling(part).length > 1; }))
        .map(function (phrase) { return new Set(telling(phrase).map(stem)); }).filter(function (set) { return set.size; }) });
    });
    // Words that stand for a soon sign as well (a plain "headache") do not raise the alarm.
    var calm = new Set();
    flags.forEach(function (flag) {
      if (flag.sign[0] === 2) flag.phrases.forEach(function (set) { calm.add(keyOf(set)); });
    });
    flags.forEach(function (flag) {
      if (flag.sign[0] < 2) flag.phrases = flag.phrases.filter(function (set) { return !calm.has(keyOf(set)); });
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
      var typed = words(text.slice(0, LONGEST)).slice(0, MOST_WORDS), terms = [], pages = new Map(), corrected = [];
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
      return { empty: !terms.length, results: close ? results.slice(0, MOST_PAGES) : [], corrected: corrected, typed: typed, sign: flag(terms) };
    }

    // The now or today sign that the words sound like, if any. All words of one of its phrases: most urgent first.
    // All words typed (two or more) within one phrase: the mildest, for "back pain" is less than "back pain at night".
    function flag(terms) {
      var may = new Set(), each = [];
      terms.forEach(function (term) {
        var set = new Set(term.words.map(stem));
        each.push(set);
        set.forEach(function (word) { may.add(word); });
      });
      var best = null, most = 0, mild = null;
      flags.forEach(function (one) {
        one.phrases.forEach(function (set) {
          var within = Array.from(set).every(function (word) { return may.has(word); });
          if (within && one.sign[0] < 2 && (!best || one.sign[0] < best[0] || (one.sign[0] === best[0] && set.size > most))) { best = one.sign; most = set.size; }
          if (each.length > 1 && each.every(function (choice) { return Array.from(choice).some(function (word) { return set.has(word); }); })) {
            if (!mild || one.sign[0] > mild[0]) mild = one.sign;
          }
        });
      });
      return best || (mild && mild[0] < 2 ? mild : null);
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
      if (kind) one.className = "hg-search__" + kind;
      if (text) one.textContent = text;
      return one;
    }

    function address(entry) {
      var base = box.dataset.base.replace(/\/?$/, "/"), path = entry.address.slice(1);
      if (location.protocol === "file:" && /(^|\/)$/.test(path)) path += "index.html";
      return base + path + (entry.anchor ? "#" + entry.anchor : "");
    }

    function marked(text, hits) {
      var line = make("span", "text");
      text.split(/([\p{L}\p{N}][\p{L}\p{N}'’.-]*)/u).forEach(function (piece, place) {
        var hit = place % 2 && words(piece).some(function (word) { return hits.has(word); });
        line.appendChild(hit ? make("mark", "", piece) : document.createTextNode(piece));
      });
      return line;
    }

    // Emergency numbers become links to call.
    function withNumbers(name, text) {
      var line = make(name);
      var numbers = data.tel.filter(function (number) { return /^\d{3}$/.test(number); });
      text.split(numbers.length ? new RegExp("\\b(" + numbers.join("|") + ")\\b") : "\n").forEach(function (piece, place) {
        if (place % 2) {
          var call = make("a", "", piece);
          call.href = "tel:" + piece;
          line.appendChild(call);
        } else line.appendChild(document.createTextNode(piece));
      });
      return line;
    }

    function showHelp(sign) {
      var act = sign && data.acts[sign[0]];
      help.textContent = "";
      help.hidden = !act;
      help.className = "hg-search__help" + (act ? " hg-act hg-act--" + ACT[sign[0]] : "");
      if (!act) return;
      help.dataset.act = ACT[sign[0]];
      help.appendChild(make("p", "act", act[0]));
      help.appendChild(make("p", "sign", (sign[6] ? "If you notice (" + sign[6] + "): " : "If you notice: ") + sign[2]));
      var steps = help.appendChild(make("ul"));
      (sign[1] && act[2] ? [act[2]] : act[1]).forEach(function (step) { steps.appendChild(withNumbers("li", step)); });
      var more = help.appendChild(make("p")).appendChild(make("a", "", "When to get help"));
      more.href = address({ address: "/symptoms/get-help/", anchor: ACT[sign[0]] });
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
        var row = list.appendChild(make("li")), link = row.appendChild(make("a", "result"));
        row.setAttribute("role", "none");
        link.setAttribute("role", "option");
        link.setAttribute("aria-selected", "false");
        link.id = "search-result-" + (number + 1);
        link.href = address(one.entry);
        link.appendChild(make("span", "page", one.entry.pageTitle));
        if (one.entry.anchor) link.appendChild(make("span", "section", one.entry.title));
        if (one.entry.excerpt) link.appendChild(marked(one.entry.excerpt, one.hits));
      });
      if (count && found.corrected.length) {
        says = "Showing results for " + found.typed.map(function (word) {
          var pair = found.corrected.find(function (one) { return one[0] === word; });
          return pair ? pair[1] : word;
        }).join(" ") + ".";
      }
      if (!count) says = (found.empty ? "Type a word for what you feel or want to know." : "We found nothing close to that.") + " One of these may help:";
      note.textContent = says;
      note.hidden = !says;
      list.hidden = !count;
      near.hidden = !!count;
      showHelp(found.sign);
      open();
      announce([found.sign ? data.acts[found.sign[0]][0] + "." : "", says, count ? count + (count === 1 ? " page" : " pages") + " found." : ""].join(" ").trim());
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
