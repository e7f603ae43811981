"""A look at each output as it was made, before anybody sees it."""

from __future__ import annotations

from generator.errors import Problem
from generator.publish.feed_check import check_feed, is_feed
from generator.publish.feed_check.finding import Finding
from generator.publish.guard import unguarded


def look(path: str, data: bytes) -> tuple[tuple[Finding, ...], Problem | None]:
    """Return what is found in an output where it is a feed, and what is wrong with it where it is a page."""
    return check_feed(path, data) if is_feed(path) else (), unguarded(path, data)
