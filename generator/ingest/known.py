"""What stands in content/, and which of the articles that the cleaner made now each of them is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from generator.errors import ContentError
from generator.front_matter import parse_article
from generator.ingest.repair import fold
from generator.ingest.shingles import containment, shingles
from generator.model import Article, SourceRef

# Of an article whose headline changed, this share of the text must still be there for it to be the same one.
_SAME_TEXT = 0.5

# The article in a text, given its path too; None where it cannot be parsed.
Parse = Callable[[str, str], Article | None]


class Known(msgspec.Struct, frozen=True):
    """An article that is in content/ or was: its path, its record's path, and what is needed again and again.

    The versions of it that there are, and the article in them, are fetched when they are asked for.
    """

    path: str
    record_path: str
    id: str
    slug: str
    story: str
    date: dt.date | None
    updated: dt.date | None
    sources: tuple[SourceRef, ...]
    currents: Mapping[str, str]
    records: Mapping[str, str] | None  # None where it has no record
    parse: Parse

    @classmethod
    def of(
        cls,
        paths: tuple[str, str],
        article: Article,
        currents: Mapping[str, str],
        records: Mapping[str, str] | None,
        parse: Parse,
    ) -> Known:
        """Return the known article at two paths, its own and its record's."""
        return cls(
            *paths,
            article.id,
            article.slug,
            article.story,
            article.date,
            article.updated,
            article.sources,
            currents,
            records,
            parse,
        )

    @property
    def current(self) -> str | None:
        """The text that stands there; None where a person removed it."""
        return self.currents.get(self.path)

    @property
    def record(self) -> str | None:
        """The text as the cleaner wrote it last; None where that is not known."""
        return None if self.records is None else self.records.get(self.record_path)

    @property
    def article(self) -> Article:
        """The article as the cleaner wrote it last, or as it stands where that is not known."""
        path = self.path if self.records is None else self.record_path
        article = self.parse((self.current if self.records is None else self.record) or "", path)
        if article is None:
            raise ValueError(path)  # it was parsed before
        return replace(article, slug=self.slug, story=self.story)


def try_to_parse(text: str, path: str) -> Article | None:
    """Return the article that a content file holds, or None where it cannot be parsed."""
    try:
        return parse_article(text, path)
    except ContentError:
        return None


def find_known(current: Mapping[str, str], records: Mapping[str, str], parse: Parse) -> list[Known]:
    """Return the articles in texts by path below content/articles: those that stand there, and those that were."""
    by_id: dict[str, Known] = {}
    for path in sorted(current):
        if article := parse(current[path], path):
            by_id.setdefault(article.id, Known.of((path, path), article, current, None, parse))
    known: list[Known] = []
    seen: set[str] = set()
    for path in sorted(records):
        recorded = parse(records[path], path)
        if recorded is None:
            continue
        seen.add(recorded.id)
        entry = Known.of((path, path), recorded, current, records, parse)
        # The file may have been moved; and an editor may be in the middle of something that cannot be parsed.
        if there := by_id.get(recorded.id):
            entry = replace(entry, path=there.path, slug=there.slug, story=there.story or entry.story)
        known.append(entry)
    known += [entry for identity, entry in by_id.items() if identity not in seen]
    return known


def find_matches(fresh: Callable[[], Iterator[Article]], known: Sequence[Known]) -> dict[str, Known]:
    """Return which known article each fresh one is, by the fresh one's id."""
    by_id = {entry.id: entry for entry in known}
    matches = {article.id: by_id[article.id] for article in fresh() if article.id in by_id}
    free: dict[str, list[Known]] = defaultdict(list)  # by document
    for entry in known:
        if entry.id not in matches:
            for source in entry.sources:
                free[source.document].append(entry)
    gone: set[str] = set()
    for article in fresh() if free else ():
        if article.id not in matches and (found := _same(article, free, gone)):
            matches[article.id] = found
            gone.add(found.id)
    return matches


def _same(article: Article, free: Mapping[str, Sequence[Known]], gone: Collection[str]) -> Known | None:
    """Return the known article that a fresh one is, although its id came out differently this time.

    `free` are the known articles that no fresh one had the id of, by each of their documents; those whose ids are in
    `gone` are taken.
    """
    near = {entry.path: entry for source in article.sources for entry in free.get(source.document, ())}
    candidates = [entry for entry in near.values() if entry.id not in gone]
    if not candidates:
        return None
    sketch = shingles(article.body)
    best: tuple[float, str] = (_SAME_TEXT, "")
    found = None
    for entry in candidates:
        other = entry.article
        likeness = containment(sketch, shingles(other.body)) + (fold(other.title) == fold(article.title))
        if (likeness, entry.path) > best:
            best, found = (likeness, entry.path), entry
    return found
