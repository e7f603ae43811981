"""An article that both an editor and the cleaner changed: the two put together, and the places where they disagree."""

from __future__ import annotations

from generator.fences import split
from generator.ingest.clash import Clash
from generator.ingest.edits_body import merge_bodies
from generator.ingest.edits_header import merge_headers


def merge_edits(base: str, mine: str, theirs: str) -> tuple[str, tuple[Clash, ...]]:
    """Return the editor's text of an article with the cleaner's changes in it, and the clashes with their lines.

    `base` is what the cleaner wrote last, `theirs` what it would write now; each of the three can be parsed. Every line
    that the editor wrote is in the result, and where both changed the same place nothing else is.
    """
    mark = "\ufeff" if mine.startswith("\ufeff") else ""
    line_break = "\r\n" if "\r\n" in mine else "\n"
    mine = mine.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    header, body, _ = split(mine, "")
    old_header, old_body, _ = split(base, "")
    new_header, new_body, _ = split(theirs, "")
    merged_header, of_header = merge_headers(old_header, header, new_header)
    merged_body, of_body = merge_bodies(old_body, body, new_body)
    start = mine.index("\n") + 1
    top = mine[:start] + merged_header + mine[start + len(header) : len(mine) - len(body)]
    first = top.count("\n") + 1
    clashes = (
        *(Clash(clash.line + 2, clash.wanted, clash.key) for clash in of_header),
        *(Clash(clash.line + first, clash.wanted) for clash in of_body),
    )
    return mark + (top + merged_body).replace("\n", line_break), clashes
