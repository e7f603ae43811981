"""Runs `briefing` as its users do, in this process: starting Python anew for every call takes a second each.

tests/test_cli.py and test_wheel.py start real processes.
"""

import contextlib
import io
from dataclasses import dataclass

from generator.cli import main


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
