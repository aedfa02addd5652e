"""Signs: which of them a page shows, and how a line of data/signs.yml is named."""

from contracts import Notice, Place, Signs

HELP, WATCH, CARE = "/symptoms/get-help/", "/symptoms/", "/care/"
TREATMENT = "treatment"  # the area that the care page shows


def line_id(notice: Notice, label: str) -> str:
    """The id of a line on the floor.

    >>> line_id(Notice.model_construct(id="fever"), "team_now")
    'fever-team-now'
    """
    return f"{notice.id}-{label.replace('_', '-')}"


def act(label: str) -> str:
    """The act of a label: the team's line first is `now` too."""
    return "now" if label == "team_now" else label


def of_page(signs: Signs, places: list[Place], address: str) -> list[Notice]:
    """The notices of a page: all on the pages about all signs, its place's, its area's."""
    if address in (HELP, WATCH):
        return signs.notices
    if address == CARE:
        return signs.in_area(TREATMENT)
    place = next((place.id for place in places if place.page == address), None)
    return signs.at_place(place) if place else []
