"""One run of a program: how long it took, what it cost all cores, the most memory it held, and what it left."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_LOOK = 0.05  # seconds between two looks at the memory
# Compiled modules are kept, as wherever a program is used twice.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Measured:
    """Seconds on the clock, seconds of CPU of all processes, and bytes of memory."""

    wall: float
    cpu: float
    memory: int


@dataclass(frozen=True)
class Tree:
    """What a site holds: number and size of its HTML pages, its feeds and all other files."""

    pages: int
    pages_bytes: int
    feeds: int
    feeds_bytes: int
    others: int
    others_bytes: int


def run(command: list[str], folder: Path, watch: bool = False) -> Measured:
    """Run a command in a folder to its end; with `watch` its memory is looked at meanwhile, which takes time.

    Exits with what the command printed where it fails: a failed build is no measurement.
    """
    os.sync()
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=_ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        peak = [0]
        done = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, peak, done))
        if watch:
            watcher.start()
        assert process.stdout
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        done.set()
        if watch:
            watcher.join()
    if process.returncode:
        sys.exit(f"{command} in {folder}: exit code {process.returncode}\n{said.decode(errors='replace')[-4000:]}")
    # A process that comes and goes between two looks is still counted alone (getrusage(2): kilobytes).
    return Measured(wall, used.ru_utime + used.ru_stime, max(peak[0], used.ru_maxrss * 1024))


def _watch(root: int, peak: list[int], done: threading.Event) -> None:
    while not done.wait(_LOOK):
        peak[0] = max(peak[0], sum(map(_memory, _family(root))))


def _family(root: int) -> list[int]:
    """Return a process and all that descend from it."""
    family = [root]
    for process in family:
        try:
            tasks = list(Path(f"/proc/{process}/task").iterdir())
            family += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:
            continue  # it has ended meanwhile
    return family


def _memory(process: int) -> int:
    """Return the bytes of memory of a process, of what it shares with others its part (proc(5), smaps_rollup)."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def count(site: Path) -> Tree:
    """Return what a site folder holds."""
    sizes: dict[str, list[int]] = {"pages": [], "feeds": [], "others": []}
    for path in site.rglob("*"):
        if path.is_file():
            sizes[_kind(path)].append(path.stat().st_size)
    totals = {f"{kind}_bytes": sum(found) for kind, found in sizes.items()}
    return Tree(**{kind: len(found) for kind, found in sizes.items()}, **totals)


def _kind(path: Path) -> str:
    if path.suffix == ".html":
        return "pages"
    if path.suffix in (".xml", ".rss", ".atom") and path.name != "sitemap.xml" and "sitemap" not in path.name:
        return "feeds"
    return "feeds" if path.name == "feed.json" else "others"
