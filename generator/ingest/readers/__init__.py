"""Raw formats: one module each, and the table that says which file goes to which."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from generator.errors import DocumentError, Location, Problem
from generator.ingest.decode import UndecodableError, decode
from generator.ingest.readers import html, text
from generator.ingest.readers.reading import Reading
from generator.model import Document

# A whole page, or a piece of one that was copied out of it.
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|main|article|section|div|p|h[1-6])\b",
    re.I | re.S,
)


class Reader(msgspec.Struct, frozen=True):
    """One raw format: its name, the test for a decoded text of a given file name, and the function that reads it."""

    name: str
    accepts: Callable[[str, str], bool]
    read: Callable[[str], Reading]


READERS = (
    Reader("html", lambda name, data: bool(_HTML_START.match(data[:2000])), html.read),
    Reader("text", lambda name, data: True, text.read),
)


def read(document: Document) -> Reading:
    """Return what a raw document holds, block by block, nothing judged yet.

    Raises DocumentError with the file and the reason where its bytes are not a text that can be used, or where an
    element of a saved page has so many attributes that it would stall the parser.
    """
    try:
        decoded = decode(document.data)
    except UndecodableError as error:
        raise DocumentError([Problem(Location(document.path), str(error), "passed over")]) from error
    reader = next(reader for reader in READERS if reader.accepts(document.name, decoded))
    if reader.read is html.read and (line := html.crowded(decoded)):
        message = f"an element with more than {html.MOST_ATTRIBUTES} attributes"
        raise DocumentError([Problem(Location(document.path, line), message, "passed over")])
    return reader.read(decoded)
