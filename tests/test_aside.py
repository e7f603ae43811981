"""What a copy of this process does meanwhile, and what it sees of files that were looked at before."""

import os
import signal

import pytest

from generator import aside, sight, tree_record
from generator.stamp import as_bytes


@pytest.fixture(autouse=True)
def copies(monkeypatch):
    monkeypatch.setattr(aside, "processors", lambda: 2)
    monkeypatch.setattr(aside, "can_fork", lambda: True)


def test_a_copy_does_it():
    result = aside.aside(lambda: [os.getpid(), "é" * 100_000])
    other, text = result()
    assert other != os.getpid()
    assert text == "é" * 100_000
    assert result() == [other, text]
    with pytest.raises(ChildProcessError):
        os.waitpid(other, os.WNOHANG)  # it is gone for good


# Whatever becomes of the copy, the work is done.
@pytest.mark.parametrize("end", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: 1 / 0])
def test_a_copy_that_does_not_come_back(end):
    here = os.getpid()
    assert aside.aside(lambda: os.getpid() if os.getpid() == here else end())() == here


def test_where_there_can_be_no_copy(monkeypatch):
    monkeypatch.setattr(aside, "processors", lambda: 1)
    assert aside.aside(os.getpid)() == os.getpid()


def states(files):
    found = []
    for file in files:
        state = file.stat()
        found += state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino
    return as_bytes(found)


# Wherever a change is, and however the work is shared, it is found, and nothing else.
@pytest.mark.parametrize("worth", [1, 300, 10_000])
@pytest.mark.parametrize("changed", [[], [0], [7, 399], [599], [300], [0, 299, 300, 599]])
def test_what_changed_is_found(tmp_path, monkeypatch, worth, changed):
    files = [tmp_path / str(number) for number in range(600)]
    for file in files:
        file.touch()
    paths, before = [str(file) for file in files], states(files)
    for number in changed:
        os.truncate(paths[number], 1)
    monkeypatch.setattr(sight, "_WORTH_A_COPY", worth)
    compared = sight.Comparison(paths, before)
    assert compared.is_same == (not changed)
    assert sorted(compared.changed()) == sorted(paths[number] for number in changed)
    files[500].unlink()
    assert sight.Comparison(paths, before).changed() is None


# So it is with the folders of a site, of which any may have got a file since, or be gone.
@pytest.mark.parametrize("change", ["", "0/new", "9/new", "4/new"])
def test_folders_that_changed_are_found(tmp_path, monkeypatch, change):
    monkeypatch.setattr(tree_record, "_WORTH_A_COPY", 1)
    for number in range(10):
        (tmp_path / str(number)).mkdir()
    known = tree_record.inspect(tmp_path)
    assert known and known.folders[0] == ""
    if change:
        (tmp_path / change).touch()
    found = tree_record.inspect(tmp_path, tree_record.Record([], [], [known]))
    assert (found is not None) == (not change)
    (tmp_path / "8").rmdir()
    assert tree_record.inspect(tmp_path, tree_record.Record([], [], [known])) is None
