"""One document -> its stories, ready to be merged: reading, judging, splitting, dating, in this order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from generator.errors import Problem
from generator.ingest import boilerplate, dates, overrides, readers
from generator.ingest.bounds import check_lines, check_stories
from generator.ingest.dateline import stated_date, take_off
from generator.ingest.masthead import in_masthead, page_date, seen_on, under_rates
from generator.ingest.parts import begins_at
from generator.ingest.readers.reading import Reading
from generator.ingest.repair import fold
from generator.ingest.shape import is_cut_off, is_prose
from generator.ingest.sift import Span, without_teasers
from generator.ingest.split import BY_EDITOR, is_article, split
from generator.ingest.tidy import finish
from generator.ingest.words import count_words
from generator.model import Block, DateBasis, Document, FoundDate, Kind, Story

_TEASER_WORDS = 90
# A text looks back as many years: beyond, it was written then, and a scraper put it beside a newer one.
_LONG_AGO = 3
# A story is out so long after its dateline at most.
_LATEST = 3  # days
# "Read more" ends a page as often as a teaser: under a few words it leads on.
_MORE = re.compile(r"read more\W*", re.IGNORECASE)


class Stub(msgspec.Struct, frozen=True):
    """A headline that a document prints without a body, and its line."""

    document: str
    line: int
    title: str


class Harvest(msgspec.Struct, frozen=True):
    """What one document gave: its stories, its headlines without a body, and every block with its verdict.

    `spans` are the pieces that it was split into, those that make no story too; `structured` says that its format marks
    its structure. `warnings` are the overrides of its editor that fit nothing in it.
    """

    document: Document
    stories: tuple[Story, ...]
    stubs: tuple[Stub, ...]
    blocks: tuple[Block, ...]
    spans: tuple[Span, ...]
    structured: bool
    warnings: tuple[Problem, ...] = ()


def harvest(document: Document) -> Harvest:
    """Return the stories of a raw document.

    Raises DocumentError where its bytes are not a text that can be used, or it is beyond its limits.
    """
    reading = readers.read(document)
    check_lines(document, reading.blocks)
    named = overrides.find_lines(document, reading)
    pinned: frozenset[int] = frozenset()
    # What an editor keeps is pinned where the rules would drop it, which can change what they say of other such lines.
    while lost := overrides.lost(spans := _spans(reading, named, pinned), named) - pinned:
        pinned |= lost
    blocks = tuple(block for span in spans for block in span.blocks)
    stubs = tuple(
        Stub(document.name, block.line, block.text) for block in blocks if block.rule == "headline without a body"
    )
    articles = [span for span in spans if is_article(span)]
    stories, warnings = overrides.apply(document, _dated(document, articles, spans, reading), named)
    check_stories(document, stories)
    return Harvest(document, stories, stubs, blocks, spans, reading.structured, warnings)


def _spans(reading: Reading, named: overrides.Named, pinned: frozenset[int]) -> tuple[Span, ...]:
    judged = boilerplate.judge(overrides.rule(reading.blocks, named, pinned))
    begins, joins = named.numbers(named.said.split), named.numbers(named.said.join)
    if not reading.structured:
        return split(judged, begins, joins)
    # A saved page that is named after one story holds one, unless an editor says that it is a list of several.
    starts = [at for at in range(1, len(judged)) if begins_at(judged, at, begins)]
    first, *rest = (judged[start:end] for start, end in pairwise((0, *starts, len(judged))))
    return (_structured_span(reading.title, first), *(_cut_out(piece) for piece in rest))


def _cut_out(piece: Sequence[Block]) -> Span:
    """Return a story of a saved page that begins where an editor says."""
    if is_prose(piece[0].text):
        return replace(_structured_span(None, piece), evidence=BY_EDITOR)
    span = _structured_span(piece[0].text, piece[1:])
    title = replace(piece[0], kind=Kind.TITLE, kept=True, rule="headline")
    return replace(span, blocks=(title, *span.blocks), evidence=BY_EDITOR)


def _structured_span(title: str | None, judged: Sequence[Block]) -> Span:
    """Return the one story of a format that marks its structure.

    The headline printed again, a heading without text under it and short lines after the last prose are left over.
    """
    blocks = list(judged)
    below = False
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if not block.kept:
            continue
        if title and fold(block.text) == fold(title):
            blocks[index] = block.drop("repeated headline")
        elif block.kind is Kind.HEADING and not below:
            blocks[index] = block.drop("heading without text")
        elif block.kind is Kind.PARAGRAPH and not below and not is_prose(block.text):
            blocks[index] = block.drop("stray line")
        else:
            below = block.kind is not Kind.HEADING
    return without_teasers(Span(title, finish(blocks, title), ("the page's own structure",)))


def _dated(document: Document, articles: Sequence[Span], spans: Sequence[Span], reading: Reading) -> tuple[Story, ...]:
    texts = [_kept_text(span) for span in articles]
    info = document.info
    page_day = page_date(spans, several=len(articles) > 1)
    seen = info.retrieved or (page_day.day if page_day else None)
    year = seen.year if seen and page_day else dates.anchor_year(texts)
    if seen and (year is None or year > seen.year):
        year = seen.year
    years = [year if seen else _year_of(text, year) for text in texts]
    newest = [dates.newest(text, own, seen) for text, own in zip(texts, years, strict=True)]
    latest = max((found for found in newest if found), key=lambda found: found.day, default=None)
    day_seen = seen_on(info.retrieved, page_day, latest if len(articles) > 1 else None)
    stories = []
    visits = under_rates(spans)
    for span, own, own_year in zip(articles, newest, years, strict=True):
        date = _date(document, span, visits, own, day_seen, own_year, reading)
        stories.append(
            Story(
                documents=(document,),
                title=span.title,
                blocks=span.blocks,
                complete=_is_complete(span, several=len(articles) > 1),
                date=date,
                evidence=span.evidence,
            )
        )
    return tuple(stories)


def _year_of(text: str, of_page: int | None) -> int | None:
    """Return the year that a story without a stated day speaks from: the page's, or its own that lies far before."""
    own = dates.anchor_year([text])
    return own if own and of_page and of_page - own > _LONG_AGO else of_page


def _kept_text(span: Span) -> str:
    return "\n".join(block.text for block in span.blocks if block.kept)


def _date(
    document: Document,
    span: Span,
    visits: frozenset[int],
    newest: FoundDate | None,
    seen_on: FoundDate | None,
    year: int | None,
    reading: Reading,
) -> FoundDate | None:
    """Return the date of a story, by what is known best; on the lines `visits` stand days of the visit."""
    info = document.info
    of_page = {seen_on and seen_on.evidence, *(block.text for block in in_masthead(span.blocks))}
    lines = [block for block in span.blocks if block.kind is Kind.DATE and block.text not in of_page]
    lines = [block for block in lines if block.line not in visits]
    first = next((block for block in span.blocks if block.kept and block.kind is Kind.PARAGRAPH), None)
    dateline = take_off(first.text)[0] if first else ""
    under = dates.stated(_under_headline(span, lines))
    spoken = stated_date(dateline, None)
    if found := under or dates.stated(lines) or reading.date:
        settled = _settled(found, lines, spoken)
        # A day on top of the page is that of the visit where the text says a day long before it.
        visited = spoken and not under and not reading.date and (settled.day - spoken.day).days > _LATEST
        return spoken if spoken and visited else settled
    if info.date:
        return FoundDate(info.date, DateBasis.STATED, "sources.yaml")
    if found := stated_date(dateline, year):
        return found
    return dates.pictured(span.blocks) or newest or seen_on


def _settled(found: FoundDate, lines: Sequence[Block], spoken: FoundDate | None) -> FoundDate:
    """Return a day as another line or the dateline writes it, where month and day may be the other way round."""
    day = found.day
    if day.day > 12 or day.day == day.month:
        return found
    stated = [spoken, *(dates.stated([line]) for line in lines)]
    others = (other for other in stated if other and other.day.year == day.year)
    return next((other for other in others if (other.day.day, other.day.month) == (day.month, day.day)), found)


def _under_headline(span: Span, lines: Sequence[Block]) -> list[Block]:
    """Return the date lines between a headline and the text: one above the headline may be the page's."""
    kinds = [block.kind if block.kept else Kind.NOISE for block in span.blocks]
    if Kind.TITLE not in kinds or Kind.PARAGRAPH not in kinds:
        return []
    between = span.blocks[kinds.index(Kind.TITLE) : kinds.index(Kind.PARAGRAPH)]
    return [block for block in lines if block in between]


def _is_complete(span: Span, several: bool) -> bool:
    """Return False where the text breaks off, or where a short text on a page of many leads on to "read more"."""
    kept = [index for index, block in enumerate(span.blocks) if block.kept and block.kind is not Kind.TITLE]
    last = kept[-1]
    if is_cut_off(span.blocks[last].text):
        return False
    below = span.blocks[last + 1 : last + 3]
    leads_on = any(block.rule == "continue-reading" or _MORE.fullmatch(block.text) for block in below)
    return not (several and leads_on and count_words(_kept_text(span)) <= _TEASER_WORDS)
