"""A second clean does only what is new, says the same as a first one, and trusts nothing that changed."""

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from running import briefing
from test_clean import STORY, tree

from generator import stamp
from generator.cache import key_of, open_memo, rules_digest
from generator.ingest.glean import Gleaning
from generator.own_code import code_state
from generator.packing import unpack
from generator.repeat import Stamp, is_unchanged

CHECKOUT = Path(__file__).parent.parent
OTHER = (
    "Town Loses the Ferry That Fed Its Market\n\nThe last boat tied up for good on 2 November 2024, the harbour office "
    "in Moynaq said.\nTraders who crossed with melons and dried fish now hire lorries, at three times the price.\n"
    "No other firm has asked for the licence, and the jetty is to be sold as timber next spring.\n"
)
LIST = "The Valley Post\n\nSchool Roof Mended Before the First Snow Falls\n\nRoad Closed for a Week After the Slide\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "bridge.txt").write_text(STORY, "utf-8")
    (tmp_path / "seeds" / "ferry.txt").write_text(OTHER, "utf-8")
    (tmp_path / "briefing.yaml").write_text("title: A\n", "utf-8")
    return tmp_path


def clean(folder, *arguments):
    done = briefing(folder, "clean", *arguments)
    return done.returncode, done.stdout, done.stderr


def edited(project):
    path = project / "content/articles/2024/village-gets-its-bridge-back-after-nine-years.md"
    path.write_text(path.read_text("utf-8").replace("Some forty", "About forty"), "utf-8")


def clashing(project):
    edited(project)
    path = project / "seeds" / "bridge.txt"
    path.write_text(STORY.replace("Some forty", "Nearly fifty").replace("Two engineers", "Three engineers"), "utf-8")


def merging(project):
    edited(project)
    (project / "seeds" / "bridge.txt").write_text(STORY.replace("Two engineers", "Three engineers"), "utf-8")


def deleted(project):
    (project / "content/articles/2024/village-gets-its-bridge-back-after-nine-years.md").unlink()


def broken(project):
    (project / "content/articles/2024/village-gets-its-bridge-back-after-nine-years.md").write_text("no\n", "utf-8")


def redated(project):
    (project / "seeds" / "sources.yaml").write_text("bridge.txt:\n  date: 2023-05-06\n", "utf-8")


def complained(project):
    (project / "seeds" / "empty.txt").write_text("", "utf-8")
    (project / "seeds" / "list.txt").write_text(LIST, "utf-8")
    (project / "seeds" / "sources.yaml").write_text("bridge.txt:\n  drop: [Not in there at all]\n", "utf-8")


def removed(project):
    (project / "seeds" / "ferry.txt").unlink()


def retitled(project):
    text = STORY.replace("Village Gets Its Bridge Back", "People of the Village Have Their Bridge Again")
    (project / "seeds" / "bridge.txt").write_text(text, "utf-8")


CHANGES = [edited, clashing, merging, deleted, broken, redated, complained, removed, retitled]


# What the memo says is what the work would say: here it is asked, then thrown away, and the work is done again.
@pytest.mark.parametrize("change", CHANGES)
def test_a_repeated_run_says_what_a_new_one_says(project, change):
    clean(project)
    change(project)
    first = clean(project)
    content = tree(project)
    again = clean(project)
    shutil.rmtree(project / ".cache")
    assert again == clean(project)
    assert tree(project) == content
    assert first[0] == again[0]


# The same after every change: a run that has a memo does what a run without one does.
@pytest.mark.parametrize("change", CHANGES)
def test_a_memo_changes_nothing_in_what_comes_out(project, change, tmp_path_factory):
    clean(project)
    change(project)
    fresh = tmp_path_factory.mktemp("other") / "fresh"
    shutil.copytree(project, fresh, ignore=shutil.ignore_patterns(".cache"))
    assert clean(project) == clean(fresh)
    assert tree(project) == tree(fresh)


def known(project):
    """Return how many documents the memo knows."""
    with contextlib.closing(sqlite3.connect(project / ".cache" / "memo.sqlite")) as connection, connection:
        values = [row[0] for row in connection.execute("SELECT value FROM memo")]
    return sum(bool(found and found.outlines) for found in (unpack(value, Gleaning) for value in values))


def test_only_what_changed_is_cleaned_again(project):
    clean(project)
    assert known(project) == 2
    (project / "seeds" / "bridge.txt").write_text(STORY.replace("Two engineers", "Four engineers"), "utf-8")
    clean(project)
    assert known(project) == 3
    (project / "briefing.yaml").write_text("title: B\n", "utf-8")  # no rule
    clean(project)
    assert known(project) == 3
    (project / "briefing.yaml").write_text("title: B\ntopics:\n  water:\n    title: Water\n", "utf-8")
    clean(project)
    assert known(project) == 2


# A file that has the size and the time of day that it had is read all the same: its change shows in the inode's time.
def test_a_change_that_hides_is_found(project):
    clean(project)
    path = project / "seeds" / "bridge.txt"
    state = path.stat()
    path.write_text(STORY.replace("Two engineers", "Ten engineers"), "utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert path.stat().st_size == state.st_size
    assert "1 article written, 1 unchanged" in clean(project)[1]


def test_a_file_written_as_the_stamp_was_made_is_known_by_its_digest(tmp_path):
    path = tmp_path / "a"
    path.write_text("one", "utf-8")
    files = stamp.list_files([tmp_path])
    written = path.stat().st_mtime_ns
    assert stamp.hidden(files.items(), written + 10 * 10**9) == {}
    before = Stamp("", str(stamp.digest(files.items())), stamp.hidden(files.items(), written), (), (), 0)
    assert is_unchanged(before, files)
    path.write_text("two", "utf-8")
    assert not is_unchanged(before, files)  # `files` still has the old times, as a coarse clock would


@pytest.mark.parametrize("damage", [b"", b"not a database", None])
def test_a_damaged_cache_costs_time_and_nothing_else(project, damage):
    clean(project)
    before = tree(project)
    file = project / ".cache" / "memo.sqlite"
    file.write_bytes(file.read_bytes()[:5000] if damage is None else damage)
    code, out, err = clean(project)
    assert (code, err) == (0, "")
    assert "0 articles written, 2 unchanged" in out
    assert tree(project) == before
    assert clean(project) == (code, out, err)
    assert known(project) == 2 or damage is None


def test_a_cache_that_holds_something_else_is_not_believed(project):
    first = clean(project)
    shutil.rmtree(project / "content")
    with contextlib.closing(sqlite3.connect(project / ".cache" / "memo.sqlite")) as connection, connection:
        connection.execute("UPDATE memo SET value = ?", (b"\x93\x01\x02\x03",))
        connection.execute("UPDATE runs SET value = ?", (b"\xc1",))
    assert clean(project) == first


# What the build shows of an article's making is written again when it was lost.
def test_lost_origins_come_back(project):
    clean(project)
    clean(project)
    [first, _] = sorted((project / "content/.clean/origins").iterdir())
    text = first.read_bytes()
    first.unlink()
    clean(project)
    assert first.read_bytes() == text


def test_no_cache_where_none_can_be(project):
    first = clean(project)
    shutil.rmtree(project / ".cache")
    shutil.rmtree(project / "content")
    (project / ".cache").write_text("in the way", "utf-8")
    assert clean(project) == first


def test_another_run_that_holds_the_cache_stops_nobody(project):
    first = clean(project)
    shutil.rmtree(project / "content")
    with contextlib.closing(sqlite3.connect(project / ".cache" / "memo.sqlite")) as connection, connection:
        connection.execute("BEGIN EXCLUSIVE")
        assert clean(project) == first


def test_a_dry_run_remembers_nothing(project):
    clean(project, "--dry-run")
    assert known(project) == 0


def test_keys_keep_their_parts_apart():
    assert key_of(b"ab", b"c") != key_of(b"a", b"bc") != key_of(b"abc")
    assert rules_digest(b"a") != rules_digest(b"b")


# What another version of a library makes is something else, for the cleaner and for a build.
@pytest.mark.parametrize(("library", "digest"), [("ftfy", rules_digest), ("nh3", code_state.__wrapped__)])
def test_another_version_of_a_library_is_seen(tmp_path, monkeypatch, library, digest):
    before = digest()
    monkeypatch.syspath_prepend(tmp_path)
    assert digest() == before
    (tmp_path / f"{library}-99.0.dist-info").mkdir()
    assert digest() != before


def test_the_cache_is_passed_over_by_git_and_backups(tmp_path):
    with open_memo(tmp_path / ".cache", "") as memo:
        memo.put([("a", b"1")])
        assert (memo.get("a"), memo.get("b")) == (b"1", None)
    assert (tmp_path / ".cache" / ".gitignore").read_text("utf-8") == "*\n"
    assert (tmp_path / ".cache" / "CACHEDIR.TAG").read_text("utf-8").startswith("Signature: 8a477f597d28d172")
