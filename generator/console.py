"""Messages for people: on a terminal the place of a problem stands out, elsewhere they are plain lines."""

from __future__ import annotations

import os
import sys

from generator.errors import BriefingError, Problem


def print_problems(error: BriefingError) -> None:
    """Print every problem on a line of its own to stderr."""
    for problem in error.problems:
        print_problem(problem)


def print_problem(problem: Problem) -> None:
    """Print one problem on a line of its own to stderr."""
    line, place = str(problem), str(problem.location)
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    print(f"\x1b[1;31m{place}\x1b[0m{line.removeprefix(place)}" if colour else line, file=sys.stderr, flush=True)
