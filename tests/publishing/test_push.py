"""A push to a bare repository with our hook: the site is out, whole, or it is as it was and the reason is told."""

import contextlib
import fcntl
import subprocess
import time

import pytest
from pushing import ENVIRONMENT, SETTINGS, Digest, article, ended, kill, started
from running import tree

ARTICLES = {f"content/articles/{slug}.md": article(slug) for slug in ("a", "b", "c")}
FIRST = {"briefing.yaml": SETTINGS.format(title="First"), **ARTICLES}
BROKEN = article("b", topic="boarders")


@pytest.fixture(scope="module")
def pushed(tmp_path_factory):
    """A digest that was published once."""
    digest = Digest(tmp_path_factory.mktemp("push"))
    said = digest.install()
    assert "a push to main builds" in said and "To build it now" not in said
    digest.commit(FIRST)
    said = digest.push()
    assert said.splitlines()[0].startswith("briefing: building the site of main at ")
    assert said.splitlines()[-1].startswith("briefing: published main at ")
    assert digest.published() == digest.expected()
    return digest


@pytest.fixture
def digest(pushed):
    """The same digest, and the clone stands where the branch does; each test leaves the branch published."""
    pushed.git("fetch", "-q", "origin", "main")
    pushed.git("reset", "-q", "--hard", "FETCH_HEAD")
    return pushed


@contextlib.contextmanager
def held(digest):
    """Hold the lock that a hook holds while it builds."""
    with (digest.bare / "briefing" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def without_index(files):
    """Return the files of a site but its search index and the manifest, which names that too; and the index."""
    index = {name: data for name, data in files.items() if name.startswith("search/index/")}
    return {name: files[name] for name in files.keys() - index.keys() - {".briefing-manifest.json"}}, index


def until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def waiting(digest, process):
    """Return what a push says up to the line that it waits."""
    said = ""
    for line in process.stdout:
        said += line
        if "waits for it" in line:
            return said
    raise AssertionError(said)


# The article is named with line and column as it stands in the repository; the site keeps every file and time stamp.
def test_a_broken_article_leaves_the_site_as_it_was(digest):
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in digest.site.rglob("*")}
    digest.commit({"content/articles/b.md": BROKEN, "content/articles/d.md": article("d", topic="z")})
    said = digest.push()
    assert "content/articles/b.md:6:10: unknown topic 'boarders'" in said
    assert "content/articles/d.md:6:10: unknown topic 'z'" in said
    assert said.splitlines()[-1].startswith("briefing: not published: 2 problems. The site is as it was")
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in digest.site.rglob("*")} == before
    digest.commit({"content/articles/b.md": article("b", body="Mended."), "content/articles/d.md": None})
    assert "briefing: published" in digest.push()
    assert digest.published() == digest.expected()


# Whoever pushed is told at once, and what the search does not know yet is found a moment later; but no result of a
# search may lead to an article that is gone.
def test_the_search_follows(digest):
    digest.commit({"content/articles/b.md": article("b", body="A marmot crossed.")})
    said = digest.push().splitlines()
    assert said[-2].startswith("briefing: published main at ")
    assert said[-1].startswith("briefing: the search knows of it too, after ")
    assert digest.published() == digest.expected()
    digest.commit({"content/articles/d.md": article("d")})
    assert "the search knows of it too" in digest.push()
    digest.commit({"content/articles/d.md": None})
    assert digest.push().splitlines()[-1].startswith("briefing: published main at ")
    assert digest.published() == digest.expected()


# So the build finds its cache, and the time stamps that tell what to look at.
def test_the_work_folder_is_kept(digest):
    work = digest.bare / "briefing" / "work"
    stamps = {path.name: path.stat().st_mtime_ns for path in work.rglob("*.md")}
    (work / ".cache").mkdir(exist_ok=True)
    (work / ".cache" / "kept").touch()
    digest.commit({"content/articles/b.md": article("b", body="Another text."), "content/articles/c.md": None})
    digest.push()
    after = {path.name: path.stat().st_mtime_ns for path in work.rglob("*.md")}
    assert after["a.md"] == stamps["a.md"] and after["b.md"] > stamps["b.md"] and "c.md" not in after
    assert (work / ".cache" / "kept").exists()
    assert digest.published() == digest.expected()


def test_other_branches_and_tags_are_passed_over(digest):
    before = digest.published()
    digest.git("tag", "v1")
    said = digest.push("HEAD:idea", "HEAD:one", "HEAD:two", "v1")
    assert said == "briefing: idea, one, two, 1 more passed over, the site is made of main"
    assert digest.published() == before


# Whichever hook comes first, the newest commit is published once, and the other push is told so.
def test_pushes_queue_up_and_the_last_state_wins(digest):
    with held(digest):
        digest.commit({"content/articles/b.md": article("b", body="One.")})
        one = started(["git", "push", "origin", "HEAD:main"], digest.clone)
        said = [waiting(digest, one)]
        digest.commit({"content/articles/b.md": article("b", body="Two.")})
        two = started(["git", "push", "origin", "HEAD:main"], digest.clone)
        said.append(waiting(digest, two))
    said[0] += ended(one)
    said[1] += ended(two)
    assert "briefing: overtaken: main is at" in said[0] and "published main" not in said[0]
    assert "overtaken" not in said[1] and "briefing: published main" in said[1]
    assert digest.published() == digest.expected()


# What was pushed is published also when the person who pushed is gone.
def test_nobody_waits_for_the_result(digest):
    with held(digest):
        commit = digest.commit({"content/articles/b.md": article("b", body="Gone.")})
        push = started(["git", "push", "origin", "HEAD:main"], digest.clone)
        waiting(digest, push)
        push.kill()
        push.wait()
        push.stdout.close()
    assert digest.git("ls-remote", "origin", "main").startswith(commit)
    expected = digest.expected()
    until(lambda: digest.site.is_dir() and digest.published() == expected)


# Killed at any moment, in its checkout and in its build, a hook leaves a whole site and nothing in the next one's way.
@pytest.mark.parametrize("seconds", [0.1, 0.6])
def test_a_killed_hook_is_in_nobodys_way(digest, seconds):
    old = digest.expected()
    before = digest.git("rev-parse", "HEAD").strip()
    commit = digest.commit({f"content/articles/n{at}.md": article(f"n{at}", body=f"{seconds}") for at in range(5)})
    new = digest.expected()
    # As a push would, but for the hook.
    ended(started(["git", "--git-dir", digest.bare, "fetch", "-q", digest.clone, "main:main"], digest.root))
    hook = started([digest.hook], digest.bare, stdin=subprocess.PIPE)
    hook.stdin.write(f"{before} {commit} refs/heads/main\n")
    hook.stdin.close()
    hook.stdin = None
    assert "building" in hook.stdout.readline()
    time.sleep(seconds)
    kill(hook)
    # The search follows the site by a moment, and is whole too.
    pages, index = zip(*map(without_index, (digest.published(), old, new)), strict=True)
    assert pages[0] in pages[1:] and index[0] in index[1:]
    digest.commit({"content/articles/n1.md": None})
    assert "briefing: published" in digest.push()
    assert digest.published() == digest.expected()


# What a killed git leaves: its lock, half an index, files that no commit has.
def test_what_a_broken_off_checkout_leaves_is_no_part_of_the_site(digest):
    kept = digest.bare / "briefing"
    digest.commit({"content/articles/b.md": article("b", body="Again.")})
    (kept / "index.lock").touch()
    (kept / "index").write_bytes((kept / "index").read_bytes()[:40])
    (kept / "work" / "content" / "articles" / "stray.md").write_text(article("stray"))
    (kept / "work" / "content" / "articles" / "a.md").write_text("half")
    assert "briefing: published" in digest.push()
    assert digest.published() == digest.expected()


# What git tells a hook about its own work, and what the environment says, is not taken for ours.
def test_variables_of_git_do_not_leak_in(digest):
    other = digest.root / "other"
    ended(started(["git", "init", "-q", other], digest.root))
    before = tree(other)
    leaks = {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / ".git" / "index"),
        "GIT_OBJECT_DIRECTORY": str(other / ".git" / "objects"),
        "GIT_NAMESPACE": "elsewhere",
    }
    said = ended(started([digest.hook], digest.bare, env=ENVIRONMENT | leaks))
    assert "briefing: published" in said
    assert tree(other) == before and digest.published() == digest.expected()


def test_settings_in_a_folder_and_a_branch_of_ones_own(tmp_path):
    digest = Digest(tmp_path)
    digest.install("--branch", "live", "--config", "news/it's.yaml")
    digest.commit({f"news/{name.replace('briefing', 'it' + chr(39) + 's')}": text for name, text in FIRST.items()})
    assert digest.push() == "briefing: main passed over, the site is made of live"
    digest.commit({"news/content/articles/b.md": BROKEN})
    assert "news/content/articles/b.md:6:10: unknown topic" in digest.push("HEAD:live")
    assert not digest.site.exists()
    digest.commit({"news/content/articles/b.md": None})
    # Who pushes may keep files to themselves; a web server of another user reads the site all the same.
    push = started(["git", "push", "origin", "HEAD:live"], digest.clone, umask=0o077)
    assert "briefing: published live" in ended(push)
    modes = [
        path.stat().st_mode & 0o005 for path in (digest.site, digest.site / "articles", digest.site / "index.html")
    ]
    assert modes == [0o005, 0o005, 0o004]
    assert (digest.site / "articles/a/index.html").exists()
    assert digest.push("--delete", "live") == "briefing: there is no branch live, and the site stays as it is"


def test_installing(tmp_path):
    digest = Digest(tmp_path)
    digest.install()
    first = digest.hook.read_bytes()
    digest.install()
    assert digest.hook.read_bytes() == first
    digest.briefing("hook", "uninstall", "digest.git")
    assert not digest.hook.exists() and not (digest.bare / "briefing").exists()
    # Somebody else's hook stays, and the line that is named makes it ours as well.
    digest.hook.write_text("#!/bin/sh\ncat >/dev/null\necho theirs\n")
    digest.hook.chmod(0o755)
    said = digest.install(code=1)
    assert f"{digest.hook}: a hook of somebody else (it can call ours with this line: " in said
    assert digest.briefing("hook", "uninstall", "digest.git", code=1).endswith("a hook of somebody else\n")
    line = said.split("with this line: ")[1].strip().removesuffix(")")
    digest.hook.write_text(digest.hook.read_text() + line + "\n")
    digest.commit(FIRST)
    said = digest.push()
    assert said.startswith("theirs\n") and "briefing: published" in said
    assert digest.published() == digest.expected()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("digest.git",), "--site: is missing (the folder that the web server shows)\n"),
        (("digest.git", "--site", "."), "--site: the site and the repository must not hold one another\n"),
        (("digest.git", "--site", "digest.git/www"), "--site: the site and the repository must not hold one another\n"),
        (("clone", "--site", "www"), "clone: not a bare git repository (`git init --bare` makes one)\n"),
        (("none", "--site", "www"), "none: not a bare git repository (`git init --bare` makes one)\n"),
        (
            ("digest.git", "--site", "www", "--config", "../briefing.yaml"),
            "--config: '../briefing.yaml' is not a path in the repository\n",
        ),
    ],
)
def test_what_cannot_be_installed(tmp_path_factory, arguments, message):
    digest = Digest(tmp_path_factory.mktemp("bare"))
    assert digest.briefing("hook", "install", *arguments, code=1) == message
    assert not digest.hook.exists()


def test_hooks_that_git_looks_for_elsewhere(tmp_path):
    digest = Digest(tmp_path)
    ended(started(["git", "--git-dir", digest.bare, "config", "core.hooksPath", tmp_path / "all"], tmp_path))
    assert "its hooks stand in" in digest.install(code=1)
