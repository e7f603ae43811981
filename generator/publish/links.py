"""Do all links inside the bodies lead somewhere? Asked of the finished outputs, before any is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import unquote, urlsplit

from generator import urls
from generator.errors import ContentError, Location, Problem, suggestion
from generator.model import Article, Library, Output, Page
from generator.safe_html import addresses

# Where Markdown and HTML name an address: [text](address), [label]: address, href="address", src="address".
_WRITTEN = re.compile(r"""\]\(\s*<?([^)\s>]*)|^\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)|(?:href|src)\s*=\s*["']?([^"'\s>]+)""")


def check_links(library: Library, outputs: Iterable[Output]) -> None:
    """Raise ContentError naming file and line of every link in a body that leads to a page which is not there."""
    paths = {output.path for output in outputs}
    problems = []
    for written, permalink, html in _bodies(library):
        for address in dict.fromkeys(addresses(html)):
            if address.startswith("/") and _missing(address, paths):
                where = Location(written.origin.path, written.body_line + _line(written.body, address, permalink))
                problems.append(Problem(where, f"broken link: no page at {address}", _hint(address, paths)))
    if problems:
        raise ContentError(problems)


def _bodies(library: Library) -> Iterator[tuple[Article | Page, str, str]]:
    for entry in library.entries:
        yield entry.article, entry.permalink, entry.html
    introductions = (section.introduction for section in library.sections if section.introduction)
    for item in (*introductions, *library.pages):
        yield item.page, item.permalink, item.html


def _missing(address: str, paths: Collection[str]) -> bool:
    return urls.output_path(unquote(urlsplit(address).path)) not in paths


def _hint(address: str, paths: Collection[str]) -> str:
    if not _missing(address.rstrip("/") + "/", paths):
        return "end it with a slash"
    permalinks = {"/" + path.removesuffix("index.html") for path in paths if path.endswith("/index.html")}
    hint = suggestion(urlsplit(address).path, permalinks)
    return hint if hint.startswith("did") else ""


def _line(body: str, address: str, permalink: str) -> int:
    """Return on which line of a body, counted from 0, the link stands that leads to an address; 0 if nowhere."""
    for number, line in enumerate(body.split("\n")):
        for match in _WRITTEN.finditer(line):
            if urls.resolve(match[match.lastindex or 0], permalink) == address:
                return number
    return 0
