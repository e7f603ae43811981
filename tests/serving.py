"""A running `briefing serve`, for the tests that ask it something and those that look at it in a browser."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

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
                cwd=root, stdout=log, stderr=log, start_new_session=True,
                env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
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
        """End it as Ctrl-C does, with all that it started, and return its exit code."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(PATIENCE)
