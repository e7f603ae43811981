"""The site stands in two trees that take turns: the hidden one is brought up to date, then they change places.

So whoever asks for a page sees the whole old site or the whole new one. What did not change is the same file in both
trees (a hard link), with its time stamp; a file is replaced, never modified. A build that is killed leaves the visible
tree as it was, and the hidden one is put right by the next build.

A record beside the hidden tree says in which files it may differ from the visible one, and in which state the folders
of both were left (tree_record.py). While that holds, only what differs is touched; where it does not, both trees are
listed and everything is compared.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.exchange import exchange
from generator.tree_record import Record, above, inspect, listed, read_record, write_record

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
        self.can_exchange = False

    @property
    def stage(self) -> Path:
        """The folder in which new files wait; it is there while no other build is at work."""
        return self._folder / "new"

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
            self.can_exchange = self._can_exchange()
            shutil.rmtree(self.stage, ignore_errors=True)
            yield self.can_exchange
        finally:
            with suppress(OSError):  # where it is of no use nothing stays behind
                if self._tree.exists():
                    shutil.rmtree(self.stage, ignore_errors=True)
                else:
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

    def publish(
        self, wanted: Collection[str], staged: Mapping[str, Path], ours: Collection[str], alone: Collection[str]
    ) -> Collection[str]:
        """Make the visible tree hold the wanted files and those of others, in one step.

        `staged` are the wanted files that the visible tree does not hold as they are to be, each as a file that may be
        moved; `ours` are the files there that earlier builds wrote, and `alone` those of them that are known to stand
        in one tree only. Returns the paths of the files whose state may be another one now. Raises OSError, with the
        visible tree as it was.
        """
        wanted, ours, left = set(wanted), set(ours), dict(staged)
        record = read_record(self._folder)
        if record is not None and (touched := self._quickly(record, wanted, left, ours, alone)) is not None:
            return touched
        self._from_scratch(wanted, staged, left, ours)
        return wanted

    def _quickly(
        self,
        record: Record,
        wanted: set[str],
        staged: dict[str, Path],
        ours: set[str],
        alone: Collection[str],
    ) -> Collection[str] | None:
        """Touch only what differs; return that, or None where the record does not hold, and nothing is done.

        Files that were moved all the same are taken out of `staged`.
        """
        tree = inspect(self._tree, record)
        if tree is None:
            return None
        stale, strangers, new = ours - wanted, set(record.strangers), set(staged)
        todo = {*record.behind, *staged, *stale, *alone} - strangers
        if not all(os.path.lexists(self._site / path) and _same(self._site, self._tree, path) for path in strangers):
            return None
        if not strangers.isdisjoint(wanted):
            return None
        # Before anything is touched: a build that is killed from here on leaves a record that still holds.
        write_record(self._folder, Record(record.strangers, sorted(todo), record.trees))
        touched = {"", *above(todo)}
        for path in sorted(todo - wanted):
            _drop(self._tree, path)
        for path in sorted(todo & wanted):
            (self._tree / path).parent.mkdir(parents=True, exist_ok=True)
            if path in staged:
                _put(staged.pop(path), f"{self._tree}/{path}")
            else:
                _link(f"{self._site}/{path}", f"{self._tree}/{path}")
        # As late as can be: somebody may put something there even now.
        site = inspect(self._site, record)
        if site is None:
            return None
        if not exchange(self._tree, self._site):
            raise OSError(0, "the new tree cannot take the place of the old one", str(self._site))
        left = sorted({*new, *stale})
        write_record(
            self._folder,
            Record(record.strangers, left, [tree.again(self._site, touched), site.again(self._tree, {""})]),
        )
        return todo

    def _from_scratch(
        self, wanted: set[str], staged: Collection[str], left: Mapping[str, Path], ours: set[str]
    ) -> None:
        """List both trees, and compare everything; of what is staged only some may be left to be moved."""
        files, folders = listed(self._site)
        strangers = files - ours - wanted
        keep = strangers | wanted
        # Empty folders of others are part of the tree too.
        kept_folders = above(keep) | (folders - above(ours))
        self._make_folders(())
        write_record(self._folder, None)
        self._remove(keep, kept_folders)
        self._make_folders(kept_folders)
        for path in sorted(keep):
            if path in left:
                _put(left[path], f"{self._tree}/{path}")
            elif path not in staged:
                _link(f"{self._site}/{path}", f"{self._tree}/{path}")
        if self._site.is_dir():
            if not exchange(self._tree, self._site):
                raise OSError(0, "the new tree cannot take the place of the old one", str(self._site))
            if rescued := self._rescue(keep | ours):
                strangers |= rescued
            self._note(strangers, {*staged, *(ours - wanted)})
        else:
            self._tree.rename(self._site)
            with suppress(OSError):  # the site stands; what is done now the next change need not do
                self._make_folders(kept_folders)
                for path in keep:
                    _link(f"{self._site}/{path}", f"{self._tree}/{path}")
                self._note(strangers, ())

    def _make_folders(self, folders: Collection[str]) -> None:
        """Let the hidden tree be there, as open as the visible one, with these folders."""
        self._tree.mkdir(exist_ok=True)
        if self._site.is_dir() and self._tree.stat().st_mode != (mode := self._site.stat().st_mode):
            self._tree.chmod(mode & 0o7777)
        for folder in sorted(folders):
            with suppress(FileExistsError):
                os.mkdir(f"{self._tree}/{folder}")  # noqa: PTH102  (thousands of them)

    def _note(self, strangers: Collection[str], behind: Collection[str]) -> None:
        trees = [inspect(self._site), inspect(self._tree)]
        write_record(self._folder, Record(sorted(strangers), sorted(behind), [one for one in trees if one]))

    def _remove(self, keep: Collection[str], kept_folders: Collection[str]) -> None:
        """Take out of the hidden tree what the new site does not hold."""
        files, folders = listed(self._tree)
        for path in files - set(keep):
            (self._tree / path).unlink()
        for folder in sorted(folders - set(kept_folders), reverse=True):
            (self._tree / folder).rmdir()

    def _rescue(self, known: Collection[str]) -> set[str]:
        """Bring over what somebody put into the old tree while the new one was made, and return what that is."""
        found = listed(self._tree)[0] - set(known)
        for path in found:
            if not os.path.lexists(self._site / path):
                _link(f"{self._tree}/{path}", f"{self._site}/{path}")
        return found


def _same(one: Path, other: Path, path: str) -> bool:
    try:
        return os.path.samestat(os.lstat(one / path), os.lstat(other / path))
    except OSError:
        return False


def _drop(tree: Path, path: str) -> None:
    """Take a file out of a tree, and the folders that it leaves empty."""
    (tree / path).unlink(missing_ok=True)
    while "/" in path:
        path = path.rpartition("/")[0]
        try:
            (tree / path).rmdir()
        except OSError:  # not empty
            return


def _put(staged: Path, target: str) -> None:
    """Move a file that waits into the hidden tree.

    Nobody sees the tree yet, so the file needs no step of its own: a rename over another file would make some file
    systems write it to disk at once, which takes a hundred times as long. But the old file may be visible in the other
    tree, so it is parted from this one and never written to.
    """
    with suppress(FileNotFoundError):
        os.unlink(target)  # noqa: PTH108  (thousands of them)
    os.rename(staged, target)  # noqa: PTH104


def _link(source: str, target: str) -> None:
    """Let a file stand in both trees; where the file system has no such links it is copied, time stamp and all."""
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        if os.path.samestat(os.lstat(source), os.lstat(target)):
            return
        os.unlink(target)  # noqa: PTH108
    except OSError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
    else:
        return
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
