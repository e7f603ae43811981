"""Stories that begin without a headline: at a rule, under a date, behind a gap, with a dateline.

None of these says so by itself, since a single story may have them too. So each is weighed together with how the text
on both sides hangs together, and with what is found where the same mark stands elsewhere in the document.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from generator.ingest.apart import difference, opening
from generator.ingest.bare_marks import LISTED, MARKS, SENTENCE, UNLIKE, Place
from generator.ingest.habits import LEAST_WORDS, habits_of
from generator.ingest.parts import FURNITURE, Part
from generator.ingest.sift import teasers_at_foot
from generator.ingest.words import count_words
from generator.model import Block

# A teaser in a list of dated ones has fewer words than a story; so many paragraphs tell of what a text is.
_LEAST_LISTED, _FEW = 9, 4
_NEAR = 40  # paragraphs
_BIAS, _LEAST_LIKE = -3.0, -2.4
# How the places like one came out says more where there are many.
_FEW_LIKE, _SERIES, _MANY = 1.0, 1.4, 3
_LISTS = frozenset({LISTED, UNLIKE})


class Start(msgspec.Struct, frozen=True):
    """A place where a story begins without a headline: its first block, its first prose, the points and the marks.

    `titled` says that the first prose is one sentence that heads the rest, `listed` that it
    is one item of a list with dates.
    """

    at: int
    body: int
    titled: bool
    listed: bool
    score: float
    evidence: tuple[str, ...]


def cut(blocks: Sequence[Block], parts: Sequence[Part], new: Sequence[bool]) -> tuple[list[Part], dict[int, Start]]:
    """Return the parts of a document, cut where a story begins without a headline, and those places by their start.

    `new` says of each part whether a story begins with its headline.
    """
    places = list(_places(blocks, parts, new))
    if not places:
        return list(parts), {}
    stories: list[list[int]] = []
    for part, begins in zip(parts, new, strict=True):
        if begins or not stories:
            stories.append([])
        stories[-1].extend(part.body)
    found = _starts(blocks, stories, places)
    at = [start.at for start in found]
    pieces: list[Part] = []
    for part in parts:
        pieces.extend(_cut(part, found[bisect_right(at, part.start) : bisect_left(at, part.end)]))
    return pieces, {start.at: start for start in found}


def _cut(part: Part, starts: Sequence[Start]) -> Iterator[Part]:
    heads, start, body = part.heads, part.start, part.body
    for found in starts:
        number = bisect_left(body, found.body)
        yield Part(start, heads, body[:number], found.at)
        heads, start, body = body[number : number + found.titled], found.at, body[number + found.titled :]
    yield Part(start, heads, body, part.end)


def _places(
    blocks: Sequence[Block], parts: Sequence[Part], new: Sequence[bool]
) -> Iterator[tuple[Place, dict[str, float]]]:
    """Yield the places inside the parts at which any mark speaks, with the points of each."""
    if not any(len(part.body) > 1 for part in parts):
        return
    body = [index for part in parts for index in part.body]
    habits = habits_of(blocks, parts, new, body)
    for part in parts:
        foot = teasers_at_foot(blocks, part.body)
        for above, below in pairwise(part.body):
            place = Place(blocks, above, below, part, habits)
            marks = {name: points for name, mark in MARKS if below not in foot and (points := mark(place))}
            if marks:
                yield place, marks


def _starts(
    blocks: Sequence[Block], stories: Sequence[Sequence[int]], places: Sequence[tuple[Place, dict[str, float]]]
) -> list[Start]:
    """Weigh the places twice: the second time knowing how those with the same mark came out."""
    story_of = {index: story for story in stories for index in story}
    found: list[Start] = []
    chosen = sorted(place.below for place, _ in places)
    first = [_apart(blocks, *_sides(story_of[place.below], place.below, chosen)) for place, _ in places]
    of_mark: dict[str, list[float]] = defaultdict(list)
    for (_, marks), value in zip(places, first, strict=True):
        for name in marks:
            of_mark[name].append(value)
    total = {name: sum(values) for name, values in of_mark.items()}
    for again in (False, True):
        found = []
        for (place, marks), alone in zip(places, first, strict=True):
            sides = _sides(story_of[place.below], place.below, chosen)
            points = dict(marks)
            points["words and names on both sides"] = _apart(blocks, *sides) if again else alone
            strongest = max(marks, key=marks.__getitem__)
            if others := len(of_mark[strongest]) - 1:
                weight = _SERIES if others >= _MANY else _FEW_LIKE
                points["how the places like it came out"] = weight * (total[strongest] - alone) / others
            # What a list holds may well be on one subject.
            listed = not marks.keys().isdisjoint(_LISTS)
            text = sum(points.values()) - sum(marks.values())
            score = _BIAS + sum(marks.values()) + (max(_LEAST_LIKE, text) if listed else text)
            if score > 0 and (not again or all(_is_story(blocks, side, listed) for side in sides)):
                said = sorted(points.items(), key=lambda item: -abs(item[1]))
                evidence = tuple(f"{name} ({value:+.1f})" for name, value in said)
                found.append(Start(_start(blocks, place), place.below, SENTENCE in marks, listed, score, evidence))
        chosen = [start.body for start in found]
    return found


def _sides(story: Sequence[int], at: int, cuts: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """Return the prose of a story above a place, back to the last cut, and below it up to the next one: the nearest."""
    place = bisect_left(story, at)
    number = bisect_left(cuts, at)
    start = bisect_left(story, cuts[number - 1]) if number else 0
    number += cuts[number : number + 1] == [at]
    end = bisect_left(story, cuts[number]) if number < len(cuts) else len(story)
    return story[max(start, place - _NEAR) : place], story[place : min(end, place + _NEAR)]


def _apart(blocks: Sequence[Block], above: Sequence[int], below: Sequence[int]) -> float:
    texts = [blocks[index].text for index in below[:_FEW]]
    return difference([blocks[index].text for index in above], opening(texts))


def _is_story(blocks: Sequence[Block], body: Sequence[int], listed: bool) -> bool:
    words = sum(count_words(blocks[index].text) for index in body)
    return words >= (_LEAST_LISTED if listed else LEAST_WORDS)


def _start(blocks: Sequence[Block], place: Place) -> int:
    """Return where the furniture between two stories changes hands."""
    at = place.below
    while not place.habits.trailing and at - 1 > place.above and blocks[at - 1].rule in FURNITURE:
        at -= 1
    return at
