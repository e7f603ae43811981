"""The web server of `briefing serve`: the site folder on 127.0.0.1, with a script on each page that keeps it fresh.

The site stands below the same path as on its real host, so that a link that works here works there. Nothing outside the
site folder is served. What the script asks for stands below /.briefing/, where no page of a site can be.
"""

from __future__ import annotations

import json
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from generator import urls
from generator.live import EVENTS, SCRIPT, STATE, Live, empty_page, with_script
from generator.project import Project

HOST = "127.0.0.1"
_BREATH = 10.0  # seconds after which a silent stream says something, to learn whether anybody still listens
_SCRIPT_FILE = Path(__file__).with_name("live.js")

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
# A web server elsewhere may know the files of feeds by their endings only; here they have the types of their formats.
_FEED_TYPES = {
    "feed.atom": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json",
    "feed.xml": "application/rss+xml; charset=utf-8",
    "feeds.opml": "text/x-opml; charset=utf-8",
}


class SiteServer(ThreadingHTTPServer):
    """Serves the site folder of a project, which may be replaced while it runs; `live` is what open pages are told."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64  # a browser asks for everything on a page at once

    def __init__(self, port: int, project: Project) -> None:
        self.project = project
        self.live = Live()
        super().__init__((HOST, port), _Handler)

    @property
    def base_path(self) -> str:
        """The path below which the site stands."""
        return urls.base_path(self.project.config.base_url)

    @property
    def address(self) -> str:
        """The URL of the home page."""
        return f"http://{HOST}:{self.server_port}{self.base_path}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The values of the Host header that are answered: names of this machine."""
        return tuple(f"{name}:{self.server_port}" for name in (HOST, "localhost"))

    def find(self, path: str) -> Path | None:
        """Return the file that answers at the path of a URL, or None; a folder answers with its index.html."""
        parts = urls.output_path("/" + path.removeprefix(self.base_path)).split("/")
        if not path.startswith(self.base_path) or any(part == "" or part.startswith(".") for part in parts):
            return None
        try:
            file = self.project.site.joinpath(*parts).resolve()
            return file if file.is_relative_to(self.project.site.resolve()) and file.is_file() else None
        except (OSError, ValueError):  # a name that no file can have
            return None

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over readers who went away before they had the whole page; anything else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _read(file: Path) -> bytes | None:
    """Return what a file holds, or None where a build took it away a moment ago."""
    try:
        return file.read_bytes()
    except OSError:
        return None


class _Handler(BaseHTTPRequestHandler):
    server: SiteServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        try:
            urlsplit(self.path)
        except ValueError:  # an address with half of an IPv6 host
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        path = unquote(urlsplit(self.path).path)
        build = self.server.live.number  # before the page is read: one that is newer is only looked at once more
        if self.headers.get("host", "") not in self.server.hosts:
            # Another name that was made to lead here (DNS rebinding): the page behind it may not read our site.
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, b"Not served under this name", _TYPES[".txt"])
        elif path == SCRIPT:
            self._answer(HTTPStatus.OK, _SCRIPT_FILE.read_bytes(), _TYPES[".js"])
        elif path == STATE:
            asked = parse_qs(urlsplit(self.path).query)
            state = self.server.live.state(asked.get("run", [""])[0], asked.get("since", [""])[0])
            self._answer(HTTPStatus.OK, json.dumps(state).encode(), _TYPES[".json"])
        elif path == EVENTS:
            self._stream()
        elif path == "/" != self.server.base_path:
            self._redirect(self.server.base_path)
        elif (file := self.server.find(path)) and (data := _read(file)) is not None:
            kind = _FEED_TYPES.get(file.name) or _TYPES.get(file.suffix.lower()) or "application/octet-stream"
            if kind == _TYPES[".html"]:
                data = self._live(data, path, build)
            self._answer(HTTPStatus.OK, data, kind)
        elif self.server.find(path + "/"):
            self._redirect(urlsplit(self.path).path + "/")
        else:
            # Also where a site is still to be built: what is wrong with it is shown on the page.
            page = self.server.find(self.server.base_path + urls.NOT_FOUND[1:])
            data = (page and _read(page)) or empty_page(self.server.live.problems)
            data = self._live(data, self.server.base_path + urls.NOT_FOUND[1:], build)
            self._answer(HTTPStatus.NOT_FOUND, data, _TYPES[".html"])

    do_HEAD = do_GET  # noqa: N815 - the name is the standard library's

    def _live(self, page: bytes, path: str, build: int) -> bytes:
        """Return the page that answers at the path of a URL with the script that keeps it fresh."""
        base = self.server.base_path
        return with_script(page, urls.output_path("/" + path.removeprefix(base)), base, self.server.live.run, build)

    def _stream(self) -> None:
        """Ring after each build, until the page goes away or the server ends (server-sent events, HTML)."""
        self.send_response(HTTPStatus.OK)
        for name, value in {"content-type": "text/event-stream", "cache-control": "no-store"}.items():
            self.send_header(name, value)
        self.send_header("connection", "close")
        self.end_headers()
        number = self.server.live.number
        while not self.server.live.closed:
            latest = self.server.live.wait(number, _BREATH)
            self.wfile.write(b": still here\n\n" if latest == number else f"data: {latest}\n\n".encode())
            number = latest

    def _redirect(self, path: str) -> None:
        # One slash only: two at the start would name another host.
        self._answer(HTTPStatus.MOVED_PERMANENTLY, b"", _TYPES[".txt"], location="/" + path.lstrip("/"))

    def _answer(self, status: HTTPStatus, data: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content-type": kind, "content-length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.send_header("cache-control", "no-cache")  # the next build may have changed it
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what matters here is what the builds say."""
