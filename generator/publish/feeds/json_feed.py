"""A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

from typing import Any

import msgspec

from generator.publish.feeds.form import Feed, Item, Outlet


def json_feed(feed: Feed) -> bytes:
    """Return a feed as JSON Feed 1.1."""
    values = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page_url,
        "feed_url": feed.url("json"),
        "description": feed.description,
        "language": feed.language,
        "items": [_item(item) for item in feed.items],
    }
    return msgspec.json.format(msgspec.json.encode(values), indent=1) + b"\n"


def _item(item: Item) -> dict[str, Any]:
    values = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.content,
        "summary": item.summary,
        "date_published": item.published.isoformat() if item.published else "",
        "date_modified": item.updated.isoformat() if item.updated else "",
        "authors": [_author(outlet) for outlet in item.outlets],
        "tags": list(item.categories),
    }
    return {key: value for key, value in values.items() if value}


def _author(outlet: Outlet) -> dict[str, str]:
    return {"name": outlet.name, **({"url": outlet.url} if outlet.url else {})}
