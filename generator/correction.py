"""A build after a few bodies were edited: from what the last build left, only the pages and feeds with these are made.

Whatever else has changed, or is to be said, is for a whole build (pipeline.py), and then nothing is done here. What
comes out is the same.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator import urls
from generator.again import LastRun
from generator.build_state import Bundle, Edits, View, is_still_there, read_view, write_edits
from generator.cache import open_memo
from generator.catalogue import read_origins
from generator.entering import Draft, Taxonomy, enter_anew, enter_body, to_taxonomy
from generator.entry_model import Entry
from generator.errors import ContentError
from generator.lock import reading
from generator.project import Project
from generator.publication import Publication
from generator.publish.article_pages import articles_of
from generator.publish.excerpt import pages_with, to_library
from generator.publish.feeds import channels, feeds
from generator.publish.frame import Site
from generator.publish.links import has_part
from generator.publish.look import look
from generator.publish.search_shards import Shard, parts
from generator.publish.theme import Theme
from generator.seen import Seen, seen
from generator.sight import Sight
from generator.site_folder import MANIFEST, publishing
from generator.site_model import Plan, WriteReport
from generator.store import decoded, read_themes, wrong_file
from generator.texts import Texts

_MOST = 200  # edits that are kept beside a state


class _Edit(msgspec.Struct, frozen=True):
    """An article whose body is another one: its file as it was read, what became of it, and its text."""

    seen: Seen
    entry: Entry
    text: str


def corrected(project: Project, last: LastRun) -> WriteReport | None:
    """Make what edits of bodies change in the site, and say what that is; None where there is more to do, or nothing.

    Raises BriefingError.
    """
    if not last.left:  # without a note nothing is known
        return None
    view = read_view(project.cache, project.site)
    changed = last.changed if view and view.mark == last.left else None
    if not view or not changed:
        return None
    files = [path for path in changed if path in view.paths]
    folders = [path for path in changed if path not in view.paths]
    # Folders are looked at before the names in them are: whatever comes later is for the next build to see.
    sight = Sight()
    sight.look(map(Path, folders), deep=False)
    if len(files) + len(view.edits.articles) > _MOST or not all(
        _has_same_names(path, project.content, last.paths) for path in folders
    ):
        return None
    taxonomy = to_taxonomy(project.config)
    with reading(project.content):
        edits = {path: edit for path in files if (edit := _read(path, view, taxonomy))}
    if not edits or len(edits) < len(files):
        return None
    with open_memo(project.cache, "", "texts") as memo:
        texts = Texts(memo, partial(enter_anew, taxonomy))
        texts.put((edit.entry, edit.text) for edit in edits.values())
        correction = _Correction(project, view, edits, texts)
        if len(correction.numbers) < len(files):  # one that is not out
            return None
        theme = Theme(read_themes(project.config.theme, project.themes), memo, view.excerpt.code)
        plans = list(correction.plans(theme))
        with publishing(project.site, view.made) as publication:
            # Whoever was at work before us may have left another site.
            if not is_still_there(project.cache, project.site, view) or not _add(publication, plans, view):
                return None
            if (index := correction.index(publication)) is None:
                return None
            shards, gone = index
            publication.keep(gone)
            report = publication.report()
            publication.commit()
            made = publication.made()
    sight.take((path, edit.seen) for path, edit in edits.items())
    sight.take((f"{project.site}/{path}", one.seen) for path, one in made.items())
    sight.look([project.site / MANIFEST])
    before = view.edits
    articles = before.articles | {path: (edit.seen, edit.entry) for path, edit in edits.items()}
    absent = tuple(sorted({*before.gone, *gone} - made.keys()))
    present = {path: one for path, one in (before.made | made).items() if path not in absent}
    left = write_edits(
        project.cache, project.site, Edits(before.state, articles, present, before.bundles | shards, absent)
    )
    last.go_on(sight, left, {f"{project.site}/{path}" for path in gone})
    return report


def _has_same_names(path: str, content: Path, known: Collection[str]) -> bool:
    """Return whether a path is that of a folder of the content with just the files in it that are known."""
    folder = Path(path)
    if not folder.is_relative_to(content) or any(part.startswith(".") for part in folder.relative_to(content).parts):
        return False
    inside = {os.path.basename(one) for one in known if os.path.dirname(one) == path}  # noqa: PTH119, PTH120  (thousands)
    try:
        with os.scandir(path) as entries:
            there = {entry.name for entry in entries if entry.name.endswith(".md") or entry.is_dir()}
    except OSError:  # no folder, or none that can be read
        return False
    return {name for name in there ^ inside if not name.startswith(".")} == set()


def _read(path: str, view: View, taxonomy: Taxonomy) -> _Edit | None:
    """Return an article whose body was edited; None where anything else of it is another, or wrong."""
    before = view.article(path)[1]
    try:
        state, now = os.lstat(path), time.time_ns()
        if wrong_file(state, taxonomy.limits.article_mb, Path(path)):
            return None
        data = Path(path).read_bytes()
        entered = enter_body(Draft("articles", path, decoded(data, path, ContentError)), before, taxonomy)
    except (OSError, ContentError):
        return None
    if entered is None or replace(entered[0], text=before.text) != before:
        return None
    return _Edit(seen(state, hashlib.sha256(data).digest(), now), *entered)


class _Correction:
    """What some edits of bodies change in a site."""

    def __init__(self, project: Project, view: View, edits: Mapping[str, _Edit], texts: Texts) -> None:
        """Take the edits by the paths of their files; the texts have theirs."""
        self._config, self._content, self._view, self._texts = project.config, project.content, view, texts
        self._edits, self._entries = edits, dict[int, Entry]()
        self.numbers = [number for number, path in enumerate(view.excerpt.paths) if path in edits]

    def _read(self, number: int) -> Entry:
        """Return an article as it is now, by its number in the library."""
        if number not in self._entries:
            path, view = self._view.excerpt.paths[number], self._view
            entry = self._edits[path].entry if path in self._edits else view.article(path)[1]
            self._entries[number] = view.noted(entry)
        return self._entries[number]

    def plans(self, theme: Theme) -> Iterator[Plan]:
        """Yield the pages of the articles that were edited, and the feeds in which they stand."""
        config, excerpt, text = self._config, self._view.excerpt, self._texts.get
        pages = pages_with(excerpt, self.numbers)
        library = to_library(excerpt, config.topics, self.numbers, pages, self._read)
        origins = partial(read_origins, self._content)
        site = Site(library, config, theme.render, theme.guard, text, origins, excerpt.navigation, excerpt.rules)
        yield from articles_of(site, map(self._read, self.numbers), excerpt.shared)
        those = [channel for channel in channels(library, config, text) if channel.page in pages]
        yield from (plan for plan in feeds(those, config, site.rules) if plan.path != urls.output_path(urls.FEED_LIST))

    def index(self, publication: Publication) -> tuple[dict[str, Bundle], set[str]] | None:
        """Take in the search index of the shards in which the articles stand, if there is a search.

        Return these shards, and the files that are left over from them as they were; None where none can be made.
        """
        if not self._config.search:
            return {}, set()
        from generator.searching import Indexing, indexed  # noqa: PLC0415  (few edits need it)

        excerpt, before = self._view.excerpt, self._view.bundles
        every = dict(parts(len(excerpt.paths)))
        if before.keys() != every.keys():
            return None
        changed = {name: part for name, part in every.items() if any(number in part for number in self.numbers)}
        shards = [Shard(name, tuple(map(self._read, part))) for name, part in changed.items()]
        made = indexed(publication, Indexing(self._config, excerpt.countries, self._texts.get, excerpt.code), shards)
        if made is None:
            return None
        left = {path for name in changed for path in before[name].paths}
        return made, left - {path for bundle in made.values() for path in bundle.paths}


def _add(publication: Publication, plans: Sequence[Plan], view: View) -> bool:
    """Take in outputs; return whether all is well with them, and nothing is to be said of them."""
    for plan, looked in publication.add(plans, look):
        findings, problem = looked or ((), None)
        if findings or problem:
            return False
        if named := view.parts(plan.path):
            page = publication.read(plan.path)
            if not all(has_part(page, part) for part in named):
                return False
    return True
