"""A build of what did not change is answered from what the last one said, and nothing that matters is overlooked."""

import shutil
import time

import pytest
from running import briefing, tree

SETTINGS = "title: Digest\nbase_url: https://example.org/\nsearch: false\ntopics: {x: {title: X}}\n"
PAGE = "---\ntitle: About\n---\n\nUs.\n"
ARTICLE = "---\ntitle: First\nslug: a\nid: a\ndate: 2024-12-01\ntopics: [x]\nsummary: It is.\n---\n\nText one.\n"


@pytest.fixture
def project(write):
    folder = write({"briefing.yaml": SETTINGS, "content/articles/a.md": ARTICLE, "content/pages/about.md": PAGE})
    assert briefing(folder, "build").returncode == 0
    return folder


class HasRun(Exception):  # noqa: N818
    pass


@pytest.fixture
def has_run(project, monkeypatch):
    """Return what says whether a build does any work, and does none; what was noted of the last one is there."""

    def build(*_, **__):
        raise HasRun

    def ask(*arguments):
        with monkeypatch.context() as patch:
            patch.setattr("generator.pipeline.build", build)
            try:
                done = briefing(project, "build", *arguments)
            except HasRun:
                return True
            assert (done.returncode, done.stderr) == (0, "")
            assert "site/: nothing changed (" in done.stdout
            return False

    return ask


def test_nothing_changed(has_run):
    assert not has_run()
    assert not has_run()


# What is dated for tomorrow is due then, though no file has changed; a clock that was put back is not trusted either.
@pytest.mark.parametrize("seconds", [2 * 86400, -86400])
def test_another_day_is_seen(has_run, monkeypatch, seconds):
    now = time.time() + seconds
    monkeypatch.setattr("generator.again.time.time", lambda: now)
    assert has_run()
    assert has_run("--now=2025-01-01")


# With a day of its own a build says the same on any day.
def test_a_given_day_does_not_pass(has_run, project, monkeypatch):
    briefing(project, "build", "--now=2025-01-01")
    now = time.time() + 2 * 86400
    monkeypatch.setattr("generator.again.time.time", lambda: now)
    assert not has_run("--now=2025-01-01")


def test_another_version_is_seen(has_run, monkeypatch):
    monkeypatch.setattr("generator.again.code_state", lambda: "another")
    assert has_run()


def test_another_folder_is_seen(has_run, project):
    (project / "b").mkdir()
    settings = f"--config={project / 'briefing.yaml'}"
    briefing(project, "build", settings)
    assert not has_run(settings)
    assert "site/: 3 new" in briefing(project / "b", "build", settings, "--site=site").stdout


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: b"", lambda data: data[:99] + b"x" + data[100:]]
)
def test_a_damaged_note_is_not_used(has_run, project, damage):
    for note in (project / ".cache/runs").iterdir():
        note.write_bytes(damage(note.read_bytes()))
    assert has_run()


# A cache must not grow for ever, whatever is asked.
def test_notes_have_an_end(project):
    for day in range(1, 14):
        briefing(project, "build", f"--now=2025-01-{day:02}")
    assert len(list((project / ".cache/runs").iterdir())) <= 8


def edit(path, old, new):
    path.write_text(path.read_text().replace(old, new))


CHANGES = {
    "a word of the same length": lambda root: edit(root / "content/articles/a.md", "one", "two"),
    "a new article": lambda root: (root / "content/articles/b.md").write_text(ARTICLE.replace(": a", ": b")),
    "a page that goes": lambda root: (root / "content/pages/about.md").unlink(),
    "settings": lambda root: edit(root / "briefing.yaml", "Digest", "Ledger"),
    "a theme": lambda root: shutil.copytree("themes/default", root / "themes/default"),
    "a file of the site that was changed": lambda root: (root / "site/index.html").write_text("Gone."),
    "a file of the site that went": lambda root: (root / "site/feed.xml").unlink(),
    "the site": lambda root: shutil.rmtree(root / "site"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen(project, name, tmp_path_factory):
    CHANGES[name](project)
    assert briefing(project, "build").returncode == 0
    fresh = tmp_path_factory.mktemp("fresh")
    for part in ("content", "themes"):
        if (project / part).exists():
            shutil.copytree(project / part, fresh / part)
    shutil.copy(project / "briefing.yaml", fresh)
    assert briefing(fresh, "build").returncode == 0
    assert tree(project / "site") == tree(fresh / "site")


@pytest.mark.parametrize("argument", ["--now=2024-11-01", "--base-url=https://example.net/"])
def test_an_argument_is_seen(project, argument):
    assert "nothing changed" not in briefing(project, "build", argument).stdout
    assert "nothing changed" not in briefing(project, "build").stdout


# A mistake is told every time, not only once.
def test_a_mistake_stays_one(project):
    edit(project / "content/articles/a.md", "[x]", "[y]")
    first = briefing(project, "build")
    assert (first.returncode, briefing(project, "build")) == (1, first)
