"""Nothing is lost: whoever is stopped, whatever is full, and however many are at work at once.

Real processes, real signals, a file system that is really full. `make faults` does much more of the same.
"""

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import briefing, tree
from test_bad_documents import open_project, powerless
from test_clean import STORY
from test_memo import OTHER

from generator.records import read_articles

__all__ = ["open_project"]
CHECKOUT = Path(__file__).parent.parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(CHECKOUT)}


@pytest.fixture
def project(write):
    return write({"seeds/bridge.txt": STORY, "seeds/ferry.txt": OTHER, "briefing.yaml": "title: A\n"})


def start(folder, *arguments, **options):
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, **pipes, **options)


# The short run of `make faults`.
def test_killed_at_random_moments():
    command = [sys.executable, str(CHECKOUT / "tests/killing.py"), "--kills", "1", "--seed", "5", "--stride", "23"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "kills survived" in done.stdout


def test_the_second_clean_waits_and_says_so(project):
    records = project / "content" / ".clean"
    records.mkdir(parents=True)
    handle = os.open(records, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    run = start(project, "clean")
    assert run.stderr.readline() == "another clean is at work on content/: waiting for it\n"
    assert not (project / "content" / "articles").exists()
    os.close(handle)
    out, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (0, "")
    assert out.startswith("2 documents read; 2 articles written")


def test_a_dead_holder_of_the_lock_is_no_obstacle(project):
    records = project / "content" / ".clean"
    records.mkdir(parents=True)
    code = (
        "import fcntl, os, sys; fcntl.flock(os.open(sys.argv[1], 0), fcntl.LOCK_EX); print('held', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(records)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.communicate()
    done = briefing(project, "clean")
    assert (done.returncode, done.stderr) == (0, "")


# A clean that fails before it has anything to write leaves no folder of its own behind.
def test_nothing_is_left_of_a_lock(project):
    assert briefing(project, "clean", "nowhere").returncode == 1
    assert not (project / "content").exists()


# A clean and a build at once: whichever comes first, each ends well, and one more build shows what was cleaned.
def test_a_clean_and_two_builds_at_once(project):
    assert briefing(project, "clean").returncode == 0
    (project / "seeds" / "ferry.txt").write_text(OTHER.replace("three times", "nine times"), "utf-8")
    runs = [start(project, *arguments) for arguments in (["build"], ["clean"], ["build"], ["clean"])]
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert run.returncode == 0
        assert all(line.startswith("another ") and line.endswith("waiting for it") for line in err.splitlines())
    assert briefing(project, "build").returncode == 0
    assert any(b"nine times" in data for path, data in tree(project / "site").items() if path.startswith("articles/"))
    left = {path.name for path in project.iterdir()}
    assert left <= {"briefing.yaml", "seeds", "content", "site", ".cache", ".site.next"}


# Whoever cleans or serves is stopped with one line, by Ctrl-C, which all processes of a terminal get, and by SIGTERM.
@pytest.mark.parametrize(
    ("number", "arguments", "code"),
    [
        (signal.SIGINT, ["clean", "--jobs", "2"], 130),
        (signal.SIGTERM, ["clean"], 143),
        (signal.SIGINT, ["serve", "--port", "0"], 130),
    ],
)
def test_one_line_for_whoever_is_stopped(project, number, arguments, code):
    (project / "seeds" / "slow.txt").symlink_to("bridge.txt")
    records = project / "content" / ".clean"
    records.mkdir(parents=True)
    handle = os.open(records, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)  # so a clean waits here for its signal
    run = start(project, *arguments, start_new_session=True)
    said = run.stdout if arguments[0] == "serve" else run.stderr
    while "Serving" not in (line := said.readline()) and "waiting" not in line:
        assert line
    os.killpg(run.pid, number)
    _, err = run.communicate(timeout=60)
    os.close(handle)
    assert (run.returncode, err.splitlines()[-1:]) == (code, ["stopped"])


# So is whoever builds or checks, here while they wait for somebody who changes the content.
@pytest.mark.skipif(not Path("/proc/locks").is_file(), reason="seeing who waits takes Linux's /proc")
@pytest.mark.parametrize("command", ["build", "check"])
def test_one_line_for_whoever_is_stopped_at_a_lock(project, command):
    assert briefing(project, "clean").returncode == 0
    handle = os.open(project / "content", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    run = start(project, command)
    while not re.search(rf"-> FLOCK .* {run.pid} ", Path("/proc/locks").read_text()):
        assert run.poll() is None, run.communicate()
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=60)
    os.close(handle)
    assert (run.returncode, out, err) == (130, "", "stopped\n")


# A build is killed while it changes the site, and the next one is another version's: what was kept is of no use to it.
def test_another_version_after_a_kill(project, tmp_path_factory):
    assert briefing(project, "clean").returncode == 0
    assert briefing(project, "build").returncode == 0
    for path in (project / "content" / "articles").rglob("*.md"):
        path.write_text(path.read_text("utf-8").replace("\n\n", "\n\nAn editor began it. ", 1), "utf-8")
    before = (project / ".site.next").stat().st_mtime_ns if (project / ".site.next").exists() else 0
    run = start(project, "build")
    while run.poll() is None:
        if (project / ".site.next").exists() and (project / ".site.next").stat().st_mtime_ns != before:
            run.kill()
    run.communicate()
    newer = tmp_path_factory.mktemp("newer")
    for name in ("generator", "themes"):
        shutil.copytree(CHECKOUT / name, newer / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "briefing.yaml", newer)
    frame = newer / "generator" / "publish" / "frame.py"
    frame.write_text(frame.read_text("utf-8") + "\n# Newer.\n", "utf-8")
    base = newer / "themes" / "default" / "templates" / "base.html"
    base.write_text(base.read_text("utf-8").replace("</footer>", "<p>Newer</p></footer>"), "utf-8")
    environment = {"env": ENVIRONMENT | {"PYTHONPATH": str(newer)}}
    for site in ("site", "cold"):
        arguments = [sys.executable, "-m", "generator", "build", "--site", site]
        done = subprocess.run(arguments, cwd=project, capture_output=True, text=True, check=False, **environment)
        assert (done.returncode, done.stderr) == (0, "")
        shutil.rmtree(project / ".cache")
    assert tree(project / "site") == tree(project / "cold")
    assert b"<p>Newer</p>" in (project / "site" / "index.html").read_bytes()


# ---- no room, and no permission


@pytest.fixture
def small(tmp_path):
    """A file system of 200 kB, and a function that gives it another size."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "briefing-test", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system takes root")
    yield folder, lambda size: subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)
    subprocess.run(["umount", str(folder)], check=True)


def fill(folder, free):
    """Fill a file system but for some blocks of 4 kB."""
    with (folder / "filler").open("wb", buffering=0) as filler:
        try:
            while filler.write(bytes(4096)):
                pass
        except OSError:
            filler.truncate(max(0, filler.tell() - free * 4096))


@pytest.mark.parametrize("free", [0, 2, 6, 14])
def test_a_full_disk(project, small, free):
    folder, resize = small
    arguments = ["clean", "--content", folder / "content"]
    (project / "seeds" / "ferry.txt").unlink()
    assert briefing(project, *arguments).returncode == 0
    before = tree(folder)
    (project / "seeds" / "ferry.txt").write_text(OTHER, "utf-8")
    (project / "seeds" / "bridge.txt").write_text(STORY.replace("Two", "Three"), "utf-8")
    fill(folder, free)
    done = briefing(project, *arguments)
    if done.returncode:
        assert done.stdout == ""
        assert done.stderr.endswith(": cannot be written: no space left on device\n")
        assert done.stderr.count("\n") == 1
        (folder / "filler").unlink()
        assert tree(folder) == before
    resize("4m")
    assert briefing(project, *arguments).returncode == 0
    assert len(read_articles(folder / "content")) == 2
    assert not (folder / "content/.clean/.next").exists()


# The old site stands, or the new one does; the next build needs no help.
@pytest.mark.parametrize("free", [0, 2, 6, 14, 30])
def test_a_full_disk_for_a_build(project, small, free):
    folder, resize = small
    resize("2m")
    assert briefing(project, "clean").returncode == 0
    (project / "briefing.yaml").write_text("title: A\nsearch: false\nedition: none\n", "utf-8")
    arguments = ["build", "--site", folder / "site"]
    assert briefing(project, *arguments).returncode == 0
    before = tree(folder / "site")
    (project / "briefing.yaml").write_text("title: Another\nsearch: false\nedition: none\n", "utf-8")
    fill(folder, free)
    done = briefing(project, *arguments)
    assert done.returncode or free
    if done.returncode:
        assert done.stdout == ""
        assert done.stderr.endswith(": cannot be written: no space left on device\n")
        assert done.stderr.count("\n") == 1
        assert tree(folder / "site") == before
    (folder / "filler").unlink()
    assert briefing(project, *arguments).returncode == 0
    cold = [*arguments[:2], project / "cold"]
    assert briefing(project, *cold).returncode == 0
    assert tree(folder / "site") == tree(project / "cold")
    assert {path.name for path in folder.iterdir()} == {"site", ".site.next"}
    assert {path.name for path in (folder / ".site.next").iterdir()} <= {".gitignore", "record", "tree"}


def test_no_permission_to_write(open_project):
    assert briefing(open_project, "clean").returncode == 0
    before = tree(open_project / "content")
    (open_project / "seeds" / "bridge.txt").write_text(STORY.replace("Two", "Three"), "utf-8")
    folders = [path for path in (open_project / "content").rglob("*") if path.is_dir()]
    for folder in folders:
        folder.chmod(0o555)
    with powerless(open_project):
        done = briefing(open_project, "clean")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "content/.clean/.next: cannot be written: permission denied\n"
    assert tree(open_project / "content") == before
    for folder in folders:
        folder.chmod(0o755)
    done = briefing(open_project, "clean")
    assert (done.returncode, done.stderr) == (0, "")
