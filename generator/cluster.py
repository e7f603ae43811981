"""The cleaner's stage on a Dask cluster, for an archive that outgrows one machine (the extra `distributed`).

Documents travel to the workers as bytes, so these need our package and nothing else, no common folder either. What a
worker had in hand when it died is done again by another one: the scheduler sees to that.
"""

from __future__ import annotations

import itertools
import logging
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from generator.cache import rules_digest
from generator.errors import ClusterError, Location, Problem
from generator.model import Document
from generator.workers import Batch, Rules, batches, clean_batch

_PATIENCE = 15.0  # seconds for a scheduler to answer, and for a first worker to be there
# Batches on their way for each thread of the workers: memory here does not grow with the archive.
_AHEAD = 2


@lru_cache(maxsize=1)
def _own_digest() -> str:
    return rules_digest()


def clean_there(batch: Batch, rules: Rules) -> tuple[str, list[bytes]]:
    """Return what each document of a batch gave, and the digest of the rules of the worker that did it."""
    return _own_digest(), clean_batch(batch, rules)


def clean_on_cluster(documents: Iterator[Document], rules: Rules, scheduler: str) -> Iterator[bytes]:
    """Yield what each document gave, packed, in the order of the documents, cleaned by the workers of a scheduler.

    Raises ClusterError where the scheduler cannot be reached, has no worker, has workers with other rules than ours, or
    gives up on a batch since worker after worker died of it.
    """
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415  (an extra)
    except ImportError:
        raise _error(scheduler, "Dask is not installed", "pip install 'briefing-digest[distributed]'") from None
    # That a worker is gone and its work is done by others is nothing to do anything about.
    logging.getLogger("distributed.client").setLevel(logging.ERROR)
    try:
        connect: Any = Client
        client = connect(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise _error(scheduler, f"no scheduler answers: {reason}", "such as tcp://10.0.0.1:8786") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise _error(scheduler, "the scheduler has no workers", "start some with `dask worker ADDRESS`") from None
        work = batches(documents)
        underway: deque[tuple[Batch, Any]] = deque()
        while True:
            room = _AHEAD * max(1, sum(client.nthreads().values())) - len(underway)
            for batch in itertools.islice(work, max(1, room)):
                # Not pure: the same batch given twice is two pieces of work, and no digest of it is needed.
                underway.append((batch, client.submit(clean_there, batch, rules, pure=False)))
            if not underway:
                return
            batch, future = underway.popleft()
            try:
                digest, results = future.result()
            except KilledWorker:
                names = f"'{batch[0].name}' and {len(batch) - 1} more" if len(batch) > 1 else f"'{batch[0].name}'"
                raise _error(scheduler, f"worker after worker died of {names}", "clean these alone") from None
            if digest != _own_digest():
                raise _error(scheduler, "a worker has other rules than this machine", "install the same version")
            yield from results


def _error(scheduler: str, message: str, hint: str) -> ClusterError:
    return ClusterError([Problem(Location(scheduler), message, hint)])
