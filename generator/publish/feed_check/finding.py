"""What a check of a feed finds."""

from __future__ import annotations

from enum import Enum

import msgspec


class Level(Enum):
    """How bad it is: an error breaks a reader or a rule, a warning breaks some readers or good manners."""

    ERROR = "error"
    WARNING = "warning"


class Finding(msgspec.Struct, frozen=True):
    """One thing that is wrong in a feed: the line there, and the id of the item and the part of it that is meant.

    `part` is a key of the front matter, or `body`; both are empty where the feed as a whole is meant.
    """

    level: Level
    line: int
    message: str
    item: str = ""
    part: str = ""
