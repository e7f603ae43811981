"""JSON Feed 1.1 by its specification (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.publish.feed_check.content import wrong_content
from generator.publish.feed_check.rules import Findings

_VERSION = "https://jsonfeed.org/version/1.1"
# Each key with the type of its value.
_FEED: dict[str, type] = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "user_comment": str,
    "next_url": str, "icon": str, "favicon": str, "authors": list, "language": str, "expired": bool, "hubs": list,
    "items": list,
}  # fmt: skip
_ITEM: dict[str, type] = {
    "id": str, "url": str, "external_url": str, "title": str, "content_html": str, "content_text": str, "summary": str,
    "image": str, "banner_image": str, "date_published": str, "date_modified": str, "authors": list, "tags": list,
    "language": str, "attachments": list,
}  # fmt: skip
_AUTHOR: dict[str, type] = {"name": str, "url": str, "avatar": str}
_NAMES = {str: "a text", list: "a list", bool: "true or false"}
_PARTS = {"date_published": "date", "date_modified": "updated", "url": "slug", "authors": "sources"}


def check_json_feed(data: bytes, found: Findings) -> None:
    """Add what is wrong with a feed in JSON Feed 1.1. JSON has no lines worth naming: messages name the key."""
    try:
        feed = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        found.error(getattr(error, "lineno", 0), f"not JSON: {error}")
        return
    if not isinstance(feed, dict):
        found.error(0, "not JSON Feed: not an object")
        return
    _check_keys(feed, _FEED, "", found)
    if feed.get("version") != _VERSION:
        found.error(0, f"version: not {_VERSION}")
    if not feed.get("title"):
        found.error(0, "title: missing or empty")
    if "feed_url" not in feed:
        found.warning(0, "feed_url: missing")
    for key in ("home_page_url", "feed_url", "next_url", "icon", "favicon"):
        if isinstance(address := feed.get(key), str):
            found.address(0, key, address)
    if isinstance(language := feed.get("language"), str):
        found.language(0, language)
    items = feed.get("items")
    if not isinstance(items, list):
        found.error(0, "items: missing or not a list")
        return
    ids: set[str] = set()
    for number, item in enumerate(items):
        found.item = ""
        if isinstance(item, dict):
            _check_item(item, f"items[{number}].", ids, found)
        else:
            found.error(0, f"items[{number}]: not an object")
    found.item = ""


def _check_keys(values: Mapping[str, Any], known: Mapping[str, type], place: str, found: Findings) -> None:
    for key, value in values.items():
        if key not in known:
            if not key.startswith("_"):  # extensions
                found.warning(0, f"{place}{key}: not a key of JSON Feed")
        elif not isinstance(value, known[key]):
            found.error(0, f"{place}{key}: not {_NAMES[known[key]]}")


def _check_item(item: Mapping[str, Any], place: str, ids: set[str], found: Findings) -> None:
    identity = item.get("id")
    found.item = identity if isinstance(identity, str) else ""
    _check_keys(item, _ITEM, place, found)
    if not identity:
        found.error(0, f"{place}id: missing or empty", "id")
    elif found.item in ids:
        found.error(0, f"{place}id: two items have the id '{identity}'", "id")
    ids.add(found.item)
    if not item.get("content_html") and not item.get("content_text"):
        found.error(0, f"{place}content_html: neither it nor content_text is there", "body")
    for key in ("url", "external_url", "image", "banner_image"):
        if isinstance(address := item.get(key), str):
            found.address(0, f"{place}{key}", address, _PARTS.get(key, "body"))
    for key in ("date_published", "date_modified"):
        if isinstance(date := item.get(key), str):
            found.rfc3339(0, f"{place}{key}", date, _PARTS[key])
    if isinstance(html := item.get("content_html"), str):
        for problem in wrong_content(html):
            found.error(0, f"in the HTML: {problem}", "body")
    _check_authors(item.get("authors"), place, found)
    if not all(isinstance(tag, str) and tag for tag in item.get("tags") or ()):
        found.error(0, f"{place}tags: each is a text", "topics")


def _check_authors(authors: object, place: str, found: Findings) -> None:
    for author in authors if isinstance(authors, list) else ():
        if not isinstance(author, dict) or not author:
            found.error(0, f"{place}authors: an author has a name, a url or an avatar", "sources")
        else:
            _check_keys(author, _AUTHOR, f"{place}authors.", found)
            if isinstance(address := author.get("url"), str):
                found.address(0, f"{place}authors.url", address, "sources")
