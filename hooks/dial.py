"""Telephone numbers: what is shown, and what a phone then dials."""

import re

KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
NUMBER = re.compile(
    r"(?P<main>\+?[0-9(][0-9A-Z() ./-]*?)(?:,? ?(?:[Ee]xt(?:ension)?\.?|[xX#]) ?(?P<extension>[0-9]{1,6}))?"
)
FORM = "write digits, with spaces and + ( ) - . / between them, and an extension as ext. 4"


def dial(shown: str) -> str:
    """What a `tel:` link dials for a number as people write it; ValueError says what to write instead.

    A comma waits for the line and then dials the extension; `;ext=` phones spell out.

    >>> dial("(01) 555 0288, ext. 4"), dial("+44 (0)20 7946 0958"), dial("1 800 CALL-NOW")
    ('015550288,4', '+442079460958', '18002255669')
    """
    found = NUMBER.fullmatch(shown)
    if not found or any(len(word) < 3 for word in re.findall(r"[A-Z]+", found["main"])):
        raise ValueError(f'"{shown}" is no telephone number: {FORM}')
    main = found["main"]
    if re.search("[A-Z]", main):  # 1-800-4-CANCER (1-800-422-6237) says it twice
        main, again = re.sub(r"\s*\([^)]*\)$", "", main), re.search(r"\(([^)]*)\)$", main)
        if again and not digits(main).endswith(digits(again[1])):
            raise ValueError(
                f'"{shown}" says two numbers: its letters are {digits(main)}, its digits {digits(again[1])}'
            )
    elif main.startswith("+"):
        main = main.replace("(0)", "")
    dialed = digits(main)
    if not 3 <= len(dialed) <= 15:
        raise ValueError(f'"{shown}" has {len(dialed)} digits: a telephone number has 3 to 15')
    return "+" * main.startswith("+") + dialed + ("," + found["extension"] if found["extension"] else "")


def digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text.translate(KEYPAD))


def same(shown: str, tel: str) -> bool:
    """Whether `tel` dials the number that is shown, digit by digit; only a country's code may come before it.

    >>> same("800-813-HOPE (4673)", "18008134673"), same("020 7946 0958", "+442079460958"), same("116 123", "116122")
    (True, True, False)
    """
    one, other = dial(shown), dial(tel)
    if one == other or other == "1" + one:
        return True
    return (
        other.startswith("+")
        and one.startswith("0")
        and re.fullmatch(r"\+[0-9]{1,3}" + re.escape(one[1:]), other) is not None
    )
