"""The pages of the countries, and the one with the map that leads to them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator import urls
from generator.publish.atlas import WIDTH, draw
from generator.publish.frame import Site, cut, page, parts
from generator.site_model import Output


def countries(site: Site) -> Iterator[Output]:
    """Yield the page with the map and the table of all countries, then the pages of each; none where there is none."""
    found = site.library.countries
    if not found:
        return
    by_name = {country.name: country for country in found}
    yield page(
        site,
        "countries.html",
        urls.COUNTRIES,
        f"Countries – {site.config.title}",
        cut(f"Articles by country: {', '.join(by_name)}."),
        countries=found,
        by_name=by_name,
        map=draw({name: len(country.entries) for name, country in by_name.items()}),
        width=WIDTH,
    )
    for country in found:
        for part in parts(country.entries, partial(urls.country, country.name)):
            yield page(
                site,
                "country.html",
                part.permalink,
                f"{country.name}{part.suffix} – {site.config.title}",
                f"Articles on {country.name}{part.suffix}, newest first.",
                owners=((country.name, country.permalink),),
                country_page=country,
                part=part,
            )
