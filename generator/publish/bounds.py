"""Is a body one that a person may have written? Asked before anything reads it that would stall on what nobody writes.

Every Markdown engine and HTML parser has inputs on which its work grows faster than they do, or on which it runs out of
stack: endless paragraphs, and lists, quotations or elements inside one another without end.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from generator.errors import Location, Problem
from generator.model import Limits

_HINT = "see limits in briefing.yaml"
_LINE = 10  # characters that each line counts at least: some rules are tried anew for each line of a paragraph
_OPEN = 200  # brackets that nothing closes: for each of them Python-Markdown reads the rest of the paragraph
_BRACKET = re.compile(r"\\.|[\[\]]")
_MARK = re.compile(r"[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$))")
_INDENT = re.compile(r"[ \t]*")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements that end only where they are ended (HTML, optional tags, and the void elements left out).
_NESTING = frozenset(
    "a abbr address article aside b big blockquote center cite code del details dfn dir div dl em fieldset figcaption"
    " figure font footer form g header i ins kbd main mark math menu nav ol pre q s samp section select small span"
    " strike strong sub sup svg table template tt u ul var".split()
)


def wrong_size(body: str, path: str, first_line: int, limits: Limits) -> Iterator[Problem]:
    """Yield what is too long or too deep in a body in Markdown, whose first line is `first_line` of its file."""
    if (
        len(body) + _LINE * body.count("\n") < limits.line
        and body.count("[") <= _OPEN
        and body.count("<") <= limits.nesting
        and not _depths(limits.nesting).search("\n" + body)
    ):
        return  # as most are, which needs no closer look
    start = size = opened = 0
    deepest = False
    for number, line in enumerate([*body.split("\n"), ""]):
        if line.strip():
            # What the cleaner escapes is no longer for that.
            size += max(len(line) - line.count("\\"), _LINE)
            opened = _still_open(line, opened) if opened or "[" in line else opened
            if not deepest and _depth(line) > limits.nesting:
                deepest = True
                yield _too_deep("lists and quotations", Location(path, first_line + number), limits)
            continue
        if size > limits.line:
            message = f"a paragraph of {size:,} characters, more than the limit of {limits.line:,}"
            yield Problem(Location(path, first_line + start), message, f"part it; {_HINT}")
        if opened > _OPEN:
            message = f"{opened:,} brackets that are not closed, more than {_OPEN} in a paragraph"
            yield Problem(Location(path, first_line + start), message, "put a backslash before each")
        start, size, opened = number + 1, 0, 0
    if (at := _too_deep_at(body, limits.nesting)) is not None:
        yield _too_deep("HTML elements", Location(path, first_line + body.count("\n", 0, at)), limits)


@functools.cache
def _depths(most: int) -> re.Pattern[str]:
    """Return a pattern for a line that begins with as much as it takes to be so deep, whatever it means."""
    return re.compile(rf"\n[ \t>*+0-9.)-]{{{most // 2},}}")  # a tab is two levels


def _too_deep(what: str, where: Location, limits: Limits) -> Problem:
    return Problem(where, f"{what} inside one another, more than {limits.nesting} deep", _HINT)


def _still_open(line: str, opened: int) -> int:
    """Return how many square brackets are open after a line, where some were open before it."""
    for match in _BRACKET.finditer(line):
        opened += {"[": 1, "]": -1}.get(match[0], 0)
        opened = max(opened, 0)
    return opened


def _depth(line: str) -> int:
    """Return how many lists and quotations a line may be inside of: two columns of indentation make one."""
    depth = position = 0
    while match := _MARK.match(line, position):
        depth += 1
        position = match.end()
    indent = _INDENT.match(line)
    return depth + (len(indent[0].expandtabs(4)) // 2 if depth and indent else 0)


def _too_deep_at(body: str, most: int) -> int | None:
    depth = 0
    for match in _TAG.finditer(body):
        if match[2].lower() in _NESTING:
            depth = max(depth - 1, 0) if match[1] else depth + 1
            if depth > most:
                return match.start()
    return None
