"""What a page sets about a short line tells whether a story begins there: dates, gaps, furniture, what repeats.

Each mark is measured from 0 to 1, or a little above where it is plainer than it mostly is; boundary.yaml weighs them.
"""

from __future__ import annotations

from collections.abc import Callable

from generator.ingest.dateline import has_dateline
from generator.ingest.named_fields import HEADLINE_FIELD
from generator.ingest.page_layout import LONGEST_STANDFIRST
from generator.ingest.place import Place
from generator.ingest.repair import fold
from generator.ingest.shape import is_cut_off
from generator.ingest.words import count_words
from generator.model import Kind

_END_RULES = frozenset(
    {"tags", "comments", "copyright", "author-bio", "continue-reading", "footer", "end-mark", "related"}
)
_START_RULES = frozenset({"date line", "byline", "read-time", "clock", "counts"})
_TEASER, _AGAIN_WITHIN, _LEAD = 70, 4, 25  # words, blocks, words
_LONG_LINE, _LONGER_LINE, _LONGEST_LINE = 110, 150, 220  # words
_LEAST_AGAIN, _NEWS_TOLD = 4, 4  # words


def _cut_off(place: Place) -> float:
    if not is_cut_off(place.blocks[place.before[-1]].text):
        return 0.0
    # In a list of teasers the text below does as well.
    return 1.5 if is_cut_off(place.blocks[place.body[0]].text) else 1.0


def _page_end(place: Place) -> float:
    rules = place.rules_between(place.before[-1], place.heads[0]) & _END_RULES
    # "More" under a few lines ends an item of a list.
    led_on = "continue-reading" in rules and sum(map(count_words, place.earlier)) <= _TEASER
    return 2.5 if led_on else 1.0 if rules else 0.0


def _separated(place: Place) -> float:
    rules = place.rules_between(place.before[-1], place.heads[0])
    return 2.5 if "archive-mark" in rules else 1.0 if "separator" in rules else 0.0


def _dated(place: Place) -> float:
    rules = place.rules_between(place.before[-1], place.heads[0]) | place.rules_between(place.heads[0], place.body[0])
    if len(place.body) > 1 and count_words(place.blocks[place.body[0]].text) <= LONGEST_STANDFIRST:
        rules |= place.rules_between(place.body[0], place.body[1]) & {"date line", "byline"}
    return 1.0 if rules & _START_RULES else 0.0


def _dateline(place: Place) -> float:
    first, *others = (place.blocks[index].text for index in place.body[:2])
    # A deck may stand above it.
    opened = has_dateline(first) or (count_words(first) <= LONGEST_STANDFIRST and any(map(has_dateline, others)))
    return 1.0 if opened else 0.0


def _one_line_body(place: Place) -> float:
    words = count_words(place.blocks[place.body[0]].text)
    if len(place.body) > 1 or words < _LONG_LINE:
        return 0.0
    return 1.0 if words >= _LONGER_LINE else 0.4 if place.layout.one_block_bodies >= 0.5 else 0.0


def _one_line_neighbour(place: Place) -> float:
    return 1.0 if count_words(place.blocks[place.before[-1]].text) >= _LONGEST_LINE else 0.0


def _field(place: Place) -> float:
    return 1.0 if any(place.blocks[index].rule == HEADLINE_FIELD for index in place.heads) else 0.0


def _gap(place: Place) -> float:
    gap = place.blocks[place.heads[0]].gap
    return 1.0 if gap >= 2 and gap > place.layout.usual_gap else 0.0


def _set_off(place: Place) -> float:
    return 1.0 if place.blocks[place.heads[0]].gap > place.blocks[place.body[0]].gap else 0.0


def _several_lines(place: Place) -> float:
    return 1.0 if len(place.heads) > 1 else 0.0


def _announced(place: Place) -> float:
    line = fold(place.line)
    if line in place.layout.contents:
        return 1.0
    if line not in place.layout.repeated or count_words(place.line) < _LEAST_AGAIN:
        return 0.0
    # A page prints a headline again round the deck and the picture under it.
    below = place.blocks[place.heads[-1] + 1 : place.heads[-1] + 1 + _AGAIN_WITHIN]
    return 1.2 if any(fold(block.text) == line for block in below if len(block.text) < 2 * len(line)) else 0.4


def _numbered(place: Place) -> float:
    return 1.0 if place.layout.is_numbered and place.blocks[place.heads[-1]].kind is Kind.ITEM else 0.0


def _digest(place: Place) -> float:
    return 1.0 if place.layout.is_digest else 0.6 if place.layout.called_digest else 0.0


def _own_affairs(place: Place) -> float:
    return float(place.layout.speaks_for_itself)


def _first_alone_dated(place: Place) -> float:
    rules = place.rules_between(place.heads[0], place.body[0]) | place.rules_between(place.before[-1], place.heads[0])
    return 1.0 if place.layout.first_is_signed and not rules & _START_RULES else 0.0


def _thin_lead(place: Place) -> float:
    """Return whether the text before is so short that it is rather the lead above a first heading."""
    # No lead has a "more" or a date behind it.
    ended = place.rules_between(place.before[-1], place.heads[0]) & (_END_RULES | _START_RULES)
    if place.layout.is_digest or ended or place.told >= _NEWS_TOLD:
        return 0.0
    first = place.before[:_LEAD]  # Each has a word at least.
    return 1.0 if sum(count_words(place.blocks[index].text) for index in first) < _LEAD else 0.0


def _untitled(place: Place) -> float:
    """Return whether the text that opens a page has no headline: the stories below it then have none either."""
    if fold(place.line) in place.layout.repeated or place.layout.called_digest:
        return 0.0
    return 1.0 if not any(block.kept for block in place.blocks[: place.before[0]]) else 0.0


MARKS: dict[str, Callable[[Place], float]] = {
    "the text before breaks off": _cut_off,
    "the page ended before it": _page_end,
    "a separator stands before it": _separated,
    "a date or byline stands with it": _dated,
    "a dateline opens the text": _dateline,
    "its text is one long line": _one_line_body,
    "the text before is one long line": _one_line_neighbour,
    "a field or a heading of the page calls it the headline": _field,
    "more blank lines than usual before it": _gap,
    "a wider gap above it than below": _set_off,
    "several lines": _several_lines,
    "it stands elsewhere in the document": _announced,
    "the document's headlines are numbered": _numbered,
    "the document is a digest, by its short items or its own word": _digest,
    "the page speaks of its own house": _own_affairs,
    "only the first headline is dated or signed": _first_alone_dated,
    "little text before": _thin_lead,
    "the text before has no headline": _untitled,
}
