"""How likely two pieces of text, one below the other, belong to different stories: by their words alone.

The weights are those of a logistic regression over places between paragraphs of news, half of them inside a story and
half between two that stood one after the other, English and Russian: above 0 different stories are likelier, and of
places above 2 one in forty lies inside a story.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from generator.ingest.cohesion import overlap, points_back
from generator.ingest.spots import Spots
from generator.ingest.words import content_stems, count_words

# What comes before a capital is looked at behind it: a pattern that begins with a letter is found many times faster.
_NAME = re.compile(r"[A-ZА-ЯЁ](?<=\b.)(?<![.!?…:»”\"] .)(?<!^.)(?<![«“\"(].)[\w’'-]{2,}")
# News says when it was, and who says so, in its first lines.
_WHEN = Spots(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tonight|(?:this|last) week|"
    r"сегодня|вчера|понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:jan|feb|nov|dec|oct|sept?)\.) \d|"
    r"\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек))"
)
_SAID = Spots(
    r"\b(?:said|says|announced|reported|reports|told|according to|warned|confirmed|"
    r"сообщ\w+|заявил\w*|рассказал\w*|переда[её]т|по данным)\b"
)
# "the Collective Security Treaty Organization (CSTO)": a text explains an abbreviation where it first uses it.
_EXPLAINED = re.compile(r"\(([A-ZА-ЯЁ][A-ZА-ЯЁ&-]{1,7})\)")
_QUOTES = '"“«—–-‘'
_OPENING = 400  # characters
_MEMORY = 6000  # characters
_MUCH_BEFORE, _MUCH_AFTER = 200, 120  # words
_BIAS = 1.6
_OVERLAP, _NAMES_SHARED, _NO_NAMES = -18.9, -2.5, -2.4
_BACK, _QUOTED, _TIME, _SOURCE = -1.9, -2.9, 0.9, 0.8
_SIZE_BEFORE, _SIZE_AFTER = 0.9, 1.6
_ANEW = 2.5
_LEAST, _MOST = -2.5, 4.0
# The text that follows is known by its first paragraphs.
_ENOUGH, _MOST_PARAGRAPHS = 100, 4  # words, paragraphs


def opens_like_news(text: str) -> bool:
    """Return whether a text says in its first lines when something was, or who says so."""
    first = text[:_OPENING]
    return bool(_WHEN.search(first) or _SAID.search(first))


def says_when(text: str) -> bool:
    """Return whether a text says in its first lines when something was."""
    return bool(_WHEN.search(text[:_OPENING]))


def opening(texts: Sequence[str]) -> list[str]:
    """Return the first paragraphs of a text, as many as it takes to know its subject."""
    first: list[str] = []
    size = 0
    for text in texts[:_MOST_PARAGRAPHS]:
        first.append(text)
        size += count_words(text)
        if size >= _ENOUGH:
            break
    return first


def difference(before: Sequence[str], after: Sequence[str]) -> float:
    """Return the points, -2.5 to 4, for `after` being another story than `before`: paragraphs, in order."""
    before = _last(before)
    stems_before, stems_after = _all(content_stems, before), _all(content_stems, after)
    names_before, names_after = _all(_names, before), _all(_names, after)
    first = after[0][:_OPENING]
    points = (
        _BIAS
        + _OVERLAP * overlap(stems_before, stems_after)
        + _NAMES_SHARED * len(names_before & names_after) / max(1, len(names_after))
        + _NO_NAMES * (not names_after)
        + _BACK * points_back(first)
        + _QUOTED * (first[:1] in _QUOTES)
        + _TIME * bool(_WHEN.search(first))
        + _SOURCE * bool(_SAID.search(first))
        + _ANEW * explains_anew(before, first)
        + _SIZE_BEFORE * min(1.0, sum(map(count_words, before)) / _MUCH_BEFORE)
        + _SIZE_AFTER * min(1.0, sum(map(count_words, after)) / _MUCH_AFTER)
    )
    return max(_LEAST, min(_MOST, points))


def explains_anew(before: Sequence[str], first: str) -> bool:
    """Return whether a text explains an abbreviation that the text before it has used."""
    return any(name in text for name in _EXPLAINED.findall(first) for text in before)


def _last(texts: Sequence[str]) -> Sequence[str]:
    room, start = _MEMORY, len(texts)
    while start and room > 0:
        start -= 1
        room -= len(texts[start])
    return texts[start:]


def _all(function: Callable[[str], frozenset[str]], texts: Sequence[str]) -> frozenset[str]:
    return frozenset[str]().union(*map(function, texts))


@lru_cache(maxsize=1024)
def _names(text: str) -> frozenset[str]:
    """Return the words of a text set with a capital inside a sentence, without most of their endings in Russian."""
    found = _NAME.findall(text[:_MEMORY])
    return frozenset(
        name.casefold()[: max(4, len(name) - 2)] if "А" <= name[0] <= "ё" else name.casefold() for name in found
    )
