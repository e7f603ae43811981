"""The same story once: stories of several documents that share their text become one.

Texts are compared by word shingles (Broder 1997, "On the resemblance and containment of documents"). Containment, not
resemblance, decides, since a teaser is a small part of its story. Each text keeps only the shingles whose hash falls
below a bound (a FracMinHash sketch: Irber et al. 2022, "Lightweight compositional analysis with FracMinHash"), and an
inverted index pairs texts that have some in common, so that the cost grows with the text and not with the pairs.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from generator.ingest.dates import earliest_best
from generator.ingest.repair import fold
from generator.ingest.words import count_words, words
from generator.model import Block, Kind, Likeness, Story

_SHINGLE = 4
# Texts up to this many words keep every shingle, longer ones a share that shrinks with their length.
_KEEP_ALL = 2000
# Two stories are one when this share of the smaller text stands in the other. Two outlets on one event share a
# quotation, well below a third; a copy with edits stays well above a half.
_SAME = 0.5
# A shingle in more texts than this is a phrase of the trade, and would pair everything with everything.
_COMMON = 40
_TEASER_WORDS = 60


def shingles(text: str) -> frozenset[int]:
    """Return hashes of the runs of four words in a text."""
    tokens = [word.replace("’", "'") for word in words(text.casefold())]
    if len(tokens) < _SHINGLE:
        return frozenset([zlib.crc32(" ".join(tokens).encode())]) if tokens else frozenset()
    hashes = (zlib.crc32(" ".join(tokens[i : i + _SHINGLE]).encode()) for i in range(len(tokens) - _SHINGLE + 1))
    bound = 2**32 if len(tokens) <= _KEEP_ALL else 2**32 * _KEEP_ALL // len(tokens)
    return frozenset(value for value in hashes if value < bound)


def containment(first: frozenset[int], second: frozenset[int]) -> float:
    """Return the share, 0 to 1, of the smaller set of shingles that stands in the other."""
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def merge(stories: Sequence[Story], same: Sequence[tuple[int, int]] = ()) -> tuple[Story, ...]:
    """Return the stories with those that tell the same in the same words made one, in the order of the first ones.

    `same` are pairs of stories, by their places, of which an editor says that they tell the same.
    """
    sketches = [shingles(story.text) for story in stories]
    parent = list(range(len(stories)))
    reasons: list[tuple[int, Likeness]] = []

    def find(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    alike = [(one, two, share, False) for one, two, share in (*_same_text(sketches), *_same_headline(stories))]
    for one, two, share, by_editor in (*alike, *((one, two, None, True) for one, two in same)):
        first, second = sorted((find(one), find(two)))
        if first != second:
            parent[second] = first
        reasons.append(
            (one, Likeness(stories[one].documents[0].name, stories[two].documents[0].name, share, by_editor))
        )
    likenesses: dict[int, dict[Likeness, None]] = defaultdict(dict)
    for one, likeness in reasons:
        likenesses[find(one)][likeness] = None
    groups: dict[int, list[int]] = defaultdict(list)
    for index in range(len(stories)):
        groups[find(index)].append(index)
    return tuple(
        _combine([stories[index] for index in members], tuple(likenesses[root])) for root, members in groups.items()
    )


def _same_text(sketches: Sequence[frozenset[int]]) -> list[tuple[int, int, float | None]]:
    index: dict[int, list[int]] = defaultdict(list)
    for number, sketch in enumerate(sketches):
        for shingle in sketch:
            index[shingle].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for members in index.values():
        if 1 < len(members) <= _COMMON:
            shared.update((one, two) for at, one in enumerate(members) for two in members[at + 1 :])
    pairs: list[tuple[int, int, float | None]] = []
    for (one, two), count in sorted(shared.items()):
        if count >= _SAME * min(len(sketches[one]), len(sketches[two])):
            share = containment(sketches[one], sketches[two])
            pairs.append((one, two, share))
    return pairs


def _same_headline(stories: Sequence[Story]) -> list[tuple[int, int, float | None]]:
    """Pair a short teaser that was written anew with the full story under the very same headline."""
    by_title: dict[str, list[int]] = defaultdict(list)
    for number, story in enumerate(stories):
        if story.title and count_words(story.title) >= 5:
            by_title[fold(story.title)].append(number)
    pairs: list[tuple[int, int, float | None]] = []
    for members in by_title.values():
        teasers = [n for n in members if not stories[n].complete and count_words(stories[n].text) <= _TEASER_WORDS]
        full = [n for n in members if n not in teasers]
        if full:
            pairs += [(full[0], teaser, None) for teaser in teasers]
    return pairs


def _combine(members: list[Story], likenesses: tuple[Likeness, ...]) -> Story:
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
