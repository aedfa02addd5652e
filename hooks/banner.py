"""The banner of `mkdocs serve`: every fault of the guide, on every page. Runs last, when all faults are known."""

from __future__ import annotations

from pathlib import Path

import watch  # hooks/watch.py
from guide import guide  # hooks/guide.py
from mkdocs.plugins import event_priority

MARKER = "<!-- faults -->"  # where overrides/partials/notices.html wants it
TEMPLATES: dict = {}


def on_env(env, config, files):
    TEMPLATES["env"] = env
    return env


@event_priority(-300)
def on_post_build(config):
    if not guide(config).serving:
        return
    told = {"faults": guide(config).faults, "edited": watch.EDITED}
    banner = TEMPLATES["env"].get_template("partials/notices/faults.html").render(told) if any(told.values()) else ""
    for path in Path(config.site_dir).rglob("*.html"):
        if MARKER in (text := path.read_text("utf-8")):
            path.write_text(text.replace(MARKER, banner), "utf-8")
