"""What the cleaner made against what stands in content/: which files to write, which to leave to their editor.

Three versions of each article decide, as in any merge: the one that the cleaner made now, the one that it wrote last
(the record), and the one that stands there. Where the last two differ a person was at work, and their text stays; what
the cleaner changed since goes into the rest of the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from enum import Enum

import msgspec
from msgspec.structs import replace

from generator import urls
from generator.dumping import dump
from generator.ingest.clash import Clash
from generator.ingest.edits import merge_edits
from generator.ingest.facts.grouping import assign
from generator.ingest.known import Known, Parse, find_known, find_matches, try_to_parse
from generator.ingest.sharing import Shelves
from generator.model import Article


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


class Changes(msgspec.Struct, frozen=True):
    """What to do below content/: paths below content/articles, with the texts to write, and where edits clash.

    `write` and `record` hold texts by path, each of which may come from a disk at the moment when it is asked for.

    `moved` holds, by the path to write, where the article has stood until now, with its record; `apart` by the path of
    a record, where its article stands after a person moved that.
    `settled` is how the articles come out once that is done, if nothing changes any more. `ids` says under which id an
    article that was made now is known; one that is left as it is has none.
    """

    write: Mapping[str, str] = msgspec.field(default_factory=dict)
    record: Mapping[str, str] = msgspec.field(default_factory=dict)
    moved: dict[str, str] = msgspec.field(default_factory=dict)
    apart: dict[str, str] = msgspec.field(default_factory=dict)
    outcomes: tuple[tuple[str, Outcome], ...] = ()
    clashes: tuple[tuple[str, Clash], ...] = ()
    settled: tuple[tuple[str, Outcome], ...] = ()
    ids: dict[str, str] = msgspec.field(default_factory=dict)


def reconcile(
    articles: Sequence[Article],
    current: Mapping[str, str],
    records: Mapping[str, str],
    parse: Parse = try_to_parse,
    texts: Callable[[], MutableMapping[str, str]] = dict,
    shelves: Shelves = dict,
) -> Changes:
    """Return what to write so that content/ holds the given articles, without touching what a person changed.

    `current` and `records` are texts by path below content/articles. An article that is there already keeps its id, its
    slug, its story and its place. `parse` may be another way to the same article, such as one that remembers.
    Articles and texts are looked at one at a time, so that they need not all be in memory; `texts` makes what holds
    those of the result, `shelves` what holds what is compared of the articles.
    """
    known = find_known(current, records, parse)
    ids_made = [article.id for article in articles]
    order = sorted(range(len(ids_made)), key=ids_made.__getitem__)

    def fresh() -> Iterator[Article]:
        return (articles[place] for place in order)

    matches = find_matches(fresh, known)
    by_id = {entry.id: entry for entry in known}
    taken = {entry.slug for entry in known} | {_slug_of(path) for path in current}
    read = {source.document for article in fresh() for source in article.sources}
    write, record = texts(), texts()
    moved: dict[str, str] = {}
    apart: dict[str, str] = {}
    outcomes: list[tuple[str, Outcome]] = []
    settled: list[tuple[str, Outcome]] = []
    clashes: list[tuple[str, Clash]] = []
    ids: dict[str, str] = {}
    named = _named(fresh, matches, taken, known, shelves)
    for place, article in zip(order, named, strict=True):
        match = by_id.get(article.id)
        text = dump(article)
        if match is None:
            ids[ids_made[place]] = ids_made[place]
            path = _place(article.slug, article.date)
            write[path] = record[path] = text
            outcomes.append((path, Outcome.NEW))
            settled.append((path, Outcome.UNCHANGED))
            continue
        outcome = _outcome(match, article, text, read)
        is_whole = {source.document for source in match.sources} <= read
        if is_whole and outcome not in (Outcome.DELETED, Outcome.KEPT):
            ids[ids_made[place]] = article.id
        path, record_path = match.path, match.record_path
        if outcome is Outcome.UPDATED:
            # An article that a person moved stays where they put it.
            if path == record_path == _place(match.slug, match.date):
                path = record_path = _place(match.slug, article.date)
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


def _named(
    fresh: Callable[[], Iterator[Article]],
    matches: Mapping[str, Known],
    taken: set[str],
    known: Sequence[Known],
    shelves: Shelves,
) -> Iterator[Article]:
    """Yield the articles with the ids, slugs and stories of those that they are; the others with slugs that are free.

    Those without a story get that of what stands in content/, or one of their own.
    """
    slugs: list[str] = []
    for article in fresh():
        if article.id not in matches:
            slugs.append(urls.unique_slug(article.slug, taken))
            taken.add(slugs[-1])

    def identified() -> Iterator[Article]:
        slug = iter(slugs)
        for article in fresh():
            if match := matches.get(article.id):
                updated = _updated(article, match)
                yield replace(article, id=match.id, slug=match.slug, story=match.story, updated=updated)
            else:
                yield replace(article, slug=next(slug))

    settled = (entry.article for entry in known if entry.path in entry.currents)
    stories = iter(assign((article for article in identified() if not article.story), settled, shelves))
    for article in identified():
        yield replace(article, story=article.story or next(stories))


# After these the record holds what the cleaner made now: there is nothing left for the next run to merge.
_RECORDED = (Outcome.UPDATED, Outcome.MERGED, Outcome.CLASHED, Outcome.EDITED)


def _by_path(item: tuple[str, object]) -> str:
    return item[0]


def _outcome(match: Known, article: Article, text: str, read: set[str]) -> Outcome:
    """Return what is to become of an article that is known; MERGED where an edit and a change have to be merged."""
    if match.current is None:
        return Outcome.DELETED
    recorded = {source.document: source.sha256 for source in match.sources}
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


def _updated(article: Article, match: Known) -> dt.date | None:
    """Return the day on which an article's text last changed, given what it was before; None where it never did.

    That is the day on which the changed text was seen. A text that changed although no document was retrieved anew has
    changed because the rules did, and that is no news to a reader.
    """
    seen = max((source.retrieved for source in article.sources if source.retrieved), default=None)
    known = max((source.retrieved for source in match.sources if source.retrieved), default=None)
    if seen is None or (known and seen <= known) or (article.date and seen <= article.date):
        return match.updated
    before = match.article
    same = (article.title, article.summary, article.body) == (before.title, before.summary, before.body)
    return match.updated if same else seen


def _place(slug: str, date: dt.date | None) -> str:
    return f"{date.year if date else 'undated'}/{slug}.md"


def _slug_of(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md")
