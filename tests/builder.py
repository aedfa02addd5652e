"""Builds guides for the tests: a process that has imported what MkDocs needs, and forks for each build.

It is asked by lines of JSON, [project, [words of `mkdocs build`], environment, file for what is said], and answers
with exit codes. Importing takes as long as building a small guide.
"""

import importlib
import json
import os
import sys

COMMON = """mkdocs.__main__ mkdocs.commands.build material mkdocs_macros.plugin pymdownx.superfences
pymdownx.blocks.caption pymdownx.blocks.details markdown.extensions.footnotes markdown.extensions.md_in_html
markdown.extensions.smarty markdown.extensions.toc markdown.extensions.tables markdown.extensions.attr_list pydantic
selectolax.lexbor segno esprima tinycss2 rcssmin rjsmin babel.dates""".split()


def build(project: str, words: list[str], environ: dict[str, str], said: str) -> None:
    """One build, in a process of its own."""
    os.chdir(project)
    os.environ.clear()
    os.environ.update(environ)
    out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.argv = ["mkdocs", "build", *words]
    importlib.import_module("mkdocs.__main__").cli()


def main() -> None:
    for name in COMMON:
        importlib.import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            build(*json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
