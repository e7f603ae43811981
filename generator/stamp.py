"""The state of files, by which a run knows that nothing changed since another one.

As git does with its index: a file whose size, times and inode are as they were is taken to be the same. One that was
written so shortly before the stamp was made that a later change might not show is read, and its digest decides.
"""

from __future__ import annotations

import os
import stat
import struct

TYPE_CHECKING = False  # typing takes longer to load than all of this
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

# Nanoseconds within which two changes of one file may bear the same time: a tick of the kernel's clock is 10 ms at
# most, and file systems that keep whole seconds (FAT: two) show no fraction.
_TICK, _COARSE = 100_000_000, 2_000_000_000
# Size, times, inode and mode of a file. A time that has no room there, after 2262, is one that may hide a change.
_STATE, _NEVER = struct.Struct("<3qQI"), 2**63 - 1


def list_files(places: Iterable[Path], but: Path | None = None) -> dict[str, bytes]:
    """Return every file at or below the given places, hidden ones too, by its path: its state as `packed` has it.

    Of the folder `but` only its own state is told, which changes with the names in it.
    """
    # Path.is_dir and Path.exists raise where a folder above cannot be entered.
    folders = [str(place) for place in places if os.path.isdir(place)]  # noqa: PTH112
    found = dict(states_of(place for place in places if os.path.isfile(place)))  # noqa: PTH113
    apart = str(but)
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False) and entry.path != apart:
                        folders.append(entry.path)
                    else:
                        found[entry.path] = packed(state_of(entry))
        except OSError:
            continue
    return found


def states_of(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield the state of some files, each with its path; those that are gone are left out."""
    for path in paths:
        try:
            yield str(path), packed(path.stat())
        except OSError:
            continue


def packed(state: os.stat_result) -> bytes:
    """Return what counts of a state, in little room: those of all files of an archive are held at once."""
    try:
        return _STATE.pack(state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino, state.st_mode)
    except struct.error:
        return _STATE.pack(state.st_size, _NEVER, _NEVER, state.st_ino, state.st_mode)


def state_of(entry: os.DirEntry[str]) -> os.stat_result:
    """Return the state of a file in a folder; of a link that of the file that it leads to, if there is one."""
    try:
        return entry.stat()
    except OSError:  # a link that leads nowhere
        return entry.stat(follow_symlinks=False)


def digest(files: Iterable[tuple[str, bytes]]) -> int:
    """Return the digest of the state of files: the sum of those of each, so that it can be put together of parts.

    Their order does not matter.
    """
    import hashlib  # noqa: PLC0415  (most of who asks for a state does without)

    begin, read, total = hashlib.blake2b(digest_size=16).copy, int.from_bytes, 0
    for path, state in files:
        one = begin()  # which takes less than to make one
        one.update(path.encode("utf-8", "surrogateescape") + b"\0" + state)
        total += read(one.digest(), "little")
    return total


def hidden(files: Iterable[tuple[str, bytes]], now: int) -> dict[str, str]:
    """Return the SHA-256 of the files that may change after `now` without another state.

    `now` is the time in nanoseconds since the epoch, as the files' times are.
    """
    found = {}
    for path, state in files:
        _, modified, changed, _, mode = _STATE.unpack(state)
        # Only ordinary files hold anything: reading a pipe would wait for somebody to write.
        if stat.S_ISREG(mode) and _hides(max(modified, changed), now):
            found[path] = sha256(path)
    return found


def may_hide(state: os.stat_result, now: int) -> bool:
    """Return whether a change after `now` could leave the file with the times that it has."""
    return _hides(max(state.st_mtime_ns, state.st_ctime_ns), now)


def _hides(latest: int, now: int) -> bool:
    return latest > now - (_COARSE if latest % 1_000_000_000 == 0 else _TICK)


def as_bytes(numbers: Sequence[int]) -> bytes:
    """Return the numbers of states as bytes, 8 for each; what does not fit is cut off, as of a time beyond 2262."""
    try:
        return struct.pack(f"{len(numbers)}q", *numbers)
    except struct.error:
        return struct.pack(f"{len(numbers)}Q", *(number % (1 << 64) for number in numbers))


def sha256(path: str) -> str:
    """Return the SHA-256, in hex, of what a file holds, or a word where it cannot be read."""
    import hashlib  # noqa: PLC0415

    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return "unreadable"
