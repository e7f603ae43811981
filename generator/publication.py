"""One build on its way into the site folder: outputs are made where that is needed, and wait until all are checked.

What is known of each file of the site from the last build saves making it again, and is of no use once the file has
changed (stamp.py).
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.errors import BriefingError, OutputError, Problem, collecting
from generator.publish.changes import compared
from generator.seen import Seen, seen
from generator.several import several
from generator.site_files import MANIFEST, Claims, dumped, in_the_way, is_inside, read, write_in_place
from generator.site_model import Change, Plan, WriteReport
from generator.two_trees import TwoTrees
from generator.writing import writing_to

T = TypeVar("T")
# Of an output: its digest, where it waits and what that changes if the site does not hold it yet, and what a look at it
# says.
_Output = tuple[bytes, tuple[Path, Change] | None, T | None]


class Made(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file of the site as it stood after a build, and the key of the plan that made it."""

    key: bytes
    seen: Seen


class Publication:
    """One build on its way into the site folder: outputs are made where that is needed, and wait until all are checked.

    `known` are the files that the last build left, by their paths, and `earlier` are those that any build left, with
    their digests; `settled` are paths of which none clashes with another (Claims). With `explain` the report says how
    the words of pages change.
    """

    def __init__(
        self,
        site: Path,
        known: Mapping[str, Made],
        earlier: Mapping[str, str],
        trees: TwoTrees,
        stage: Path,
        settled: Collection[str] = (),
        explain: bool = False,
    ) -> None:
        """Take the folder, what is known of it, and where new files may wait."""
        self._site, self._known, self._earlier, self._trees, self._stage = site, known, earlier, trees, stage
        self._base, self._explain = f"{site}/", explain
        self._states: dict[str, os.stat_result | None] = {}
        self._keys: dict[str, bytes] = {}
        self._digests: dict[str, bytes] = {}
        self._staged: dict[str, Path] = {}
        self._changes: list[Change] = []
        self._next = 0  # the name of the next file that waits
        self._claims = Claims(site, settled)
        self._touched: Collection[str] = frozenset()
        self._kept: Mapping[str, str] = {}

    @property
    def paths(self) -> Collection[str]:
        """The paths of all outputs so far."""
        return self._keys.keys()

    @property
    def staged(self) -> Collection[str]:
        """The paths of the outputs that the site does not hold yet as they are to be."""
        return self._staged.keys()

    @property
    def claimed(self) -> Collection[str]:
        """The paths of all outputs that were claimed, made or not."""
        return self._claims.paths

    def loses(self, folder: str) -> bool:
        """Return whether a file that stands below a folder of the site is not among the outputs so far."""
        return any(path.startswith(folder) and path not in self._keys for path in self._earlier)

    def claim(self, plans: Iterable[Plan], found: list[Problem] | None = None) -> list[Plan]:
        """Return the plans. Raises OutputError where they leave the folder, or two of them want one place.

        Given a list, what is wrong goes there, and the plans that can be made are returned.
        """
        wanted = list(plans)
        with collecting(found):
            self._claims.claim([plan.path for plan in wanted])
            return wanted
        return list({plan.path: plan for plan in wanted if is_inside(plan.path)}.values())

    def holds(self, path: str, key: bytes) -> bool:
        """Return whether the site holds what a plan with this key makes."""
        known = self._known.get(path)
        return known is not None and known.key == key and self._is_as_left(path, known)

    def add(
        self, plans: Sequence[Plan], look: Callable[[str, bytes], T], found: list[Problem] | None = None
    ) -> Iterator[tuple[Plan, T | None]]:
        """Take in outputs; yield each with what `look` says of its path and of what was made.

        That is None where the site holds the output already. Many are made in several processes. Raises what making one
        raises; given a list, that goes there, and the output is left out.
        """
        held = [self.holds(plan.path, plan.key) for plan in plans]
        wanted = [plan for plan, is_held in zip(plans, held, strict=True) if not is_held]
        made = self._make(wanted, look)
        for plan, is_held in zip(plans, held, strict=True):
            if is_held:
                one: _Output[T] = self._known[plan.path].seen.sha256, None, None
            else:
                result = next(made)
                if isinstance(result, BriefingError):
                    with collecting(found):
                        raise result
                    continue
                one = result
            sha256, waits, seen_as = one
            if waits:
                self._staged[plan.path] = waits[0]
                self._changes.append(waits[1])
            self._keys[plan.path], self._digests[plan.path] = plan.key, sha256
            yield plan, seen_as

    def keep(self, but: Collection[str] = ()) -> None:
        """Take in all files that stand from the last build and were not made anew, as they were left, but for some."""
        made = {*self._digests, *but}
        self._kept = {path: sha256 for path, sha256 in self._earlier.items() if path not in made}

    def _make(self, plans: Sequence[Plan], look: Callable[[str, bytes], T]) -> Iterator[_Output[T] | BriefingError]:
        first = self._next
        self._next += len(plans)
        return several(partial(self._made, plans, look, first), len(plans))

    def _made(
        self, plans: Sequence[Plan], look: Callable[[str, bytes], T], first: int, numbers: Sequence[int]
    ) -> list[_Output[T] | BriefingError]:
        """Make some of the plans; return for each what came of it, or what is wrong."""
        made: list[_Output[T] | BriefingError] = []
        for number in numbers:
            path = plans[number].path
            try:
                data = plans[number].make()
            except BriefingError as error:
                made.append(error)
                continue
            before, waits = read(self._base + path), None
            if before != data:
                waits = self._put(first + number, data), compared(path, before, data, self._explain)
            made.append((hashlib.sha256(data).digest(), waits, look(path, data)))
        return made

    def sha256(self, path: str) -> bytes:
        """Return the digest of an output."""
        return self._digests[path]

    def read(self, path: str) -> bytes:
        """Return an output, as it was made now or in an earlier build."""
        return (self._staged.get(path) or self._site / path).read_bytes()

    def _is_as_left(self, path: str, known: Made) -> bool:
        if path not in self._states:
            try:
                self._states[path] = os.stat(self._base + path, follow_symlinks=False)  # noqa: PTH116
            except OSError:
                self._states[path] = None
        state = self._states[path]
        if state is None:
            return False
        if known.seen.is_state(state):
            return True
        data = read(self._base + path)
        return data is not None and hashlib.sha256(data).digest() == known.seen.sha256

    def _put(self, number: int, data: bytes) -> Path:
        path = self._stage / str(number)
        with writing_to(self._site):
            try:
                path.write_bytes(data)
            except FileNotFoundError:
                self._stage.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        return path

    def report(self) -> WriteReport:
        """Return what a commit does.

        Raises OutputError for files of somebody else that are in the way.
        """
        earlier = self._earlier
        if problems := list(in_the_way(self._staged, earlier, self._site)):
            raise OutputError(problems)
        stale = sorted(earlier.keys() - self._digests.keys() - self._kept.keys())
        gone = [compared(path, before, None) for path in stale if (before := read(self._site / path)) is not None]
        unchanged = sorted([*self._kept, *(path for path in self._digests if path not in self._staged)])
        return WriteReport(tuple(sorted(self._staged)), tuple(unchanged), tuple(stale), changes=(*self._changes, *gone))

    def commit(self) -> None:
        """Make the site folder hold the outputs, and of earlier builds nothing else. Raises OutputError."""
        earlier = self._earlier
        manifest = {**self._kept, **{path: sha256.hex() for path, sha256 in self._digests.items()}}
        if manifest != earlier or self._staged:
            with writing_to(self._site):
                if self._trees.can_exchange:
                    self._staged[MANIFEST] = self._put(self._next, dumped(manifest))
                    alone = [path for path, state in self._states.items() if state and state.st_nlink < 2]
                    self._touched = self._trees.publish(
                        [*manifest, MANIFEST], self._staged, {*earlier, MANIFEST}, {*alone, *self._unseen()}
                    )
                else:
                    write_in_place(self._site, self._staged, earlier, manifest)
                    self._touched = self._staged.keys()

    def _unseen(self) -> Iterator[str]:
        return (path for path in self._digests if path not in self._states and path not in self._staged)

    def made(self) -> dict[str, Made]:
        """Return what is known of the site's files after the commit, for the next build; of those kept, if touched."""
        found: dict[str, Made] = {}
        known_too = {
            path: self._known[path].key for path in self._touched if path in self._kept and path in self._known
        }
        for path, key in {**self._keys, **known_too}.items():
            known, state = self._known.get(path), self._states.get(path)
            if known and state and known.key == key and path not in self._touched and known.seen.is_state(state):
                found[path] = known
                continue
            now = time.time_ns()
            try:
                state = os.stat(self._base + path, follow_symlinks=False)  # noqa: PTH116
            except OSError:
                continue
            sha256 = self._digests[path] if path in self._digests else bytes.fromhex(self._kept[path])
            found[path] = Made(key, seen(state, sha256, now))
        return found
