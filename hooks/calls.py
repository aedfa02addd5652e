"""The calls of components in a page's Markdown, `{{ number("her2-share") }}`: one line each, with plain values."""

import ast
import difflib
import re

CALL = re.compile(r"\{\{\s*(\w+)\(([^{}]*)\)\s*\}\}")


def arguments(text: str) -> list | None:
    """The plain values between the brackets of a call; None where something else stands there.

    >>> arguments('"liver", 2'), arguments("now()")
    (['liver', 2], None)
    """
    try:
        call = ast.parse(f"f({text})", mode="eval").body
        return [ast.literal_eval(value) for value in (*call.args, *(word.value for word in call.keywords))]
    except (SyntaxError, ValueError, AttributeError, RecursionError, MemoryError):
        return None


def calls_in(body: str, first_line: int = 1) -> list[tuple[int, str, list]]:
    """(line, component, arguments) of every call in a page's Markdown, in order.

    >>> calls_in('Text.\\n{{ number("her2-share") }}')
    [(2, 'number', ['her2-share'])]
    """
    lines = enumerate(body.split("\n"), first_line)
    return [(number, call[1], arguments(call[2]) or []) for number, line in lines for call in CALL.finditer(line)]


def check(body: str, first_line: int, known: set[str]) -> list[str]:
    """Complaints about the calls of a page's Markdown; `known`: the components that there are.

    >>> check('{{ number("x")', 1, {"number"})
    ['line 1: {{ is not closed: write }} in the same line']
    """
    faults = []
    for number, line in enumerate(body.split("\n"), first_line):
        said = [wrong_call(call, known) for call in CALL.finditer(line)] + wrong_rest(CALL.sub("", line))
        faults += [f"line {number}: {one}" for one in said if one]
    return faults


def wrong_call(call: re.Match, known: set[str]) -> str:
    """What is wrong with a call; empty when all is well."""
    if call[1] not in known:
        near = difflib.get_close_matches(call[1], known, 1, 0.6)
        return f"{call[1]} is no component: write {near[0] if near else 'one of ' + ', '.join(sorted(known))}"
    plain = arguments(call[2]) is not None
    return "" if plain else f'{call[0]}: write plain values between the brackets, such as "liver"'


def wrong_rest(rest: str) -> list[str]:
    """What is wrong with a line apart from its calls."""
    said, opens, closes = [], "{{" in rest, "}}" in rest
    if opens and closes:
        said.append('only a component may stand between {{ and }}: write {{ name("what") }}')
    elif opens:
        said.append("{{ is not closed: write }} in the same line")
    elif closes:
        said.append("}} has no {{ before it: write both, or neither")
    if "{%" in rest or "[#--" in rest:
        said.append("only components, {{ name() }}, may stand in a page: take this out")
    return said
