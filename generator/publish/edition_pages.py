"""The pages of the editions, the list of them, each as e-mail, and as the items of a feed of their own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from typing import Any

from generator import urls
from generator.entry_model import Entry, digest
from generator.model import Config
from generator.publish.editions import Edition
from generator.publish.feeds import Channel
from generator.publish.feeds.form import Item
from generator.publish.feeds.items import midnight, text
from generator.publish.frame import Filling, Site, cut, listed, page
from generator.publish.guard import guarded
from generator.publish.policy import Policy, metas
from generator.safe_html import sanitise
from generator.site_model import Plan

# Articles of each topic in an e-mail: as many as it has, and fewer until the mail is small enough.
_SHORTER = (1000, 120, 80, 50, 30, 20, 12, 8, 5, 3, 2, 1, 0)
_OWNERS = (("Editions", urls.EDITIONS),)


def editions(site: Site) -> Iterator[Plan]:
    """Yield the list of the editions, and each as a page and as e-mail: HTML, text, and a message ready to send."""
    every = site.editions
    if not every:
        return
    shown = [(one.slug, one.lead.listed, len(one.entries)) for one in every]
    yield page(site, "editions.html", urls.EDITIONS, (shown,), partial(_fill_list, site))
    for number, edition in enumerate(every):
        newer = every[number - 1] if number else None
        older = every[number + 1] if number + 1 < len(every) else None
        decided = listed(edition.entries), newer and newer.slug, older and older.slug
        yield page(site, "edition.html", edition.permalink, decided, partial(_fill, site, edition, newer, older))
        mail = _Mail(edition, site)
        key = site.key("mail", edition.slug, listed(edition.entries))
        for ending, form in (("html", "html"), ("txt", "words"), ("eml", "message")):
            path = urls.output_path(urls.edition_mail(edition.slug, ending))
            yield Plan(path, key, partial(getattr, mail, form))


def _fill_list(site: Site) -> Filling:
    every = site.editions
    description = f"{len(every)} editions, from {every[-1].span} to {every[0].span}."
    return Filling(f"Editions – {site.config.title}", description, {"editions": every}, owners=_OWNERS)


def _fill(site: Site, edition: Edition, newer: Edition | None, older: Edition | None) -> Filling:
    mails = [urls.edition_mail(edition.slug, ending) for ending in ("html", "txt", "eml")]
    return Filling(
        f"{edition.name} – {site.config.title}",
        cut(f"{edition.span}: {edition.lead.article.title}"),
        {"edition": edition, "newer": newer, "older": older, "mails": mails},
        owners=_OWNERS,
    )


def edition_channel(site: Site) -> Iterator[Channel]:
    """Yield the channel of the editions, where there are any."""
    if newest := site.editions[: site.config.feed_items]:
        decided = digest([(edition.slug, listed(edition.entries)) for edition in newest])
        description = f"One item a {site.config.edition}."
        yield Channel(
            "Editions", description, urls.EDITIONS, decided, lambda: tuple(_item(site, edition) for edition in newest)
        )


def _item(site: Site, edition: Edition) -> Item:
    """Return an edition as an item of a feed, with the whole of it as its content."""
    html = site.render("edition_text.html", _values(edition, site)).decode()
    more = len(edition.entries) - 1
    summary = f"{edition.lead.article.title}" + (f", and {more} more" if more else "")
    return Item(
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


class _Mail:
    """An edition as e-mail in its three forms, of which the last holds the others."""

    def __init__(self, edition: Edition, site: Site) -> None:
        self._edition, self._site = edition, site

    @cached_property
    def html(self) -> bytes:
        """The mail as HTML, short enough."""
        from generator.publish.edition_mail import HTML_LIMIT, inlined  # noqa: PLC0415  (most builds need none of it)

        html = b""
        for limit in _SHORTER:
            html = inlined(self._site.render("mail.html", _values(self._edition, self._site, limit)))
            html = guarded(html, metas(Policy(any_style=True)).encode()) or html
            if len(html) <= HTML_LIMIT:
                break
        return html

    @cached_property
    def words(self) -> bytes:
        """The whole of it as plain text."""
        from generator.publish.edition_mail import plain_text  # noqa: PLC0415  (most builds need none of it)

        return plain_text(self._edition, self._site.config)

    @cached_property
    def message(self) -> bytes:
        """Both forms as a message ready to send."""
        from generator.publish.edition_mail import message  # noqa: PLC0415  (most builds need none of it)

        return message(self._edition, self._site.config, self.words, self.html)


def _values(edition: Edition, site: Site, limit: int = _SHORTER[0]) -> dict[str, Any]:
    """Return what the templates of an edition need where no page stands around it: every address is absolute."""
    config: Config = site.config

    def link(address: str) -> str:
        return urls.absolute(config.base_url, address) if address.startswith("/") else address

    def sentence(entry: Entry, words: str) -> str | None:
        name = entry.article.anchors.get(words)
        return f"{link(entry.permalink)}#{name}" if name else None

    return {
        "config": config,
        "edition": edition,
        "limit": limit,
        "sections": site.rubrics,
        "permalink": edition.permalink,
        "link": link,
        "sentence": sentence,
    }
