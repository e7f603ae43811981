"""Do all links inside the bodies lead somewhere? Asked of the finished outputs, before any is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from generator import urls
from generator.errors import ContentError, Location, Problem, suggestion
from generator.model import Article
from generator.publish.gone import ROBOTS
from generator.safe_html import addresses
from generator.site_model import Library, Output, Page

# Where Markdown and HTML name an address: [text](address), [label]: address, href="address", src="address".
_WRITTEN = re.compile(r"""\]\(\s*<?([^)\s>]*)|^\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)|(?:href|src)\s*=\s*["']?([^"'\s>]+)""")

# What stands for an expired article has none of its sentences, and nothing is wrong with that.
_GONE = f'content="{ROBOTS}"'.encode()


def check_links(library: Library, outputs: Iterable[Output]) -> None:
    """Raise ContentError naming file and line of every link in a body that leads to no page, or to no place on one."""
    files = {output.path: output.data for output in outputs}
    problems = []
    for written, permalink, html in _bodies(library):
        for address in dict.fromkeys(addresses(html)):
            if address.startswith("/") and (problem := broken(address, files)):
                where = Location(written.origin.path, written.body_line + _line(written.body, address, permalink))
                problems.append(Problem(where, *problem))
    if problems:
        raise ContentError(problems)


def _bodies(library: Library) -> Iterator[tuple[Article | Page, str, str]]:
    for entry in library.entries:
        yield entry.article, entry.permalink, entry.html
    introductions = (section.introduction for section in library.sections if section.introduction)
    for item in (*introductions, *library.pages):
        yield item.page, item.permalink, item.html


def broken(address: str, files: Mapping[str, bytes]) -> tuple[str, str] | None:
    """Return what is wrong with an address on this site, and a hint; None where it leads somewhere."""
    parts = urlsplit(address)
    path = urls.output_path(unquote(parts.path))
    if path in files:
        if (
            parts.fragment
            and _GONE not in files[path]
            and f'id="{unquote(parts.fragment)}"'.encode() not in files[path]
        ):
            return f"broken link: {parts.path} has no part '{unquote(parts.fragment)}'", "link to the page as a whole"
        return None
    if f"{path}/index.html" in files:
        hint = "end it with a slash"
    else:
        permalinks = {"/" + path.removesuffix("index.html") for path in files if path.endswith("/index.html")}
        hint = suggestion(parts.path, permalinks)
    # Without a near one it would list every page there is.
    return f"broken link: no page at {address}", hint if not hint.startswith("known") else ""


def _line(body: str, address: str, permalink: str) -> int:
    """Return on which line of a body, counted from 0, the link stands that leads to an address; 0 if nowhere."""
    for number, line in enumerate(body.split("\n")):
        for match in _WRITTEN.finditer(line):
            if urls.resolve(match[match.lastindex or 0], permalink) == address:
                return number
    return 0
