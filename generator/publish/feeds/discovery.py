"""Which feeds a page names in its head, where browsers and feed readers look for them (RSS Autodiscovery)."""

from __future__ import annotations

from generator import urls
from generator.publish.feeds import FORMATS

EVERYTHING = ("All articles", urls.HOME)


def discovery(owners: tuple[tuple[str, str], ...]) -> list[tuple[str, str, str]]:
    """Return the title, the address and the media type of each feed that a page names.

    Its own come first, since many readers take the first, and the one for everything last. A page that has one feed of
    its own, or none, names that in every format; where it has several, one format of each is enough to choose from.
    """
    named = []
    for name, page in owners or (EVERYTHING,):
        for form in FORMATS if len(owners) <= 1 else FORMATS[:1]:
            title = name if form is FORMATS[0] else f"{name} ({form.name})"
            named.append((title, urls.feed(page, form.ending), form.media_type))
    if owners:
        named.append((EVERYTHING[0], urls.MAIN_FEED, FORMATS[0].media_type))
    return named
