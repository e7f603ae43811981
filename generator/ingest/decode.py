"""Bytes -> text, or the reason why not."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"SQLite format 3", "a database"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The single-byte encodings that English and Russian pages have been saved in.
_LEGACY = ["cp1251", "cp1252", "koi8_r", "cp866", "mac_cyrillic", "latin_1"]
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_HIGH_CONTROL = re.compile(r"[\x80-\x9f]")
_WORD = re.compile(r"[^\W\d_]{2,}")


class UndecodableError(ValueError):
    """The bytes are not a text; the message says why."""


def decode(data: bytes) -> str:
    """Return the text in the bytes.

    A byte order mark decides; then UTF-8, UTF-16 without a mark, and the old single-byte encodings of English and
    Russian pages, by what reads as words. Raises UndecodableError with the reason.
    """
    if not data.strip():
        raise UndecodableError("the file is empty")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise UndecodableError(f"this is {what}, not text")
    text = _undone(_decode(data))
    controls = len(_CONTROL.findall(text[:200_000]))
    if controls * 50 > min(len(text), 200_000):
        raise UndecodableError("the file is binary, not text")
    if not _WORD.search(text):
        raise UndecodableError("the file holds no words")
    return text


def _undone(text: str) -> str:
    """Return a text as it was before somebody took its UTF-8 for Latin-1 and wrote that as UTF-8; any other as it is.

    One of the controls that come of it ends a line, so that it has to be undone before there are lines.
    """
    if not _HIGH_CONTROL.search(text):
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UndecodableError(f"the file is not the {encoding} that it says it is: {error.reason}") from error
    even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
    if even or odd:
        # The spaces and digits of UTF-16 have a zero byte, always on the same side.
        if min(even, odd) == 0 and max(even, odd) * 20 >= len(data[:4096]):
            try:
                return data.decode("utf-16-be" if even else "utf-16-le")
            except UnicodeDecodeError:
                pass
        raise UndecodableError("the file is binary, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A scrape that was cut at a number of bytes breaks its last character, and only that one.
        if error.start >= len(data) - 3:
            return data[: error.start].decode("utf-8")
        return _decode_legacy(data)


def _decode_legacy(data: bytes) -> str:
    best = from_bytes(data[:200_000], cp_isolation=_LEGACY, threshold=0.3).best()
    if best is None:
        raise UndecodableError("the encoding is unknown")
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError("the encoding is unknown") from error
    # Any bytes decode in a single-byte encoding; only a text comes out as small letters with spaces between.
    sample = text[:20_000]
    small = sum(c.islower() for c in sample)
    if small * 2 < len(sample) or sum(c.isspace() for c in sample) * 40 < len(sample):
        raise UndecodableError("the encoding is unknown")
    return text
