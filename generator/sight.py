"""Files and folders as a run of a command saw them, and which of them are no longer so.

As git does with its index: a file whose size, times and inode are as they were is taken to be the same. One that was
written so shortly before the run that a later change might not show is read, and its digest decides; of such a folder
the names do.

A run that finds nothing changed loads this, so nothing is loaded here that Python itself does not load.
"""

from __future__ import annotations

import functools
import os
import stat
import time

from generator.aside import aside
from generator.stamp import as_bytes, may_hide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    from generator.seen import Seen

BYTES = 4 * 8  # of the state of a file, as it is kept
_AT_ONCE = 200  # files
# Files: a copy of this process has begun by the time that a few hundred have been looked at.
_WORTH_A_COPY = 1000
_FEW = 20  # texts that are looked for one by one: a text that was read just now has first to be digested for a set


class Sight:
    """Files and folders as they were seen: their paths and states, and what has to be read to be sure of them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.paths: list[str] = []
        self.states: list[int] = []
        self.hidden: list[tuple[str, object]] = []
        self.absent: list[str] = []
        self.is_whole = True

    def look(self, places: Iterable[Path], files: bool = True, deep: bool = True) -> None:
        """Take the state of all that is at or below the places, or only of the folders among it."""
        waiting = [str(place) for place in places]
        while waiting:
            path, now = waiting.pop(), time.time_ns()
            try:
                state = os.stat(path)  # noqa: PTH116
                there = held(path) if may_hide(state, now) else None
                inside = list(os.scandir(path)) if deep and stat.S_ISDIR(state.st_mode) else []
            except OSError:
                if os.path.lexists(path):  # nobody knows what is behind it
                    self.is_whole = False
                self.absent.append(path)
                continue
            self.paths.append(path)
            self.states += state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino
            if there is not None:
                self.hidden.append((path, there))
            waiting += [
                entry.path for entry in inside if entry.is_dir(follow_symlinks=False) or (files and entry.is_file())
            ]

    def take(self, files: Iterable[tuple[str, Seen]]) -> None:
        """Take files as they were seen."""
        every = list(files)
        self.paths += [path for path, _ in every]
        self.states += [number for _, one in every for number in (one.size, one.modified, one.changed, one.inode)]
        self.hidden += [(path, one.sha256) for path, one in every if one.hides]


class Comparison:
    """Files and folders beside the states in which they were: which of them are in another one."""

    def __init__(self, paths: list[str], states: bytes) -> None:
        """Take the files and folders, what people edit first, and the states, as they are kept."""
        self._paths, self._states = paths, states
        # Each gives the numbers of those that changed in some part of them, or None where one is gone.
        self._parts: list[Callable[[], list[int] | None]] = []

    @functools.cached_property
    def is_same(self) -> bool:
        """Whether all are as they were.

        A copy of this process looks at half of them, where they are many. As soon as one is found changed the other
        half is no longer waited for either: whoever asks has other things to do then, and later asks which they are.
        """
        count = len(self._paths)
        here = count if count < _WORTH_A_COPY else count // 2
        if here < count:
            self._look(here, count)
        for start in range(0, here, _AT_ONCE):
            if self._differing(start, min(start + _AT_ONCE, here)) != []:
                self._look(start, here)
                return False
        return all(part() == [] for part in self._parts)

    def changed(self) -> list[str] | None:
        """Return those that are not as they were; None where one is gone."""
        found: list[str] = []
        if not self.is_same:
            for part in self._parts:
                if (numbers := part()) is None:
                    return None
                found += [self._paths[number] for number in numbers]
        return found

    def _look(self, start: int, end: int) -> None:
        task = functools.partial(self._differing, start, end)
        self._parts.append(aside(task) if end - start >= _WORTH_A_COPY else functools.cache(task))

    def _differing(self, start: int, end: int) -> list[int] | None:
        """Return the numbers of those between two that are not as they were; None where one is gone."""
        found: list[int] = []
        try:
            for at in range(start, end, _AT_ONCE):
                part = range(at, min(at + _AT_ONCE, end))
                if not self._are_alike(part):
                    found += [number for number in part if not self._are_alike(range(number, number + 1))]
        except OSError:
            return None
        return found

    def _are_alike(self, part: range) -> bool:
        states: list[int] = []
        look = os.stat
        for path in self._paths[part.start : part.stop]:
            state = look(path)
            states += state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino
        return as_bytes(states) == self._states[part.start * BYTES : part.stop * BYTES]


def places(every: list[str], wanted: Collection[str]) -> list[int]:
    """Return where some of many texts stand among these, in order; those that do not are left out."""
    if len(wanted) > _FEW:
        return [number for number, one in enumerate(every) if one in wanted]
    found = []
    for one in wanted:
        try:  # noqa: SIM105  (contextlib is not loaded yet)
            found.append(every.index(one))
        except ValueError:
            pass
    return sorted(found)


def without(paths: list[str], states: bytes, gone: Collection[str]) -> tuple[list[str], bytearray]:
    """Return files and folders with their states, but for some."""
    left: list[str] = []
    kept = bytearray()
    begin = 0
    for at in [*places(paths, gone), len(paths)]:
        left += paths[begin:at]
        kept += states[begin * BYTES : at * BYTES]
        begin = at + 1
    return left, kept


def held(path: str) -> object:
    """Return the digest of what a file holds, or the names in a folder. Raises OSError."""
    if os.path.isdir(path):  # noqa: PTH112
        return sorted(os.listdir(path))  # noqa: PTH208
    import hashlib  # noqa: PLC0415  (few runs need it)

    with open(path, "rb") as file:  # noqa: PTH123
        return hashlib.sha256(file.read()).digest()
