"""The same story once: stories of several documents that share their text become one."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import overload

import msgspec
from msgspec.structs import replace

from generator.ingest.dates import earliest_best
from generator.ingest.repair import fold
from generator.ingest.sharing import Shelves, sharing
from generator.ingest.shingles import Sketch, containment, shingles
from generator.ingest.words import count_words
from generator.model import Block, Document, Kind, Likeness, Story

# Two stories are one when this share of the smaller text stands in the other. Two outlets on one event share a
# quotation, well below a third; a copy with edits stays well above a half.
_SAME = 0.5
_TEASER_WORDS = 60
# An agency prints the background of an event below each of its news. Where no more is shared, and neither story opens
# with what stands in the other, they are two: a copy that lost its lead opens with a later paragraph of its original.
_SURE, _LEAD_SHARED = 0.75, 0.5  # shares
_DECK, _OPENING = 80, 300  # characters


class Outline(msgspec.Struct, frozen=True):
    """What it takes to know whether a story tells what another one tells: little, so that many can be held at once.

    `words` is how many words its text has; `sketch` holds its shingles, `opening` those of its first lines.
    """

    document: Document
    title: str | None
    complete: bool
    words: int
    sketch: bytes
    opening: bytes


def outline(story: Story) -> Outline:
    """Return the outline of a story that one document tells."""
    text = story.text
    sketch = shingles(text).tobytes()
    opening = shingles(_lead(text)).tobytes()
    return Outline(story.documents[0], story.title, story.complete, count_words(text), sketch, opening)


def _lead(text: str) -> str:
    """Return the beginning of a text, up to the end of the first paragraph that is no deck."""
    end = text.find("\n", _DECK)
    return text[: min(end, _OPENING) if end >= 0 else _OPENING]


class Group(msgspec.Struct, frozen=True):
    """Stories that tell the same, by their places, and why they count as one."""

    members: tuple[int, ...]
    likenesses: tuple[Likeness, ...]


def merge(stories: Sequence[Story], same: Sequence[tuple[int, int]] = ()) -> tuple[Story, ...]:
    """Return the stories with those that tell the same in the same words made one, in the order of the first ones.

    `same` are pairs of stories, by their places, of which an editor says that they tell the same.
    """
    groups = group([outline(story) for story in stories], same)
    return tuple(combine([stories[place] for place in one.members], one.likenesses) for one in groups)


def group(
    outlines: Sequence[Outline], same: Sequence[tuple[int, int]] = (), shelves: Shelves = dict
) -> Iterator[Group]:
    """Yield which stories tell the same, in the order of the first ones; one that no other tells is alone.

    `same` are pairs of stories, by their places, of which an editor says that they tell the same. An outline is asked
    for when it is needed, so that they need not all be in memory; `shelves` makes what holds what is found of them.
    """
    first_of = array("q", range(len(outlines)))

    def find(index: int) -> int:
        while first_of[index] != index:
            first_of[index] = first_of[first_of[index]]
            index = first_of[index]
        return index

    likenesses: dict[int, dict[Likeness, None]] = defaultdict(dict)
    reasons: list[tuple[int, Likeness]] = []
    alike = (*_same_text(outlines, shelves), *_same_headline(outlines))
    by_editor = len(alike)
    for number, (one, two, share) in enumerate((*alike, *((one, two, None) for one, two in same))):
        first, second = sorted((find(one), find(two)))
        first_of[second] = first
        names = (outlines[one].document.name, outlines[two].document.name)
        reasons.append((one, Likeness(*names, share, number >= by_editor)))
    for one, likeness in reasons:
        likenesses[find(one)][likeness] = None
    members: dict[int, list[int]] = defaultdict(list)
    for index in range(len(first_of)):
        if (first := find(index)) != index:
            members[first].append(index)
    for index in range(len(first_of)):
        if first_of[index] == index:
            yield Group((index, *members.get(index, ())), tuple(likenesses.get(index, ())))


class _Sketches(Sequence[Sketch]):
    """The sketches of outlines, each taken from its outline when it is asked for."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self._outlines = outlines

    @overload
    def __getitem__(self, place: int) -> Sketch: ...
    @overload
    def __getitem__(self, place: slice) -> _Sketches: ...
    def __getitem__(self, place: int | slice) -> Sketch | _Sketches:
        if isinstance(place, slice):
            return _Sketches(self._outlines[place])
        return memoryview(self._outlines[place].sketch).cast("I")

    def __len__(self) -> int:
        return len(self._outlines)


def _same_text(outlines: Sequence[Outline], shelves: Shelves) -> list[tuple[int, int, float | None]]:
    sketches = _Sketches(outlines)
    pairs = sharing(sketches, _SAME, shelves)
    shares = ((one, two, containment(sketches[one], sketches[two])) for one, two in pairs)
    return [pair for pair in shares if pair[2] >= _SURE or not _background_alone(outlines[pair[0]], outlines[pair[1]])]


def _background_alone(one: Outline, two: Outline) -> bool:
    """Return whether two stories share other parts than their news: neither opens with what stands in the other."""
    if min(one.words, two.words) <= _TEASER_WORDS or (one.title and two.title and fold(one.title) == fold(two.title)):
        return False
    return all(_opens_in(first, second) < _LEAD_SHARED for first, second in ((one, two), (two, one)))


def _opens_in(one: Outline, other: Outline) -> float:
    """Return the share of the first lines of a story that stands in the text of another one."""
    return containment(memoryview(one.opening).cast("I"), memoryview(other.sketch).cast("I"))


def _same_headline(outlines: Sequence[Outline]) -> list[tuple[int, int, float | None]]:
    """Pair a short teaser that was written anew with the full story under the very same headline."""
    teasers: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(outlines):
        if not one.complete and one.words <= _TEASER_WORDS and (title := _telling(one)):
            teasers[title].append(number)
    full: dict[str, int] = {}
    if teasers:
        for number, one in enumerate(outlines):
            title = _telling(one)
            if title in teasers and title not in full and number not in teasers[title]:
                full[title] = number
    ordered = sorted(full, key=lambda title: min(full[title], teasers[title][0]))
    return [(full[title], number, None) for title in ordered for number in teasers[title]]


def _telling(one: Outline) -> str:
    """Return a headline that says enough to know the story by it, as it is compared; or nothing."""
    return fold(one.title) if one.title and count_words(one.title) >= 5 else ""


def combine(members: Sequence[Story], likenesses: tuple[Likeness, ...]) -> Story:
    """Return the one story that the members of a group tell; `likenesses` say why it is one."""
    if len(members) == 1:
        return members[0]
    best = _best_text(members)
    titles = [story.title for story in members if story.title]
    given = next((story.given_title for story in members if story.given_title), None)
    documents = {document.name: document for story in members for document in story.documents}
    blocks = best.blocks
    if not any(block.kind is Kind.STANDFIRST and block.kept for block in blocks):
        blocks = (*_standfirst(members), *blocks)
    return replace(
        best,
        documents=tuple(documents[name] for name in sorted(documents)),
        title=given
        or best.title
        or (max(titles, key=lambda title: (titles.count(title), -titles.index(title))) if titles else None),
        blocks=blocks,
        complete=any(story.complete for story in members),
        date=earliest_best([story.date for story in members if story.date]),
        members=(best, *(story for story in members if story is not best)),
        likenesses=likenesses,
        given_title=given,
        topics=next((story.topics for story in members if story.topics is not None), None),
    )


def _standfirst(members: Sequence[Story]) -> tuple[Block, ...]:
    return next(
        ((block,) for story in members for block in story.blocks if block.kept and block.kind is Kind.STANDFIRST), ()
    )


def _best_text(members: Sequence[Story]) -> Story:
    """Return the story with the longest complete text; of those as long, the one that kept most paragraphs."""
    candidates = [story for story in members if story.complete] or list(members)
    longest = max(count_words(story.text) for story in candidates)
    near = [story for story in candidates if count_words(story.text) >= 0.9 * longest]
    return max(near, key=lambda story: (len(story.kept), story.title is not None, count_words(story.text)))
