"""briefing.yaml and sources.yaml as text -> validated settings, with every mistake at its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from importlib.util import find_spec
from zoneinfo import ZoneInfo

from generator.errors import ConfigError, Problem, collecting, suggestion
from generator.fields import Fields, read_fields
from generator.measure_fields import parse_measures
from generator.model import USUAL_LIMITS, Config, Limits, Publisher, SourceInfo, Term, Topic
from generator.overrides_model import Overrides, Said, StoryOverride

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A line named by fewer words than this would soon mean another one.
_LEAST_WORDS = 3
_MOST_DIGITS = 9  # of the number of a line
FEED_ITEMS = 50
EDITIONS = ("week", "month", "none")
# By name, with the package that each needs beside those that everybody has, and the extra that brings it.
MARKDOWN_ENGINES = {"python-markdown": None, "commonmark": ("pyromark", "fast")}
THRESHOLD = 6.0
# The least weight of a term: one below zero speaks against its topic.
_LEAST_WEIGHT = -100.0
TITLE_BONUS = 2.0


def parse_config(
    text: str, path: str, default_topics: Callable[[], tuple[Topic, ...]] = tuple, found: list[Problem] | None = None
) -> Config:
    """Return the settings in a briefing.yaml; those of `default_topics` count where it names none.

    Raises ConfigError with every problem of the file. Given a list, they go there instead, and what is wrong counts as
    if it were missing; then it is raised only for what is not YAML.
    """
    problems: list[Problem] = []
    fields = read_fields(text, path, problems)
    if fields is None:
        raise ConfigError(problems)
    topics, sources, limits = fields.mapping("topics"), fields.mapping("sources"), fields.mapping("limits")
    base_url = _base_url(fields)
    config = Config(
        title=fields.text("title", "Briefing"),
        base_url=base_url,
        description=fields.text("description"),
        language=fields.text("language", "en"),
        time_zone=_time_zone(fields),
        theme=fields.text("theme", "default"),
        feed_items=int(fields.number("feed_items", FEED_ITEMS, minimum=1)),
        topics=_topics_of(topics) or default_topics(),
        sources=tuple(_publisher(sources, name) for name in sources),
        limits=_limits(limits),
        # Not what --base-url says: the same digest on another host is the same one.
        id=fields.text("id", base_url),
        edition=fields.choice("edition", EDITIONS) or EDITIONS[0],
        sender=fields.text("sender"),
        markdown_engine=_markdown_engine(fields),
        search=fields.flag("search", True),
    )
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", config.language):
        fields.report("language", f"'{config.language}' is not a language tag", "such as en, ru or en-GB")
    if config.sender and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", config.sender):
        fields.report("sender", f"'{config.sender}' is not an e-mail address", "such as desk@example.org")
    if not re.fullmatch(r"[\w-]+", config.theme):
        fields.report("theme", f"'{config.theme}' is not the name of a folder below themes/")
    if not _is_visible(config.title):
        fields.report("title", "'title' is empty", "feeds must have one")
    fields.finish()
    if problems:
        with collecting(found):
            raise ConfigError(problems)
    return config


def _is_visible(text: str) -> bool:
    return any(char.isprintable() and not char.isspace() for char in text)


def _limits(fields: Fields) -> Limits:
    usual = USUAL_LIMITS
    limits = Limits(
        document_mb=fields.number("document_mb", usual.document_mb),
        article_mb=fields.number("article_mb", usual.article_mb),
        stories=int(fields.number("stories", usual.stories, minimum=1)),
        line=int(fields.number("line", usual.line, minimum=1_000)),
        nesting=int(fields.number("nesting", usual.nesting, minimum=5)),
    )
    fields.finish()
    return limits


def check_base_url(url: str) -> str | None:
    """Return what is wrong with a base URL, or None."""
    # A byte that is no text, as a command line may have it, is in none.
    if not re.fullmatch(r"https?://[^\s/?#\ud800-\udfff]+(/[^\s?#\ud800-\udfff]*)?", url):
        return f"'{url}' is not a web address"
    return None


def _markdown_engine(fields: Fields) -> str:
    name = fields.choice("markdown_engine", MARKDOWN_ENGINES) or next(iter(MARKDOWN_ENGINES))
    needed = MARKDOWN_ENGINES[name]
    if needed and find_spec(needed[0]) is None:
        hint = f"pip install 'briefing-digest[{needed[1]}]'"
        fields.report("markdown_engine", f"the engine '{name}' is not installed", hint)
    return name


def _base_url(fields: Fields) -> str:
    url = fields.text("base_url", "https://example.org/")
    problem = check_base_url(url)
    if problem:
        fields.report("base_url", problem, "such as https://example.org/briefing/")
    return url.rstrip("/") + "/"


def _time_zone(fields: Fields) -> str:
    name = fields.text("time_zone", "UTC")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        fields.report("time_zone", f"unknown time zone '{name}'", "such as Asia/Almaty or UTC")
        return "UTC"
    return name


def _topics_of(topics: Fields) -> tuple[Topic, ...]:
    found: list[Topic] = []
    for slug in topics:
        found.append(_topic(topics, slug, {measure.slug for topic in found for measure in topic.measures}))
    return tuple(found)


def _topic(topics: Fields, slug: str, measures: Collection[str]) -> Topic:
    fields = topics.mapping(slug)
    if not _SLUG.fullmatch(slug):
        topics.report(slug, f"'{slug}' is not a slug", "use a-z, 0-9 and single hyphens")
    terms = fields.mapping("terms")
    if (title := fields.text("title")) and not _is_visible(title):
        fields.report("title", "'title' is empty")
    topic = Topic(
        slug=slug,
        title=fields.text("title", required=True),
        description=fields.text("description"),
        terms=tuple(Term(phrase, terms.number(phrase, 1, _LEAST_WEIGHT)) for phrase in terms),
        unless=fields.texts("unless"),
        requires=fields.texts("requires"),
        threshold=fields.number("threshold", THRESHOLD),
        title_bonus=fields.number("title_bonus", TITLE_BONUS),
        measures=parse_measures(fields, measures),
    )
    fields.finish()
    return topic


def _publisher(sources: Fields, name: str) -> Publisher:
    fields = sources.mapping(name)
    url, licence, feed = (fields.optional_text(key) for key in ("url", "licence", "feed"))
    if feed and check_base_url(feed.partition("?")[0]):
        fields.report("feed", f"'{feed}' is not a web address", "start it with https://")
    fields.finish()
    return Publisher(name, url, licence, feed)


def parse_sources(
    text: str, path: str, topics: Collection[str] | None = None, found: list[Problem] | None = None
) -> dict[str, SourceInfo]:
    """Return what a sources.yaml says of each raw document, by file name.

    `topics` are the known topic slugs; None skips that check. Raises ConfigError with every problem of the file; given
    a list, as parse_config.
    """
    problems: list[Problem] = []
    fields = read_fields(text, path, problems)
    if fields is None:
        raise ConfigError(problems)
    known = {}
    for name in fields:
        entry = fields.mapping(name)
        known[name] = SourceInfo(
            publisher=entry.optional_text("publisher"),
            url=entry.optional_text("url"),
            date=entry.day("date"),
            retrieved=entry.day("retrieved"),
            licence=entry.optional_text("licence"),
            overrides=_overrides(entry, name, topics),
        )
        if known[name].url and not str(known[name].url).startswith(("http://", "https://")):
            entry.report("url", f"'{known[name].url}' is not a web address", "start it with https://")
        entry.finish()
    if problems:
        with collecting(found):
            raise ConfigError(problems)
    return known


def _overrides(entry: Fields, document: str, topics: Collection[str] | None) -> Overrides:
    """Return what an editor decides of a document, with every name of a line checked for its form."""
    same_as = _said(entry, "same_as")
    if same_as and same_as.text == document:
        entry.report("same_as", "a document is always the same as itself", "name the other one")
    elif same_as and ("/" in same_as.text or same_as.text in (".", "..")):
        entry.report("same_as", f"'{same_as.text}' is not the name of a file beside this one")
        same_as = None
    return Overrides(
        title=_said(entry, "title"),
        topics=_topics(entry, topics),
        keep=_lines(entry, "keep"),
        drop=_lines(entry, "drop"),
        split=_lines(entry, "split"),
        join=_lines(entry, "join"),
        same_as=same_as,
        stories=tuple(_story(story, topics) for story in entry.mappings("stories")),
    )


def _story(entry: Fields, topics: Collection[str] | None) -> StoryOverride:
    line = Said(entry.text("line", required=True), entry.at("line"))
    if line.text and (problem := _line_problem(line.text)):
        entry.report("line", *problem)
    story = StoryOverride(line, entry.optional_text("title"), entry.day("date"), _topics(entry, topics))
    entry.finish()
    return story


def _said(entry: Fields, key: str) -> Said | None:
    text = entry.optional_text(key)
    return Said(text, entry.at(key)) if text else None


def _lines(entry: Fields, key: str) -> tuple[Said, ...]:
    lines = entry.located_texts(key)
    for text, where in lines:
        if problem := _line_problem(text):
            entry.report_at(where, *problem)
    return tuple(Said(text, where) for text, where in lines)


def _line_problem(text: str) -> tuple[str, str] | None:
    """Return what is wrong with the name of a line, and the hint, or None."""
    if text.isdecimal():
        # Python takes no number of more than 4,300 digits for one.
        known = len(text) <= _MOST_DIGITS and int(text)
        return None if known else (f"there is no line {text[:_MOST_DIGITS]}", "lines count from 1")
    if len(text.split()) < _LEAST_WORDS:
        return f"'{text}' is too short to name a line", f"its first {_LEAST_WORDS} words or more, or its number"
    return None


def _topics(entry: Fields, known: Collection[str] | None) -> tuple[str, ...] | None:
    """Return the topics that an editor gives, which may be none at all; None where the key is missing or empty."""
    topics = entry.located_texts("topics")
    for topic, where in topics:
        if known is not None and topic not in known:
            entry.report_at(where, f"unknown topic '{topic}'", suggestion(topic, known))
    return tuple(dict.fromkeys(topic for topic, _ in topics)) if entry.holds("topics") else None
