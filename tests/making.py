"""Makes articles, settings and sites for tests that need many of them or odd ones."""

import datetime as dt

from generator.model import Article, Config, Topic
from generator.publish.anchors import anchor
from generator.publish.entries import to_entry
from generator.publish.feeds import channels, feeds
from generator.publish.frame import Site, to_navigation
from generator.publish.library import assemble, ordered
from generator.publish.markup import render
from generator.publish.related import Kinship, related
from generator.several import several

TEXTS = {}  # of all entries that were made, by their digests


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


def entries(articles):
    made = []
    for one in articles:
        entry, text = to_entry(one, b"", render, anchor)
        TEXTS[entry.text] = text
        made.append(entry)
    return ordered(made)


def text_of(entry):
    return TEXTS[entry.text]


def library(articles, topics=()):
    made = entries(articles)
    return assemble(made, related(made, Kinship(), several), (), (), [topic(slug) for slug in topics])


def site(articles, topics=(), **values):
    made, settings = library(articles, topics), config(topics, **values)
    return Site(
        made, settings, lambda *_: b"", lambda _, page: page, text_of, lambda _: (), to_navigation(made, ()), b""
    )


def made_feeds(articles, topics=(), **values):
    """Return the feeds of some articles by their paths."""
    settings = config(topics, **values)
    plans = feeds(channels(library(articles, topics), settings, text_of), settings, b"")
    return {plan.path: plan.make() for plan in plans}


def config(topics=(), **values):
    made = {
        "title": "Digest", "base_url": "https://example.org/", "description": "What it is.", "language": "en",
        "time_zone": "Asia/Almaty", "theme": "default", "feed_items": 50,
        "topics": tuple(topic(slug) for slug in topics), "id": "digest",
    }  # fmt: skip
    return Config(**made | values)
