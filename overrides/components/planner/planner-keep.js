// The visit planner: what is kept on this device, only when asked; a question before it is lost. Nothing is sent.
(function (planner) {
  if (!planner) return;
  var KEY = "hg-planner";
  var form = planner.form, fields = planner.fields, say = planner.say;

  function gather() {
    var kept = { signs: {}, questions: planner.questions().map(planner.asks), fields: {} };
    planner.ticked().forEach(function (sign) {
      kept.signs[sign.id] = [sign.since.value, sign.change.value, sign.bad.value];
    });
    fields.forEach(function (field) {
      if (field.value !== field.defaultValue) kept.fields[field.name] = field.value; // a clinic's number may change
    });
    return kept;
  }

  var last; // as it was last kept, cleared or read
  function now() { return JSON.stringify(gather()); }

  // A kept sign, at the line that now holds it; of two at one line, the longer, the worse.
  function tick(sign, kept) {
    sign.box.checked = true;
    planner.show(sign);
    ["since", "change", "bad"].forEach(function (name, place) {
      var field = sign[name], old = field.value, own = text(kept[place]);
      if (old && !(place === 0 ? own && own < old : place === 1 ? own === "Worse" : +own > +old)) return;
      field.value = own;
      if (field.selectedIndex < 0) field.value = ""; // no such choice
    });
    planner.note(sign.since);
  }
  function text(value) { return typeof value === "string" ? value : ""; }
  function add(name, line) {
    var field = form.elements[name];
    field.value += (field.value && "\n") + line;
  }
  // What this page no longer has stays, in words. A question once was kept by its place in its group.
  function restore(kept) {
    var words = JSON.parse(planner.root.dataset.planner), wrote = kept.fields || {}, boxes = {};
    fields.forEach(function (field) {
      field.value = text(wrote[field.name]) || field.value;
      delete wrote[field.name];
    });
    Object.keys(wrote).forEach(function (name) { add("notes", name + ": " + wrote[name]); });
    planner.find("[data-group]").forEach(function (list) {
      list.querySelectorAll("input").forEach(function (box, at) {
        boxes[planner.asks(box)] = boxes[list.dataset.group + "-" + (at + 1)] = box;
      });
    });
    (kept.questions || []).forEach(function (one) {
      if (boxes[one]) boxes[one].checked = true;
      else add("own", one.endsWith("?") ? one : "A question no longer here: " + one);
    });
    Object.keys(kept.signs || {}).forEach(function (id) {
      var own = kept.signs[id];
      if (!Array.isArray(own)) return;
      var sign = planner.signs.find(function (one) { return one.id === id || planner.has(one.row, id); });
      if (sign) return tick(sign, own);
      // No tick holds it: in words, and what was kept with it.
      var more = [planner.written(text(own[0])), text(own[1]), text(own[2]) && own[2] + " of 10"].filter(Boolean).join(", ");
      var row = planner.find(".hg-sign").find(function (one) { return planner.has(one, id); });
      var says = row ? planner.label(row.dataset.act).firstChild.textContent + ": " + planner.words(row)
        : text(words[id]) || id.replace(/-/g, " ");
      add("had", says + (more && " (" + more + ")"));
    });
    fields.forEach(planner.note);
  }
  function stored() {
    try { return localStorage.getItem(KEY); } catch { return null; }
  }
  function keep() {
    try {
      localStorage.setItem(KEY, last = now());
      say("Kept on this device, as it is now. Press again after a change.");
    } catch {
      say("This browser does not keep anything. Print the sheet instead.");
    }
  }
  function clear() {
    try { localStorage.removeItem(KEY); } catch { /* nothing was kept */ }
    form.reset();
    planner.signs.forEach(function (sign) {
      planner.show(sign);
      delete sign.more;
    });
    fields.forEach(planner.note);
    last = now();
    planner.draw();
    say("Cleared. Nothing is kept on this device.");
  }

  form.addEventListener("submit", function (event) { event.preventDefault(); });
  // Nothing that has the focus stays under the row at the top.
  form.addEventListener("focusin", function (event) { event.target.scrollIntoView({ block: "nearest" }); });
  planner.root.querySelector("[data-planner-keep]").addEventListener("click", keep);
  planner.root.querySelector("[data-planner-clear]").addEventListener("click", function () {
    if (!planner.anything() && !stored() || window.confirm("Clear everything you wrote here?")) clear();
  });
  planner.find("[data-planner-buttons]").forEach(function (part) { part.hidden = false; });

  // A question stands before what was written is lost, never before a call or before help.
  var helping = 0;
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (link && /^tel:|\/get-help\//.test(link.href)) helping = Date.now();
  });
  window.addEventListener("beforeunload", function (event) {
    if (now() === last || Date.now() - helping < 2000) return;
    event.preventDefault();
    event.returnValue = "";
  });

  var kept = stored();
  if (kept) {
    try {
      restore(JSON.parse(kept) || {});
      say("This is what you kept on this device.");
    } catch {
      say("What was kept on this device could not be read. Clear everything to start again.");
    }
  }
  last = now();
  planner.draw();
})(hgPlanner);
