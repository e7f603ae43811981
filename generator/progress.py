"""A progress bar on stderr, for people only: on a terminal, and once the work has taken more than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")
PATIENCE = 1.0  # seconds


class Progress(Protocol):
    """Passes items on and tells somebody how far it is; `total` is None where nobody knows."""

    def __call__(self, items: Iterable[T], label: str, total: int | None = None) -> Iterable[T]:
        """Return the items as they are."""


def bar(items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """Yield the items, and show how many have passed; `total` is None where nobody knows how many there will be."""
    if not sys.stderr.isatty():
        yield from items
        return
    start, iterator = time.monotonic(), iter(items)
    done = 0
    for item in iterator:
        yield item
        done += 1
        if time.monotonic() - start > PATIENCE:
            break
    else:
        return
    # Only now: most runs are over before they need it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total, completed=done)
        for item in iterator:
            yield item
            progress.advance(task)
