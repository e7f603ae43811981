"""How a document as a whole is laid out: what its headlines look like, how long its stories are, what repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import msgspec

from generator.ingest.cohesion import overlap
from generator.ingest.repair import fold
from generator.ingest.shape import is_prose
from generator.ingest.words import content_stems, count_words, least_words
from generator.model import Block, Kind

LONGEST_STANDFIRST = 45
# Sections of one article share more of their words than this, short news items from one region less.
_DIGEST_OVERLAP = 0.1
# "US" in capitals is a country.
_FIRST_PERSON = re.compile(
    r"\b(?:(?-i:us)|we|our|you|your|мы|наш\w{0,4}|нас|нам|вы|ваш\w{0,4}|вас|вам)\b", re.IGNORECASE
)
_STEP = re.compile(r" [>»›→/\\•·|] ")
_QUOTATION = re.compile(r"[“\"«][^“”\"«»]{0,400}[”\"»]")
# What a section is called by: a question, or the thing that the story has spoken of.
_SECTION = re.compile(r"(?:The|A|An|How|What|Why|Who|When|Where|Что|Как|Почему|Кто|Где|Зачем) ")
# What a page calls itself that holds several stories.
_CALLED = re.compile(
    r"\b(?:digest|round-?up|recap|news ?wrap|briefs|in brief|(?:news|press) review|дайджест|обзор (?:прессы|сми)|"
    r"сводка новостей|новости кратко)\b",
    re.IGNORECASE,
)
_LEAST_PARTS, _OPENING = 3, 600  # parts, characters
# A list of contents has so many entries of so many words; what stands twice may have been dropped below it.
_LEAST_ENTRIES, _LONGEST_ENTRY = 3, 30
_AGAIN = frozenset({"repeated text", "repeated label"})


class Layout(msgspec.Struct, frozen=True):
    """How the document as a whole is laid out."""

    one_block_bodies: float
    usual_gap: float
    repeated: frozenset[str]
    contents: frozenset[str]
    first_is_signed: bool
    is_numbered: bool
    is_digest: bool
    called_digest: bool
    speaks_for_itself: bool

    @classmethod
    def of(cls, blocks: Sequence[Block], parts: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Layout:
        """Measure a document whose parts are given as indexes of their short lines and their prose."""
        headed = [(heads, body) for heads, body in parts if heads and body]
        long_single = [len(body) == 1 and count_words(blocks[body[0]].text) >= 110 for _, body in headed]
        brief = [len(body) == 1 and count_words(blocks[body[0]].text) < 110 for _, body in headed]
        many_briefs = len(headed) >= 4 and sum(brief) >= 0.75 * len(brief)
        counts = Counter(fold(block.text) for block in blocks if not is_prose(block.text))
        # What the path to a page ends in is its headline.
        counts.update(fold(_STEP.split(block.text)[-1]) for block in blocks if block.rule == "breadcrumb")
        sections = sum(bool(_SECTION.match(blocks[heads[-1]].text)) for heads, _ in headed[1:])
        own_affairs = _speaks_for_itself([blocks[body[0]].text for _, body in headed])
        return cls(
            one_block_bodies=sum(long_single) / len(long_single) if long_single else 0.0,
            usual_gap=median([block.gap for block in blocks if block.kept] or [0]),
            repeated=frozenset(text for text, count in counts.items() if count > 1),
            contents=contents(blocks),
            is_numbered=_is_numbered([blocks[heads[-1]] for heads, _ in headed]) and sum(brief) >= 0.6 * len(brief),
            is_digest=many_briefs
            and not own_affairs
            and sections * 2 < max(1, len(headed) - 1)
            and _overlap_of_neighbours(blocks, [body for _, body in headed]) < _DIGEST_OVERLAP,
            called_digest=any(_CALLED.search(blocks[at].text) for at in _presents(parts)),
            speaks_for_itself=own_affairs,
            first_is_signed=_is_signed(blocks, headed[0][0][0]) if headed and headed[0][0] else False,
        )


def _presents(parts: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[int]:
    """Return where a page says what it is: the lines above its first text, or a paragraph above its first headline."""
    heads, body = next(((heads, body) for heads, body in parts if body), ((), ()))
    return [*heads] or [*body][: len(body) == 1]


def contents(blocks: Sequence[Block]) -> frozenset[str]:
    """Return the lines of a list of contents, folded: they stand below each other, and each alone further down."""
    kept = (block.text for block in blocks if block.kept or block.rule in _AGAIN)
    folded = (fold(text) if least_words(text) <= _LONGEST_ENTRY else "" for text in kept)
    short = [text if 0 < count_words(text) <= _LONGEST_ENTRY else "" for text in folded]
    last = {text: number for number, text in enumerate(short) if text}
    found: set[str] = set()
    run: list[str] = []
    for number, text in enumerate([*short, ""]):
        if text and last[text] > number:
            run.append(text)
            continue
        # Below the list they stand apart, each with a text of its own.
        places = sorted(last[entry] for entry in run)
        if len(set(run)) >= _LEAST_ENTRIES and all(two - one > 1 for one, two in pairwise(places)):
            found.update(run)
        run = []
    return frozenset(found)


def _overlap_of_neighbours(blocks: Sequence[Block], bodies: Sequence[Sequence[int]]) -> float:
    """Return the median of the shares of words that bodies following each other have in common."""
    stems = [frozenset[str]().union(*(content_stems(blocks[index].text) for index in body)) for body in bodies]
    return median(overlap(one, two) for one, two in pairwise(stems))


def _speaks_for_itself(openings: Sequence[str]) -> bool:
    """Return whether most parts of a page say "we" or "you" outside quotations: a house presents itself, no news."""
    if len(openings) < _LEAST_PARTS:
        return False
    others = 0
    for text in openings:
        others += not _FIRST_PERSON.search(_QUOTATION.sub(" ", text[:_OPENING]))
        if others * 2 > len(openings):
            return False
    return True


def _is_numbered(lines: Sequence[Block]) -> bool:
    """Return whether at least three lines are numbered headlines: "2. Notes" numbers a section of one text."""
    numbered = [count_words(line.text) - 1 for line in lines if line.kind is Kind.ITEM]
    return len(numbered) >= 3 and median(numbered) >= 5


def _is_signed(blocks: Sequence[Block], start: int) -> bool:
    """Return whether a date, a name or a reading time stands between the first headline and the text proper."""
    for block in blocks[start:]:
        if block.rule in ("date line", "byline", "read-time"):
            return True
        if block.kept and count_words(block.text) > LONGEST_STANDFIRST:
            return False
    return False
