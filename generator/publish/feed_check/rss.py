"""RSS 2.0 by the rules of its specification, of the RSS Advisory Board's profile and of the W3C feed validator."""

from __future__ import annotations

from generator.publish.feed_check.rules import Findings
from generator.publish.feed_check.xml import ATOM, Element, content, known, once, required, root_of, text_of

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_MODIFIED = "{http://purl.org/dc/terms/}modified"
_CHANNEL = frozenset(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator docs "
    "cloud ttl image rating textInput skipHours skipDays item".split()
)
_ITEM = frozenset("title link description author category comments enclosure guid pubDate source".split())
_PARTS = {"title": "title", "description": "summary", "guid": "id", "link": "slug", "pubDate": "date"}


def check_rss(data: bytes, found: Findings) -> None:
    """Add what is wrong with a feed in RSS 2.0."""
    root = root_of(data, found)
    if root is None:
        return
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        found.error(root.sourceline, "not RSS 2.0: <rss version='2.0'> holds one <channel>")
        return
    required(channel, ("title", "link", "description"), found, {})
    once(channel, _CHANNEL - {"category", "item"}, found)
    known(channel, _CHANNEL, found)
    for tag in ("title", "description"):
        found.text(channel.sourceline, f"<{tag}>", text_of(channel, tag) or "")
    found.address(channel.sourceline, "<link>", text_of(channel, "link") or "")
    found.language(channel.sourceline, text_of(channel, "language") or "")
    for tag in ("lastBuildDate", "pubDate"):
        if (date := text_of(channel, tag)) is not None:
            found.rfc822(channel.sourceline, f"<{tag}>", date)
    _check_self(channel, found)
    ids: set[str] = set()
    for item in channel.iter("item"):
        _check_item(item, ids, found)
    found.item = ""


def _check_self(channel: Element, found: Findings) -> None:
    # A feed says where it stands, so that a reader who has a copy finds it (profile, atom:link).
    own = [link for link in channel.iterfind(f"{ATOM}link") if link.get("rel") == "self"]
    if not own:
        found.warning(channel.sourceline, "no <atom:link rel='self'>")
    for link in own:
        found.address(link.sourceline, "<atom:link>", link.get("href", ""))
        if link.get("type") != "application/rss+xml":
            found.warning(link.sourceline, f"<atom:link>: the type is {link.get('type')}, not application/rss+xml")


def _check_item(item: Element, ids: set[str], found: Findings) -> None:
    line = item.sourceline
    guid = text_of(item, "guid") or ""
    found.item = guid
    if not guid:
        found.error(line, "<guid> is missing or empty", "id")
    elif guid in ids:
        found.error(line, f"<guid>: two items have the id '{guid}'", "id")
    ids.add(guid)
    if guid and item.find("guid").get("isPermaLink") != "false":
        found.address(line, "<guid>", guid, "id")
    required(item, ("title", "description"), found, _PARTS)
    once(item, (*(_ITEM - {"category"}), _CONTENT, _MODIFIED), found)
    known(item, _ITEM, found)
    found.text(line, "<title>", text_of(item, "title") or "", "title")
    found.address(line, "<link>", text_of(item, "link") or "", "slug")
    if (date := text_of(item, "pubDate")) is not None:
        found.rfc822(line, "<pubDate>", date, "date")
    if (date := text_of(item, _MODIFIED)) is not None:
        found.rfc3339(line, "<dcterms:modified>", date, "updated")
    if (source := item.find("source")) is not None:
        found.address(line, "<source>", source.get("url", ""), "sources")
    tags = [child.tag for child in item]
    if _CONTENT in tags and "description" in tags and tags.index(_CONTENT) < tags.index("description"):
        found.warning(line, "<description> belongs before <content:encoded>")  # some readers show the first only
    for tag in ("description", _CONTENT):
        content(item.find(tag), found)
