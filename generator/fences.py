"""Where the front matter of a content file ends and its body begins."""

from __future__ import annotations

import re

from generator.errors import ContentError, Location, Problem

_FENCE = re.compile(r"---[ \t]*(?:\n|\Z)")


def split(text: str, path: str) -> tuple[str, str, int]:
    """Return the YAML between the fences, the body from its first line that is not empty, and that line's number.

    Raises ContentError where the text does not start with a `---` line or the second one is missing.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    opening = _FENCE.match(text)
    if not opening:
        raise ContentError([Problem(Location(path, 1, 1), "no front matter", "start the file with a line `---`")])
    position = opening.end()
    while position <= len(text):
        end = text.find("\n", position)
        line = text[position : end if end >= 0 else len(text)]
        if line.rstrip() == "---":
            body_start = end + 1 if end >= 0 else len(text)
            while text.startswith("\n", body_start):
                body_start += 1
            return text[opening.end() : position], text[body_start:], text.count("\n", 0, body_start) + 1
        if end < 0:
            break
        position = end + 1
    raise ContentError([Problem(Location(path, 1, 1), "the front matter is not closed", "end it with a line `---`")])
