"""Files that belong together change together, whatever happens in between, and no edit is lost.

First everything is written into a staging folder, which nobody reads, with a journal of what goes where. Then each file
takes its place in one step. A run that is stopped before the journal stands has changed nothing; one that is stopped
later is finished by the next one, which begins with `finish`. So a disk that is full, or no permission to write, shows
before the first file has changed.

A file that somebody else may edit takes its place only where the old one is as it was read. To know that for certain
the two change places, and only then what came out is looked at: if it was saved a moment ago, it goes back.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

import msgspec

from generator.exchange import exchange
from generator.lock import switching
from generator.packing import pack, unpack
from generator.writing import write_file

STAGING = ".next"
_JOURNAL, _DRAFT = "journal", "journal.draft"
_SIZE = 4  # bytes before each step in the journal, which say how many it takes


class Put(msgspec.Struct, frozen=True):
    """A file to put below the root: its path and its bytes.

    With `guarded`, `before` is what must stand there, None for nothing, and `moved` where that stood until now, if it
    was elsewhere. `follows` is the path of a guarded file: where that could not be put, this one is not either.
    """

    path: str
    data: bytes
    guarded: bool = False
    before: bytes | None = None
    moved: str = ""
    follows: str = ""
    lasting: bool = False  # on the disk before it replaces anything: somebody's work is in it


class _Step(msgspec.Struct, frozen=True):
    """What the journal says of a file: all of `Put`, with digests for bytes; and files to remove, with no digest."""

    path: str
    after: str
    guarded: bool
    before: str
    moved: str
    follows: str


def put_all(root: Path, staging: Path, puts: Iterable[Put], removed: Sequence[tuple[str, str]] = ()) -> set[str]:
    """Put files in their places below a root, and remove some; return the guarded ones that were left as they are.

    `removed` are paths, each with the guarded one that it follows. Raises OSError, and as a rule nothing has changed
    then; otherwise the next run finishes it.
    """
    _discard(staging)
    try:
        if not _note(staging, puts, removed):
            return set()
    except BaseException:
        _discard(staging)
        raise
    return _carry_out(root, staging, _steps(staging))


def _note(staging: Path, puts: Iterable[Put], removed: Iterable[tuple[str, str]]) -> bool:
    """Write all files into the staging folder, and the journal of them; return whether there is anything to do."""
    steps = chain(
        (_stage(staging, number, put) for number, put in enumerate(puts)),
        (_Step(path, "", False, "", "", follows) for path, follows in removed),
    )
    first = next(steps, None)
    if first is None:
        return False
    staging.mkdir(parents=True, exist_ok=True)
    with (staging / _DRAFT).open("wb") as journal:
        for step in chain((first,), steps):
            data = pack(step)
            journal.write(len(data).to_bytes(_SIZE, "big") + data)
    (staging / _DRAFT).replace(staging / _JOURNAL)
    return True


def _steps(staging: Path) -> Iterator[_Step]:
    """Yield what the journal says, from the disk. Raises OSError without one, ValueError where it cannot be read."""
    with (staging / _JOURNAL).open("rb") as journal:
        while size := journal.read(_SIZE):
            step = unpack(journal.read(int.from_bytes(size, "big")), _Step)
            if step is None:
                raise ValueError(journal.name)
            yield step


def is_unfinished(staging: Path) -> bool:
    """Return whether a run was stopped while its files took their places."""
    return (staging / _JOURNAL).exists()


def finish(root: Path, staging: Path) -> None:
    """Finish what a run that was stopped had begun, and take away what it left. Raises OSError."""
    try:
        for _ in _steps(staging):
            pass
    except (FileNotFoundError, NotADirectoryError, ValueError):
        _discard(staging)
    else:
        _carry_out(root, staging, _steps(staging))


def _stage(staging: Path, number: int, put: Put) -> _Step:
    if not number:
        staging.mkdir(parents=True)
        (staging / ".gitignore").write_text("*\n", "utf-8")
    with (staging / str(number)).open("wb") as file:
        file.write(put.data)
        if put.lasting:
            file.flush()
            os.fsync(file.fileno())
    before = "" if put.before is None else _digest(put.before)
    return _Step(put.path, _digest(put.data), put.guarded, before, put.moved, put.follows)


def _discard(staging: Path) -> None:
    with suppress(FileNotFoundError):
        (staging / _JOURNAL).unlink()  # first, so that nobody takes the rest for a run to be finished
    with suppress(FileNotFoundError):
        shutil.rmtree(staging)


def _carry_out(root: Path, staging: Path, steps: Iterable[_Step]) -> set[str]:
    left: set[str] = set()
    with switching(root):
        for number, step in enumerate(steps):
            staged, target = staging / str(number), root / step.path
            if step.follows in left:
                continue
            if not step.after:
                target.unlink(missing_ok=True)
                _remove_empty(target.parent, root)
            elif not step.guarded:
                _replace(staged, target)
            elif not _put_guarded(staged, target, step, root):
                left.add(step.path)
    _discard(staging)
    return left


def _replace(staged: Path, target: Path) -> None:
    if not staged.exists():  # it has taken its place already
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        staged.replace(target)
    except OSError:
        if staged.stat().st_dev == target.parent.stat().st_dev:
            raise
        write_file(target, staged.read_bytes())
        staged.unlink()


def _put_guarded(staged: Path, target: Path, step: _Step, root: Path) -> bool:
    """Let a staged file take its place if nobody was faster; return whether it has."""
    out = _digest_of(staged)
    if not out:  # it took its place before the run was stopped
        return True
    if out != step.after:  # the two had changed places when the run was stopped
        return _settle(staged, target, step, out)
    if step.moved and not os.path.lexists(target) and _digest_of(root / step.moved) == step.before:
        target.parent.mkdir(parents=True, exist_ok=True)
        (root / step.moved).rename(target)
        _remove_empty((root / step.moved).parent, root)
    there = _digest_of(target)
    if there == step.after:  # somebody wrote the same, or a link was made before the run was stopped
        staged.unlink()
        return True
    if there != step.before:
        return False
    if not step.before:
        return _add(staged, target)
    with suppress(OSError):
        shutil.copymode(target, staged)
    if target.is_symlink() or not exchange(staged, target):
        _replace(staged, target)
        return True
    return _settle(staged, target, step, _digest_of(staged))


def _add(staged: Path, target: Path) -> bool:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(staged, target)
    except FileExistsError:
        return False
    except OSError:  # no such links on this file system
        if os.path.lexists(target):
            return False
        _replace(staged, target)
        return True
    staged.unlink()
    return True


def _settle(staged: Path, target: Path, step: _Step, out: str) -> bool:
    """Look at what came out when the two changed places: what was saved in between goes back."""
    put, expected = step.after, step.before
    while out not in (expected, ""):
        put, expected = out, put
        if not exchange(staged, target):
            break
        out = _digest_of(staged)
    return put == step.after


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest_of(path: Path) -> str:
    """Return the digest of a file, or nothing where there is none."""
    try:
        return _digest(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
