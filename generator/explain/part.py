"""What there is to say of one part of an article's front matter."""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True):
    """One part of the front matter: its name, and what is said of it; a line that goes with another is indented."""

    label: str
    lines: tuple[str, ...]
