"""What is wrong with a template of overrides/: it does not parse, or asks for what is not there or not to be told.

A name that does not exist would print as nothing; a clock or a folder of this machine would be published.
"""

from collections.abc import Iterator

import jinja2
from contracts import Row
from front_matter import FrontMatter
from jinja2 import nodes

NAMES = set(
    """a_to_z_rows asset base base_url canonical code_systems codes config edited english facts fault faults folders
    front guide handouts headers help id large leave left_out lines linked looks loop near nav notes own packet packets
    page page_rows paper_code paper_size parts place range redirects related say site_name site_url super text title to
    whole words_used""".split()
)
ATTRIBUTES = {
    "config": {"site_name", "site_url", "site_description"},
    "guide": set(
        """any_holds clinic codes day edition editions facts files more_urgent places publisher redirects reviewed
        reviews serving sign_reviews signs signs_reviewed title""".split()
    ),
    "front": {*FrontMatter.model_fields, *(name for name in vars(FrontMatter) if name not in vars(Row))},
}
PARSER = jinja2.Environment()


def template(text: str) -> list[str]:
    """Complaints about a template.

    >>> template("{{ now() }}"), template("{% set a = 1 %}{{ a }}{{ config.docs_dir }}")[0][:24]
    (['line 1: now is no name that a template may ask for: mend it, or take it out'], 'line 1: config.docs_dir ')
    """
    try:
        tree = PARSER.parse(text)
    except jinja2.TemplateSyntaxError as error:
        return [f"line {error.lineno}: {error.message}: mend the template"]
    macros: dict[str, int] = {}
    for macro in tree.find_all(nodes.Macro):
        if macros.setdefault(macro.name, macro.lineno) != macro.lineno:
            return [f"line {macro.lineno}: {macro.name} is made twice (also in line {macros[macro.name]}): keep one"]
    return [
        f"line {line}: {name} is no name that a template may ask for: mend it, or take it out"
        for line, name in odd(tree)
    ]


def odd(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """(line, name) of what a template asks for and may not."""
    names = list(tree.find_all(nodes.Name))
    made = {name.name for name in names if name.ctx != "load"} | {macro.name for macro in tree.find_all(nodes.Macro)}
    made |= {one.target for one in tree.find_all(nodes.Import)}
    for taken in tree.find_all(nodes.FromImport):
        made |= {name if isinstance(name, str) else name[1] for name in taken.names}
    for name in names:
        if name.name not in NAMES | made:
            yield name.lineno, name.name
    for asked in tree.find_all((nodes.Getattr, nodes.Getitem)):
        if isinstance(asked.node, nodes.Name) and asked.node.name in ATTRIBUTES:
            key = getattr(asked, "attr", None) or getattr(asked.arg, "value", "")
            if key not in ATTRIBUTES[asked.node.name]:
                yield asked.lineno, f"{asked.node.name}.{key}"
