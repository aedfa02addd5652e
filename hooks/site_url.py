"""The guide's public address, SITE_URL, as it stands on pages, on paper and in what servers read."""

import re

LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
HOST = re.compile(rf"localhost|\[::1\]|({LABEL}\.)+{LABEL}", re.I)
NEVER = {  # what no address may hold: how that is said
    r"[\s\x00-\x1f\x7f]": "with a blank or a control character in it",
    r"""["'`<>\\]""": "with a quote or a backslash in it",
    r"^(?!https?://)": "",
    r"//[^/]*@": "with a name or password in it",
    r"[?#]": "with a ? or # in it",
    r"//([:/]|$)": "without a host",
    r"//[^/]*[^\x00-\x7f]": "with a host that not every program knows (write it as xn--…)",
}


def wrong_address(address: str) -> str:
    """What is wrong with a public address, as it goes on after "SITE_URL is"; empty when all is well.

    >>> wrong_address("https://guide.example"), wrong_address("http://[::1]:8000/guide/"), wrong_address("")[:8]
    ('', '', 'not set:')
    """
    faults = [said for form, said in NEVER.items() if re.search(form, address)]
    if not faults:
        host, port, path = re.fullmatch(r"https?://(\[.*?\]|[^/:]*)([^/]*)(.*)", address).groups()
        if not HOST.fullmatch(host):
            faults = ["with a host that is no full name"]
        elif port and not (re.fullmatch(r":\d{1,5}", port) and 0 < int(port[1:]) < 65536):
            faults = ["with a port that is none"]
        elif not re.fullmatch(r"(/[\w~-][\w.~-]*)*/?", path, re.A):
            faults = ["with more than letters, digits and - . _ ~ between the slashes of its path"]
        else:
            return ""
    shown = "".join(sign if sign.isprintable() else "?" for sign in re.sub("//[^/]*@", "//…@", address)[:80])
    what = f'"{shown}", ' + (f"an address {faults[0]}" if faults[0] else "no whole address")
    return f"{what if address else 'not set'}: write the guide's public address, as in https://guide.example/"
