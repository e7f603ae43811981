"""Where documents are cleaned changes nothing in what comes out: in one process, in several, on a cluster."""

import contextlib
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from running import briefing, tree

CHECKOUT = Path(__file__).parent.parent
DOCUMENTS = CHECKOUT / "tests" / "quality" / "documents"
PLACES = "Ayni Batken Isfana Khujand Lebap Moynaq Naryn Osh Panjakent Shymkent Talas Urgench".split()
THINGS = "bridge canal clinic dam ferry kiln library market mill orchard pump quarry road school tunnel well".split()
DEEDS = "mended painted sold flooded measured opened closed shared insured rebuilt".split()


def text(number):
    """Return a story of its own, which shares no run of words with the others."""
    dice = random.Random(number)

    def sentence():
        place, thing, other = dice.choice(PLACES), dice.choice(THINGS), dice.choice(THINGS)
        return (
            f"In {place} the {thing} number {dice.randrange(10**6)} was {dice.choice(DEEDS)} by "
            f"{dice.randrange(2, 90)} people, who had {dice.choice(DEEDS)} a {other} of {dice.randrange(10**6)} "
            "bricks before."
        )

    title = (
        f"The {dice.choice(THINGS).title()} of {dice.choice(PLACES)} Is {dice.choice(DEEDS).title()} in Year {number}"
    )
    return f"{title}\n\n" + "\n".join(" ".join(sentence() for _ in range(4)) for _ in range(8)) + "\nShare this\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Make documents of many kinds, some of which cannot be used, and what one process makes of them."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "seeds").mkdir()
    for path in sorted(DOCUMENTS.iterdir())[:16]:
        if path.suffix != ".yaml":
            (folder / "seeds" / path.name).write_bytes(path.read_bytes())
    for number in range(64):
        (folder / "seeds" / f"made-{number:03}.txt").write_text(text(number), "utf-8")
    (folder / "seeds" / "empty.txt").write_bytes(b"")
    (folder / "seeds" / "zero.bin").write_bytes(bytes(range(256)) * 8)
    return folder, clean(folder, "one", "--jobs", 1)


def clean(folder, content, *arguments):
    with contextlib.suppress(FileNotFoundError):
        (folder / ".cache" / "memo.sqlite").unlink()
    done = briefing(folder, "clean", "--content", content, *arguments)
    return done.returncode, done.stdout.replace(f"{content}/", ""), done.stderr, tree(folder / content)


def test_several_processes_make_the_same(archive):
    folder, expected = archive
    assert expected[0] == 1
    assert len(expected[2].splitlines()) == 2
    assert clean(folder, "jobs", "--jobs", 3) == expected


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_not_a_number_of_processes(archive, jobs):
    with pytest.raises(SystemExit) as stopped:
        briefing(archive[0], "clean", f"--jobs={jobs}")
    assert stopped.value.code == 2


def start(*arguments, **options):
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        **options,
    )


def children(process):
    """Return the processes that another one started."""
    found = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [int(number) for path in found for number in path.read_text().split()]


# A process that the system kills for want of memory takes nothing with it: when it starts, and when it is at work.
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finding the processes takes Linux's /proc")
@pytest.mark.parametrize("busy", [0, 0.2])  # seconds
def test_a_killed_process_loses_nothing(archive, busy):
    folder, expected = archive
    with contextlib.suppress(FileNotFoundError):
        (folder / ".cache" / "memo.sqlite").unlink()
    run = start("-m", "generator", "clean", "--content", f"killed-{busy}", "--jobs", 2, cwd=folder)
    while not children(run) and run.poll() is None:
        time.sleep(0.01)
    [child, *_] = children(run)
    while cpu_time(child) < busy:
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    out, err = run.communicate(timeout=120)
    assert (run.returncode, out.replace(f"killed-{busy}/", ""), err, tree(folder / f"killed-{busy}")) == expected


@pytest.fixture
def cluster(tmp_path):
    """Start a real scheduler with two workers on loopback."""
    pytest.importorskip("distributed", reason="the extra `distributed` is not installed")
    scheduler = start(
        "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", 0, "--no-dashboard", cwd=tmp_path
    )
    lines = iter(scheduler.stderr.readline, "")
    address = next(match[0] for line in lines if (match := re.search(r"tcp://127\.0\.0\.1:\d+", line)))
    threading.Thread(target=scheduler.stderr.read, daemon=True).start()
    workers = [
        start(
            "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", 1, "--no-dashboard",
            "--name", name, "--local-directory", tmp_path, cwd=tmp_path,
        )
        for name in ("one", "two")
    ]  # fmt: skip
    for worker in workers:
        next(line for line in iter(worker.stderr.readline, "") if "Registered to" in line)
        threading.Thread(target=worker.stderr.read, daemon=True).start()
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.communicate()


# One cluster serves both: it takes seconds to start.
def test_a_cluster_makes_the_same_and_a_dead_worker_loses_nothing(archive, cluster):
    folder, expected = archive
    address, workers = cluster
    assert clean(folder, "cluster", "--scheduler", address) == expected
    with contextlib.suppress(FileNotFoundError):
        (folder / ".cache" / "memo.sqlite").unlink()
    used = cpu_time(workers[0].pid)
    run = start("-m", "generator", "clean", "--content", "dead", "--scheduler", address, cwd=folder)
    while cpu_time(workers[0].pid) < used + 0.1 and run.poll() is None:  # it is at work
        time.sleep(0.01)
    assert run.poll() is None
    workers[0].kill()
    out, err = run.communicate(timeout=120)
    assert (run.returncode, out.replace("dead/", ""), err, tree(folder / "dead")) == expected


def cpu_time(process):
    """Return the seconds of processor time that a process, by its number, has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_no_scheduler(archive):
    pytest.importorskip("distributed", reason="the extra `distributed` is not installed")
    folder, _ = archive
    done = briefing(folder, "clean", "--content", "none", "--scheduler", "nowhere")
    assert done.returncode == 1
    assert done.stderr.startswith("nowhere: no scheduler answers: ")
    assert done.stderr.count("\n") == 1
    assert not (folder / "none").exists()


def test_without_the_extra(archive, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = briefing(archive[0], "clean", "--content", "none", "--scheduler", "tcp://127.0.0.1:1")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == ("tcp://127.0.0.1:1: Dask is not installed (pip install 'briefing-digest[distributed]')\n")
