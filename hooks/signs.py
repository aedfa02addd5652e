"""Which signs a page shows: decided here and nowhere else.

A sign belongs to the first of its places and is shown on the page of each; those of anywhere to call now for, on all.
"""

from contracts import Place, Symptom

EVERY = "anywhere"  # the place whose signs to call now for stand everywhere
ALL_SIGNS = ("/symptoms/", "/symptoms/get-help/")  # pages that show the signs of every place


class Signs:
    """The signs of the guide, asked by place, page and act (now, today, soon)."""

    def __init__(self, rows: list[Symptom], places: list[Place]):
        self.rows, self.places = rows, places

    def owned(self, place: str, act: str) -> list[Symptom]:
        """The signs that belong to a place."""
        return [row for row in self.rows if row.act == act and row.places[0] == place]

    def own(self, place: str, act: str) -> list[Symptom]:
        """The signs that a place's page shows as its own."""
        return [row for row in self.rows if row.act == act and place in row.places]

    def elsewhere(self, place: str, act: str) -> list[Symptom]:
        """The signs that a place's page shows beside its own: to call now for, wherever the cancer is."""
        return [row for row in self.rows if row.act == act == "now" and EVERY in row.places and place not in row.places]

    def on_page(self, address: str, act: str) -> list[Symptom]:
        """All signs of one act that belong to a page: its place's; all of them on the pages about all signs; on a page
        about no place those of anywhere."""
        if address in ALL_SIGNS:
            return [row for row in self.rows if row.act == act]
        place = next((place.id for place in self.places if place.page == address), EVERY)
        return self.own(place, act) + self.elsewhere(place, act)

    def anchor(self, place: Place, act: str) -> str:
        """The part of a place's page where the signs of one act stand."""
        return act if place.page in ALL_SIGNS else f"call-{act}"
