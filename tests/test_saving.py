"""An editor who saves while the cleaner is at work: of two who want one file, the editor has it."""

import subprocess
import sys

import pytest
from running import briefing, tree
from test_clean import STORY
from test_memo import OTHER

from generator import staging
from generator.exchange import exchange
from generator.staging import Put, finish, is_unfinished, put_all


@pytest.fixture
def project(write):
    return write({"seeds/bridge.txt": STORY, "seeds/ferry.txt": OTHER, "briefing.yaml": "title: A\n"})


@pytest.fixture
def place(tmp_path):
    (tmp_path / "a.md").write_bytes(b"old")
    return tmp_path


def put(place, **values):
    puts = [Put("a.md", b"new", guarded=True, before=b"old", **values), Put("record", b"new", follows="a.md")]
    return put_all(place, place / ".next", puts)


def test_files_take_their_places_together(place):
    assert put(place) == set()
    assert tree(place) == {"a.md": b"new", "record": b"new"}


def test_a_file_that_was_saved_meanwhile_stays(place):
    (place / "a.md").write_bytes(b"edited")
    assert put(place) == {"a.md"}
    assert tree(place) == {"a.md": b"edited"}


# Between the last look and the exchange there is room for a save, and even for two.
@pytest.mark.parametrize("saves", [[b"edited"], [b"edited", b"again"], [b"edited", b"again", b"third"]])
def test_a_save_at_the_last_moment(place, monkeypatch, saves):
    waiting = list(saves)

    def late(one, two):
        if waiting:
            (place / "saved").write_bytes(waiting.pop(0))
            (place / "saved").replace(two)
        return exchange(one, two)

    if not exchange(place / "a.md", place / "a.md"):
        pytest.skip("files cannot change places on this file system")
    monkeypatch.setattr(staging, "exchange", late)
    assert put(place) == {"a.md"}
    assert tree(place) == {"a.md": saves[-1]}


def test_a_file_that_appears_meanwhile_stays(place):
    new = Put("b.md", b"new", guarded=True)
    (place / "b.md").write_bytes(b"somebody's")
    assert put_all(place, place / ".next", [new]) == {"b.md"}
    assert tree(place)["b.md"] == b"somebody's"


# A run was killed after its journal stood; the editor changed one of the two articles before the next run.
def test_an_edit_between_a_kill_and_the_next_run(place, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*anything):
        raise Killed

    (place / "b.md").write_bytes(b"old")
    puts = [
        Put("a.md", b"new", guarded=True, before=b"old"), Put("a.record", b"new", follows="a.md"),
        Put("b.md", b"new", guarded=True, before=b"old"), Put("b.record", b"new", follows="b.md"),
    ]  # fmt: skip
    monkeypatch.setattr(staging, "_replace", killed)
    with pytest.raises(Killed):
        put_all(place, place / ".next", puts)
    monkeypatch.undo()
    assert (place / "a.md").read_bytes() == b"new"
    assert is_unfinished(place / ".next")
    for name in ("a.md", "b.md"):
        (place / name).write_bytes((place / name).read_bytes() + b" and edited")
    finish(place, place / ".next")
    # The record of a.md is what the cleaner wrote there, so only the edit counts as one; b.md was never written.
    assert tree(place) == {"a.md": b"new and edited", "a.record": b"new", "b.md": b"old and edited"}


# An editor who saves all the time, beside a cleaner that would change the same article each time.
def test_the_last_save_is_never_lost(project):
    assert briefing(project, "clean").returncode == 0
    path = next((project / "content" / "articles").rglob("*ferry*.md"))
    code = (
        "import pathlib, sys, time\npath = pathlib.Path(sys.argv[1])\nprint('begun', flush=True)\n"
        "for number in range(400):\n"
        "    text = path.read_text('utf-8').split('Remark')[0].rstrip()\n"
        "    path.with_name('.saved').write_text(f'{text}\\n\\nRemark {number}.\\n', 'utf-8')\n"
        "    path.with_name('.saved').replace(path)\n"
        "    time.sleep(0.001)\n"
    )
    editor = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
    editor.stdout.readline()
    number = 0
    while editor.poll() is None:
        number += 1
        (project / "seeds" / "ferry.txt").write_text(OTHER.replace("three times", f"{number} times"), "utf-8")
        done = briefing(project, "clean")
        assert (done.returncode, done.stderr) == (0, "")
    editor.communicate()
    assert editor.returncode == 0
    assert path.read_text("utf-8").endswith("\n\nRemark 399.\n")
    done = briefing(project, "clean")
    assert done.returncode == 0
    text = path.read_text("utf-8")
    assert text.endswith("\n\nRemark 399.\n")
    # An editor who saves a text that was read before the last clean takes that back, and has the last word.
    assert f"{number} times" in text or "edited since it was written: kept as it is" in done.stdout
