"""Articles that have expired -> pages that say so, so that a link to one still leads somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from generator import urls
from generator.model import Article
from generator.publish.frame import Site, page
from generator.site_model import Output

# By which a page that stands for a missing one is known; search engines forget what stood there.
ROBOTS = "noindex, noarchive"


def gone(
    site: Site, articles: Iterable[Article], earlier: Mapping[str, Collection[str]], paths: Collection[str]
) -> Iterator[Output]:
    """Yield a page at each address that an expired article has or had, where nothing else stands by now.

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
                title = f"No longer available: {address} – {site.config.title}"
                yield page(site, "gone.html", address, title, "What stood here has been taken down.", robots=ROBOTS)
