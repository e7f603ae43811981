"""A run of a command over what did not change: what the last one said is said again, and nothing else is done.

Whoever asks has nothing else to do, so nothing is loaded here that Python itself does not load.
"""

from __future__ import annotations

import functools
import marshal
import os
import sys
import time
import zlib

from generator.own_code import code_state
from generator.sight import BYTES, Comparison, Sight, held, places, without
from generator.stamp import as_bytes, may_hide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from generator.seen import Seen

    Key: TypeAlias = list[str]
    # What decides the run, from when to when it says the same, what is not there, files and folders, their states,
    # what has to be read to be sure, what is to be said, with the exit code, and what it left for the next run: its
    # mark, what the settings said, and what the words of the command line did.
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
        dict[str, object],
    ]

# Runs that differ in their arguments have notes of their own, so many at most: what a cache holds must have an end.
_SLOTS = 8
_FOLDER = "runs"


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
        self._compared = Comparison(*self._note[3:5]) if self._note else Comparison([], b"")

    def say_again(self) -> int | None:
        """Say what the last run said, and return its exit code; None where something is not as it was."""
        if self._note is None or not self._compared.is_same:
            return None
        *_, hidden, out, code, _, _, _ = self._note
        try:
            if any(held(path) != before for path, before in hidden):
                return None
        except OSError:
            return None
        if hidden:  # time has passed, and the next run need not read those
            now = time.time_ns()
            left = [one for one in hidden if may_hide(os.stat(one[0]), now)]  # noqa: PTH116
            if left != hidden:
                _write(self._file, (*self._note[:5], left, *self._note[6:]))
        print("\n".join(out))
        return code

    @property
    def arguments(self) -> dict[str, object]:
        """What the words of the command line say, by the names of the arguments; nothing where that is not known."""
        return self._note[10] if self._note else {}

    @property
    def paths(self) -> list[str]:
        """The files and folders that it looked at."""
        return self._note[3] if self._note else []

    @functools.cached_property
    def changed(self) -> list[str] | None:
        """Those that are not as they were when they were looked at; None where anything else is another."""
        if self._note is None or (found := self._compared.changed()) is None:
            return None
        others = set(found)
        try:
            # A file may have changed without another state.
            return found + [path for path, before in self._note[5] if path not in others and held(path) != before]
        except OSError:  # one is gone
            return None

    def settings(self, files: Iterable[Path]) -> bytes:
        """Return what the settings said, if the files that say it are as they were, else nothing."""
        if self._note is None or self.changed is None or {*map(str, files)} & {*self.changed}:
            return b""
        return self._note[9]

    def go_on(self, seen: Sight, left: bytes, gone: Collection[str] = ()) -> None:
        """Note for the next run that what was seen is as it was seen now, what is gone is gone, and all else as before.

        `gone` are paths that were looked at.
        """
        if self._note is None:
            return
        key, span, absent, paths, states, hidden, out, code, _, settings, said = self._note
        others, now = {*seen.paths, *gone}, time.time_ns()
        paths, kept = without(paths, states, gone) if gone else (list(paths), bytearray(states))
        at = {paths[number]: number * BYTES for number in places(paths, others)}
        for number, path in enumerate(seen.paths):
            state = as_bytes(seen.states[number * 4 : number * 4 + 4])
            if path in at:
                kept[at[path] : at[path] + BYTES] = state
            else:
                paths.append(path)
                kept += state
        try:
            still = [one for one in hidden if one[0] not in others and may_hide(os.stat(one[0]), now)]  # noqa: PTH116
        except OSError:  # it went just now: the old note no longer holds, and the next run sees that
            return
        _write(
            self._file, (key, span, absent, paths, bytes(kept), still + seen.hidden, out, code, left, settings, said)
        )


def _holds(note: Note, key: Key) -> bool:
    """Return whether a note is one of a run like this, and of this time, and nothing is there that was not."""
    before, (since, until), absent, *_ = note  # one of another version may have other parts, but not this key
    return before == key and since <= time.time() < until and not any(map(os.path.lexists, absent))


class Watch(Sight):
    """What a run looks at, seen before it does, and kept with what it said when it is over."""

    def __init__(self, words: Sequence[str]) -> None:
        """Begin with the rules: the words of the command line, and which version of the generator this is."""
        super().__init__()
        self._words, self._key = words, _key(words)
        self._since = time.time()
        self._left = b""
        self.settings = b""  # what they say
        self.arguments: dict[str, object] = {}  # what the words say

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
                self.arguments,
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
