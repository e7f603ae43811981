"""The state of files, by which a run knows that nothing changed since another one.

As git does with its index: a file whose size, times and inode are as they were is taken to be the same. One that was
written so shortly before the stamp was made that a later change might not show is read, and its digest decides.
"""

from __future__ import annotations

import marshal
import os
import stat
import struct

TYPE_CHECKING = False  # typing takes longer to load than all of this
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

# Nanoseconds within which two changes of one file may bear the same time: a tick of the kernel's clock is 10 ms at
# most, and file systems that keep whole seconds (FAT: two) show no fraction.
_TICK, _COARSE = 100_000_000, 2_000_000_000


def list_files(places: Iterable[Path], but: Path | None = None) -> dict[str, os.stat_result]:
    """Return every file at or below the given places, hidden ones too, with its state; by its path.

    Of the folder `but` only its own state is returned, which changes with the names in it.
    """
    found: dict[str, os.stat_result] = {}
    # Path.is_dir and Path.exists raise where a folder above cannot be entered.
    folders = [str(place) for place in places if os.path.isdir(place)]  # noqa: PTH112
    found.update((str(place), place.stat()) for place in places if os.path.isfile(place))  # noqa: PTH113
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False) and entry.path != str(but):
                        folders.append(entry.path)
                    else:
                        found[entry.path] = state_of(entry)
        except OSError:
            continue
    return found


def state_of(entry: os.DirEntry[str]) -> os.stat_result:
    """Return the state of a file in a folder; of a link that of the file that it leads to, if there is one."""
    try:
        return entry.stat()
    except OSError:  # a link that leads nowhere
        return entry.stat(follow_symlinks=False)


def digest(files: Mapping[str, os.stat_result]) -> str:
    """Return the digest, in hex, of the state of files."""
    import hashlib  # noqa: PLC0415  (most of who asks for a state does without)

    paths = sorted(files)
    states = [files[path] for path in paths]
    flat = [
        number for state in states for number in (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)
    ]
    found = hashlib.sha256("\0".join(paths).encode("utf-8", "surrogateescape"))
    found.update(marshal.dumps(flat, 2))  # no references between them, so that equal numbers are equal bytes
    return found.hexdigest()


def hidden(files: Mapping[str, os.stat_result], now: int) -> dict[str, str]:
    """Return the SHA-256 of the files that may change after `now` without another state.

    `now` is the time in nanoseconds since the epoch, as the files' times are.
    """
    # Only ordinary files hold anything: reading a pipe would wait for somebody to write.
    ordinary = ((path, state) for path, state in files.items() if stat.S_ISREG(state.st_mode))
    return {path: sha256(path) for path, state in ordinary if may_hide(state, now)}


def may_hide(state: os.stat_result, now: int) -> bool:
    """Return whether a change after `now` could leave the file with the times that it has."""
    latest = max(state.st_mtime_ns, state.st_ctime_ns)
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
