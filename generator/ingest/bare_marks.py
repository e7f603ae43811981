"""What may part two paragraphs, one below the other, without a headline between: a table of weighed marks.

Positive points speak for a new story below. They are data to be argued with, as those of the table for headlines in
boundary.py are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import mean, median

import msgspec

from generator.ingest.apart import difference, opens_like_news
from generator.ingest.cohesion import points_back
from generator.ingest.dateline import has_dateline
from generator.ingest.dates import stated
from generator.ingest.page_layout import LONGEST_STANDFIRST, contents
from generator.ingest.parts import Part, dates_trail
from generator.ingest.repair import fold
from generator.ingest.shape import is_cut_off, sentence_breaks
from generator.ingest.words import content_stems, count_words
from generator.model import Block, Kind

LEAST_WORDS = 22  # of a story
# A time of the day stands above each entry of one report that is written as it happens.
_START_RULES = frozenset({"date line", "byline", "read-time"})
_POST = frozenset({"embedded-post", "embedded post"})
_END_RULES = frozenset({"tags", "comments", "copyright", "continue-reading", "footer"})
# "SYRIA: Around 200,000 refugees ...": what a round-up calls its items by.
_LABEL = re.compile(r"([A-ZА-ЯЁ][A-ZА-ЯЁ’' -]{2,30}): (?=[\"“«]?[A-ZА-ЯЁ\d])")
_AGENCY, _DATELINE = re.compile(r"[—–(/\d]|--"), 40
_WIDE, _SEVERAL = 3, 3  # blank lines, places
# So many paragraphs are a list, where on the average two of them differ as those of different stories do.
_LEAST_UNLIKE, _UNLIKE = 4, 1.5
_MANY_UNLIKE, _MANY_ARE_UNLIKE = 6, 1.1
_LEAST_STORIES, _NEWS_UNLIKE = 3, 1.2  # where half of them open as news does
# What these name has been spoken of.
_GOES_ON = re.compile(
    r"(?:It|The (?:move|decision|incident|law|bill|document|agreement|group|two|country|pair|men|women|ministry|attack|"
    r"report|meeting)|Документ|Инцидент|Закон|Стороны|Решение|Встреча)\b"
)
_I, _FRONT = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Яя]|[Мм]ы|[Мм]о[йяеё]|[Нн]аш\w{0,2})\b"), 80  # characters
_LEAST_PARAGRAPH, _STORY_LINE, _LEAST_STORY_LINE = 10, 110, 70  # words
_LEAST_HEADLINE, _LONGEST_HEADLINE, _OPENING = 4, 18, 300  # words, words, characters


class Look(msgspec.Struct, frozen=True):
    """What the document as a whole does between its paragraphs.

    `gaps` is how many places have more blank lines than is usual, `dated` how many a date or a byline.
    `long_lines` says that its texts are much longer than paragraphs are; `unlike` are the parts, by their start,
    without a headline and with paragraphs that have nothing in common.
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
    unlike: frozenset[int]
    trailing: bool
    gaps_part: bool
    backwards: frozenset[int]
    contents: frozenset[str]
    ends: Counter[str]


class Place(msgspec.Struct, frozen=True):
    """A place between two paragraphs, `above` and `below`, without any other between them.

    `part` is the one that both are of.
    """

    blocks: Sequence[Block]
    above: int
    below: int
    part: Part
    look: Look

    @property
    def rules(self) -> set[str]:
        """The rules by which the lines between were dropped."""
        return {block.rule for block in self.blocks[self.above + 1 : self.below] if not block.kept}

    @property
    def is_dated(self) -> bool:
        """Whether a date or a name stands right above the lower text, or right under the upper one."""
        return not {self.blocks[self.below - 1].rule, self.blocks[self.above + 1].rule}.isdisjoint(_START_RULES)

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
        place.look.trailing or place.look.dated >= _SEVERAL or (first and place.blocks[first - 1].rule in _START_RULES)
    )
    if not each and place.is_under_deck:
        return 0.0
    return 2.5 if each else 0.5


def _newest_first(place: Place) -> float:
    """Return points where the days of a part run backwards, as in a list of news."""
    return 3.0 if place.part.start in place.look.backwards and _dated(place) > 1 else 0.0


def _ended(place: Place) -> float:
    found = place.rules & _END_RULES
    return 2.0 if any(place.look.ends[rule] > 1 for rule in found) else 1.0 if found else 0.0


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
    if gap <= place.look.usual_gap:
        return 0.0
    # Where no blank lines part the paragraphs, several that do are weighed together; one alone may be an accident.
    if place.look.gaps > 1 and not place.look.usual_gap:
        return 1.8
    # Under a headline a wider one is an accident of the page.
    return 1.5 if gap >= _WIDE else 0.1 if place.part.heads else 0.8


def _gap_parts(place: Place) -> float:
    return 1.5 if place.look.gaps_part and _gap(place) else 0.0


def _labelled(place: Place) -> float:
    """Return points for a label that no other item has: in an interview each speaker has one."""
    return 2.5 if place.look.labelled and _label(place.blocks[place.below].text) else 0.0


def _long_lines(place: Place) -> float:
    """Return points where each text is as long as a story: paragraphs of news are not, below a headline they may be."""
    if place.part.heads:
        return 0.0
    sides = min(count_words(place.blocks[at].text) for at in (place.above, place.below))
    return 1.5 if place.look.long_lines and sides >= _LEAST_STORY_LINE else 0.0


def _unlike(place: Place) -> float:
    return 1.5 if place.part.start in place.look.unlike else 0.0


def _listed(place: Place) -> float:
    return 1.0 if place.look.listed else 0.0


def _heads(place: Place) -> float:
    """Return points for a sentence that heads a text as a headline does: the paragraph below tells its news again."""
    text = place.blocks[place.below].text
    body = place.part.body
    number = bisect_left(body, place.below) + 1
    if number == len(body):
        return 0.0
    below = place.blocks[body[number]].text
    if fold(text) in place.look.contents:
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
UNLIKE = "the paragraphs around have little in common"
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


def look_at(blocks: Sequence[Block], parts: Sequence[Part], new: Sequence[bool], body: Sequence[int]) -> Look:
    """Return what a document does between its paragraphs, which are given by their places.

    `new` says of each part whether a story begins with it.
    """
    pairs = [pair for part in parts for pair in pairwise(part.body)]
    # What a page lists at its foot is packed, however its story is set.
    long = [pair for pair in pairs if all(count_words(blocks[index].text) >= _LEAST_PARAGRAPH for index in pair)]
    usual = _usual(Counter(blocks[two].gap for _, two in long))
    labels = Counter(label for index in body if (label := _label(blocks[index].text)))
    behind = [begins for part, begins in zip(parts[1:], new[1:], strict=True) if part.heads and part.body]
    wide = [blocks[part.heads[0]].gap > usual for part in parts[1:] if part.heads and part.body]
    return Look(
        usual_gap=usual,
        gaps=sum(blocks[two].gap > usual for _, two in pairs),
        gaps_part=any(behind) and wide == behind,
        labelled=len(labels) > 2 and max(labels.values()) == 1,
        listed=all(blocks[at].kind is Kind.ITEM and count_words(blocks[at].text) >= LEAST_WORDS for at in body),
        dated=sum(not {blocks[one + 1].rule, blocks[two - 1].rule}.isdisjoint(_START_RULES) for one, two in pairs),
        long_lines=_are_stories([blocks[at].text for at in body]),
        unlike=frozenset(
            part.start for part in parts if not part.heads and _are_unlike([blocks[at].text for at in part.body])
        ),
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


def _are_unlike(texts: Sequence[str]) -> bool:
    """Return whether texts strung together have nothing in common, and nobody speaks in them."""
    if len(texts) < _LEAST_UNLIKE or any(count_words(text) < _LEAST_PARAGRAPH for text in texts):
        return False
    if (
        any(points_back(text) or _GOES_ON.match(text) for text in texts[1:])
        or sum(bool(_I.search(text[:_FRONT])) for text in texts) > 1
    ):
        return False
    many = len(texts) >= _MANY_UNLIKE and sum(map(opens_like_news, texts)) * 2 >= len(texts)
    least = _MANY_ARE_UNLIKE if many else _UNLIKE
    return mean(difference([one], [two]) for one, two in pairwise(texts)) >= least


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


def _label(text: str) -> str:
    match = _LABEL.match(text)
    return match[1] if match else ""
