"""The heart: what happens in which order. Nothing here knows how any of it is done."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from generator import urls
from generator.progress import Progress
from generator.project import Project
from generator.publish.due import due
from generator.publish.feed_check import check_feeds, checked
from generator.publish.feeds import feeds
from generator.publish.library import assemble, to_entry, to_page
from generator.publish.links import check_links
from generator.publish.markup import render
from generator.publish.pages import Site, pages
from generator.publish.redirects import redirects
from generator.publish.theme import Theme
from generator.site_folder import write_outputs
from generator.site_model import WriteReport
from generator.store import read_content, read_earlier_slugs, read_themes

T = TypeVar("T")


def quiet(items: Iterable[T], label: str, total: int | None = None) -> Iterable[T]:
    """Return the items and tell nobody."""
    return items


def build(project: Project, progress: Progress = quiet) -> WriteReport:
    """Make the site of a project from its content, and say what changed in the site folder.

    Every output exists, and every check has passed, before the first file is written. Raises BriefingError otherwise.
    """
    config = project.config
    content = read_content(project.content, [topic.slug for topic in config.topics])
    theme = Theme(read_themes(config.theme, project.themes))
    published = due(content.articles, project.today)
    articles = progress(published, "Reading Markdown", len(published))
    entries = [to_entry(article, render) for article in articles]
    introductions = [to_page(page, urls.topic(page.slug), render) for page in content.introductions]
    standing = [to_page(page, urls.page(page.slug), render) for page in content.pages]
    library = assemble(entries, introductions, standing, config.topics)
    making = itertools.chain(pages(Site(library, config, theme.render)), feeds(library, config), theme.static())
    outputs = tuple(progress(making, "Making pages"))
    earlier = read_earlier_slugs(project.content, content.articles)
    outputs += tuple(redirects(library, config, earlier, {output.path for output in outputs}))
    # After rendering, because only then is it known which addresses there are.
    check_links(library, outputs)
    warnings = checked(check_feeds(outputs, published))
    return replace(write_outputs(outputs, project.site), warnings=warnings)
