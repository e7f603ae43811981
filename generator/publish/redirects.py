"""Earlier addresses -> pages that lead on: what a reader kept, or another site links to, still finds its article.

A static site cannot answer with a redirect of its own, so each is a page that a browser leaves at once; search engines
take it for a permanent one (HTML, the refresh pragma, and the canonical link of RFC 6596).
"""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping
from functools import partial

from generator import urls
from generator.entry_model import Entry
from generator.errors import Problem
from generator.model import Config
from generator.publish.frame import Site
from generator.publish.policy import Policy, metas
from generator.safe_html import printable
from generator.site_model import Plan

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
{policy}
<title>{title}</title>
<meta http-equiv="refresh" content="0; url={link}">
<link rel="canonical" href="{canonical}">
</head>
<body>
<p><a href="{link}">{title}</a></p>
</body>
</html>
"""


def redirects(
    site: Site, earlier: Mapping[str, Collection[str]], paths: Collection[str]
) -> tuple[list[Plan], list[Problem]]:
    """Return the plan of a page for each earlier address of an article, and what is wrong with any.

    These are its `aliases` and the slugs that are known from elsewhere (`earlier`, by the article's id); one of the
    latter that now belongs to something else is passed over. `paths` are those of all other outputs. Wrong is an alias
    at which something else stands.
    """
    problems, plans = [], []
    taken: dict[str, Entry] = {}
    for entry in site.library.entries:
        for alias in entry.article.aliases:
            problem = _problem(alias, entry, taken, paths)
            if problem:
                problems.append(Problem(entry.article.at("aliases"), *problem))
            else:
                taken[alias] = entry
    for entry in site.library.entries:
        for slug in sorted(earlier.get(entry.article.id, ())):
            if urls.output_path(urls.article(slug)) not in paths:
                taken.setdefault(urls.article(slug), entry)
    for alias, entry in sorted(taken.items(), key=lambda item: item[0]):
        key = site.key("redirect", alias, entry.permalink, entry.article.title)
        plans.append(Plan(urls.output_path(alias), key, partial(_page, alias, entry, site.config)))
    return plans, problems


def _problem(alias: str, entry: Entry, taken: Mapping[str, Entry], paths: Collection[str]) -> tuple[str, str] | None:
    path = urls.output_path(alias)
    if alias == entry.permalink:
        return f"the alias {alias} is where the article stands now", "remove it"
    if path in paths:
        return f"the alias {alias} is the address of another page", "remove it"
    folders = [path.rsplit("/", number)[0] for number in range(1, path.count("/") + 1)]
    if any(folder in paths for folder in folders) or any(other.startswith(f"{path}/") for other in paths):
        return f"the alias {alias} is inside another address", "remove it"
    if alias in taken:
        return f"the alias {alias} is taken by {taken[alias].article.origin.path}", "an address leads to one article"
    return None


def _page(alias: str, entry: Entry, config: Config) -> bytes:
    values = {
        "language": config.language,
        "title": printable(entry.article.title),
        "link": urls.relative(entry.permalink, alias),
        "canonical": urls.absolute(config.base_url, entry.permalink),
    }
    shown = {key: html.escape(value) for key, value in values.items()}
    return _PAGE.format_map(shown | {"policy": metas(Policy())}).encode()
