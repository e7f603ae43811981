"""What the cleaner made against what stands in content/: which files to write, which to leave to their editor.

Three versions of each article decide, as in any merge: the one that the cleaner made now, the one that it wrote last
(the record), and the one that stands there. Where the last two differ a person was at work, and their text stays; what
the cleaner changed since goes into the rest of the file.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from generator import urls
from generator.errors import ContentError
from generator.front_matter import dump, parse_article
from generator.ingest.clash import Clash
from generator.ingest.edits import merge_edits
from generator.ingest.facts.grouping import assign
from generator.ingest.repair import fold
from generator.ingest.shingles import containment, shingles
from generator.model import Article

# Of an article whose headline changed, this share of the text must still be there for it to be the same one.
_SAME_TEXT = 0.5


class Outcome(Enum):
    """What became of one article."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    EDITED = "edited"  # a person changed the file, and the cleaner has nothing new to say
    MERGED = "merged"  # a person changed the file, and the cleaner's changes went into the rest of it
    CLASHED = "clashed"  # the same, but both changed some of the places; there the person's text stays
    KEPT = "kept"  # a person changed the file so that nothing can be merged into it; the cleaner would change it too
    DELETED = "deleted"  # a person removed the file
    OVERTAKEN = "overtaken"  # a person saved the file while the cleaner was at work
    PARTIAL = "partial"  # it also comes from documents that were not read this time


@dataclass(frozen=True, slots=True)
class Changes:
    """What to do below content/: paths below content/articles, with the texts to write, and where edits clash.

    `moved` holds, by the path to write, where the article has stood until now, with its record; `apart` by the path of
    a record, where its article stands after a person moved that.
    `settled` is how the articles come out once that is done, if nothing changes any more. `ids` says under which id an
    article that was made now is known; one that is left as it is has none.
    """

    write: dict[str, str] = field(default_factory=dict)
    record: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    apart: dict[str, str] = field(default_factory=dict)
    outcomes: tuple[tuple[str, Outcome], ...] = ()
    clashes: tuple[tuple[str, Clash], ...] = ()
    settled: tuple[tuple[str, Outcome], ...] = ()
    ids: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Known:
    """An article that is in content/ or was: its path, its record's path, and the versions of it that there are."""

    path: str
    record_path: str
    article: Article
    record: str | None
    current: str | None


def try_to_parse(text: str, path: str) -> Article | None:
    """Return the article that a content file holds, or None where it cannot be parsed."""
    try:
        return parse_article(text, path)
    except ContentError:
        return None


Parse = Callable[[str, str], Article | None]


def reconcile(
    articles: Iterable[Article], current: Mapping[str, str], records: Mapping[str, str], parse: Parse = try_to_parse
) -> Changes:
    """Return what to write so that content/ holds the given articles, without touching what a person changed.

    `current` and `records` are texts by path below content/articles. An article that is there already keeps its id, its
    slug, its story and its place. `parse` may be another way to the same article, such as one that remembers.
    """
    known = _known(current, records, parse)
    fresh = sorted(articles, key=lambda article: article.id)
    matches = _matches(fresh, known)
    by_id = {entry.article.id: entry for entry in known}
    taken = {entry.article.slug for entry in known} | {_slug_of(path) for path in current}
    read = {source.document for article in fresh for source in article.sources}
    write: dict[str, str] = {}
    record: dict[str, str] = {}
    moved: dict[str, str] = {}
    apart: dict[str, str] = {}
    outcomes: list[tuple[str, Outcome]] = []
    settled: list[tuple[str, Outcome]] = []
    clashes: list[tuple[str, Clash]] = []
    ids: dict[str, str] = {}
    named = _with_stories(_with_identity(fresh, matches, taken), known)
    for made, article in zip(fresh, named, strict=True):
        match = by_id.get(article.id)
        text = dump(article)
        if match is None:
            ids[made.id] = article.id
            path = _place(article.slug, article)
            write[path] = record[path] = text
            outcomes.append((path, Outcome.NEW))
            settled.append((path, Outcome.UNCHANGED))
            continue
        outcome = _outcome(match, article, text, read)
        is_whole = {source.document for source in match.article.sources} <= read
        if is_whole and outcome not in (Outcome.DELETED, Outcome.KEPT):
            ids[made.id] = article.id
        path, record_path = match.path, match.record_path
        if outcome is Outcome.UPDATED:
            # An article that a person moved stays where they put it.
            if path == record_path == _place(match.article.slug, match.article):
                path = record_path = _place(match.article.slug, article)
            write[path] = text
            if path != match.path:
                moved[path] = match.path
        elif outcome is Outcome.MERGED:
            merged, found = merge_edits(match.record or "", match.current or "", text)
            outcome = Outcome.CLASHED if found else outcome if merged != match.current else Outcome.EDITED
            clashes += [(path, clash) for clash in found]
            if merged != match.current:
                write[path] = merged
        if match.record != text and (outcome in _RECORDED or match.current == text):
            record[record_path] = text
            if path != record_path:
                apart[record_path] = path
        outcomes.append((path, outcome))
        is_ours = write.get(path, match.current) == text
        settled.append(
            (path, outcome if outcome not in _RECORDED else Outcome.UNCHANGED if is_ours else Outcome.EDITED)
        )
    return Changes(
        write,
        record,
        moved,
        apart,
        outcomes=tuple(sorted(outcomes, key=_by_path)),
        clashes=tuple(sorted(clashes, key=_by_path)),
        settled=tuple(sorted(settled, key=_by_path)),
        ids=ids,
    )


def _matches(fresh: Iterable[Article], known: Sequence[_Known]) -> dict[str, _Known]:
    """Return which known article each fresh one is, by the fresh one's id."""
    by_id = {entry.article.id: entry for entry in known}
    matches = {article.id: by_id[article.id] for article in fresh if article.id in by_id}
    free: dict[str, list[_Known]] = defaultdict(list)  # by document
    for entry in known:
        if entry.article.id not in matches:
            for source in entry.article.sources:
                free[source.document].append(entry)
    gone: set[str] = set()
    for article in fresh:
        if article.id not in matches and (match := _same(article, free, gone)):
            matches[article.id] = match
            gone.add(match.article.id)
    return matches


def _with_identity(fresh: Iterable[Article], matches: Mapping[str, _Known], taken: set[str]) -> Iterator[Article]:
    """Yield the articles with the ids, slugs and stories of those that they are, and with slugs that are free."""
    for article in fresh:
        if match := matches.get(article.id):
            known = match.article
            updated = _updated(article, known)
            yield replace(article, id=known.id, slug=known.slug, story=known.story, updated=updated)
        else:
            slug = urls.unique_slug(article.slug, taken)
            taken.add(slug)
            yield replace(article, slug=slug)


def _with_stories(articles: Iterable[Article], known: Iterable[_Known]) -> Iterator[Article]:
    """Yield the articles, those without a story with that of what stands in content/, or one of their own."""
    given = tuple(articles)
    settled = [entry.article for entry in known if entry.current is not None]
    stories = assign([article for article in given if not article.story], settled)
    for article in given:
        yield replace(article, story=article.story or stories[article.id])


# After these the record holds what the cleaner made now: there is nothing left for the next run to merge.
_RECORDED = (Outcome.UPDATED, Outcome.MERGED, Outcome.CLASHED, Outcome.EDITED)


def _by_path(item: tuple[str, object]) -> str:
    return item[0]


def _outcome(match: _Known, article: Article, text: str, read: set[str]) -> Outcome:
    """Return what is to become of an article that is known; MERGED where an edit and a change have to be merged."""
    if match.current is None:
        return Outcome.DELETED
    recorded = {source.document: source.sha256 for source in match.article.sources}
    if not set(recorded) <= read:
        same = all(recorded.get(source.document) == source.sha256 for source in article.sources)
        return Outcome.UNCHANGED if same and match.current == match.record else Outcome.PARTIAL
    if match.current == text:
        return Outcome.UNCHANGED
    if match.current == match.record:
        return Outcome.UPDATED
    if match.record == text:
        return Outcome.EDITED
    return Outcome.MERGED if match.record is not None and try_to_parse(match.current, match.path) else Outcome.KEPT


def _known(current: Mapping[str, str], records: Mapping[str, str], parse: Parse) -> list[_Known]:
    by_id: dict[str, tuple[str, Article]] = {}
    for path, text in sorted(current.items()):
        if article := parse(text, path):
            by_id.setdefault(article.id, (path, article))
    known: list[_Known] = []
    seen: set[str] = set()
    for record_path, text in sorted(records.items()):
        recorded = parse(text, record_path)
        if recorded is None:
            continue
        seen.add(recorded.id)
        # The file may have been moved; and an editor may be in the middle of something that cannot be parsed.
        path, article = by_id.get(recorded.id, (record_path, recorded))
        known.append(
            _Known(
                path,
                record_path,
                replace(recorded, slug=article.slug, story=article.story or recorded.story),
                text,
                current.get(path),
            )
        )
    known += [
        _Known(path, path, article, None, current[path]) for key, (path, article) in by_id.items() if key not in seen
    ]
    return known


def _same(article: Article, free: Mapping[str, Sequence[_Known]], gone: Collection[str]) -> _Known | None:
    """Return the known article that a fresh one is, although its id came out differently this time.

    `free` are the known articles that no fresh one had the id of, by each of their documents; those whose ids are in
    `gone` are taken.
    """
    near = {entry.path: entry for source in article.sources for entry in free.get(source.document, ())}
    candidates = [entry for entry in near.values() if entry.article.id not in gone]
    if not candidates:
        return None
    sketch = shingles(article.body)
    best: tuple[float, str] = (_SAME_TEXT, "")
    found = None
    for entry in candidates:
        likeness = containment(sketch, shingles(entry.article.body)) + (
            fold(entry.article.title) == fold(article.title)
        )
        if (likeness, entry.path) > best:
            best, found = (likeness, entry.path), entry
    return found


def _updated(article: Article, before: Article) -> dt.date | None:
    """Return the day on which an article's text last changed, given what it was before; None where it never did.

    That is the day on which the changed text was seen. A text that changed although no document was retrieved anew has
    changed because the rules did, and that is no news to a reader.
    """
    seen = max((source.retrieved for source in article.sources if source.retrieved), default=None)
    known = max((source.retrieved for source in before.sources if source.retrieved), default=None)
    same = (article.title, article.summary, article.body) == (before.title, before.summary, before.body)
    if same or seen is None or (known and seen <= known) or (article.date and seen <= article.date):
        return before.updated
    return seen


def _place(slug: str, article: Article) -> str:
    return f"{article.date.year if article.date else 'undated'}/{slug}.md"


def _slug_of(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md")
