"""Shortcodes of content systems, such as [caption id="x"]A road; image: A. Person[/caption], cut out of raw lines.

The WordPress shortcode syntax is the model: https://codex.wordpress.org/Shortcode_API
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from generator.ingest.repair import repair
from generator.model import Block, Kind

# A name known from the field, or any name with attributes or a closing slash: "[sic]" and "[the minister]" stay.
_TAG = re.compile(
    r"""\[(?P<close>/)?(?P<name>[a-zA-Z][\w-]{1,40})(?P<attributes>(?:\s+[\w-]{1,40}\s*=\s*(?:"[^"\[\]]{0,500}"|'[^'\[\]]{0,500}'|[^\s"'\[\]]{1,200})){0,20})\s*/?\]"""
)
_NAMES = frozenset(
    "caption gallery embed video audio playlist youtube vimeo twitter tweet instagram facebook image img photo iframe "
    "pullquote quote ad ads adsense contact-form contact-form-7 wp_caption vc_row vc_column vc_column_text "
    "et_pb_section et_pb_row et_pb_text more read_more related newsletter".split()
)
# What stands between these and their closing tag belongs to a picture or a player, not to the text.
_WITH_CONTENT = frozenset(
    "caption wp_caption gallery embed video audio youtube vimeo twitter tweet image img photo".split()
)
_REACH = 5
# A tag that a line breaks off in, and on how many lines it may go on.
_OPENED = re.compile(r"\[/?([a-zA-Z][\w-]{1,40})(?:\s[^\[\]]*)?$")
_MOST_LINES = 3


def cut_shortcodes(rows: Sequence[str]) -> Iterator[tuple[int, str | Block]]:
    """Yield each raw line with its number, counted from 1; a shortcode comes as a dropped block between the pieces.

    A line whose end stands inside a shortcode comes with those that the shortcode goes on to.
    """
    inside = ""
    held: list[str] = []
    last = 0
    numbers, rows = _close_tags(rows)
    closings = _closings(rows)
    for index, (number, row) in enumerate(zip(numbers, rows, strict=True)):
        if not inside and "[" not in row:
            yield number, row
            continue
        position = 0
        for tag in _TAG.finditer(row):
            name = tag["name"].lower()
            if inside:
                if tag["close"] and name == inside:
                    held.append(row[position : tag.end()])
                    yield _dropped(number, held)
                    inside, position, held = "", tag.end(), []
                continue
            if name not in _NAMES and not tag["attributes"].strip() and not tag["close"]:
                continue
            if row[position : tag.start()].strip():
                yield number, row[position : tag.start()]
            position = tag.end()
            if name in _WITH_CONTENT and not tag["close"] and _closes(closings.get(name, []), index, tag.end()):
                inside, held, last = name, [tag[0]], number + _REACH
            else:
                yield _dropped(number, [tag[0]])
        rest = row[position:]
        if inside:
            held.append(rest)
            if number >= last:
                inside = ""
        elif rest.strip() or not position:
            yield number, rest


def _close_tags(rows: Sequence[str]) -> tuple[list[int], list[str]]:
    """Return the lines with their numbers, and each one that breaks off inside a shortcode joined to its end."""
    numbers: list[int] = []
    closed: list[str] = []
    left = 0
    for number, row in enumerate(rows, 1):
        if left and row.strip():
            closed[-1] += f" {row.strip()}"
            left = left - 1 if "]" not in row and "[" not in row else 0
            continue
        opened = _OPENED.search(row, max(0, row.rfind("["))) if "[" in row else None
        left = _MOST_LINES if opened and opened[1].lower() in _NAMES and _ends(rows, number) else 0
        numbers.append(number)
        closed.append(row)
    return numbers, closed


def _ends(rows: Sequence[str], number: int) -> bool:
    """Return whether the shortcode that a line breaks off in ends on one of the next: a bracket closes, none opens."""
    for row in rows[number : number + _MOST_LINES]:
        end, other = row.find("]"), row.find("[")
        if end >= 0 or other >= 0 or not row.strip():
            return end >= 0 and (other < 0 or end < other)
    return False


def _closings(rows: list[str]) -> dict[str, list[tuple[int, int]]]:
    """Return, for each name, where its last closing tag stands on each row that has one: (row, position), in order."""
    found: dict[str, dict[int, int]] = {}
    for index, row in enumerate(rows):
        if "[/" in row:
            for tag in _TAG.finditer(row):
                if tag["close"]:
                    found.setdefault(tag["name"].lower(), {})[index] = tag.start()
    return {name: list(places.items()) for name, places in found.items()}


def _closes(closings: list[tuple[int, int]], index: int, start: int) -> bool:
    """Return whether a closing tag comes after a position, on its row or within reach below it."""
    at = bisect_left(closings, (index, start))
    return at < len(closings) and closings[at][0] <= index + _REACH


def _dropped(number: int, pieces: list[str]) -> tuple[int, Block]:
    text = " ".join(repair(piece).strip() for piece in pieces if piece.strip())
    return number, Block(number, Kind.PARAGRAPH, text).drop("shortcode")
