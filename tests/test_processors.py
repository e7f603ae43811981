"""Work in several processes: in order, whole where a process dies, and as loud as in one where something is wrong."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from generator.aside import can_fork
from generator.errors import ContentError, Location, Problem
from generator.processors import in_processes

HERE = os.getpid()
BATCHES = [range(start, start + 3) for start in range(0, 60, 3)]


def double(batch):
    return [2 * number for number in batch]


def slower_at_first(batch):
    time.sleep(0.02 if batch[0] < 6 else 0)
    return double(batch)


def die_at_nine(batch):
    if 9 in batch and os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return double(batch)


def complain(batch):
    if batch[0] >= 30:
        raise ContentError([Problem(Location("content/articles/a.md", 3, 4), f"wrong from {batch[0]}")])
    return double(batch)


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("task", [double, slower_at_first, die_at_nine])
def test_results_come_in_order_and_whole(task, jobs):
    assert list(in_processes(task, iter(BATCHES), jobs)) == [2 * number for number in range(60)]


def test_large_results():
    done = in_processes(lambda batch: ["x" * 300_000 for _ in batch], iter(BATCHES), 2)
    assert sum(map(len, done)) == 60 * 300_000


# What comes before the mistake is there, and of two mistakes the first counts.
def test_a_mistake_comes_when_its_turn_does():
    results = in_processes(complain, iter(BATCHES), 2)
    assert [next(results) for _ in range(30)] == [2 * number for number in range(30)]
    with pytest.raises(ContentError) as raised:
        next(results)
    assert str(raised.value) == "content/articles/a.md:3:4: wrong from 30"
    assert raised.value.problems == (Problem(Location("content/articles/a.md", 3, 4), "wrong from 30"),)


def test_who_wants_no_more_leaves_nobody_behind():
    results = in_processes(lambda batch: [os.getpid()], iter(BATCHES), 2)
    workers = {next(results), next(results), next(results)}
    results.close()
    assert all(not Path(f"/proc/{worker}").exists() for worker in workers - {HERE})


def test_beside_other_threads_nothing_is_copied():
    assert can_fork() is (sys.platform == "linux")
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert not can_fork()
        assert list(in_processes(double, iter(BATCHES), 2)) == [2 * number for number in range(60)]
    finally:
        stop.set()
        thread.join()


# Nobody is left to say that work is done, or that there is more.
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finding the processes takes Linux's /proc")
def test_processes_end_with_the_one_that_started_them(tmp_path):
    script = tmp_path / "work.py"
    script.write_text(
        "import itertools, os, time\n"
        "from generator.processors import in_processes\n"
        "for number in in_processes(lambda batch: [os.getpid()], ([one] for one in itertools.count()), 2):\n"
        "    print(number, flush=True)\n"
        "    time.sleep(0.01)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment) as run:
        workers = {int(run.stdout.readline()) for _ in range(8)}
        run.kill()
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < deadline
        time.sleep(0.02)
