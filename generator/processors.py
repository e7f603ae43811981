"""Work in several processes, where what comes out does not depend on where it was done.

This process takes part in the work, so there is one less of the others. Each of those has a line of its own to this
one. They share no lock, so that one of them which is killed, for want of memory perhaps, keeps nobody waiting: its work
is done here.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from generator.aside import can_fork

# Batches whose results may wait for their turn, for each process: memory does not grow with the work.
_AHEAD = 2
# Parts in which this process does a batch: after each it looks whether another one has nothing to do.
_PARTS = 8

Batch = TypeVar("Batch", bound=Sequence[Any])
Result = TypeVar("Result")


class _Worker(Generic[Batch, Result]):
    """A process that has nothing to do, or is at work on one batch."""

    def __init__(self, task: Callable[[Batch], list[Result]]) -> None:
        # The base of all contexts is not said to have what each of them has.
        context: Any = multiprocessing.get_context("fork" if can_fork() else "spawn")
        self.line, there = context.Pipe()
        self._process: BaseProcess = context.Process(target=_work, args=(there, self.line, task), daemon=True)
        gc.freeze()  # what is there stays where it is: a copy that looked through it would get memory of its own
        with _unheard(signal.SIGINT):
            self._process.start()
        gc.unfreeze()
        there.close()
        self.at: _Work[Batch, Result] | None = None

    def give(self, work: _Work[Batch, Result]) -> bool:
        """Let the process do some work; return whether it is there to do it."""
        try:
            self.line.send(work.batch)
        except OSError:
            return False
        self.at = work
        return True

    def take(self) -> bool:
        """Note what became of the work; return whether the process is still there."""
        assert self.at
        try:
            self.at.answer, self.at = self.line.recv(), None
        except (EOFError, OSError):
            return False
        return True

    def stop(self) -> None:
        """End the process, which has nothing to tidy up."""
        self.line.close()
        self._process.kill()
        self._process.join()


class _Work(Generic[Batch, Result]):
    """A batch, and what came of it, if that is known: the results, or what was raised."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.answer: list[Result] | Exception | None = None

    def parts(self, task: Callable[[Batch], list[Result]]) -> Iterator[None]:
        """Do the work here; yield after each part of it."""
        done: list[Result] = []
        step = max(1, len(self.batch) // _PARTS)
        try:
            for start in range(0, len(self.batch), step):
                part: Any = self.batch[start : start + step]
                done += task(part)
                yield
        except Exception as error:  # raised when its turn comes
            self.answer = error
        else:
            self.answer = done

    def results(self) -> list[Result]:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer or []


def in_processes(task: Callable[[Batch], list[Result]], work: Iterator[Batch], jobs: int) -> Iterator[Result]:
    """Yield the results of a task for each batch, in the order of the batches, from so many processes with this one.

    Where one of the others is killed, the rest is done without it and nothing is lost. The batches and the results must
    be picklable, the task too where `can_fork` says no, and what it returns for a batch that of its parts put together.
    What the task raises is raised here, when its turn comes.
    """
    underway: deque[_Work[Batch, Result]] = deque()
    waiting: deque[_Work[Batch, Result]] = deque()  # those of them that nobody is at work on
    own: Iterator[None] = iter(())  # what is done here
    workers: list[_Worker[Batch, Result]] = [_Worker(task) for _ in range(jobs - 1)]
    try:
        while True:
            while len(underway) < jobs * _AHEAD and (batch := next(work, None)) is not None:
                underway.append(_Work(batch))
                waiting.append(underway[-1])
            for worker in [worker for worker in workers if worker.at is None]:
                if waiting and not worker.give(waiting[0]):
                    workers.remove(worker)
                elif waiting:
                    waiting.popleft()
            if not underway:
                return
            is_at_work = _goes_on(own)
            if not is_at_work and waiting:
                own = waiting.popleft().parts(task)
                is_at_work = _goes_on(own)
            # What is there already is taken in at every turn: a process whose results nobody takes stands still.
            busy = {worker.line: worker for worker in workers if worker.at}
            for line in wait(list(busy), 0 if is_at_work or underway[0].answer is not None else None):
                worker = busy[line]
                if not worker.take():
                    workers.remove(worker)
                    assert worker.at
                    waiting.appendleft(worker.at)
            while underway and underway[0].answer is not None:
                yield from underway.popleft().results()
    finally:
        for worker in workers:
            worker.stop()


def _goes_on(parts: Iterator[None]) -> bool:
    """Do a part of what is done here; return whether there was one."""
    return next(parts, parts) is None


def _work(line: Connection, other_end: Connection, task: Callable[[Batch], list[Result]]) -> None:
    """Do what comes in, until nothing can come any more: until nobody has the other end of the line."""
    other_end.close()
    for number in (signal.SIGTERM, signal.SIGHUP) if hasattr(signal, "SIGHUP") else (signal.SIGTERM,):
        signal.signal(number, signal.SIG_DFL)  # only the process that started this one has something to say
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            batch = line.recv()
            try:
                answer: list[Result] | Exception = task(batch)
            except Exception as error:  # what it is, whoever waits for the results will say
                answer = error
            line.send(answer)


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
