"""Work that is numbered: done here, or in several processes where there is much of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from generator.aside import can_fork, processors

Result = TypeVar("Result")

# Another process starts in a few milliseconds, and takes some numbers at a time.
_WORTH_SEVERAL = 100
_BATCH = 20


def several(task: Callable[[Sequence[int]], list[Result]], count: int) -> Iterator[Result]:
    """Yield the results of a task for the numbers from 0 up to `count`, in order, whoever does it."""
    here = (one for number in range(count) for one in task([number]))
    if count < _WORTH_SEVERAL or not can_fork() or processors() == 1:
        return here
    from generator.processors import in_processes  # noqa: PLC0415  (most builds need none of it)

    batches = (range(start, min(start + _BATCH, count)) for start in range(0, count, _BATCH))
    return in_processes(task, batches, processors())
