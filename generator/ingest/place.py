"""A place where a new story may begin: short lines, the prose above them and the prose below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from generator.ingest.cohesion import beginning_of, end_of
from generator.ingest.page_layout import Layout
from generator.ingest.words import content_stems, count_words
from generator.model import Block

_LEAST_LINE, _LEAST_LEAD = 3, 12  # words
_MOST_PARAGRAPHS = 40
_OPENING, _FIRST_LINES, _MOST_LINES = 500, 300, 8  # characters, characters, lines


class Place(msgspec.Struct, frozen=True):
    """Short lines between two stretches of prose, with the end of the one and the beginning of the other as text.

    `before`, `heads` and `body` are indexes into the blocks of the document. `lead` opens the text, a deck of a few
    words passed over. Of several short lines `line` is the one of whose words most are told there, the lowest of
    equals, labels of one or two words passed over; `told` is how many.
    """

    blocks: Sequence[Block]
    before: Sequence[int]
    heads: Sequence[int]
    body: Sequence[int]
    layout: Layout
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    line: str
    lead: str
    told: int
    line_stems: frozenset[str]
    earlier_stems: frozenset[str]
    later_stems: frozenset[str]

    @classmethod
    def of(
        cls, blocks: Sequence[Block], before: Sequence[int], heads: Sequence[int], body: Sequence[int], layout: Layout
    ) -> Place:
        """Return the place with its texts, no longer than it takes to know their subjects."""
        earlier = end_of(blocks[index].text for index in reversed(before))
        later = beginning_of(blocks[index].text for index in body[:_MOST_PARAGRAPHS])
        lead = later[1] if len(later) > 1 and count_words(later[0]) < _LEAST_LEAD else later[0]
        opening = [content_stems(text[:_FIRST_LINES]) for text in (later[0], lead)]
        lines = [blocks[index].text for index in heads[-_MOST_LINES:]]
        told, _, line = max(
            (max(len(content_stems(text) & said) for said in opening), number, text)
            for number, text in enumerate([text for text in lines if count_words(text) >= _LEAST_LINE] or lines[-1:])
        )
        return cls(
            blocks,
            before,
            heads,
            body,
            layout,
            earlier,
            later,
            line,
            lead[:_OPENING],
            told,
            content_stems(line),
            _stems(earlier),
            _stems(later),
        )

    def rules_between(self, start: int, end: int) -> set[str]:
        """Return the rules by which the blocks from one index to another were dropped."""
        return {block.rule for block in self.blocks[start:end] if not block.kept}


def _stems(texts: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*map(content_stems, texts))
