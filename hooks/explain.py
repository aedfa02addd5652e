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
    "less_than_equal": "{shown} is too high: write {le} at most",
}


def explain(error: ValidationError, document: Document, path: tuple = (), label: str = "") -> list[str]:
    """One line a fault: "line N: row: key: what is wrong: what to write".

    `path`: where the model stands in the document; `label`: what the row is called. A misspelt key is said once.
    """
    lines, misspelt, missing = {}, set(), {}
    for fault in sorted(error.errors(), key=lambda fault: fault["type"] == "missing"):
        loc = fault["loc"]
        key = ".".join(names(document.value, (*path, *loc))[len(path) :])
        if fault["type"] == "extra_forbidden":
            known = keys_at(loc[:-1], error.title)
            near = difflib.get_close_matches(str(loc[-1]), known, 1, 0.6)
            misspelt |= {key.removesuffix(str(loc[-1])) + name for name in near}
            instead = f"write {near[0]}" if near else f"take it out, or write one of {', '.join(known)}"
            said = f"{key} is not a key we know: {instead}"
        elif fault["type"] == "missing":
            if key in misspelt:
                continue
            keys = missing.setdefault(loc[:-1], [])
            keys.append(str(loc[-1]) if keys else key)
            said = f"{', '.join(keys)} are missing: write them" if keys[1:] else f"{key} is missing: write it"
            key = loc[:-1]
        else:
            said = told(fault, key, document.raw.get((*path, *loc)) or str(fault["input"]))
        if not loc and (about := re.match(r"[a-z_]+", said)) and (*path, about[0]) in document.lines:
            loc = (about[0],)  # a complaint of the whole row that begins with the key it is about
        where = f"line {document.line((*path, *loc))}: "
        lines[fault["type"], key] = where + (f"{label}: " if label else "") + said
    return list(lines.values())


def names(value: object, loc: tuple) -> list[str]:
    """What the parts of a place in a document are called: a row of a list by its id, else by its number from one."""
    found = []
    for part in loc:
        try:
            value = value[part]
        except (LookupError, TypeError):  # it is shorter than its contract, or of another kind
            value = None
        id = value.get("id") if isinstance(value, dict) and isinstance(part, int) else None
        found.append(str(id or (part + 1 if isinstance(part, int) else part)))
    return [name for name in found if name != "[key]"]


def told(fault: dict, key: str, shown: str) -> str:
    """What one fault of pydantic says of a key; `shown`: how its value is written."""
    kind, given, about = fault["type"], fault["input"], fault.get("ctx", {})
    head = f"{key}: " if key else ""
    if kind == "string_type" and isinstance(given, (int, float, date, Bare)):
        return f'{head}{shown} would be read as a number or a day: put it in quotes, as "{shown}"'
    if kind == "too_short" and given:
        return f"{key} has {len(given)} of {about['min_length']} values: write all of them"
    if kind == "string_too_short" and given:
        return f"{key} has {len(given)} letters: {about['min_length']} at least"
    if given is None or kind in ("string_too_short", "too_short", "empty"):
        return f"{key} is empty: write it"
    if kind in DUE:
        return head + DUE[kind].format(shown=shown[:60], **about)
    if kind in ("string_too_long", "too_long"):
        unit = "letters" if isinstance(given, str) else "values"
        return f"{key} has {len(given)} {unit}: {about['max_length']} at most"
    if kind in ("value_error", "form", "day", "long"):
        return head + fault["msg"].removeprefix("Value error, ")
    return f'{key or "this row"}: "{shown[:60]}" is not right: {fault["msg"]}'


def keys_at(loc: tuple, title: str) -> list[str]:
    """The keys that may stand at a place within the contract of that title."""
    models = Row.__subclasses__()
    models += [one for model in models for one in model.__subclasses__()]
    model = next((one for one in models if one.__name__ == title), None)
    for part in loc:
        field = model.model_fields.get(part) if model else None
        kinds = (field.annotation, *getattr(field.annotation, "__args__", ())) if field else ()
        model = next((one for one in kinds if isinstance(one, type) and issubclass(one, Row)), model)
    return [field.alias or name for name, field in model.model_fields.items()] if model else []
