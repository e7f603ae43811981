"""What went wrong in a template, for whoever writes it: its file, line and column, the expression, and what to do."""

from __future__ import annotations

import re
import traceback
from collections import Counter
from collections.abc import Iterable, Mapping

import jinja2

from generator.errors import Location, Problem, suggestion

_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
_QUOTED = re.compile(r"'([^']+)'")
# Names of our own code, which say nothing to those who write templates.
_INSIDE = re.compile(r"\w+\.<locals>\.|\b\w+\.(?=__call__)")
_OWNER = re.compile(r"'(?:[\w.]+\.)?(\w+)(?: object)?' has no attribute '(\w+)'")
_MISSING_NAME = re.compile(r"'(\w+)' is undefined")
# What cannot be wrong where something else on the line can: marks of structure, and plain names.
_HARMLESS = re.compile(r"\{%[-+]?\s*(?:end\w+|block|else|extends|macro)\b.*|\{\{\s*\w+\s*\}\}", re.S)
_LONGEST = 100  # characters of an expression
_CIRCLE = "take one of the calls out of the circle"
_OWN_NAME = "a template that replaces one of the default theme extends it as default/NAME"


def to_problem(error: Exception, template: str, sources: Mapping[str, str], known: Iterable[str]) -> Problem:
    """Return what an error in a template comes to.

    `sources` are the texts of the theme's templates by their files, `known` the names that the template may use.
    """
    place, message, hint = _place(error, template, sources), _message(error), ""
    found = _expression(sources.get(place.path, ""), place.line, _names(error, message))
    if isinstance(error, RecursionError):
        own = place.path.rpartition("/templates/")[2]
        hint = _OWN_NAME if found and re.search(rf"""["']{re.escape(own)}["']""", found[1]) else _CIRCLE
    elif missing := _MISSING_NAME.fullmatch(message):
        near = suggestion(missing[1], known)
        hint = near if not near.startswith("known") else ""
    if found:
        column, text = found
        return Problem(Location(place.path, place.line, column), f"{message}: {text}", hint)
    return Problem(place, message, hint)


def _place(error: Exception, template: str, sources: Mapping[str, str]) -> Location:
    if isinstance(error, jinja2.TemplateSyntaxError):
        return Location(error.filename or error.name or template, error.lineno)
    frames = [
        Location(frame.filename, frame.lineno or 0)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename in sources
    ]
    if isinstance(error, RecursionError):
        # Where the circle is entered; where it breaks off depends on what called us.
        count = Counter(frames)
        frames = [frame for frame in frames if count[frame] > 1][:1] or frames
    return frames[-1] if frames else Location(template)


def _message(error: Exception) -> str:
    if isinstance(error, jinja2.TemplateNotFound):
        return f"no template '{error.name}' in this theme or the default"
    if isinstance(error, RecursionError):
        return "contains itself without end"
    message = " ".join((str(error.message) if isinstance(error, jinja2.TemplateError) else str(error)).split())
    message = _OWNER.sub(r"\1 has no '\2'", _INSIDE.sub("", message)).removesuffix(".")
    return message or type(error).__name__


def _names(error: Exception, message: str) -> list[str]:
    """Return the names that an expression must have one of, the likeliest first, to be the one that is wrong."""
    return [str(error.name)] if isinstance(error, jinja2.TemplateNotFound) else _QUOTED.findall(message)[::-1]


def _expression(source: str, line: int, names: Iterable[str]) -> tuple[int, str] | None:
    """Return column and text of the expression on a line that is meant, or of the line; None where it is mere text."""
    lines = source.split("\n")
    if not 0 < line <= len(lines):
        return None
    start = sum(len(one) + 1 for one in lines[: line - 1])
    end = start + len(lines[line - 1])
    on_line = [match for match in _EXPRESSION.finditer(source) if match.start() <= end and match.end() > start]
    for name in names:
        named = [match for match in on_line if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", match[0])]
        if len(named) == 1:
            on_line = named
            break
    if len(on_line) > 1:
        on_line = [match for match in on_line if not _HARMLESS.fullmatch(match[0])] or on_line
    if len(on_line) == 1:
        column = on_line[0].start() - start + 1
        return max(column, 1), _short(on_line[0][0])
    text = lines[line - 1].strip()
    return (lines[line - 1].index(text) + 1, _short(text)) if "{" in text else None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
