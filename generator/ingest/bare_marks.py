"""What may part two paragraphs, one below the other, without a headline between: a table of weighed marks.

Positive points speak for a new story below. They are data to be argued with, as those of the table for headlines in
boundary.py are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

import msgspec

from generator.ingest.cohesion import points_back
from generator.ingest.dateline import has_dateline
from generator.ingest.habits import END_RULES, START_RULES, Habits, label
from generator.ingest.page_layout import LONGEST_STANDFIRST
from generator.ingest.parts import Part
from generator.ingest.repair import fold
from generator.ingest.shape import is_cut_off, sentence_breaks
from generator.ingest.words import content_stems, count_words
from generator.model import Block

_POST = frozenset({"embedded-post", "embedded post"})
_AGENCY, _DATELINE = re.compile(r"[—–(/\d]|--"), 40
_WIDE, _SEVERAL = 3, 3  # blank lines, places
_ITEM = 3.0
_LEAST_STORY_LINE = 70  # words
_LEAST_HEADLINE, _LONGEST_HEADLINE, _OPENING = 4, 18, 300  # words, words, characters


class Place(msgspec.Struct, frozen=True):
    """A place between two paragraphs, `above` and `below`, without any other between them.

    `part` is the one that both are of.
    """

    blocks: Sequence[Block]
    above: int
    below: int
    part: Part
    habits: Habits

    @property
    def rules(self) -> set[str]:
        """The rules by which the lines between were dropped."""
        return {block.rule for block in self.blocks[self.above + 1 : self.below] if not block.kept}

    @property
    def is_dated(self) -> bool:
        """Whether a date or a name stands right above the lower text, or right under the upper one."""
        return not {self.blocks[self.below - 1].rule, self.blocks[self.above + 1].rule}.isdisjoint(START_RULES)

    @property
    def is_under_deck(self) -> bool:
        """Whether the upper text is all that stands between a headline and the lower one, and short: its deck."""
        first = self.above == self.part.body[0] and bool(self.part.heads)
        return first and count_words(self.blocks[self.above].text) <= LONGEST_STANDFIRST


def _separated(place: Place) -> float:
    return 5.0 if "archive-mark" in place.rules else 2.0 if "separator" in place.rules else 0.0


def _dated(place: Place) -> float:
    if not place.is_dated or place.rules & _POST:
        return 0.0
    first = place.part.body[0]
    each = (
        place.habits.trailing
        or place.habits.dated >= _SEVERAL
        or (first and place.blocks[first - 1].rule in START_RULES)
    )
    if not each and place.is_under_deck:
        return 0.0
    return 2.5 if each else 0.5


def _newest_first(place: Place) -> float:
    """Return points where the days of a part run backwards, as in a list of news."""
    return 3.0 if place.part.start in place.habits.backwards and _dated(place) > 1 else 0.0


def _ended(place: Place) -> float:
    found = place.rules & END_RULES
    if (
        is_cut_off(place.blocks[place.above].text)
        and "continue-reading" in found
        and place.habits.ends["continue-reading"] > 1
    ):
        return 5.0
    return 2.0 if any(place.habits.ends[rule] > 1 for rule in found) else 1.0 if found else 0.0


def _cut_off(place: Place) -> float:
    if not is_cut_off(place.blocks[place.above].text):
        return 0.0
    return 3.0 if is_cut_off(place.blocks[place.below].text) else 2.0


def _dateline(place: Place) -> float:
    text = place.blocks[place.below].text
    if not has_dateline(text) or place.is_under_deck or _tells_again(place.blocks[place.above].text, text):
        return 0.0
    # "REPLY: ..." looks like one.
    return 5.0 if _AGENCY.search(text[:_DATELINE]) else 3.0


def _gap(place: Place) -> float:
    gap = place.blocks[place.below].gap
    if gap <= place.habits.usual_gap:
        return 0.0
    # Where no blank lines part the paragraphs, several that do are weighed together; one alone may be an accident.
    if place.habits.gaps > 1 and not place.habits.usual_gap:
        return 1.8
    # Under a headline a wider one is an accident of the page.
    return 1.5 if gap >= _WIDE else 0.1 if place.part.heads else 0.8


def _gap_parts(place: Place) -> float:
    return 1.5 if place.habits.gaps_part and _gap(place) else 0.0


def _labelled(place: Place) -> float:
    """Return points for a label that no other item has: in an interview each speaker has one."""
    return 2.5 if place.habits.labelled and label(place.blocks[place.below].text) else 0.0


def _long_lines(place: Place) -> float:
    """Return points where each text is as long as a story: paragraphs of news are not, below a headline they may be."""
    if place.part.heads:
        return 0.0
    sides = min(count_words(place.blocks[at].text) for at in (place.above, place.below))
    return 1.5 if place.habits.long_lines and sides >= _LEAST_STORY_LINE else 0.0


def _unlike(place: Place) -> float:
    """Return points where paragraphs are the items of a list: more where they show that clearly."""
    points = place.habits.unlike.get(place.part.start, 0.0)
    return _ITEM + points if points and not points_back(place.blocks[place.below].text) else 0.0


def _listed(place: Place) -> float:
    return 1.0 if place.habits.listed else 0.0


def _heads(place: Place) -> float:
    """Return points for a sentence that heads a text as a headline does: the paragraph below tells its news again."""
    text = place.blocks[place.below].text
    body = place.part.body
    number = bisect_left(body, place.below) + 1
    if number == len(body):
        return 0.0
    below = place.blocks[body[number]].text
    if fold(text) in place.habits.contents:
        return 4.0
    share = _tells_again(text, below)
    return 2.0 + 3.0 * has_dateline(below) if share >= 0.65 else 1.0 if share else 0.0


def _tells_again(text: str, below: str) -> float:
    """Return the share of a short sentence's words that open the text below; 0 where that goes on instead."""
    if not text.endswith((".", "!", "?")) or sentence_breaks(text):
        return 0.0
    if not _LEAST_HEADLINE <= count_words(text) <= _LONGEST_HEADLINE or count_words(below) < 2 * count_words(text):
        return 0.0
    stems = content_stems(text)
    share = len(stems & content_stems(below[:_OPENING])) / len(stems) if stems else 0.0
    return share if share >= 0.5 else 0.0


LISTED = "the days run backwards, as in a list of news"
UNLIKE = "the paragraphs around are the items of a list"
SENTENCE = "a sentence heads the text"
MARKS: tuple[tuple[str, Callable[[Place], float]], ...] = (
    ("a separator stands between", _separated),
    ("a date or byline stands above the text", _dated),
    (LISTED, _newest_first),
    ("the page ended before it", _ended),
    ("the text before breaks off", _cut_off),
    ("a dateline opens the text", _dateline),
    ("more blank lines than usual before it", _gap),
    ("such gaps part the stories with headlines", _gap_parts),
    ("a label of its own opens the text", _labelled),
    ("it is an item of a list of paragraphs", _listed),
    ("each text is as long as a story", _long_lines),
    (UNLIKE, _unlike),
    (SENTENCE, _heads),
)
