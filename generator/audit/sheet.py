"""A document's audit as values, ready to be put on a page: its stories, their lines, the counts of every rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from generator.audit import facts
from generator.audit.lines import Line, Piece, lay_over
from generator.audit.original import read_lines
from generator.audit.rows import OUTSIDE, Row, draw, is_kept, label_of
from generator.ingest.repair import fold
from generator.ingest.stories import Harvest
from generator.ingest.trace import Fate, Made, fates
from generator.ingest.words import count_words
from generator.model import Block, Document, Kind
from generator.sentences import is_cyrillic


class Section(msgspec.Struct, frozen=True):
    """A story, or what makes none: an anchor, the headline, what is known, and the lines."""

    anchor: str
    title: str
    is_story: bool
    facts: tuple[facts.Fact, ...]
    rows: tuple[Row, ...]


class Count(msgspec.Struct, frozen=True):
    """How often a rule decided, and on how many words."""

    rule: str
    kept: bool
    pieces: int
    words: int


class Sheet(msgspec.Struct, frozen=True):
    """The audit of one document.

    `strip` draws the document as a line of 1000 units: where each stretch starts, how long it is, whether it was kept.
    """

    document: Document
    language: str
    lines: int
    sections: tuple[Section, ...]
    counts: tuple[Count, ...]
    strip: tuple[tuple[int, int, bool], ...]

    @property
    def stories(self) -> int:
        """How many stories the document tells."""
        return sum(section.is_story for section in self.sections)

    def pieces(self, kept: bool) -> int:
        """Return how many pieces were kept, or dropped."""
        return sum(count.pieces for count in self.counts if count.kept is kept)

    def words(self, kept: bool) -> int:
        """Return how many words were kept, or dropped."""
        return sum(count.words for count in self.counts if count.kept is kept)


def audit(harvest: Harvest, became: Mapping[int, Made], links: Mapping[str, str]) -> Sheet:
    """Return the audit of a document.

    `became` says what each story became (`trace.by_story`); `links` leads from a document's name to its page.
    """
    parts = fates(harvest, became)
    blocks = [block for fate in parts for block in fate.blocks]
    lines = read_lines(harvest)
    laid = lay_over(lines, blocks, ordered=not harvest.structured)
    if harvest.structured and len(parts) == 1:
        parts, laid = _with_headline(parts[0], lines, laid)
        blocks = [block for fate in parts for block in fate.blocks]
    drawn = draw(lines, laid, parts)
    outside = [piece for pieces in laid for piece in pieces if piece.block is None]
    return Sheet(
        document=harvest.document,
        language="ru" if is_cyrillic(" ".join(block.text for block in blocks[:200])) else "en",
        lines=lines[-1].number if lines else 0,
        sections=tuple(_sections(parts, drawn, links)),
        counts=_counts(blocks, outside),
        strip=_strip([(len(piece.text), is_kept(piece, blocks)) for pieces in laid for piece in pieces]),
    )


def _with_headline(
    part: Fate, lines: Sequence[Line], laid: Sequence[tuple[Piece, ...]]
) -> tuple[tuple[Fate, ...], list[tuple[Piece, ...]]]:
    """Return the one part and the pieces of a saved page, the line that prints its headline among them.

    The page's reader takes the headline from the page's structure, so that no block holds it.
    """
    title = fold(part.span.title or "")
    for row, pieces in enumerate(laid):
        if title and len(pieces) == 1 and pieces[0].block is None and fold(pieces[0].text) == title:
            headline = Block(lines[row].number, Kind.TITLE, pieces[0].text.strip(), rule="headline")
            found = (replace(pieces[0], block=len(part.blocks), starts=True),)
            return (replace(part, blocks=(*part.blocks, headline)),), [*laid[:row], found, *laid[row + 1 :]]
    return (part,), list(laid)


def _sections(parts: Sequence[Fate], drawn: Sequence[Sequence[Row]], links: Mapping[str, str]) -> Iterable[Section]:
    stories = 0
    for number, (fate, rows) in enumerate(zip(parts, drawn, strict=True), 1):
        if fate.made is not None and fate.story is not None:
            stories += 1
            known = facts.of_story(fate, fate.story, fate.made, stories, links)
            yield Section(f"story-{number}", fate.made.article.title, True, known, tuple(rows))
        elif rows:
            yield Section(f"story-{number}", "No article", False, facts.of_rest(fate.blocks), tuple(rows))


def _counts(blocks: Iterable[Block], outside: Sequence[Piece]) -> tuple[Count, ...]:
    pieces: Counter[tuple[bool, str]] = Counter()
    words: Counter[tuple[bool, str]] = Counter()
    judged = [(block.kept, label_of(block) if block.kept else block.rule, block.text) for block in blocks]
    for kept, rule, text in (*judged, *((False, OUTSIDE, piece.text) for piece in outside)):
        pieces[(kept, rule)] += 1
        words[(kept, rule)] += count_words(text)
    order = sorted(pieces, key=lambda key: (not key[0], -words[key], key[1]))
    return tuple(Count(rule, kept, pieces[(kept, rule)], words[(kept, rule)]) for kept, rule in order)


def _strip(stretches: Sequence[tuple[int, bool]]) -> tuple[tuple[int, int, bool], ...]:
    total = sum(size for size, _ in stretches) or 1
    strip: list[tuple[int, int, bool]] = []
    reached = 0
    for size, kept in stretches:
        start, end = round(1000 * reached / total), round(1000 * (reached + size) / total)
        reached += size
        if strip and strip[-1][2] is kept:
            strip[-1] = (strip[-1][0], end - strip[-1][0], kept)
        elif end > start:
            strip.append((start, end - start, kept))
    return tuple(strip)
