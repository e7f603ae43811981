"""Where the sentences of a text begin and end: for the facts of an article and the anchors that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

import sentencex

_CYRILLIC = re.compile("[А-яЁёᲀ-ᲆ]+")
_LONGEST_QUOTATION = 8  # sentences
# sentencex takes ever longer over quotes and the like that are left open, so it gets a text in portions, and in small
# ones where every eighth character is such a sign.
_PORTION, _SMALL = 20_000, 2_000  # characters
_SIGN = re.compile(r"[^\w\s.,;:-]")
_CROWDED = 8
# Between a letter and a full stop, one of these makes sentencex 1.0 panic, so there it gets a plain blank.
_BEFORE_STOP = re.compile(r"(?<=\w)\s+(?=[.])")
_WIDE = re.compile("[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


def is_cyrillic(text: str) -> bool:
    """Return whether most letters of a text are Cyrillic."""
    sample = text[:4000]
    if sample.isascii():
        return False
    # Every Cyrillic letter begins with one of these, and they stand nowhere else.
    data = sample.encode("utf-8", "surrogatepass")
    if b"\xd0" not in data and b"\xd1" not in data:
        return False
    cyrillic = sum(map(len, _CYRILLIC.findall(sample)))
    return cyrillic > 0 and (cyrillic * 2 > len(sample) or cyrillic * 2 > sum(map(str.isalpha, sample)))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return where each sentence of a text starts and ends, without the white space around it.

    A quotation of several sentences stays whole.
    """
    language = "ru" if is_cyrillic(text) else "en"
    if not text.isascii() and _WIDE.search(text):
        text = _BEFORE_STOP.sub(lambda gap: _WIDE.sub(" ", gap[0]), text)
    pieces: Iterable[str] = (
        sentencex.segment(language, text)
        if len(text) <= _SMALL
        else chain.from_iterable(sentencex.segment(language, portion) for portion in _portions(text))
    )
    quotes = "“" in text or "”" in text
    spans: list[tuple[int, int]] = []
    start = end = parts = open_quotes = position = 0
    for piece in pieces:
        begins, position = position, position + len(piece)
        sentence = piece.rstrip()
        if not sentence:
            continue
        end_before, end = end, begins + len(sentence)
        if sentence[0].isspace():
            sentence = sentence.lstrip()
            begins = end - len(sentence)
        # A lower-case start or an open quotation means that the last mark was no end; but not for ever.
        if parts and (open_quotes > 0 or sentence[0].islower()) and parts < _LONGEST_QUOTATION:
            parts += 1
        else:
            if parts:
                spans.append((start, end_before))
            start, parts, open_quotes = begins, 1, 0
        if quotes:
            open_quotes += sentence.count("“") - sentence.count("”")
    if parts:
        spans.append((start, end))
    return spans


def _portions(text: str) -> Iterator[str]:
    """Yield a text in portions that sentencex takes in its stride."""
    for portion in _cut(text, _PORTION):
        if len(portion) > _SMALL and len(_SIGN.findall(portion)) * _CROWDED > len(portion):
            yield from _cut(portion, _SMALL)
        else:
            yield portion


def _cut(text: str, size: int) -> Iterator[str]:
    """Yield a text in portions of a size at most, cut behind a sentence's mark where there is one."""
    start = 0
    while len(text) - start > size:
        end = max(text.rfind(mark, start, start + size) for mark in (". ", "! ", "? ")) + 2
        end = end if end > start + 2 else start + size
        yield text[start:end]
        start = end
    yield text[start:]


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text; a quotation of several sentences stays whole."""
    return (text[start:end] for start, end in sentence_spans(text))
