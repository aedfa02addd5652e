"""Reviews by clinicians: each place says the same of them, and none outlives the words."""

import json
import re
from datetime import date, timedelta

import due
import pytest
from conftest import CHECKED, SITE_URL, Guide, Site, serve, straight, texts
from facts import read_facts
from printing import codes_in, printed, written
from selectolax.lexbor import LexborHTMLParser
from test_review_packets import lines_in, review
from whole_guide import prefix_of

NAME, ROLE = 'Ann "Dot" O\'Example & Co', "oncology nurse"
FIRST, LIVER = date.fromisoformat(CHECKED), "docs/sites/liver.md"
DAY = FIRST + timedelta(days=3)
NONE, SINCE = "No clinician has reviewed", "Changed since then: "
BY = f"Reviewed by {NAME}, {ROLE}, on {written(DAY)}."
SIGN = "headache"


def reviewed(guide: Guide, *names: str, day: date = DAY) -> Guide:
    """With the lines of packets pasted for these pages and signs; without any, for all there are."""
    run = review(guide.dir, "all", REVIEW_NAME=NAME, REVIEW_ROLE=ROLE, BUILD_DATE=str(day))
    assert run.returncode == 0, run.stderr
    for path in sorted((guide.dir / "docs").rglob("*.md")):
        name = re.sub(r"index/$", "", f"{path.relative_to(guide.dir / 'docs').as_posix().removesuffix('.md')}/")
        if not names or f"/{name}" in names:
            lines = lines_in(guide.read(f"review/{prefix_of(name)}.html"))[-1]
            guide.edit(f"docs/{path.relative_to(guide.dir / 'docs')}", "\nchecked:", f"\n{lines}\nchecked:")
    signs = guide.read("review/signs.html")
    for id, lines in zip(re.findall(r"<code>id: ([a-z-]+)</code>", signs), lines_in(signs), strict=True):
        if not names or id in names:
            guide.edit("data/signs.yml", f"  - id: {id}\n", f"  - id: {id}\n{lines}\n")
    return guide


def built(guide: Guide) -> str:
    """What a strict build says."""
    code, said = guide.build()
    assert code == 0, said
    return said


@pytest.fixture(scope="module")
def one(tmp_path_factory) -> Guide:
    """A page and a sign reviewed."""
    guide = reviewed(Guide(tmp_path_factory.mktemp("one") / "guide"), "/sites/liver/", SIGN)
    assert "has changed since" not in built(guide)
    return guide


@pytest.fixture(scope="module")
def every(tmp_path_factory) -> Guide:
    """All reviewed; then a word of the liver's page is another, and a line of a sign."""
    guide = reviewed(Guide(tmp_path_factory.mktemp("every") / "guide"))
    assert "has changed since" not in built(guide)
    guide.before = {name: straight(text) for name, text in texts(guide.site, ".html", ".json").items()}
    guide.edit(LIVER, "The liver sits", "The liver lies")
    guide.edit("data/signs.yml", "says: Sudden and very painful", "says: Sudden and painful")
    row = f"- {{day: {DAY + timedelta(1)}, says: Sudden headache, notices: [{SIGN}], more_urgent: false}}\n"
    guide.write("data/changes.yml", row + guide.read("data/changes.yml"))
    assert guide.faults(ADD_ADDRESSES="1") == []
    guide.said = built(guide)
    return guide


def places(guide: Guide, name: str) -> dict[str, str]:
    """What each place says of the review of a page."""
    tree, found = LexborHTMLParser(guide.html(name)), {}
    for place in (".hg-byline", ".hg-disclaimer > p"):
        found[place] = tree.css_first(place).text()
    html = tree.css_first("html").attributes
    found["sheet"] = html["data-hg-review"] + " " + html["data-hg-sheet"]
    clinics = LexborHTMLParser(guide.html("clinics"))
    (row,) = [row for row in clinics.css(".hg-snippets__all details") if row.css_matches(f'a[href="../{name}/"]')]
    found |= {"summary": row.css_first("pre").text(), "card": row.attributes["data-reviewed"]}
    parts = f'section[aria-labelledby="{prefix_of(name + "/")}"] .hg-byline'  # where it differs from the whole's own
    found |= {f"whole guide{part.id or ''}": part.text() for part in LexborHTMLParser(guide.html("print")).css(parts)}
    return {place: straight(" ".join(text.split())) for place, text in found.items()}


def about(guide: Guide, name: str) -> dict:
    return json.loads(LexborHTMLParser(guide.html(name)).css_first('script[type="application/ld+json"]').text())


def fed(guide: Guide) -> dict:
    return json.loads((guide.site / "api/v1/pages.json").read_text("utf-8"))


def row_of(guide: Guide, spot: str) -> dict:
    feed = fed(guide)
    return next(row for row in feed["pages"] + feed["notices"] if row["path"] == spot)


def test_a_reviewed_page_says_so_in_every_place_and_no_other_does(one):
    said = places(one, "sites/liver")
    assert len(said) == 6 and {place: text for place, text in said.items() if BY not in text or NONE in text} == {}
    data, row = about(one, "sites/liver"), row_of(one, "/sites/liver/")["clinical_review"]
    assert data["reviewedBy"] == {"@type": "Person", "name": NAME, "jobTitle": ROLE}
    assert [data["lastReviewed"], row["name"], row["role"], row["date"]] == [str(DAY), NAME, ROLE, str(DAY)]
    for name in ("sites/brain", "symptoms/planner"):
        said = places(one, name)
        assert {place: text for place, text in said.items() if NONE not in text or NAME in text} == {}
        assert "reviewedBy" not in about(one, name) and row_of(one, f"/{name}/")["clinical_review"] is None
    foot = LexborHTMLParser(one.html("symptoms/planner")).css_first(".hg-sheet__foot").text()
    assert f"{NONE} this page yet." in foot


def test_a_reviewed_sign_is_counted_and_fed(one):
    feed, counts = fed(one), "1 of {} pages and 1 of {} signs"
    counts = counts.format(len(feed["pages"]), len(feed["notices"]))
    for name in ("about/disclaimer", "about/review"):
        assert counts in LexborHTMLParser(one.html(name)).css_first("article").text(), name
    assert not re.search(f"{NONE} (?!this page)", str(texts(one.site, ".html")))
    brain = LexborHTMLParser(one.html("sites/brain")).css_first(".hg-byline").text()
    assert f"1 of {len(row_of(one, '/sites/brain/')['notices'])} signs here." in brain
    held = {row["id"] for row in feed["notices"] if row["clinical_review"]}
    assert held == {SIGN} and not any("earlier_review" in row for row in feed["notices"] + feed["pages"])
    listed = LexborHTMLParser(one.html("about/review")).css_first("article")
    assert BY in straight(listed.text()) and listed.css_matches(f'a[href$="sites/liver/"], a[href$="#{SIGN}"]')


def test_with_all_reviewed_no_place_says_that_nobody_has(every):
    """But the pages that are none."""
    assert [name for name, text in every.before.items() if NONE in text] == ["404.html", "405.html"]
    assert not [name for name, text in every.before.items() if SINCE[:-2] in text and name.endswith("index.html")]


def test_a_changed_word_is_told_in_every_place_and_by_the_build(every):
    said = places(every, "sites/liver")
    bare = [place for place, text in said.items() if BY not in text or SINCE[:-2] not in text]
    assert bare == [] and SINCE + "its words." in said[".hg-byline"]
    row = row_of(every, "/sites/liver/")
    assert row["clinical_review"] is None and row["earlier_review"]["name"] == NAME
    assert "reviewedBy" not in about(every, "sites/liver") and about(every, "sites/liver")["lastReviewed"] == CHECKED
    assert f"{LIVER}: it has changed since {NAME} reviewed it on {DAY}" in every.said
    assert f"data/signs.yml: {SIGN}: it has changed" in every.said
    counts, *changed = due.reviewed(every.dir)
    feed = fed(every)
    held = [sum(bool(row["clinical_review"]) for row in feed[kind]) for kind in ("pages", "notices")]
    assert counts.startswith(f"{held[0]} of {len(feed['pages'])} pages") and f" {held[1]} of " in counts
    assert f"changed since {NAME} reviewed it on {DAY}: /sites/liver/" in changed


def test_a_changed_sign_is_told_where_it_stands_and_by_its_name(every):
    """/about/changes/ says what changed; pages without the sign stay as they were reviewed."""
    shows = {row["path"] for row in fed(every)["pages"] if SIGN in row["notices"]}
    whole = {"/print/", "/sites/liver/", "/about/changes/", "/symptoms/"}  # the last in the feed
    changed = {row["path"] for row in fed(every)["pages"] if row["clinical_review"] is None}
    assert shows and changed == shows | whole
    assert f"{SINCE}headache." in places(every, "sites/brain")[".hg-byline"]
    assert row_of(every, f"/symptoms/get-help/#{SIGN}")["clinical_review"] is None
    assert row_of(every, "/symptoms/get-help/#fever")["clinical_review"]["name"] == NAME
    listed = LexborHTMLParser(every.html("about/review")).css_first("article").text()
    assert f"{SINCE}headache." in listed and BY in straight(listed)


def test_paper_says_it_on_every_side(every, one, page):
    for guide, name, says in ((one, "sites/liver", BY), (every, "sites/brain", BY + " Changed since then.")):
        site = serve(guide.site)
        sides, _ = printed(page, f"{site.url}{name}/")
        site.stop()
        assert sides and [side for side in sides if says not in side or NONE in side] == []


def test_looks_days_sources_quotes_and_a_clinics_own_block_change_no_review(guide):
    guide.edit(LIVER, "No one can say how fast it grows.", 'No one can say how "fast" it\'s growing.')
    reviewed(guide, "/sites/liver/", SIGN)
    guide.edit(LIVER, '"fast" it\'s', "\u201cfast\u201d it\u2019s")
    guide.edit(LIVER, "Jaundice can be", "**Jaundice** can\nbe")
    guide.edit(LIVER, "in one study.[^agency]", "in one study.[^agency][^hospital]")
    guide.edit(LIVER, "related: [/symptoms/get-help/, /sites/]", "related: [/sites/, /care/questions/]")
    guide.edit(LIVER, "1. Write down the day it began.\n2. Call", "- Write down the day it began.\n- Call")
    guide.edit("data/sources.yml", "checked: 2026-01-09", "checked: 2026-01-08")
    guide.edit("data/sources.yml", 'dated: "2025"', 'dated: "2024"')
    guide.edit("mkdocs.yml", 'day_number: ""', 'day_number: "555 0288"')
    guide.edit("mkdocs.yml", '    name: ""', '    name: "Riverside"')
    assert "has changed since" not in built(guide) and BY in places(guide, "sites/liver")[".hg-byline"]
    guide.write("data/contacts.yml", guide.read("data/contacts.yml").replace("999", "112"))
    assert built(guide).count("has changed since") == 2


def test_words_that_stand_apart_are_reviewed_too(guide):
    """In a drawing; in the message of a part of the whole guide; in what the feed says of a page; in a placeholder."""
    pages = ["/about/elements/", "/print/", "/care/questions/", "/symptoms/planner/", "/about/privacy/"]
    reviewed(guide, *pages)
    guide.edit("docs/assets/book.svg", "</svg>", '<text x="1" y="9" font-size="14">Call soon</text></svg>')
    guide.edit("docs/sites/brain.md", "Call your team about any new sign.", "Call about any new sign.")
    guide.edit("overrides/components/planner/planner.html", "The names of my medicines", "Names of my medicines")
    said = built(guide)
    assert [page for page in pages if f"docs{page[:-1]}.md: it has changed" not in said] == pages[2:3] + pages[4:]
    guide.edit("data/signs.yml", "A terrible headache, yellow", "A headache, yellow")
    said = built(guide)
    assert [page for page in pages if f"docs{page[:-1]}.md: it has changed" not in said] == []


@pytest.fixture(scope="module")
def packets(tmp_path_factory) -> Guide:
    return reviewed(Guide(tmp_path_factory.mktemp("packets") / "guide"), "/sites/liver/", SIGN)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            LIVER,
            r"text: \"(.{64})\"",
            None,
            "clinical_review.text: that is the text of /sites/brain/: run `make review",
        ),
        (LIVER, rf"date: {DAY}", f"date: {FIRST - timedelta(1)}", f"is older than its facts (checked: {CHECKED})"),
        (LIVER, rf"date: {DAY}", "date: 2031-01-05", "clinical_review.date: 2031-01-05 has not come yet"),
        (LIVER, r"  role: .*\n", "", "clinical_review.role is missing: write it"),
        (LIVER, r"  text: .*\n", "", "clinical_review.text is missing: write it"),
        (LIVER, r"text: \".{64}\"", "text: 0a", 'clinical_review.text: "0a" is not right: run `make review`'),
        (LIVER, r"name: .*", 'name: "Ann \u202eeel"', "an invisible character (U+202E)"),
        (LIVER, r"name: .*", 'name: "<b>Ann</b>"', "'<b>' would be shown as typed"),
        ("data/signs.yml", rf"date: {DAY}", "date: 2031-01-05", f"{SIGN}: clinical_review.date: 2031-01-05 has not"),
        (
            "data/signs.yml",
            "now: {says: Sudden and",
            "today: {says: Sudden and",
            "data/urgency_floor.yml needs headache-now",
        ),
        ("data/signs.yml", rf"role: \"{ROLE}\"", 'role: ""', "clinical_review.role is empty: write it"),
    ],
)
def test_what_is_wrong_with_a_review_is_one_line(packets, guide, file, old, new, says):
    for name in (LIVER, "data/signs.yml"):
        guide.write(name, packets.read(name))
    other = re.search('text: "[0-9a-f]{64}"', lines_in(packets.read("review/sites-brain.html"))[-1])[0]
    guide.write(file, re.sub(old, (new if new is not None else other).replace("\\", r"\\"), guide.read(file), count=1))
    (told,) = guide.faults()
    assert told.startswith(f"{file}: line ") and says in told


def test_editions_are_named_at_the_foot_on_paper_in_the_feed_and_in_the_list(one, page):
    """By the newest day of a change or of a check; the list says what is more urgent since."""
    name, feed = f"Edition {CHECKED}", fed(one)
    pages = Site(one.site, "").pages
    trees = {path: LexborHTMLParser(one.html(path)) for path in pages}
    for path, tree in trees.items():
        assert f"{name}." in tree.css_first(".hg-footer").text(), path
        assert f"{name}." in tree.css_first(".hg-paper").text(), path
    assert feed["edition"]["day"] == CHECKED and re.fullmatch("[0-9a-f]{64}", feed["edition"]["sha256"])
    days = sorted({FIRST, *(row.day for row in read_facts(one.dir, date.max)[0].changes)}, reverse=True)
    rows = [" ".join(row.text().split()) for row in trees["about/changes/"].css("#editions + ul > li")]
    assert [row.partition(" (")[0] for row in rows] == list(map(str, days))
    assert rows[0] == f"{CHECKED} ({written(FIRST)}, this one): nothing is more urgent since then."
    assert "More urgent since then: Headache " in rows[-1] and len(days) > 2
    site = serve(one.site)
    page.goto(f"{site.url}sites/liver/")
    page.emulate_media(media="print")
    assert codes_in(page.locator(".hg-paper__code svg")) == [f"{SITE_URL}sites/liver/"]
    site.stop()
