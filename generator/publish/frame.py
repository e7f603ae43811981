"""What every page has: its address and title, the settings, the navigation, and the functions a template may call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup

from generator import urls
from generator.entry_model import Entry, digest
from generator.model import Config
from generator.provenance import Origin
from generator.publish.feeds import FORMATS
from generator.publish.feeds.discovery import discovery
from generator.safe_html import relink
from generator.site_model import Library, Plan, Rubric

if TYPE_CHECKING:  # most builds need none of them, and what they are made of
    from generator.publish.editions import Edition

PAGE_ITEMS = 20  # on one page of a topic or a country
DESCRIPTION_LENGTH = 200  # characters of a meta description that is cut from a text


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """A page of content/pages as the navigation knows it."""

    title: str
    permalink: str


class Navigation(msgspec.Struct, frozen=True, array_like=True):
    """What every page leads to: the pages of one's own, and whether there are countries and editions."""

    standing: tuple[Standing, ...] = ()
    has_countries: bool = False
    has_editions: bool = False


def to_navigation(library: Library, editions: Sequence[Edition]) -> Navigation:
    """Return the navigation of a site."""
    standing = tuple(Standing(item.title, item.permalink) for item in library.pages)
    return Navigation(standing, bool(library.countries), bool(editions))


class Site(msgspec.Struct, frozen=True, dict=True):
    """What a page type works from.

    `render(template, values)` fills a template of the theme, and `guard(template, page)` adds the policy of what such a
    page may load and run; `text(entry)` is the text of an article, and
    `origins(entry)` what the cleaner noted of its documents; `editions` are those that are out, newest first. `rules`
    is the digest of what decides every page besides the content: our code, the settings and the templates.
    """

    library: Library
    config: Config
    render: Callable[[str, dict[str, object]], bytes]
    guard: Callable[[str, bytes], bytes]
    text: Callable[[Entry], str]
    origins: Callable[[Entry], tuple[Origin, ...]]
    navigation: Navigation
    rules: bytes
    editions: tuple[Edition, ...] = ()

    @cached_property
    def rubrics(self) -> dict[str, Rubric]:
        """The topics by slug."""
        return {section.rubric.topic.slug: section.rubric for section in self.library.sections}

    def key(self, *parts: object) -> bytes:
        """Return the digest of the parts and of what every page shows: no page is handed anything beyond these."""
        return digest(self._frame, *parts)

    @cached_property
    def _frame(self) -> bytes:
        return digest(self.rules, self.navigation)


class Part(msgspec.Struct, frozen=True):
    """One page of a long list: which one of how many, its address, its entries, and the addresses of all of them."""

    number: int
    last: int
    permalink: str
    entries: tuple[Entry, ...]
    addresses: tuple[str, ...]

    @property
    def suffix(self) -> str:
        """What the titles of the further pages end in, since no two pages may have the same."""
        return f", page {self.number} of {self.last}" if self.number > 1 else ""

    @property
    def label(self) -> str:
        """Which of the pages it is, in words."""
        return f"Page {self.number} of {self.last}"


def parts(entries: Sequence[Entry], address: Callable[[int], str]) -> Iterator[Part]:
    """Yield the pages of a list; one without entries has one page. `address` gives that of each page by its number.

    The addresses of the further pages count from the oldest entries, and each is full: what is new goes on the first
    page, which holds from half a page to one and a half, and the others stay as they are.
    """
    full = count_parts(len(entries)) - 1
    addresses = (address(1), *(address(number) for number in range(full + 1, 1, -1)))
    start = 0
    for number, permalink in enumerate(addresses, 1):
        end = len(entries) - PAGE_ITEMS * (full + 1 - number)
        yield Part(number, full + 1, permalink, tuple(entries[start:end]), addresses)
        start = end


def count_parts(total: int) -> int:
    """Return how many pages a list of so many entries has (parts)."""
    return max(0, total - PAGE_ITEMS // 2) // PAGE_ITEMS + 1


class Filling(msgspec.Struct, frozen=True):
    """What one page is filled with: its title and description, and the values of its own.

    The feeds of its `topics` and of other pages, given as `owners` by name and permalink, are named before the one for
    everything.
    """

    title: str
    description: str
    values: Mapping[str, object]
    topics: tuple[str, ...] = ()
    owners: tuple[tuple[str, str], ...] = ()


def page(site: Site, template: str, permalink: str, decided: Sequence[object], fill: Callable[[], Filling]) -> Plan:
    """Return the plan of a page: a template filled with what `fill` returns, and with what every page has.

    `decided` are values, or digests of them, that decide all that `fill` returns, besides the settings.
    """
    key = site.key(template, permalink, *decided)
    return Plan(urls.output_path(permalink), key, lambda: _made(site, template, permalink, fill()))


def _made(site: Site, template: str, permalink: str, filling: Filling) -> bytes:
    config = site.config

    def link(address: str) -> str:
        if not address.startswith("/"):
            return address
        if permalink == urls.NOT_FOUND:  # shown at addresses of any depth
            return urls.base_path(config.base_url) + address[1:]
        return urls.relative(address, permalink)

    rubrics, topics = site.rubrics, filling.topics
    owners = (*((rubrics[topic].topic.title, rubrics[topic].permalink) for topic in topics), *filling.owners)
    common: dict[str, object] = {
        "config": config,
        "sections": rubrics,
        "pages": site.navigation.standing,
        "permalink": permalink,
        "canonical": urls.absolute(config.base_url, permalink),
        "card": urls.absolute(config.base_url, urls.card(*topics[:1])),
        "title": filling.title,
        "description": filling.description,
        "feeds": discovery(owners),
        "link": link,
        "absolute": lambda address: urls.absolute(config.base_url, address),
        "body": lambda html: _body(html, link),
        "feed": urls.feed,
        "formats": FORMATS,
        "has_countries": site.navigation.has_countries,
        "has_editions": site.navigation.has_editions,
        "country": urls.country,
        "sentence": lambda entry, words: _sentence(entry, words, permalink, link),
    }
    return site.guard(template, site.render(template, common | dict(filling.values)))


def listed(entries: Sequence[Entry]) -> bytes:
    """Return what decides all that a list may show of its entries."""
    return b"".join([entry.listed for entry in entries])


def _body(html: str, link: Callable[[str], str]) -> Markup:
    if '="/' in html:
        html = relink(html, link)
    # A table too wide for a phone scrolls inside a box, and a keyboard must be able to reach what scrolls.
    html = html.replace("<table>", '<div class="table" role="group" aria-label="Table" tabindex="0"><table>')
    return Markup(html.replace("</table>", "</table></div>"))


def _sentence(entry: Entry, words: str, permalink: str, link: Callable[[str], str]) -> str | None:
    """Return a link to the sentence of a fact, which is a mere fragment on the article's own page.

    None where the sentence is gone.
    """
    name = entry.article.anchors.get(words)
    if name is None:
        return None
    return f"#{name}" if entry.permalink == permalink else f"{link(entry.permalink)}#{name}"


def cut(text: str) -> str:
    """Return a text as a meta description: white space collapsed, and cut at a word where it is too long."""
    text = " ".join(text.split())
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"
