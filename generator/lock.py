"""One at a time: a lock on a folder, which the system takes back from whoever dies with it.

The lock is flock's, on the folder itself, so there is no file that a killed process could leave behind.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such lock
    fcntl = None  # type: ignore[assignment]


@contextmanager
def alone(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock on a folder, which is made where it is missing, and taken away again if it is empty in the end.

    Where somebody else has it, `waiting` is called once, and then it is waited for. Where the folder cannot be made or
    locked, nobody is kept from anything: whoever goes on to write there learns why.
    """
    made = [path for path in (folder, *folder.parents) if not os.path.lexists(path)]
    try:
        handle = _lock(folder, waiting)
    except OSError:
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):  # what is not empty stays
            for path in made:
                path.rmdir()
        os.close(handle)


def _lock(folder: Path, waiting: Callable[[], None]) -> int:
    told = False
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
        try:
            if fcntl is not None:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if not told:
                        waiting()
                    told = True
                    fcntl.flock(handle, fcntl.LOCK_EX)
            with suppress(OSError):
                # Whoever had the lock may have taken the folder away.
                if os.path.samestat(os.fstat(handle), folder.stat()):
                    return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


@contextmanager
def switching(folder: Path) -> Iterator[None]:
    """Keep those out who read a folder by `reading` while the files in it change."""
    with _held(folder, shared=False):
        yield


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Keep the files below a folder from being switched meanwhile; waits for a switch, which takes moments."""
    with _held(folder, shared=True):
        yield


@contextmanager
def _held(folder: Path, shared: bool) -> Iterator[None]:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # nothing to read yet
        yield
        return
    try:
        if fcntl is not None:
            with suppress(OSError):  # no locks on this file system
                fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
