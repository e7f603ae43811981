"""Where the sentences of a text begin and end: for the facts of an article and the anchors that they lead to."""

from __future__ import annotations

import re

import sentencex

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LONGEST_QUOTATION = 8  # sentences


def is_cyrillic(text: str) -> bool:
    """Return whether most letters of a text are Cyrillic."""
    sample = text[:4000]
    return len(_CYRILLIC.findall(sample)) * 2 > sum(map(str.isalpha, sample))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return where each sentence of a text starts and ends, without the white space around it.

    A quotation of several sentences stays whole.
    """
    found: list[tuple[int, int]] = []
    parts = open_quotes = position = 0
    for piece in sentencex.segment("ru" if is_cyrillic(text) else "en", text):
        sentence = piece.strip()
        if not sentence:
            continue
        start = text.index(sentence, position)
        position = start + len(sentence)
        # A lower-case start or an open quotation means that the last mark was no end; but not for ever.
        if parts and (sentence[0].islower() or open_quotes > 0) and parts < _LONGEST_QUOTATION:
            found[-1] = (found[-1][0], position)
            parts += 1
        else:
            found.append((start, position))
            parts, open_quotes = 1, 0
        open_quotes += sentence.count("“") - sentence.count("”")
    return found


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a quotation of several sentences stays whole."""
    return [text[start:end] for start, end in sentence_spans(text)]
