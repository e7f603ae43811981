"""Work in several processes, where what comes out does not depend on where it was done."""

from __future__ import annotations

import itertools
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

# Batches on their way for each process: one at work, one waiting, so that memory does not grow with the work.
_AHEAD = 2
_LOOK = 0.5  # seconds until a process notices that there is nobody left to work for

Batch = TypeVar("Batch")
Result = TypeVar("Result")


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_processes(task: Callable[[Batch], list[Result]], work: Iterator[Batch], jobs: int) -> Iterator[Result]:
    """Yield the results of a task for each batch, in the order of the batches, from so many processes.

    Where one of them is killed, the rest is done here and nothing is lost. The task and all that it takes and gives
    must be picklable.
    """
    from loky.process_executor import BrokenProcessPool, ProcessPoolExecutor  # noqa: PLC0415  (small work needs none)

    underway: deque[tuple[Batch, Future[list[Result]] | None]] = deque()
    with _unheard(signal.SIGINT):
        pool = ProcessPoolExecutor(jobs, initializer=_end_with, initargs=(os.getpid(),))
    try:
        while True:
            for batch in itertools.islice(work, jobs * _AHEAD - len(underway)):
                underway.append((batch, None))
                with _unheard(signal.SIGINT):
                    underway[-1] = (batch, pool.submit(task, batch))
            if not underway:
                return
            future = underway[0][1]
            results = future.result() if future else []
            underway.popleft()
            yield from results
    except BrokenProcessPool:
        pass
    finally:
        pool.shutdown(wait=True, kill_workers=True)
    # For want of memory perhaps.
    for batch in itertools.chain((batch for batch, _ in underway), work):
        yield from task(batch)


def _end_with(parent: int) -> None:
    """Let this process end soon after the one that started it, even where that was killed and could tell nobody."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _unheard(number: signal.Signals) -> Iterator[None]:
    """Keep a signal from the processes that are started meanwhile; here it waits for a moment.

    A terminal sends Ctrl-C to all of them: only this one has something to say then, and it stops the others.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [number])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
