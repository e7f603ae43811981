"""Key points: the few sentences that carry an article, in its order, shortened only by cutting."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from heapq import heapify, heappop, heappush

import msgspec

from generator.facts_model import KeyPoint
from generator.ingest.cohesion import points_back
from generator.ingest.facts.cuts import shorten, without_lead
from generator.ingest.shape import ends_sentence, is_cut_off
from generator.ingest.spots import Spots, sign, signs
from generator.ingest.words import content_stems, count_words

# Points: the first sentence of a news text says most; a figure or a dated event is what a reader takes away; and what
# speaks of the headline's subject is about it. The numbers were set by reading what they pick from our own articles.
_LEAD, _LEAD_FALL = 3.0, 0.3
_FIGURE, _EVENT, _NUMBER = 1.4, 1.2, 0.4
_TITLE, _SUBJECT = 2.0, 1.2
# "There", "the same" and "he added" lean on what was said before; a short sentence says little.
_LEANS = Spots(
    r"\b(?:there|the same|then|(?:in|by) (?:his|her|their)|that (?:day|year|month))\b|"
    r"^(?:in|on|at|by|for|since|after|of)\b[^,]{0,60}\s(?:it|they|he|she)\b|"
    r",\s(?:he|she|they|он|она|они)\s\w+(?:[,.]|\s\w+\.$)"
)
_HAS_DIGIT = sign(r"\d")
_LEANING = -1.5
_REASONS = ("figure", "event", "number", "headline", "leans on another", "short", "subject")
_SHORT, _BREVITY = 9, -0.7
# A sentence that shares this much with one that is chosen says nothing new.
_SAME = 0.55
_SHORTEST, _LONGEST = 6, 48  # words
_BEYOND = 80  # sentences: what comes later in a very long text is no key point
# Sentences in the text, and how many of them are its key points; a text of four is short enough to be read.
_HOW_MANY = ((5, 0), (8, 2), (14, 3), (20, 4))
_MOST = 5
_SPEAKS = re.compile(r"(?:^|[\s“\"])(?:I|we|my|our|you|я|мы|наш\w*|вы)\s", re.IGNORECASE)
_UNFIT = re.compile(
    r"^(?:but|and|yet|or|so|then|here|there|for each|all (?:six|five|four)|others|но|и|а|там|тогда)\b|"
    r"^(?:\w+\s){0,2}(?:it|he|she|they|him|them|his|her|its|their|this|that|these|those|such|он|она|оно|они|это|их)\b|"
    r"^(?:the (?:other|latter|former|first|second|third|last|remaining|same)|some of them)\b|"
    r"^(?:photo|image|caption|source|read|фото|источник)\b",
    re.IGNORECASE,
)


class Candidate(msgspec.Struct, frozen=True):
    """A sentence with what the rules found in it, and the points that it got for each."""

    sentence: str
    position: int
    points: float
    reasons: tuple[str, ...]


def choose(
    sentences: Sequence[str],
    title: str,
    subject: Collection[str],
    with_figure: Collection[str],
    with_event: Collection[str],
) -> tuple[Candidate, ...]:
    """Return the sentences that carry a text, in its order: none of a very short one, five at most.

    `subject` are the stems of the words that the text uses most; the other two are its sentences with facts.
    """
    wanted = next((number for limit, number in _HOW_MANY if len(sentences) < limit), _MOST)
    if not wanted:
        return ()
    headline = content_stems(title)
    weighed = [
        _weigh(sentence, position, headline, subject, sentence in with_figure, sentence in with_event)
        for position, sentence in enumerate(sentences[:_BEYOND])
    ]
    points = [round(sum(reasons), 2) for reasons in weighed]
    chosen: list[int] = []
    # Whether a sentence leans on another one costs points only, so it is looked at when its turn has come.
    waiting = [(-value, place, False) for place, value in enumerate(points)]
    heapify(waiting)
    while waiting and len(chosen) < wanted:
        _, place, is_weighed = heappop(waiting)
        if not is_weighed and _LEANS.search(sentences[place]):
            weighed[place][1 + _REASONS.index("leans on another")] = _LEANING
            points[place] = round(sum(weighed[place]), 2)
            heappush(waiting, (-points[place], place, True))
            continue
        is_new = not any(_likeness(sentences[place], sentences[other]) >= _SAME for other in chosen)
        if is_new and _is_fit(sentences[place]):
            chosen.append(place)
    return tuple(
        Candidate(sentences[place], place, points[place], _said(place, weighed[place])) for place in sorted(chosen)
    )


def to_key_point(candidate: Candidate) -> KeyPoint:
    """Return a sentence as a key point, cut where it can be."""
    text = shorten(candidate.sentence)
    return KeyPoint(text, candidate.sentence if text != candidate.sentence else "")


def _is_fit(sentence: str) -> bool:
    """Return whether a sentence can stand alone: whole, no question, no pronoun or gesture towards another one."""
    opened = without_lead(sentence)
    if not ends_sentence(sentence) or is_cut_off(sentence) or sentence.rstrip("”»\"'").endswith(("?", ":", "!")):
        return False
    return (
        _SHORTEST <= count_words(sentence) <= _LONGEST
        and opened[:1] not in '“"«('
        and not points_back(opened)
        and not _UNFIT.match(opened)
        and not _SPEAKS.search(opened)
    )


def _weigh(
    sentence: str, position: int, headline: Collection[str], subject: Collection[str], has_figure: bool, has_event: bool
) -> list[float]:
    """Return the points that a sentence gets: for where it stands, and for each of `_REASONS` but for leaning."""
    stems = content_stems(sentence)
    return [
        _LEAD / (1 + _LEAD_FALL * position),
        _FIGURE if has_figure else 0.0,
        _EVENT if has_event else 0.0,
        _NUMBER if signs(sentence) & _HAS_DIGIT else 0.0,
        _TITLE * min(1.0, len(stems.intersection(headline)) / 3) if headline else 0.0,
        0.0,
        _BREVITY if count_words(sentence) < _SHORT else 0.0,
        _SUBJECT * min(1.0, len(stems.intersection(subject)) / 4),
    ]


def _said(position: int, weighed: Sequence[float]) -> tuple[str, ...]:
    reasons = zip((f"sentence {position + 1}", *_REASONS), weighed, strict=True)
    return tuple(f"{reason} {points:.1f}" for reason, points in reasons if abs(points) >= 0.05)


def _likeness(first: str, second: str) -> float:
    one, two = content_stems(first), content_stems(second)
    return len(one & two) / max(1, min(len(one), len(two)))
