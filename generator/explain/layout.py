"""Parts of an explanation as text for a terminal, or plain for whatever reads them next."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from generator.explain.part import Part

_LABEL = 11  # columns
_NARROWEST = 40


def lay_out(parts: Iterable[Part], width: int | None, colour: bool) -> str:
    """Return the parts with their labels in a column; lines are wrapped to a width, and long where it is None."""
    rows: list[str] = []
    for part in parts:
        lines = [piece for line in part.lines for piece in _wrap(line, width)]
        for number, line in enumerate(lines):
            label = f"{'' if number else part.label:<{_LABEL}}"
            rows.append((f"\x1b[1m{label}\x1b[0m" if colour and not number else label) + line)
    return "\n".join(row.rstrip() for row in rows) + "\n"


def _wrap(line: str, width: int | None) -> list[str]:
    if width is None:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()))
    room = max(width, _NARROWEST) - _LABEL
    return textwrap.wrap(line, room, subsequent_indent=indent + "  ", break_on_hyphens=False) or [""]
