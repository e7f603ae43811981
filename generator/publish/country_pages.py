"""The pages of the countries, and the one with the map that leads to them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from generator import urls
from generator.publish.atlas import WIDTH, draw
from generator.publish.frame import Filling, Part, Site, cut, listed, page, parts
from generator.site_model import Country, Plan


def countries(site: Site) -> Iterator[Plan]:
    """Yield the page with the map and the table of all countries, then the pages of each; none where there is none."""
    found = site.library.countries
    if not found:
        return
    yield page(site, "countries.html", urls.COUNTRIES, (found,), partial(_fill_all, site))
    for country in found:
        for part in parts(site.library.by_country[country.permalink], partial(urls.country, country.name)):
            # Numbers that change with every article stand on the first page only.
            shown = country if part.number == 1 else replace(country, total=0, counts={})
            decided = shown, part.number, part.addresses, listed(part.entries)
            yield page(site, "country.html", part.permalink, decided, partial(_fill, site, shown, part))


def _fill_all(site: Site) -> Filling:
    found = site.library.countries
    by_name = {country.name: country for country in found}
    return Filling(
        f"Countries – {site.config.title}",
        cut(f"Articles by country: {', '.join(by_name)}."),
        {
            "countries": found,
            "by_name": by_name,
            "map": draw({country.name: country.total for country in found}),
            "width": WIDTH,
        },
    )


def _fill(site: Site, country: Country, part: Part) -> Filling:
    return Filling(
        f"{country.name}{part.suffix} – {site.config.title}",
        f"Articles on {country.name}{part.suffix}, newest first.",
        {"country_page": country, "part": part},
        owners=((country.name, country.permalink),),
    )
