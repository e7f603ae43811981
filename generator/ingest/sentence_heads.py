"""Does a sentence head the text below it? Most headlines are none, and some outlets write nothing else.

A table of weighed marks, fitted as those of a logistic regression to sentences of news with another text below them:
one in a hundred and fifty heads it, so the bias is large, and no mark is enough by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from generator.ingest.apart import difference, opening
from generator.ingest.cohesion import points_back
from generator.ingest.dateline import has_dateline
from generator.ingest.shape import capital_share, ends_sentence, is_all_caps, is_cut_off, is_prose, lacks_source
from generator.ingest.words import content_stems, count_words
from generator.model import Block, Kind

LONGEST = 40  # words
_BIAS = -7.8
_OPENING = 300  # characters
_USUAL_LENGTH, _TITLED = 25, 0.75  # words, share
_FIRST, _SMALL = 8, 4  # words
_SIGNATURES = frozenset({"date line", "byline", "read-time"})
_NEAR, _FEW, _FEW_BELOW = 12, 6, 3  # blocks, paragraphs
# Where so many sentences head a text, another one may be short of so many points.
_SEVERAL, _LEEWAY = 2, 1.5
# What the text below can add that tells the news again, and what the words on both sides can.
_TOLD, _DIFFERENCE, _MOST = 4.7, 0.7, 2.8
_QUOTES, _UNQUOTES = '"“«‘', '"”»’'
# "“We shall build it” – Name Surname": who says what the headline quotes.
_SPEAKER = re.compile(r"[”\"»’] [–—-]{1,2} ?[A-ZА-ЯЁ][\w’.-]+(?: [A-ZА-ЯЁ][\w’.-]+){0,3}$")
_LONGEST_SPEAKER = 60  # characters


class _Place(msgspec.Struct, frozen=True):
    """A sentence and the texts around it: the nearest kept blocks above and below, nearest first."""

    blocks: Sequence[Block]
    at: int
    above: Sequence[Block]
    below: Sequence[Block]

    @property
    def text(self) -> str:
        return self.blocks[self.at].text


def _told(place: _Place) -> float:
    stems = content_stems(place.text)
    told = len(stems & content_stems(place.below[0].text[:_OPENING]))
    return _TOLD * told / len(stems) if stems else 0.0


def _open(place: _Place) -> float:
    quoted = place.text[0] in _QUOTES and _SPEAKER.search(place.text[-_LONGEST_SPEAKER:])
    is_open = not ends_sentence(place.text) and not lacks_source(place.text)
    return 4.8 if quoted or is_open else 2.0 if is_cut_off(place.text) else 0.0


def _asks(place: _Place) -> float:
    return 2.5 if place.text.rstrip('"”»').endswith("?") else 0.0


def _quotes(place: _Place) -> float:
    if place.text[0] not in _QUOTES:
        return 0.0
    # What is nothing but a quotation was set large beside the text.
    return -2.0 if place.text.rstrip(".")[-1] in _UNQUOTES else 1.7


def _capitals(place: _Place) -> float:
    # Most sentences show with their first words that they are set in small letters.
    if sum(word[0].islower() for word in place.text.split(None, _FIRST)[1:_FIRST]) >= _SMALL:
        return 0.0
    if is_all_caps(place.text):
        return 0.0 if is_all_caps(place.below[0].text) else 6.0
    return 2.7 if capital_share(place.text) > _TITLED else 0.0


def _opens(place: _Place) -> float:
    return 3.2 if not place.above else 0.0


def _gap(place: _Place) -> float:
    return 1.6 if place.above and place.blocks[place.at].gap > place.below[0].gap else 0.0


def _length(place: _Place) -> float:
    words = _USUAL_LENGTH - count_words(place.text)
    return (0.2 if words > 0 else 0.13) * words


def _under_label(place: _Place) -> float:
    """Return points against the first sentence under a short line: that is the headline."""
    return -3.5 if place.above and not is_prose(place.above[0].text) else 0.0


def _goes_on(place: _Place) -> float:
    above = place.above[0].text if place.above else ""
    if not is_prose(above):
        return 0.0
    return 2.0 if is_cut_off(above) else 0.0 if ends_sentence(above) else -2.4


def _dateline(place: _Place) -> float:
    return -2.2 if has_dateline(place.text) else 0.0


def _item(place: _Place) -> float:
    return -2.1 if place.blocks[place.at].kind is Kind.ITEM else 0.0


def _points_back(place: _Place) -> float:
    return -1.3 if points_back(place.text) else 0.0


def _signed(place: _Place) -> float:
    if place.at and {place.blocks[place.at - 1].kind, place.blocks[place.at + 1].kind} == {Kind.DATE}:
        # An item of a list that dates each.
        return -4.0
    rules = {block.rule for block in place.blocks[place.at + 1 : place.at + 3]}
    return 0.6 if rules & _SIGNATURES else 0.0


# Those that are soon counted.
MARKS: tuple[Callable[[_Place], float], ...] = (
    _open,
    _asks,
    _quotes,
    _capitals,
    _opens,
    _gap,
    _length,
    _under_label,
    _goes_on,
    _dateline,
    _item,
    _points_back,
    _signed,
)


def find_heads(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the sentences of a document, by their places, that head the text below them.

    Where several do, one that is nearly as likely does too: an outlet writes all its headlines alike.
    """
    points = {at: found for at, block in enumerate(blocks) if (found := _weigh(blocks, at, block)) > -_LEEWAY}
    sure = sum(found > 0 for found in points.values())
    least = -_LEEWAY if sure >= _SEVERAL else 0.0
    return frozenset(at for at, found in points.items() if found > least)


def _weigh(blocks: Sequence[Block], at: int, block: Block) -> float:
    """Return the points of a line, above 0 for a headline."""
    text = block.text
    if not block.kept or block.kind not in (Kind.PARAGRAPH, Kind.ITEM) or text.endswith((":", ",", ";")):
        return _BIAS
    if count_words(text) > LONGEST or not is_prose(text):
        return _BIAS
    below = [block for block in blocks[at + 1 : at + _NEAR] if block.kept]
    if not below or not is_prose(below[0].text):
        return _BIAS
    above = [block for block in reversed(blocks[max(0, at - _NEAR) : at]) if block.kept]
    place = _Place(blocks, at, above, below)
    points = _BIAS + sum(mark(place) for mark in MARKS)
    if points <= -_TOLD - _MOST - _LEEWAY:
        return points
    points += _told(place)
    if not above or points > _MOST or points <= -_MOST - _LEEWAY:
        return points
    before = [block.text for block in reversed(above[:_FEW]) if is_prose(block.text)]
    after = [block.text for block in below[:_FEW_BELOW] if is_prose(block.text)]
    return points + (_DIFFERENCE * difference(before, opening(after)) if before else _MOST)
