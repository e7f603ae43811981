"""Text as it should have been: encodings undone, white space made plain, what nobody can see taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ftfy import TextFixerConfig, fix_text

# Curly quotes stay: they are the author's. Ligatures and widths go, since they break every comparison of words.
_CONFIG = TextFixerConfig(uncurl_quotes=False, unescape_html=True, normalization="NFC", explain=False)

# Zero-width space and joiners that a browser's copy leaves behind, soft hyphen, marks of writing direction, byte order
# mark; and controls, lone surrogates and noncharacters, which neither XML nor a reader can use.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060-\u2064\u2066-\u206f\u202a-\u202e\ufeff\ufff9-\ufffb]")
_UNUSABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LAYERS = 5
# The closing quote in UTF-8, misread as Windows-1252, where its last byte is none: no other sign that texts use is lost
# so, and ftfy, which cannot know that, would leave the sign of a lost character.
_LOST_QUOTE = "â€\ufffd"
# What a repair may change, but for runs of spaces: text without any of it is passed over, which is nearly all text.
# Letters of our two alphabets, what a keyboard types and the usual quotes and dashes are no mojibake by ftfy's own
# table (ftfy/badness.py), but for a quote between two of the capitals with which Cyrillic in UTF-8 is misread.
_DOUBTFUL = re.compile("[^\t -%'-~А-яЁё‘’“”–—…«»]")
_MISREAD = re.compile("[ВГРС][‘’“”«»][ВГРС]")
_SPACE = re.compile(r"[^\S\n\t]+")


def repair(text: str) -> str:
    """Return a text with mojibake and entities undone, Unicode composed, and only visible characters left.

    Runs of spaces of any kind become one space; tabs and line breaks stay. Idempotent: what a repair lays bare (text
    that was encoded twice over) is repaired in turn.
    """
    if not _is_doubtful(text):
        return _SPACE.sub(" ", text) if "  " in text else text
    for _ in range(_LAYERS):
        repaired = _repair_once(text)
        if repaired == text:
            break
        text = repaired
    return text


def _is_doubtful(text: str) -> bool:
    if text.isascii():
        return "&" in text or not (text.isprintable() or text.replace("\t", "").isprintable())
    return bool(_DOUBTFUL.search(text) or _MISREAD.search(text))


def _repair_once(text: str) -> str:
    if not text.isascii():
        if _LOST_QUOTE in text:
            text = text.replace(_LOST_QUOTE, "”")
        text = _INVISIBLE.sub("", fix_text(text, _CONFIG))
    elif "&" in text:
        text = fix_text(text, _CONFIG)
    return _SPACE.sub(" ", _UNUSABLE.sub("", text))


_QUOTES = tuple(
    zip(
        "\u2018\u2019\u02bc\u201c\u201d\u201e\u00ab\u00bb\u2013\u2014\u2212\u2010\u2011",
        '\'\'\'"""""-----',
        strict=True,
    )
)


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """Return a text as it is compared: plain quotes and dashes, single spaces, case folded."""
    return replaced(" ".join(text.split()), _QUOTES).casefold()


def replaced(text: str, signs: Iterable[tuple[str, str]]) -> str:
    """Return a text with each sign that is not ASCII replaced by the one given with it."""
    if not text.isascii():
        for sign, plain in signs:
            # To look first costs a fifth of what it takes to replace nothing.
            if sign in text:
                text = text.replace(sign, plain)
    return text
