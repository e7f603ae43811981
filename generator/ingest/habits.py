"""What a document as a whole does between its paragraphs, by which the places between them are judged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean, median

import msgspec

from generator.ingest import teaser_lists
from generator.ingest.apart import difference, opens_like_news
from generator.ingest.dateline import has_dateline
from generator.ingest.dates import stated
from generator.ingest.page_layout import contents
from generator.ingest.parts import Part, dates_trail
from generator.ingest.words import count_words
from generator.model import Block, Kind

LEAST_WORDS = 22  # of a story
# A time of the day stands above each entry of one report that is written as it happens.
START_RULES = frozenset({"date line", "byline", "read-time"})
END_RULES = frozenset({"tags", "comments", "copyright", "continue-reading", "footer"})
# What parts stories.
PARTING = START_RULES | END_RULES | {"separator", "archive-mark"}
_NEARLY_ALL = 0.7
# What it is worth where nothing but the words says so.
_UNLIKE_ALONE = 0.1
# "SYRIA: Around 200,000 refugees ...", "TALKS RESUME — Ministers met ...": what a round-up calls its items by.
_LABEL = re.compile(r"([A-ZА-ЯЁ][A-ZА-ЯЁ’' -]{2,40})(?::| [—–]) (?=[\"“«]?[A-ZА-ЯЁ\d])")
# So many paragraphs are as long as stories, where on the average two of them differ as those of different stories do.
_UNLIKE, _LEAST_STORIES, _NEWS_UNLIKE = 1.5, 3, 1.2  # the last where half of them open as news does
_LEAST_PARAGRAPH, _STORY_LINE = 10, 110  # words
# The points from which paragraphs are the items of a list: below a headline they are rather its text, above others
# rather what opens a page, and each with a bullet of its own they are rather items.
_LIST, _LIST_ABOVE, _HEADED_LIST, _BULLETS = -0.3, 1.2, 2.2, 2.5


class Habits(msgspec.Struct, frozen=True):
    """What the document as a whole does between its paragraphs.

    `gaps` is how many places have more blank lines than is usual, `dated` how many a date or a byline.
    `long_lines` says that its texts are much longer than paragraphs are; `unlike` are the parts, by their start,
    whose paragraphs are the items of a list, with the points for that.
    `labelled` says that its texts are called by labels, each its own; `listed` that all are items of a list; `trailing`
    that dates stand below the texts; `gaps_part` that gaps stand above all headlines of stories and no other line.
    `backwards` are the parts, by their start, whose days run backwards; `contents` are the lines of a list of what
    follows, folded; `ends` counts the marks of a page's end.
    """

    usual_gap: int
    gaps: int
    labelled: bool
    listed: bool
    dated: int
    long_lines: bool
    unlike: dict[int, float]
    trailing: bool
    gaps_part: bool
    backwards: frozenset[int]
    contents: frozenset[str]
    ends: Counter[str]


def habits_of(blocks: Sequence[Block], parts: Sequence[Part], new: Sequence[bool], body: Sequence[int]) -> Habits:
    """Return what a document does between its paragraphs, which are given by their places.

    `new` says of each part whether a story begins with it.
    """
    pairs = [pair for part in parts for pair in pairwise(part.body)]
    # What a page lists at its foot is packed, however its story is set.
    long = [pair for pair in pairs if all(count_words(blocks[index].text) >= _LEAST_PARAGRAPH for index in pair)]
    usual = _usual(Counter(blocks[two].gap for _, two in long))
    labels = Counter(name for index in body if (name := label(blocks[index].text)))
    behind = [begins for part, begins in zip(parts[1:], new[1:], strict=True) if part.heads and part.body]
    wide = [blocks[part.heads[0]].gap > usual for part in parts[1:] if part.heads and part.body]
    headed = sum(bool(part.heads and part.body) for part in parts)
    return Habits(
        usual_gap=usual,
        gaps=sum(blocks[two].gap > usual for _, two in pairs),
        gaps_part=any(behind) and wide == behind,
        labelled=len(labels) > 2 and max(labels.values()) == 1,
        listed=all(blocks[at].kind is Kind.ITEM and count_words(blocks[at].text) >= LEAST_WORDS for at in body),
        dated=sum(not {blocks[one + 1].rule, blocks[two - 1].rule}.isdisjoint(START_RULES) for one, two in pairs),
        long_lines=_are_stories([blocks[at].text for at in body]),
        unlike={part.start: points for part in parts if (points := _list_points(blocks, part, usual, headed))},
        trailing=dates_trail(blocks),
        backwards=frozenset(part.start for part in parts if _runs_backwards(blocks[part.start : part.end])),
        contents=contents(blocks),
        ends=Counter(rule for one, two in pairs for rule in {block.rule for block in blocks[one + 1 : two]}),
    )


def _are_stories(texts: Sequence[str]) -> bool:
    """Return whether texts are as long as stories, and differ as those do: paragraphs of an essay may be as long."""
    if len(texts) < _LEAST_STORIES or median(map(count_words, texts)) < _STORY_LINE:
        return False
    least = _NEWS_UNLIKE if sum(map(opens_like_news, texts)) * 2 >= len(texts) else _UNLIKE
    return mean(difference([one], [two]) for one, two in pairwise(texts)) >= least


def _list_points(blocks: Sequence[Block], part: Part, usual_gap: int, headed: int) -> float:
    """Return the points for the paragraphs of a part being the items of a list; `headed` counts those with heads."""
    if len(part.body) < teaser_lists.LEAST:
        return 0.0
    parted = _is_parted(blocks, part.body, usual_gap)
    texts = [blocks[at].text for at in part.body[: teaser_lists.MOST]]
    if part.heads:
        # Where other texts have headlines too, this is the text of its own.
        return teaser_lists.points(texts, _HEADED_LIST) if headed == 1 and not parted else 0.0
    bullets = _BULLETS * all(blocks[at].kind is Kind.ITEM for at in part.body)
    alone = part.end == len(blocks)
    points = 0.0 if parted else teaser_lists.points(texts, (_LIST if alone else _LIST_ABOVE) - bullets)
    if not points:
        return _UNLIKE_ALONE * teaser_lists.have_nothing_in_common(texts)
    return points + bullets


def _is_parted(blocks: Sequence[Block], body: Sequence[int], usual_gap: int) -> bool:
    """Return whether gaps, dates, rules or datelines part some of the paragraphs: stories of several each."""
    signs = sum(
        blocks[two].gap > usual_gap
        or not PARTING.isdisjoint(block.rule for block in blocks[one + 1 : two])
        or has_dateline(blocks[two].text)
        for one, two in pairwise(body)
    )
    return 0 < signs < _NEARLY_ALL * (len(body) - 1)


def _runs_backwards(blocks: Sequence[Block]) -> bool:
    days = [found.day for block in blocks if block.kind is Kind.DATE and (found := stated([block]))]
    # A chronicle, which runs forward, has a day once.
    several = len(days) > 2 or len(set(days)) > 1
    return several and all(one >= two for one, two in pairwise(days))


def _usual(gaps: Counter[int]) -> int:
    """Return the widest gap that is nothing special: at least half of the places have none wider."""
    total = sum(gaps.values())
    below = 0
    for gap in sorted(gaps):
        below += gaps[gap]
        if below * 2 >= total:
            return gap
    return 0


def label(text: str) -> str:
    """Return the label that opens a text, or nothing."""
    match = _LABEL.match(text)
    return match[1] if match else ""
