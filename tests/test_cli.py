"""The command: exit codes, messages, where settings and folders are found."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator import __version__
from generator.cli import main
from generator.project import find_project

CHECKOUT = Path(__file__).parent.parent
ARTICLE = "---\ntitle: A\nslug: a\nid: a\ntopics: [{}]\n---\n\nText.\n"
SETTINGS = "title: Mine\nbase_url: https://example.org/repo/\ntopics: {x: {title: X}}\n"


def briefing(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )  # fmt: skip


def test_version(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"briefing {__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["bake"], ["build", "--sight", "x"], ["serve", "--port", "70000"]])
def test_usage(arguments, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "usage: briefing" in capsys.readouterr().err


# A build ends with one line that counts, and one that says where to look.
def test_build(write, monkeypatch, capsys):
    root = write({"briefing.yaml": SETTINGS, "content/articles/a.md": ARTICLE.format("x")})
    monkeypatch.chdir(root)
    assert main(["build"]) == 0
    said = capsys.readouterr()
    counted = "1 new, 0 changed, 0 removed, 2 feeds updated; 6 other pages changed with them"
    assert said.out.splitlines()[0] == f"site/: {counted} (7 pages and 2 feeds in all)"
    assert "site/index.html" in said.out.splitlines()[1]
    assert said.err == ""
    assert main(["build"]) == 0
    assert capsys.readouterr().out.startswith("site/: nothing changed (")


# Folders stand beside the settings, wherever the command runs; those that are named stand where they are named.
def test_settings_elsewhere(write, monkeypatch, tmp_path_factory):
    root = write({"digest/briefing.yaml": SETTINGS, "digest/content/articles/a.md": ARTICLE.format("x")})
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert main(["build", "--config", str(root / "digest" / "briefing.yaml"), "--site", "out"]) == 0
    assert Path("out/topics/x/index.html").is_file()
    assert main(["build", "--config", str(root / "digest" / "briefing.yaml")]) == 0
    assert (root / "digest/site/topics/x/index.html").is_file()


# Without settings the packaged ones serve, with their four topics, in any folder.
def test_packaged_settings(write, monkeypatch):
    monkeypatch.chdir(write({"mine/articles/a.md": ARTICLE.format("csto, borders")}))
    assert main(["build", "--content", "mine", "--site", "out"]) == 0
    assert sorted(path.name for path in Path("out/topics").iterdir()) == [
        "borders",
        "csto",
        "migration",
        "repatriation",
    ]


# Settings that name no topics have the packaged ones.
def test_packaged_topics(write):
    root = write({"briefing.yaml": "title: Mine\n"})
    project = find_project(root / "briefing.yaml")
    assert project.config.title == "Mine"
    assert len(project.config.topics) == 4


def test_base_url(write, monkeypatch, capsys):
    monkeypatch.chdir(write({"briefing.yaml": SETTINGS, "content/articles/a.md": ARTICLE.format("x")}))
    assert main(["build", "--base-url", "http://example.net/a/b"]) == 0
    assert '<link rel="canonical" href="http://example.net/a/b/">' in Path("site/index.html").read_text()
    capsys.readouterr()
    assert main(["build", "--base-url", "example.net"]) == 1
    assert capsys.readouterr().err.startswith("--base-url: 'example.net' is not a web address")
    assert main(["build", "--base-url", "https://example.net/\udcff/"]) == 1
    assert capsys.readouterr().err.startswith("--base-url: 'https://example.net/\\udcff/' is not a web address")


# An error leaves the earlier site as it is.
def test_an_error_writes_nothing(write, monkeypatch, capsys):
    monkeypatch.chdir(write({"briefing.yaml": SETTINGS, "content/articles/a.md": ARTICLE.format("x")}))
    assert main(["build"]) == 0
    before = {path: path.read_bytes() for path in Path("site").rglob("*") if path.is_file()}
    Path("content/articles/a.md").write_text(ARTICLE.format("y"))
    Path("content/articles/b.md").write_text("x")
    capsys.readouterr()
    assert main(["build"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert {path: path.read_bytes() for path in Path("site").rglob("*") if path.is_file()} == before


def test_settings_that_are_not_there(capsys):
    assert main(["build", "--config", "/nowhere/briefing.yaml"]) == 1
    assert capsys.readouterr().err == "/nowhere/briefing.yaml: cannot be read: no such file or directory\n"


def test_ctrl_c(monkeypatch, capsys):
    def stopped(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.commands.build.run", stopped)
    assert main(["build"]) == 130
    assert capsys.readouterr().err == "stopped\n"


# `briefing build | head -0`: who reads may stop reading.
def test_a_reader_who_goes_away(write):
    root = write({"briefing.yaml": SETTINGS, "content/articles/a.md": ARTICLE.format("x")})
    read, written = os.pipe()
    os.close(read)
    with os.fdopen(written, "w") as gone:
        done = subprocess.run(
            [sys.executable, "-u", "-m", "generator", "build"],
            cwd=root, stdout=gone, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert (root / "site/index.html").is_file()


# The disk that takes the output may be full. The site is there all the same, and the exit code says that it failed.
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("unbuffered", [["-u"], []])
def test_output_that_cannot_be_written(write, unbuffered):
    root = write({"briefing.yaml": SETTINGS, "content/articles/a.md": ARTICLE.format("x")})
    for _ in range(2):  # once more says what it said, and builds nothing
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, *unbuffered, "-m", "generator", "build"],
                cwd=root, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
                env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            )  # fmt: skip
        said = "standard output: No space left on device (what was to be written there is lost)\n"
        assert (done.returncode, done.stderr) == (1, said)
        assert (root / "site/index.html").is_file()


# What colours a terminal shows is for terminals: piped output is plain.
def test_piped_output_is_plain(write):
    root = write({"content/articles/a.md": "x"})
    done = briefing("build", cwd=root)
    assert done.returncode == 1
    assert done.stderr == "content/articles/a.md:1:1: no front matter (start the file with a line `---`)\n"


# --help is quick because it imports nothing that it does not need.
def test_help_imports_little(tmp_path):
    code = "import sys; sys.argv = ['briefing', '--help']\n" \
        "from generator.cli import main\ntry: main()\nfinally: print('modules:', *sys.modules)"  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )  # fmt: skip
    shown, _, modules = done.stdout.partition("modules:")
    assert "examples:" in shown
    heavy = {"jinja2", "markdown", "yaml", "lxml", "feedgen", "nh3", "watchfiles", "rich", "ftfy", "dateparser"}
    assert not heavy & set(modules.split())
