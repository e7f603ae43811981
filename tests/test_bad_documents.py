"""Raw documents that cannot be used: one line each with file and reason, the rest goes on, exit code 1."""

import contextlib
import os
import tempfile
from pathlib import Path

import pytest
from running import briefing
from test_clean import STORY

NOBODY = 65534


@pytest.fixture
def project(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "bridge.txt").write_text(STORY, "utf-8")
    return tmp_path


@pytest.fixture
def open_project():
    """Make a project where everybody may go: pytest's own folders are for one user."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "seeds").mkdir()
        (folder / "seeds" / "bridge.txt").write_text(STORY, "utf-8")
        yield folder


@contextlib.contextmanager
def powerless(folder):
    """Run as somebody for whom permissions count; root may do everything."""
    if os.geteuid():
        yield
        return
    briefing(folder, "clean", "--dry-run")  # what is imported on the way may not be readable for nobody
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def written(done):
    return "1 document read; 1 article written" in done.stdout


def test_larger_than_the_limit(project):
    (project / "briefing.yaml").write_text("limits:\n  document_mb: 0.5\n", "utf-8")
    (project / "seeds" / "dump.txt").write_bytes(b"word " * 140_000)
    done = briefing(project, "clean")
    assert (done.returncode, written(done)) == (1, True)
    assert done.stderr == (
        "seeds/dump.txt: 0.7 MB, larger than the limit of 0.5 MB (passed over; see limits in briefing.yaml)\n"
    )


def test_a_limit_that_is_none(project):
    (project / "briefing.yaml").write_text("limits:\n  document_mb: much\n  lines: 4\n", "utf-8")
    done = briefing(project, "clean")
    assert done.returncode == 1
    assert done.stderr == (
        "briefing.yaml:2:16: 'document_mb' must be a number, not 'much'\n"
        "briefing.yaml:3:3: unknown key 'lines' (did you mean 'line'?)\n"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(project):
    os.mkfifo(project / "seeds" / "pipe.txt")
    done = briefing(project, "clean")
    assert (done.returncode, written(done)) == (1, True)
    assert done.stderr == "seeds/pipe.txt: not an ordinary file (passed over)\n"


def test_links_that_lead_in_circles_or_nowhere(project):
    seeds = project / "seeds"
    (seeds / "inner").mkdir()
    (seeds / "inner" / "up").symlink_to(seeds)
    (seeds / "self.txt").symlink_to("self.txt")
    (seeds / "gone.txt").symlink_to("nothing.txt")
    done = briefing(project, "clean")
    assert (done.returncode, written(done)) == (1, True)
    assert done.stderr == (
        "seeds/gone.txt: cannot be read: no such file or directory (passed over)\n"
        "seeds/self.txt: cannot be read: too many levels of symbolic links (passed over)\n"
    )
    assert briefing(project, "clean").stderr == done.stderr


def test_no_permission_for_a_document(open_project):
    (open_project / "seeds" / "secret.txt").write_text(STORY, "utf-8")
    (open_project / "seeds" / "secret.txt").chmod(0)
    with powerless(open_project):
        done = briefing(open_project, "clean")
    assert (done.returncode, written(done)) == (1, True)
    assert done.stderr == "seeds/secret.txt: cannot be read: permission denied (passed over)\n"


# What is in it is not known, so nothing can be said of what it would have changed.
def test_no_permission_for_a_folder(open_project):
    (open_project / "seeds" / "inner").mkdir(mode=0)
    with powerless(open_project):
        done = briefing(open_project, "clean")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "seeds/inner: cannot be read: permission denied\n"
    assert not (open_project / "content").exists()


def test_no_permission_above_a_document(open_project):
    (open_project / "inner").mkdir(mode=0)
    with powerless(open_project):
        done = briefing(open_project, "clean", "inner/a.txt")
    assert (done.returncode, done.stderr) == (1, "inner/a.txt: no such file or folder\n")


def test_the_reason_is_said_again(project):
    (project / "seeds" / "zero.txt").write_bytes(bytes(2000))
    first, second = briefing(project, "clean"), briefing(project, "clean")
    assert first.stderr == second.stderr != ""
    assert (first.returncode, second.returncode) == (1, 1)
    Path(project / "seeds" / "zero.txt").unlink()
    assert briefing(project, "clean").returncode == 0
