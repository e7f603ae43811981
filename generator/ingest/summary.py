"""The summary: the standfirst where there is one, else the sentences that carry the story. No word is invented."""

from __future__ import annotations

from collections.abc import Sequence

from generator.ingest.shape import is_cut_off, without_cut
from generator.model import Block, Kind
from generator.sentences import sentences

# A summary is read in a list, on a phone: two sentences, at most so many characters.
_LONGEST = 320
_SHORTEST = 60


def summarise(blocks: Sequence[Block]) -> str:
    """Return the summary of a story with the given kept blocks: whole sentences, 320 characters at most.

    A single sentence that is longer is cut at a word, with an ellipsis to say so.
    """
    standfirst = [block.text for block in blocks if block.kind is Kind.STANDFIRST]
    if standfirst:
        return _fit(standfirst)
    return _fit(
        [sentence for block in blocks if block.kind is Kind.PARAGRAPH for sentence in sentences(block.text)][:6]
    )


def _fit(pieces: Sequence[str]) -> str:
    summary = ""
    for piece in pieces:
        if is_cut_off(piece) and summary:
            break
        longer = f"{summary} {piece}".strip()
        if len(longer) > _LONGEST and len(summary) >= _SHORTEST:
            break
        summary = longer
        if len(summary) >= _SHORTEST * 2.5:
            break
    if len(summary) <= _LONGEST + 60:
        return summary
    cut = summary[: _LONGEST - 1].rsplit(" ", 1)[0]
    return without_cut(cut).rstrip(",;:—–- ") + "…"
