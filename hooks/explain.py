"""How a row that breaks its contract is told: one line a fault, with the line of the file and what to write."""

import difflib
import re
from datetime import date

from contracts import Row
from pydantic import ValidationError
from yaml_reader import Bare, Document

MAP = "a map is due here: write key: value, one a line"
DUE = {  # by the kind of a fault, for what is none of the kind
    "string_type": "a text is due here: write words, in quotes if need be",
    "list_type": "a list is due here: write [one, another]",
    "dict_type": MAP,
    "model_type": MAP,
    "bool_type": "write true or false",
    "int_type": '"{shown}" is not a whole number: write one such as 15',
    "literal_error": '"{shown}" is not known: write {expected}',
}


def explain(error: ValidationError, document: Document, path: tuple = (), label: str = "") -> list[str]:
    """One line a fault: "line N: row: key: what is wrong: what to write".

    `path`: where the model stands in the document; `label`: what the row is called. A misspelt key is said once.
    """
    lines, misspelt = {}, set()
    for fault in error.errors():
        loc = fault["loc"]
        key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in loc if part != "[key]")
        if fault["type"] == "extra_forbidden":
            known = keys_at(loc[:-1], error.title)
            near = difflib.get_close_matches(str(loc[-1]), known, 1, 0.6)
            misspelt |= {key.removesuffix(str(loc[-1])) + name for name in near}
            instead = f"write {near[0]}" if near else f"take it out, or write one of {', '.join(known)}"
            said = f"{key} is not a key we know: {instead}"
        else:
            said = told(fault, key, document.raw.get((*path, *loc)) or str(fault["input"]))
        if not loc and (about := re.match(r"[a-z_]+", said)) and (*path, about[0]) in document.lines:
            loc = (about[0],)  # a complaint of the whole row that begins with the key it is about
        where = f"line {document.line((*path, *loc))}: "
        lines.setdefault((fault["type"], key), where + (f"{label}: " if label else "") + said)
    return [line for (kind, key), line in lines.items() if not (kind == "missing" and key in misspelt)]


def told(fault: dict, key: str, shown: str) -> str:
    """What one fault of pydantic says of a key; `shown`: how its value is written."""
    kind, given, about = fault["type"], fault["input"], fault.get("ctx", {})
    head = f"{key}: " if key else ""
    if kind == "missing":
        return f"{key} is missing: write it"
    if kind == "string_type" and isinstance(given, (int, float, date, Bare)):
        return f'{head}{shown} would be read as a number or a day: put it in quotes, as "{shown}"'
    if kind == "too_short" and given:
        return f"{key} has {len(given)} of {about['min_length']} values: write all of them"
    if kind == "string_too_short" and given:
        return f"{key} has {len(given)} letters: {about['min_length']} at least"
    if given is None or kind in ("string_too_short", "too_short", "empty"):
        return f"{key} is empty: write it"
    if kind in DUE:
        return head + DUE[kind].format(shown=shown[:60], expected=about.get("expected"))
    if kind == "string_too_long":
        return f"{key} has {len(shown)} letters: {about['max_length']} at most"
    if kind in ("value_error", "form", "day"):
        return head + fault["msg"].removeprefix("Value error, ")
    return f'{key or "this row"}: "{shown[:60]}" is not right: {fault["msg"]}'


def keys_at(loc: tuple, title: str) -> list[str]:
    """The keys that may stand at a place within the contract of that title."""
    model = next((one for one in Row.__subclasses__() if one.__name__ == title), None)
    for part in loc:
        field = model.model_fields.get(part) if model else None
        kinds = (field.annotation, *getattr(field.annotation, "__args__", ())) if field else ()
        model = next((one for one in kinds if isinstance(one, type) and issubclass(one, Row)), model)
    return list(model.model_fields) if model else []
