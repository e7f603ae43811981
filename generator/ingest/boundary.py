"""Does a short line between two stretches of prose begin a new story? A table of weighed marks.

Positive points speak for a new story, negative ones for a section of the same. The weights were fitted, as those of a
logistic regression, to the labelled documents in tests/quality and to news pages with their sections, and are data to
be argued with: each mark names itself in the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from generator.ingest import gazetteer
from generator.ingest.apart import difference, opening
from generator.ingest.cohesion import beginning_of, end_of, introduces, overlap, points_back
from generator.ingest.dateline import has_dateline
from generator.ingest.named_fields import HEADLINE_FIELD
from generator.ingest.page_layout import LONGEST_STANDFIRST, SECTION, Layout, style
from generator.ingest.repair import fold
from generator.ingest.shape import is_cut_off
from generator.ingest.words import content_stems, count_words
from generator.model import Block, Kind

_END_RULES = frozenset(
    {"tags", "comments", "copyright", "author-bio", "continue-reading", "footer", "end-mark", "related"}
)
_START_RULES = frozenset({"date line", "byline", "read-time", "clock", "counts"})
_TEASER, _LEAST_LINE = 70, 3  # words
_BIAS = -1.2
_FIRST = 500  # characters
_LEAST_NEWS, _OPENING = 7, 300  # words of a headline, characters of its text
_DECK, _AGAIN_WITHIN, _LEAD = 12, 4, 25  # words, blocks, words


class Boundary(msgspec.Struct, frozen=True):
    """The verdict on one place: the points, and the marks that gave them."""

    score: float
    evidence: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """Whether a new story begins here."""
        return self.score > 0

    @classmethod
    def of(cls, points: Iterable[tuple[str, float]]) -> Boundary:
        """Return the verdict that the points of all marks make."""
        points = tuple(points)
        said = sorted(((name, value) for name, value in points if value), key=lambda item: -abs(item[1]))
        evidence = tuple(f"{name} ({value:+.1f})" for name, value in said)
        return cls(_BIAS + sum(value for _, value in points), evidence)


class _Place(msgspec.Struct, frozen=True):
    """Short lines between two stretches of prose, with the end of the one and the beginning of the other as text."""

    blocks: Sequence[Block]
    before: Sequence[int]
    heads: Sequence[int]
    body: Sequence[int]
    layout: Layout
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    earlier_stems: frozenset[str]
    later_stems: frozenset[str]

    @property
    def line(self) -> str:
        """The short line nearest to the prose, labels of one or two words passed over."""
        texts = [self.blocks[index].text for index in self.heads]
        return next((text for text in reversed(texts) if count_words(text) >= _LEAST_LINE), texts[-1])

    def rules_between(self, start: int, end: int) -> set[str]:
        return {block.rule for block in self.blocks[start:end] if not block.kept}


def _stems(texts: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*map(content_stems, texts))


def _cut_off(place: _Place) -> float:
    if not is_cut_off(place.blocks[place.before[-1]].text):
        return 0.0
    # In a list of teasers the text below does as well.
    return 4.5 if is_cut_off(place.blocks[place.body[0]].text) else 3.0


def _page_end(place: _Place) -> float:
    rules = place.rules_between(place.before[-1], place.heads[0]) & _END_RULES
    # "More" under a few lines ends an item of a list.
    led_on = "continue-reading" in rules and sum(map(count_words, place.earlier)) <= _TEASER
    return 5.0 if led_on else 2.0 if rules else 0.0


def _separated(place: _Place) -> float:
    rules = place.rules_between(place.before[-1], place.heads[0])
    return 5.0 if "archive-mark" in rules else 2.0 if "separator" in rules else 0.0


def _dated(place: _Place) -> float:
    rules = place.rules_between(place.before[-1], place.heads[0]) | place.rules_between(place.heads[0], place.body[0])
    if len(place.body) > 1 and count_words(place.blocks[place.body[0]].text) <= LONGEST_STANDFIRST:
        rules |= place.rules_between(place.body[0], place.body[1]) & {"date line", "byline"}
    return 3.0 if rules & _START_RULES else 0.0


def _dateline(place: _Place) -> float:
    first, *others = (place.blocks[index].text for index in place.body[:2])
    # A deck may stand above it.
    opened = has_dateline(first) or (count_words(first) <= LONGEST_STANDFIRST and any(map(has_dateline, others)))
    return 4.5 if opened else 0.0


def _one_line_body(place: _Place) -> float:
    words = count_words(place.blocks[place.body[0]].text)
    if len(place.body) == 1 and words >= 150:
        return 2.5
    return 1.0 if len(place.body) == 1 and words >= 110 and place.layout.one_block_bodies >= 0.5 else 0.0


def _one_line_neighbour(place: _Place) -> float:
    return 1.0 if count_words(place.blocks[place.before[-1]].text) >= 220 else 0.0


def _field(place: _Place) -> float:
    return 6.0 if any(place.blocks[index].rule == HEADLINE_FIELD for index in place.heads) else 0.0


def _length(place: _Place) -> float:
    count = max(count_words(place.blocks[index].text) for index in place.heads)
    for least, points in ((9, 0.9), (7, 0.7), (6, 0.5), (5, 0.0), (4, -0.5), (3, -1.1)):
        if count >= least:
            return points
    return -1.8


def _likeness(place: _Place) -> float:
    same = style(place.line) == place.layout.title_style
    return 0.2 if same else -0.4


def _gap(place: _Place) -> float:
    gap = place.blocks[place.heads[0]].gap
    return 1.0 if gap >= 2 and gap > place.layout.usual_gap else 0.0


def _several_lines(place: _Place) -> float:
    return 0.5 if len(place.heads) > 1 else 0.0


def _announced(place: _Place) -> float:
    line = fold(place.line)
    if line in place.layout.contents:
        return 4.0
    if line not in place.layout.repeated or count_words(place.line) < 4:
        return 0.0
    # A page prints a headline again round the deck and the picture under it.
    below = place.blocks[place.heads[-1] + 1 : place.heads[-1] + 1 + _AGAIN_WITHIN]
    return 3.0 if any(fold(block.text) == line for block in below if len(block.text) < 2 * len(line)) else 1.5


def _numbered(place: _Place) -> float:
    return 2.5 if place.layout.is_numbered and place.blocks[place.heads[-1]].kind is Kind.ITEM else 0.0


def _digest(place: _Place) -> float:
    return 2.5 if place.layout.is_digest else 1.5 if place.layout.called_digest else 0.0


def _own_affairs(place: _Place) -> float:
    return -1.0 if place.layout.speaks_for_itself else 0.0


def _pointing_back(place: _Place) -> float:
    # In a list of short items "it" is what the headline names.
    points = -0.5 if place.layout.is_digest else -2.4
    first = place.blocks[place.body[0]].text
    # A deck points back to its headline, and the news comes under it.
    return points if points_back(first) and not (count_words(first) < _DECK and _tells(place)) else 0.0


def _coherence(place: _Place) -> float:
    """Return points by the words shared: sections of one story share a quarter, stories of one beat a tenth."""
    shared = overlap(place.earlier_stems, place.later_stems)
    # Short texts share little whatever they are about.
    reliable = min(1.0, min(sum(map(count_words, texts)) for texts in (place.earlier, place.later)) / 80)
    return max(-2.4, min(2.2, (0.19 - shared) * 26)) * reliable


def _apart(place: _Place) -> float:
    """Return points by how the text on both sides differs; other marks have told a part of it."""
    return 0.4 * max(-1.0, difference(place.earlier, opening(place.later)))


def _announces(place: _Place) -> float:
    """Return more the more of the line's words come back: a headline's do, an advertisement's do not."""
    stems = content_stems(place.line)
    share = len(stems & place.later_stems) / len(stems) if stems else 0.0
    for least, points in ((0.5, 1.0), (0.34, 0.5), (0.2, 0.0)):
        if share >= least:
            return points
    return 0.0 if place.layout.is_digest else -1.5


def _tells(place: _Place) -> float:
    """Return points for a long line whose news the first paragraph tells once more; a section's goes on instead."""
    if count_words(place.line) < _LEAST_NEWS:
        return 0.0
    stems = content_stems(place.line)
    told = " ".join(place.later) if count_words(place.later[0]) < _DECK else place.later[0]
    opening = content_stems(told[:_OPENING])
    share = len(stems & opening) / len(stems) if stems else 0.0
    return 2.4 if share >= 0.65 else 1.6 if share >= 0.5 else 0.0


def _spoken_of(place: _Place) -> float:
    """Return points against a line whose words the text before it has: it names a part of that story."""
    stems = content_stems(place.line)
    return -3.0 * len(stems & place.earlier_stems) / len(stems) if stems else 0.0


def _names_country(place: _Place) -> float:
    return 2.0 if gazetteer.load().find(place.line) else 0.0


def _called_like_section(place: _Place) -> float:
    return -1.6 if SECTION.match(place.line) else 0.0


def _introduces(place: _Place) -> float:
    """Return points for people and places that the text introduces by their full names, as a story's first lines do."""
    first = place.blocks[place.body[0]].text[:_FIRST]
    return 0.5 * min(3, introduces(" ".join(place.earlier), first))


def _first_alone_dated(place: _Place) -> float:
    """Return points against a second story on a page that dates or signs the first one only."""
    rules = place.rules_between(place.heads[0], place.body[0]) | place.rules_between(place.before[-1], place.heads[0])
    return -1.5 if place.layout.first_is_signed and not rules & _START_RULES else 0.0


def _thin_lead(place: _Place) -> float:
    """Return points against a story so short that it is rather the lead above a first heading."""
    if place.layout.is_digest:
        return 0.0
    first = place.before[:_LEAD]  # Each has a word at least.
    return -1.0 if sum(count_words(place.blocks[index].text) for index in first) < _LEAD else 0.0


def _untitled(place: _Place) -> float:
    """Return points against a story below the text that opens a page, where that has no headline: nor has the page."""
    if fold(place.line) in place.layout.repeated:
        return 0.0
    return -1.5 if not any(block.kept for block in place.blocks[: place.before[0]]) else 0.0


MARKS: tuple[tuple[str, Callable[[_Place], float]], ...] = (
    ("the text before breaks off", _cut_off),
    ("the page ended before it", _page_end),
    ("a separator stands before it", _separated),
    ("a date or byline stands with it", _dated),
    ("a dateline opens the text", _dateline),
    ("its text is one long line", _one_line_body),
    ("the text before is one long line", _one_line_neighbour),
    ("a field or a heading of the page calls it the headline", _field),
    ("its length", _length),
    ("its style against the first headline's", _likeness),
    ("more blank lines than usual before it", _gap),
    ("several lines", _several_lines),
    ("it stands elsewhere in the document", _announced),
    ("the document's headlines are numbered", _numbered),
    ("the document is a digest, by its short items or its own word", _digest),
    ("the page speaks of its own house", _own_affairs),
    ("the text points back", _pointing_back),
    ("words shared with the text before", _coherence),
    ("words and names on both sides", _apart),
    ("its words come back in the text", _announces),
    ("the first paragraph tells the same news", _tells),
    ("its words stand in the text before", _spoken_of),
    ("it names a country", _names_country),
    ("it is called as a section is", _called_like_section),
    ("the text introduces by full names", _introduces),
    ("only the first headline is dated or signed", _first_alone_dated),
    ("little text before", _thin_lead),
    ("the text before has no headline", _untitled),
)


def weigh(
    blocks: Sequence[Block], before: Sequence[int], heads: Sequence[int], body: Sequence[int], layout: Layout
) -> tuple[tuple[str, float], ...]:
    """Return the points of each mark for the short lines `heads` between the prose `before` and `body` (indexes)."""
    earlier = end_of(blocks[index].text for index in reversed(before))
    later = beginning_of(blocks[index].text for index in body[:40])
    place = _Place(blocks, before, heads, body, layout, earlier, later, _stems(earlier), _stems(later))
    return tuple((name, mark(place)) for name, mark in MARKS)
