"""What every page has: its address and title, the settings, the navigation, and the functions a template may call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator import urls
from generator.model import Config
from generator.provenance import Origin
from generator.publish.anchors import find
from generator.publish.editions import Edition
from generator.publish.feeds import FORMATS
from generator.publish.feeds.discovery import discovery
from generator.safe_html import relink
from generator.site_model import Entry, Library, Output

PAGE_ITEMS = 20  # on one page of a topic or a country
DESCRIPTION_LENGTH = 200  # characters of a meta description that is cut from a text


@dataclass(frozen=True, slots=True)
class Site:
    """What a page type works from.

    `render(template, values)` fills a template of the theme, and `guard(template, page)` adds the policy of what such a
    page may load and run; `origins` is what the cleaner noted of the documents of an
    article, by its id; `editions` are those that are out, newest first.
    """

    library: Library
    config: Config
    render: Callable[[str, dict[str, object]], bytes]
    guard: Callable[[str, bytes], bytes]
    origins: Mapping[str, tuple[Origin, ...]]
    editions: tuple[Edition, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
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


def parts(entries: Sequence[Entry], address: Callable[[int], str]) -> Iterator[Part]:
    """Yield the pages of a list; one without entries has one page. `address` gives that of each page by its number."""
    last = max(1, -(-len(entries) // PAGE_ITEMS))
    addresses = tuple(address(number) for number in range(1, last + 1))
    for number, permalink in enumerate(addresses, 1):
        shown = tuple(entries[(number - 1) * PAGE_ITEMS : number * PAGE_ITEMS])
        yield Part(number, last, permalink, shown, addresses)


def page(
    site: Site,
    template: str,
    permalink: str,
    title: str,
    description: str,
    topics: tuple[str, ...] = (),
    owners: tuple[tuple[str, str], ...] = (),
    **values: object,
) -> Output:
    """Fill a template with its values and with what every page has.

    The feeds of its `topics` and of other pages, given as `owners` by name and permalink, are named before the one for
    everything.
    """
    library, config = site.library, site.config

    def link(address: str) -> str:
        if not address.startswith("/"):
            return address
        if permalink == urls.NOT_FOUND:  # shown at addresses of any depth
            return urls.base_path(config.base_url) + address[1:]
        return urls.relative(address, permalink)

    sections = {section.topic.slug: section for section in library.sections}
    owners = (*((sections[topic].topic.title, sections[topic].permalink) for topic in topics), *owners)
    common: dict[str, object] = {
        "config": config,
        "sections": sections,
        "pages": library.pages,
        "permalink": permalink,
        "canonical": urls.absolute(config.base_url, permalink),
        "card": urls.absolute(config.base_url, urls.card(*topics[:1])),
        "title": title,
        "description": description,
        "feeds": discovery(owners),
        "link": link,
        "absolute": lambda address: urls.absolute(config.base_url, address),
        "body": lambda html: _body(html, link),
        "feed": urls.feed,
        "formats": FORMATS,
        "has_countries": bool(library.countries),
        "has_editions": bool(site.editions),
        "country": urls.country,
        "sentence": lambda entry, words: _sentence(entry, words, permalink, link),
    }
    made = site.render(template, common | values)
    return Output(urls.output_path(permalink), site.guard(template, made))


def _body(html: str, link: Callable[[str], str]) -> Markup:
    # A table too wide for a phone scrolls inside a box, and a keyboard must be able to reach what scrolls.
    html = relink(html, link)
    html = html.replace("<table>", '<div class="table" role="group" aria-label="Table" tabindex="0"><table>')
    return Markup(html.replace("</table>", "</table></div>"))


def _sentence(entry: Entry, words: str, permalink: str, link: Callable[[str], str]) -> str | None:
    """Return a link to a sentence of an article, which is a mere fragment on its own page; None where it is gone."""
    name = find(entry.sentences, words)
    if name is None:
        return None
    return f"#{name}" if entry.permalink == permalink else f"{link(entry.permalink)}#{name}"


def cut(text: str) -> str:
    """Return a text as a meta description: white space collapsed, and cut at a word where it is too long."""
    text = " ".join(text.split())
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"
