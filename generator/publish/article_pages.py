"""The pages of the articles, with what search engines are told about each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import partial

import msgspec
from markupsafe import Markup

from generator import urls
from generator.entry_model import Entry, Header
from generator.facts_model import Figure, Measure
from generator.model import Config, Publisher, SourceRef
from generator.publish import wording
from generator.publish.frame import Filling, Site, cut, listed, page
from generator.safe_html import plain, printable
from generator.site_model import Plan


class _Figure(msgspec.Struct, frozen=True):
    """A figure in words: its number, what that counts, of whom, when, and the sentence that says so."""

    amount: str
    title: str
    where: str
    when: str
    sentence: str


def articles(site: Site) -> Iterator[Plan]:
    """Yield the page of each article."""
    entries = site.library.entries
    return articles_of(site, entries, namesakes(entries))


def articles_of(site: Site, entries: Iterable[Entry], shared: Collection[str]) -> Iterator[Plan]:
    """Yield the pages of some articles; of the library only what surrounds these is needed.

    `shared` are the headlines that several articles have.
    """
    publishers = {publisher.name: publisher for publisher in site.config.sources}
    measures = {measure.slug: measure for topic in site.config.topics for measure in topic.measures}
    for entry in entries:
        around = site.library.surroundings[entry.article.id]
        # Two reports may have one headline; their pages still need titles of their own.
        alone = entry.article.title not in shared
        decided = (
            entry.whole,
            bool(entry.record),
            alone,
            around.older and around.older.listed,
            around.newer and around.newer.listed,
            listed(around.same_story),
            listed(around.related),
        )
        yield page(
            site, "article.html", entry.permalink, decided, partial(_fill, site, entry, alone, publishers, measures)
        )


def namesakes(entries: Iterable[Entry]) -> set[str]:
    """Return the headlines that several articles have."""
    return {title for title, number in Counter([entry.article.title for entry in entries]).items() if number > 1}


def _fill(
    site: Site, entry: Entry, alone: bool, publishers: dict[str, Publisher], measures: dict[str, Measure]
) -> Filling:
    article, text = entry.article, site.text(entry)
    title = article.title if alone else f"{article.title} ({article.slug})"
    description = cut(article.summary or plain(text)) or article.title
    return Filling(
        f"{title} – {site.config.title}",
        description,
        {
            "entry": entry,
            "article": article,
            "html": text,
            "standfirst": "" if article.repeats else article.summary,
            "publishers": dict.fromkeys(source.publisher for source in article.sources if source.publisher),
            "sources": [(source, _outlet(source, publishers)) for source in article.sources],
            "figures": [_figure(one, measures) for one in article.figures if one.measure in measures],
            "surroundings": site.library.surroundings[article.id],
            "data": _data(entry, description, site.config),
            "provenance": urls.provenance(article.slug) if entry.record else "",
        },
        article.topics,
        tuple((country, urls.country(country)) for country in article.countries),
    )


def provenances(site: Site) -> Iterator[Plan]:
    """Yield for each article that the cleaner made the page that shows what it kept and dropped."""
    for entry in site.library.entries:
        if entry.record:
            decided = entry.listed, entry.record
            permalink = urls.provenance(entry.article.slug)
            yield page(site, "provenance.html", permalink, decided, partial(_fill_provenance, site, entry))


def _fill_provenance(site: Site, entry: Entry) -> Filling:
    article = entry.article
    return Filling(
        f"How it was made: {article.title} ({article.slug}) – {site.config.title}",
        "What was kept and dropped of the documents that this article comes from, and by which rule.",
        {
            "entry": entry,
            "article": article,
            "origins": site.origins(entry),
            "known": {source.document: source for source in article.sources},
        },
    )


def _outlet(source: SourceRef, publishers: dict[str, Publisher]) -> Publisher:
    """Return who published a source, with what briefing.yaml adds where the source itself says nothing."""
    known = publishers.get(source.publisher or "", Publisher(source.publisher or ""))
    url = source.url or known.url
    return Publisher(known.name, urls.resolve(url, urls.HOME) if url else None, source.licence or known.licence)


def _figure(one: Figure, measures: dict[str, Measure]) -> _Figure:
    measure = measures[one.measure]
    return _Figure(
        amount=wording.figure(one, wording.unit_of(one.unit, measure.unit)),
        title=f"{measure.title} ({one.of})" if one.of else measure.title,
        where=" and ".join(one.where),
        when=wording.period(one.when) if one.when else "",
        sentence=one.sentence,
    )


def _data(entry: Entry, description: str, config: Config) -> Markup:
    """Return what search engines read of an article: a NewsArticle of schema.org, as JSON-LD."""
    article = entry.article
    address = urls.absolute(config.base_url, entry.permalink)
    titles = {topic.slug: topic.title for topic in config.topics}
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": description,
        "url": address,
        "mainEntityOfPage": address,
        "inLanguage": config.language,
        "publisher": {"@type": "Organization", "name": config.title, "url": config.base_url},
    }
    data["image"] = urls.absolute(config.base_url, urls.card(*article.topics[:1]))
    if article.date:
        data["datePublished"] = article.date.isoformat()
    if article.topics:
        data["articleSection"] = [titles[topic] for topic in article.topics]
    if article.countries:
        data["contentLocation"] = [{"@type": "Country", "name": country} for country in article.countries]
    if based_on := _based_on(article):
        data["isBasedOn"] = based_on
    # Inside a script element nothing is escaped, and only `<` could end it (HTML, restrictions for script contents).
    return Markup(printable(json.dumps(data, ensure_ascii=False)).replace("<", "\\u003c"))


def _based_on(article: Header) -> list[object]:
    return [
        {"@type": "CreativeWork", "publisher": {"@type": "Organization", "name": source.publisher}}
        | ({"url": source.url} if source.url else {})
        for source in article.sources
        if source.publisher
    ]
