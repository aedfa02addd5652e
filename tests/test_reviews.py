"""Reviews by clinicians: what holds, what has changed since, and that every place says the same of it."""

from datetime import date, timedelta

from conftest import CHECKED

NAME, ROLE, LIVER = 'Ann "Dot" O\'Example & Co', "oncology nurse", "sites/liver"
DAY = date.fromisoformat(CHECKED) + timedelta(days=3)
NONE, BY, SINCE = "No clinician has reviewed", "Reviewed by", "Changed since then"
