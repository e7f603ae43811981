"""A real browser, and real sites on loopback."""

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

    @property
    def pages(self):
        """The address of every page, from the root."""
        files = sorted(self.folder.rglob("*.html"))
        return ["/" + path.relative_to(self.folder).as_posix().removesuffix("index.html") for path in files]


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
def site(request, tmp_path_factory):
    """The site that a test names, built and served below the path of its base_url as on its real host.

    It is one of tests/sites, or `sample`: the checkout's own content, settings and theme.
    """
    home = CHECKOUT if request.param == "sample" else CHECKOUT / "tests" / "sites" / request.param
    path = base_path(find_project(home / "briefing.yaml").config.base_url)
    root = tmp_path_factory.mktemp("site")
    folder = root / path.strip("/")
    build(find_project(home / "briefing.yaml", site=folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield ServedSite(folder, f"http://127.0.0.1:{server.server_port}{path.rstrip('/')}")
    server.shutdown()
    server.server_close()
