"""The pages of the articles, with what search engines are told about each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from generator import urls
from generator.facts_model import Figure, Measure
from generator.model import Article, Config, Publisher, SourceRef
from generator.publish import wording
from generator.publish.frame import Site, cut, page
from generator.safe_html import plain, printable
from generator.site_model import Entry, Output


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure in words: its number, what that counts, of whom, when, and the sentence that says so."""

    amount: str
    title: str
    where: str
    when: str
    sentence: str


def articles(site: Site) -> Iterator[Output]:
    """Yield the page of each article."""
    titles = Counter(entry.article.title for entry in site.library.entries)
    publishers = {publisher.name: publisher for publisher in site.config.sources}
    measures = {measure.slug: measure for topic in site.config.topics for measure in topic.measures}
    for entry in site.library.entries:
        article = entry.article
        # Two reports may have one headline; their pages still need titles of their own.
        title = article.title if titles[article.title] == 1 else f"{article.title} ({article.slug})"
        description = cut(article.summary or plain(entry.html)) or article.title
        yield page(
            site,
            "article.html",
            entry.permalink,
            f"{title} – {site.config.title}",
            description,
            article.topics,
            tuple((country, urls.country(country)) for country in article.countries),
            entry=entry,
            article=article,
            publishers=dict.fromkeys(source.publisher for source in article.sources if source.publisher),
            sources=[(source, _outlet(source, publishers)) for source in article.sources],
            figures=[_figure(one, measures) for one in article.figures if one.measure in measures],
            surroundings=site.library.surroundings[article.id],
            data=_data(entry, description, site.config),
            provenance=urls.provenance(article.slug) if article.id in site.origins else "",
        )


def provenances(site: Site) -> Iterator[Output]:
    """Yield for each article that the cleaner made the page that shows what it kept and dropped."""
    for entry in site.library.entries:
        if origins := site.origins.get(entry.article.id):
            yield page(
                site,
                "provenance.html",
                urls.provenance(entry.article.slug),
                f"How it was made: {entry.article.title} ({entry.article.slug}) – {site.config.title}",
                "What was kept and dropped of the documents that this article comes from, and by which rule.",
                entry=entry,
                article=entry.article,
                origins=origins,
                known={source.document: source for source in entry.article.sources},
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


def _based_on(article: Article) -> list[object]:
    return [
        {"@type": "CreativeWork", "publisher": {"@type": "Organization", "name": source.publisher}}
        | ({"url": source.url} if source.url else {})
        for source in article.sources
        if source.publisher
    ]
