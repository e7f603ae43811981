"""What an editor says of a raw document in sources.yaml, as data."""

from __future__ import annotations

import datetime as dt

import msgspec

from generator.errors import Location


class Said(msgspec.Struct, frozen=True):
    """A text of sources.yaml with where it stands there."""

    text: str
    location: Location


class StoryOverride(msgspec.Struct, frozen=True):
    """What an editor says of one story in a document: the one that the line is part of. None leaves it as it is."""

    line: Said
    title: str | None = None
    date: dt.date | None = None
    topics: tuple[str, ...] | None = None


class Overrides(msgspec.Struct, frozen=True):
    """What an editor decides of a raw document, before any rule does.

    Lines are named by their numbers or by their beginnings. `keep` and `drop` say which stay and which go, `split`
    where a story begins and `join` where none does; `same_as` is a document that tells the same story. `title` is that
    of the only story, `topics` are those of all stories.
    """

    title: Said | None = None
    topics: tuple[str, ...] | None = None
    keep: tuple[Said, ...] = ()
    drop: tuple[Said, ...] = ()
    split: tuple[Said, ...] = ()
    join: tuple[Said, ...] = ()
    same_as: Said | None = None
    stories: tuple[StoryOverride, ...] = ()
