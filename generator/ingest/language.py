"""Whether a text is in a language or a script that the papers of the region are not written in."""

from __future__ import annotations

import re

from generator.ingest.lookup import pieces_of
from generator.ingest.shape import capital_share
from generator.ingest.words import STOP, count_words, words

# Arabic, Hebrew, the scripts of India and of East Asia: neither Latin nor Cyrillic nor Greek nor Caucasian.
_FOREIGN = re.compile(r"[\u0590-\u08ff\u0900-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FOREIGN_SHARE = 0.5
_CYRILLIC = re.compile("[а-яё]")
# Of 1,876 paragraphs of real stories in English and Russian none in Latin letters, so long, has so few small words.
_LEAST, _SMALL = 12, 0.05  # words, share
_HEADED = re.compile(r"[^:,]{2,30}: ")
_NAMES = 0.9  # share
_WORDS_A_NAME = 3  # in a list of names, at most


def is_foreign(text: str) -> bool:
    """Return whether most letters of a text are in none of the scripts of the region's papers."""
    if text.isascii() or not _FOREIGN.search(text):
        return False
    return len(_FOREIGN.findall(text)) > _FOREIGN_SHARE * sum(map(str.isalpha, text))


def lacks_small(text: str) -> bool:
    """Return whether none of a text's first words is a small one of English or Russian."""
    return STOP.isdisjoint(map(str.casefold, pieces_of(text)[:_LEAST]))


def has_few_small(text: str) -> bool:
    """Return whether a text in Latin letters, as long as a sentence, has hardly a small word of English or Russian."""
    count = count_words(text)
    if count < _LEAST or not lacks_small(text) or _CYRILLIC.search(text) or _lists(text, count):
        return False
    return small_share(text) <= _SMALL


def _lists(text: str, count: int) -> bool:
    """Return whether a text of so many words is a list of names: a comma behind each, a full stop or a head."""
    if text.count(", ") * _WORDS_A_NAME < count or not (text.endswith(".") or _HEADED.match(text)):
        return False
    # Dashes part the rows of a team.
    return capital_share(text) > _NAMES and " - " not in text


def small_share(text: str) -> float:
    """Return the share, 0 to 1, of the words of a text that are small ones of English or Russian."""
    return sum(word.casefold() in STOP for word in words(text)) / max(1, count_words(text))
