"""Makes articles, settings and sites for tests that need many of them or odd ones."""

import datetime as dt

from generator.model import Article, Config, Topic
from generator.publish.anchors import anchor
from generator.publish.library import assemble, to_entry
from generator.publish.markup import render


def topic(slug, **values):
    return Topic(slug, values.get("title", slug.title()), values.get("description", ""), (), (), (), 1, 1)


def article(slug, date=None, topics=(), **values):
    """Return an article; `date` is written as YYYY-MM-DD."""
    made = {
        "id": f"id-{slug}", "slug": slug, "title": f"Title of {slug}", "date": date and dt.date.fromisoformat(date),
        "date_basis": None, "topics": tuple(topics), "countries": (), "summary": f"Summary of {slug}", "complete": True,
        "sources": (), "body": f"Body of {slug}.\n",
    }  # fmt: skip
    return Article(**made | values)


def library(articles, topics=()):
    return assemble([to_entry(one, render, anchor) for one in articles], (), (), [topic(slug) for slug in topics])


def config(topics=(), **values):
    made = {
        "title": "Digest", "base_url": "https://example.org/", "description": "What it is.", "language": "en",
        "time_zone": "Asia/Almaty", "theme": "default", "feed_items": 50,
        "topics": tuple(topic(slug) for slug in topics), "id": "digest",
    }  # fmt: skip
    return Config(**made | values)
