"""How well search answers what readers type: figures beside their targets, and each query that failed."""

from search import box, numbers

SPANISH = "spanish"


def share(rows: list, test) -> float:
    """In 100."""
    return 100 * sum(map(bool, map(test, rows))) / len(rows)


def fever(row: dict) -> bool:
    return any(line["notice"] in ("fever", "other-fever") and line["seen"] for line in row["lines"])


def measured(page, areas: dict[str, str]) -> tuple[list[tuple], list[str]]:
    """([(what, how many, figure, target: ">" at least or "<" at most)], failures). `areas`: of each notice."""
    signs = box.asked(page, box.rows("signs"))
    questions = box.asked(page, box.rows("questions"))
    told = [row for row in questions if row["accept"]]
    older = [row for row in told if row["kind"] != "question"]
    plain = [row for row in told if row["kind"] == "question"]
    flags = [row for row in signs if row["kind"] == "red flag"]
    flags += box.asked(page, box.misspelled(flags))
    typos = box.asked(page, box.misspelled(older))
    heats, none = (box.asked(page, [{"q": text} for text in texts]) for texts in (numbers.temperatures(), numbers.NONE))
    lost = [row for row in questions if not row["accept"]]
    at = lambda most: lambda row: 1 <= box.place(row) <= most
    right = lambda row: box.right(row, areas)
    table = [
        ("signs: safe", signs, box.safe, ">98"),
        ("signs: right notice or area", signs, right, ">90"),
        ("signs: Enter", signs, box.enters, ">98"),
        ("signs in Spanish: safe", [row for row in signs if row["kind"] == SPANISH], box.safe, ">95"),
        ("red flags, misspelled too: safe", flags, box.safe, ">100"),
        ("temperatures", heats, fever, ">100"),
        ("numbers that are none: a card", none, lambda row: row["lines"], "<0"),
        ("questions: first", plain, at(1), ">85"),
        ("questions: first three", plain, at(3), ">95"),
        ("questions: needless card", plain, box.needless, "<5"),
        ("older queries: first", older, at(1), ">98"),
        ("older queries: first three", older, at(3), ">99"),
        ("older queries misspelled: first", typos, at(1), ">96"),
        ("older queries misspelled: first three", typos, at(3), ">98"),
        ("nothing to find: no page", lost, lambda row: row["near"], ">75"),
    ]
    figures = [(what, len(rows), share(rows, test), target) for what, rows, test, target in table]
    failed = [
        f"{what}: {row['q']}: {row['lines'][:1] or row.get('found', [])[:3]}"
        for what, rows, test, target in table
        for row in rows
        if bool(test(row)) is (target[0] == "<")
    ]
    return figures, failed


def missed(figures: list[tuple]) -> list[tuple]:
    """The figures that miss their targets."""
    ok = {">": lambda figure, target: figure >= target, "<": lambda figure, target: figure <= target}
    return [row for row in figures if not ok[row[3][0]](row[2], float(row[3][1:]))]


def report(figures: list[tuple], failed: list[str]) -> str:
    lines = [f"{what:40}{count:6}{figure:8.1f}  {target}" for what, count, figure, target in figures]
    return "\n".join([f"{'':40}{'n':>6}{'in 100':>8}  target", *lines, *failed])
