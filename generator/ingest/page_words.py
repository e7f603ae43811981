"""How much of a line is made of the words with which a page speaks of itself: page_words.yaml, loaded once."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

import yaml

from generator.ingest.lookup import Lookup, pieces_of
from generator.ingest.words import STOP, stem, words

# A line of the page has so many of its words, and so much of what it says is said with them. Tried on lines of real
# pages: 53 of 914 that belong to no story are such, and none of 1,944 that do.
_LEAST, _SHARE, _LONGEST = 2, 0.4, 300  # words, share, characters
# What has happened is told in stories; pages speak of what is and what can be done.
_TOLD = re.compile(
    r"\b(?:was|were|had|did|said|told|wrote|began|went|came|took|made|gave|got|"
    r"(?!subscribed|registered|required|related|reserved|sponsored|promoted|recommended|featured|need|feed|embed|"
    r"deleted|removed|approved|moderated|reviewed|interested|identified|logged|signed|advanced|united|speed|indeed)"
    r"[a-z]{2,}ed|"
    r"(?!читател|пользовател|посетител|канал|материал|портал|журнал|раздел|если|или)[а-яё]{2,}(?:л|ла|ло|ли|лся|лась|лись))\b",
    re.IGNORECASE,
)
_MANY = 2**40


@lru_cache(maxsize=1)
def _load() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the stems of the words of pages, the words with which a reader is asked, and the neutral ones."""
    data = yaml.load(files("generator.ingest").joinpath("page_words.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    stems = frozenset(stem(word) for listed in data["words"].values() for word in listed.split())
    return stems, frozenset(data["asks"].split()), frozenset(data["neutral"].split())


def _weigh(piece: str) -> int:
    """Return how many words of a piece say something, times _MANY, and how many of those speak of a page."""
    stems, asks, neutral = _load()
    said = of_page = 0
    for word in words(piece):
        low = word.casefold()
        if low in asks or (len(word) > 2 and low not in STOP and low not in neutral):
            said += 1
            of_page += low in asks or stem(word) in stems
    return said * _MANY + of_page


_WEIGHTS = Lookup(_weigh)


def tells(text: str) -> bool:
    """Return whether a text tells of something that has happened."""
    return _TOLD.search(text) is not None


def speaks_of_page(text: str) -> bool:
    """Return whether a short line is mostly made of the words of pages, and tells nothing that has happened."""
    if len(text) > _LONGEST:
        return False
    said, of_page = divmod(sum(map(_WEIGHTS.__getitem__, pieces_of(text))), _MANY)
    return of_page >= _LEAST and of_page >= _SHARE * said and not tells(text)


def is_of_page(word: str) -> bool:
    """Return whether a word is one with which a page speaks of itself, or to its readers."""
    stems, asks, _ = _load()
    return word.casefold() in asks or stem(word) in stems


def others(text: str) -> frozenset[str]:
    """Return the stems of the words of a line that do not speak of a page."""
    stems, asks, neutral = _load()
    return frozenset(
        found
        for word in words(text)
        if len(word) > 2
        and (low := word.casefold()) not in STOP
        and low not in asks
        and low not in neutral
        and (found := stem(word)) not in stems
    )
