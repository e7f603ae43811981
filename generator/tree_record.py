"""What is known of the two trees of a site between two builds, so that neither has to be listed.

A folder's own state changes with every name that is put into it or taken out. So while all folders are in the state in
which they were left, nobody but us has added a file to a tree or taken one away.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path

import msgspec

from generator.aside import aside
from generator.packing import pack, unpack
from generator.sight import places
from generator.stamp import as_bytes, may_hide

_NAME = "record"
_BYTES = 2 * 8  # of the times of one folder
# Folders: a copy of a process that is at work has begun by the time that a thousand have been looked at.
_WORTH_A_COPY = 4000


class Folders(msgspec.Struct, frozen=True, array_like=True):
    """The folders of one tree, known by its inode, and the `times` of the last change of each, two numbers for each.

    What `hides` are those that may have changed since without other times, with the names in them.
    """

    inode: int
    folders: list[str]
    times: bytes
    hides: dict[str, list[str]]

    def again(self, root: Path, touched: Collection[str]) -> Folders:
        """Return the same tree with the state that some of its folders are in now; those that are gone left out."""
        folders: list[str] = []
        times = bytearray()
        begin = 0
        # All between two that were touched at once: mostly they are few of thousands.
        for place in [*places(self.folders, touched), len(self.folders)]:
            folders += self.folders[begin:place]
            times += self.times[begin * _BYTES : place * _BYTES]
            begin = place + 1
        hides = {folder: names for folder, names in self.hides.items() if folder not in touched}
        found: dict[str, bytes] = {}
        for folder in touched:
            _look(root, folder, found, hides)
        return Folders(self.inode, [*folders, *found], b"".join((times, *found.values())), hides)


class Record(msgspec.Struct, frozen=True, array_like=True):
    """Both trees: the files of others, the files in which they may differ, and their folders."""

    strangers: list[str]
    behind: list[str]
    trees: list[Folders]


def read_record(folder: Path) -> Record | None:
    """Return the record in the folder of the hidden tree; None where there is none that can be read."""
    try:
        return unpack((folder / _NAME).read_bytes(), Record)
    except OSError:
        return None


def write_record(folder: Path, record: Record | None) -> None:
    """Write the record, or take away the one that stands. Raises OSError."""
    if record is None:
        (folder / _NAME).unlink(missing_ok=True)
        return
    temporary = folder / f"{_NAME}.tmp"
    temporary.write_bytes(pack(record))
    temporary.replace(folder / _NAME)


def inspect(root: Path, record: Record | None = None) -> Folders | None:
    """Return the folders of a tree as they are; with a record, None unless they are as it says."""
    try:
        ground = os.open(root, os.O_RDONLY)
    except OSError:
        return None
    try:
        inode = os.fstat(ground).st_ino
        if record is not None:
            known = next((one for one in record.trees if one.inode == inode), None)
            return known and _as_known(known, ground)
    except OSError:  # a folder is gone
        return None
    finally:
        os.close(ground)
    found: dict[str, bytes] = {}
    hides: dict[str, list[str]] = {}
    for folder in ["", *listed(root)[1]]:
        _look(root, folder, found, hides)
    return Folders(inode, list(found), b"".join(found.values()), hides)


def _as_known(known: Folders, ground: int) -> Folders | None:
    """Return the folders below an open one if they are as they are known to be. Raises OSError where one is gone.

    Where they are many, a copy of this process looks at half of them.
    """
    now, count = time.time_ns(), len(known.folders)
    here = count if count < _WORTH_A_COPY else count // 2
    rest = aside(partial(_times, ground, known.folders[here:])) if here < count else bytes
    if _times(ground, known.folders[:here]) + rest() != known.times:
        return None
    hides: dict[str, list[str]] = {}
    for folder, names in known.hides.items():
        place = os.open(folder or ".", os.O_RDONLY, dir_fd=ground)
        try:
            if _names(place) != names:
                return None
            if may_hide(os.fstat(place), now):
                hides[folder] = names
        finally:
            os.close(place)
    return Folders(known.inode, known.folders, known.times, hides)  # of the others no later change can hide


def _times(ground: int, folders: Iterable[str]) -> bytes:
    """Return the times of folders below an open one, as they are kept. Raises OSError where one is gone."""
    times: list[int] = []
    for folder in folders:
        # By its path below that one: the system need not go all the way down for thousands of them.
        state = os.stat(folder or ".", dir_fd=ground)
        times += state.st_mtime_ns, state.st_ctime_ns
    return as_bytes(times)


def _look(root: Path, folder: str, found: dict[str, bytes], hides: dict[str, list[str]]) -> None:
    path = f"{root}/{folder}"
    try:
        now = time.time_ns()
        state = os.stat(path)  # noqa: PTH116
        found[folder] = as_bytes([state.st_mtime_ns, state.st_ctime_ns])
        if may_hide(state, now):
            hides[folder] = _names(path)
    except OSError:
        return


def _names(folder: str | int) -> list[str]:
    return sorted(os.listdir(folder))  # noqa: PTH208


def above(paths: Collection[str]) -> set[str]:
    """Return every folder that a path stands in."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def listed(root: Path) -> tuple[set[str], set[str]]:
    """Return the files below a folder, links among them, and its folders, as paths with forward slashes."""
    files: set[str] = set()
    folders: set[str] = set()
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(f"{root}/{inside}") as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.add(inside + entry.name)
                        waiting.append(f"{inside}{entry.name}/")
                    else:
                        files.add(inside + entry.name)
        except FileNotFoundError:
            continue
    return files, folders
