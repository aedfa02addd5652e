"""What a clinic takes along: text to copy in each form, links to parts, the poster."""

from datetime import date
from urllib.parse import urljoin

from conftest import SITE_URL, Site
from contracts import LABELS
from facts import read_facts
from hands import press
from printing import codes_in, printed


def test_a_clinic_can_copy_each_form(small, page):
    facts, address = read_facts(small.dir, date.max)[0], f"{SITE_URL}sites/liver/"
    title = "Cancer that has spread to the liver"
    page.goto(small.url + "clinics/")
    page.select_option("#snippet-page", label=title)
    link, card, markdown, text = (page.input_value(f"#snippet-{name}") for name in ("link", "card", "markdown", "text"))
    assert link == address and markdown.startswith(f"[{title}]({address})")
    assert card.startswith(f'<p><a href="{address}">') and facts.sentences.not_reviewed.format(what="this page") in card
    places = [text.index(getattr(facts.urgency, label).name.upper()) for label in LABELS]
    assert places == sorted(places) and f"Call {facts.contacts.numbers()}." in text and text.endswith(address)
    with page.expect_download() as download:
        page.click("#snippet-qr")
    assert download.value.suggested_filename == "sites-liver.svg"
    press(page, "Copy the link", "cop")
    for name, notice in (("Headache", "headache"), ("All of these", "head")):
        page.select_option("#snippet-notice", label=name)
        assert page.input_value("#snippet-sign") == f"{SITE_URL}symptoms/get-help/#{notice}"
    assert page.locator("#snippet-notice optgroup").count() == len(facts.signs.areas)
    press(page, "Copy this link", "cop")
    assert page.complaints == []


def test_without_script_there_are_all_texts_and_links_to_parts(small, plain_page):
    plain_page.goto(small.url + "clinics/")
    pages = plain_page.locator(".hg-snippets__all details")
    assert pages.count() == len(Site(small.site, "").pages) and not plain_page.is_visible(".hg-snippets__tool")
    pages.first.locator("summary").click()
    assert pages.first.locator("pre").is_visible()
    plain_page.click(".hg-snippets__signs summary")
    plain_page.click(".hg-snippets__signs a >> text=Headache")
    assert plain_page.url == small.url + "symptoms/get-help/#headache"
    plain_page.goto(small.url + "sites/liver/")
    plain_page.click(".hg-parts summary")
    plain_page.click(".hg-parts a[href='#call']")
    assert plain_page.url.endswith("/sites/liver/#call")


def test_the_poster_is_one_sheet_and_its_codes_read_back(site, page):
    page.goto(site.url + "clinics/")
    page.evaluate("document.documentElement.classList.add('hg-only-poster')")
    assert [len(printed(page, format=size)[0]) for size in ("A4", "Letter")] == [1, 1]
    page.emulate_media(media="print")
    links = page.locator(".hg-poster a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert "../sites/liver/" in links
    assert codes_in(page.locator(".hg-poster")) == sorted(urljoin(f"{SITE_URL}clinics/", link) for link in links)


def test_where_print_returns_at_once_the_poster_still_prints_alone(site, tab):
    page = tab()
    page.add_init_script("window.print = () => {}")
    page.goto(site.url + "clinics/")
    button = page.get_by_role("button", name="Print the poster only")
    sides = lambda: len(printed(page)[0])
    button.click()
    assert sides() == 1 < sides(), "once it is printed, the whole page again"
    button.click()
    page.keyboard.press("Shift")
    assert sides() > 1, "or at the next key, where nothing tells that it is printed"
