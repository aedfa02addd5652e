"""What every part of the proof needs: to run a program, and to say what this machine lacks."""

import shutil
import subprocess

NPM = ("npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts")


class NotRun(Exception):
    """Something this machine lacks."""


def need(*tools: str) -> None:
    if missing := [tool for tool in tools if not shutil.which(tool)]:
        raise NotRun("missing: " + ", ".join(missing))


def run(*words, **options) -> subprocess.CompletedProcess:
    return subprocess.run(words, capture_output=True, text=True, **options)
