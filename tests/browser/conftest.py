"""A real browser, and real sites on loopback."""

import functools
import http.server
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from finding import find_browser

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
def site(tmp_path_factory):
    """The sample digest, built and served as it is published: its content, settings and theme are the checkout's."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "generator", "build", "--site", str(folder)]
    subprocess.run(command, check=True, cwd=CHECKOUT, capture_output=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield ServedSite(folder, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()
