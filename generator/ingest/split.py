"""One document -> the stories that it holds.

A short line between two stretches of prose is the headline of a new story, a section heading of the same one, or a
stray line. No single mark tells them apart, so each such line is weighed by several, and the ones that spoke are kept
as the story's evidence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from generator.ingest.boundary import Boundary, weigh
from generator.ingest.headline import Choice, choose
from generator.ingest.layout import Layout
from generator.ingest.repair import fold
from generator.ingest.shape import is_cut_off, is_prose
from generator.ingest.tidy import finish
from generator.ingest.words import count_words
from generator.model import EDITOR_RULE, Block, Kind

_BODY_KINDS = (Kind.TABLE, Kind.QUOTE)
# What stands above a headline and belongs to it.
FURNITURE = ("date line", "byline", "breadcrumb", "clock", "separator", "read-time")
BY_EDITOR = ("the editor says so",)
# What an interviewer asks, in the middle of a story: it stays, but heads nothing.
_ASKED = re.compile(r"^(?:(?:and|but|so|then)\b.*|.*\b(?:you|your)\b.*)\?$", re.IGNORECASE)
# Fewer words than this are no article, whatever stands above them: a label's explanation, a caption that was missed.
_LEAST_WORDS, _LEAST_TEASER_WORDS = 22, 9


@dataclass(frozen=True, slots=True)
class Part:
    """A run of short lines and the prose under it: indexes into the document's blocks.

    `heads` are the short lines, `body` the prose; `start` and `end` span both and the furniture between and after.
    """

    start: int
    heads: tuple[int, ...]
    body: tuple[int, ...]
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """The blocks of one story in a document, judged, with its headline and the evidence that it begins here."""

    title: str | None
    blocks: tuple[Block, ...]
    evidence: tuple[str, ...]


def split(blocks: Sequence[Block], begins: Collection[int] = (), joins: Collection[int] = ()) -> tuple[Span, ...]:
    """Return the stories in a document's judged blocks, in order; every block is in exactly one of them.

    A document without prose gives one span without a body, which makes no article. An editor says on which lines a
    story `begins`, and on which the story goes on (`joins`).
    """
    parts = _parts(blocks, begins, joins)
    if not any(part.body for part in parts):
        return (Span(None, tuple(_strays(blocks)), ()),)
    layout = Layout.of(blocks, [(part.heads, part.body) for part in parts])
    groups: list[tuple[list[Part], tuple[str, ...]]] = []
    for part, boundary in zip(parts, _boundaries(blocks, parts, layout, begins, joins), strict=True):
        if groups and not (boundary.is_new and part.body):
            groups[-1][0].append(part)
        else:
            groups.append(([part], boundary.evidence))
    return tuple(_span(blocks, group, evidence, layout, joins) for group, evidence in groups)


def _parts(blocks: Sequence[Block], begins: Collection[int], joins: Collection[int]) -> list[Part]:
    parts: list[Part] = []
    heads: list[int] = []
    body: list[int] = []
    start = 0
    for index, block in enumerate(blocks):
        if index and begins_at(blocks, index, begins):
            parts.append(Part(start, tuple(heads), tuple(body), index))
            start, heads, body = index, [], []
        if not block.kept:
            continue
        if _is_body(blocks, index, bool(body)):
            body.append(index)
        elif block.rule != EDITOR_RULE or block.line in begins or block.line in joins:
            # Another short line that an editor keeps heads nothing.
            if body:
                end = _furniture_end(blocks, body[-1] + 1, index)
                parts.append(Part(start, tuple(heads), tuple(body), end))
                start, heads, body = end, [], []
            heads.append(index)
    parts.append(Part(start, tuple(heads), tuple(body), len(blocks)))
    return parts


def begins_at(blocks: Sequence[Block], index: int, begins: Collection[int]) -> bool:
    """Return whether an editor says that a story begins at a block: the first one of the line."""
    line = blocks[index].line
    return line in begins and (not index or blocks[index - 1].line != line)


def _furniture_end(blocks: Sequence[Block], start: int, head: int) -> int:
    """Return where the furniture between two stories changes hands: dates right above a headline are its own."""
    for index in range(head, start, -1):
        if blocks[index - 1].rule not in FURNITURE:
            return index
    return (
        head
        if any(blocks[index].kind is Kind.DATE for index in range(start, head)) and _dates_below(blocks, head)
        else start
    )


def _dates_below(blocks: Sequence[Block], head: int) -> bool:
    return any(block.kind is Kind.DATE for block in blocks[head + 1 : head + 4])


def _is_body(blocks: Sequence[Block], index: int, inside: bool) -> bool:
    block = blocks[index]
    if block.kind in _BODY_KINDS or is_prose(block.text):
        return True
    following = next((other for other in blocks[index + 1 : index + 3] if other.kept), None)
    later = inside or any(is_prose(other.text) for other in blocks[max(0, index - 12) : index] if other.kept)
    if later and block.text.endswith(":") and following and following.kind in (Kind.ITEM, Kind.TABLE, Kind.QUOTE):
        return True
    if block.kind is not Kind.ITEM:
        return False
    # A short item belongs to a list in the body, unless it stands alone above prose: then it is a headline.
    beside = [blocks[at] for at in (index - 1, index + 1) if 0 <= at < len(blocks)]
    listed = any(other.kind is Kind.ITEM and other.kept for other in beside)
    return listed and later


def _boundaries(
    blocks: Sequence[Block], parts: list[Part], layout: Layout, begins: Collection[int], joins: Collection[int]
) -> list[Boundary]:
    """Weigh each part's beginning, twice: the second time knowing how the document's other boundaries came out."""
    boundaries = [Boundary(0.0, ())] * len(parts)
    # The marks of a part depend on where the story before it begins; the second time that is mostly as it was.
    marks: dict[tuple[int, int], tuple[tuple[str, float], ...]] = {}
    for second_time in (False, True):
        new = sum(boundary.is_new for boundary in boundaries[1:])
        before: list[int] = []
        headed: set[str] = set()
        for number, part in enumerate(parts):
            earlier = boundaries[number]
            if number and part.body and begins_at(blocks, part.start, begins):
                boundaries[number] = Boundary(1.0, BY_EDITOR)
            elif number and part.heads and part.body:
                if any(blocks[index].line in joins for index in part.heads):
                    boundaries[number] = Boundary(-1.0, BY_EDITOR)
                elif fold(blocks[part.heads[-1]].text) in headed:
                    boundaries[number] = Boundary(-9.0, ("it repeats the story's own headline",))
                elif not before:
                    boundaries[number] = Boundary(1.0, ("nothing stands before it",))
                else:
                    place = number, before[0]
                    if place not in marks:
                        marks[place] = weigh(blocks, before, part.heads, part.body, layout)
                    lean = [layout.leaning(new - earlier.is_new, len(parts) - 2)] if second_time else []
                    boundaries[number] = Boundary.of((*marks[place], *lean))
            if boundaries[number].is_new:
                before, headed = [], set()
            before.extend(part.body)
            headed.update(fold(blocks[index].text) for index in part.heads)
    return boundaries


def _span(
    blocks: Sequence[Block], parts: list[Part], evidence: tuple[str, ...], layout: Layout, joins: Collection[int]
) -> Span:
    judged = list(blocks[parts[0].start : parts[-1].end])
    offset = parts[0].start
    body_text = " ".join(blocks[index].text for part in parts[:2] for index in part.body)[:4000]
    choice = choose([blocks[index] for index in parts[0].heads], parts[0].heads, body_text, layout.repeated)
    for index, verdict in zip(parts[0].heads, choice.verdicts, strict=True):
        judged[index - offset] = verdict
    for part in parts[1:]:
        _judge_inner(judged, blocks, part, offset, choice, joins)
    return Span(choice.title, finish(judged, choice.title), evidence)


def _judge_inner(
    judged: list[Block], blocks: Sequence[Block], part: Part, offset: int, choice: Choice, joins: Collection[int]
) -> None:
    """Judge the short lines inside a story: the last one above prose is a section heading, others are strays.

    Where an editor says that the story goes on with a line, it stays.
    """
    for position, index in enumerate(part.heads):
        block = blocks[index]
        last = position == len(part.heads) - 1
        if block.line in joins:
            heads = last and bool(part.body) and _can_head(block)
            judged[index - offset] = replace(block, kind=Kind.HEADING if heads else block.kind, rule=EDITOR_RULE)
        elif choice.title and fold(block.text) == fold(choice.title):
            judged[index - offset] = block.drop("repeated headline")
        elif not part.body:
            judged[index - offset] = block.drop(
                "headline without a body" if count_words(block.text) >= 4 else "stray line"
            )
        elif last and _ASKED.search(block.text):
            judged[index - offset] = replace(block, rule="question")
        elif last and _can_head(block):
            judged[index - offset] = replace(block, kind=Kind.HEADING, rule="section heading")
        else:
            judged[index - offset] = block.drop("stray line")


def _can_head(block: Block) -> bool:
    first = block.text.lstrip("“\"«‘'([0123456789.) ")[:1]
    return first.isupper() and count_words(block.text) <= 16 and not block.text.endswith((",", ";", ")"))


def _strays(blocks: Sequence[Block]) -> list[Block]:
    return [
        block.drop("headline without a body" if count_words(block.text) >= 4 else "stray line") if block.kept else block
        for block in blocks
    ]


def is_article(span: Span) -> bool:
    """Return whether a span has enough text for an article, or is a teaser under a headline."""
    body = [block for block in span.blocks if block.kept and block.kind is not Kind.TITLE]
    words = sum(count_words(block.text) for block in body)
    if words >= _LEAST_WORDS:
        return True
    return bool(body) and span.title is not None and is_cut_off(body[-1].text) and words >= _LEAST_TEASER_WORDS
