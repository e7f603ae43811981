"""Real feed readers, subscribed over HTTP: the right items, none twice, none lost, whatever happens to the site."""

import contextlib
import functools
import http.server
import mailbox
import os
import shutil
import sqlite3
import subprocess
import threading
import time

import pytest
from running import briefing

from generator.urls import urn

SETTINGS = (
    "title: Digest\nid: test\nbase_url: https://example.org/\ntime_zone: Asia/Almaty\n"
    "topics: {x: {title: Borders}, y: {title: Water}}\n"
)
ODD = "5 < 6 & “<b>not bold</b>” 🗺 حدود"


def text(slug, date, topics="x", title=None, number=None):
    return (
        f"---\ntitle: '{title or 'Title of ' + slug}'\nslug: {slug}\nid: id-{number or slug}\ndate: {date}\n"
        f"topics: [{topics}]\ncountries: [Chad]\n---\n\nText of {slug}. [Home](/).\n"
    )


ARTICLES = {
    "a.md": text("a", "2024-12-02", "x, y"),
    "b.md": text("b", "2024-12-10", title=ODD),
    "c.md": text("c", "2024-12-11", "y"),
    "undated.md": text("undated", "null", "y"),
}
FEEDS = ("", "topics/x/", "topics/y/", "countries/chad/", "editions/")
NOW = ("--now", "2024-12-31")


def needs(command):
    return pytest.mark.skipif(
        not shutil.which(command), reason=f"{command} is not installed, nor can Debian's package be had"
    )


@pytest.fixture
def root(write):
    root = write({"briefing.yaml": SETTINGS} | {f"content/articles/{name}": data for name, data in ARTICLES.items()})
    assert briefing(root, "build", *NOW).returncode == 0
    return root


@pytest.fixture
def address(root):
    """The address of the site, which a server on this machine gives out; its `answers` are the status codes so far."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_request(self, code="-", size="-"):
            answers.append((int(code), self.path))

        def log_message(self, *arguments):
            pass

    answers = []
    serve = functools.partial(Handler, directory=str(root / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", answers
        server.shutdown()


def change(root, step):
    """Do to a site what must not, or must, give its subscribers something new."""
    articles = root / "content" / "articles"
    more = []
    if step == "another host":
        more = ["--base-url", "https://elsewhere.example/digest/"]
    elif step == "another slug and title":
        (articles / "c.md").write_text(text("moved", "2024-12-11", "y", title="Moved", number="c"))
    elif step == "other file names":
        (articles / "c.md").rename(articles / "z.md")
        (articles / "a.md").rename(articles / "y.md")
    elif step == "a new article":
        (articles / "new.md").write_text(text("new", "2024-12-12"))
    elif step == "a late article":
        (articles / "late.md").write_text(text("late", "2023-01-01", "y"))
    # HTTP says to the second when a file last changed, and newsboat asks for nothing else (RFC 9110, 8.8.2).
    written = max(path.stat().st_mtime for path in root.glob("site/**/feed.*"))
    time.sleep(max(0, int(written) + 1 - time.time()))
    done = briefing(root, "build", *NOW, *more)
    assert done.returncode == 0, done.stderr


STEPS = ("nothing", "another host", "another slug and title", "other file names", "a new article", "a late article")


class Newsboat:
    """A subscriber to some feeds, with a cache of its own: newsboat keeps an article once, whatever feeds it is in."""

    def __init__(self, home, *subscribed):
        self.home = home
        home.mkdir()
        (home / "urls").write_text("".join(f"{one}\n" for one in subscribed))
        (home / "config").write_text("")

    def reload(self):
        """Return the ids of all items, and of those that are new; then all are read."""
        arguments = ["-u", self.home / "urls", "-C", self.home / "config", "-c", self.home / "cache.db", "-x", "reload"]
        subprocess.run(
            ["newsboat", *map(str, arguments)],
            check=True, capture_output=True, timeout=60, env={**os.environ, "HOME": str(self.home)},
        )  # fmt: skip
        with contextlib.closing(sqlite3.connect(self.home / "cache.db")) as database:
            rows = database.execute("SELECT guid, unread FROM rss_item WHERE deleted = 0").fetchall()
            database.execute("UPDATE rss_item SET unread = 0")
            database.commit()
        assert len({guid for guid, _ in rows}) == len(rows)
        return {guid for guid, _ in rows}, {guid for guid, unread in rows if unread}


def ids(feed, step=None):
    """Return the ids, as RSS has them, of what a feed holds at first, or of what a step brings to it."""
    holds = {"topics/x/": ["a", "b"], "topics/y/": ["a", "c", "undated"]}.get(feed, ["a", "b", "c", "undated"])
    brings = {
        "a new article": ["new"] if feed != "topics/y/" else [],
        "a late article": ["late"] if feed != "topics/x/" else [],
    }
    return {f"id-{one}" for one in (brings.get(step, []) if step else holds)}


# newsboat subscribes to every feed in both of its formats and reloads twice after each thing that happens to the site.
# The undated article is in no edition; a late one is an edition of its own here, since nothing else was in its week.
@needs("newsboat")
def test_newsboat(root, address, tmp_path):
    url, answers = address
    readers = {}
    for feed in FEEDS:
        for ending in ("xml", "atom"):
            home = tmp_path / f"newsboat-{len(readers)}"
            readers[feed, ending] = Newsboat(home, f"{url}{feed}feed.{ending}")
    everything = Newsboat(tmp_path / "newsboat", *(f"{url}{feed}feed.xml" for feed in FEEDS))
    held = {}
    for (feed, ending), reader in readers.items():
        held[feed, ending], new = reader.reload()
        assert new == held[feed, ending]
        # newsboat notes when a feed last changed on its second visit only.
        assert reader.reload() == (new, set())
        if feed == "editions/":
            assert len(new) == 2
        else:
            assert new == (ids(feed) if ending == "xml" else {urn(one) for one in ids(feed)})
    assert len(everything.reload()[1]) == 4 + 2
    with contextlib.closing(sqlite3.connect(everything.home / "cache.db")) as database:
        titles = [title for (title,) in database.execute("SELECT title FROM rss_item WHERE guid = 'id-b'")]
    assert [title.replace("\u2060", "") for title in titles] == [ODD]
    for step in STEPS:
        change(root, step)
        answers.clear()
        for (feed, ending), reader in readers.items():
            every, new = reader.reload()
            assert every == held[feed, ending] | new, f"{step}: {feed}feed.{ending} lost an item"
            if feed == "editions/":
                assert len(new) == (step == "a late article"), f"{step}: {feed}feed.{ending}"
            else:
                wanted = ids(feed, step)
                assert new == (wanted if ending == "xml" else {urn(one) for one in wanted}), f"{step}: {feed}{ending}"
            held[feed, ending] = every
            assert reader.reload() == (every, set()), f"{step}: {feed}feed.{ending}, reloaded"
        if step == "nothing":
            assert {code for code, _ in answers} == {304}
        brought = {"a new article": 1, "a late article": 2}.get(step, 0)
        assert len(everything.reload()[1]) == brought, step


# sfeed reads RSS and Atom alike: the same titles, links, days and contents, in the same order.
@needs("sfeed")
def test_sfeed(root):
    def read(path):
        done = subprocess.run(["sfeed"], input=path.read_bytes(), capture_output=True, check=True, timeout=60)
        return [line.split("\t") for line in done.stdout.decode().splitlines()]

    for feed in FEEDS:
        rss, atom = (read(root / "site" / f"{feed}feed.{ending}") for ending in ("xml", "atom"))
        assert len(rss) == len(atom) == len({line[5] for line in rss}) == len({line[5] for line in atom})
        for one, other in zip(rss, atom, strict=True):
            assert one[2:4] == other[2:4]
            assert one[1].replace("\u2060", "") == other[1].replace("&lt;", "<").replace("&amp;", "&").replace(
                "&gt;", ">"
            )
    assert [line[5] for line in read(root / "site/feed.xml")] == ["id-c", "id-b", "id-a", "id-undated"]


# rss2email sends each article once, also after the site has moved.
@needs("r2e")
def test_rss2email(root, address, tmp_path):
    url, _ = address
    mails = tmp_path / "mail"
    config = tmp_path / "r2e.cfg"
    config.write_text(
        "[DEFAULT]\nfrom = a@example.org\nto = b@example.org\nforce-from = True\nemail-protocol = maildir\n"
        f"maildir-path = {mails}\nmaildir-mailbox = Inbox\nhtml-mail = True\n"
    )

    def r2e(*arguments):
        done = subprocess.run(
            ["r2e", "-c", str(config), "-d", str(tmp_path / "r2e.json"), *arguments],
            check=True, capture_output=True, text=True, timeout=120, env={**os.environ, "HOME": str(tmp_path)},
        )  # fmt: skip
        return done.stderr

    def sent():
        return len(mailbox.Maildir(mails / "Inbox"))

    mails.mkdir()
    mailbox.Maildir(mails / "Inbox", create=True)
    r2e("add", "digest", f"{url}feed.xml")
    r2e("add", "atom", f"{url}topics/x/feed.atom")
    r2e("run")
    assert sent() == 4 + 2
    for step in STEPS[:4]:
        change(root, step)
        r2e("run")
        assert sent() == 6, step
    change(root, "a new article")
    r2e("run")
    assert sent() == 6 + 2
