"""Where documents are cleaned: in this process, in several, or on a Dask cluster. The stage is the same everywhere.

What comes out does not depend on where the work was done, nor on how many did it: each batch carries its number.
"""

from __future__ import annotations

import itertools
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import lru_cache

from generator.ingest.facts.reading import FactReader
from generator.ingest.glean import glean
from generator.ingest.topics import Tagger
from generator.model import Document, Publisher, Topic
from generator.packing import pack
from generator.processors import processors

# Bytes of documents in one batch: sending a batch then costs little beside cleaning it, and no worker idles for long.
BATCH_BYTES = 100_000
# Batches on their way for each worker: one at work, one waiting, so that memory does not grow with the archive.
_AHEAD = 2
# Processes start in one to two seconds: two of them are done sooner than one from about as many documents as this.
_WORTH_A_POOL = 120
_LOOK = 0.5  # seconds until a worker notices that there is nobody left to work for

Rules = tuple[tuple[Topic, ...], tuple[Publisher, ...]]
Batch = tuple[Document, ...]


@lru_cache(maxsize=1)
def _tools(rules: Rules) -> tuple[Tagger, FactReader, dict[str, Publisher]]:
    topics, publishers = rules
    return Tagger(topics), FactReader(topics), {publisher.name: publisher for publisher in publishers}


def clean_batch(batch: Batch, rules: Rules) -> list[bytes]:
    """Return what each document of a batch gave, packed. This is all that a worker does."""
    tagger, reader, publishers = _tools(rules)
    return [pack(glean(document, tagger, reader, publishers)) for document in batch]


def batches(documents: Iterable[Document]) -> Iterator[Batch]:
    """Yield the documents in order, in batches of about BATCH_BYTES; a larger document is a batch of its own."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        if batch and size + len(document.data) > BATCH_BYTES:
            yield tuple(batch)
            batch, size = [], 0
        batch.append(document)
        size += len(document.data)
    if batch:
        yield tuple(batch)


def clean_all(
    documents: Iterator[Document], rules: Rules, jobs: int | None = None, scheduler: str | None = None
) -> Iterator[bytes]:
    """Yield what each document gave, packed, in the order of the documents.

    `jobs` is how many processes clean them: by default as many as there are processors, where the work is worth it.
    With the address of a Dask `scheduler` its workers clean them; raises ClusterError where that cannot be reached, or
    where its workers have other rules.
    """
    if scheduler is not None:
        from generator.cluster import clean_on_cluster  # noqa: PLC0415  (an extra that few have installed)

        yield from clean_on_cluster(batches(documents), rules, scheduler)
        return
    if jobs is None:
        first = list(itertools.islice(documents, _WORTH_A_POOL))
        jobs = processors() if len(first) == _WORTH_A_POOL else 1
        documents = itertools.chain(first, documents)
    if jobs == 1:
        for document in documents:
            yield from clean_batch((document,), rules)
    else:
        yield from _in_processes(batches(documents), rules, jobs)


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


def _in_processes(work: Iterator[Batch], rules: Rules, jobs: int) -> Iterator[bytes]:
    from loky.process_executor import BrokenProcessPool, ProcessPoolExecutor  # noqa: PLC0415  (small folders need none)

    underway: deque[tuple[Batch, Future[list[bytes]] | None]] = deque()
    with _unheard(signal.SIGINT):
        pool = ProcessPoolExecutor(jobs, initializer=_end_with, initargs=(os.getpid(),))
    try:
        while True:
            for batch in itertools.islice(work, jobs * _AHEAD - len(underway)):
                underway.append((batch, None))
                with _unheard(signal.SIGINT):
                    underway[-1] = (batch, pool.submit(clean_batch, batch, rules))
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
    # A worker was killed, for want of memory perhaps: what is left is done here, and nothing is lost.
    for batch in itertools.chain((batch for batch, _ in underway), work):
        yield from clean_batch(batch, rules)
