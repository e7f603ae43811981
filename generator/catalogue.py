"""The content as it was when it was last read, brought up to date: only files that changed are read again.

A file counts as unchanged by its state (stamp.py), and where that does not decide, by the digest of what it holds.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePath

import msgspec

from generator import urls
from generator.entering import Draft, Taxonomy, enter_all
from generator.entry_model import Entry, PageEntry
from generator.errors import ContentError, Location, Problem, reason, suggestion
from generator.fences import split
from generator.file_names import folded
from generator.progress import Progress
from generator.provenance import Origin, parse
from generator.seen import Seen, seen
from generator.stamp import state_of
from generator.store import (
    ORIGINS,
    RECORD_SUFFIX,
    RECORDS,
    decoded,
    leads_out,
    read_text,
    stray,
    undecodable_name,
    walk,
    wrong_file,
)
from generator.texts import Texts

_FOLDERS = ("articles", "pages", "topics")
# The keys that decide an address, with their values, and a slug or address in these.
_NAMES = r"(?m)^(?:slug|aliases)[ \t]*:(.*(?:\n[ \t-].*)*)"
_NAME = r"[\w/%.-]+"
_KEPT_AT_ONCE = 200  # texts that go into the store in one step


class Catalogue(msgspec.Struct, frozen=True, array_like=True):
    """All content by its files: articles, pages and introductions; what the cleaner noted of articles, by their ids.

    `earlier` are the ids of the records whose names are no article's slug any more.
    """

    articles: dict[str, tuple[Seen, Entry]] = {}
    others: dict[str, tuple[Seen, PageEntry]] = {}
    origins: dict[str, Seen] = {}
    earlier: dict[str, tuple[Seen, str]] = {}

    def entries(self) -> Iterator[Entry]:
        """Yield every article, drafts too, each with the digest of what the cleaner noted of it."""
        for _, entry in self.articles.values():
            yield with_record(entry, self.origins)

    def files(self, root: Path) -> Iterator[tuple[str, Seen]]:
        """Yield every file that was read, as it was then."""
        for found in (self.articles, self.others, self.earlier):
            yield from ((path, one) for path, (one, _) in found.items())
        for identity, one in self.origins.items():
            yield str(origins_file(root, identity)), one

    def pages(self, folder: Path) -> list[PageEntry]:
        """Return the pages of one folder."""
        inside = f"{folder}{os.sep}"
        return [page for path, (_, page) in self.others.items() if path.startswith(inside)]

    def earlier_slugs(self) -> dict[str, set[str]]:
        """Return the slugs that articles had when they were made, where an editor changed them since, by their ids."""
        slugs: dict[str, set[str]] = {}
        for path, (_, identity) in self.earlier.items():
            slugs.setdefault(identity, set()).add(Path(path).name.removesuffix(f".md{RECORD_SUFFIX}"))
        return slugs


def with_record(entry: Entry, origins: Mapping[str, Seen]) -> Entry:
    """Return an article with the digest of what the cleaner noted of it, by its id."""
    noted = origins.get(entry.article.id) if origins else None
    return msgspec.structs.replace(entry, record=noted.sha256) if noted else entry


def origins_file(root: Path, identity: str) -> Path:
    """Return the file in which the cleaner noted what it kept and dropped for an article."""
    return root / RECORDS / ORIGINS / f"{identity}.txt"


def read_origins(root: Path, entry: Entry) -> tuple[Origin, ...]:
    """Return what the cleaner noted of the documents of an article. Raises ContentError."""
    path = origins_file(root, entry.article.id)
    return parse(read_text(path, ContentError), str(path))


def read_catalogue(
    root: Path, taxonomy: Taxonomy, before: Catalogue, texts: Texts, progress: Progress
) -> tuple[Catalogue, list[Problem]]:
    """Return everything below a content folder, and what is wrong with its files; one that is wrong is left out.

    `before` is the content as it was, under the same taxonomy; the texts of new articles go into `texts`. Files and
    folders whose name starts with a dot are passed over. Raises ContentError where there is no such folder.
    """
    if not root.is_dir():
        raise ContentError([Problem(Location(str(root)), "no such folder", "run `briefing clean` first, or --content")])
    if problem := undecodable_name(root):
        raise ContentError([problem])
    problems = list(_misplaced(root))
    known: dict[str, tuple[Seen, Entry | PageEntry]] = {**before.articles, **before.others}
    made: dict[str, tuple[Seen, Entry | PageEntry] | None] = {}
    fresh: dict[str, tuple[str, os.stat_result, int]] = {}
    for folder in _FOLDERS:
        for entry in walk(str(root / folder), ".md"):
            path, state = entry.path, state_of(entry)
            old = known.get(path)
            if old and not old[0].is_state(state):
                old = _same(path, state, old)
            if not old and (problem := _refused(entry, state, root, taxonomy)):
                problems.append(problem)
                continue
            made[path] = old  # in either case it has its place among the others
            if not old:
                fresh[path] = folder, state, time.time_ns()
    read: dict[str, Seen] = {}

    def drafts() -> Iterator[Draft]:
        # One by one: the texts of a whole archive would take more memory than anything else.
        for path, (folder, state, now) in fresh.items():
            try:
                data = Path(path).read_bytes()
                read[path] = seen(state, hashlib.sha256(data).digest(), now)
                yield Draft(folder, path, decoded(data, path, ContentError))
            except OSError as error:
                problems.append(Problem(Location(path), f"cannot be read: {reason(error)}"))
            except ContentError as error:
                problems.extend(error.problems)

    kept: list[tuple[Entry, str]] = []
    for entered in progress(enter_all(drafts(), len(fresh), taxonomy), "Reading Markdown", len(fresh)):
        problems.extend(entered.problems)
        if entered.made:
            made[entered.path] = read[entered.path], entered.made
        if isinstance(entered.made, Entry):
            kept.append((entered.made, entered.text))
            if len(kept) >= _KEPT_AT_ONCE:
                texts.put(kept)
                kept = []
    texts.put(kept)
    articles = {path: (one[0], one[1]) for path, one in made.items() if one and isinstance(one[1], Entry)}
    others = {path: (one[0], one[1]) for path, one in made.items() if one and isinstance(one[1], PageEntry)}
    origins = _origins(root, {entry.article.id for _, entry in articles.values()}, before.origins, problems)
    earlier = _earlier(root, {entry.article.slug for _, entry in articles.values()}, before.earlier)
    return Catalogue(articles, others, origins, earlier), problems


def _same(
    path: str, state: os.stat_result, old: tuple[Seen, Entry | PageEntry]
) -> tuple[Seen, Entry | PageEntry] | None:
    """Return a file with its new state where it holds what it held, else None."""
    now = time.time_ns()
    try:
        sha256 = hashlib.sha256(Path(path).read_bytes()).digest()
    except OSError:
        return None
    return (seen(state, sha256, now), old[1]) if sha256 == old[0].sha256 else None


def _refused(entry: os.DirEntry[str], state: os.stat_result, root: Path, taxonomy: Taxonomy) -> Problem | None:
    """Return why a file is not even read."""
    path = Path(entry.path)
    if problem := undecodable_name(path):
        return problem
    if entry.is_symlink() and leads_out(path, root.parent):
        return stray(path)
    if entry.is_symlink() and not path.exists():
        return None  # reading it says why
    return wrong_file(state, taxonomy.limits.article_mb, path)


def _origins(root: Path, ids: Collection[str], before: dict[str, Seen], problems: list[Problem]) -> dict[str, Seen]:
    """Return what the cleaner noted of articles, by their ids; each note that is new is read once, to be sure of it."""
    found: dict[str, Seen] = {}
    for entry in walk(str(root / RECORDS / ORIGINS), ".txt", deep=False):
        path, identity = entry.path, entry.name.removesuffix(".txt")
        if identity not in ids:
            continue
        state, old = state_of(entry), before.get(identity)
        if old and old.is_state(state):
            found[identity] = old
            continue
        try:
            now, data = time.time_ns(), Path(path).read_bytes()
            found[identity] = seen(state, hashlib.sha256(data).digest(), now)
            if old is None or old.sha256 != found[identity].sha256:
                parse(decoded(data, path, ContentError), path)
        except OSError as error:
            problems.append(Problem(Location(path), f"cannot be read: {reason(error)}"))
        except ContentError as error:
            problems.extend(error.problems)
    return found


def _earlier(root: Path, slugs: Collection[str], before: dict[str, tuple[Seen, str]]) -> dict[str, tuple[Seen, str]]:
    # A record keeps the name that it got first, so only those are read whose names are no article's slug any more.
    found: dict[str, tuple[Seen, str]] = {}
    ending = f".md{RECORD_SUFFIX}"
    for entry in walk(str(root / RECORDS), ending):
        if entry.name.removesuffix(ending) in slugs:
            continue
        path, state = entry.path, state_of(entry)
        old = before.get(path)
        if not (old and old[0].is_state(state)):
            from generator.front_matter import parse_article  # noqa: PLC0415  (most builds need none of it)

            try:
                now, data = time.time_ns(), Path(path).read_bytes()
                identity = parse_article(decoded(data, path, ContentError), path).id
                old = seen(state, hashlib.sha256(data).digest(), now), identity
            except (OSError, ContentError):  # what is no record says nothing
                continue
        found[path] = old
    return found


def _misplaced(root: Path) -> Iterator[Problem]:
    """Yield a problem for each folder with a mistyped name: nobody would ever see the articles in it."""
    for folder in sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")):
        if folder.name not in _FOLDERS and next(walk(str(folder), ".md"), None):
            yield Problem(Location(str(folder)), "not a folder for content", suggestion(folder.name, _FOLDERS))


def clashes(catalogue: Catalogue, root: Path, topics: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong between the files: one slug, id or address that two things want, an unknown topic."""
    for page in catalogue.pages(root / "pages"):
        if page.slug in urls.RESERVED:
            message = f"{page.permalink} is an address of the generator's own"
            yield Problem(Location(page.path), message, "rename the file")
    for page in catalogue.pages(root / "topics"):
        if page.slug not in topics:
            hint = suggestion(page.slug, topics)
            yield Problem(Location(page.path), f"introduces an unknown topic '{page.slug}'", hint)
    entries = [entry for _, entry in catalogue.articles.values()]
    yield from _taken(entries, "slug", lambda entry: entry.article.slug)
    yield from _taken(entries, "id", lambda entry: folded(entry.article.id))


def _taken(entries: Iterable[Entry], key: str, value: Callable[[Entry], str]) -> Iterator[Problem]:
    entries = list(entries)
    if len({value(entry) for entry in entries}) == len(entries):
        return
    first: dict[str, Entry] = {}
    for entry in entries:
        other = first.setdefault(value(entry), entry)
        if other is not entry:
            message = f"the {key} '{value(entry)}' is taken by {other.article.path}"
            yield Problem(entry.article.at(key), message, f"give one of them another {key}")


def without_clashes(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue without the files that `clashes` has something to say of, of two articles the second one."""
    taken: set[tuple[str, str]] = set()
    articles: dict[str, tuple[Seen, Entry]] = {}
    for path, (state, entry) in catalogue.articles.items():
        names = {("slug", entry.article.slug), ("id", folded(entry.article.id))}
        if taken.isdisjoint(names):
            articles[path] = state, entry
        taken |= names
    others = {path: one for path, one in catalogue.others.items() if one[1].permalink.strip("/") not in urls.RESERVED}
    return Catalogue(articles, others, catalogue.origins, catalogue.earlier)


def lost_paths(problems: Iterable[Problem]) -> set[str]:
    """Return the paths of pages that files with problems may stand for, as far as anything can be told from them.

    A link to such a page is not broken, or nobody knows yet.
    """
    paths = set()
    for path in {problem.location.path for problem in problems}:
        try:
            text = Path(path).read_bytes().decode("utf-8", "replace")
        except OSError:
            text = ""
        said = " ".join(re.findall(_NAMES, text.partition("\n---")[0]))
        for name in (PurePath(path).stem, *re.findall(_NAME, said)):
            paths |= {urls.output_path(f"{root}{name.strip('/')}/") for root in ("/", urls.article("")[:-1])}
    return paths


def read_body(path: str) -> tuple[str, int]:
    """Return the body in a file of content, and its line. Raises ContentError where the file is broken by now."""
    _, body, line = split(read_text(Path(path), ContentError), path)
    return body, line
