"""The pages of the editions, the list of them, each as e-mail, and as the items of a feed of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator import urls
from generator.model import Config
from generator.publish.anchors import find
from generator.publish.edition_mail import HTML_LIMIT, inlined, message, plain_text
from generator.publish.editions import Edition
from generator.publish.feeds.form import Item
from generator.publish.feeds.items import midnight, text
from generator.publish.frame import Site, cut, page
from generator.publish.policy import Policy, guarded
from generator.safe_html import sanitise
from generator.site_model import Entry, Output

# Articles of each topic in an e-mail: as many as it has, and fewer until the mail is small enough.
_SHORTER = (1000, 120, 80, 50, 30, 20, 12, 8, 5, 3, 2, 1, 0)
_OWNERS = (("Editions", urls.EDITIONS),)


def editions(site: Site) -> Iterator[Output]:
    """Yield the list of the editions, and each as a page and as e-mail: HTML, text, and a message ready to send."""
    if not site.editions:
        return
    title = f"Editions – {site.config.title}"
    description = f"{len(site.editions)} editions, from {site.editions[-1].span} to {site.editions[0].span}."
    yield page(site, "editions.html", urls.EDITIONS, title, description, owners=_OWNERS, editions=site.editions)
    for number, edition in enumerate(site.editions):
        yield page(
            site,
            "edition.html",
            edition.permalink,
            f"{edition.name} – {site.config.title}",
            cut(f"{edition.span}: {edition.lead.article.title}"),
            owners=_OWNERS,
            edition=edition,
            newer=site.editions[number - 1] if number else None,
            older=site.editions[number + 1] if number + 1 < len(site.editions) else None,
            mails=[urls.edition_mail(edition.slug, ending) for ending in ("html", "txt", "eml")],
        )
        yield from _mails(edition, site)


def edition_items(site: Site) -> Iterator[Item]:
    """Yield each edition as an item of a feed, with the whole of it as its content."""
    for edition in site.editions:
        html = site.render("edition_text.html", _values(edition, site)).decode()
        more = len(edition.entries) - 1
        summary = f"{edition.lead.article.title}" + (f", and {more} more" if more else "")
        yield Item(
            id=edition.id,
            url=urls.absolute(site.config.base_url, edition.permalink),
            title=text(f"{edition.name}: {edition.span}" if edition.span != edition.name else edition.name),
            summary=text(summary),
            content=sanitise(html).strip(),
            outlets=(),
            categories=tuple(text(group.section.topic.title) for group in edition.groups if group.section),
            published=midnight(edition.out, site.config),
            updated=None,
        )


def _mails(edition: Edition, site: Site) -> Iterator[Output]:
    html = b""
    for limit in _SHORTER:
        html = inlined(site.render("mail.html", _values(edition, site, limit)))
        html = guarded(html, Policy(any_style=True)) or html
        if len(html) <= HTML_LIMIT:
            break
    words = plain_text(edition, site.config)
    data = {"html": html, "txt": words, "eml": message(edition, site.config, words, html)}
    for ending, content in data.items():
        yield Output(urls.output_path(urls.edition_mail(edition.slug, ending)), content)


def _values(edition: Edition, site: Site, limit: int = _SHORTER[0]) -> dict[str, Any]:
    """Return what the templates of an edition need where no page stands around it: every address is absolute."""
    config: Config = site.config

    def link(address: str) -> str:
        return urls.absolute(config.base_url, address) if address.startswith("/") else address

    def sentence(entry: Entry, words: str) -> str | None:
        name = find(entry.sentences, words)
        return f"{link(entry.permalink)}#{name}" if name else None

    return {
        "config": config,
        "edition": edition,
        "limit": limit,
        "sections": {section.topic.slug: section for section in site.library.sections},
        "permalink": edition.permalink,
        "link": link,
        "sentence": sentence,
    }
