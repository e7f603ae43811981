"""Headlines glued behind the text above them: the next story's headline stands at the end of the last one's text.

A page that lost a line break between two items reads "... in recent years. Bakers Walk Out". What stands behind the
last sentence is a headline where the text below tells its news. One alone may be a chance, and is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.ingest.glued import TEXT_KINDS
from generator.ingest.shape import ends_sentence, is_headline_like, is_prose
from generator.ingest.words import content_stems, count_words
from generator.model import EDITOR_RULE, Block

_LEAST = 2  # places
_LEAST_WORDS, _LONGEST, _LEAST_TEXT = 4, 18, 20  # words
_OPENING = 300  # characters
# The share of a headline's words that the text below has; where two places are sure, others may have fewer.
_TOLD, _SURE = 0.25, 0.5
# How much of a text's end is looked at, and the last sentence's end in it.
_TAIL = 200  # characters
_BREAK = re.compile(r"[a-zа-яё0-9)”\"’»][.!?…][\"”’»)]*\s+(?=[\"“«‘A-ZА-ЯЁ0-9])")


def cut_tails(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the headlines behind their texts as blocks of their own."""
    found = list(_places(blocks))
    if sum(told >= _SURE for _, _, told in found) < _LEAST:
        return list(blocks)
    places = {number: cut for number, cut, _ in found}
    result: list[Block] = []
    for number, block in enumerate(blocks):
        if number not in places:
            result.append(block)
            continue
        cut = places[number]
        result += (
            replace(block, text=block.text[:cut].rstrip()),
            replace(block, text=block.text[cut:], gap=1, rule=""),
        )
    return result


def _places(blocks: Sequence[Block]) -> Iterator[tuple[int, int, float]]:
    """Yield the blocks that end in a headline, by their numbers: where it begins, the share told."""
    for number, block in enumerate(blocks[:-1]):
        text = block.text
        if not block.kept or block.kind not in TEXT_KINDS or block.rule == EDITOR_RULE or ends_sentence(text):
            continue
        cut = max((found.end() for found in _BREAK.finditer(text, max(0, len(text) - _TAIL))), default=0)
        head = text[cut:]
        if not cut or not _LEAST_WORDS <= count_words(head) <= _LONGEST or not is_headline_like(head):
            continue
        below = next((other.text for other in blocks[number + 1 : number + 3] if other.kept), "")
        stems = content_stems(head)
        told = len(stems & content_stems(below[:_OPENING])) / len(stems) if stems else 0.0
        if told >= _TOLD and count_words(below) >= _LEAST_TEXT and is_prose(below):
            # A headline may have two sentences itself: a short text is sure of nothing.
            yield number, cut, told if count_words(text[:cut]) >= _LEAST_TEXT else 0.0
