"""A real web server, set up as the README says: its headers, and what visitors see while a push changes the site."""

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from dataclasses import dataclass

import pytest
from ensure_packages import program
from pushing import CHECKOUT, SETTINGS, Digest, article
from running import briefing

NGINX = program("nginx")
CADDY = shutil.which("caddy")
needs_nginx = pytest.mark.skipif(not NGINX, reason="nginx is not installed, nor can Debian's package be had")
VISITORS = 3
CONFIGURATION = """\
daemon off;
{user}
worker_processes 2;
pid {root}/nginx.pid;
error_log {root}/error.log;
events {{}}
http {{
  access_log off;
  types {{ text/html html; }}
  client_body_temp_path {root}/body;
  proxy_temp_path {root}/proxy;
  fastcgi_temp_path {root}/fastcgi;
  uwsgi_temp_path {root}/uwsgi;
  scgi_temp_path {root}/scgi;
  {server}
}}
"""


def example(language):
    """Return the README's only example in a language."""
    [found] = re.findall(rf"^```{language}\n(.*?)^```", (CHECKOUT / "README.md").read_text("utf-8"), re.M | re.S)
    return found


def documented(port, site):
    """Return the server of the README's example, at this port and with this site."""
    server = example("nginx")
    for setting, value in (("listen", f"127.0.0.1:{port}"), ("root", site)):
        server, found = re.subn(rf"^  {setting} .*;$", f"  {setting} {value};", server, flags=re.M)
        assert found == 1
    return server


@dataclass(frozen=True)
class Visit:
    asked: float
    answered: float
    path: str
    status: int
    body: bytes


@contextlib.contextmanager
def nginx(root, site):
    """Serve the site folder and yield the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    user = "user root;" if os.geteuid() == 0 else ""
    (root / "nginx.conf").write_text(CONFIGURATION.format(root=root, user=user, server=documented(port, site)))
    with subprocess.Popen(
        [NGINX, "-e", root / "error.log", "-p", root, "-c", root / "nginx.conf"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            for _ in range(200):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.05)
            yield port
        finally:
            server.terminate()


class Visitors:
    """Threads that ask for the same pages again and again until they are stopped."""

    def __init__(self, port, paths):
        self.port, self.paths = port, paths
        self.visits, self.rounds, self.done = [], [0] * VISITORS, threading.Event()
        self.threads = [threading.Thread(target=self.look, args=(number,)) for number in range(VISITORS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        for thread in self.threads:
            thread.join()

    def look(self, number):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            while not self.done.is_set():
                for path in self.paths:
                    asked = time.monotonic()
                    connection.request("GET", f"/{path}")
                    answer = connection.getresponse()
                    body = answer.read()
                    self.visits.append(Visit(asked, time.monotonic(), path, answer.status, body))
                    time.sleep(0.002)
                self.rounds[number] += 1

    def go_on(self):
        """Wait until each visitor has asked for every page once more."""
        seen = list(self.rounds)
        while any(now < before + 2 for now, before in zip(self.rounds, seen, strict=True)):
            time.sleep(0.01)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The site of one article, and the headers that its `_headers` names."""
    root = tmp_path_factory.mktemp("built")
    (root / "content/articles").mkdir(parents=True)
    (root / "briefing.yaml").write_text(SETTINGS.format(title="First"))
    (root / "content/articles/a.md").write_text(article("a"))
    assert briefing(root, "build").returncode == 0
    first, *lines = (root / "site/_headers").read_text("utf-8").splitlines()
    assert first == "/*"
    return root / "site", dict(line.strip().split(": ", 1) for line in lines)


# Who copies an example from the README sends what hosts that read `_headers` send.
def test_the_examples_send_the_headers_of_the_site(built):
    _, headers = built
    assert dict(re.findall(r'^  add_header (\S+) "(.*)" always;$', example("nginx"), re.M)) == headers
    [block] = re.findall(r"^  header \{\n(.*?)^  \}", example("caddy"), re.M | re.S)
    assert dict(re.findall(r'^    (\S+) "(.*)"$', block, re.M)) == headers


def check_answers(port, headers):
    statuses = {"/": 200, "/articles/a/": 200, "/static/style.css": 200, "/nowhere/": 404, "/.git/config": 404}
    for path, status in statuses.items():
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
        assert answer.status == status, path
        assert {name: answer.headers.get_all(name) for name in headers} == {
            name: [value] for name, value in headers.items()
        }, path


@needs_nginx
def test_nginx_sends_them_with_pages_and_without(built, tmp_path):
    site, headers = built
    with nginx(tmp_path, site) as port:
        check_answers(port, headers)


@pytest.mark.skipif(not CADDY, reason="Caddy is not installed")
def test_caddy_sends_them_with_pages_and_without(built, tmp_path):
    site, headers = built
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = example("caddy").replace("http://briefing.example.org", f"http://127.0.0.1:{port}")
    assert server.count("  root * /srv/briefing/site") == 1
    server = server.replace("/srv/briefing/site", str(site))
    (tmp_path / "Caddyfile").write_text(f"{{\n  admin off\n}}\n{server}")
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    command = [CADDY, "run", "--config", tmp_path / "Caddyfile", "--adapter", "caddyfile"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **homes}) as caddy:
        try:
            said = ""
            while "serving initial configuration" not in said:
                line = caddy.stderr.readline()
                assert line, said
                said += line
            threading.Thread(target=caddy.stderr.read, daemon=True).start()
            check_answers(port, headers)
        finally:
            caddy.terminate()


@needs_nginx
def test_visitors_see_the_old_site_or_the_new_one(tmp_path):
    digest = Digest(tmp_path)
    digest.install()
    titles = {"briefing.yaml": SETTINGS.format(title="First")}
    digest.commit(titles | {f"content/articles/{slug}.md": article(slug) for slug in "abc"})
    digest.push()
    old = digest.published()
    titles = {"briefing.yaml": SETTINGS.format(title="Second")}  # stands on every page
    digest.commit(titles | {"content/articles/d.md": article("d"), "content/articles/c.md": None})
    new = digest.expected()
    differ = [path for path in sorted(old.keys() | new.keys()) if old.get(path) != new.get(path)]
    paths = [path for path in differ if path.endswith((".html", ".xml", ".json", ".atom")) and not path.startswith(".")]
    assert {"articles/a/index.html", "articles/c/index.html", "articles/d/index.html", "feed.xml"} <= set(paths)
    with nginx(tmp_path, digest.site) as port, Visitors(port, paths) as visitors:
        visitors.go_on()
        pushed = time.monotonic()
        said = digest.push()
        out = time.monotonic()
        visitors.go_on()
    assert "new      /articles/d/" in said and "removed  /articles/c/" in said
    assert digest.published() == new
    seen = {"old": [], "new": []}
    for visit in visitors.visits:
        was, is_now = old.get(visit.path), new.get(visit.path)
        assert visit.status == 200 or (visit.status == 404 and None in (was, is_now)), visit
        body = visit.body if visit.status == 200 else None
        assert body in (was, is_now), f"{visit.path} is neither the old nor the new one"
        seen["new" if body == is_now else "old"].append(visit)
    # One step: nobody who asks after somebody has seen the new site is shown the old one.
    switch = min(visit.answered for visit in seen["new"])
    assert pushed < switch < out
    assert max(visit.asked for visit in seen["old"]) <= switch
    assert min(visit.answered for visit in seen["old"]) < pushed
    assert len({visit.path for visit in seen["old"]}) == len({visit.path for visit in seen["new"]}) == len(paths)
    # Nobody was shown an old page when the person who pushed was told that it is published.
    assert not [visit for visit in seen["old"] if visit.asked > out]
