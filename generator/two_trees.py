"""The site stands in two trees that take turns: the hidden one is brought up to date, then they change places.

So whoever asks for a page sees the whole old site or the whole new one. What did not change is the same file in both
trees (a hard link), with its time stamp; a file is replaced, never modified. A build that is killed leaves the visible
tree as it was, and the hidden one is put right by the next build.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.exchange import exchange

try:
    import fcntl
except ImportError:  # Windows, where the trees cannot change places either
    fcntl = None  # type: ignore[assignment]


class TwoTrees:
    """The visible tree of a site and the hidden one beside it, in a folder `.<name>.next`."""

    def __init__(self, site: Path) -> None:
        self._site = site.resolve()
        self._folder = self._site.with_name(f".{self._site.name}.next")
        self._tree = self._folder / "tree"

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Wait until no other build is at work, and say whether the trees can change places here.

        The lock is the system's, on the folder: it goes with the process that holds it, however that ends.
        """
        try:
            handle = self._lock()
        except OSError:
            yield False
            return
        try:
            yield self._can_exchange()
        finally:
            with suppress(OSError):  # where it is of no use nothing stays behind
                if not self._tree.exists():
                    shutil.rmtree(self._folder)
            os.close(handle)

    def _lock(self) -> int:
        while True:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._folder, os.O_RDONLY)
            if fcntl is not None:
                fcntl.flock(handle, fcntl.LOCK_EX)
            with suppress(OSError):
                # Whoever had the lock may have taken the folder away.
                if os.path.samestat(os.fstat(handle), self._folder.stat()):
                    (self._folder / ".gitignore").write_text("*\n", "utf-8")
                    return handle
            os.close(handle)

    def _can_exchange(self) -> bool:
        if os.path.ismount(self._site):
            return False
        one, two = self._folder / "one", self._folder / "two"
        try:
            one.mkdir(exist_ok=True)
            two.mkdir(exist_ok=True)
            return exchange(one, two)
        except OSError:
            return False
        finally:
            for folder in (one, two):
                with suppress(OSError):
                    folder.rmdir()

    def publish(self, wanted: Mapping[str, bytes], changed: Collection[str], ours: Collection[str]) -> None:
        """Make the visible tree hold the wanted files and those of others, in one step.

        `changed` are the wanted files that the visible tree does not hold as they are to be, `ours` the files there
        that earlier builds wrote. Raises OSError, with the visible tree as it was.
        """
        files, folders = _listed(self._site)
        strangers = files - set(ours) - set(wanted)
        keep = strangers | set(wanted)
        # Empty folders of others are part of the tree too.
        kept_folders = _above(keep) | (folders - _above(ours))
        self._tree.mkdir(exist_ok=True)
        if self._site.is_dir():
            self._tree.chmod(self._site.stat().st_mode & 0o7777)
        self._remove(keep, kept_folders)
        for folder in sorted(kept_folders):
            (self._tree / folder).mkdir(exist_ok=True)
        for path in sorted(keep):
            target = self._tree / path
            if path in changed:
                _put(target, wanted[path])
            else:
                _link(self._site / path, target)
        if self._site.is_dir():
            if not exchange(self._tree, self._site):
                raise OSError(0, "the new tree cannot take the place of the old one", str(self._site))
            self._rescue(keep | set(ours))
        else:
            self._tree.rename(self._site)

    def _remove(self, keep: Collection[str], kept_folders: Collection[str]) -> None:
        """Take out of the hidden tree what the new site does not hold."""
        files, folders = _listed(self._tree)
        for path in files - set(keep):
            (self._tree / path).unlink()
        for folder in sorted(folders - set(kept_folders), reverse=True):
            (self._tree / folder).rmdir()

    def _rescue(self, known: Collection[str]) -> None:
        """Bring over what somebody put into the old tree while the new one was made."""
        for path in _listed(self._tree)[0] - set(known):
            if not os.path.lexists(self._site / path):
                _link(self._tree / path, self._site / path)


def _above(paths: Collection[str]) -> set[str]:
    """Return every folder that a path stands in."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _listed(root: Path) -> tuple[set[str], set[str]]:
    """Return the files below a folder, links among them, and its folders, as paths with forward slashes."""
    files: set[str] = set()
    folders: set[str] = set()
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(root / inside) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.add(inside + entry.name)
                        waiting.append(f"{inside}{entry.name}/")
                    else:
                        files.add(inside + entry.name)
        except FileNotFoundError:
            continue
    return files, folders


def _put(target: Path, data: bytes) -> None:
    """Write a file of the hidden tree; one that holds the data already stays.

    Nobody sees the tree yet, so the file needs no step of its own: a rename over another file would make some file
    systems write it to disk at once, which takes a hundred times as long. But the old file may be visible in the other
    tree, so it is parted from this one and never written to.
    """
    with suppress(OSError):
        if not target.is_symlink() and target.read_bytes() == data:
            return
    target.unlink(missing_ok=True)
    target.write_bytes(data)


def _link(source: Path, target: Path) -> None:
    """Let a file stand in both trees; where the file system has no such links it is copied, time stamp and all."""
    with suppress(OSError):
        if os.path.samestat(source.lstat(), target.lstat()):
            return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
