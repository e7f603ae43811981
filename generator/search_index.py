"""The I/O edge of the search: runs Pagefind on pages in temporary folders and returns what it wrote."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.aside import processors
from generator.site_model import Output
from generator.writing import is_alive

_OURS = "briefing-search-"
_PATIENCE = 600  # seconds


class SearchMissing(Exception):  # noqa: N818 - the site is made all the same: this is no error
    """There will be no search; the message says why, in one line."""


def run_pagefind(batches: Iterable[Iterable[Output]]) -> Iterator[Mapping[str, bytes]]:
    """Yield for each batch of pages the files of its index, by their paths; several are made at once.

    Raises SearchMissing where there is no Pagefind for this machine, or it does not do its work.
    """
    try:
        from pagefind.service import get_executable  # noqa: PLC0415 - takes a moment to import, and may be missing
    except ImportError:
        raise SearchMissing("pagefind is not installed") from None
    program = get_executable()
    if program is None:
        raise SearchMissing("the package pagefind-bin has no program for this machine")
    _sweep()
    most = processors()
    running: deque[_Run] = deque()
    try:
        for documents in batches:
            running.append(_Run(str(program), documents))
            if len(running) >= most:
                yield running.popleft().files()
        while running:
            yield running.popleft().files()
    finally:
        for run in running:
            run.stop()


class _Run:
    """Pagefind at work on some pages, in a temporary folder."""

    def __init__(self, program: str, documents: Iterable[Output]) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix=f"{_OURS}{os.getpid()}-")
        self._folder = Path(self._temporary.name)
        for document in documents:
            path = self._folder / "pages" / document.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(document.data)
        # Settings of somebody else's that stand in the environment must not change the index.
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PAGEFIND_")}
        command = [program, "--site", "pages", "--output-path", "index", "--silent"]
        try:
            self._process = subprocess.Popen(
                command, cwd=self._folder, env=clean, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
        except OSError as error:
            self._temporary.cleanup()
            raise SearchMissing(f"pagefind cannot be run: {error}") from None

    def files(self) -> dict[str, bytes]:
        """Return what it made, once it is done. Raises SearchMissing."""
        try:
            said, wrong = self._process.communicate(timeout=_PATIENCE)
            if code := self._process.returncode:
                lines = (wrong or said).strip().splitlines() or [f"exit code {code}"]
                raise SearchMissing(f"pagefind failed: {lines[-1]}")
            index = self._folder / "index"
            paths = sorted(path for path in index.rglob("*") if path.is_file())
            return {path.relative_to(index).as_posix(): path.read_bytes() for path in paths}
        except subprocess.TimeoutExpired as error:
            raise SearchMissing(f"pagefind cannot be run: {error}") from None
        finally:
            self.stop()

    def stop(self) -> None:
        """End it, if it is still at work, and take its folder away."""
        self._process.kill()
        self._process.communicate()
        self._temporary.cleanup()


def _sweep() -> None:
    """Remove the temporary folders of runs that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_OURS}*"):
        number = folder.name.removeprefix(_OURS).partition("-")[0]
        if number.isdecimal() and not is_alive(int(number)):
            shutil.rmtree(folder, ignore_errors=True)
