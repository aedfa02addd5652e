"""The whole pipeline, given bad input: every fault of a run is named, root cause first; the last good site stays.

No traceback reaches an author, and nothing runs without end.
"""

import doctest
import hashlib
import importlib
import os
import re
import shutil
import sys
from pathlib import Path

import build as deploy_build
import material
import pytest
import watch  # hooks/watch.py
from conftest import CHECKED, ROOT

LIVER = "docs/sites/liver.md"


def test_the_faults_of_one_run_are_named_together(guide):
    """Faults from which nothing follows: building takes seconds, so they share a run, as they would for an author."""
    guide.write(
        "docs/Bad Name.md",
        guide.read("docs/sites/brain.md")
        .replace("spread to the brain", "nowhere")
        .replace("kind: site", "kind: topic"),
    )
    guide.edit("mkdocs.yml", "  - words: words.md", "  - words: words.md\n  - odd: Bad Name.md")
    guide.edit(
        "docs/sites/brain.md",
        "title: Cancer that has spread to the brain",
        "title: Cancer that has spread to the liver",
    )
    guide.edit(
        LIVER,
        "\n## Tests",
        '\n<a href="../../nowhere/">raw</a> <img src="x.png">\n\nAbout 1 in 4.[^no_such_source]\n\n## Tests',
    )
    guide.edit(LIVER, "  call: [yellow eyes]", "  call: [yellow eyes]\n  no-such-section: [word]")
    guide.edit("docs/sites/index.md", "(/sites/brain.md)", "(/sites/brain.md#nowhere)")
    guide.edit("docs/index.md", "related: [/symptoms/get-help/", "related: [/symptoms/get-hlep/")
    guide.edit("data/questions.yml", "Where is the cancer?", "Is it 12%?")
    told = guide.faults()
    due = (
        "docs/Bad Name.md: file names become addresses",
        'docs/sites/liver.md: the title "Cancer that has spread to the liver" is already that of docs/',
        "line 30: [^no_such_source] is not in data/sources.yml",
        "line 30: write chances as 'N out of 100', not '1 in 4'",
        "nowhere/ leads nowhere",
        "the picture x.png has no alt text",
        "keywords: no-such-section is not a section of this page",
        "'/sites/brain.md#nowhere'",
        "docs/index.md: related: /symptoms/get-hlep/ is not an address",
        "data/questions.yml: line 3: write '2%'",
    )
    assert not [fault for fault in due if not any(fault in line for line in told)], told
    assert len(told) <= len(due) + 2, told  # the file of a bad name has a link and an address like it


def edits(*rows):
    """Each row: a name, what is done to the guide, and the complaints that are due, all of them."""
    return pytest.mark.parametrize(("act", "due"), [row[1:] for row in rows], ids=[row[0] for row in rows])


def replace(name: str, old: str, new: str):
    return lambda guide: guide.edit(name, old, new)


@edits(
    ("a bracket forgotten", replace(LIVER, '("liver") }}', '("liver")'), [r"liver\.md: line 19: \{\{ is not closed"]),
    (
        "no such component",
        replace(LIVER, "symptom_list", "sympton_list"),
        [r"liver\.md: line 19: sympton_list is no component: write symptom_list"],
    ),
    (
        "no such place",
        replace(LIVER, 'body_map("liver")', 'body_map("spleen")'),
        [r'liver\.md: line 25: body_map\("spleen"\)'],
    ),
    (
        "no such number",
        replace("docs/sites/index.md", "small-share", "no-share"),
        [
            r"data/numbers\.yml: small-share is shown by no page",
            r"sites/index\.md: line 21: data/numbers\.yml has no row no-share",
        ],
    ),
    (
        "too much between the brackets",
        replace(LIVER, 'body_map("liver")', 'body_map("liver", 1, 2, 3)'),
        [r"liver\.md: line 25: body_map: macro"],
    ),
    (
        "a letter lost in data",
        replace("data/symptoms.yml", "  act: now", "  act now"),
        [r"data/symptoms\.yml: line 4: this is not valid YAML"],
    ),
    (
        "a key lost in data",
        replace("data/sources.yml", "  title:", "  titel:"),
        [r"data/sources\.yml: line 2: agency: titel is not a key we know: write title"],
    ),
    (
        "a head that is broken",
        replace(LIVER, f"checked: {CHECKED}", "checked: 10.1.2026"),
        [r"liver\.md: line 8: checked: \"10\.1\.2026\" is not a day"],
    ),
    (
        "a page that is gone",
        lambda guide: (guide.dir / LIVER).unlink(),
        [r"data/places\.yml: line \d+: liver: page /sites/liver/ is not there: write docs/sites/liver\.md"],
    ),
    (
        "a page of nav that is gone",
        lambda guide: (guide.dir / "docs/go.md").unlink(),
        [r"mkdocs\.yml: nav names go\.md, which docs/ does not have"],
    ),
    (
        "a page in no line of nav",
        lambda guide: guide.write(
            "docs/more.md", guide.read("docs/go.md").replace("The page for", "One more").split("\n## ")[0]
        ),
        [r"docs/more\.md: this page stands in no line of nav"],
    ),
    (
        "a page twice in nav",
        replace("mkdocs.yml", "  - go: go.md", "  - go: go.md\n  - again: go.md"),
        [r"mkdocs\.yml: nav names go\.md twice: keep one line"],
    ),
    (
        "nothing between the brackets",
        replace(LIVER, 'symptom_list("liver")', "symptom_list()"),
        [r"liver\.md: line 19: symptom_list: parameter 'place' was not provided"],
    ),
    (
        "an act that is none",
        replace("docs/symptoms/get-help.md", 'signs("today")', 'signs("later")'),
        [r"get-help\.md: line \d+: signs\(\"later\"\): write one of now, today, soon"],
    ),
    (
        "two files for one address",
        lambda guide: guide.write("docs/go/index.md", guide.read("docs/go.md")),
        [r"/go/ is already the address of docs/go"],
    ),
    (
        "a partial with a slip",
        replace("overrides/partials/footer/footer.html", "say.funding()", "say.funding("),
        [r"overrides/partials/footer/footer\.html: line 4: .*: mend the template"],
    ),
    (
        "a component with a slip",
        replace("overrides/components/numbers/numbers.html", "{% endmacro", "{% endmacr"),
        [r"overrides/components/numbers/numbers\.html: line \d+: .*endmacr"],
    ),
    (
        "a name that no template has",
        replace("overrides/partials/footer/footer.html", "say.funding()", "nothing.here"),
        [r"overrides/partials/footer/footer\.html: line 4: 'nothing' is undefined"],
    ),
    (
        "a key that no row has",
        replace("overrides/components/numbers/numbers.html", "row.who", "row.whoo"),
        [r"overrides/components/numbers/numbers\.html: line \d+: .*whoo"],
    ),
    (
        "a template that is not there",
        replace("overrides/partials/article.html", "partials/review/review.html", "partials/no.html"),
        [r"overrides/partials/article\.html: line \d+: partials/no\.html is not there"],
    ),
    (
        "the first hook left out",
        replace("mkdocs.yml", "  - hooks/guide.py", "  # hooks/guide.py"),
        [r"mkdocs\.yml: hooks/guide\.py does not stand under hooks"],
    ),
    (
        "a file of data left out",
        lambda guide: (guide.dir / "data/contacts.yml").unlink(),
        [r"data/contacts\.yml: the file is missing"],
    ),
    (
        "headers left out",
        lambda guide: (guide.dir / "deploy/headers.yml").unlink(),
        [r"deploy/headers\.yml: the file is missing"],
    ),
    (
        "a number that nobody shows",
        lambda guide: guide.write(
            "data/numbers.yml",
            guide.read("data/numbers.yml") + guide.read("data/numbers.yml").replace("small-", "other-"),
        ),
        [r"data/numbers\.yml: other-share is shown by no page"],
    ),
    (
        "a source that nobody cites",
        lambda guide: guide.write(
            "data/sources.yml",
            guide.read("data/sources.yml")
            + "\nlone: {title: t, publisher: p, url: 'https://a.example', dated: d, checked: 2026-01-01, read_as: copy}\n",
        ),
        [r"data/sources\.yml: lone is used by no page and no fact"],
    ),
    (
        "a pipe among the pages",
        lambda guide: os.mkfifo(guide.dir / "docs/pipe.md"),
        [r"docs/pipe\.md: this is neither a file nor a folder"],
    ),
    (
        "a pipe among the data",
        lambda guide: ((guide.dir / "data/words.yml").unlink(), os.mkfifo(guide.dir / "data/words.yml")),
        [r"data/words\.yml: this is not a file"],
    ),
    (
        "a link that leads round",
        lambda guide: os.symlink(guide.dir / "docs", guide.dir / "docs/round"),
        [r"docs/round: this is a link to a folder"],
    ),
)
def test_one_fault_is_one_line_and_nothing_that_follows_from_it(guide, act, due):
    act(guide)
    told = guide.faults()
    assert len(told) == len(due), told
    for line, pattern in zip(sorted(told), due, strict=True):
        assert re.search(pattern, line), told


def test_what_would_never_end_is_named_and_ends(guide, monkeypatch):
    """With a shorter limit than readers have, so that the test need not wait; the page keeps Markdown busy."""
    guide.edit("hooks/watch.py", f"LONGEST = {watch.LONGEST}", "LONGEST = 5")
    guide.edit(LIVER, "\n## Tests", "\n" + "[" * 60_000 + "\n\n## Tests")
    [told] = guide.faults()
    assert told.startswith("docs/sites/liver.md: this takes over 5 seconds")


def test_a_template_that_would_never_end_is_named_too(guide):
    guide.edit("hooks/watch.py", f"LONGEST = {watch.LONGEST}", "LONGEST = 5")
    endless = "{% for x in range(10**9) %}{% endfor %}"
    guide.edit("overrides/partials/footer/footer.html", "{{ say.funding() }}", endless)
    [told] = guide.faults()
    assert told.startswith("overrides/404.html: this takes over 5 seconds")


def test_a_fault_leaves_the_last_good_site(guide, monkeypatch, capfd):
    monkeypatch.setattr(deploy_build, "ROOT", guide.dir)
    monkeypatch.setattr(sys, "argv", ["build.py"])
    monkeypatch.setenv("SITE_URL", "")
    assert deploy_build.main() == 0, capfd.readouterr().err[-3000:]
    before = {path: path.read_bytes() for path in guide.site.rglob("*") if path.is_file()}
    assert before
    guide.edit(LIVER, "title:", "titel:")
    assert deploy_build.main() != 0
    assert "titel is not a key we know" in capfd.readouterr().err
    assert {path: path.read_bytes() for path in guide.site.rglob("*") if path.is_file()} == before
    assert not [path for path in guide.dir.iterdir() if path.name.startswith(".site")]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("theme:\n", "theme\n", 1), ("theme:\n", "theme:\n\tname: x\n", 2), ("extra:\n", "extra:\nextra:\n", 2)],
)
def test_a_slip_in_the_settings_is_one_line(guide, monkeypatch, capfd, old, new, line):
    at = guide.read("mkdocs.yml").split(old)[0].count("\n")
    guide.edit("mkdocs.yml", old, new)
    monkeypatch.setattr(deploy_build, "ROOT", guide.dir)
    monkeypatch.setattr(sys, "argv", ["build.py"])
    assert deploy_build.main() == 1
    said = capfd.readouterr().err
    assert re.match(rf"mkdocs\.yml: line {at + line}: ", said) and said.count("\n") == 1, said


def test_one_row_changes_every_place_that_shows_it(guide):
    guide.edit("data/symptoms.yml", "says: Yellow skin or eyes", "says: Canary colored skin or eyes")
    assert guide.faults() == []
    for name in ("symptoms", "sites/liver", "symptoms/get-help", "symptoms/planner"):
        assert "Canary colored" in (guide.site / name / "index.html").read_text(), name
    assert any("canary" in path.read_text().lower() for path in (guide.site / "assets").glob("search*.json"))


def test_a_page_says_who_reviewed_it_and_others_that_nobody_did(guide):
    guide.edit(
        LIVER, "related:", "clinical_review: {name: Ann Example, role: oncology nurse, date: 2026-01-05}\nrelated:"
    )
    assert guide.faults() == []
    liver, brain = ((guide.site / f"sites/{name}/index.html").read_text() for name in ("liver", "brain"))
    assert liver.count("Reviewed by Ann Example, oncology nurse") >= 3 and "No clinician has reviewed" not in liver
    assert "No clinician has reviewed this page yet" in brain
    for path in guide.site.rglob("*.html"):
        assert not re.search(r"No clinician has reviewed (?!this page)", path.read_text()), path


def test_the_banner_of_serve_holds_every_fault_also_the_last_ones(guide):
    guide.edit(LIVER, "\n## Tests", '\nAbout 1 in 4.\n\n<a href="../../nowhere/">raw</a>\n\n## Tests')
    guide.build("--clean", HG_COMMAND="serve")
    guide.edit("hooks/guide.py", 'os.environ["HG_COMMAND"] = command', "pass")
    guide.build("--clean", HG_COMMAND="serve")
    for name in ("index.html", "404.html"):
        html = (guide.site / name).read_text()
        banner = html[html.index("hg-banner--faults") : html.index("</ul>", html.index("hg-banner--faults"))]
        assert "not &#39;1 in 4&#39;" in banner and "nowhere/ leads nowhere" in banner and "2 faults" in banner
    shutil.rmtree(guide.site)
    guide.build("--clean")
    assert "hg-banner--faults" not in (guide.site / "index.html").read_text()


SEEN = {
    "base": "8536d352b009",
}


@pytest.mark.parametrize("name", SEEN)
def test_what_we_lean_on_or_replace_in_the_theme_is_as_we_saw_it(name):
    """When the theme changes one of these, look whether ours misses something, then note its new hash here."""
    original = (Path(material.__file__).parent / f"templates/{name}.html").read_bytes()
    assert hashlib.sha256(original).hexdigest()[:12] == SEEN[name]


@pytest.mark.parametrize(
    "name",
    sorted(
        path.stem
        for folder in ("hooks", "deploy")
        for path in (ROOT / folder).glob("*.py")
        if ">>> " in path.read_text("utf-8")
    ),
)
def test_the_examples_beside_the_code_hold(name):
    ran = doctest.testmod(importlib.import_module(name))
    assert ran.attempted and not ran.failed
