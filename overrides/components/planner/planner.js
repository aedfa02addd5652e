// The visit planner: what is ticked becomes one tidy sheet, most urgent first. Nothing is sent anywhere, and nothing is
// stored unless "Keep on this device" is pressed. Without this script the form stands open on paper, to fill in by hand.
(function () {
  var root = document.querySelector("[data-planner]");
  if (!root) return;
  var KEY = "hg-planner";
  var FIELDS = ["name", "visit", "coming", "medicines", "own", "notes", "cancer", "treatment", "day", "night"];
  var ACTS = ["now", "today", "soon"];
  var CHANGES = ["", "Better", "The same", "Worse"];
  var LONGEST = 2000;

  var form = root.querySelector("[data-planner-form]");
  var sheet = root.querySelector("[data-planner-sheet]");
  var body = root.querySelector("[data-planner-body]");
  var alertLine = root.querySelector("[data-planner-alert]");
  var said = root.querySelector("[data-planner-said]");
  var page = document.documentElement;
  var card = null; // the card that stands open
  var anchor = null; // the sign it stands beside

  function find(selector) { return Array.prototype.slice.call(root.querySelectorAll(selector)); }
  function make(tag, name, text) {
    var node = document.createElement(tag);
    if (name) node.className = name;
    if (text !== undefined) node.textContent = text;
    return node;
  }
  function field(name) { return form.elements[name]; }
  function value(name) { return field(name).value.trim(); }
  function lines(name) {
    return value(name).split(/\r?\n/).map(function (line) { return line.trim(); }).filter(Boolean);
  }

  // Signs ----------------------------------------------------------------------------------------

  var signs = find("[data-sign]").map(function (row) {
    return {
      id: row.dataset.sign,
      act: row.dataset.act,
      team: "team" in row.dataset,
      says: row.querySelector("[data-says]").textContent,
      place: row.closest("fieldset").querySelector("legend").textContent.trim(),
      row: row,
      box: row.querySelector("input")
    };
  });
  function ticked() { return signs.filter(function (sign) { return sign.box.checked; }); }

  // What goes with a ticked sign: since when, better or worse, how bad.
  function details(sign) {
    if (sign.details) return sign.details;
    var box = sign.details = make("div", "hg-planner__details");
    function add(name, label, control) {
      var id = "planner-" + name + "-" + sign.id;
      var holder = make("p", "hg-planner__detail");
      var text = make("label", "", label);
      text.htmlFor = id;
      control.id = id;
      sign[name] = control;
      holder.append(text, " ", control);
      box.append(holder);
    }
    function choose(options) {
      var select = make("select");
      options.forEach(function (option) { select.append(new Option(option === "" ? "Choose" : option, option)); });
      return select;
    }
    var since = make("input");
    since.type = "date";
    since.max = today();
    var bad = [""];
    for (var i = 0; i <= 10; i++) bad.push(String(i));
    add("since", "Since when", since);
    add("change", "Better, the same or worse", choose(CHANGES));
    add("bad", "How bad, 0 (not at all) to 10 (worst)", choose(bad));
    return box;
  }
  function showDetails(sign) {
    if (sign.box.checked) sign.row.append(details(sign));
    else if (sign.details) sign.details.remove();
  }

  // Dates: as people write them, and how long ago.
  function today() {
    var now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }
  function written(day) {
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) return "";
    return new Date(day + "T12:00:00").toLocaleDateString("en-US", { year: "numeric", month: "long", day: "numeric" });
  }
  function ago(day) {
    var days = Math.round((new Date(today()) - new Date(day)) / 86400000);
    if (!(days >= 0)) return "";
    if (days === 0) return "today";
    if (days < 14) return days + (days === 1 ? " day" : " days");
    if (days < 61) return Math.round(days / 7) + " weeks";
    if (days < 730) return Math.round(days / 30.4) + " months";
    return Math.round(days / 365) + " years";
  }

  // The card: what to do for the most urgent of all that is ticked -------------------------------

  function most(list) {
    if (list.some(function (sign) { return sign.act === "now" && !sign.team; })) return "now";
    if (list.some(function (sign) { return sign.act === "now"; })) return "team";
    if (list.some(function (sign) { return sign.act === "today"; })) return "today";
    return list.length ? "soon" : "";
  }
  function cardFor(name, because) {
    var node = root.querySelector('template[data-planner-card="' + name + '"]').content.firstElementChild.cloneNode(true);
    node.querySelector(".hg-planner__because").textContent = because.length
      ? "Because you ticked: " + because.slice(0, 5).join("; ") + (because.length > 5 ? "; and " + (because.length - 5) + " more." : ".")
      : "";
    return node;
  }
  function says(sign) { return sign.says; }
  function because(list, name) {
    return list.filter(function (sign) {
      return name === "team" ? sign.act === "now" : name === "now" ? sign.act === "now" && !sign.team : sign.act === name;
    }).map(says);
  }
  function showCard(last) {
    var list = ticked();
    var name = most(list);
    if (card) { card.remove(); card = null; }
    var urgent = list.filter(function (sign) { return sign.act !== "soon"; });
    if (!urgent.length) { anchor = null; alertLine.textContent = ""; return; }
    if (last && last.box.checked && last.act !== "soon") anchor = last;
    if (!anchor || !anchor.box.checked) anchor = urgent[urgent.length - 1];
    card = cardFor(name, because(list, name));
    card.classList.add("hg-planner__card");
    anchor.row.querySelector("label").after(card);
    var text = card.querySelector(".hg-act__name").textContent.trim() + ". " + card.querySelector(".hg-act__do").textContent.replace(/\s+/g, " ").trim();
    if (last && last.box.checked) alertLine.textContent = text;
  }

  // The sheet ------------------------------------------------------------------------------------

  function questions() {
    var chosen = find('input[name="question"]:checked').map(function (box) {
      return box.parentElement.querySelector("[data-says]").textContent;
    });
    return lines("own").concat(chosen);
  }
  function list(into, title, items, tag) {
    if (!items.length) return;
    var part = make("section", "hg-sheet__part");
    var all = make(tag);
    items.forEach(function (item) {
      var line = make("li", "", item);
      line.dir = "auto";
      all.append(line);
    });
    part.append(make("h4", "", title), all);
    into.append(part);
  }
  function anything() {
    return ticked().length || find('input[name="question"]:checked').length
      || FIELDS.slice(0, 6).some(function (name) { return value(name); });
  }
  function signTable(list) {
    var table = make("table", "hg-sheet__signs");
    var head = table.createTHead().insertRow();
    ["What I notice", "Since", "Now", "0 to 10"].forEach(function (name) {
      var cell = make("th", "", name);
      cell.scope = "col";
      head.append(cell);
    });
    ACTS.forEach(function (act) {
      var rows = list.filter(function (sign) { return sign.act === act; });
      if (!rows.length) return;
      var template = root.querySelector('template[data-planner-card="' + act + '"]').content;
      var group = table.createTBody();
      var name = make("th", "hg-sheet__act hg-act--" + act);
      name.scope = "rowgroup";
      name.colSpan = 4;
      name.append(template.querySelector(".hg-icon").cloneNode(true), " " + template.querySelector(".hg-act__name").textContent.trim());
      group.insertRow().append(name);
      rows.forEach(function (sign) {
        var row = group.insertRow();
        var since = sign.since ? sign.since.value : "";
        var long = since ? ago(since) : "";
        row.insertCell().textContent = sign.says;
        row.insertCell().textContent = since ? written(since) + (long ? " (" + long + ")" : "") : "";
        row.insertCell().textContent = sign.change ? sign.change.value : "";
        row.insertCell().textContent = sign.bad && sign.bad.value ? sign.bad.value + " of 10" : "";
      });
    });
    body.append(table);
  }
  function draw() {
    var list_ = ticked();
    var filled = anything();
    body.textContent = "";
    sheet.hidden = !filled;
    if (filled) page.dataset.hgPaper = "sheet"; else delete page.dataset.hgPaper;

    var facts = make("dl", "hg-sheet__facts");
    [["Name", value("name")], ["Visit", written(value("visit"))], ["With me", value("coming")], ["Written", written(today())]].forEach(function (pair) {
      if (!pair[1]) return;
      var line = make("div");
      var entry = make("dd", "", pair[1]);
      entry.dir = "auto";
      line.append(make("dt", "", pair[0]), entry);
      facts.append(line);
    });
    body.append(facts);
    var name = most(list_);
    if (name) body.append(cardFor(name, []));
    if (list_.length) signTable(list_);
    var lists = make("div", "hg-sheet__lists");
    list(lists, "My questions", questions(), "ol");
    list(lists, "My medicines", lines("medicines"), "ul");
    body.append(lists);
    if (value("notes")) {
      var part = make("section", "hg-sheet__part");
      var text = make("p", "hg-sheet__notes", value("notes"));
      text.dir = "auto";
      part.append(make("h4", "", "Anything else"), text);
      body.append(part);
    }
    root.querySelectorAll("[data-pocket]").forEach(function (place) {
      place.textContent = value(place.dataset.pocket);
      place.dir = "auto";
    });
  }

  // Keeping, only when asked ---------------------------------------------------------------------

  function gather() {
    var kept = { signs: {}, questions: find('input[name="question"]:checked').map(function (box) { return box.value; }), fields: {} };
    ticked().forEach(function (sign) {
      kept.signs[sign.id] = [sign.since ? sign.since.value : "", sign.change ? sign.change.value : "", sign.bad ? sign.bad.value : ""];
    });
    FIELDS.forEach(function (name) { kept.fields[name] = field(name).value; });
    return kept;
  }
  function restore(kept) {
    signs.forEach(function (sign) {
      var own = Object.prototype.hasOwnProperty.call(kept.signs || {}, sign.id) && kept.signs[sign.id];
      if (!Array.isArray(own)) return;
      sign.box.checked = true;
      showDetails(sign);
      sign.since.value = String(own[0] || "");
      sign.change.value = CHANGES.indexOf(own[1]) > 0 ? own[1] : "";
      sign.bad.value = /^(10|\d)$/.test(own[2]) ? own[2] : "";
    });
    find('input[name="question"]').forEach(function (box) {
      box.checked = Array.isArray(kept.questions) && kept.questions.indexOf(box.value) >= 0;
    });
    FIELDS.forEach(function (name) {
      if (kept.fields && typeof kept.fields[name] === "string") field(name).value = kept.fields[name].slice(0, LONGEST);
    });
  }
  function stored() {
    try { return localStorage.getItem(KEY); } catch { return null; }
  }
  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify(gather()));
      said.textContent = "Kept on this device, as it is now. Press again after a change.";
    } catch {
      said.textContent = "This browser does not keep anything. Print the sheet instead.";
    }
  }
  function clear() {
    try { localStorage.removeItem(KEY); } catch { /* nothing was kept */ }
    form.reset();
    FIELDS.forEach(function (name) { field(name).value = field(name).defaultValue; });
    signs.forEach(function (sign) {
      sign.box.checked = false;
      if (sign.details) sign.details.remove();
      delete sign.details; delete sign.since; delete sign.change; delete sign.bad;
    });
    find('input[name="question"]').forEach(function (box) { box.checked = false; });
    showCard();
    draw();
    said.textContent = "Cleared. Nothing is kept on this device.";
  }

  // Printing: the sheet once anything stands on it, else the form; the card when asked for.
  function print(what) {
    var before = page.dataset.hgPaper;
    if (what === "form") delete page.dataset.hgPaper; else page.dataset.hgPaper = what;
    if (what === "sheet" && !anything()) {
      said.textContent = "Tick a sign or write something first. The empty form can be printed too.";
      if (before) page.dataset.hgPaper = before; else delete page.dataset.hgPaper;
      return;
    }
    page.classList.toggle("hg-blank-form", what === "form"); // an empty one, whatever is filled in on the screen
    window.addEventListener("afterprint", function after() {
      window.removeEventListener("afterprint", after);
      page.classList.remove("hg-blank-form");
      draw();
    });
    window.print();
  }

  // ----------------------------------------------------------------------------------------------

  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", draw);
  form.addEventListener("change", function (event) {
    var row = event.target.name === "sign" && event.target.closest("[data-sign]");
    if (row) {
      var sign = signs.filter(function (other) { return other.row === row; })[0];
      showDetails(sign);
      showCard(sign);
    }
    draw();
  });
  find("[data-planner-print]").forEach(function (button) {
    button.addEventListener("click", function () { print(button.dataset.plannerPrint); });
  });
  root.querySelector("[data-planner-keep]").addEventListener("click", keep);
  root.querySelector("[data-planner-clear]").addEventListener("click", function () {
    if (!anything() && !stored() || window.confirm("Clear everything you wrote here?")) clear();
  });

  root.classList.add("hg-planner--live");
  find("[data-planner-buttons]").forEach(function (part) { part.hidden = false; });
  var kept = stored();
  if (kept) {
    try {
      restore(JSON.parse(kept) || {});
      said.textContent = "This is what you kept on this device.";
    } catch {
      said.textContent = "What was kept on this device could not be read. Clear everything to start again.";
    }
    showCard();
  }
  draw();
})();
