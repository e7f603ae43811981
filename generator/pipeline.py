"""The heart: what happens in which order. Nothing here knows how any of it is done."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from generator import urls
from generator.lock import reading
from generator.progress import Progress
from generator.project import Project
from generator.publish.anchors import anchor
from generator.publish.due import due, expired, unwritten
from generator.publish.edition_pages import edition_items
from generator.publish.editions import to_editions
from generator.publish.feed_check import check_feeds, checked
from generator.publish.feeds import feeds
from generator.publish.frame import Site
from generator.publish.gone import gone
from generator.publish.library import assemble, to_entry, to_page
from generator.publish.links import check_links
from generator.publish.markup import render
from generator.publish.pages import pages
from generator.publish.policy import check_policies
from generator.publish.redirects import redirects
from generator.publish.search_bundle import search_bundle
from generator.publish.search_documents import search_documents
from generator.publish.theme import Theme
from generator.search_index import SearchMissing, run_pagefind
from generator.site_folder import compare_outputs, write_outputs
from generator.site_model import WriteReport
from generator.store import read_content, read_earlier_slugs, read_themes

T = TypeVar("T")


def quiet(items: Iterable[T], label: str, total: int | None = None) -> Iterable[T]:
    """Return the items and tell nobody."""
    return items


def build(project: Project, progress: Progress = quiet, dry_run: bool = False) -> WriteReport:
    """Make the site of a project from its content, and say what changed in the site folder.

    Every output exists, and every check has passed, before the first file is written. A dry run writes nothing, and
    says what would change. Raises BriefingError otherwise.
    """
    config = project.config
    markup = partial(render, engine=config.markdown_engine)
    measures = [measure.slug for topic in config.topics for measure in topic.measures]
    with reading(project.content):
        content = read_content(project.content, [topic.slug for topic in config.topics], measures, config.limits)
    theme = Theme(read_themes(config.theme, project.themes))
    published = due(content.articles, project.today, project.drafts)
    articles = progress(published, "Reading Markdown", len(published))
    entries = [to_entry(article, markup, anchor) for article in articles]
    introductions = [to_page(page, urls.topic(page.slug), markup) for page in content.introductions]
    standing = [to_page(page, urls.page(page.slug), markup) for page in content.pages]
    library = assemble(entries, introductions, standing, config.topics)
    coming_out = to_editions(library, config, project.today)
    site = Site(library, config, theme.render, theme.guard, content.origins, coming_out)
    making = itertools.chain(pages(site), feeds(library, config, edition_items(site)), theme.static())
    outputs = [*progress(making, "Making pages")]
    note = ""
    if library.entries:
        try:
            outputs += search_bundle(run_pagefind(search_documents(library, config)))
        except SearchMissing as missing:
            note = f"{urls.SEARCH}: the search will find nothing: {missing} (pip install 'pagefind[bin]')"
    earlier = read_earlier_slugs(project.content, content.articles)
    outputs += redirects(library, config, earlier, {output.path for output in outputs})
    outputs += gone(site, expired(content.articles, project.today), earlier, {output.path for output in outputs})
    check_policies(outputs)
    # After rendering, because only then is it known which addresses there are.
    check_links(library, outputs)
    warnings = (*checked(check_feeds(outputs, published)), *unwritten(published))
    write = compare_outputs if dry_run else write_outputs
    return replace(write(outputs, project.site), note=note, warnings=warnings)
