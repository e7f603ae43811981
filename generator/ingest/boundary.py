"""Does a short line between two stretches of prose begin a new story? A table of weighed marks.

Positive points speak for a new story, negative ones for a section of the same. The weights were set on the labelled
documents in tests/quality and are data to be argued with: each mark names itself in the evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from generator.ingest.cohesion import overlap, points_back, takes_names_for_granted
from generator.ingest.dateline import has_dateline
from generator.ingest.repair import fold
from generator.ingest.shape import capital_share, is_all_caps, is_cut_off, is_prose
from generator.ingest.words import content_stems, count_words
from generator.model import Block, Kind

_END_RULES = frozenset(
    {"tags", "comments", "copyright", "author-bio", "continue-reading", "footer", "end-mark", "related"}
)
_START_RULES = frozenset({"date line", "byline", "read-time", "clock", "counts"})
_MEMORY = 6000
_LONGEST_STANDFIRST = 45
# Sections of one article share more of their words than this, short news items from one region less.
_DIGEST_OVERLAP = 0.1


@dataclass(frozen=True, slots=True)
class Boundary:
    """The verdict on one place: the points, and the marks that gave them."""

    score: float
    evidence: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """Whether a new story begins here."""
        return self.score > 0


@dataclass(frozen=True, slots=True)
class Layout:
    """How the document as a whole is laid out."""

    one_block_bodies: float
    usual_gap: float
    title_words: int
    title_style: str
    repeated: frozenset[str]
    first_is_signed: bool
    is_numbered: bool
    is_digest: bool

    @classmethod
    def of(cls, blocks: Sequence[Block], parts: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Layout:
        """Measure a document whose parts are given as indexes of their short lines and their prose."""
        headed = [(heads, body) for heads, body in parts if heads and body]
        long_single = [len(body) == 1 and count_words(blocks[body[0]].text) >= 110 for _, body in headed]
        first = blocks[headed[0][0][-1]].text if headed else ""
        texts = [" ".join(blocks[index].text for index in body) for _, body in headed]
        shared = [overlap(one, two) for one, two in pairwise(texts)]
        brief = [len(body) == 1 and count_words(text) < 110 for (_, body), text in zip(headed, texts, strict=True)]
        counts = Counter(fold(block.text) for block in blocks if not is_prose(block.text))
        return cls(
            one_block_bodies=sum(long_single) / len(long_single) if long_single else 0.0,
            usual_gap=median([block.gap for block in blocks if block.kept] or [0]),
            title_words=count_words(first),
            title_style=_style(first),
            repeated=frozenset(text for text, count in counts.items() if count > 1),
            is_numbered=_is_numbered([blocks[heads[-1]] for heads, _ in headed]) and sum(brief) >= 0.6 * len(brief),
            is_digest=len(headed) >= 4 and sum(brief) >= 0.75 * len(brief) and median(shared) < _DIGEST_OVERLAP,
            first_is_signed=_is_signed(blocks, headed[0][0][0]) if headed and headed[0][0] else False,
        )

    @staticmethod
    def leaning(new: int, others: int) -> float:
        """Return the points that the document's other boundaries lend to one of them, `new` of which begin a story."""
        return 1.5 * (new / others - 0.5) if others else 0.0


def _is_numbered(lines: Sequence[Block]) -> bool:
    """Return whether at least three lines are numbered headlines: "2. Notes" numbers a section of one text."""
    numbered = [count_words(line.text) - 1 for line in lines if line.kind is Kind.ITEM]
    return len(numbered) >= 3 and median(numbered) >= 5


def _is_signed(blocks: Sequence[Block], start: int) -> bool:
    """Return whether a date, a name or a reading time stands between the first headline and the text proper."""
    for block in blocks[start:]:
        if block.rule in ("date line", "byline", "read-time"):
            return True
        if block.kept and count_words(block.text) > _LONGEST_STANDFIRST:
            return False
    return False


@dataclass(frozen=True, slots=True)
class _Place:
    blocks: Sequence[Block]
    before: Sequence[int]
    heads: Sequence[int]
    body: Sequence[int]
    layout: Layout

    @property
    def line(self) -> str:
        """The short line nearest to the prose."""
        return self.blocks[self.heads[-1]].text

    @property
    def earlier(self) -> str:
        pieces: list[str] = []
        room = _MEMORY
        for index in reversed(self.before):
            pieces.append(self.blocks[index].text[-room:])
            room -= len(pieces[-1])
            if room <= 0:
                break
        return " ".join(reversed(pieces))

    @property
    def later(self) -> str:
        return " ".join(self.blocks[index].text[:_MEMORY] for index in self.body[:40])[:_MEMORY]

    def rules_between(self, start: int, end: int) -> set[str]:
        return {block.rule for block in self.blocks[start:end] if not block.kept}


def _style(text: str) -> str:
    if is_all_caps(text):
        return "capitals"
    return "title case" if capital_share(text) > 0.75 else "sentence case"


def _cut_off(place: _Place) -> float:
    return 3.0 if is_cut_off(place.blocks[place.before[-1]].text) else 0.0


def _page_end(place: _Place) -> float:
    return 2.0 if place.rules_between(place.before[-1], place.heads[0]) & _END_RULES else 0.0


def _separated(place: _Place) -> float:
    return 2.0 if "separator" in place.rules_between(place.before[-1], place.heads[0]) else 0.0


def _dated(place: _Place) -> float:
    rules = place.rules_between(place.before[-1], place.heads[0]) | place.rules_between(place.heads[0], place.body[0])
    if len(place.body) > 1 and count_words(place.blocks[place.body[0]].text) <= _LONGEST_STANDFIRST:
        rules |= place.rules_between(place.body[0], place.body[1]) & {"date line", "byline"}
    return 3.0 if rules & _START_RULES else 0.0


def _dateline(place: _Place) -> float:
    return 3.0 if has_dateline(place.blocks[place.body[0]].text) else 0.0


def _one_line_body(place: _Place) -> float:
    words = count_words(place.blocks[place.body[0]].text)
    if len(place.body) == 1 and words >= 150:
        return 2.5
    return 1.0 if len(place.body) == 1 and words >= 110 and place.layout.one_block_bodies >= 0.5 else 0.0


def _one_line_neighbour(place: _Place) -> float:
    return 1.0 if count_words(place.blocks[place.before[-1]].text) >= 220 else 0.0


def _length(place: _Place) -> float:
    count = max(count_words(place.blocks[index].text) for index in place.heads)
    for least, points in ((9, 2.0), (7, 1.5), (6, 1.0), (5, 0.0), (4, -1.0), (3, -2.0)):
        if count >= least:
            return points
    return -3.0


def _likeness(place: _Place) -> float:
    same = _style(place.line) == place.layout.title_style
    return 0.5 if same else -1.0


def _gap(place: _Place) -> float:
    gap = place.blocks[place.heads[0]].gap
    return 1.0 if gap >= 2 and gap > place.layout.usual_gap else 0.0


def _several_lines(place: _Place) -> float:
    return 0.5 if len(place.heads) > 1 else 0.0


def _announced(place: _Place) -> float:
    return 1.5 if fold(place.line) in place.layout.repeated and count_words(place.line) >= 4 else 0.0


def _numbered(place: _Place) -> float:
    return 2.5 if place.layout.is_numbered and place.blocks[place.heads[-1]].kind is Kind.ITEM else 0.0


def _digest(place: _Place) -> float:
    return 2.5 if place.layout.is_digest else 0.0


def _pointing_back(place: _Place) -> float:
    return -2.0 if points_back(place.blocks[place.body[0]].text) else 0.0


def _names(place: _Place) -> float:
    return -2.5 if takes_names_for_granted(place.earlier, place.later) else 0.0


def _coherence(place: _Place) -> float:
    """Return points by the words shared: sections of one story share a quarter, stories of one beat a tenth."""
    shared = overlap(place.earlier, place.later)
    # Short texts share little whatever they are about.
    reliable = min(1.0, min(count_words(place.earlier), count_words(place.later)) / 80)
    return max(-2.0, min(1.2, (0.19 - shared) * 14)) * reliable


def _announces(place: _Place) -> float:
    """Return more the more of the line's words come back: a headline's do, an advertisement's do not."""
    stems = content_stems(place.line)
    share = len(stems & content_stems(place.later)) / len(stems) if stems else 0.0
    for least, points in ((0.5, 1.0), (0.34, 0.5), (0.2, 0.0)):
        if share >= least:
            return points
    return -1.5


def _first_alone_dated(place: _Place) -> float:
    """Return points against a second story on a page that dates or signs the first one only."""
    rules = place.rules_between(place.heads[0], place.body[0]) | place.rules_between(place.before[-1], place.heads[0])
    return -1.5 if place.layout.first_is_signed and not rules & _START_RULES else 0.0


def _thin_lead(place: _Place) -> float:
    """Return points against a story so short that it is rather the lead above a first heading."""
    return -1.0 if sum(count_words(place.blocks[index].text) for index in place.before) < 25 else 0.0


MARKS: tuple[tuple[str, Callable[[_Place], float]], ...] = (
    ("the text before breaks off", _cut_off),
    ("the page ended before it", _page_end),
    ("a separator stands before it", _separated),
    ("a date or byline stands with it", _dated),
    ("a dateline opens the text", _dateline),
    ("its text is one long line", _one_line_body),
    ("the text before is one long line", _one_line_neighbour),
    ("its length", _length),
    ("its style against the first headline's", _likeness),
    ("more blank lines than usual before it", _gap),
    ("several lines", _several_lines),
    ("it stands elsewhere in the document", _announced),
    ("the document's headlines are numbered", _numbered),
    ("the document is a list of short items with little in common", _digest),
    ("the text points back", _pointing_back),
    ("the text knows people by surname", _names),
    ("words shared with the text before", _coherence),
    ("its words come back in the text", _announces),
    ("only the first headline is dated or signed", _first_alone_dated),
    ("little text before", _thin_lead),
)
_BIAS = -2.0


def weigh(
    blocks: Sequence[Block],
    before: Sequence[int],
    heads: Sequence[int],
    body: Sequence[int],
    layout: Layout,
    leaning: float,
) -> Boundary:
    """Return the verdict on the short lines `heads` between the prose `before` and the prose `body` (indexes)."""
    if not before:
        return Boundary(1.0, ("nothing stands before it",))
    place = _Place(blocks, before, heads, body, layout)
    points = [(name, mark(place)) for name, mark in MARKS]
    points.append(("how the document's other lines came out", leaning))
    said = sorted(((name, value) for name, value in points if value), key=lambda item: -abs(item[1]))
    return Boundary(_BIAS + sum(value for _, value in points), tuple(f"{name} ({value:+.1f})" for name, value in said))
