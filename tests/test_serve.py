"""The editing loop with a real server on loopback: what it answers, and that it rebuilds."""

import contextlib
import http.client
import json
import re
import shutil
import socket
from types import SimpleNamespace

import pytest
from running import briefing
from serving import ARTICLE, PATIENCE, SETTINGS, Served

from generator import serve as serving
from generator.live import EVENTS, STATE, with_script
from generator.project import find_project


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
        assert "Traceback" not in served.said


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


# What no browser sends: paths as they are typed, whole addresses, what breaks the protocol. An answer is short or the
# site's own, and the server goes on without a word.
def test_requests_as_raw_bytes(serve):
    served, root = serve()
    (root / "secret").write_text("LEAKED")
    (root / "site-2").mkdir()
    (root / "site-2/x").write_text("LEAKED")
    (root / "site/leak").symlink_to(root / "secret")
    (root / "site/folder").symlink_to(root, target_is_directory=True)
    ours = f"127.0.0.1:{served.port}"

    def status(target, host=ours, method="GET", version="HTTP/1.1", more=""):
        request = f"{method} {target} {version}\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n".encode("latin-1")
        with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            with contextlib.suppress(ConnectionError):  # it need not read all of what is too long
                answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))
                assert b"LEAKED" not in answer, target
                return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0
        return 0

    base = "/some/repo/"
    assert status(base) == 200
    for path in [
        "../secret", "../../secret", "..%2fsecret", "%2e%2e%2fsecret", "%2e%2e/secret", "..%252fsecret", "..%5csecret",
        "..\\secret", "archive/../../secret", "./../secret", "....//secret", "../site-2/x", "..;/secret", "%00",
        "x%00/..", "../secret%00.html", "%c0%ae%c0%ae/secret", "%ff%fe", "leak", "folder/secret", "folder/site-2/x",
        "folder/briefing.yaml", "/etc/passwd", "%2fetc%2fpasswd", ".briefing-manifest.json", "C:/secret", "a" * 30_000,
    ]:  # fmt: skip
        assert status(base + path) == 404, path
    for path in [
        "/../secret",
        "/../../../../etc/passwd",
        "//etc/passwd",
        "/%2e%2e/secret",
        "/some/../secret",
        "*",
        "x",
    ]:
        assert status(path) == 404, path
    # A whole address counts by its path, and the name by the Host header.
    assert status(f"http://{ours}{base}") == 200
    assert status(f"http://{ours}/../secret") == 404
    assert status("file:///etc/passwd") == 404
    assert status(f"http://example.org{base}", host="example.org") == 421
    assert status(base, host=f"{ours}\r\nHost: example.org") in (200, 400, 421)
    assert status("http://[x/") == 400
    assert status(base + "a" * 70_000) == 414
    assert status(base, more="X: " + "a" * 70_000 + "\r\n") == 431
    assert status(base, more="X: 1\r\n" * 200) == 431
    assert status(base, method="POST") == 501
    # The first with a page and no status, as HTTP/0.9 had it.
    assert (status(base, version="HTTP/9.9"), status("a b c")) == (0, 400)
    assert status(base) == 200
    assert served.said.splitlines()[-1].startswith("Serving ")


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


# The search does not hold up an edit: its index follows in a pause, and then the site is what a build makes.
def test_the_search_follows(serve, tmp_path_factory):
    served, root = serve()
    (root / "content/articles/a.md").write_text(ARTICLE.format("Zeppelins"))
    served.wait(lambda: "search: up to date again" in served.said)
    assert served.said.index("1 changed") < served.said.index("search: up to date again")
    assert "nothing changed" not in served.said
    built = tmp_path_factory.mktemp("built")
    shutil.copytree(root / "content", built / "content")
    shutil.copy(root / "briefing.yaml", built)
    assert briefing(built, "build").returncode == 0

    def files(site):
        return {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}

    assert files(root / "site") == files(built / "site")


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
    events = serving._events(SimpleNamespace(project=project))
    assert next(events) == "change"  # and the watch goes on
    events.close()


# Ctrl-C ends it at once with one line, also while a page listens.
def test_ctrl_c(serve):
    served, _ = serve()
    stream = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    stream.request("GET", EVENTS)
    assert stream.getresponse().headers["content-type"] == "text/event-stream"
    before = served.said
    assert served.stop() == 130
    assert served.said.removeprefix(before) == "stopped\n"
    stream.close()


# Who is in the page is told what changed since it was read, where it is wrong, and never under another name.
def test_what_a_page_is_told(serve):
    served, root = serve()
    script = re.search(r'<script src="/.briefing/live.js"[^>]*>', served.get("/some/repo/articles/a/")[2])[0]
    run, build = re.search(r'data-file="articles/a/index.html" data-run="(\w+)" data-build="(\d+)"', script).groups()

    def state():
        return json.loads(served.get(f"{STATE}?run={run}&since={build}")[2])

    assert state() == {"build": 1, "stale": False, "changed": [], "problems": []}
    article = root / "content/articles/a.md"
    article.write_text(ARTICLE.format("Second"))
    served.wait(lambda: "articles/a/index.html" in state()["changed"])
    article.write_text(ARTICLE.format("Third").replace("[x]", "[y]"))
    served.wait(lambda: state()["problems"])
    assert state()["problems"] == [
        {
            "path": "content/articles/a.md", "line": 5, "column": 10, "problem": "unknown topic 'y'",
            "hint": "known: x", "text": "topics: [y]",
        }
    ]  # fmt: skip
    assert served.get(f"{STATE}?run={run}&since={build}", host="example.org")[0] == 421
    assert json.loads(served.get(f"{STATE}?run=other&since=x")[2])["stale"]
    assert "live.js" not in (root / "site/articles/a/index.html").read_text()


# The script runs whatever the page's policy is, and the policy is widened for nothing else.
def test_the_policy_lets_one_script_in():
    def policy(before):
        page = f'<head><meta http-equiv="Content-Security-Policy" content="{before}"></head><p>'.encode()
        made = with_script(page, "a.html", "/", "r", 1).decode()
        nonce = re.search(r'nonce="([^"]+)"', made)[1]
        assert made.index("<script") < made.index("</head>")
        return re.search(r'content="([^"]*)"', made)[1].replace(nonce, "N")

    assert policy("default-src 'none'; img-src 'self'") == (
        "default-src 'none'; img-src 'self'; script-src 'nonce-N'; connect-src 'self'"
    )
    assert policy("script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'") == (
        "script-src 'self' 'wasm-unsafe-eval' 'nonce-N'; connect-src 'self'"
    )
    assert policy("img-src 'self'") == "img-src 'self'"
    assert with_script(b"<p>no head", "a.html", "/", "r", 1).startswith(b"<p>no head<script")
