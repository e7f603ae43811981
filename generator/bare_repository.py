"""The I/O edge of a push: a bare git repository, its hook, and the folder in which a pushed commit is checked out.

All that we keep stands in the folder `briefing` of the repository: the files of the commit that was built last, with
the cache of the build, the index that says which they are, and a lock. It only saves time and may be deleted.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import Location, Problem, RepositoryError, reason
from generator.writing import write_file, writing_to

try:
    import fcntl
except ImportError:  # Windows, where pushes do not wait for one another
    fcntl = None  # type: ignore[assignment]

HOOK = "post-receive"
_FOLDER = "briefing"
_CACHE = ".cache"  # what a build leaves beside the settings, wherever these stand in the repository
_BRANCHES = "refs/heads/"


class BareRepository:
    """A bare repository that people push to. Every method raises RepositoryError where git does not do its work."""

    def __init__(self, path: Path) -> None:
        """Raise RepositoryError where the path is no bare repository."""
        self.path = path.resolve()
        self._ours = self.path / _FOLDER
        if not self.path.is_dir() or self._ask("rev-parse", "--is-bare-repository") != "true":
            hint = "`git init --bare` makes one"
            raise RepositoryError([Problem(Location(str(path)), "not a bare git repository", hint)])

    def head(self) -> str:
        """Return the name of the branch that HEAD stands for."""
        return self._git("symbolic-ref", "HEAD").removeprefix(_BRANCHES)

    def tip(self, branch: str) -> str | None:
        """Return the newest commit of a branch, or None where there is no such branch."""
        return self._ask("rev-parse", "--verify", "--quiet", f"{_BRANCHES}{branch}^{{commit}}")

    def is_shared(self) -> bool:
        """Return whether its files are to be written by all of a group (git-config, core.sharedRepository)."""
        said = (self._ask("config", "--get", "core.sharedRepository") or "").lower()
        octal = said.startswith("0") and said.isdecimal() and int(said, 8) & 0o020
        return bool(octal) or said in ("group", "true", "1", "all", "world", "everybody", "2")

    def put_hook(self, text: str, mark: str) -> Path:
        """Write the hook and return its file.

        One that bears the mark is replaced. Raises RepositoryError where a hook of somebody else stands, or where git
        looks for the hooks of this repository elsewhere.
        """
        hook = self._hook(mark)
        with writing_to(hook.parent):
            write_file(hook, text.encode())
            hook.chmod(0o755)
        return hook

    def remove_hook(self, mark: str) -> None:
        """Remove the hook that bears the mark, and all that was kept. Raises RepositoryError for somebody else's."""
        hook = self._hook(mark)
        with writing_to(hook.parent):
            hook.unlink(missing_ok=True)
            if self._ours.exists():
                shutil.rmtree(self._ours)

    def _hook(self, mark: str) -> Path:
        hook = self.path / "hooks" / HOOK
        folder = Path(self.path, self._git("rev-parse", "--git-path", "hooks")).resolve()
        if folder != hook.parent.resolve():
            hint = "git's setting core.hooksPath says so"
            raise RepositoryError([Problem(Location(str(self.path)), f"its hooks stand in {folder}", hint)])
        try:
            text = hook.read_text("utf-8", "replace") if os.path.lexists(hook) else mark
        except OSError as error:
            raise RepositoryError([Problem(Location(str(hook)), f"cannot be read: {reason(error)}")]) from None
        if mark not in text:
            raise RepositoryError([Problem(Location(str(hook)), "a hook of somebody else")])
        return hook

    @contextmanager
    def alone(self, wait: Callable[[], None]) -> Iterator[None]:
        """Wait until no other push is at work; `wait` is called once if there is one.

        The lock is the system's: it goes with the process that holds it, however that ends.
        """
        with writing_to(self._ours):
            self._ours.mkdir(exist_ok=True)
            handle = os.open(self._ours / "lock", os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if fcntl is not None:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    wait()
                    fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def check_out(self, commit: str) -> Path:
        """Make the work folder hold a commit and the cache, nothing else, and return it; call it when alone().

        Files that are the same in the commit before keep their time stamps.
        """
        work, index = self._ours / "work", self._ours / "index"
        with writing_to(work):
            work.mkdir(exist_ok=True)
            # Left by a git that was killed; nobody else is at work here.
            index.with_name("index.lock").unlink(missing_ok=True)
        place = {"GIT_WORK_TREE": str(work), "GIT_INDEX_FILE": str(index)}
        try:
            self._git("read-tree", "--reset", "-u", commit, **place)
        except RepositoryError:
            # The index may be damaged; without one every file is written.
            with writing_to(index):
                index.unlink(missing_ok=True)
            self._git("read-tree", "--reset", "-u", commit, **place)
        # A checkout that was broken off leaves files that no index knows.
        self._git("clean", "-ffdqx", "-e", _CACHE, **place)
        return work

    def _git(self, *arguments: str, **variables: str) -> str:
        done = self._run(arguments, variables)
        if done.returncode:
            said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
            raise RepositoryError([Problem(Location(str(self.path)), f"git {arguments[0]}: {said[-1]}")])
        return done.stdout.strip()

    def _ask(self, *arguments: str) -> str | None:
        done = self._run(arguments, {})
        return None if done.returncode else done.stdout.strip()

    def _run(self, arguments: tuple[str, ...], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
        # What git tells a hook about its own work, and what the person who pushed has set, is not meant for us.
        mine = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        try:
            return subprocess.run(
                ["git", *arguments],
                cwd=self.path,
                env={**mine, "GIT_DIR": str(self.path), **variables},
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
            )
        except OSError as error:
            raise RepositoryError([Problem(Location("git"), f"cannot be run: {reason(error)}")]) from None
