"""What flattening took away: paragraphs and headings given back to a body that is one long line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from msgspec.structs import replace

from generator.ingest.cohesion import points_back
from generator.ingest.dateline import take_off
from generator.ingest.run_in import find_headings
from generator.ingest.words import content_stems, count_words
from generator.model import EDITOR_RULE, Block, Kind
from generator.sentences import sentences

# News paragraphs run to 40 to 80 words; a block beyond these lengths has lost its breaks.
_LONG_BLOCK = 110
_TOO_LONG = 200
_SHORT, _USUAL, _LONGEST = 40, 65, 100
_TURN = re.compile(
    r"(?:however|meanwhile|on (?:the other hand|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|in (?:19|20)\d\d|according to|at the|"
    r"since|despite|for (?:women|children|many|its part)|while|after|although|another|in addition|prior to|as of|"
    r"earlier|last (?:year|month|week)|во время|по данным|согласно|однако|между тем|тем временем|кроме того|в \d{4})\b",
    re.IGNORECASE,
)


def restore(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return a story's blocks with the dateline taken off, and with paragraphs and headings where they were lost."""
    opened = list(_without_dateline(blocks))
    prose = [count_words(block.text) for block in opened if block.kept and block.kind is Kind.PARAGRAPH]
    flattened = bool(prose) and median(prose) > _LONG_BLOCK
    document = ""
    restored: list[Block] = []
    place = 0
    for block in opened:
        size = count_words(block.text)
        if block.kept and block.kind is Kind.PARAGRAPH and (size > _TOO_LONG or (flattened and size > _LONGEST)):
            document = document or " ".join(block.text for block in opened if block.kept)
            restored.extend(_unfold(block, document, place))
        else:
            restored.append(block)
        place += len(block.text) + 1 if block.kept else 0
    return tuple(restored)


def _without_dateline(blocks: Sequence[Block]) -> Iterator[Block]:
    first = True
    for block in blocks:
        if first and block.kept and block.kind is Kind.PARAGRAPH:
            first = False
            dateline, rest = take_off(block.text)
            if dateline and block.rule != EDITOR_RULE:
                yield replace(block, text=dateline).drop("dateline")
                yield replace(block, text=rest, gap=0)
                continue
        yield block


def _unfold(block: Block, document: str, place: int) -> Iterator[Block]:
    pieces = list(sentences(block.text))
    headings = find_headings(pieces, document, place)
    section: list[str] = []
    for number, sentence in enumerate(pieces):
        hit = headings.get(number)
        if hit:
            yield from _paragraphs(block, section)
            section = []
            yield replace(block, kind=Kind.HEADING, text=hit.heading, rule="run-in heading")
            if rest := sentence[hit.rest :].strip():
                section.append(rest)
        else:
            section.append(sentence)
    yield from _paragraphs(block, section)


def _paragraphs(block: Block, pieces: Sequence[str]) -> Iterator[Block]:
    groups: list[list[str]] = []
    size = 0
    for sentence in pieces:
        if groups and not _breaks(groups[-1], size, sentence):
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
            size = 0
        size += count_words(sentence)
    room = _LONGEST * 1.25 if len(groups) > 3 else _USUAL
    if len(groups) > 1 and _size(groups[-1]) < _SHORT // 2 and _size(groups[-2]) + _size(groups[-1]) <= room:
        groups[-2].extend(groups.pop())
    for group in groups:
        yield replace(block, text=" ".join(group), rule="paragraph restored")


def _size(group: Sequence[str]) -> int:
    return sum(count_words(sentence) for sentence in group)


def _breaks(group: Sequence[str], size: int, sentence: str) -> bool:
    """Return whether a paragraph of so many words ends before a sentence: it is long enough, and the subject turns."""
    if size < _SHORT or group[-1].count('"') % 2:
        return False
    if size + count_words(sentence) > _LONGEST * 1.4:
        return True
    if points_back(sentence) and not _TURN.match(sentence):
        return size >= _LONGEST
    shared = content_stems(group[-1]) & content_stems(sentence)
    turn = 2.0 if _TURN.match(sentence) else 0.0
    turn += 1.0 if not shared else 0.0
    turn += 1.0 if sentence[0] in '“"«' else 0.0
    turn += (size - _SHORT) / (_USUAL - _SHORT)
    return turn >= 2.0 or size >= _LONGEST
