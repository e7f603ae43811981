"""Was all of this done before? What a run read and left behind, by which the next one knows that nothing changed.

As git does with its index: a file whose size, times and inode are as they were is taken to be the same. One that was
written so shortly before the stamp was made that a later change might not show is read, and its digest decides.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

# Nanoseconds within which two changes of one file may bear the same time: a tick of the kernel's clock is 10 ms at
# most, and file systems that keep whole seconds (FAT: two) show no fraction.
_TICK, _COARSE = 100_000_000, 2_000_000_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was: size in bytes, times in nanoseconds, inode; `sha256` is empty where the times will do."""

    size: int
    modified: int
    changed: int
    inode: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A run that is over: the digest of the rules, every file that it read or wrote, what it said, its exit code."""

    rules: str
    files: dict[str, Seen]
    out: tuple[str, ...]
    err: tuple[str, ...]
    code: int


def list_files(places: Iterable[Path]) -> dict[str, os.stat_result]:
    """Return every file at or below the given places, hidden ones too, with its state; by its path."""
    found: dict[str, os.stat_result] = {}
    folders: list[str] = []
    for place in places:
        if place.is_dir():
            folders.append(str(place))
        elif place.exists():
            found[str(place)] = place.stat()
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        found[entry.path] = _stat(entry)
        except OSError:
            continue
    return found


def _stat(entry: os.DirEntry[str]) -> os.stat_result:
    try:
        return entry.stat()
    except OSError:  # a link that leads nowhere
        return entry.stat(follow_symlinks=False)


def seen(files: Mapping[str, os.stat_result], now: int) -> dict[str, Seen]:
    """Return files as they are; `now` is the time in nanoseconds since the epoch, as the files' times are."""
    return {
        path: Seen(*_signature(state), _digest(path) if _may_hide(state, now) else "") for path, state in files.items()
    }


def _signature(state: os.stat_result) -> tuple[int, int, int, int]:
    return (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)


def _may_hide(state: os.stat_result, now: int) -> bool:
    """Return whether a change after `now` could leave the file with the times that it has."""
    latest = max(state.st_mtime_ns, state.st_ctime_ns)
    return latest > now - (_COARSE if latest % 1_000_000_000 == 0 else _TICK)


def _digest(path: str) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return "unreadable"


def is_unchanged(before: Mapping[str, Seen], files: Mapping[str, os.stat_result]) -> bool:
    """Return whether the same files are there, with the same in them."""
    if before.keys() != files.keys():
        return False
    return all(
        (was.size, was.modified, was.changed, was.inode) == _signature(files[path])
        and (not was.sha256 or was.sha256 == _digest(path))
        for path, was in before.items()
    )
