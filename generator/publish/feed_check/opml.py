"""A list of feeds by OPML 2.0 (opml.org/spec2.opml) and the W3C feed validator."""

from __future__ import annotations

from generator.publish.feed_check.rules import Findings
from generator.publish.feed_check.xml import root_of, text_of


def check_opml(data: bytes, found: Findings) -> None:
    """Add what is wrong with a list of feeds."""
    root = root_of(data, found)
    if root is None:
        return
    head, body = root.find("head"), root.find("body")
    if root.tag != "opml" or root.get("version") != "2.0" or head is None or body is None:
        found.error(root.sourceline, "not OPML 2.0: <opml version='2.0'> holds <head> and <body>")
        return
    found.text(head.sourceline, "<title>", text_of(head, "title") or "")
    outlines = list(body.iter("outline"))
    if not outlines:
        found.error(body.sourceline, "<body> holds no <outline>")
    seen: set[str] = set()
    for outline in outlines:
        line, address = outline.sourceline, outline.get("xmlUrl")
        if not outline.get("text"):
            found.error(line, "<outline> has no text")
        for name in ("text", "title", "description"):
            found.text(line, f"<outline {name}>", outline.get(name, ""))
        if outline.get("type") == "rss" and not address:
            found.error(line, "<outline type='rss'> has no xmlUrl")
        for name in ("xmlUrl", "htmlUrl"):
            if (url := outline.get(name)) is not None:
                found.address(line, f"<outline {name}>", url)
        if address in seen:
            found.warning(line, f"<outline>: {address} is listed twice")
        seen.add(address or "")
