"""How long it takes from a save to the refreshed page, in a real browser: `python benchmarks/refresh.py [COUNT]`.

It makes a digest of made-up articles, starts `briefing serve` on it, opens an article in Chromium, and adds to it
several times. The clock runs from the save until the page shows the new word. CPU time is that of the server and of
all that it starts, for one save.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from site_corpus import ours, story, write_ours

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT / "tests" / "browser"))
from finding import find_browser  # noqa: E402 - where Chromium is

_WARM = 1  # saves that do not count
_PATIENCE = 600  # seconds
_SHOWS = "word => document.body && document.body.textContent.includes(word)"


def cpu(pid: int) -> float:
    """Return the seconds of CPU that a process and those it waited for have used (proc(5), stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def saves(page: Page, path: Path, text: str, rounds: int, pid: int) -> list[tuple[float, float]]:
    """Return seconds on the clock and of CPU for each save."""
    measured = []
    for number in range(rounds + _WARM):
        word = f"Remark{number}"
        before, start = cpu(pid), time.perf_counter()
        path.write_text(f"{text.rstrip()}\n\n{word} was added.\n", "utf-8")
        # At each frame that the browser draws: a locator looks ever more seldom.
        page.wait_for_function(_SHOWS, arg=word, polling="raf", timeout=_PATIENCE * 1000)
        wall = time.perf_counter() - start
        time.sleep(0.5)  # what the server still does, such as telling what it did
        measured.append((wall, cpu(pid) - before))
    return measured[_WARM:]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    chromium = find_browser()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        write_ours(root, arguments.count, facts=True)
        path, text = ours(story(arguments.count // 2), facts=True)
        server = subprocess.Popen(
            [sys.executable, "-m", "generator", "serve", "--port", "0"],
            cwd=root, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        )  # fmt: skip
        try:
            said = next(line for line in server.stdout or () if line.startswith("Serving"))
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(re.findall(r"http://\S+", said)[0].rstrip("/") + story(arguments.count // 2).address)
            walls, costs = zip(*saves(page, root / path, text, arguments.rounds, server.pid), strict=True)
        finally:
            server.terminate()
            server.wait()
        print(
            f"{arguments.count} articles: {statistics.median(walls):.2f} s from the save to the refreshed page "
            f"({min(walls):.2f} to {max(walls):.2f}, {len(walls)} saves), {statistics.median(costs):.2f} s of CPU"
        )


if __name__ == "__main__":
    main()
