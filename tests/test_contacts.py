"""Numbers to dial: one pattern, what is shown is what is dialed, and a country's own numbers change one file."""

import re

import pytest
from dial import dial, same

RIGHT = [
    ("911", "911"),
    ("0808 808 00 00", "08088080000"),
    ("(01) 555 0288, ext. 4", "015550288,4"),
    ("+1 (212) 555-0100 x22", "+12125550100,22"),
    ("+44 (0)20 7946 0958", "+442079460958"),
    ("1 800 CALL-NOW", "18002255669"),
    ("1-800-4-CANCER (1-800-422-6237)", "18004226237"),
    ("555.0100 ext 7", "5550100,7"),
]
WRONG = [
    "",
    "9l1",
    "91\u200b1",
    "٩١١",
    "call us",
    "12",
    "8OO 555",
    "555 0100 or 555 0101",
    "javascript:1",
    "911;ext=4",
    "1-800-4-CANCER (1-800-422-6238)",
    "1" * 16,
]


@pytest.mark.parametrize(("shown", "dialed"), RIGHT)
def test_a_number_as_people_write_it_dials(shown, dialed):
    assert dial(shown) == dialed


@pytest.mark.parametrize("shown", WRONG)
def test_what_is_no_number_is_refused_with_what_to_write(shown):
    with pytest.raises(ValueError, match="write digits|digits: a telephone|says two numbers"):
        dial(shown)


@pytest.mark.parametrize(
    ("shown", "tel", "alike"),
    [
        ("116 123", "116123", True),
        ("800-813-HOPE (4673)", "18008134673", True),
        ("020 7946 0958", "+442079460958", True),
        ("116 123", "116122", False),
        ("116 123", "11612", False),
        ("020 7946 0958", "+4420794609580", False),
        ("1 800 227 2345", "18002272346", False),
    ],
)
def test_what_is_shown_and_what_is_dialed_are_compared_digit_by_digit(shown, tel, alike):
    assert same(shown, tel) is alike


def test_every_number_of_the_guide_dials_what_it_shows(facts):
    assert all(same(row.number, row.tel) for row in (*facts.contacts.helplines, *facts.contacts.crisis))
    assert all(dial(row.number) == row.number for row in facts.contacts.emergency)


def country(guide, *rows: tuple[str, str]) -> None:
    """Writes a country's own emergency numbers, and nothing else."""
    text = guide.read("data/contacts.yml")
    own = "".join(
        f'  - {{country: {name}, number: "{number}", says: For any sign to call now for., source: agency}}\n'
        for name, number in rows
    )
    guide.write("data/contacts.yml", "emergency:\n" + own + text[text.index("helplines:") :])


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("Ireland", "112")], "112 (Ireland), or your local emergency number"),
        (
            [("Australia", "000"), ("any mobile", "112")],
            "000 (Australia) or 112 (any mobile), or your local emergency number",
        ),
        (
            [("Japan", "119"), ("EU", "112"), ("India", "102")],
            "119 (Japan), 112 (EU) or 102 (India), or your local emergency number",
        ),
    ],
)
def test_a_country_with_its_own_numbers_changes_one_file(guide, rows, sentence):
    country(guide, *rows)
    assert guide.faults() == []
    numbers = {number for _, number in rows}
    for path in [*guide.site.rglob("*.html"), *guide.site.rglob("*.json")]:
        text = path.read_text("utf-8")
        assert not re.search(r"(?<![\d.])(?:911|999)(?![\d.])", text), path
        for link in re.findall(r'class="hg-dial" href="tel:([^"]*)"', text):
            assert link in numbers, path
    liver = (guide.site / "sites/liver/index.html").read_text()
    assert f"Call {sentence}, if you notice" in liver
    for number in numbers:
        assert f'href="tel:{number}"' in liver
    go, feed = (guide.site / "go/index.html").read_text(), (guide.site / "api/v1/pages.json").read_text()
    assert f"call now: {sentence}" in go and f"Call {sentence}." in feed
    assert f"call {rows[0][1]}" in (guide.site / "words/index.html").read_text()
