"""Atom 1.0 by RFC 4287 and the W3C feed validator."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from generator.publish.feed_check.rules import Findings
from generator.publish.feed_check.xml import ATOM, Element, content, known, once, required, root_of, text_of

_BOTH = "author category contributor id link rights title updated".split()
_FEED = frozenset(f"{ATOM}{name}" for name in (*_BOTH, "generator", "icon", "logo", "subtitle", "entry"))
_ENTRY = frozenset(f"{ATOM}{name}" for name in (*_BOTH, "content", "published", "source", "summary"))
_MANY = frozenset(f"{ATOM}{name}" for name in ("author", "category", "contributor", "link", "entry"))
_PARTS = {f"{ATOM}title": "title", f"{ATOM}id": "id", f"{ATOM}updated": "date"}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def check_atom(data: bytes, found: Findings) -> None:
    """Add what is wrong with a feed in Atom 1.0."""
    root = root_of(data, found)
    if root is None:
        return
    if root.tag != f"{ATOM}feed":
        found.error(root.sourceline, "not Atom 1.0: the root is not <feed>")
        return
    _check_both(root, _FEED, found)
    found.language(root.sourceline, root.get(_LANGUAGE, ""))
    if not any(link.get("rel") == "self" for link in root.iterfind(f"{ATOM}link")):
        found.warning(root.sourceline, "no <link rel='self'>")
    ids: set[str] = set()
    moments: set[str] = set()
    for entry in root.iterfind(f"{ATOM}entry"):
        _check_entry(entry, root, ids, moments, found)
    found.item = ""


def _check_both(element: Element, tags: frozenset[str], found: Findings) -> None:
    required(element, (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated"), found, _PARTS)
    once(element, tags - _MANY, found)
    known(element, tags, found)
    found.address(element.sourceline, "<id>", text_of(element, f"{ATOM}id") or "", "id")
    found.rfc3339(element.sourceline, "<updated>", text_of(element, f"{ATOM}updated") or "", "date")
    texts = (element.iterfind(f"{ATOM}{tag}") for tag in ("title", "subtitle", "summary", "rights"))
    for text in chain.from_iterable(texts):
        if text.get("type", "text") == "text":
            name = text.tag.removeprefix(ATOM)
            found.text(text.sourceline, f"<{name}>", text.text or "", name)
        else:
            content(text, found)
    _check_links(element, found)
    for author in element.iterfind(f"{ATOM}author"):
        required(author, (f"{ATOM}name",), found, {})
        if (uri := text_of(author, f"{ATOM}uri")) is not None:
            found.address(author.sourceline, "<uri>", uri, "sources")
    for category in element.iterfind(f"{ATOM}category"):
        if not category.get("term"):
            found.error(category.sourceline, "<category> has no term")


def _check_links(element: Element, found: Findings) -> None:
    alternates: Counter[tuple[str, str]] = Counter()
    for link in element.iterfind(f"{ATOM}link"):
        found.address(link.sourceline, "<link>", link.get("href", ""), "slug")
        if (kind := link.get("type")) is not None:
            found.media_type(link.sourceline, kind)
        if (language := link.get("hreflang")) is not None:
            found.language(link.sourceline, language)
        if link.get("rel", "alternate") == "alternate":
            alternates[link.get("type", ""), link.get("hreflang", "")] += 1
        elif link.get("rel") == "self" and kind != "application/atom+xml" and element.tag != f"{ATOM}source":
            found.warning(link.sourceline, f"<link rel='self'>: the type is {kind}, not application/atom+xml")
    if any(number > 1 for number in alternates.values()):
        found.error(element.sourceline, "two alternate links have one type and language (RFC 4287, 4.1.1)")


def _check_entry(entry: Element, feed: Element, ids: set[str], moments: set[str], found: Findings) -> None:
    line = entry.sourceline
    identity, updated = text_of(entry, f"{ATOM}id") or "", text_of(entry, f"{ATOM}updated") or ""
    found.item = identity
    _check_both(entry, _ENTRY, found)
    if identity in ids:
        found.error(line, f"<id>: two entries have the id '{identity}'", "id")
    if updated in moments:
        found.warning(line, f"<updated>: two entries changed at {updated}", "date")
    ids.add(identity)
    moments.add(updated)
    if (published := text_of(entry, f"{ATOM}published")) is not None:
        found.rfc3339(line, "<published>", published, "date")
    if entry.find(f"{ATOM}author") is None and feed.find(f"{ATOM}author") is None:
        found.error(line, "neither the entry nor the feed has an <author>", "sources")
    body = entry.find(f"{ATOM}content")
    if body is not None and body.get("type") == "html":
        content(body, found)
    if body is None and not any(link.get("rel") in (None, "alternate") for link in entry.iterfind(f"{ATOM}link")):
        found.error(line, "an entry has <content> or an alternate <link>", "body")
    if (source := entry.find(f"{ATOM}source")) is not None:
        _check_both(source, _FEED, found)
