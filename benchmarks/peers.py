"""How fast `briefing build` is beside Hugo, Pelican, Nikola and Eleventy, on the same articles.

`python benchmarks/peers.py --install` puts the peers into a folder of their own, once. Then
`python benchmarks/peers.py [--sizes 100 1000 5000] [--where /dev/shm /var/tmp] [--rounds 5]` measures, from the
checkout and with the Python that runs it. `benchmarks/README.md` says what is compared, and shows a table.

Each build is a process of its own. In every round each program has its turn, so that a slow moment of the machine
meets all of them. CPU time is that of a process and of all that it started and waited for (`wait4`): it counts where
wall time is shared with whatever else the machine does. Memory is the largest sum over those processes, in a round
that is not timed, since looking costs time.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from measure import Measured, Tree, count, run
from programs import PROGRAMS, Program, install
from site_corpus import write

CHECKOUT = Path(__file__).parent.parent
SLOW = ("nikola", "eleventy")


@dataclass(frozen=True)
class Case:
    """One thing that is measured: what a program does, and what has to be so before it begins."""

    program: Program
    what: str  # cold, edited, unchanged

    @property
    def name(self) -> str:
        return f"{self.program.name}, {self.what}"


def cases(programs: list[Program]) -> Iterator[Case]:
    """Yield the cases in the order in which they are run: what is rebuilt was built right before."""
    for program in programs:
        yield Case(program, "cold")
        if program.incremental:
            yield Case(program, "edited")
            yield Case(program, "unchanged")


def prepare(root: Path, program: Program, size: int) -> None:
    """Write the articles and the set-up of a program, unless they are there from an earlier run."""
    if (root / ".written").exists():
        return
    shutil.rmtree(root, ignore_errors=True)
    print(f"writing {size:,} articles for {program.name}", file=sys.stderr)
    shutil.copytree(CHECKOUT / "benchmarks/setups" / program.setup, root)
    program.add(root)
    write(root, size, program.form)
    (root / ".written").touch()


def ready(root: Path, case: Case, turn: int) -> None:
    """Bring a project into the state in which a case begins."""
    if case.what == "cold":
        for name in case.program.made:
            shutil.rmtree(root / name, ignore_errors=True)
            (root / name).unlink(missing_ok=True)
    if case.what == "edited":
        articles = sorted((root / "content/articles").rglob("*.md"))
        path = articles[len(articles) // 2]
        text = path.read_text("utf-8").split("\n\nEdited in turn")[0].rstrip("\n")
        path.write_text(f"{text}\n\nEdited in turn {turn}: the bridge stands.\n", "utf-8")


def measure(where: Path, size: int, programs: list[Program], rounds: int, peers: Path) -> Iterator[dict[str, Any]]:
    """Yield for each case its medians at one size on one file system."""
    runs: defaultdict[Case, list[Measured]] = defaultdict(list)
    trees: dict[Case, Tree] = {}
    folder = where / "briefing-benchmark" / str(size)
    for program in programs:
        prepare(folder / program.name, program, size)
    for turn in range(rounds + 1):
        for case in cases(programs):
            root = folder / case.program.name
            ready(root, case, turn)
            # The first round is for memory: it also warms the file cache for all.
            measured = run(case.program.command(peers), root, watch=turn == 0)
            runs[case].append(measured)
            if turn == 0:
                trees[case] = count(root / case.program.output)
            print(f"{size:6} {turn} {case.name:28} {measured.wall:7.2f} s {measured.cpu:7.2f} s CPU", file=sys.stderr)
    for case, (first, *timed) in runs.items():
        yield {
            "where": str(where),
            "articles": size,
            "program": case.program.name,
            "case": case.what,
            "wall": statistics.median(one.wall for one in timed),
            "cpu": statistics.median(one.cpu for one in timed),
            "memory": first.memory,
            "lowest": min(one.wall for one in timed),
            "highest": max(one.wall for one in timed),
            **asdict(trees[case]),
        }


def table(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    yield "| Where | Articles | Program | Case | Wall s | / Hugo | / Pelican | CPU s | / Hugo | / Pelican | MB |"
    yield "|---|---:|---|---|---:|---:|---:|---:|---:|---:|---:|"
    whole = {(row["where"], row["articles"], row["program"]): row for row in rows if row["case"] == "cold"}
    for row in rows:
        cells = [str(row["where"]), f"{row['articles']:,}", str(row["program"]), str(row["case"])]
        for what in ("wall", "cpu"):
            cells.append(f"{row[what]:.2f}")
            for peer in ("hugo", "pelican"):
                other = whole.get((row["where"], row["articles"], peer))
                cells.append(f"{row[what] / other[what]:.2f}" if other else "")
        yield "| " + " | ".join([*cells, f"{row['memory'] / 1e6:.0f}"]) + " |"


def growth(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield for each case how its CPU time and its memory grow: the exponent of the number of articles."""
    yield "| Where | Program | Case | Articles | CPU, exponent | Memory, exponent |"
    yield "|---|---|---|---|---:|---:|"
    of_case = defaultdict(list)
    for row in rows:
        of_case[row["where"], row["program"], row["case"]].append(row)
    for (where, program, what), several in of_case.items():
        first = next((row for row in several if row["articles"] >= 1000), several[0])
        last = several[-1]
        if first is last:
            continue
        steps = math.log(last["articles"] / first["articles"])
        exponents = [math.log(last[key] / first[key]) / steps for key in ("cpu", "memory")]
        span = f"{first['articles']:,} to {last['articles']:,}"
        yield f"| {where} | {program} | {what} | {span} | {exponents[0]:.2f} | {exponents[1]:.2f} |"


def made(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what each program made, so that one can see that the work is alike."""
    yield "| Articles | Program | HTML pages | in MB | Feeds | in MB | Other files | in MB |"
    yield "|---:|---|---:|---:|---:|---:|---:|---:|"
    seen = set()
    for row in rows:
        if row["case"] == "cold" and (key := (row["articles"], row["program"])) not in seen:
            seen.add(key)
            parts = [f"{row[kind]:,} | {row[kind + '_bytes'] / 1e6:.2f}" for kind in ("pages", "feeds", "others")]
            yield f"| {row['articles']:,} | {row['program']} | {' | '.join(parts)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--where", type=Path, nargs="+", default=[Path("/dev/shm")], help="folders to build in")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--programs", nargs="+", choices=PROGRAMS, default=list(PROGRAMS))
    parser.add_argument("--slow-up-to", type=int, default=1000, help=f"most articles for {' and '.join(SLOW)}")
    parser.add_argument("--peers", type=Path, default=CHECKOUT / ".cache/peers", help="folder of the peers")
    parser.add_argument("--install", action="store_true", help="install the peers there, and do nothing else")
    parser.add_argument("--json", action="store_true", help="print what was measured, for a program")
    arguments = parser.parse_args()
    if arguments.install:
        install(arguments.peers)
        return
    rows: list[dict[str, Any]] = []
    for where in arguments.where:
        for size in sorted(arguments.sizes):
            quick = [name for name in arguments.programs if name not in SLOW or size <= arguments.slow_up_to]
            programs = [PROGRAMS[name] for name in quick]
            rows += measure(where, size, programs, arguments.rounds, arguments.peers.absolute())
    if arguments.json:
        print(json.dumps(rows, indent=1))
        return
    for part in (table, growth, made):
        print("\n".join(part(rows)), end="\n\n")


if __name__ == "__main__":
    main()
