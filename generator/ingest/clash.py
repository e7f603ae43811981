"""Where an editor and the cleaner disagree."""

from __future__ import annotations

import msgspec


class Clash(msgspec.Struct, frozen=True):
    """A place of an article that an editor and the cleaner both changed: the editor's text stays.

    `line` is its line in the file; `wanted` is what the cleaner would have written there, empty where it would have
    taken something out; `key` is the key of the front matter, empty in the body.
    """

    line: int
    wanted: str
    key: str = ""
