"""A feed as Atom 1.0 (RFC 4287). feedgen's entry links lose their `rel` and `type`, so it is written here."""

from __future__ import annotations

import datetime as dt

from lxml import etree

from generator import urls
from generator.publish.feeds.form import UNKNOWN_DAY, Feed, Item

_ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(feed: Feed) -> bytes:
    """Return a feed as Atom 1.0."""
    root = etree.Element(f"{{{_ATOM}}}feed", {_LANGUAGE: feed.language}, nsmap={None: _ATOM})
    _text(root, "title", feed.title)
    if feed.description != feed.title:
        _text(root, "subtitle", feed.description)
    _add(root, "id", urls.urn(feed.id))
    # The newest of its entries; an empty feed has never changed (RFC 4287, 4.2.15).
    _add(root, "updated", _moment(max((item.stamp for item in feed.items), default=UNKNOWN_DAY)))
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.url("atom"))
    _add(root, "link", rel="alternate", type="text/html", hreflang=feed.language, href=feed.page_url)
    _add(root, "generator", "briefing-digest")
    for item in feed.items:
        _entry(root, item, feed)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def _entry(root: etree._Element, item: Item, feed: Feed) -> None:
    entry = _add(root, "entry")
    _text(entry, "title", item.title)
    _add(entry, "id", urls.urn(item.id))
    if item.published:
        _add(entry, "published", _moment(item.published))
    _add(entry, "updated", _moment(item.stamp))
    _add(entry, "link", rel="alternate", type="text/html", href=item.url)
    # An entry has an author, or its feed has one (RFC 4287, 4.1.1).
    for name, url in [(outlet.name, outlet.url) for outlet in item.outlets] or [(feed.title, feed.page_url)]:
        author = _add(entry, "author")
        _add(author, "name", name)
        if url:
            _add(author, "uri", url)
    for category in item.categories:
        _add(entry, "category", term=category)
    if item.summary:
        _text(entry, "summary", item.summary)
    _add(entry, "content", item.content, type="html")
    if item.source:
        name, address = item.source
        source = _add(entry, "source")
        _text(source, "title", name)
        _add(source, "id", address)
        # What is known of the outlet's feed is that it had the article by then.
        _add(source, "updated", _moment(item.changed or item.seen or UNKNOWN_DAY))
        _add(source, "link", rel="self", href=address)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text
    return element


def _text(parent: etree._Element, name: str, text: str) -> None:
    """Add a text construct (RFC 4287, 3.1). What a reader might take for HTML says that it is, and is escaped twice."""
    if "<" in text or "&" in text:
        _add(parent, name, text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), type="html")
    else:
        _add(parent, name, text)


def _moment(moment: dt.datetime) -> str:
    return moment.isoformat()
