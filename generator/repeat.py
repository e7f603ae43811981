"""A second run over what did not change: what the first one said is said again, and nothing else is done."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from generator import stamp
from generator.cache import Memo, key_of
from generator.packing import pack, unpack


class Stamp(msgspec.Struct, frozen=True):
    """A run that is over: the digest of the rules, the state of every file that it read or wrote, and what it said.

    `files` is the digest of the paths, sizes, times and inodes of them all, in figures; `hidden` holds the SHA-256 of
    those where a change might not show there. `code` is the exit code.
    """

    rules: str
    files: str
    hidden: dict[str, str]
    out: tuple[str, ...]
    err: tuple[str, ...]
    code: int


class Repeat:
    """One run of a command that may have been done before: looked up first, and noted when it is over."""

    def __init__(
        self, memo: Memo, rules: str, arguments: Sequence[str], places: Sequence[Path], but: Path | None = None
    ) -> None:
        """Take the state of every file at or below the places, which are all that the run reads or writes.

        What is in the folder `but` is only written; of it the names are looked at.
        """
        self._but = but
        self._memo, self._rules = memo, rules
        self._key = key_of(*(argument.encode() for argument in arguments))
        self._now = time.time_ns()
        self._files = stamp.list_files(places, but)

    def find(self) -> Stamp | None:
        """Return the stamp of the same run where nothing has changed since."""
        data = self._memo.get_run(self._key)
        before = unpack(data, Stamp) if data else None
        if before and before.rules == self._rules and is_unchanged(before, self._files):
            return before
        return None

    def note(
        self, written: Iterable[Path], removed: Iterable[Path], out: Sequence[str], err: Sequence[str], code: int
    ) -> None:
        """Keep what the next run is to say, on stdout and on stderr, and its exit code.

        `written` and `removed` are the files that this run changed. What others changed while it ran shows next time.
        """
        files, now = self._files, time.time_ns()
        for path in removed:
            files.pop(str(path), None)
        total = 0
        hidden: dict[str, str] = {}
        for name, state in stamp.states_of(written):
            files.pop(name, None)
            total += stamp.digest([(name, state)])
            hidden |= stamp.hidden([(name, state)], now)
        if self._but is not None and self._but.is_dir():
            files[str(self._but)] = stamp.packed(self._but.stat())
        hidden |= stamp.hidden(files.items(), self._now)
        total += stamp.digest(files.items())
        with suppress(UnicodeEncodeError):  # a name that is no text, which the run complained of
            self._memo.put_run(self._key, pack(Stamp(self._rules, str(total), hidden, tuple(out), tuple(err), code)))


def is_unchanged(before: Stamp, files: Mapping[str, bytes]) -> bool:
    """Return whether the same files are there as at the end of a run, with the same in them."""
    return before.files == str(stamp.digest(files.items())) and all(
        stamp.sha256(path) == sha256 for path, sha256 in before.hidden.items()
    )
