"""Files written in one step each, and what is said where that is not possible: for every edge that writes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator.errors import Location, OutputError, Problem, reason


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Turn what the system says against writing below a folder into an OutputError with the file's name."""
    try:
        yield
    except OSError as error:
        place = Location(str(error.filename or folder))
        raise OutputError([Problem(place, f"cannot be written: {reason(error)}")]) from None


def write_file(path: Path, data: bytes) -> None:
    """Write a file in one step: whoever reads it sees all of the old or all of the new. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name has at most 255 bytes, and a character up to four of them.
    temporary = path.with_name(f".{path.name[:50]}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Remove what `write_file` left directly in a folder when the process that wrote was killed. Raises OSError."""
    for path in folder.glob(".*.tmp") if folder.is_dir() else ():
        number = path.name.split(".")[-2]
        if number.isdecimal() and not is_alive(int(number)):
            path.unlink(missing_ok=True)


def is_alive(number: int) -> bool:
    """Return whether there is a process of a number on this machine."""
    try:
        os.kill(number, 0)
    except PermissionError:  # somebody else's
        return True
    except (OSError, OverflowError):
        return False
    return True


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder, each in one step. Raises OSError."""
    for name, data in files.items():
        write_file(folder / name, data)
