"""A bare repository, a clone of it and the site that the hook makes: real git, real processes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from running import briefing, tree

CHECKOUT = Path(__file__).parent.parent.parent
SETTINGS = "title: {title}\nbase_url: https://example.org/\ntopics: {{x: {{title: Borders}}, y: {{title: Water}}}}\n"
# Nobody's settings of git, and no terminal.
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": "test@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "PYTHONPATH": str(CHECKOUT),
}


def article(slug, topic="x", body=None):
    head = f"title: Title of {slug}\nslug: {slug}\nid: id-{slug}\ndate: 2024-12-02\ntopics: [{topic}]"
    return f"---\n{head}\n---\n\n{body or f'Text of {slug}.'} [Home](/).\n"


def started(command, cwd, **options):
    """Start a process that has no terminal and a group of its own."""
    given = {"stdin": subprocess.DEVNULL, "env": ENVIRONMENT} | options
    return subprocess.Popen(
        list(map(str, command)),
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        **given,
    )


def ended(process, code=0):
    """Wait for a process and return what it said."""
    said, _ = process.communicate(timeout=100)
    assert code is None or process.returncode == code, said
    return said


def kill(process):
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=100)


class Digest:
    """A digest that is written in a clone and published by pushing it to `bare`."""

    def __init__(self, root):
        self.root, self.bare, self.clone, self.site = root, root / "digest.git", root / "clone", root / "www"
        self.hook = self.bare / "hooks" / "post-receive"
        ended(started(["git", "init", "-q", "--bare", "-b", "main", self.bare], root))
        ended(started(["git", "clone", "-q", self.bare, self.clone], root))

    def briefing(self, *arguments, code=0):
        return ended(started([sys.executable, "-m", "generator", *arguments], self.root), code)

    def install(self, *arguments, code=0):
        return self.briefing("hook", "install", "digest.git", "--site", "www", *arguments, code=code)

    def git(self, *arguments, code=0):
        return ended(started(["git", *arguments], self.clone), code)

    def commit(self, files):
        """Write files, None to remove one, and commit them."""
        for name, text in files.items():
            path = self.clone / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink() if text is None else path.write_text(text, "utf-8")
        self.git("add", "-A")
        self.git("commit", "-qm", "edit")
        return self.git("rev-parse", "HEAD").strip()

    def push(self, *arguments, code=0):
        """Push, and return what the person who pushed reads of the hook."""
        said = self.git("push", "origin", *(arguments or ("HEAD:main",)), code=code)
        return said_by_hook(said)

    def expected(self):
        """Return the site of the clone as it stands, built in a new folder."""
        site = self.root / f"cold-{len(list(self.root.glob('cold-*')))}"
        done = briefing(self.clone, "build", "--site", site)
        assert done.returncode == 0, done.stderr
        return tree(site)

    def published(self):
        return tree(self.site)


def said_by_hook(text):
    lines = (line.rstrip() for line in text.splitlines() if line.startswith("remote: "))
    return "\n".join(line.removeprefix("remote: ") for line in lines)
