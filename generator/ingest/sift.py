"""Which of the pieces of a page are no stories of their own: teasers round one long story, and what readers wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, takewhile

import msgspec
from msgspec.structs import replace

from generator.ingest.foot import is_appeal
from generator.ingest.shape import capital_share, ends_sentence, is_cut_off
from generator.ingest.words import content_stems, count_words
from generator.model import Block, Kind

# One story rules a page when it has this many words in so many paragraphs, and so many times those of a teaser.
_MAIN_WORDS, _MAIN_PARAGRAPHS, _TIMES = 100, 4, 5
_TEASER_WORDS, _SPLIT_TEASER = 60, 30
_DATED_WORDS = 40
_LABELS, _LABEL_WORDS = frozenset({"section-label", "related"}), 5
# Of several under one label, each has paragraphs of so many words, and a story above them all has twice as many.
_LED_PARAGRAPH, _LED_PARAGRAPHS, _LED_TIMES = 80, 2, 2
_LEAST_CUT, _CUT_SHARE = 2, 0.4
# The last section of a story has so much of its words in common with it.
_SHARED, _TITLED = 0.3, 0.75
# A reader's comment is no longer than this, as a rule.
_COMMENT_WORDS = 150
_NO_COMMENTS = re.compile(r"(?<!\d)0(?!\d)|\bno\b|\bнет\b", re.IGNORECASE)
# Above so many stories a text of fewer words leads in to them.
_LEAST_STORIES, _LEAD_IN_WORDS = 3, 22
# A digest says what it is, in its own name.
_DIGEST = re.compile(
    r"\b(?:digest|round-?up|newsletter|bulletin|weekly review|compil(?:es|ed|ation)|дайджест|обзор|подборк\w+)\b",
    re.IGNORECASE,
)
_WE = re.compile(r"\b(?:we|our|мы|наш\w{0,4})\b", re.IGNORECASE)
_PRESENTS = re.compile(
    r"\b(?:presents?|brings? you|offers?|here is|публику\w+|представля\w+|предлага\w+)\b[^.!?]{0,40}"
    r"\b(?:digest|round-?up|overview|selection|дайджест|обзор|подборк\w+)\b",
    re.IGNORECASE,
)
_DATED = frozenset({"date line", "byline"})


class Span(msgspec.Struct, frozen=True):
    """The blocks of one story in a document, judged, with its headline and the evidence that it begins here.

    `listed` is said of an item in a list of short ones.
    """

    title: str | None
    blocks: tuple[Block, ...]
    evidence: tuple[str, ...]
    listed: bool = False


def sift(spans: Sequence[Span], settled: tuple[str, ...]) -> tuple[Span, ...]:
    """Return the spans with those dropped that only lead to other stories or comment on the page's one.

    Spans whose evidence is `settled`, an editor's word, stay.
    """
    spans = [span if span.evidence == settled else without_teasers(span) for span in spans]
    sizes = [_size(span) for span in spans]
    spans = _without_appeals(_without_lead_in(spans, sizes, settled), settled)
    sizes = [_size(span) for span in spans]
    spans = [
        _dropped(span, "teaser of another story") if span.evidence != settled and _is_list_of_teasers(span) else span
        for span in spans
    ]
    sizes = [_size(span) for span in spans]
    main = max(range(len(spans)), key=lambda number: (sizes[number], -number))
    if sizes[main] < _MAIN_WORDS or len(_body(spans[main])) < _MAIN_PARAGRAPHS:
        return tuple(spans)
    led = _led_below(spans, sizes, main)
    if any(spans[number].evidence != settled for number in led):
        spans = [
            _dropped(span, "teaser of another story") if number in led and span.evidence != settled else span
            for number, span in enumerate(spans)
        ]
        sizes = [_size(span) for span in spans]
    if main == len(spans) - 2 and spans[-1].evidence != settled and _is_section(spans[main], spans[-1], sizes):
        return (*spans[:main], _with_section(spans[main], spans[-1]))
    # On a page where every story has its comments the next story is none.
    talked = _has_comments(spans[main]) and not any(map(_has_comments, spans[main + 1 :]))
    talked = talked and sum(sizes[main + 1 :]) < sizes[main]
    # Where all else on the page is teasers, a date on one of them makes no story of it.
    ruled = all(
        _is_small(span, size, sizes[main])
        for number, (span, size) in enumerate(zip(spans, sizes, strict=True))
        if number != main
    )
    # A list above the story is a list of stories; the one below it leads to others.
    listed = sum(span.listed for span in spans[:main]) >= _LEAST_STORIES
    return tuple(
        _dropped(span, "comment of a reader")
        if talked and number > main and span.evidence != settled and sizes[number] <= _COMMENT_WORDS
        else _dropped(span, "teaser of another story")
        if number != main
        and span.evidence != settled
        and not (listed and number < main)
        and (
            _is_teaser(span, sizes[number], sizes[main], ruled)
            or (number > main and _is_led_to(spans[number - 1], span, sizes[number], sizes[main]))
        )
        else span
        for number, span in enumerate(spans)
    )


def _without_lead_in(spans: Sequence[Span], sizes: Sequence[int], settled: tuple[str, ...]) -> Sequence[Span]:
    """Return the spans of a page without the lead to its stories: a sentence that alone is dated, a preface."""
    if len(spans) < _LEAST_STORIES or spans[0].evidence == settled or not sizes[0]:
        return spans
    if all(_DIGEST.search(block.text) and _WE.search(block.text) for block in _body(spans[0])) or all(
        _PRESENTS.search(block.text) for block in _body(spans[0])
    ):
        return [_dropped(spans[0], "lead of a digest"), *spans[1:]]
    if sizes[0] >= _LEAD_IN_WORDS or not _is_dated(spans[0]) or any(map(_is_dated, spans[1:])):
        return spans
    return [_dropped(spans[0], "lead of a digest"), *spans[1:]]


def _without_appeals(spans: Sequence[Span], settled: tuple[str, ...]) -> Sequence[Span]:
    """Return the spans with those dropped, below the first, in which the house asks its readers for support."""
    return [
        _dropped(span, "appeal")
        if number and span.evidence != settled and is_appeal([block.text for block in _body(span)])
        else span
        for number, span in enumerate(spans)
    ]


def _body(span: Span) -> list[Block]:
    return [block for block in span.blocks if block.kept and block.kind is not Kind.TITLE]


def _size(span: Span) -> int:
    return sum(count_words(block.text) for block in _body(span))


def _has_comments(span: Span) -> bool:
    return any(block.rule == "comments" and not _NO_COMMENTS.search(block.text) for block in span.blocks)


def _led_below(spans: Sequence[Span], sizes: Sequence[int], main: int) -> frozenset[int]:
    """Return the pieces below the page's story that stand under a label such as "More stories", one below the other."""
    found: list[int] = []
    under = False
    for number in range(main + 1, len(spans)):
        body = _body(spans[number])
        under = under or _is_labelled(spans[number - 1], spans[number])
        short = len(body) <= _LED_PARAGRAPHS and all(count_words(block.text) <= _LED_PARAGRAPH for block in body)
        if under and not (short and sizes[number] * _LED_TIMES <= sizes[main]):
            return frozenset()
        if under and sizes[number]:
            found.append(number)
    return frozenset(found) if len(found) > 1 else frozenset()


def _is_led_to(before: Span, span: Span, size: int, main: int) -> bool:
    """Return whether a piece stands under a label such as "Other news", below a longer story."""
    return size <= _TEASER_WORDS and size < main and _is_labelled(before, span)


def _is_labelled(before: Span, span: Span) -> bool:
    """Return whether the head of a list of other stories stands between two pieces."""
    foot = takewhile(lambda block: not block.kept, reversed(before.blocks))
    top = takewhile(lambda block: block.kind is not Kind.TITLE, span.blocks)
    return any(block.rule in _LABELS and count_words(block.text) <= _LABEL_WORDS for block in chain(foot, top))


def without_teasers(span: Span) -> Span:
    """Return a story without the teasers of others at its foot: they break off, and its own paragraphs do not."""
    body = [index for index, block in enumerate(span.blocks) if block.kept and block.kind is not Kind.TITLE]
    foot = teasers_at_foot(span.blocks, body)
    if not foot:
        return span
    blocks = (block.drop("teaser of another story") if n in foot else block for n, block in enumerate(span.blocks))
    return replace(span, blocks=tuple(blocks))


def teasers_at_foot(blocks: Sequence[Block], body: Sequence[int]) -> frozenset[int]:
    """Return the last paragraphs of a text, given by their places, that lead to other stories."""
    # Each may have a heading of its own.
    foot = list(
        takewhile(lambda index: blocks[index].kind is Kind.HEADING or is_cut_off(blocks[index].text), reversed(body))
    )
    cut = [index for index in foot if blocks[index].kind is not Kind.HEADING]
    above = [blocks[index] for index in body[: len(body) - len(foot)]]
    if len(cut) < _LEAST_CUT or any(is_cut_off(block.text) for block in above):
        return frozenset()
    if len(above) < _MAIN_PARAGRAPHS - 1 or sum(count_words(block.text) for block in above) < _MAIN_WORDS:
        return frozenset()
    return frozenset(foot)


def _is_list_of_teasers(span: Span) -> bool:
    """Return whether a piece without a headline strings teasers together: its paragraphs break off."""
    body = _body(span)
    cut = sum(is_cut_off(block.text) for block in body)
    return span.title is None and cut >= _LEAST_CUT and cut >= _CUT_SHARE * len(body)


def _is_section(story: Span, last: Span, sizes: Sequence[int]) -> bool:
    """Return whether the last piece of a page, too small for a story, is the last section of the one above it.

    It is undated, it breaks off nowhere, its headline is set as a sentence is, and it has enough of the story's words.
    """
    body = _body(last)
    if last.title is None or not _is_small(last, sizes[-1], sizes[-2]) or _is_dated(last) or _is_labelled(story, last):
        return False
    if _has_comments(story) or capital_share(last.title) > _TITLED or any(is_cut_off(block.text) for block in body):
        return False
    told = frozenset[str]().union(*(content_stems(block.text) for block in _body(story)))
    own = frozenset[str]().union(*(content_stems(block.text) for block in body))
    return ends_sentence(body[-1].text) and len(own & told) >= _SHARED * len(own)


def _with_section(story: Span, last: Span) -> Span:
    section = (
        replace(block, kind=Kind.HEADING, rule="section heading") if block.kept and block.kind is Kind.TITLE else block
        for block in last.blocks
    )
    return replace(story, blocks=(*story.blocks, *section))


def _is_small(span: Span, size: int, main: int) -> bool:
    # A teaser is one paragraph; of two there are a few words.
    longest = _TEASER_WORDS if len(_body(span)) == 1 else _SPLIT_TEASER
    return size <= longest and size * _TIMES <= main


def _is_teaser(span: Span, size: int, main: int, ruled: bool) -> bool:
    if not _is_small(span, size, main):
        return False
    return not _is_dated(span) or (ruled and size <= _DATED_WORDS and len(_body(span)) == 1)


def _is_dated(span: Span) -> bool:
    return any(block.rule in _DATED for block in span.blocks)


def _dropped(span: Span, rule: str) -> Span:
    blocks = tuple(
        block.drop("headline without a body")
        if block.kept and block.kind is Kind.TITLE
        else block.drop(rule)
        if block.kept
        else block
        for block in span.blocks
    )
    return replace(span, title=None, blocks=blocks)
