// The visit planner: what is ticked. A tick first asks whether it is one of the notice's stronger lines, then says what
// its own label says to do. Without this script the form stands open, to fill in by hand.
// oxlint-disable-next-line no-unused-vars -- the files joined after this one use it
var hgPlanner = (function () {
  var root = document.querySelector("[data-planner]");
  if (!root) return null;
  var form = root.querySelector("form");
  var calls = root.querySelector("[data-planner-calls]").content;
  var team = root.querySelector(".hg-labels__team");

  function find(selector) { return Array.from(root.querySelectorAll(selector)); }
  function make(tag, name) { // the rest: texts and nodes within
    var node = document.createElement(tag);
    if (name) node.className = name;
    node.append.apply(node, Array.prototype.slice.call(arguments, 2));
    return node;
  }
  function label(act) { return root.querySelector(".hg-labels .hg-act--" + act); } // the label, then what it says to do
  function does(act) {
    var all = label(act);
    return all.textContent.slice(all.firstChild.textContent.length).trim();
  }

  function has(row, id) { return (row.dataset.from || "").split(" ").indexOf(id) >= 0; } // kept by an older id
  // A line that stands alone, without its label.
  function words(row) {
    var name = row.closest(".hg-notice").querySelector(".hg-notice__name");
    var text = row.textContent.trim().slice(label(row.dataset.act).firstChild.textContent.length + 1);
    if (!name) return text;
    if (!/^.[A-Z]/.test(text)) text = text[0].toLowerCase() + text.slice(1);
    return name.textContent + (row.dataset.join || ": ") + text;
  }
  var signs = find('input[name="sign"]').map(function (box) {
    var row = box.closest("li");
    return { id: box.value, act: row.dataset.act, says: words(row), row: row, box: box };
  });

  // A stronger line as the question has it: in words if it is not in sight, and what to do.
  function stronger(line, sight) {
    var act = line.dataset.act, ticked = line.querySelector("label > span");
    if (!act) return sight ? "" : line.cloneNode(true);
    var own = sight ? label(act) : ticked || line;
    var item = make("li", "hg-sign hg-act--" + act);
    item.append.apply(item, own.cloneNode(true).childNodes);
    if (!sight) item.append(" ", make("strong", "", does(act)));
    item.dataset.act = act;
    item.dataset.notice = line.dataset.notice;
    return item;
  }
  function question(sign) {
    var above = [];
    for (var line = sign.row.previousElementSibling; line; line = line.previousElementSibling) above.unshift(line);
    var box = make("div");
    if (above.length) {
      var sight = "sight" in sign.row.closest(".hg-notice").dataset, list = make("ul");
      above.forEach(function (one) { list.append(stronger(one, sight)); });
      box.append(make("p", "hg-planner__ask", sight ? "Is it any of the lines above?" : "Is it any of these?"), list);
    }
    if (!above.length || !/now/.test(above[0].dataset.act)) {
      box.append(make("p", "hg-planner__ask", "Very unwell, or any sign of the red box at the top?"));
    }
    box.append(calls.cloneNode(true));
    var own = make("p", "", make("strong", "", "No, none of these: "));
    own.append.apply(own, label(sign.act).cloneNode(true).childNodes);
    box.append(own, team.cloneNode(true));
    return box;
  }

  // What goes with a ticked sign: the question, since when, better or worse, how bad.
  function more(sign) {
    var box = sign.more = make("div", "hg-planner__more", question(sign));
    function add(name, says, control) {
      control.id = "planner-" + name + "-" + sign.id;
      var text = make("label", "", says);
      text.htmlFor = control.id;
      sign[name] = control;
      box.append(make("p", "", text, control));
    }
    function choose(options) {
      var select = make("select", "", new Option("Choose", ""));
      options.forEach(function (option) { select.append(new Option(option)); });
      return select;
    }
    var since = make("input");
    since.type = "date";
    since.max = "9999-12-31"; // years of four digits
    since.dataset.past = "";
    add("since", "Since when", since);
    add("change", "Better, the same or worse", choose(["Better", "The same", "Worse"]));
    add("bad", "How bad, 0 (not at all) to 10 (worst)", choose([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
  }
  // `said`: also to those who hear the page.
  function show(sign, said) {
    if (!sign.box.checked) {
      if (sign.more) sign.more.remove();
      return;
    }
    if (!sign.more) more(sign);
    if (said) sign.more.firstChild.setAttribute("role", "alert");
    sign.row.append(sign.more);
  }

  form.addEventListener("input", function (event) {
    signs.forEach(function (sign) { if (sign.box === event.target) show(sign, true); });
  });
  root.classList.add("hg-planner--live");

  return {
    root: root, form: form, find: find, make: make, label: label, does: does, signs: signs, show: show, has: has, words: words,
    fields: find("[id][name]"), // what is written, not what is chosen
    asks: function (box) { return box.nextElementSibling.textContent; },
    questions: function () { return find('input[name="question"]:checked'); },
    ticked: function () { return signs.filter(function (sign) { return sign.box.checked; }); }
  };
})();
