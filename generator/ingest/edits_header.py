"""The front matter of an edited article: the cleaner's new values go into the keys that the editor left alone.

Only the characters of the values that change are replaced, by the positions of their nodes, so that comments, the order
of the keys and the way in which values are written stay as the editor has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from generator.ingest.clash import Clash
from generator.ingest.edits_nodes import (
    Node,
    Pair,
    Pairs,
    compose,
    end_of,
    entries,
    has_comment,
    line_end,
    pairs,
    plain,
    plain_text,
    text_of,
)

# A date and how it is known are one statement: an editor's date must not get the cleaner's reason.
_TOGETHER = {"date_basis": "date"}
# Lists that are merged entry by entry, with the keys by which an editor's own entry stands for one of the cleaner's.
_LISTS = {
    "sources": ("document",),
    "key_points": ("sentence",),
    "figures": ("measure", "where", "of"),
    "events": ("sentence",),
}
_GONE = object()


class _Change(msgspec.Struct, frozen=True):
    """One thing that the cleaner changed: a key, or an entry of a list, as it is in the editor's text and anew.

    `edited` says that the editor changed it too; where it is new, it goes below `beside`.
    """

    path: tuple[str, ...]
    own: Pair | None
    new: Pair | None
    edited: bool
    beside: Pair | None = None


class _Edit(msgspec.Struct, frozen=True):
    """Characters `start` to `end` of the editor's text, and what takes their place."""

    start: int
    end: int
    text: str

    def apply(self, text: str) -> str:
        return text[: self.start] + self.text + text[self.end :]


def merge_headers(base: str, mine: str, theirs: str) -> tuple[str, tuple[Clash, ...]]:
    """Return the editor's front matter with the cleaner's changes from base to theirs, and what clashes.

    All three are mappings without mistakes. Where both changed a key, the editor's value stays; the entries of
    sources and of facts are taken key by key as well. The lines of the clashes count from 0 at the top of the merged
    text.
    """
    old, own, new = (pairs(compose(text)) for text in (base, mine, theirs))
    merged = mine
    edits: list[_Edit] = []
    clashes: list[tuple[int, _Change]] = []
    found = [(_edit(mine, theirs, change), change) for change in _changes((), old, own, new)]
    # From the last place to the first, so that the positions of the others stay true. Each must do what it should: a
    # text that is plain where the cleaner wrote it can mean something else where the editor's layout puts it.
    found.reverse()
    for edit, change in sorted(found, key=lambda item: -(item[0].start if item[0] else 0)):
        if edit and plain_text(edit.apply(merged)) == _expected(plain_text(merged), change):
            merged = edit.apply(merged)
            edits.append(edit)
        else:
            nearest = change.own or change.beside or next(iter(own.values()))
            clashes.append((nearest[0].start_mark.index, change))
    reported = []
    for at, change in sorted(clashes, key=lambda item: item[0]):
        line = merged.count("\n", 0, at + sum(len(e.text) - e.end + e.start for e in edits if e.end <= at))
        wanted = " ".join(text_of(theirs, change.new).split()) if change.new else ""
        reported.append(Clash(line, wanted, change.path[0]))
    return merged, tuple(reported)


def _changes(path: tuple[str, ...], old: Pairs, own: Pairs, new: Pairs) -> Iterator[_Change]:
    keys = dict.fromkeys((*new, *old))
    edited = {_TOGETHER.get(key, key) for key in keys if _value(own.get(key)) != _value(old.get(key))}
    above: Pair | None = None
    for key in keys:
        before, mine, theirs = (_value(side.get(key)) for side in (old, own, new))
        if theirs not in (before, mine):
            if key in _LISTS and isinstance(mine, dict) and isinstance(theirs, dict) and before in (_GONE, None, []):
                yield from _entry_changes(key, {}, entries(own[key][1]), entries(new[key][1]))
            elif key in _LISTS and all(isinstance(value, dict) for value in (before, mine, theirs)):
                yield from _entry_changes(key, *(entries(side[key][1]) for side in (old, own, new)))
            else:
                yield _Change((*path, key), own.get(key), new.get(key), _TOGETHER.get(key, key) in edited, above)
        above = own.get(key, above)


def _entry_changes(
    key: str, before: Mapping[str, Node], mine: Mapping[str, Node], theirs: Mapping[str, Node]
) -> Iterator[_Change]:
    last = list(mine.values())[-1] if mine else None
    added = [_stands_for(key, entry) for name, entry in mine.items() if name not in before]
    for name, entry in theirs.items():
        path = (key, name)
        if name in mine:
            yield from _changes(path, pairs(before.get(name)), pairs(mine[name]), pairs(entry))
        elif name not in before and _stands_for(key, entry) not in added:  # else the editor took it out or put it right
            yield _Change(path, None, (entry, entry), edited=False, beside=(last, last) if last else None)
    for name, entry in mine.items():
        if name in before and name not in theirs:
            yield _Change((key, name), (entry, entry), None, edited=plain(entry) != plain(before[name]))


def _stands_for(key: str, entry: Node) -> list[Any]:
    """Return what an entry is about, whatever it says of it."""
    keys = pairs(entry)
    said = [plain(keys[part][1]) if part in keys else None for part in _LISTS[key]]
    return said if any(said) else [plain(entry)]


def _edit(mine: str, theirs: str, change: _Change) -> _Edit | None:
    """Return how a change goes into the editor's text, or None where it does not."""
    if change.edited:
        return None
    if change.own and change.new:
        value = change.own[1]
        if has_comment(mine, value):
            return None  # it would be lost
        start, end = value.start_mark.index, end_of(mine, value)
        space = "" if mine[start - 1 : start].isspace() else " "
        return _Edit(start, end, space + theirs[change.new[1].start_mark.index : end_of(theirs, change.new[1])])
    if change.own:
        start = mine.rfind("\n", 0, change.own[0].start_mark.index) + 1
        end = line_end(mine, end_of(mine, change.own[1]))
        commented = has_comment(mine, change.own[1]) or "#" in mine[end_of(mine, change.own[1]) : end]
        return None if commented else _Edit(start, end + 1, "")
    if change.new and change.beside:
        at = line_end(mine, end_of(mine, change.beside[1]))
        start = change.beside[0].start_mark.index
        margin = mine[mine.rfind("\n", 0, start) + 1 : start]
        if change.new[0] is not change.new[1]:
            margin = " " * len(margin)
        first, *others = text_of(theirs, change.new).split("\n")
        # The lines of an entry or of a list keep their indents, counted from where its first line begins.
        column = change.new[0].start_mark.column
        lines = [margin + first, *(" " * len(margin) + line[column:] for line in others)]
        return _Edit(at, at, "\n" + "\n".join(lines))
    return None


def _expected(header: Any, change: _Change) -> Any:
    """Return the plain value of a front matter in which a change has been made; it is changed in place."""
    inner = header
    for key in change.path[:-1]:
        inner = inner[key]
    if change.new is None:
        inner.pop(change.path[-1], None)
    else:
        inner[change.path[-1]] = plain(change.new[1])
    return header


def _value(pair: Pair | None) -> Any:
    return plain(pair[1]) if pair else _GONE
