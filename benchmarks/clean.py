"""How fast `briefing clean` is, stage by stage, how it grows with the number of documents, and what memory it takes.

`python benchmarks/clean.py [--sizes 100 1000 10000] [--json]`, from the checkout. Each size runs in a process of its
own, on one core, with nothing remembered from the one before. Wall time is shared with whatever
else the machine does, CPU time suffers from it; the instructions for each byte of the documents do not. What a stage
takes is its own, without what the stages that it calls take. The exponent is that of the growth from the smallest size
to the largest: 1 is linear, 2 is quadratic.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import resource
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from contextlib import chdir, redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from shutil import copy
from typing import Any

from corpus import write
from instructions import executed

CHECKOUT = Path(__file__).parent.parent
# Where each stage is called: the module that knows it by name, and the name. What is not listed counts for its caller.
STAGES = (
    ("decode", "generator.ingest.readers", "decode"),
    ("lines to blocks", "generator.ingest.readers", "read"),
    ("judge boilerplate", "generator.ingest.stories", "boilerplate.judge"),
    ("noise patterns", "generator.ingest.patterns", "find"),
    ("split", "generator.ingest.stories", "split"),
    ("boundaries of stories", "generator.ingest.split", "weigh"),
    ("tidy", "generator.ingest.split", "finish"),
    ("dates", "generator.ingest.stories", "_dated"),
    ("restore structure", "generator.ingest.article", "restore"),
    ("topics", "generator.ingest.article", "_tagged"),
    ("places", "generator.ingest.article", "find_countries"),
    ("summary", "generator.ingest.article", "summarise"),
    ("Markdown", "generator.ingest.article", "to_markdown"),
    ("facts: sentences", "generator.ingest.article", "FactReader.read"),
    ("facts: figures", "generator.ingest.facts.figures", "_Readers.of"),
    ("facts: numbers", "generator.ingest.facts.marked", "find_numbers"),
    ("facts: events", "generator.ingest.facts.reading", "find_event"),
    ("facts: key points", "generator.ingest.facts.reading", "choose"),
    ("facts: key points", "generator.ingest.facts.reading", "_subject"),
    ("sketches", "generator.ingest.glean", "outline"),
    ("the rest of a document", "generator.workers", "glean"),
    ("read documents", "generator.recall", "read_document"),
    ("merge", "generator.ingest.merge", "sharing"),
    ("against content", "generator.intake", "reconcile"),
    ("dump", "generator.ingest.reconcile", "dump"),
    ("write", "generator.intake", "apply"),
)


class Stopwatch:
    """Adds up the CPU and wall seconds and the instructions of each stage, those of the stages inside it left out."""

    def __init__(self) -> None:
        self.cpu: defaultdict[str, float] = defaultdict(float)
        self.wall: defaultdict[str, float] = defaultdict(float)
        self.executed: defaultdict[str, int] = defaultdict(int)
        self._running: list[str] = []
        self._last = (time.process_time(), time.perf_counter(), executed())

    def _lap(self) -> None:
        now = (time.process_time(), time.perf_counter(), executed())
        if self._running:
            self.cpu[self._running[-1]] += now[0] - self._last[0]
            self.wall[self._running[-1]] += now[1] - self._last[1]
            self.executed[self._running[-1]] += now[2] - self._last[2]
        self._last = (*now[:2], executed())

    def run(self, stage: str, function: Any, *arguments: Any) -> Any:
        """Call a function and add its time to a stage."""
        self._lap()
        self._running.append(stage)
        try:
            return function(*arguments)
        finally:
            self._lap()
            self._running.pop()

    def watch(self, stage: str, module: str, name: str) -> None:
        """Measure every call of a function that a module, or what it holds, knows by a name."""
        *holders, name = name.split(".")
        home: Any = import_module(module)
        for holder in holders:
            home = getattr(home, holder)
        function = getattr(home, name)
        setattr(home, name, lambda *arguments: self.run(stage, function, *arguments))


def measure(count: int) -> dict[str, Any]:
    """Return what it takes to clean a corpus of so many documents, and to clean it again with nothing new."""
    sys.path.insert(0, str(CHECKOUT))
    watch = Stopwatch()
    with tempfile.TemporaryDirectory() as folder, chdir(folder), redirect_stdout(StringIO()) as said:
        raw, warm = Path("raw"), Path("warm")
        size = write(raw, count)
        warm.mkdir()
        (warm / "a.txt").write_text(WARM_UP, "utf-8")
        copy(CHECKOUT / "briefing.yaml", folder)
        before = _peak()
        watch.run("start", _clean, warm, "warm-content")
        # The word list, which the rules ask for where a text needs it, and this one may not.
        watch.run("start", import_module("generator.ingest.vocabulary").is_ordinary, "bridge")
        for stage in STAGES:
            watch.watch(*stage)
        watch.run("the rest", _clean, raw, "content")
        peak = _peak()
        first = dict(watch.cpu), dict(watch.wall), dict(watch.executed)
        watch.cpu.clear()
        watch.wall.clear()
        watch.run("again", _clean, raw, "content")
    return {
        "documents": count,
        "megabytes": size / 1e6,
        "said": said.getvalue(),
        "start": first[0].pop("start"),
        "again": sum(watch.cpu.values()),
        "peak": peak,
        "peak before": before,
        "cpu": first[0],
        "wall": first[1],
        "instructions": {stage: count for stage, count in first[2].items() if stage != "start"},
    }


def _clean(raw: Path, content: str) -> None:
    from generator.cli import main

    assert main(["clean", str(raw), "--content", content, "--jobs", "1"]) == 0


def _peak() -> float:
    """Return the most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# Long enough for every stage to do something, so that all that is loaded late is loaded.
WARM_UP = (
    """Village Gets Its Bridge Back
4 December 2024
Photo: A. Person
"""
    + "The bridge at Osh was reopened on Monday, nine years after a flood took it. The Long Wait Ends People cheered. "
    * 12
)


def exponent(small: dict[str, Any], large: dict[str, Any], stage: str) -> float:
    """Return the power of the corpus size with which a stage's CPU time grows; NaN where it takes no time."""
    one, two = small["cpu"].get(stage, 0.0), large["cpu"].get(stage, 0.0)
    if min(one, two) <= 0.0005 or small["documents"] == large["documents"]:
        return math.nan
    return math.log(two / one) / math.log(large["megabytes"] / small["megabytes"])


def show(results: list[dict[str, Any]]) -> None:
    """Print a table of the stages at the largest size, with the growth since the smallest, and a line for each size."""
    small, large = results[0], results[-1]
    print(f"{'stage':24}{'instr/B':>9}{'CPU s':>9}{'wall s':>9}{'share':>8}{'MB/s':>9}{'docs/s':>10}{'exponent':>10}")
    total = sum(large["cpu"].values())
    for stage in sorted(large["cpu"], key=lambda stage: -max(large["instructions"][stage], large["cpu"][stage])):
        cpu = max(large["cpu"][stage], 1e-9)
        print(
            f"{stage:24}{large['instructions'][stage] / large['megabytes'] / 1e6:9.0f}"
            f"{cpu:9.2f}{large['wall'][stage]:9.2f}{cpu / total:8.1%}{large['megabytes'] / cpu:9.2f}"
            f"{large['documents'] / cpu:10.0f}{exponent(small, large, stage):10.2f}"
        )
    for result in results:
        first = sum(result["cpu"].values())
        print(
            f"{result['documents']:6} documents, {result['megabytes']:.2f} MB: "
            f"{sum(result['instructions'].values()) / result['megabytes'] / 1e6:.0f} instructions a byte, "
            f"{first:.2f} s CPU, "
            f"{result['megabytes'] / first:.2f} MB/s, {result['documents'] / first:.0f} documents/s; "
            f"again {result['again']:.2f} s; start {result['start']:.2f} s; "
            f"peak {result['peak']:.0f} MB, {result['peak before']:.0f} MB of it Python"
        )


def main() -> None:
    """Measure each size in a process of its own, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000], metavar="N")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    arguments = parser.parse_args()
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn, max_tasks_per_child=1) as pool:
        results = list(pool.map(measure, sorted(arguments.sizes)))
    if arguments.json:
        print(json.dumps(results, indent=1))
    else:
        show(results)


if __name__ == "__main__":
    main()
