"""The heart: what happens in which order. Nothing here knows how any of it is done.

A build begins with what the last one left (build_state.py). What comes out does not depend on that: it says of each
output by which key it was made, and an output whose key is the same is the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from generator import urls
from generator.build_state import State, read_state, write_state
from generator.cache import open_memo
from generator.catalogue import (
    Catalogue,
    clashes,
    lost_paths,
    read_body,
    read_catalogue,
    read_origins,
    without_clashes,
)
from generator.entering import enter_anew, to_taxonomy
from generator.entry_model import Entry, digest
from generator.errors import ContentError, Problem, collecting
from generator.lock import reading
from generator.own_code import code_digest
from generator.progress import Progress
from generator.project import Project
from generator.publication import Publication
from generator.publish.due import due, expired, unwritten
from generator.publish.edition_pages import edition_channel
from generator.publish.editions import to_editions
from generator.publish.excerpt import to_excerpt
from generator.publish.feed_check import located, parted
from generator.publish.feed_check.finding import Finding
from generator.publish.feeds import channels, feeds
from generator.publish.frame import Site, to_navigation
from generator.publish.gone import gone
from generator.publish.library import assemble, ordered
from generator.publish.links import Linked, Part, broken_links, has_part, linked, parts_named
from generator.publish.look import look
from generator.publish.pages import pages
from generator.publish.redirects import redirects
from generator.publish.related import related
from generator.publish.theme import Theme
from generator.searching import add_search
from generator.seen import Seen
from generator.several import several
from generator.site_folder import publishing
from generator.site_model import Library, Plan, ThemeFolder, WriteReport
from generator.store import read_themes
from generator.texts import Texts

T = TypeVar("T")


def quiet(items: Iterable[T], label: str, total: int | None = None) -> Iterable[T]:
    """Return the items and tell nobody."""
    return items


def build(
    project: Project,
    progress: Progress = quiet,
    dry_run: bool = False,
    search_waits: bool = False,
    watch: Callable[[Iterable[tuple[str, Seen]], bytes], None] = lambda files, mark: None,
    found: list[Problem] | None = None,
) -> WriteReport:
    """Make the site of a project from its content, and say what changed in the site folder.

    Every output exists, and every check has passed, before anybody sees the first of them. A dry run writes nothing,
    and says what would change. Where the search may wait, its index stays as it was, if there is one: it is made of all
    articles at once, which takes longer than everything else. Raises BriefingError.

    Whoever watches is told all that was read of the content and all that stands in the site, as it was seen, and the
    mark of what is left for the next build (build_state.py). Given a list `found`, a dry run goes on with what is right
    wherever something is wrong, and puts all of that there.
    """
    config = project.config
    code = code_digest()
    taxonomy = to_taxonomy(config)
    rules = digest(code, taxonomy)
    before = read_state(project.cache, project.site)
    known = before.catalogue if before.rules == rules else None
    with open_memo(project.cache, "", "texts", dry_run) as memo:
        texts = Texts(memo, partial(enter_anew, taxonomy))
        with reading(project.content):
            catalogue, problems = read_catalogue(project.content, taxonomy, known or Catalogue(), texts, progress)
        problems += clashes(catalogue, project.content, taxonomy.topics)
        if problems:
            if not dry_run:
                write_state(project.cache, project.site, _with(before, rules, catalogue))
            with collecting(found):
                raise ContentError(problems)
            catalogue = without_clashes(catalogue)
        every = list(catalogue.entries())
        entries = ordered(due(every, project.today, project.drafts))
        kinship = related(entries, before.kinship, several)
        introductions, standing = (catalogue.pages(project.content / folder) for folder in ("topics", "pages"))
        library = assemble(entries, kinship, introductions, standing, config.topics)
        theme, editions = Theme(_themes(project, found), memo, code), to_editions(library, config, project.today)
        site = Site(
            library,
            config,
            theme.render,
            theme.guard,
            texts.get,
            partial(read_origins, project.content),
            to_navigation(library, editions),
            digest(code, config, theme.digest),
            editions,
        )
        earlier = catalogue.earlier_slugs()
        with publishing(project.site, before.made, dry_run, before.made if known else ()) as publication:
            feed_plans = feeds(channels(library, config, texts.get, edition_channel(site)), config, site.rules)
            plans = publication.claim(itertools.chain(pages(site), feed_plans, theme.static()), found)
            findings = _add_all(publication, plans, before, found, progress)
            bundles, note, is_behind = add_search(publication, site, before.bundles, code, search_waits)
            leads, wrong = redirects(site, earlier, publication.paths)
            _add_all(publication, publication.claim(leads, found), before, found)
            over = expired(every, project.today)
            absent = gone(site, over, earlier, publication.paths)
            _add_all(publication, publication.claim(absent, found), before, found)
            # After all else, because only then is it known which addresses there are.
            parts, broken = _links(publication, site.library, every, lost_paths(problems), found is not None, before)
            errors, suspicious = parted(located(findings.items(), entries))
            if wrong := [*wrong, *broken, *errors]:
                with collecting(found):
                    raise ContentError(wrong)
            warnings = (*suspicious, *unwritten(entries))
            report = publication.report()
            if not dry_run:
                publication.commit()
                left = publication.made(), bundles, findings, parts, None if warnings else to_excerpt(site, code)
                state = State(rules, catalogue, kinship, *left)
                watch(_files(project, state), write_state(project.cache, project.site, state))
                texts.tidy(every)
    return replace(report, note=note, warnings=warnings, search_is_behind=is_behind)


def _themes(project: Project, found: list[Problem] | None) -> tuple[ThemeFolder, ...]:
    with collecting(found):
        return read_themes(project.config.theme, project.themes)
    return read_themes("default", project.themes)


def _files(project: Project, state: State) -> Iterator[tuple[str, Seen]]:
    """Yield all that was read of the content, and then all that stands in the site, by its path."""
    yield from state.catalogue.files(project.content)
    yield from ((f"{project.site}/{path}", made.seen) for path, made in state.made.items())


def _with(before: State, rules: bytes, catalogue: Catalogue) -> State:
    """Return what the last build left, with the content as it was read now: a mistake costs no second reading."""
    return State(rules, catalogue, before.kinship, before.made, before.bundles, before.findings, before.parts)


def _add_all(
    publication: Publication, plans: list[Plan], before: State, wrong: list[Problem] | None, progress: Progress = quiet
) -> dict[str, tuple[Finding, ...]]:
    """Take in outputs, and return what is found in the feeds among them, by their paths.

    Raises ContentError naming every page that states no policy, ThemeError for the first template that fails; given a
    list, all that goes there.
    """
    findings, problems = {}, []
    for plan, seen in progress(publication.add(plans, look, wrong), "Making pages", len(plans)):
        found, problem = seen or (before.findings.get(plan.path, ()), None)
        if problem:
            problems.append(problem)
        if found:
            findings[plan.path] = found
    if problems:
        with collecting(wrong):
            raise ContentError(problems)
    return findings


def _links(
    publication: Publication,
    library: Library,
    every: Sequence[Entry],
    lost: Collection[str],
    ahead: bool,
    before: State,
) -> tuple[dict[str, tuple[bytes, tuple[str, ...]]], list[Problem]]:
    """Return the parts of pages that are there and named, by the paths of the pages, and the links that lead nowhere.

    `lost` are paths of which nobody knows whether they are there; `ahead` says whether the links of what is still to
    come are looked at, too.
    """
    links = list(linked(library))
    published = {entry.permalink for entry in library.entries}
    later = [(entry, entry.links) for entry in every if ahead and entry.permalink not in published]
    parts = _parts(publication, parts_named([*links, *later]), before)
    named = {(path, part) for path, (_, those) in parts.items() for part in those}
    there = {*publication.claimed, *lost}

    def broken(links: Sequence[Linked], there: Collection[str]) -> Iterator[Problem]:
        # Of a page that could not be made nobody knows the parts.
        unknown = {(path, part) for path, part in parts_named(links) if path not in publication.paths}
        return broken_links(links, there, named | unknown, read_body)

    then = there | {urls.output_path(entry.permalink) for entry in every}
    return parts, [*broken(links, there), *broken(later, then)]


def _parts(publication: Publication, named: Iterable[Part], before: State) -> dict[str, tuple[bytes, tuple[str, ...]]]:
    """Return those of the parts that pages name which are there, by the paths of the pages that have them."""
    asked: dict[str, list[str]] = {}
    for path, part in sorted(named):
        if path in publication.paths:
            asked.setdefault(path, []).append(part)
    found = {}
    for path, those in asked.items():
        sha256 = publication.sha256(path)
        old = before.parts.get(path, (b"", ()))
        known = old[1] if old[0] == sha256 else ()
        page = b"" if set(those) <= set(known) else publication.read(path)
        found[path] = sha256, tuple(part for part in those if part in known or has_part(page, part))
    return found
