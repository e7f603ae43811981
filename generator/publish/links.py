"""Do all links inside the bodies lead somewhere? Asked of the finished outputs, before any is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from urllib.parse import unquote, urlsplit

from generator import urls
from generator.entry_model import Entry, PageEntry
from generator.errors import Location, Problem, suggestion
from generator.publish.gone import ROBOTS
from generator.site_model import Library

# Where Markdown and HTML name an address: [text](address), [label]: address, href="address", src="address".
_WRITTEN = r"""\]\(\s*<?([^)\s>]*)|^\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)|(?:href|src)\s*=\s*["']?([^"'\s>]+)"""

# What stands for an expired article has none of its sentences, and nothing is wrong with that.
_GONE = f'content="{ROBOTS}"'.encode()

Part = tuple[str, str]  # the path of an output, and a part of it by its id
Linked = tuple[Entry | PageEntry, tuple[Part, ...]]


def linked(library: Library) -> Iterator[Linked]:
    """Yield everything that somebody wrote and that names places on this site, with these places."""
    introductions = (section.introduction for section in library.sections if section.introduction)
    items: tuple[Entry | PageEntry, ...] = (*library.entries, *introductions, *library.pages)
    for item in items:
        if item.links:
            yield item, item.links


def parts_named(items: Iterable[Linked]) -> set[Part]:
    """Return the parts of pages that bodies name."""
    return {part for _, links in items for part in links if part[1]}


def broken_links(
    items: Iterable[Linked], paths: Collection[str], parts: Collection[Part], read: Callable[[str], tuple[str, int]]
) -> Iterator[Problem]:
    """Yield a problem for every link in a body that leads to no page, or to no place on one, where it stands.

    `paths` are those of all outputs, and `parts` the named parts that are there; `read` returns the body in a file of
    content, and its line.
    """
    for item, links in items:
        for path, part in links:
            if path not in paths or (part and (path, part) not in parts):
                file = item.article.path if isinstance(item, Entry) else item.path
                body, first = read(file)
                for number, column, address in _written(body, item.permalink, path, part):
                    problem = broken(address, paths, lambda *place: place in parts)
                    if problem:
                        yield Problem(Location(file, first + number, column), *problem)


def broken(address: str, paths: Collection[str], has_part: Callable[[str, str], bool]) -> tuple[str, str] | None:
    """Return what is wrong with an address on this site, and a hint; None where it leads somewhere.

    `has_part(path, part)` says whether the page at a path has a part.
    """
    parts = urlsplit(address)
    path, part = urls.output_path(unquote(parts.path)), unquote(parts.fragment)
    if path in paths:
        if part and not has_part(path, part):
            return f"broken link: {parts.path} has no part '{part}'", "link to the page as a whole"
        return None
    if f"{path}/index.html" in paths:
        hint = "end it with a slash"
    else:
        permalinks = {"/" + path.removesuffix("index.html") for path in paths if path.endswith("/index.html")}
        hint = suggestion(parts.path, permalinks)
    # Without a near one it would list every page there is.
    return f"broken link: no page at {address}", hint if not hint.startswith("known") else ""


def has_part(page: bytes, part: str) -> bool:
    """Return whether a page has a part with an id; or stands for an article that has expired, which has none."""
    return f'id="{part}"'.encode() in page or _GONE in page


def _written(body: str, permalink: str, path: str, part: str) -> Iterator[tuple[int, int, str]]:
    """Yield each address that leads to a place, with its line in the body, from 0, and its column, from 1."""
    found = False
    for number, line in enumerate(body.split("\n")):
        for match in re.finditer(_WRITTEN, line):
            address = urls.resolve(match[match.lastindex or 0], permalink)
            parts = urlsplit(address)
            if (urls.output_path(unquote(parts.path)), unquote(parts.fragment)) == (path, part):
                found = True
                yield number, match.start(match.lastindex or 0) + 1, address
    if found:
        return
    # The pattern knows not every way of writing a link.
    address = "/" + path.removesuffix("index.html") + (f"#{part}" if part else "")
    yield 0, 0, address
