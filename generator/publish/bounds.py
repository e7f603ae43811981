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
_OPEN = 200  # brackets and links that nothing closes, and headings and rules that follow one another at once
_MARKS = 5_000  # of emphasis and code
_HEADING = re.compile(r"^ {0,3}(?:#|[-*_=][-*_= \t]*$)", re.MULTILINE)
_MARKED = re.compile(r"[*_`]+")
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
        and not any(_too_many(body))
        and body.count("<") <= limits.nesting
        and not _depths(limits.nesting).search("\n" + body)
    ):
        return  # as most are, which needs no closer look
    start = size = 0
    deepest = False
    lines = [*body.split("\n"), ""]
    for number, line in enumerate(lines):
        if line.strip():
            # What the cleaner escapes is no longer for that.
            size += max(len(line) - line.count("\\"), _LINE)
            if not deepest and _depth(line) > limits.nesting:
                deepest = True
                yield _too_deep("lists and quotations", Location(path, first_line + number), limits)
            continue
        if size > limits.line:
            message = f"a paragraph of {size:,} characters, more than the limit of {limits.line:,}"
            yield Problem(Location(path, first_line + start), message, f"part it; {_HINT}")
        for message, hint in _too_many("\n".join(lines[start:number])):
            yield Problem(Location(path, first_line + start), message, hint)
        start, size = number + 1, 0
    if (at := _too_deep_at(body, limits.nesting)) is not None:
        yield _too_deep("HTML elements", Location(path, first_line + body.count("\n", 0, at)), limits)


def _too_many(paragraph: str) -> Iterator[tuple[str, str]]:
    """Yield what a paragraph holds too many of, with a hint: that for which Python-Markdown reads all of it once more.

    What is in a whole body is in no less of its paragraphs.
    """
    if paragraph.count("[") > _OPEN and (opened := _open_brackets(paragraph)) > _OPEN:
        yield (
            f"{opened:,} brackets that are not closed, more than {_OPEN} in a paragraph",
            "put a backslash before each",
        )
    if paragraph.count("](") > _OPEN and (opened := sum(")" not in part for part in paragraph.split("](")[1:])) > _OPEN:
        yield f"{opened:,} links that are not closed, more than {_OPEN} in a paragraph", "close each with a bracket"
    if paragraph.count("\n") >= _OPEN and (close := len(_HEADING.findall(paragraph))) > _OPEN:
        message = f"{close:,} headings and rules without a blank line between them, more than {_OPEN}"
        yield message, "put blank lines between them"
    if (
        len(paragraph) > _MARKS < sum(map(paragraph.count, "*_`"))
        and (marks := len(_MARKED.findall(paragraph))) > _MARKS
    ):
        yield f"{marks:,} marks of emphasis and code, more than {_MARKS:,} in a paragraph", "part it"


@functools.cache
def _depths(most: int) -> re.Pattern[str]:
    """Return a pattern for a line that begins with as much as it takes to be so deep, whatever it means."""
    return re.compile(rf"\n[ \t>*+0-9.)-]{{{most // 2},}}")  # a tab is two levels


def _too_deep(what: str, where: Location, limits: Limits) -> Problem:
    return Problem(where, f"{what} inside one another, more than {limits.nesting} deep", _HINT)


def _open_brackets(paragraph: str) -> int:
    """Return how many square brackets are open at the end of a paragraph."""
    opened = 0
    for match in _BRACKET.finditer(paragraph):
        opened = max(opened + {"[": 1, "]": -1}.get(match[0], 0), 0)
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
