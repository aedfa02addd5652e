/* Search, cards: what stands above the results. Each line beside its own label, the most urgent first. */
(function (search) {
  "use strict";
  var LABELS = ["now", "team_now", "today", "soon"], TODAY = 2;

  search.make = function (name, kind, text) {
    var one = document.createElement(name);
    if (kind) one.className = "hg-" + kind;
    if (text) one.textContent = text;
    return one;
  };

  // data: the index; address(path, anchor): where a link leads on this site.
  search.Cards = function (data, address) {
    var make = search.make;

    function dials(calls) {
      var line = make("p", "calls");
      calls.forEach(function (call) { line.appendChild(make("a", "", "Call " + call[0])).href = "tel:" + call[1]; });
      return line;
    }

    function link(text, anchor) {
      var one = make("a", "search__more", text);
      one.href = address("/symptoms/get-help/", anchor);
      return one;
    }

    // One line: its label (in Spanish too, for who typed Spanish), what it says, whom to call, what to do.
    function line(label, says, spanish, calls, does) {
      var name = LABELS[label], item = make("li", "sign hg-act--" + name);
      item.dataset.act = name;
      item.appendChild(make("span", "label", data.labels[label][0]));
      if (spanish) {
        var words = item.appendChild(make("span", "search__es", " " + data.labels[label][2] + ":"));
        words.lang = "es";
      }
      item.append(" ");
      item.append(says);
      if (calls.length) item.appendChild(dials(calls));
      if (does) item.appendChild(make("p", "search__do", data.labels[label][1]));
      return item;
    }

    function frame(label, name) {
      var one = make("div", "search__card hg-notice hg-act--" + LABELS[label]);
      one.appendChild(make("p", "notice__name", name));
      one.lines = one.appendChild(make("ul"));
      return one;
    }

    function callsFor(label, crisis) {
      if (label >= TODAY) return [];
      return data.calls[crisis].concat(crisis ? data.calls[""] : []);
    }

    // A notice, or (without id) the rule for signs that no list names. `alone`: it is the only card.
    function card(row, spanish, alone) {
      var one = frame(row[2][0][0], row[1]), id = row[0];
      if (id) { one.dataset.notice = id; one.dataset.area = row[6]; } else one.dataset.general = "";
      row[2].forEach(function (says, place) {
        var calls = place ? [] : callsFor(says[0], row[7]);
        if (says[0] === 1 || says[0] === TODAY) calls = calls.concat(data.calls.team);
        var does = alone && (!id || !place || says[0] < TODAY);
        var item = one.lines.appendChild(line(says[0], says[1], spanish, calls, does));
        if (id) item.dataset.notice = id;
        if (!place && row[3]) item.appendChild(make("p", "search__until", row[3]));
      });
      one.appendChild(link(id ? "When to get help" : "All signs: when to get help", id));
      return one;
    }

    // Words that fit many notices: a line for each area, with its most urgent label.
    function group(notices, spanish) {
      var areas = [], one;
      notices.forEach(function (notice) {
        var area = areas.find(function (other) { return other.id === notice.area; });
        if (!area) areas.push(area = { id: notice.area, label: notice.urgency, names: [] });
        area.names.push(notice.row[1]);
      });
      one = frame(areas[0].label, "Where is it, or what is it like?");
      areas.forEach(function (area, place) {
        var says = make("span"), to = says.appendChild(make("a", "", data.areas[area.id]));
        to.href = address("/symptoms/get-help/", area.id);
        says.append(": " + area.names.join("; "));
        var item = one.lines.appendChild(line(area.label, says, spanish, place ? [] : callsFor(area.label, ""), false));
        item.dataset.area = area.id;
      });
      return one;
    }

    // What help (engine.js) found, as elements.
    return function (found, spanish) {
      var net = found.net ? [card(data.rule, spanish, !found.list.length)] : [];
      if (found.group) return net.concat(group(found.list, spanish));
      return net.concat(found.list.map(function (notice) {
        return card(notice.row, spanish, found.list.length < 2 && !found.net);
      }));
    };
  };
})(self.hgSearch = self.hgSearch || {});
