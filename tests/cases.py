"""Cases as data: `title . input . expected` in Markdown files, so that a new case needs no Python.

A case is a title line, a line with a point, the input, a line with a point, what is expected, a line with a point.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Case:
    title: str
    input: str
    expected: str
    place: str


def read_cases(name):
    """Return the cases of a fixture file as pytest parameters whose ids are file:line."""
    path = FIXTURES / name
    parts, title, start = [], "", 0
    cases = []
    lines = path.read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if line == ".":
            parts.append([])
            if len(parts) == 3:
                text = ["\n".join(part) for part in parts[:2]]
                cases.append(Case(title, *text, f"{name}:{start}"))
                parts, title = [], ""
        elif parts:
            parts[-1].append(line)
        elif line.strip() and not line.startswith("#"):
            title, start = line.strip(), number
    assert cases, f"{path} holds no case"
    assert not parts, f"{path}: the last case is not closed"
    return [pytest.param(case, id=case.place) for case in cases]
