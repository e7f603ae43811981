"""`briefing explain`: what it says of articles, of edits and overrides, and of what it cannot find."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from running import briefing

CHECKOUT = Path(__file__).parent.parent
EXPECTED = Path(__file__).parent / "fixtures" / "explain"
BRIDGE = (
    "Village Gets Its Bridge Back After Nine Years\n"
    "The wooden bridge over the Isfara was reopened on 4 December 2024, nine years after a flood took the old one. "
    "Some forty families live on the far bank in Tajikistan, and had to drive eleven kilometres to the nearest shop.\n"
    "Photo: A. Person\n"
    "The district paid for the planks, the villagers for the nails. Two engineers checked the work.\n"
)
SLUG = "village-gets-its-bridge-back-after-nine-years"
FILE = f"content/articles/2024/{SLUG}.md"


def said(done):
    """Return what is said under each label."""
    assert (done.returncode, done.stderr) == (0, "")
    parts = {}
    for line in done.stdout.splitlines()[1:]:
        label, text = line[:11].strip(), line[11:]
        if label:
            parts[label] = []
        parts[list(parts)[-1]].append(text)
    return parts


@pytest.fixture
def project(write):
    folder = write({"seeds/bridge.txt": BRIDGE})
    briefing(folder, "clean")
    return folder


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    content = tmp_path_factory.mktemp("sample") / "content"
    briefing(CHECKOUT, "clean", "--content", content)
    return content


def test_fixtures_are_there():
    assert len(list(EXPECTED.glob("*.txt"))) == 2


# Into a pipe: a line for each statement, no colours.
@pytest.mark.parametrize("path", sorted(EXPECTED.glob("*.txt")), ids=lambda path: path.stem)
def test_sample_articles(path, sample, rewrite):
    done = briefing(CHECKOUT, "explain", path.stem, "--content", sample)
    assert (done.returncode, done.stderr) == (0, "")
    first, _, rest = done.stdout.partition("\n")
    assert first.endswith(f"/{path.name.removesuffix('.txt')}.md")
    if rewrite:
        path.write_text(rest, "utf-8")
    assert rest == path.read_text("utf-8")


# The article may be named in each of these ways.
def test_names_of_an_article(project):
    text = (project / FILE).read_text("utf-8")
    identity = next(line.removeprefix("id: ") for line in text.splitlines() if line.startswith("id: "))
    answers = {
        briefing(project, "explain", name).stdout
        for name in (FILE, f"./{FILE}", project / FILE, f"2024/{SLUG}.md", SLUG, identity)
    }
    assert len(answers) == 1
    assert answers.pop().startswith(f"{FILE}\ntitle      “Village Gets Its Bridge Back After Nine Years”\n")


def test_dropped_blocks(project):
    sources = said(briefing(project, "explain", SLUG))["sources"]
    assert sources[0] == "bridge.txt, lines 1 to 4: text used"
    assert sources[-1] == "  1 block dropped: credit 1"
    assert (
        said(briefing(project, "explain", SLUG, "--all"))["sources"][-1] == "    bridge.txt:3, credit: Photo: A. Person"
    )


def test_an_edit_is_named(project):
    path = project / FILE
    assert said(briefing(project, "explain", SLUG))["edited"] == ["no: it stands as it was written"]
    text = (
        path.read_text("utf-8").replace("Two engineers", "Three engineers").replace("topics: []", "topics: [borders]")
    )
    path.write_text(text, "utf-8")
    assert said(briefing(project, "explain", SLUG))["edited"] == ["yes: topics, body"]
    (project / "content" / ".clean" / "2024" / f"{SLUG}.md.base").unlink()
    assert said(briefing(project, "explain", SLUG))["edited"] == ["unknown: there is no record of it as it was written"]


def test_a_document_that_changed(project):
    (project / "seeds" / "bridge.txt").write_text(BRIDGE.replace("Back After Nine", "Back, After Ten"), "utf-8")
    parts = said(briefing(project, "explain", SLUG))
    assert parts["title"] == ["“Village Gets Its Bridge Back, After Ten Years”", "bridge.txt:1, headline"]
    assert parts["sources"][-1] == "  changed since the article was written"
    assert parts["edited"][-1] == "`briefing clean` would now write it differently: this is what it would say"


def test_what_an_editor_said(project):
    (project / "seeds" / "sources.yaml").write_text(
        "bridge.txt:\n  title: Nine Years Without a Bridge\n  date: 2024-12-05\n  topics: [borders]\n", "utf-8"
    )
    briefing(project, "clean")
    parts = said(briefing(project, "explain", SLUG))
    assert parts["title"] == ["“Nine Years Without a Bridge”", "given by an editor, in sources.yaml"]
    assert parts["topics"][0] == "given by an editor, in sources.yaml: borders; by the rules:"
    assert parts["date"] == ["2024-12-05, stated", "noted in sources.yaml"]
    assert parts["edited"] == ["no: it stands as it was written"]


def test_a_merge_names_the_likeness(write):
    shorter = BRIDGE.rsplit(". ", 1)[0].replace("Village Gets", "A Village Gets") + ".\n"
    folder = write({"seeds/bridge.txt": BRIDGE, "seeds/copy.txt": shorter})
    briefing(folder, "clean")
    parts = said(briefing(folder, "explain", SLUG))
    assert parts["merged"] == ["bridge.txt and copy.txt: 100% of the shorter text is in both"]
    assert "copy.txt, lines 1 to 4: tells the same, its text is not used" in parts["sources"]


# On a terminal lines keep to its width, and labels stand out unless NO_COLOR says that nothing should.
@pytest.mark.parametrize("no_colour", [False, True])
def test_on_a_terminal(project, no_colour, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "generator", "explain", SLUG],
        cwd=project,
        check=False,
        stdout=theirs,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    os.close(theirs)
    text = b""
    try:
        while piece := os.read(ours, 65536):
            text += piece
    except OSError:  # the other end is closed, and all is read
        pass
    os.close(ours)
    assert done.returncode == 0
    assert (b"\x1b[1mtitle" in text) is not no_colour
    lines = text.decode().replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()
    assert max(len(line) for line in lines[1:]) <= 60


def test_errors(project):
    def message(*arguments):
        done = briefing(project, "explain", *arguments)
        assert (done.returncode, done.stdout) == (1, "")
        return done.stderr

    assert message(SLUG[:-1]) == f"{SLUG[:-1]}: no such article in content/articles (did you mean '{SLUG}'?)\n"
    assert message("bridge-back") == f"bridge-back: no such article in content/articles (did you mean '{SLUG}'?)\n"
    assert message("qqqq") == (
        "qqqq: no such article in content/articles (give the path of its file, its slug or its id)\n"
    )
    assert message("seeds/bridge.txt") == (
        "seeds/bridge.txt: not below content/articles (name its content with --content)\n"
    )
    assert message(SLUG, "nowhere") == "nowhere: no such file or folder\n"
    (project / "content" / "articles" / "2024" / "mine.md").write_text(
        "---\ntitle: Mine\nslug: mine\nid: mine\ndate: 2024-01-01\n---\n\nText.\n", "utf-8"
    )
    assert message("mine") == (
        "content/articles/2024/mine.md: its front matter names no document (somebody wrote it by hand)\n"
    )
    (project / "seeds" / "bridge.txt").write_text("Nothing of it is left, and what stands here is all too short.\n")
    assert message(SLUG) == f"{FILE}: its documents do not give this article any more (run `briefing clean`)\n"
    (project / "seeds" / "bridge.txt").rename(project / "seeds" / "other.txt")
    assert message(SLUG) == (f"bridge.txt: no such document in seeds ({FILE} comes from it: give its file or folder)\n")
