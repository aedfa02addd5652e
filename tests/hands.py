"""What a reader's hands do. Each returns when the page shows its answer."""

PLANNER = "symptoms/planner/"


def open_menu(page) -> None:
    page.locator(".hg-menu summary").click()


def open_word(page, word: str = "") -> None:
    page.locator("a.hg-word", has_text=word).first.click()


def search(page, text: str) -> None:
    field, panel = page.locator("#search-input"), page.locator("#search-panel")
    field.fill("")
    panel.wait_for(state="hidden")
    field.fill(text)
    panel.wait_for()


def open_planner(page, url: str):
    page.goto(url + PLANNER)
    page.wait_for_selector(".hg-planner--live")
    return page


def tick(page, *lines: str) -> None:
    """In the planner, by the ids of lines."""
    for line in lines:
        page.check(f"input[value={line}]")


def years_later(page, guide, path: str) -> None:
    """Opens a page as if its next check were long past."""
    html = guide.html(path).replace('data-check-by="2', 'data-check-by="1')
    page.route(guide.url + path, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(guide.url + path)


def press(page, button: str, says: str) -> None:
    page.get_by_role("button", name=button).click()
    page.locator("[role=status]", has_text=says).wait_for()
