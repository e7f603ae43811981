"""What every reader takes: the rules of the W3C feed validator, errors and warnings, asked of the bytes of a feed.

Nothing here knows how our feeds are made: it is asked of the outputs of a build before any is written, and of the files
of a site that stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from generator import urls
from generator.entry_model import Entry, Header
from generator.errors import Location, Problem
from generator.publish.feed_check.finding import Finding, Level

if TYPE_CHECKING:  # most builds change few feeds
    from generator.publish.feed_check.rules import Findings


def _check(name: str) -> Callable[[bytes, Findings], None]:
    """Return the check of a format; its module is imported when it is asked, since most builds change few feeds."""

    def check(data: bytes, found: Findings) -> None:
        getattr(import_module(f"generator.publish.feed_check.{name}"), f"check_{name}")(data, found)

    return check


# Each format by the file names of its feeds.
CHECKS: dict[str, Callable[[bytes, Findings], None]] = {
    "feed.xml": _check("rss"),
    "feed.atom": _check("atom"),
    "feed.json": _check("json_feed"),
    "feeds.opml": _check("opml"),
}
# The W3C validator reads no more of a feed than this, and other services have limits of their own.
LARGEST = 5_000_000


def is_feed(path: str) -> bool:
    """Return whether the file at a path of the site is a feed or a list of feeds."""
    return path.rpartition("/")[2] in CHECKS


def check_feed(path: str, data: bytes) -> tuple[Finding, ...]:
    """Return what is wrong with a feed; `path` says by its last part which format it has."""
    from generator.publish.feed_check.rules import Findings  # noqa: PLC0415

    found = Findings()
    CHECKS[path.rpartition("/")[2]](data, found)
    if len(data) > LARGEST:
        found.warning(0, f"{len(data):,} bytes are more than many readers take")
    return tuple(dict.fromkeys(found.found))


def located(
    found: Iterable[tuple[str, Iterable[Finding]]], entries: Iterable[Entry]
) -> Iterator[tuple[Level, Problem]]:
    """Yield what was found in feeds, given by their paths, where it can be mended: in an article's file, if in one.

    What is wrong with an article is said once, however many feeds it stands in.
    """
    every = [(path, finding) for path, findings in found for finding in findings]
    if not every:
        return
    known = {name: entry.article for entry in entries for name in (entry.article.id, urls.urn(entry.article.id))}
    seen = set()
    for path, finding in every:
        level, problem = finding.level, _located(finding, path, known)
        if (level, problem.location, problem.message) not in seen:
            seen.add((level, problem.location, problem.message))
            yield level, problem


def parted(found: Iterable[tuple[Level, Problem]]) -> tuple[list[Problem], list[Problem]]:
    """Return the errors and the warnings among what was found."""
    problems: dict[Level, list[Problem]] = {level: [] for level in Level}
    for level, problem in found:
        problems[level].append(problem)
    return problems[Level.ERROR], sorted(problems[Level.WARNING])


def _located(finding: Finding, path: str, articles: Mapping[str, Header]) -> Problem:
    article = articles.get(finding.item)
    if article is None:
        return Problem(Location(path, finding.line), finding.message)
    where = Location(article.origin.path, article.body_line) if finding.part == "body" else article.at(finding.part)
    return Problem(where, finding.message, f"found in {path}")
