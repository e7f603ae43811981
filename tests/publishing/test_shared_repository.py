"""A repository that several people push to, each with an account: real ones, as far as the system is concerned."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from pushing import ENVIRONMENT, SETTINGS, article, ended, started

GROUP, ONE, OTHER = 65500, 65501, 65502  # nobody has these
BRIEFING = (sys.executable, "-m", "generator")


class Shared:
    """A folder to which both may write, with a bare repository, and a clone for each of them."""

    def __init__(self):
        self.root = Path(tempfile.mkdtemp())
        os.chown(self.root, -1, GROUP)
        self.root.chmod(0o2775)
        # Git distrusts what belongs to others, unless its user says so.
        (self.root / "gitconfig").write_text("[safe]\n\tdirectory = *\n")
        self.environment = ENVIRONMENT | {"GIT_CONFIG_GLOBAL": str(self.root / "gitconfig")}

    def run(self, user, *command, where=".", code=0):
        rights = {"user": user, "group": GROUP, "extra_groups": [GROUP], "umask": 0o022}
        return ended(started(command, self.root / where, env=self.environment, **rights), code)

    def install(self, user):
        self.run(user, "git", "init", "-q", "--bare", "-b", "main", "--shared=group", "digest.git")
        self.run(user, *BRIEFING, "hook", "install", "digest.git", "--site", "www")

    def push(self, user, slug):
        """Add an article in a clone of one's own, and return what the push says."""
        clone = f"clone-{user}"
        if not (self.root / clone).exists():
            self.run(user, "git", "clone", "-q", "digest.git", clone)
        self.run(user, "git", "pull", "-q", "origin", "main", where=clone, code=None)
        (self.root / clone / "briefing.yaml").write_text(f"{SETTINGS.format(title='D')}search: false\n")
        (self.root / clone / "content/articles").mkdir(parents=True, exist_ok=True)
        (self.root / clone / f"content/articles/{slug}.md").write_text(article(slug))
        for path in (self.root / clone).rglob("*"):
            os.chown(path, user, GROUP)
        self.run(user, "git", "add", "-A", where=clone)
        self.run(user, "git", "commit", "-q", "-m", slug, where=clone)
        return self.run(user, "git", "push", "-q", "origin", "HEAD:main", where=clone)


@pytest.fixture
def shared():
    if os.geteuid() != 0:
        pytest.skip("only root may be somebody else")
    made = Shared()
    try:
        for user in (ONE, OTHER):
            try:
                made.run(user, sys.executable, "-c", "import generator")
            except (PermissionError, AssertionError):
                pytest.skip("this Python is not for other users")
        yield made
    finally:
        shutil.rmtree(made.root)


def test_each_of_them_publishes(shared):
    shared.install(ONE)
    for user, slug in ((ONE, "a"), (OTHER, "b"), (ONE, "c"), (OTHER, "d")):
        assert "briefing: published main" in shared.push(user, slug)
        assert (shared.root / "www/articles" / slug / "index.html").exists()


# Who has no right to publish learns that the push is there all the same, and that it is not published.
def test_one_without_the_right(shared):
    shared.install(ONE)
    shared.push(ONE, "a")
    ours = shared.root / "digest.git/briefing"
    for path in (ours, ours / "lock"):
        path.chmod(path.stat().st_mode & ~0o020)
    said = shared.push(OTHER, "b")
    assert f"{ours}/lock: cannot be written: permission denied" in said
    assert "briefing: not published: the push was taken, and the site is as it was" in said
    (ours / "lock").chmod(0o664)
    said = shared.push(OTHER, "c")
    assert f"{ours}/index: cannot be written: permission denied" in said
    assert "briefing: not published: 1 problem. The site is as it was" in said
    assert not list((shared.root / "www/articles").glob("[bc]"))
