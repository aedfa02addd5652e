"""How long a page may be on a phone, in screens: a reader in fear scrolls no further. Folds are closed."""

import re

from walk import PHONE

SCREENS = {  # of the pages, the first that fits: as far as the sources, and in all
    "": (6, 8),
    "sites/brain/": (11, 12.5),
    "sites/.+|symptoms/breast/": (9, 10.5),
    "symptoms/": (5, 7),
    "symptoms/get-help/": (16, 17),
    "symptoms/planner/": (11.5, 12.5),
    "spread/chances/": (10, 13),
    "words/": (12, 14),
    "(about|clinics|go|print)/.*": (400, 400),  # for whoever looks something up
    ".+": (8, 11),
}
WHOLE_GUIDE = 20_000  # words, without its sources and word list
# Of the guide as it comes: without the logo and the numbers of a clinic that runs its own copy.
MEASURE = """() => {
    const clinic = '.hg-brand img, .hg-calls__team, .hg-labels__team a[href^=tel]';
    document.querySelectorAll(clinic).forEach(own => own.remove());
    return [document.querySelector('#sources, .hg-disclaimer'), document.body].map(
        (part, end) => part.getBoundingClientRect()[end ? 'bottom' : 'top'] + scrollY);
}"""


def test_no_page_is_longer_than_it_may_be(site, page):
    page.set_viewport_size(PHONE)
    over = {}
    for path in site.pages:
        limits = next(limits for pages, limits in SCREENS.items() if re.fullmatch(pages, path))
        page.goto(site.url + path)
        screens = [round(length / PHONE["height"], 2) for length in page.evaluate(MEASURE)]
        if any(length > limit for length, limit in zip(screens, limits, strict=True)):
            over[path] = screens
    assert over == {}


def test_the_whole_guide_is_no_longer_than_it_may_be(site, page):
    page.goto(site.url + "print/")
    words = page.evaluate("""() => {
        document.querySelectorAll('details').forEach(fold => { fold.open = true; });
        document.querySelectorAll('article :is(.footnote, .hg-words)').forEach(list => list.remove());
        return document.querySelector('article').innerText.split(/\\s+/).length;
    }""")
    assert WHOLE_GUIDE / 3 < words <= WHOLE_GUIDE
