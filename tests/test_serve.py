"""The editing loop with a real server on loopback: what it answers, and that it rebuilds."""

import http.client
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator import serve as serving
from generator.project import find_project

CHECKOUT = Path(__file__).parent.parent
PATIENCE = 60  # seconds until a change must have shown, on the slowest machine
SETTINGS = "title: {}\nbase_url: https://example.org/some/repo/\ntopics: {{x: {{title: X}}}}\n"
ARTICLE = "---\ntitle: {}\nslug: a\nid: a\ntopics: [x]\n---\n\nText.\n"


class Served:
    """A running `briefing serve` and what it has said."""

    def __init__(self, root, *arguments):
        self.log = root / f"log{len(list(root.glob('log*')))}"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "generator", "serve", *arguments],
                cwd=root, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            )  # fmt: skip
        self.wait(lambda: "Serving" in self.said or self.process.poll() is not None)
        address = re.search(r"http://127.0.0.1:(\d+)(/\S*)", self.said)
        self.port, self.path = (int(address[1]), address[2]) if address else (None, None)

    @property
    def said(self):
        return self.log.read_text()

    def wait(self, until):
        end = time.monotonic() + PATIENCE
        while not until():
            assert time.monotonic() < end, self.said
            time.sleep(0.05)

    def get(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


@pytest.fixture
def serve(write):
    running = []

    def start(*arguments):
        root = write(
            {
                "briefing.yaml": SETTINGS.format("Digest"),
                "content/articles/a.md": ARTICLE.format("First"),
                "secret": "x",
            }
        )
        running.append(Served(root, "--port", "0", *arguments))
        return running[-1], root

    yield start
    for served in running:
        served.stop()


# The site stands below the path of its base_url; what is not there is answered with the site's own page.
def test_what_is_answered(serve):
    served, _ = serve()
    assert served.path == "/some/repo/"
    status, headers, body = served.get("/some/repo/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "First" in body
    for path, kind in {
        "feed.xml": "application/rss+xml; charset=utf-8",
        "sitemap.xml": "application/xml; charset=utf-8",
        "robots.txt": "text/plain; charset=utf-8",
        "static/style.css": "text/css; charset=utf-8",
    }.items():
        status, headers, _ = served.get(f"/some/repo/{path}")
        assert (status, headers["content-type"]) == (200, kind)
    for path in ("/", "/some/repo", "/some/repo/archive"):
        status, headers, _ = served.get(path)
        assert (status, headers["location"]) == (301, "/some/repo/" + ("archive/" if path.endswith("archive") else ""))
    for path in ("/nowhere", "/archive/", "/some/repo/nowhere/", "/some/repo/archive/x"):
        status, _, body = served.get(path)
        assert status == 404
        assert "<h1>Page not found</h1>" in body
        assert 'href="/some/repo/static/style.css"' in body
    status, headers, body = served.get("/some/repo/?x=1", "HEAD")
    assert (status, body) == (200, "")
    assert int(headers["content-length"]) > 1000


# Nothing outside the site folder, and nothing hidden inside it.
def test_what_is_not_served(serve):
    served, root = serve()
    (root / "site/leak").symlink_to(root / "secret")
    for path in [
        "leak", "../secret", "..%2fsecret", "%2e%2e/secret", "/etc/passwd", "//etc/passwd", "archive/../../secret",
        "..\\secret", ".briefing-manifest.json", "x%00y", "a" * 5000, "%ff",
    ]:  # fmt: skip
        assert served.get(f"/some/repo/{path}")[0] == 404, path


# A page elsewhere whose name was made to lead to this machine gets nothing (DNS rebinding).
def test_another_host(serve):
    served, _ = serve()
    page = served.path
    assert served.get(page, host=f"localhost:{served.port}")[0] == 200
    for host in ("example.org", f"example.org:{served.port}", "127.0.0.1", ""):
        status, _, body = served.get(page, host=host)
        assert (status, body) == (421, "Not served under this name"), host


# Content, settings and themes are looked at; an error is told and the earlier site goes on.
def test_rebuilds(serve):
    served, root = serve()

    def shows(text):
        return lambda: text in served.get("/some/repo/")[2]

    article = root / "content/articles/a.md"
    article.write_text(ARTICLE.format("Second"))
    served.wait(shows("Second"))
    article.write_text(ARTICLE.format("Third").replace("[x]", "[y]"))
    served.wait(lambda: "unknown topic 'y'" in served.said)
    assert "Second" in served.get("/some/repo/")[2]
    article.write_text(ARTICLE.format("Fourth"))
    served.wait(shows("Fourth"))
    # Many editors save by putting a new file in the old one's place.
    (root / "new").write_text(SETTINGS.format("Renamed"))
    (root / "new").replace(root / "briefing.yaml")
    served.wait(shows("Renamed"))
    (root / "themes/default").mkdir(parents=True)
    served.wait(lambda: "no template" in served.said)
    (root / "themes/default").rmdir()
    (root / "themes").rmdir()
    article.write_text(ARTICLE.format("Fifth"))
    served.wait(shows("Fifth"))
    assert served.process.poll() is None


# The address moves with the settings.
def test_base_url_that_changes(serve):
    served, root = serve()
    (root / "briefing.yaml").write_text(SETTINGS.format("Digest").replace("/some/repo/", "/"))
    served.wait(lambda: served.get("/archive/")[0] == 200)


def test_a_port_that_is_taken(serve):
    served, root = serve()
    other = Served(root, "--port", str(served.port))
    assert other.process.wait(PATIENCE) == 1
    assert other.said.startswith(f"127.0.0.1:{served.port}: cannot serve here: address already in use")


def test_settings_that_cannot_be_used(write):
    other = Served(write({"briefing.yaml": "titel: x"}))
    assert other.process.wait(PATIENCE) == 1
    assert other.said == "briefing.yaml:1:1: unknown key 'titel' (did you mean 'title'?)\n"


# A folder that goes between being found and being watched once ended the whole server.
def test_a_folder_that_goes_before_it_is_watched(tmp_path, monkeypatch):
    (tmp_path / "content").mkdir()
    project = find_project(content=tmp_path / "content")
    there = iter([[tmp_path / "gone"]])
    monkeypatch.setattr(serving, "_folders", lambda project: next(there, [tmp_path / "content"]))
    changes = serving._changes(SimpleNamespace(project=project))
    next(changes)  # told as a change, and the watch goes on
    changes.close()
