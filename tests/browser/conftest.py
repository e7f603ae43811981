"""A real browser, and real sites on loopback."""

import contextlib
import functools
import http.server
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from finding import find_browser
from sharing import once

from generator.pipeline import build
from generator.project import find_project
from generator.urls import base_path

CHECKOUT = Path(__file__).parent.parent.parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


@dataclass(frozen=True)
class ServedSite:
    """A built site, its folder, and the address at which it is served (without the last slash)."""

    folder: Path
    url: str

    @functools.cached_property
    def pages(self):
        """The address of every page, from the root."""
        files = sorted(self.folder.rglob("*.html"))
        return ["/" + path.relative_to(self.folder).as_posix().removesuffix("index.html") for path in files]

    def file(self, path):
        """Return the file of a page by its address from the root."""
        return self.folder / path.lstrip("/") / ("index.html" if path.endswith("/") else "")


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass


@pytest.fixture(scope="session")
def browser():
    path = find_browser()
    assert path, "no browser: run `make test`, which installs one, or name it in $CHROMIUM"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def serving():
    """A function that serves a folder on loopback, and returns the address without the last slash."""

    def served(root):
        handler = functools.partial(_Handler, directory=str(root))
        server = servers.enter_context(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.callback(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}"

    with contextlib.ExitStack() as servers:
        yield served


@pytest.fixture(scope="session")
def site_of(tmp_path_factory, serving):
    """A function that builds a site, once in a run, and serves it below the path of its base_url as on its real host.

    It is one of tests/sites, or `sample`: the checkout's own content, settings and theme.
    """

    @functools.cache
    def served(name):
        home = CHECKOUT if name == "sample" else CHECKOUT / "tests" / "sites" / name
        path = base_path(find_project(home / "briefing.yaml").config.base_url).rstrip("/")
        root = once(
            tmp_path_factory,
            f"site-{name}",
            lambda root: build(find_project(home / "briefing.yaml", site=root / path.strip("/"))),
        )
        return ServedSite(root / path.strip("/"), serving(root) + path)

    return served


@pytest.fixture
def site(request, site_of):
    """The site that a test names."""
    return site_of(request.param)
