"""A raw document as lines, numbered as its reader numbers them: what the audit lays the blocks over."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.lines import Line
from generator.ingest.decode import decode
from generator.ingest.readers import READERS, html
from generator.ingest.repair import repair
from generator.ingest.stories import Harvest


def read_lines(harvest: Harvest) -> tuple[Line, ...]:
    """Return the lines of a document: of a text all of them, of a saved page those that its reader would see."""
    text = decode(harvest.document.data)
    is_page = READERS[0].accepts(harvest.document.name, text)
    if harvest.structured:
        return tuple(_visible(text))
    rows = html.flatten(text) if is_page else text.replace("\r\n", "\n").replace("\r", "\n")
    return tuple(_line(number, row) for number, row in enumerate(rows.split("\n"), 1))


def _visible(page: str) -> Iterator[Line]:
    position, number = 0, 1
    for row in html.flatten(page).split("\n"):
        if row.strip():
            at = page.find(" ".join(row.split()[:4]), position)
            if at >= 0:
                number += page.count("\n", position, at)
                position = at
            yield _line(number, row)


def _line(number: int, row: str) -> Line:
    text = repair(row)
    return Line(number, text, "".join(text.split()) != "".join(row.split()))
