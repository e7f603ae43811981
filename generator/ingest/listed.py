"""Short lines inside a story that are its own: figures in a column, and who says what stands above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from generator.ingest.shape import is_headline_like, is_prose
from generator.model import Block, Kind

_LEAST = 3  # lines, of either kind
# "45.6% – from Uzbekistan", "Of working age – 57.6%", "Kazakhstan: 754 people".
_FIGURE = r"(?:over |about |около |более )?[$€₽]?\d[\d., ]{0,12}%?(?: (?:%|[^\W\d]+)){0,3}"
_JOINED = r" ?[–—:-] "
_FIGURES = re.compile(rf"(?:{_FIGURE}{_JOINED}[^\d:]{{3,80}}|[^\d:]{{3,80}}?{_JOINED}{_FIGURE})[.,;]?", re.IGNORECASE)
# "Ada Miller, director of the Valley Bank": a name, and in small letters what somebody is.
_SPEAKER = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w.’'-]*){1,4}, (?!and |or )(?:[a-z]|C[EFTO]O\b)[^.!?]{2,90}")
_WHOSE = re.compile(r"[–—-] ?[a-zа-яё]")
# Whoever signs in a story signs as often as this within so many lines.
_AROUND = 60


def is_signature(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a line says who speaks above it: in several places near it such a line stands under prose."""
    if not _signs(blocks[index]):
        return False
    near = blocks[max(0, index - _AROUND) : index + _AROUND]
    return sum(_signs(block) and above.kept and is_prose(above.text) for above, block in pairwise(near)) >= _LEAST


def _signs(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and _SPEAKER.fullmatch(block.text) is not None


def _is_quoted(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a line is a quotation, and the text right below it says with a dash whose."""
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    if below is None or blocks[index].text[:1] not in '"“«':
        return False
    # A dash at the front of a line may have been read as that of a list.
    return _WHOSE.match(below.text) is not None or (below.kind is Kind.ITEM and below.text[:1].islower())


def own_lines(blocks: Sequence[Block], heads: Sequence[int]) -> dict[int, Block]:
    """Return the short lines above a stretch of prose, by their places, that are a story's own, each with its verdict.

    They are the figures in a column, the line that announces these with a colon and its heading, a quotation set apart
    from its speaker, and who signs what stands above.
    """
    found: dict[int, Block] = {}
    if heads and is_signature(blocks, heads[0]):
        found[heads[0]] = replace(blocks[heads[0]], rule="who speaks")
    if heads and _is_quoted(blocks, heads[-1]):
        found[heads[-1]] = replace(blocks[heads[-1]], rule="quotation")
    run: list[int] = []
    for index in [*heads, -1]:
        if index >= 0 and _FIGURES.fullmatch(blocks[index].text):
            run.append(index)
            continue
        if len(run) >= _LEAST:
            announced = run[0] - 1 in heads and blocks[run[0] - 1].text.endswith(":")
            found.update((at, replace(blocks[at], rule="list")) for at in (run[0] - announced, *run))
            above = run[0] - 2
            if announced and above in heads and is_headline_like(blocks[above].text):
                found[above] = replace(blocks[above], kind=Kind.HEADING, rule="section heading")
        run = []
    return found
