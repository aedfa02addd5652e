// The visit planner: its sheet, one side, most urgent first; what is asked of strange days and long texts; printing.
(function (planner) {
  if (!planner) return;
  var make = planner.make, find = planner.find;
  var body = planner.root.querySelector("[data-planner-body]");
  var said = planner.root.querySelector("[data-planner-said]");
  var page = document.documentElement;
  var FITS = { INPUT: 200, TEXTAREA: 2000 };

  // Days: as people write them, and how long ago.
  function today() {
    var now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }
  function days(day) { return Math.round((new Date(today()) - new Date(day)) / 86400000); }
  function written(day) {
    var date = new Date(day + "T12:00:00");
    return isNaN(date) ? day : date.toLocaleDateString("en-US", { year: "numeric", month: "long", day: "numeric" });
  }
  function strange(day, past) {
    var ago = days(day);
    return day && (past ? ago < 0 || ago > 36525 : ago > 183 || ago < -1096); // a visit: the year before, or long off
  }
  function since(day) {
    var count = days(day), long = "";
    if (!day || strange(day, true)) return written(day);
    if (count < 14) long = count ? count + (count === 1 ? " day" : " days") : "today";
    else if (count < 61) long = Math.round(count / 7) + " weeks";
    else long = count < 730 ? Math.round(count / 30.4) + " months" : Math.round(count / 365) + " years";
    return written(day) + " (" + long + ")";
  }

  // A kind question below a field; what was typed stays.
  function note(field) {
    var text = "", most = FITS[field.tagName], id = field.id + "-note", old = document.getElementById(id);
    if (field.type === "date") {
      if (strange(field.value, "past" in field.dataset)) text = written(field.value) + ": is that the day you mean?";
    } else if (field.value.length > most) {
      text = "Long texts are hard to read. " + most + " letters fit here, you have " + field.value.length + ".";
    }
    if (old && old.textContent === text) return;
    if (old) old.remove();
    field.removeAttribute("aria-describedby");
    if (!text) return;
    var line = make("span", "hg-planner__note", text);
    line.id = id;
    line.setAttribute("role", "status");
    field.setAttribute("aria-describedby", id);
    field.after(line);
  }

  // The sheet.
  function lines(text) { return text.split(/\n/).map(function (line) { return line.trim(); }).filter(Boolean); }
  function own(tag, text) {
    var node = make(tag, "", text);
    node.dir = "auto";
    return node;
  }
  function part(into, title, node) {
    if (node.textContent) into.append(make("section", "hg-sheet__part", make("h4", "", title), node));
  }
  function listed(tag, items) {
    var list = make(tag);
    items.forEach(function (item) { list.append(own("li", item)); });
    return list;
  }
  function value(name) { return planner.form.elements[name].value.trim(); }
  function anything() {
    return planner.ticked().length || planner.questions().length || planner.fields.some(function (field) {
      return field.value.trim() && !field.closest("#pocket-card");
    });
  }
  function signTable() {
    var table = make("table", "hg-sheet__signs"), head = table.createTHead().insertRow();
    ["What I notice", "Since", "Now", "0 to 10"].forEach(function (name) {
      var cell = make("th", "", name);
      cell.scope = "col";
      head.append(cell);
    });
    ["today", "soon"].forEach(function (act) {
      var rows = planner.ticked().filter(function (sign) { return sign.act === act; });
      if (!rows.length) return;
      var group = table.createTBody(), name = make("th", "hg-sheet__act hg-act--" + act);
      name.scope = "rowgroup";
      name.colSpan = 4;
      name.append.apply(name, planner.label(act).cloneNode(true).childNodes);
      group.insertRow().append(name);
      rows.forEach(function (sign) {
        var row = group.insertRow(), bad = sign.bad.value;
        [sign.says, since(sign.since.value), sign.change.value, bad && bad + " of 10"].forEach(function (text) {
          row.insertCell().textContent = text;
        });
      });
    });
    return table.tBodies.length ? table : "";
  }
  function draw() {
    var facts = make("dl", "hg-sheet__facts"), lists = make("div", "hg-sheet__lists"), filled = anything();
    [
      ["Name", value("name")], ["Visit", written(value("visit"))], ["With me", value("coming")], ["Written", written(today())]
    ].forEach(function (pair) {
      if (pair[1]) facts.append(make("div", "", make("dt", "", pair[0]), own("dd", pair[1])));
    });
    body.replaceChildren(facts);
    var call = planner.does("now").split(". ")[0];
    part(body, "Signs to call now for that I had. Told no one yet? " + call, own("p", value("had")));
    body.append(signTable(), lists);
    part(lists, "My questions", listed("ol", lines(value("own")).concat(planner.questions().map(planner.asks))));
    part(lists, "My medicines", listed("ul", lines(value("medicines"))));
    part(body, "Anything else", own("p", value("notes")));
    planner.root.querySelector("[data-planner-sheet]").hidden = !filled;
    if (filled) page.dataset.hgPaper = "sheet"; else delete page.dataset.hgPaper;
    find("[data-pocket]").forEach(function (place) {
      place.textContent = value(place.dataset.pocket);
      place.dir = "auto";
    });
  }

  // Printing: the sheet once anything stands on it, else the form; the card when asked for.
  function print(what) {
    if (what === "sheet" && !anything()) {
      said.textContent = "Tick a sign or write something first. The empty form can be printed too.";
      return;
    }
    if (what === "form") delete page.dataset.hgPaper; else page.dataset.hgPaper = what;
    page.classList.toggle("hg-blank-form", what === "form"); // an empty one, whatever is filled in on the screen
    // Some browsers return at once and print later: then the next touch or key ends it.
    ["afterprint", "pointerdown", "keydown"].forEach(function (name) {
      addEventListener(name, function () {
        page.classList.remove("hg-blank-form");
        draw();
      }, { once: true });
    });
    window.print();
  }
  find("[data-planner-print]").forEach(function (button) {
    button.addEventListener("click", function () { print(button.dataset.plannerPrint); });
  });
  planner.form.addEventListener("input", draw);
  planner.form.addEventListener("focusout", function (event) { if (event.target.id) note(event.target); });

  planner.anything = anything;
  planner.draw = draw;
  planner.written = written;
  planner.note = note;
  planner.say = function (text) { said.textContent = text; };
})(hgPlanner);
