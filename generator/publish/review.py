"""What is not wrong with a digest but not right either, as its editor would see it: a table of small rules.

Each rule is asked of the content as it was read, and yields a Problem at its place; nothing here is an error.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping

import msgspec

from generator.errors import Location, Problem
from generator.model import Article, Config
from generator.site_model import Content, Page

# Google's guide for news publishers shows no more of a headline than this, and our lists and cards wrap beyond it.
LONGEST_TITLE = 110
# A draft older than this has been forgotten, more likely than not.
DRAFT_DAYS = 30

_IMAGE = re.compile(r"!\[\s*\]\(|<img(?![^>]*\balt\s*=\s*[\"']?[^\"'\s>])[^>]*>", re.IGNORECASE)
_FENCE = re.compile(r"\s{0,3}(```|~~~)")


class Subject(msgspec.Struct, frozen=True):
    """What is looked at: the settings and the content of a digest, on a day.

    `documents` are the names of the raw documents that are there, None where nobody knows; `topics` says where each
    topic stands in the settings, by its slug.
    """

    config: Config
    content: Content
    today: dt.date
    documents: Collection[str] | None = None
    topics: Mapping[str, Location] = msgspec.field(default_factory=dict)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles, drafts too."""
        return self.content.articles


Rule = Callable[[Subject], Iterator[Problem]]


def review(subject: Subject) -> Iterator[Problem]:
    """Yield what every rule has to say."""
    for rule in RULES:
        yield from rule(subject)


def _at(article: Article, key: str) -> Location:
    line = article.lines.get(key, 0)
    return Location(article.origin.path, line or 1, 1)


def _no_summary(subject: Subject) -> Iterator[Problem]:
    for article in subject.articles:
        if not article.summary:
            yield Problem(_at(article, "summary"), "no summary", "lists, cards and feeds show it: add `summary:`")


def _undated(subject: Subject) -> Iterator[Problem]:
    for article in subject.articles:
        if article.date is None:
            yield Problem(_at(article, "date"), "no date", "it stands after all dated ones: add `date: YYYY-MM-DD`")


def _in_the_future(subject: Subject) -> Iterator[Problem]:
    for article in subject.articles:
        if article.date and article.date > subject.today and not article.draft:
            hint = "a build on that day or later publishes it"
            yield Problem(_at(article, "date"), f"{article.date} is still to come", hint)
        if article.updated and article.updated > subject.today:
            yield Problem(_at(article, "updated"), f"updated on {article.updated}, which is still to come")


def _no_topic(subject: Subject) -> Iterator[Problem]:
    for article in subject.articles:
        if not article.topics and subject.config.topics:
            yield Problem(_at(article, "topics"), "no topic", "no topic page and no topic's feed has it")


def _long_title(subject: Subject) -> Iterator[Problem]:
    for article in subject.articles:
        if len(article.title) > LONGEST_TITLE:
            message = f"a title of {len(article.title)} characters"
            yield Problem(_at(article, "title"), message, f"up to {LONGEST_TITLE} are shown everywhere")


def _same_title(subject: Subject) -> Iterator[Problem]:
    first: dict[str, Article] = {}
    for article in subject.articles:
        other = first.setdefault(" ".join(article.title.casefold().split()), article)
        if other is not article:
            yield Problem(_at(article, "title"), f"the same title as {other.origin.path}", "readers take them for one")


def _forgotten_draft(subject: Subject) -> Iterator[Problem]:
    for article in subject.articles:
        if article.draft and article.date and (subject.today - article.date).days > DRAFT_DAYS:
            hint = "publish it by `draft: false`, or remove it"
            yield Problem(_at(article, "draft"), f"still a draft, and dated {article.date}", hint)


def _lost_source(subject: Subject) -> Iterator[Problem]:
    for article in subject.articles:
        for source in article.sources if subject.documents is not None else ():
            if source.document not in (subject.documents or ()):
                message = f"its document '{source.document}' is not among the raw documents any more"
                yield Problem(_at(article, "sources"), message, "the article stays, with nothing to check it against")


def _image_without_text(subject: Subject) -> Iterator[Problem]:
    pages = (*subject.content.pages, *subject.content.introductions)
    everything: tuple[Article | Page, ...] = (*subject.articles, *pages)
    for written in everything:
        fenced = False
        for number, line in enumerate(written.body.split("\n")):
            fenced ^= bool(_FENCE.match(line))
            for match in () if fenced else _IMAGE.finditer(line):
                place = Location(written.origin.path, written.body_line + number, match.start() + 1)
                yield Problem(place, "an image without text", "say what it shows: ![text](address)")


def _idle_topic(subject: Subject) -> Iterator[Problem]:
    carried = {topic for article in subject.articles for topic in article.topics}
    for slug, place in subject.topics.items():
        if slug not in carried:
            yield Problem(place, f"no article carries the topic '{slug}'", "its page is empty: mend its terms?")


# In the order in which an editor would want to hear of them.
RULES: tuple[Rule, ...] = (
    _no_summary,
    _undated,
    _in_the_future,
    _no_topic,
    _long_title,
    _same_title,
    _forgotten_draft,
    _lost_source,
    _image_without_text,
    _idle_topic,
)
