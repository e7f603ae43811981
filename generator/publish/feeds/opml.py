"""A list of all feeds as OPML 2.0 (opml.org/spec2.opml), which a feed reader takes in as a whole."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from generator.publish.feeds.form import Feed, either_way


def opml(feeds: Iterable[Feed], title: str) -> bytes:
    """Return a list of feeds, each named once, by its RSS."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _label(title)
    body = etree.SubElement(root, "body")
    for feed in feeds:
        etree.SubElement(
            body,
            "outline",
            type="rss",
            version="RSS2",
            text=_label(feed.title),
            title=_label(feed.title),
            description=_label(feed.description),
            language=feed.language,
            xmlUrl=feed.url("xml"),
            htmlUrl=feed.page_url,
        )
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def _label(text: str) -> str:
    """Return a text that is the same as text and as HTML: OPML allows both, and no program can tell which it is."""
    return either_way(text.replace("<", "\uff1c"))  # the full-width sign looks the same
