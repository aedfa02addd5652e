"""What is wrong is named: every fault of a run, a line each with file and line, and nothing that follows from it.

No traceback reaches an author, and nothing runs without end.
"""

import os
import re

import build as deploy_build
import pytest
import watch

HOME, GO, SITES, LIVER, BRAIN = (f"docs/{name}.md" for name in "index go sites/index sites/liver sites/brain".split())
BREAST, HELP = "docs/symptoms/breast.md", "docs/symptoms/get-help.md"
SOURCES, TABLE = "data/sources.yml", "data/redirects.yml"
YML, LOOKS, LIST = "mkdocs.yml", "overrides/", "overrides/assets.yml"
MANIFEST, FIGURE = LOOKS + "assets/manifest.json", LOOKS + "components/numbers/numbers.html"


def are(told: list[str], due: list[str]) -> None:
    """Each complaint begins with what is due, and there is no other."""
    told, due = sorted(told), sorted(due)
    assert len(told) == len(due) and all(map(str.startswith, told, due)), f"told: {told}\ndue: {due}"


def complains(guide, *rows: tuple[str, str, str, str], more=()) -> None:
    """Breaks a guide and builds it. Each row: a file, its words, what stands in their place, what is due to be said of
    it, HERE being the file and the line. `more`: what else is due."""
    for name, old, new, _ in rows:
        guide.edit(name, old, new)
    due = [*more]
    for name, _, new, says in rows:
        text = guide.read(name)
        line = text.count("\n", 0, text.find(new.lstrip("\n"))) + 1
        due += says.replace("HERE", f"{name}: line {line}").splitlines()
    are(guide.faults(), due)


# Faults that stop a build, each kind before the next


def test_faults_of_data_and_settings(guide):
    """What counts as one: tests/unit."""
    (guide.dir / "data/contacts.yml").unlink()
    complains(
        guide,
        ("data/signs.yml", "  area: trunk", "  area trunk", "HERE: this is not valid YAML"),
        (SOURCES, "  title:", "  titel:", "HERE: agency: titel is not a key we know: write title"),
        (YML, "day_number", "day_numbr", "HERE: extra.clinic.day_numbr is not a key"),
        more=["data/contacts.yml: the file is missing"],
    )


def test_pages_that_cannot_be_read(guide):
    guide.write("docs/clinics/index.md", guide.read("docs/clinics.md"))
    complains(
        guide,
        (LIVER, '("liver") }}', '("liver")', "HERE: {{ is not closed"),
        (BRAIN, "sign_list", "sing_list", "HERE: sing_list is no component: write sign_list"),
        (HOME, "kind: home", "layout: x\nkind: home", "HERE: layout is not a key"),
        more=["docs/clinics/index.md: /clinics/ is already the address"],
    )


def test_pages_that_are_gone(guide):
    for name in (LIVER, GO):
        (guide.dir / name).unlink()
    liver = f"data/places.yml: line 6: liver: page /sites/liver/ is not there: write {LIVER}"
    are(guide.faults(), [liver, f"{YML}: nav names go.md, which docs/ does not have"])


def test_what_pages_ask_for_and_is_not_theirs(guide):
    """Components of a page's contract (hooks/parts.yml): of another place, with other words, gone, or not alone."""
    belong = "does not belong on this page"
    complains(
        guide,
        (BRAIN, 'sign_list("brain")', "sign_list()", f"HERE: {{{{ sign_list() }}}} {belong}: write {{{{ sign_list("),
        (LIVER, 'body_map("liver")', 'body_map("brain")', f'HERE: {{{{ body_map("brain") }}}} {belong}: write'),
        (HELP, "{{ every_sign() }}", "Words. {{ every_sign() }}", "HERE: {{ every_sign() }} stands alone"),
        (HOME, "{{ body_map() }}", "", f"{HOME}: {{{{ body_map() }}}}: gone from this page: put it back"),
    )


def test_what_pages_ask_for_and_no_row_holds(guide):
    """A page of a place without its row, too, and what pages say of each other."""
    head = guide.read(BRAIN).partition("\n## ")[0].replace("sites brain", "sites lung")
    guide.write("docs/sites/lung.md", head)
    title = 'the title "Cancer that has spread to the brain" is already'
    lung = [title, "kind: site, but no row of data/places.yml has page: /sites/lung/", "this page stands in no line of"]
    complains(
        guide,
        (HOME, 'picture("how-it-travels")', 'picture("x")', 'HERE: picture("x"): there is no such picture'),
        (HOME, "[/symptoms/get-help/", "[/nowhere/", f"{HOME}: related: /nowhere/ is not an address"),
        (SITES, "small-", "no-", "HERE: data/numbers.yml has no row no-share"),
        (SITES, "\n## ", "\nWords.[^none]\n\n## ", "HERE: [^none] is not in data/sources.yml"),
        more=[f"docs/sites/lung.md: {line}" for line in lung],
    )


def test_files_of_the_looks_that_end_too_early(guide):
    """One of each kind: a style sheet, scripts that are joined or fetched when asked for, drawings, data."""
    guide.write(LOOKS + "partials/menu/menu.css", "\n")
    due = [f"{LOOKS}partials/menu/menu.css: line N: it holds nothing"]
    parts = (
        "components/numbers/numbers.css",
        "partials/menu/menu.js",
        "assets/images/favicon.svg",
    )
    for name in (LOOKS + part for part in parts):
        text = guide.read(name)
        guide.write(name, text[: max(text.rfind("}"), text.rfind("</"))])
        due.append(f"{name}: line N: this ")
    are([re.sub(r"line \d+", "line N", line) for line in guide.faults()], due)


def test_the_list_of_what_is_joined(guide):
    header = "partials/header/header."
    complains(
        guide,
        (LIST, f"- {header}css", f"- {header}html", f"HERE: {LOOKS}{header}html is not there, or no .css"),
        (LIST, "- partials/local/local.css", "-  partials/menu/menu.css", "HERE: partials/menu/menu.css stands in"),
    )


@pytest.mark.parametrize(
    "row",
    [
        (YML, "  - hooks/guide.py", "  # none", f"{YML}: hooks/guide.py does not stand under hooks"),
        (FIGURE, "{% endmacro", "{% endmacr", "HERE: Encountered unknown tag"),
        (FIGURE, "row.who", "row.whoo", "HERE: 'contracts.Number object' has no attribute 'whoo'"),
        (LOOKS + "partials/footer/footer.html", "say.funding()", "nothing.here", "HERE: nothing is no name that a"),
        (LOOKS + "partials/article.html", "related/related.html", "no.html", "HERE: partials/no.html is not there"),
    ],
)
def test_a_template_or_a_setting_that_stops_a_build(guide, row):
    complains(guide, row)


def test_a_day_that_is_none(guide):
    assert guide.faults(BUILD_DATE="soon") == ['BUILD_DATE is "soon": write it as 2026-11-24']


# Faults that do not stop: all are told, the last look's too


def test_what_a_finished_guide_still_has_wrong(guide):
    """What a template writes, the last look sees on the page: in one line, which names the template."""
    guide.add(SOURCES, guide.read(SOURCES).partition("\n\n")[0].replace("agency:", "\nspare:"))
    complains(
        guide,
        (LIVER, "\n## Tests", "\nIn 1 in 4, it is so.\n\n## Tests", "HERE: write chances"),
        (LIVER, "  call: [", "  none: [word]\n  call: [", f"{LIVER}: keywords: none is not a section"),
        (SITES, "brain.md)", "brain.md#no)", "HERE: the link brain/#no leads nowhere"),
        (TABLE, "moved: {}", "moved: {/a/: /b/, /b/: /a/}", f"{TABLE}: /a/ leads round\n{TABLE}: /b/ leads round"),
        ("data/changes.yml", "/care/questions/", "/care/asking/", "HERE: row 2: page /care/asking/ is no page of"),
        ("data/addresses.yml", "#money", "#old", "docs/about/index.md: #old no longer answers"),
        ("docs/assets/book.svg", "</svg>", "</sv>", "HERE: this is no whole SVG"),
        ("deploy/headers.yml", "no-referrer", "$uri", "HERE: Referrer-Policy: value "),
        more=[f"{SOURCES}: spare is used by no page"],
    )


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("<a href='&#106;avascript:a()'>x</a>", '<a href="javascript:a()"> is not a link we allow'),
        ("<a href='../nowhere/'>x</a>", "the link ../nowhere/ leads nowhere"),
        ("<b onclick='a()'>x</b>", "<b onclick> is an event attribute"),
        ("<img src='https://a.example/x.png' alt='x'>", "<img> would be fetched from https://a.example/x.png"),
        ("<base target='x'>", "<base> does not belong in a page"),
        ("<a href='tel:912'>912</a>", '<a href="tel:912"> dials a number'),
        ('<svg viewBox="0 0 9 9"><g></svg>', "a drawing, "),
    ],
)
def test_what_a_template_writes_is_looked_at_on_the_page(guide, html, says):
    name = LOOKS + "404.html"
    guide.edit(name, "<h2 id=", f"{html}\n<h2 id=")
    told = guide.faults()
    assert len(told) == 1 and name.rpartition("/")[2] in told[0] and says in told[0], told


# What would never end


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (LIVER, "\n## Tests", "\n" + "[" * 60_000 + "\n\n## Tests"),
        (LOOKS + "405.html", "{%", "{% for x in range(10**9) %}{% endfor %}{%"),
    ],
)
def test_what_would_never_end_is_named_and_ends(guide, name, old, new):
    """With a shorter limit than writers have, so that the test need not wait."""
    guide.edit("hooks/watch.py", f"LONGEST = {watch.LONGEST}", "LONGEST = 2")
    complains(guide, (name, old, new, f"{name}: this takes over 2 seconds"))


def test_what_has_no_end_to_read_or_lies_elsewhere(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "ours.md").symlink_to(docs / "a.md")
    os.mkfifo(docs / "pipe")
    (docs / "round").symlink_to(docs)
    (docs / "secret.md").symlink_to("/etc/hostname")
    for name in ("a.md", "b.csv", "Big Name.md", ".a.md.swp"):
        (docs / name).write_text("")
    told = {name.removeprefix("docs/"): says for name, says in watch.wrong_files(tmp_path)}
    assert told.pop("pipe").startswith("this is neither a file") and told.pop("round").startswith(
        "this is a link to a f"
    )
    assert told.pop("secret.md").startswith("this is a link to a file outside docs/")
    assert told.pop("b.csv").startswith("only pages and pictures") and told.pop("Big Name.md").startswith("file names")
    assert told == {}


# The last good site


def test_a_fault_leaves_the_last_good_site(guide, monkeypatch, capfd):
    monkeypatch.setattr(deploy_build, "ROOT", guide.dir)
    monkeypatch.setattr("sys.argv", ["build.py"])
    guide.write("site/index.html", "the last good one")
    guide.edit(LIVER, "title:", "titel:")
    assert deploy_build.main() == 1 and "titel is not a key we know" in capfd.readouterr().err
    assert [path.read_text() for path in guide.site.rglob("*")] == ["the last good one"]
    guide.edit(LIVER, "titel:", "title:")
    assert deploy_build.main() == 0 and "<h1" in guide.html() and "<h1" in guide.html("sites/liver")
    assert not list(guide.dir.glob(".site*"))
