"""What a run of the cleaner changes in content/, as a unified diff of its files."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterator, Mapping

from generator.ingest.reconcile import Changes

_COLOURS = (("---", "1"), ("+++", "1"), ("@@", "36"), ("-", "31"), ("+", "32"))
_NOWHERE = "/dev/null"


def diff(changes: Changes, current: Mapping[str, str], folder: str) -> Iterator[str]:
    """Yield the lines of a diff from the articles as they stand to what is to be written, in the order of the paths.

    `current` and the changes are by path below `folder`.
    """
    for path in sorted({*changes.write, *changes.moved.values()}):
        before, after = current.get(path), changes.write.get(path)
        yield from (
            line.rstrip("\r\n")
            for line in difflib.unified_diff(
                _lines(before),
                _lines(after),
                _NOWHERE if before is None else f"{folder}/{path}",
                _NOWHERE if after is None else f"{folder}/{path}",
            )
        )


def _lines(text: str | None) -> list[str]:
    # Line feeds only, as every tool that reads a diff counts them; not the separators inside a line.
    return [line + "\n" for line in (text or "").removesuffix("\n").split("\n")] if text else []


def print_diff(lines: Iterator[str]) -> None:
    """Print a diff, with colours on a terminal."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for line in lines:
        code = next((code for start, code in _COLOURS if line.startswith(start)), None) if colour else None
        print(f"\x1b[{code}m{line}\x1b[0m" if code else line)
