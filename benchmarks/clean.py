"""How fast `briefing clean` is, stage by stage, how it grows with the number of documents, and what memory it takes.

`python benchmarks/clean.py [--sizes 100 1000 10000] [--json]`, from the checkout. Each size runs in a process of its
own, on one core, with nothing remembered from the one before. CPU time is what counts: wall time is shared with
whatever else the machine does. A stage's time is its own, without that of the stages that it calls. The exponent is
that of the growth from the smallest size to the largest: 1 is linear, 2 is quadratic.
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
from importlib import import_module
from pathlib import Path
from typing import Any

from corpus import write

CHECKOUT = Path(__file__).parent.parent
# Where each stage is called: the module that knows it by name, and the name. What is not listed counts for its caller.
STAGES = (
    ("decode", "generator.ingest.readers", "decode"),
    ("lines to blocks", "generator.ingest.readers", "read"),
    ("judge boilerplate", "generator.ingest.boilerplate", "judge"),
    ("split", "generator.ingest.stories", "split"),
    ("tidy", "generator.ingest.split", "finish"),
    ("dates", "generator.ingest.dates", "newest"),
    ("dates", "generator.ingest.dates", "anchor_year"),
    ("dates", "generator.ingest.dates", "stated"),
    ("restore structure", "generator.ingest.article", "restore"),
    ("topics", "generator.ingest.article", "_tagged"),
    ("places", "generator.ingest.article", "find_countries"),
    ("summary", "generator.ingest.article", "summarise"),
    ("Markdown", "generator.ingest.article", "to_markdown"),
    ("dump", "generator.ingest.reconcile", "dump"),
    ("parse", "generator.ingest.reconcile", "parse_article"),
)


class Stopwatch:
    """Adds up the CPU and wall seconds of each stage, those of the stages inside it left out."""

    def __init__(self) -> None:
        self.cpu: defaultdict[str, float] = defaultdict(float)
        self.wall: defaultdict[str, float] = defaultdict(float)
        self._running: list[str] = []
        self._last = (time.process_time(), time.perf_counter())

    def _lap(self) -> None:
        now = (time.process_time(), time.perf_counter())
        if self._running:
            self.cpu[self._running[-1]] += now[0] - self._last[0]
            self.wall[self._running[-1]] += now[1] - self._last[1]
        self._last = now

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
        """Measure every call of a function that a module knows by a name."""
        home = import_module(module)
        function = getattr(home, name)
        setattr(home, name, lambda *arguments: self.run(stage, function, *arguments))


def measure(count: int) -> dict[str, Any]:
    """Return what it takes to clean a corpus of so many documents, and to clean it again with nothing new."""
    sys.path.insert(0, str(CHECKOUT))
    watch = Stopwatch()
    with tempfile.TemporaryDirectory() as folder:
        raw, content = Path(folder, "raw"), Path(folder, "content")
        size = write(raw, count)
        before = _peak()
        stories, articles = watch.run("start", _start, watch, raw, content)
        start = watch.cpu["start"]
    return {
        "documents": count,
        "megabytes": size / 1e6,
        "stories": stories,
        "articles": articles,
        "start": start,
        "peak": _peak(),
        "peak before": before,
        "cpu": dict(watch.cpu),
        "wall": dict(watch.wall),
    }


def _peak() -> float:
    """Return the most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _start(watch: Stopwatch, raw: Path, content: Path) -> tuple[int, int]:
    """Load the cleaner, have it clean something once, then all; return the numbers of stories and of articles."""
    from generator.documents import find_documents, read_document
    from generator.ingest.article import distinct, to_article
    from generator.ingest.merge import merge
    from generator.ingest.reconcile import reconcile
    from generator.ingest.stories import harvest
    from generator.ingest.topics import Tagger
    from generator.model import Document, SourceInfo
    from generator.project import find_project
    from generator.records import apply, read_articles, read_records

    tagger = Tagger(find_project(CHECKOUT / "briefing.yaml", None).config.topics)
    for story in harvest(Document("a.txt", "a.txt", WARM_UP.encode(), "0" * 64)).stories:
        to_article(story, tagger, {})
    for stage in STAGES:
        watch.watch(*stage)
    stories, bytes_read = [], SourceInfo()
    for path, name in watch.run("find and read", find_documents, [raw]):
        document = watch.run("find and read", read_document, path, name, bytes_read)
        stories += watch.run("harvest, the rest", harvest, document).stories
    merged = watch.run("merge", merge, stories)
    articles = [watch.run("article, the rest", to_article, story, tagger, {}) for story in merged]
    articles = watch.run("ids and slugs", distinct, articles)
    changes = watch.run("reconcile", reconcile, articles, {}, {})
    watch.run("write", apply, changes, content)
    watch.run("again: reconcile", _again, watch, articles, read_articles, read_records, reconcile, content)
    return len(stories), len(merged)


def _again(
    watch: Stopwatch, articles: Any, read_articles: Any, read_records: Any, reconcile: Any, content: Path
) -> None:
    current, records = (watch.run("again: read", read, content) for read in (read_articles, read_records))
    assert not reconcile(articles, current, records).write


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
    print(f"{'stage':24}{'CPU s':>9}{'wall s':>9}{'share':>8}{'MB/s':>9}{'docs/s':>10}{'exponent':>10}")
    stages = [stage for stage in large["cpu"] if stage != "start"]
    total = sum(large["cpu"][stage] for stage in stages)
    for stage in sorted(stages, key=lambda stage: -large["cpu"][stage]):
        cpu = max(large["cpu"][stage], 1e-9)
        print(
            f"{stage:24}{cpu:9.2f}{large['wall'][stage]:9.2f}{cpu / total:8.1%}{large['megabytes'] / cpu:9.2f}"
            f"{large['documents'] / cpu:10.0f}{exponent(small, large, stage):10.2f}"
        )
    for result in results:
        first = sum(cpu for stage, cpu in result["cpu"].items() if stage != "start" and not _is_again(stage))
        again = sum(cpu for stage, cpu in result["cpu"].items() if _is_again(stage))
        print(
            f"{result['documents']:6} documents, {result['megabytes']:.2f} MB, {result['stories']} stories, "
            f"{result['articles']} articles: {first:.2f} s CPU, {result['megabytes'] / first:.2f} MB/s, "
            f"{result['documents'] / first:.0f} documents/s; comparing with content {again:.2f} s; "
            f"start {result['start']:.2f} s; peak {result['peak']:.0f} MB, {result['peak before']:.0f} MB of it Python"
        )


def _is_again(stage: str) -> bool:
    return stage.startswith("again") or stage == "parse"


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
