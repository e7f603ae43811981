"""A site that stands: its feeds by the rules of feed_check, and the links of its pages, as any browser follows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from lxml import etree

from generator import urls
from generator.errors import Location, Problem
from generator.publish.feed_check import check_feed, is_feed
from generator.publish.feed_check.finding import Level
from generator.publish.links import broken, has_part


def check_site(files: Mapping[str, bytes], base_url: str) -> Iterator[tuple[Level, Problem]]:
    """Yield what is wrong with a site, given its files by their paths and the URL at which it is to stand."""
    own = urls.base_path(base_url)
    for path, data in sorted(files.items()):
        if is_feed(path):
            for finding in check_feed(path, data):
                yield finding.level, Problem(Location(path, finding.line), finding.message)
        elif path.endswith((".html", ".htm")):
            for line, address in _addresses(data, "/" + path.removesuffix("index.html"), own):
                if problem := broken(address, files, lambda path, part: has_part(files[path], part)):
                    yield Level.ERROR, Problem(Location(path, line), *problem)


def _addresses(page: bytes, permalink: str, own: str) -> Iterator[tuple[int, str]]:
    """Yield each address on this site that a page names, once, as a permalink, with its line."""
    root = etree.fromstring(page, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    seen = set()
    for element in root.iter("a", "area", "img", "link", "script") if root is not None else ():
        link = element.get("src") if element.tag in ("img", "script") else element.get("href")
        # The canonical address is where the page will stand, which may be another host.
        if link is None or link in seen or element.get("rel") == "canonical":
            continue
        seen.add(link)
        address = urls.resolve(link, permalink)
        if address.startswith("/") and not urlsplit(link).netloc:
            below = link.startswith(own) and own != "/"
            yield element.sourceline, "/" + address.removeprefix(own) if below else address
