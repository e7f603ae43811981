"""Work that a copy of this process does while this one goes on: for one task that takes longer than making a copy.

Loads nothing that Python itself does not load. Work in parts is for processors.py.
"""

from __future__ import annotations

import functools
import marshal
import os
import sys

TYPE_CHECKING = False  # typing takes longer to load than a build that finds nothing changed
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    T = TypeVar("T")


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Return whether a process can be made that begins as a copy of this one: at once, and with all that it holds.

    That is safe where nothing else is underway in this one (Python, os.fork), and everywhere but on Linux it never is.
    """
    threading = sys.modules.get("threading")
    return sys.platform == "linux" and (threading is None or threading.active_count() == 1)


def aside(task: Callable[[], T]) -> Callable[[], T]:
    """Let a copy of this process do a task, and return what waits for the result; marshal has to know its type.

    Where there can be no copy, or it is killed, the task is done here, once somebody asks for the result.
    """
    if not can_fork() or processors() == 1:
        return functools.cache(task)
    reading, writing = os.pipe()
    try:
        copy = _copy(task, writing)
    except OSError:  # no room for another process
        os.close(reading)
        return functools.cache(task)
    finally:
        os.close(writing)

    @functools.cache
    def result() -> T:
        with os.fdopen(reading, "rb") as line:
            data = line.read()
        try:
            is_done = os.waitpid(copy, 0)[1] == 0
        except ChildProcessError:  # whoever started us told the system to keep nothing of processes that end
            is_done = False
        found: T = marshal.loads(data) if is_done else task()
        return found

    return result


def _copy(task: Callable[[], T], line: int) -> int:
    """Begin a copy that does a task and writes what comes of it; return its number. The copy never returns."""
    copy = -1
    try:
        copy = os.fork()
        if copy == 0:
            found: Any = task()
            with os.fdopen(line, "wb") as out:
                out.write(marshal.dumps(found))
            os._exit(0)  # what this process has open and has still to say is the other one's
    finally:
        if copy == 0:
            os._exit(1)
    return copy
