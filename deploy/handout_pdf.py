"""A page's handouts as PDF, by WeasyPrint: tagged, the same bytes each time, nothing asked of anyone."""

from bisect import bisect_left
from functools import cache
from pathlib import Path

import weasyprint
from guide import guide
from handout_sheet import LOOKS

# The sheet of a place has two sides. It holds as much of its page as they hold: these are left to the page, in this
# order, until it fits ("titles": of the sources, whose publishers stay). Never whom to call, what to do, what else it
# can be, what is not known.
MOST_SIDES = 2
CAN_WAIT = (
    "words", "titles", "tests", "care", "shares",
    "what-it-does", "why-signs", "press", "no-signs", "deep", "pain", "breaks", "looks", "near-or-far",
    "after-surgery", "calcium", "cord", "what",
)  # fmt: skip


class OwnFiles(weasyprint.urls.URLFetcher):
    """Finds the guide's own pictures in docs/; refuses what is not the project's."""

    def __init__(self, config) -> None:
        super().__init__()
        self.address, self.docs = config.site_url, Path(config.docs_dir).as_uri() + "/"
        self.names = {published: name for name, published in guide(config).files.items()}

    def fetch(self, url, headers=None):
        if url.startswith(self.address):
            name = url.removeprefix(self.address)
            url = self.docs + self.names.get(name, name)
        if not url.startswith((LOOKS.as_uri(), self.docs, "data:")):
            raise ValueError(f"{url} is not part of the guide")
        return super().fetch(url, headers)


def name_heads(document, pdf) -> None:
    """Table heads named in their order: WeasyPrint 69 names them by their place in memory, so no two runs agree."""
    names: dict[str, str] = {}
    for thing in pdf.objects:
        if isinstance(thing, dict):
            for head in [thing["ID"]] if "ID" in thing else thing.get("A", {}).get("Headers", ()):
                head.string = names.setdefault(head.string, f"head-{len(names)}")


def editions(sheet, page, config):
    """(large print?, PDF, sides) of a page's sheet, then of its large print, which says the same."""

    def write(large: bool, leave) -> tuple[bytes, int]:
        html = weasyprint.HTML(
            string=sheet(large=large, leave=leave), base_url=page.canonical_url, url_fetcher=OwnFiles(config)
        )
        document = html.render(pdf_variant="pdf/ua-1")
        return document.write_pdf(pdf_variant="pdf/ua-1", finisher=name_heads), len(document.pages)

    can_wait = CAN_WAIT if page.front.kind == "site" else ()
    without = cache(lambda count: write(False, can_wait[:count]))
    fits = lambda count: without(count)[1] <= MOST_SIDES
    count = 0 if fits(0) else bisect_left(range(len(can_wait)), True, 1, key=fits) if can_wait else 0
    count = count if fits(count) else 0  # it is long whatever is left out, and says everything
    yield False, *without(count)
    yield True, *write(True, can_wait[:count])
