"""`briefing check` of a whole project: what its editor is told, as data in tests/projects_checked/<case>/stderr.txt."""

import json
import shutil
from pathlib import Path

import pytest
import time_machine
from running import briefing
from test_bad_documents import open_project, powerless
from test_clean import tree

from generator import reproduce
from generator.counting import number_of
from generator.publish import review

__all__ = ["open_project"]
CASES = Path(__file__).parent / "projects_checked"
NOW = ("--now", "2025-01-01")


@pytest.fixture
def case(tmp_path):
    def copy(name):
        shutil.copytree(CASES / name, tmp_path / name, ignore=shutil.ignore_patterns("stderr.txt"))
        return tmp_path / name

    return copy


# Each line has file, line and column where there are any; only what stops a clean or a build makes the exit code 1.
@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_what_an_editor_is_told(name, case, rewrite):
    root = case(name)
    if name == "all-well":
        assert briefing(root, "clean").returncode == 0
    before = tree(root)
    done = briefing(root, "check", *NOW)
    expected = CASES / name / "stderr.txt"
    if rewrite:
        expected.write_text(done.stderr, "utf-8")
    assert done.stderr == expected.read_text("utf-8")
    errors = [line for line in done.stderr.splitlines() if ": warning: " not in line]
    warnings = done.stderr.count(": warning: ")
    assert done.returncode == bool(errors)
    counts = f"{number_of(len(errors), 'error')}, {number_of(warnings, 'warning')}"
    assert done.stdout == f"content/ and its documents: {counts}\n"
    assert tree(root) == before


def test_strict(case):
    root = case("weak")
    for path in ("content/articles/2024/image.md", "content/pages/about.md"):
        (root / path).unlink()
    assert briefing(root, "check", *NOW).returncode == 0
    assert briefing(root, "check", *NOW, "--strict").returncode == 1


# A rule that no case shows would be one that nobody has seen at work.
def test_every_rule_has_a_case():
    seen = (CASES / "weak" / "stderr.txt").read_text("utf-8") + (CASES / "wrong" / "stderr.txt").read_text("utf-8")
    for words in (
        "no summary", "no date", "is still to come", "no topic ", "a title of", "the same title as", "still a draft",
        "is not among the raw documents", "an image without text", "no article carries",
    ):  # fmt: skip
        assert words in seen, words
    assert len(review.RULES) == 10


def test_for_programs(case):
    root = case("wrong")
    done = briefing(root, "check", *NOW, "--json")
    document = json.loads(done.stdout)
    assert (done.returncode, done.stderr, document["ok"]) == (1, "", False)
    lines = [
        f"{one['path']}:{one['line']}:{one['column']}:".replace(":0", "")
        + (" warning: " if one["severity"] == "warning" else " ")
        + one["problem"]
        + (f" ({one['hint']})" if one["hint"] else "")
        for one in sorted((*document["problems"], *document["warnings"]), key=lambda one: tuple(one.values()))
    ]
    assert "\n".join(lines) + "\n" == (CASES / "wrong" / "stderr.txt").read_text("utf-8")


# What was changed after the last clean, and what a killed run left.
def test_stale_content(case):
    root = case("all-well")
    assert briefing(root, "clean").returncode == 0
    seed = root / "seeds" / "bridge.txt"
    seed.write_text(seed.read_text("utf-8").replace("Two engineers", "Three engineers"), "utf-8")
    path = "content/articles/2024/village-gets-its-bridge-back-after-nine-years.md"
    done = briefing(root, "check", *NOW)
    assert done.stderr == (
        f"{path}: warning: its document or the rules have changed since (`briefing clean` brings it up to date)\n"
    )
    assert briefing(root, "clean").returncode == 0
    assert briefing(root, "check", *NOW, "--strict").returncode == 0


# ---- the same bytes


def test_the_same_bytes_elsewhere(case):
    root = case("all-well")
    assert briefing(root, "clean").returncode == 0
    before = tree(root)
    done = briefing(root, "check", "--reproducible", *NOW)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("the same ")
    assert tree(root) == before


# The day comes from --now; what the machine's clock says is in no file.
def test_the_same_bytes_at_another_time(case):
    root = case("all-well")
    trees = []
    for moment in ("1999-12-31T23:59:58Z", "2037-02-28T12:00:00Z"):
        with time_machine.travel(moment):
            assert briefing(root, "clean").returncode == 0
            assert briefing(root, "build", *NOW).returncode == 0
        trees.append({part: tree(root / part) for part in ("content", "site")})
        for part in ("content", "site", ".cache"):
            shutil.rmtree(root / part)
    assert trees[0] == trees[1]


# Where two runs differ is said with file, line and column.
def test_where_two_runs_differ(case, monkeypatch):
    trees = iter([{"a": b"1\n2 x\n", "b": b"", "c": b"same"}, {"a": b"1\n2 y\n", "c": b"same"}])
    monkeypatch.setattr(reproduce, "_run", lambda *anything: next(trees))
    done = briefing(case("all-well"), "check", "--reproducible")
    assert done.returncode == 1
    assert done.stderr == (
        "a:2:3: not the same in two runs: 'x' and 'y'\nb: made by only one of two runs\n2 of 3 files are not the same\n"
    )


# The same site for another user, who owns none of our files and has other rights.
def test_the_same_bytes_for_another_user(open_project):
    assert briefing(open_project, "clean").returncode == 0
    arguments = ("build", "--now", "2025-01-01", "--site")
    assert briefing(open_project, *arguments, "mine").returncode == 0
    with powerless(open_project):
        assert briefing(open_project, "clean", "--content", "again").returncode == 0
        assert briefing(open_project, *arguments, "theirs").returncode == 0
    assert tree(open_project / "mine") == tree(open_project / "theirs")
    assert tree(open_project / "content") == tree(open_project / "again")
