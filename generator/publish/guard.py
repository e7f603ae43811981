"""The place of the policy on a page: first in its head, and nothing without it (policy.py)."""

from __future__ import annotations

import re

from generator.errors import Location, Problem

_START = re.compile(
    rb"""\s*(?:<!--.*?-->\s*)*<!doctype\ html>\s*(?:<!--.*?-->\s*)*<html\b[^<>]*>\s*<head(?:\s[^<>]*)?>
        (?:\s*<meta\ charset=[^<>]*>)?""",
    re.I | re.S | re.X,
)


def guarded(page: bytes, stated: bytes) -> bytes | None:
    """Return a page with what states its policy (metas) before anything that it could load.

    None for what does not begin as a page.
    """
    start = _START.match(page)
    return start and start[0] + b"\n" + stated + page[start.end() :]


def unguarded(path: str, data: bytes) -> Problem | None:
    """Return what is wrong with an output where it is a page that states no policy."""
    if path.endswith((".html", ".htm")) and b'<meta http-equiv="Content-Security-Policy"' not in data:
        return Problem(Location(path), "the page states no Content-Security-Policy")
    return None
