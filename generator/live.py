"""What `briefing serve` tells the pages that are open in browsers: what changed since they were read, what is wrong.

A page asks for the state with the number of the build that it was read in, and is told the files that changed since; so
none misses a build, whenever it asks. It knows itself which files it shows, and is read again only for those. All of it
is put into a page on its way to the browser and stands in no file of the site.
"""

from __future__ import annotations

import html
import re
import secrets
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.errors import BriefingError, Problem
from generator.machine import problem
from generator.site_model import WriteReport

_HOME = "/.briefing/"
SCRIPT, STATE, EVENTS = _HOME + "live.js", _HOME + "state", _HOME + "events"

_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)')
_HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)
_LONGEST = 300  # characters of a line that is shown
_LARGEST = 20_000_000  # bytes of a file that is looked into for one

_EMPTY = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Not built yet</title>
</head>
<body>
<h1>Not built yet</h1>
<p>The page comes up here by itself as soon as the site can be built.</p>
<noscript><pre>{problems}</pre></noscript>
</body>
</html>
"""


class Live:
    """The builds of one run of the server, counted from 1: which files each changed, and what was wrong with the last.

    It may be asked from any thread. `run` tells apart the runs of the server.
    """

    def __init__(self) -> None:
        self.run = secrets.token_hex(4)
        self.number = 0
        self.problems: tuple[Problem, ...] = ()
        self.closed = False
        self._shown: list[dict[str, object]] = []
        self._changed: dict[str, int] = {}
        self._news = threading.Condition()

    def built(self, report: WriteReport) -> None:
        """Note a build that wrote the site."""
        self._next(dict.fromkeys((*report.written, *report.removed), self.number + 1), ())

    def failed(self, error: BriefingError) -> None:
        """Note a build that could not write anything."""
        self._next({}, error.problems)

    def _next(self, changed: dict[str, int], problems: tuple[Problem, ...]) -> None:
        shown = [{**problem(one), "text": _line(one)} for one in problems]
        with self._news:
            self._changed |= changed
            self.problems, self._shown = problems, shown
            self.number += 1
            self._news.notify_all()

    def close(self) -> None:
        """Let everybody go who waits."""
        with self._news:
            self.closed = True
            self._news.notify_all()

    def wait(self, number: int, seconds: float) -> int:
        """Return the number of the last build: at once where it is another than `number`, else after the next one."""
        with self._news:
            self._news.wait_for(lambda: self.number != number or self.closed, seconds)
            return self.number

    def state(self, run: str, since: str) -> dict[str, object]:
        """Return what a page of a run that was read in the build `since` has to know; of another run it is stale."""
        with self._news:
            known = int(since) if re.fullmatch("[0-9]{1,9}", since) else 0
            changed = [path for path, number in self._changed.items() if number > known]
            return {"build": self.number, "stale": run != self.run, "changed": changed, "problems": self._shown}


def _line(one: Problem) -> str:
    """Return the text of the line in which a problem is; empty where there is none."""
    path = Path(one.location.path)
    try:
        if not one.location.line or not path.is_file() or path.stat().st_size > _LARGEST:
            return ""
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return lines[one.location.line - 1][:_LONGEST] if one.location.line <= len(lines) else ""


def with_script(page: bytes, file: str, base: str, run: str, build: int) -> bytes:
    """Return a page with the script that keeps it fresh, and with a policy that lets this script run, and no other.

    `file` is the path of the page below the site folder, which stands at the path `base`; it was read in a `build` of a
    `run`.
    """
    nonce = secrets.token_urlsafe(9)
    values = {"src": SCRIPT, "nonce": nonce, "data-base": base, "data-file": file, "data-run": run}
    values["data-build"] = str(build)
    tag = "".join(f' {name}="{html.escape(value)}"' for name, value in values.items())
    page = _POLICY.sub(lambda found: found[1] + _allowing(found[2].decode(), nonce).encode(), page)
    end = _HEAD_END.search(page)
    at = end.start() if end else len(page)
    return page[:at] + f"<script{tag} defer></script>\n".encode() + page[at:]


def _allowing(policy: str, nonce: str) -> str:
    """Return a Content-Security-Policy that also allows one script, and that it asks this server (CSP, level 3)."""
    directives = {parts[0].lower(): parts[1:] for part in policy.split(";") if (parts := part.split())}
    for name, source in (("script-src", f"'nonce-{nonce}'"), ("connect-src", "'self'")):
        sources = directives.get(name, directives.get("default-src", []))
        if name in directives or "default-src" in directives:
            directives[name] = _with(sources, source)
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def _with(sources: Sequence[str], source: str) -> list[str]:
    return [*(one for one in sources if one not in ("'none'", source)), source]


def empty_page(problems: Iterable[Problem]) -> bytes:
    """Return what is shown where there is no site yet."""
    return _EMPTY.format(problems=html.escape("\n".join(map(str, problems)))).encode()
