"""A build of what did not change is answered from what the last one said, and nothing that matters is overlooked."""

import shutil

import pytest
from running import briefing

SETTINGS = "title: Digest\nbase_url: https://example.org/\nsearch: false\ntopics: {x: {title: X}}\n"
PAGE = "---\ntitle: About\n---\n\nUs.\n"
ARTICLE = "---\ntitle: First\nslug: a\nid: a\ndate: 2024-12-01\ntopics: [x]\nsummary: It is.\n---\n\nText one.\n"


@pytest.fixture
def project(write):
    folder = write({"briefing.yaml": SETTINGS, "content/articles/a.md": ARTICLE, "content/pages/about.md": PAGE})
    assert briefing(folder, "build").returncode == 0
    return folder


def tree(site):
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


# The pipeline is not even loaded, so nothing can be written.
def test_nothing_changed(project, monkeypatch):
    for _ in range(2):
        with monkeypatch.context() as patch:
            patch.setattr("generator.pipeline.build", None)
            done = briefing(project, "build")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("site/: nothing changed (")


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
