"""What a reader hands on."""

from __future__ import annotations

import msgspec

from generator.model import Block, FoundDate


class Reading(msgspec.Struct, frozen=True):
    """A raw document as blocks in the order of its lines.

    A format that marks its structure (HTML) also knows the `title` and the `date` of its one story; `structured` says
    so. A plain text has neither.
    """

    blocks: tuple[Block, ...]
    structured: bool = False
    title: str | None = None
    date: FoundDate | None = None
