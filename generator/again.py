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
import sys
import time
import zlib

from generator.own_code import code_state
from generator.stamp import as_bytes, may_hide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from generator.seen import Seen

    States: TypeAlias = tuple[int, ...]
    Key: TypeAlias = list[str]
    # What decides the run, from when to when it says the same, what is not there, files and folders, their states,
    # what has to be read to be sure, what is to be said, with the exit code, and what it left for the next run: its
    # mark and what the settings said.
    Note: TypeAlias = tuple[
        Key,
        tuple[float, float],
        list[str],
        list[str],
        bytes,
        list[tuple[str, object]],
        list[str],
        int,
        bytes,
        bytes,
    ]

# Runs that differ in their arguments have notes of their own, so many at most: what a cache holds must have an end.
_SLOTS = 8
_FOLDER = "runs"
_BYTES = 4 * 8  # of the state of a file, as it is kept
_AT_ONCE = 200  # files


class LastRun:
    """What the last run with the same words of the command line noted, for one that says it again or goes on from it.

    `left` is the mark of what that run left for the next one.
    """

    def __init__(self, words: Sequence[str]) -> None:
        """Read the note of the last run."""
        self._file = _file(os.path.dirname(_settings(words)), words)  # noqa: PTH120  (pathlib takes longer than all of this)
        note = _read(self._file)
        self._note = note if note and _holds(note, _key(words)) else None
        self.left = self._note[8] if self._note else b""
        self._alike = 0  # of the paths, so many are known to be as they were
        self._changed: list[str] | None = None

    def say_again(self) -> int | None:
        """Say what the last run said, and return its exit code; None where something is not as it was."""
        if self._note is None:
            return None
        _, _, _, paths, states, hidden, out, code, *_ = self._note
        try:
            # In the order in which they were looked at: what people edit comes before what was made of it.
            for start in range(0, len(paths), _AT_ONCE):
                part = paths[start : start + _AT_ONCE]
                if _flat(part) != states[start * _BYTES : (start + len(part)) * _BYTES]:
                    return None
                self._alike = start + len(part)
            if any(_held(path) != held for path, held in hidden):
                return None
        except OSError:
            return None
        if hidden:  # time has passed, and the next run need not read those
            now = time.time_ns()
            left = [(path, held) for path, held in hidden if may_hide(os.stat(path), now)]  # noqa: PTH116
            if left != hidden:
                _write(self._file, (*self._note[:5], left, *self._note[6:]))
        print("\n".join(out))
        return code

    @property
    def paths(self) -> list[str]:
        """The files and folders that it looked at."""
        return self._note[3] if self._note else []

    def changed(self) -> list[str] | None:
        """Return those that are not as they were when they were looked at; None where anything else is another."""
        if self._changed is None and self._note is not None:
            _, _, _, paths, states, hidden, *_ = self._note
            found = []
            try:
                for start in range(self._alike, len(paths), _AT_ONCE):
                    part = paths[start : start + _AT_ONCE]
                    if _flat(part) != states[start * _BYTES : (start + len(part)) * _BYTES]:
                        ones = enumerate(part, start)
                        found += [path for at, path in ones if _flat([path]) != states[at * _BYTES : (at + 1) * _BYTES]]
                # A file may have changed without another state.
                others = set(found)
                found += [path for path, held in hidden if path not in others and _held(path) != held]
            except OSError:  # one is gone
                return None
            self._changed = found
        return self._changed

    def settings(self, files: Iterable[Path]) -> bytes:
        """Return what the settings said, if the files that say it are as they were, else nothing."""
        changed = self.changed()
        return b"" if self._note is None or changed is None or {*map(str, files)} & {*changed} else self._note[9]

    def go_on(self, seen: Sight, left: bytes) -> None:
        """Note for the next run that what was seen is as it was seen now, and all else as before."""
        if self._note is None:
            return
        key, span, absent, paths, states, hidden, out, code, _, settings = self._note
        at = {path: number * _BYTES for number, path in enumerate(paths)}
        flat, now = bytearray(states), time.time_ns()
        for number, path in enumerate(seen.paths):
            flat[at[path] : at[path] + _BYTES] = as_bytes(seen.states[number * 4 : number * 4 + 4])
        looked_at = set(seen.paths)
        others = [one for one in hidden if one[0] not in looked_at]
        try:
            still = [one for one in others if may_hide(os.stat(one[0]), now)]  # noqa: PTH116
        except OSError:  # it went just now: the old note no longer holds, and the next run sees that
            return
        _write(self._file, (key, span, absent, paths, bytes(flat), still + seen.hidden, out, code, left, settings))


def _holds(note: Note, key: Key) -> bool:
    """Return whether a note is one of a run like this, and of this time, and nothing is there that was not."""
    before, (since, until), absent, *_ = note  # one of another version may have other parts, but not this key
    return before == key and since <= time.time() < until and not any(map(os.path.lexists, absent))


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
                held = _held(path) if may_hide(state, now) else None
                inside = list(os.scandir(path)) if deep and stat.S_ISDIR(state.st_mode) else []
            except OSError:
                if os.path.lexists(path):  # nobody knows what is behind it
                    self.is_whole = False
                self.absent.append(path)
                continue
            self.paths.append(path)
            self.states += _numbers(state)
            if held is not None:
                self.hidden.append((path, held))
            waiting += [
                entry.path for entry in inside if entry.is_dir(follow_symlinks=False) or (files and entry.is_file())
            ]

    def take(self, files: Iterable[tuple[str, Seen]]) -> None:
        """Take files as they were seen."""
        every = list(files)
        self.paths += [path for path, _ in every]
        self.states += [number for _, one in every for number in (one.size, one.modified, one.changed, one.inode)]
        self.hidden += [(path, one.sha256) for path, one in every if one.hides]


class Watch(Sight):
    """What a run looks at, seen before it does, and kept with what it said when it is over."""

    def __init__(self, words: Sequence[str]) -> None:
        """Begin with the rules: the words of the command line, and which version of the generator this is."""
        super().__init__()
        self._words, self._key = words, _key(words)
        self._since = time.time()
        self._left = b""
        self.settings = b""  # what they say

    def end(self, files: Iterable[tuple[str, Seen]], left: bytes) -> None:
        """Take the files that the run read and wrote, as they were seen, and what it leaves for the next one."""
        self.take(files)
        self._left = left

    def note(self, cache: Path, until: float, out: Sequence[str], code: int) -> None:
        """Keep what the next run is to say, until a moment in seconds since the epoch, and its exit code."""
        if self.is_whole:
            said = (
                self.absent,
                self.paths,
                as_bytes(self.states),
                self.hidden,
                list(out),
                code,
                self._left,
                self.settings,
            )
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
    return as_bytes(flat)


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
