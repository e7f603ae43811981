"""The only maker of addresses: slugs, permalinks, links between pages, absolute URLs."""

from __future__ import annotations

import functools
import re
import uuid
from urllib.parse import quote, urljoin, urlsplit

_NAMESPACE = uuid.UUID("5b0c8f0a-7d0e-5c39-9d0b-2f1d3a6a4e55")
SLUG_LENGTH = 80

HOME = "/"
ARCHIVE = "/archive/"
COUNTRIES = "/countries/"
EDITIONS = "/editions/"
FEEDS = "/feeds/"
SEARCH = "/search/"
SEARCH_INDEX = "/search/index/"
MAIN_FEED = "/feed.xml"
FEED_LIST = "/feeds/feeds.opml"
NOT_FOUND = "/404.html"
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"

# First parts of addresses that the generator itself hands out: no page of content/pages may have such a slug.
RESERVED = frozenset(
    {"archive", "articles", "countries", "editions", "feed", "feeds", "provenance", "search", "static", "topics"}
)

_ILLEGAL = r"""[\x00-\x20"<>\\^`{|}\[\]\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|%(?![0-9A-Fa-f]{2})"""
# What most addresses are, of which nothing has to be worked out: our own, and those on another site.
_SIMPLE = re.compile(r"(?:[A-Za-z0-9_-]+/)*(?:[A-Za-z0-9_-]+\.[a-z]+)?")
_ELSEWHERE = re.compile(r"https?://(?!site\.invalid)[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~!$&'()*+,;=:@/?#-]*)?")
_SITE = "https://site.invalid"  # stands for any host while links are resolved (RFC 2606)


@functools.lru_cache(maxsize=1024)
def slug(title: str) -> str:
    """Return a title as lower-case ASCII words joined by hyphens, at most 80 characters, cut between words.

    Other alphabets are transliterated. A title without a letter or digit becomes `untitled`.
    """
    if len(title) <= SLUG_LENGTH and title.isascii() and all(map(str.isalnum, words := title.split())):
        return "-".join(words).lower() or "untitled"  # as slugify has it
    from slugify import slugify  # noqa: PLC0415  (most builds need none of it)

    title = re.sub(r"(?<=\w)['’ʼ](?=\w)", "", title)
    return slugify(title, max_length=SLUG_LENGTH, word_boundary=True, save_order=True) or "untitled"


def unique_slug(wanted: str, taken: set[str]) -> str:
    """Return the slug, or the slug with the lowest number from 2 that is not taken yet."""
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted[: SLUG_LENGTH - 6].rstrip('-')}-{number}"
    return candidate


def new_id(document: str, title: str, number: int = 0) -> str:
    """Return the id of an article that is made for the first time: a UUID (RFC 9562, version 5).

    It depends on the document's name and the title as first seen only, so that the same input always gives the same
    id; `number` tells apart stories of one document under one title. Once written, the id in the front matter counts.
    """
    return str(uuid.uuid5(_NAMESPACE, f"{document}\n{title}" + (f"\n{number}" if number else "")))


def urn(*names: str) -> str:
    """Return what never changes as a URN that means the same everywhere (RFC 9562): an Atom id has to be an IRI.

    An id that is a UUID already stays what it is.
    """
    try:
        return uuid.UUID(names[0]).urn if len(names) == 1 else uuid.uuid5(_NAMESPACE, "\n".join(names)).urn
    except ValueError:
        return uuid.uuid5(_NAMESPACE, names[0]).urn


def article(slug: str) -> str:
    """Return the permalink of an article."""
    return f"/articles/{slug}/"


def provenance(slug: str) -> str:
    """Return the permalink of the page that shows what an article was made of."""
    return f"/provenance/{slug}/"


def topic(slug: str, number: int = 1) -> str:
    """Return the permalink of one of a topic's pages, counted from 1."""
    return f"/topics/{slug}/" if number == 1 else f"/topics/{slug}/page/{number}/"


def feed(page: str, ending: str = "xml") -> str:
    """Return the address of the feed of a page, which ends in a slash, in the format with the given ending."""
    return f"{page}feed.{ending}"


def archive(period: str) -> str:
    """Return the permalink of a part of the archive: a year, a month as 2024/05, or the undated."""
    return f"{ARCHIVE}{period}/"


def sitemap(number: int) -> str:
    """Return the address of one of several sitemaps, counted from 1."""
    return f"/sitemap-{number}.xml"


def country(name: str, number: int = 1) -> str:
    """Return the permalink of one of a country's pages, counted from 1."""
    return COUNTRIES + (f"{slug(name)}/" if number == 1 else f"{slug(name)}/page/{number}/")


def edition(slug: str) -> str:
    """Return the permalink of an edition."""
    return f"{EDITIONS}{slug}/"


def edition_mail(slug: str, ending: str) -> str:
    """Return the address of an edition as e-mail, by the ending of its form."""
    return f"{edition(slug)}mail.{ending}"


def page(slug: str) -> str:
    """Return the permalink of a page of content/pages."""
    return f"/{slug}/"


def card(topic: str = "") -> str:
    """Return the address of the picture that others show beside a link: a topic's, or the whole site's."""
    return static(f"cards/topics/{topic}.png" if topic else "cards/home.png")


def static(name: str) -> str:
    """Return the address of a theme's static file, given its path below static/."""
    return f"/static/{name}"


def output_path(permalink: str) -> str:
    """Return the file, below the site folder, that answers at a permalink."""
    return permalink[1:] + ("index.html" if permalink.endswith("/") else "")


def absolute(base_url: str, permalink: str) -> str:
    """Return the full URL of a permalink on the site at base_url (which ends in a slash)."""
    permalink = permalink.lstrip("/")
    if _SIMPLE.fullmatch(permalink):
        return base_url + permalink
    return urljoin(base_url, quote(permalink, safe="/#?=&%"))


def relative(permalink: str, current: str) -> str:
    """Return a link to a permalink from the page at another permalink, so that a site works below any path."""
    depth = current.count("/") - 1
    if depth and not current.startswith(permalink[: permalink.find("/", 1) + 1] or "/."):  # as most: nothing is shared
        return "../" * depth + permalink[1:]
    path, hash_mark, fragment = permalink.partition("#")
    folders, parts = current.split("/")[1:-1], path.split("/")[1:]
    shared = 0
    for folder, part in zip(folders, parts[:-1], strict=False):
        if folder != part:
            break
        shared += 1
    link = "../" * (len(folders) - shared) + "/".join(parts[shared:])
    # Nothing at all would mean the page itself, two slashes another host, and a colon another scheme.
    if not link or link.startswith("/") or (":" in link and ":" in link.partition("/")[0]):
        link = f"./{link}"
    return link + hash_mark + fragment


def base_path(base_url: str) -> str:
    """Return the path below which the site stands on its host: `/` or `/repo/`."""
    return urlsplit(base_url).path or "/"


def resolve(link: str, permalink: str) -> str:
    """Return the permalink that a link on the page at `permalink` leads to; a link to elsewhere as it is.

    Characters that no address may hold are percent-encoded (RFC 3986, section 2).
    """
    if _ELSEWHERE.fullmatch(link):
        return link
    link = re.sub(_ILLEGAL, lambda match: quote(match[0], errors="replace"), link.strip())
    parts = urlsplit(urljoin(_SITE + permalink, link))
    if f"{parts.scheme}://{parts.netloc}" != _SITE:
        return f"https:{link}" if link.startswith("//") else link
    return parts._replace(scheme="", netloc="").geturl()
