"""The I/O edge of the search: runs Pagefind on pages in a temporary folder and returns what it wrote."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.site_model import Output
from generator.writing import is_alive

_OURS = "briefing-search-"
_PATIENCE = 600  # seconds


class SearchMissing(Exception):  # noqa: N818 - the site is made all the same: this is no error
    """There will be no search; the message says why, in one line."""


def run_pagefind(documents: Iterable[Output]) -> Mapping[str, bytes]:
    """Return the files of the index of some pages, by their paths.

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
    with tempfile.TemporaryDirectory(prefix=f"{_OURS}{os.getpid()}-") as name:
        folder = Path(name)
        for document in documents:
            path = folder / "pages" / document.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(document.data)
        # Settings of somebody else's that stand in the environment must not change the index.
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PAGEFIND_")}
        command = [str(program), "--site", "pages", "--output-path", "index", "--silent"]
        try:
            done = subprocess.run(
                command, cwd=folder, env=clean, capture_output=True, text=True, timeout=_PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SearchMissing(f"pagefind cannot be run: {error}") from None
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or [f"exit code {done.returncode}"]
            raise SearchMissing(f"pagefind failed: {said[-1]}")
        index = folder / "index"
        paths = sorted(path for path in index.rglob("*") if path.is_file())
        return {path.relative_to(index).as_posix(): path.read_bytes() for path in paths}


def _sweep() -> None:
    """Remove the temporary folders of runs that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_OURS}*"):
        number = folder.name.removeprefix(_OURS).partition("-")[0]
        if number.isdecimal() and not is_alive(int(number)):
            shutil.rmtree(folder, ignore_errors=True)
