"""Runs `briefing` as its users do, in this process: starting Python anew for every call takes a second each.

tests/test_cli.py and test_wheel.py start real processes.
"""

import contextlib
import io
from dataclasses import dataclass

from generator.cli import main
from generator.safe_html import relink


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def briefing(folder, *arguments):
    """Run one command in a folder and return its exit code and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    return Done(code, out.getvalue(), err.getvalue())


def tree(folder):
    """Return the bytes of every file below a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def addresses(clean):
    """Return the address of each link and image in sanitised HTML, in order."""
    found = []
    relink(clean, lambda address: found.append(address) or address)
    return found
