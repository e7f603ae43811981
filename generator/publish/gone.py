"""Articles that have expired -> pages that say so, so that a link to one still leads somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial

from generator import urls
from generator.entry_model import Header
from generator.publish.frame import Filling, Site, page
from generator.site_model import Plan

# By which a page that stands for a missing one is known; search engines forget what stood there.
ROBOTS = "noindex, noarchive"


def gone(
    site: Site, articles: Iterable[Header], earlier: Mapping[str, Collection[str]], paths: Collection[str]
) -> Iterator[Plan]:
    """Yield the plan of a page at each address that an expired article has or had, where nothing else stands by now.

    `earlier` holds slugs that are known from elsewhere, by the article's id; `paths` are those of all other outputs. A
    page names neither the title nor anything else of the article: it may have been taken down for that.
    """
    taken = set(paths)
    for article in articles:
        slugs = (article.slug, *sorted(earlier.get(article.id, ())))
        for address in dict.fromkeys((*map(urls.article, slugs), *article.aliases)):
            path = urls.output_path(address)
            if path not in taken:
                taken.add(path)
                yield page(site, "gone.html", address, (), partial(_fill, site, address))


def _fill(site: Site, address: str) -> Filling:
    title = f"No longer available: {address} – {site.config.title}"
    return Filling(title, "What stood here has been taken down.", {"robots": ROBOTS})
