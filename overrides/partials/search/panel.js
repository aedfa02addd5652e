/* Search, the panel that the field opens: cards, results, keys, and what is told to screen readers. */
(function (search) {
  "use strict";
  var LONGEST = 200, make = search.make;

  search.start = function (box, data) {
    var find = search.Engine(data), input = box.querySelector("input"), active = -1, shown = "", wait, tell;
    var cards = search.Cards(data, address);
    function part(name) { return document.getElementById("search-" + name); }
    var panel = part("panel"), list = part("results"), note = part("note"), help = part("help");
    var near = part("near"), status = part("status");

    function address(path, anchor) {
      var base = box.dataset.base.replace(/\/?$/, "/"), to = path.slice(1);
      if (location.protocol === "file:" && /(^|\/)$/.test(to)) to += "index.html";
      return base + to + (anchor ? "#" + anchor : "");
    }

    function marked(text, hits) {
      var line = make("span", "search__text");
      text.split(/([\p{L}\p{N}][\p{L}\p{N}'’.-]*)/u).forEach(function (piece, place) {
        var hit = place % 2 && search.words(piece).some(function (word) { return hits.has(word); });
        line.appendChild(hit ? make("mark", "", piece) : document.createTextNode(piece));
      });
      return line;
    }

    function options() { return Array.from(list.querySelectorAll("a")); }

    function activate(place) {
      var all = options();
      active = all.length ? (place + all.length + 1) % (all.length + 1) : -1; // one more place: back in the field
      if (active === all.length) active = -1;
      all.forEach(function (one, number) { one.setAttribute("aria-selected", String(number === active)); });
      if (active < 0) {
        input.removeAttribute("aria-activedescendant");
        panel.scrollTop = 0;
      } else {
        input.setAttribute("aria-activedescendant", all[active].id);
        all[active].scrollIntoView({ block: "nearest" });
      }
    }

    function close() {
      clearTimeout(wait);
      announce("");
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
      tell = setTimeout(function () { if (status.textContent !== text) status.textContent = text; }, text ? 400 : 0);
    }

    function result(one, number) {
      var row = make("li"), link = row.appendChild(make("a", "search__result"));
      row.setAttribute("role", "none");
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.id = "search-result-" + (number + 1);
      link.href = address(one.entry.address, one.entry.anchor);
      if (one.entry.notice) link.dataset.notice = one.entry.notice.row[0];
      link.appendChild(make("span", "search__page", one.entry.pageTitle));
      if (one.entry.anchor) link.appendChild(make("span", "search__section", one.entry.title));
      if (one.entry.excerpt) link.appendChild(marked(one.entry.excerpt, one.hits));
      return row;
    }

    // What the box says of the words: how they were read, or what it takes.
    function saying(found, text) {
      if (found.empty) return "Type a few words for what you feel or want to know, in English or Spanish.";
      var none = !found.results.length && (found.help.net || !found.help.list.length);
      if (none) return "We found nothing close to that.";
      if (text.length >= LONGEST) return "The first " + LONGEST + " letters count.";
      if (!found.results.length || !found.corrected.length) return "";
      return "Showing results for " + found.corrected.map(function (pair) { return pair[1]; }).join(", ") + ".";
    }

    function show() {
      clearTimeout(wait);
      var text = input.value.slice(0, LONGEST).trim();
      if (text === shown) { open(); return; }
      shown = text;
      list.textContent = help.textContent = "";
      active = -1;
      input.removeAttribute("aria-activedescendant");
      if (!text) { close(); announce(""); return; }
      var found = find(text), count = found.results.length, says = saying(found, text);
      var made = found.empty ? [] : cards(found.help, found.spanish);
      found.results.map(result).forEach(function (row) { list.appendChild(row); });
      made.forEach(function (one) { help.appendChild(one); });
      note.textContent = says;
      note.hidden = !says;
      list.hidden = !count;
      near.hidden = !!count;
      help.hidden = !made.length;
      panel.scrollTop = 0;
      open();
      announce(made.map(function (one) {
        var acts = Array.from(one.querySelectorAll(".hg-label"), function (label) {
          return label.textContent.toLowerCase();
        });
        var name = one.querySelector(".hg-notice__name").textContent;
        return name + (name.endsWith("?") ? " " : ": ") + Array.from(new Set(acts)).join(", ") + ".";
      }).concat(says, count ? count + (count === 1 ? " page" : " pages") + " found." : "").join(" ").trim());
    }

    input.addEventListener("input", function () {
      clearTimeout(wait);
      wait = setTimeout(show, 30);
    });
    input.addEventListener("focus", show);
    input.addEventListener("click", show);

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
        // What an arrow chose, else what the first card says, else the first result.
        event.preventDefault();
        show();
        var first = options()[active] || help.querySelector("a:not([href^='tel:'])") || options()[0];
        if (first) first.click();
      }
    });

    box.addEventListener("click", function (event) {
      if (event.target.closest("a")) close(); // a section of this very page: nothing else would close the list
    });
    document.addEventListener("pointerdown", function (event) { if (!box.contains(event.target)) close(); });
    box.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
    });

    search.ready = true;
    if (input.value && document.activeElement === input) show();
  };
})(self.hgSearch = self.hgSearch || {});
