"""The same story once: stories of several documents that share their text become one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from generator.ingest.dates import earliest_best
from generator.ingest.repair import fold
from generator.ingest.shingles import containment, sharing, shingles
from generator.ingest.words import count_words
from generator.model import Block, Document, Kind, Likeness, Story

# Two stories are one when this share of the smaller text stands in the other. Two outlets on one event share a
# quotation, well below a third; a copy with edits stays well above a half.
_SAME = 0.5
_TEASER_WORDS = 60


class Outline(msgspec.Struct, frozen=True):
    """What it takes to know whether a story tells what another one tells: little, so that many can be held at once.

    `words` is how many words its text has; `sketch` holds its shingles.
    """

    document: Document
    title: str | None
    complete: bool
    words: int
    sketch: bytes


def outline(story: Story) -> Outline:
    """Return the outline of a story that one document tells."""
    text = story.text
    sketch = shingles(text).tobytes()
    return Outline(story.documents[0], story.title, story.complete, count_words(text), sketch)


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


def group(outlines: Sequence[Outline], same: Sequence[tuple[int, int]] = ()) -> tuple[Group, ...]:
    """Return which stories tell the same, in the order of the first ones; one that no other tells is alone.

    `same` are pairs of stories, by their places, of which an editor says that they tell the same.
    """
    parent = list(range(len(outlines)))
    reasons: list[tuple[int, Likeness]] = []

    def find(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    alike = [(one, two, share, False) for one, two, share in (*_same_text(outlines), *_same_headline(outlines))]
    for one, two, share, by_editor in (*alike, *((one, two, None, True) for one, two in same)):
        first, second = sorted((find(one), find(two)))
        if first != second:
            parent[second] = first
        names = (outlines[one].document.name, outlines[two].document.name)
        reasons.append((one, Likeness(*names, share, by_editor)))
    likenesses: dict[int, dict[Likeness, None]] = defaultdict(dict)
    for one, likeness in reasons:
        likenesses[find(one)][likeness] = None
    members: dict[int, list[int]] = defaultdict(list)
    for index in range(len(outlines)):
        members[find(index)].append(index)
    return tuple(Group(tuple(places), tuple(likenesses[root])) for root, places in members.items())


def _same_text(outlines: Sequence[Outline]) -> list[tuple[int, int, float | None]]:
    sketches = [memoryview(one.sketch).cast("I") for one in outlines]
    return [(one, two, containment(sketches[one], sketches[two])) for one, two in sharing(sketches, _SAME)]


def _same_headline(outlines: Sequence[Outline]) -> list[tuple[int, int, float | None]]:
    """Pair a short teaser that was written anew with the full story under the very same headline."""
    by_title: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(outlines):
        if one.title and count_words(one.title) >= 5:
            by_title[fold(one.title)].append(number)
    pairs: list[tuple[int, int, float | None]] = []
    for members in by_title.values():
        teasers = [n for n in members if not outlines[n].complete and outlines[n].words <= _TEASER_WORDS]
        full = [n for n in members if n not in teasers]
        if full:
            pairs += [(full[0], teaser, None) for teaser in teasers]
    return pairs


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
