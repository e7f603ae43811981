"""The editing loop: build, serve the site folder on 127.0.0.1, rebuild when content, theme or settings change.

The site stands below the same path as on its real host, so that a link that works here works there. Nothing outside the
site folder is served, and a build that fails leaves the earlier site standing.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import watchfiles

from generator import urls
from generator.errors import BriefingError, Location, OutputError, Problem, reason
from generator.pipeline import build
from generator.project import Project
from generator.publish.changes import summary

HOST = "127.0.0.1"
PORT = 8000
TRIED = 100  # ports after the first one, where nobody asked for a certain one

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
    """Serves the site folder of a project; the project may be replaced while it runs."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64  # a browser asks for everything on a page at once

    def __init__(self, port: int, project: Project) -> None:
        self.project = project
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
        path = unquote(urlsplit(self.path).path)
        if self.headers.get("host", "") not in self.server.hosts:
            # Another name that was made to lead here (DNS rebinding): the page behind it may not read our site.
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, b"Not served under this name", _TYPES[".txt"])
        elif path == "/" != self.server.base_path:
            self._redirect(self.server.base_path)
        elif (file := self.server.find(path)) and (data := _read(file)) is not None:
            kind = _FEED_TYPES.get(file.name) or _TYPES.get(file.suffix.lower())
            self._answer(HTTPStatus.OK, data, kind or "application/octet-stream")
        elif self.server.find(path + "/"):
            self._redirect(urlsplit(self.path).path + "/")
        else:
            page = self.server.find(self.server.base_path + urls.NOT_FOUND[1:])
            self._answer(HTTPStatus.NOT_FOUND, (page and _read(page)) or b"Not found", _TYPES[".html"])

    do_HEAD = do_GET  # noqa: N815 - the name is the standard library's

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


def serve(
    find: Callable[[], Project],
    say: Callable[[str], None],
    complain: Callable[[BriefingError], None],
    port: int | None = None,
) -> None:
    """Build and serve a project until Ctrl-C, and build again on every change.

    `find` returns the project with its settings as they now are; `say` gets each message and `complain` each error.
    Without `port` it is 8000 or the next one that is free. Raises BriefingError where there are no usable settings at
    the start, or no free port.
    """
    project = find()
    server = _listen(project, port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        try:
            say(summary(build(project), project.site.as_posix()))
        except BriefingError as error:
            complain(error)
        say(f"Serving {server.address} (Ctrl-C stops)")
        for _ in _changes(server):
            try:
                server.project = find()
                say(summary(build(server.project), server.project.site.as_posix()))
            except BriefingError as error:
                complain(error)
    finally:
        server.shutdown()
        server.server_close()


def _listen(project: Project, port: int | None) -> SiteServer:
    ports = range(PORT, PORT + TRIED) if port is None else [port]
    for number in ports:
        try:
            return SiteServer(number, project)
        except OSError as error:
            said = reason(error)
    raise OutputError([Problem(Location(f"{HOST}:{ports[-1]}"), f"cannot serve here: {said}", "name another --port")])


def _changes(server: SiteServer) -> Iterator[None]:
    """Yield after each change of the content, the themes or the settings; folders may come and go.

    The settings are looked at twice a second: many editors save by putting a new file in the old one's place, and who
    watches the old file learns nothing of that.
    """
    while True:
        folders, settings = _folders(server.project), _stamp(server.project)
        try:
            for changes in watchfiles.watch(*folders, yield_on_timeout=True, rust_timeout=500, debounce=400):
                if changes or settings != _stamp(server.project):
                    settings = _stamp(server.project)
                    yield
                if folders != _folders(server.project):
                    yield
                    break
        except FileNotFoundError:  # a folder went before it could be watched: that is a change too
            yield


def _folders(project: Project) -> list[Path]:
    return [folder for folder in (project.content, project.themes) if folder.is_dir()]


def _stamp(project: Project) -> tuple[int, int] | None:
    try:
        state = project.settings.stat() if project.settings else None
    except OSError:
        return None
    return (state.st_mtime_ns, state.st_size) if state else None
