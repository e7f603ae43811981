"""The second I/O edge: the site folder. Everything is checked before anybody sees it, and only what differs is written.

A manifest in the folder names every file that a build wrote, with its SHA-256. So the next build knows what it may
replace or remove; whatever is not in the manifest belongs to somebody else. What is known besides of each file, from
build to build, saves making it again, and is of no use once the file has changed (stamp.py).
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from json.encoder import encode_basestring
from pathlib import Path

import msgspec

from generator.errors import Location, OutputError, Problem
from generator.site_model import Output, Plan, WriteReport, digest
from generator.stamp import Seen, seen
from generator.two_trees import TwoTrees
from generator.writing import write_file, writing_to

MANIFEST = ".briefing-manifest.json"
_PARTS = re.compile(r"(?!\.{1,2}(?:/|$))[^/\\\x00-\x1f]+(?:/(?!\.{1,2}(?:/|$))[^/\\\x00-\x1f]+)*")


class Made(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file of the site as it stood after a build, and the key of the plan that made it."""

    key: bytes
    seen: Seen


class Publication:
    """One build on its way into the site folder: outputs are made where that is needed, and wait until all are checked.

    `known` are the files that the last build left, by their paths.
    """

    def __init__(self, site: Path, known: Mapping[str, Made], trees: TwoTrees, stage: Path) -> None:
        """Take the folder, what is known of it, and where new files may wait."""
        self._site, self._known, self._trees, self._stage = site, known, trees, stage
        self._base = f"{site}/"
        self._states: dict[str, os.stat_result | None] = {}
        self._keys: dict[str, bytes] = {}
        self._digests: dict[str, bytes] = {}
        self._staged: dict[str, Path] = {}
        self._claims: dict[str, None] = {}

    @property
    def paths(self) -> Collection[str]:
        """The paths of all outputs so far."""
        return self._keys.keys()

    @property
    def staged(self) -> Collection[str]:
        """The paths of the outputs that the site does not hold yet as they are to be."""
        return self._staged.keys()

    def claim(self, plans: Iterable[Plan]) -> list[Plan]:
        """Return the plans. Raises OutputError where they leave the folder, or two of them want one place."""
        wanted = list(plans)
        problems = list(_clashes([plan.path for plan in wanted], self._claims, self._site))
        if problems:
            raise OutputError(problems)
        self._claims.update(dict.fromkeys(plan.path for plan in wanted))
        return wanted

    def holds(self, path: str, key: bytes) -> bool:
        """Return whether the site holds what a plan with this key makes."""
        known = self._known.get(path)
        return known is not None and known.key == key and self._is_as_left(path, known)

    def add(self, plan: Plan) -> bytes | None:
        """Take in an output; return what was made, or None where the site holds it already."""
        if self.holds(plan.path, plan.key):
            self._keys[plan.path] = plan.key
            self._digests[plan.path] = self._known[plan.path].seen.sha256
            return None
        data = plan.make()
        sha256 = hashlib.sha256(data).digest()
        self._keys[plan.path], self._digests[plan.path] = plan.key, sha256
        known = self._known.get(plan.path)
        is_there = known.seen.sha256 == sha256 and self._is_as_left(plan.path, known) if known else None
        if not (is_there or (known is None and _read(self._site / plan.path) == data)):
            self._put(plan.path, data)
        return data

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
        data = _read(self._site / path)
        return data is not None and hashlib.sha256(data).digest() == known.seen.sha256

    def _put(self, path: str, data: bytes) -> None:
        with writing_to(self._site):
            if not self._staged:
                self._stage.mkdir(parents=True, exist_ok=True)
            self._staged[path] = self._stage / str(len(self._staged))
            self._staged[path].write_bytes(data)

    def commit(self) -> WriteReport:
        """Make the site folder hold the outputs, and of earlier builds nothing else; say what was written and removed.

        Raises OutputError, with the folder as it was, for files of somebody else in the way.
        """
        earlier = read_manifest(self._site)
        wanted = self._digests
        stale = sorted(set(earlier) - set(wanted))
        problems = list(_in_the_way(self._staged, earlier, self._site))
        if problems:
            raise OutputError(problems)
        report = WriteReport(
            added=tuple(sorted(path for path in self._staged if path not in earlier)),
            changed=tuple(sorted(path for path in self._staged if path in earlier)),
            unchanged=tuple(path for path in wanted if path not in self._staged),
            removed=tuple(stale),
        )
        manifest = {path: sha256.hex() for path, sha256 in wanted.items()}
        if manifest != earlier or self._staged:
            with writing_to(self._site):
                if self._trees.can_exchange:
                    self._put(MANIFEST, _dumped(manifest))
                    alone = [path for path, state in self._states.items() if state and state.st_nlink < 2]  # noqa: PLR2004
                    self._trees.publish(
                        [*wanted, MANIFEST], self._staged, {*earlier, MANIFEST}, {*alone, *self._unseen()}
                    )
                else:
                    _write_in_place(self._site, set(wanted), self._staged, earlier, manifest)
        return report

    def _unseen(self) -> Iterator[str]:
        return (path for path in self._digests if path not in self._states and path not in self._staged)

    def made(self) -> dict[str, Made]:
        """Return what is known of the site's files after the commit, for the next build."""
        found: dict[str, Made] = {}
        for path, key in self._keys.items():
            known = self._known.get(path)
            now = time.time_ns()
            try:
                state = os.stat(self._base + path, follow_symlinks=False)  # noqa: PTH116
            except OSError:
                continue
            if known and known.key == key and path not in self._staged and known.seen.is_state(state):
                found[path] = known
            else:
                found[path] = Made(key, seen(state, self._digests[path], now))
        return found


@contextmanager
def publishing(site: Path, known: Mapping[str, Made]) -> Iterator[Publication]:
    """Begin a build's publication, once no other build is at work. Raises OutputError where nothing can be written."""
    if problem := _no_ground(site):
        raise OutputError([problem])
    trees = TwoTrees(site)
    with trees.alone() as can_exchange:
        read_manifest(site)
        if can_exchange:
            yield Publication(site, known, trees, trees.stage)
        else:
            with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
                yield Publication(site, known, trees, Path(folder))


def write_outputs(outputs: Iterable[Output], site: Path) -> WriteReport:
    """Make the site folder hold these outputs, and of earlier builds nothing else; say what was written and removed.

    Files that no build wrote are never touched. Where two folders can change places, the new site takes the place of
    the old one in one step (two_trees.py); elsewhere each file is written in one step. Raises OutputError, before
    anything is written, for outputs that leave the folder or claim one path twice, and for files of somebody else in
    their way.
    """
    plans = [Plan(output.path, digest(output.data), lambda data=output.data: data) for output in outputs]  # type: ignore[misc]
    with publishing(site, {}) as publication:
        for plan in publication.claim(plans):
            publication.add(plan)
        return publication.commit()


def _write_in_place(
    site: Path, wanted: Collection[str], staged: Mapping[str, Path], earlier: Mapping[str, str], manifest: dict[str, str]
) -> None:
    site.mkdir(parents=True, exist_ok=True)
    # Until the end both lists count: what a build wrote before it was stopped is still known as its own.
    write_file(site / MANIFEST, _dumped({**earlier, **manifest}))
    stale = sorted(set(earlier) - set(wanted))
    folders = {folder for path in wanted for folder in _folders(path)}
    blocking = {path for path in stale if path in folders or not set(wanted).isdisjoint(_folders(path))}
    for path in blocking:
        _remove(site, path)
    for path, file in staged.items():
        write_file(site / path, file.read_bytes())
    for path in stale:
        if path not in blocking:
            _remove(site, path)
    write_file(site / MANIFEST, _dumped(manifest))


def _clashes(paths: Iterable[str], claimed: Collection[str], site: Path) -> Iterator[Problem]:
    wanted = set(claimed)
    for path in paths:
        if not _PARTS.fullmatch(path) or path == MANIFEST:
            yield Problem(Location(path), "not a path inside the site folder")
        elif path in wanted:
            yield Problem(Location((site / path).as_posix()), "two pages want this address", "rename one of them")
        wanted.add(path)
    for path in wanted:
        for folder in _folders(path):
            if folder in wanted:
                where = Location((site / folder).as_posix())
                yield Problem(where, f"is both a file and the folder of {path}")


def _folders(path: str) -> Iterator[str]:
    """Yield the folders of a path below the site folder, the innermost first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def read_manifest(site: Path) -> dict[str, str]:
    """Return what earlier builds wrote, by path. Raises OutputError where nobody can know that."""
    path = site / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
        if all(map(_PARTS.fullmatch, manifest)):
            return manifest
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError):
        pass
    hint = "without it nobody knows which files a build wrote: empty the site folder, or name another with --site"
    raise OutputError([Problem(Location(str(path)), "cannot be read", hint)])


def _dumped(manifest: Mapping[str, str]) -> bytes:
    # As json.dumps writes it with indent=0, in a tenth of the time.
    lines = ",\n".join(f'{encode_basestring(path)}: "{manifest[path]}"' for path in sorted(manifest))
    return f"{{\n{lines}\n}}\n".encode()


def _in_the_way(changed: Iterable[str], earlier: Mapping[str, str], site: Path) -> Iterator[Problem]:
    folders: dict[str, None] = {}
    for path in changed:
        target = site / path
        folders.update(dict.fromkeys(_folders(path)))
        if target.is_dir() and not target.is_symlink():
            strangers = [file for file in target.rglob("*") if file.relative_to(site).as_posix() not in earlier]
            foreign = any(not file.is_dir() for file in strangers) or not any(target.iterdir())
        else:
            foreign = path not in earlier and os.path.lexists(target)
        if foreign:
            yield _stranger(target)
    for folder in folders:
        target = site / folder
        if target.is_symlink() or (os.path.lexists(target) and not target.is_dir() and folder not in earlier):
            yield _stranger(target)


def _no_ground(site: Path) -> Problem | None:
    ground = next(folder for folder in (site, *site.absolute().parents) if folder.exists())
    if not ground.is_dir() or not os.access(ground, os.W_OK | os.X_OK):
        return Problem(Location(str(ground)), "is not a folder that can be written", "name another with --site")
    return None


def _stranger(path: Path) -> Problem:
    return Problem(
        Location(path.as_posix()), "in the way, and not made by a build", "move it, or build into another folder"
    )


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _remove(site: Path, path: str) -> None:
    (site / path).unlink(missing_ok=True)
    for folder in _folders(path):
        try:
            (site / folder).rmdir()
        except OSError:  # not empty
            return
