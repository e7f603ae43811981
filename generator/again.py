"""A run of a command over what did not change: what the last one said is said again, and nothing else is done.

As git does with its index: a file whose size, times and inode are as they were is taken to be the same. One that was
written so shortly before the run that a later change might not show is read, and its digest decides; of such a folder
the names do.

Whoever asks has nothing else to do, so nothing is loaded here that Python itself does not load.
"""

from __future__ import annotations

import marshal
import os
import stat
import struct
import sys
import time
import zlib

from generator.own_code import code_state
from generator.stamp import may_hide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from generator.seen import Seen

    States: TypeAlias = tuple[int, ...]
    Key: TypeAlias = list[str]
    # What decides the run, from when to when it says the same, what is not there, files and folders, their states,
    # what has to be read to be sure, and what is to be said, with the exit code.
    Note: TypeAlias = tuple[
        Key,
        tuple[float, float],
        list[str],
        list[str],
        bytes,
        list[tuple[str, object]],
        list[str],
        int,
    ]

# Runs that differ in their arguments have notes of their own, so many at most: what a cache holds must have an end.
_SLOTS = 8
_FOLDER = "runs"
_BYTES = 4 * 8  # of the state of a file, as it is kept
_AT_ONCE = 200  # files


def run_again(words: Sequence[str]) -> int | None:
    """Say what a run with these words of the command line said, and return its exit code; None where it has to run."""
    key = _key(words)
    file = _file(os.path.dirname(_settings(words)), words)  # noqa: PTH120  (pathlib takes longer than all of this)
    note = _read(file)
    if note is None:
        return None
    before, (since, until), absent, paths, states, hidden, out, code = note
    if before != key or not since <= time.time() < until or any(map(os.path.lexists, absent)):
        return None
    try:
        # In the order in which they were looked at: what people edit comes before what was made of it.
        for start in range(0, len(paths), _AT_ONCE):
            part = paths[start : start + _AT_ONCE]
            if _flat(part) != states[start * _BYTES : (start + len(part)) * _BYTES]:
                return None
        if any(_held(path) != held for path, held in hidden):
            return None
    except OSError:
        return None
    if hidden:  # time has passed, and the next run need not read those
        now = time.time_ns()
        left = [(path, held) for path, held in hidden if may_hide(os.stat(path), now)]  # noqa: PTH116
        if left != hidden:
            _write(file, (key, (since, until), absent, paths, states, left, out, code))
    print("\n".join(out))
    return code


class Watch:
    """What a run looks at, seen before it does, and kept with what it said when it is over."""

    def __init__(self, words: Sequence[str]) -> None:
        """Begin with the rules: the words of the command line, and which version of the generator this is."""
        self._words, self._key = words, _key(words)
        self._since = time.time()
        self._absent: list[str] = []
        self._is_whole = True
        self._paths: list[str] = []
        self._states: list[int] = []
        self._hidden: list[tuple[str, object]] = []

    def look(self, places: Iterable[Path], files: bool = True) -> None:
        """Take the state of all that is at or below the places, or only of the folders among it."""
        waiting = [str(place) for place in places]
        while waiting:
            path, now = waiting.pop(), time.time_ns()
            try:
                state = os.stat(path)  # noqa: PTH116
                held = _held(path) if may_hide(state, now) else None
                inside = list(os.scandir(path)) if stat.S_ISDIR(state.st_mode) else []
            except OSError:
                if os.path.lexists(path):  # nobody knows what is behind it
                    self._is_whole = False
                self._absent.append(path)
                continue
            self._paths.append(path)
            self._states += _numbers(state)
            if held is not None:
                self._hidden.append((path, held))
            waiting += [
                entry.path for entry in inside if entry.is_dir(follow_symlinks=False) or (files and entry.is_file())
            ]

    def take(self, files: Iterable[tuple[str, Seen]]) -> None:
        """Take files as they were seen."""
        every = list(files)
        self._paths += [path for path, _ in every]
        self._states += [number for _, one in every for number in (one.size, one.modified, one.changed, one.inode)]
        self._hidden += [(path, one.sha256) for path, one in every if one.hides]

    def note(self, cache: Path, until: float, out: Sequence[str], code: int) -> None:
        """Keep what the next run is to say, until a moment in seconds since the epoch, and its exit code."""
        if self._is_whole:
            said = (self._absent, self._paths, _packed(self._states), self._hidden, list(out), code)
            _write(_file(str(cache.parent), self._words), (self._key, (self._since, until), *said))


def _key(words: Sequence[str]) -> Key:
    """Return what decides, besides files and the day, what a run says."""
    return [*words, os.getcwd(), sys.version, *sys.path, code_state()]  # noqa: PTH109


def _settings(words: Sequence[str]) -> str:
    """Return the settings file that a command line names, or nothing."""
    for word, following in zip(words, (*words[1:], ""), strict=True):
        if word == "--config":
            return following
        if word.startswith("--config="):
            return word.partition("=")[2]
    return ""


def _file(root: str, words: Sequence[str]) -> str:
    number = zlib.crc32("\0".join((*words, os.getcwd())).encode("utf-8", "surrogateescape")) % _SLOTS  # noqa: PTH109
    return os.path.join(root, ".cache", _FOLDER, str(number))  # noqa: PTH118


def _numbers(state: os.stat_result) -> States:
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino


def _flat(paths: list[str]) -> bytes:
    """Return the states of files as they are kept. Raises OSError where one is missing."""
    flat: list[int] = []
    look = os.stat
    for path in paths:
        state = look(path)
        flat += state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino
    return _packed(flat)


def _packed(states: list[int]) -> bytes:
    return struct.pack(f"{len(states)}q", *states)


def _held(path: str) -> object:
    """Return the digest of what a file holds, or the names in a folder. Raises OSError."""
    if os.path.isdir(path):  # noqa: PTH112
        return sorted(os.listdir(path))  # noqa: PTH208
    import hashlib  # noqa: PLC0415  (few runs need it)

    with open(path, "rb") as file:  # noqa: PTH123
        return hashlib.sha256(file.read()).digest()


def _read(file: str) -> Note | None:
    try:
        with open(file, "rb") as opened:  # noqa: PTH123
            data = opened.read()
    except OSError:
        return None
    if zlib.crc32(data[4:]).to_bytes(4, "big") != data[:4]:
        return None
    try:
        return marshal.loads(data[4:])  # type: ignore[no-any-return]
    except (ValueError, EOFError, TypeError):  # of another version of Python
        return None


def _write(file: str, note: Note) -> None:
    data = marshal.dumps(note)
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)  # noqa: PTH103, PTH120
        with open(f"{file}.{os.getpid()}.tmp", "wb") as opened:  # noqa: PTH123
            opened.write(zlib.crc32(data).to_bytes(4, "big") + data)
        os.replace(opened.name, file)  # noqa: PTH105
    except OSError:
        return
