"""An edition as e-mail: HTML that mail programs take, its twin in plain text, and both as one message ready to send.

Mail programs drop style sheets, so the styles go into the elements; Gmail cuts a message off above 102 KB.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

import css_inline

from generator import urls
from generator.entry_model import Entry
from generator.model import Config
from generator.publish.editions import Edition
from generator.publish.feeds.items import midnight, text
from generator.publish.wording import day

HTML_LIMIT = 102 * 1000  # bytes
_WIDTH = 72  # RFC 5322 and RFC 3676 ask for no more than 78


def inlined(page: bytes) -> bytes:
    """Return a page with its styles in the elements; what depends on the reader's screen stays in a style sheet."""
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, minify_css=True)
    return inliner.inline(page.decode()).encode()


def plain_text(edition: Edition, config: Config) -> bytes:
    """Return an edition as plain text."""
    lines = [text(config.title), edition.name, *([edition.span] if edition.span != edition.name else ()), ""]
    lines += [_link(edition.permalink, config), "", "", *_article(edition.lead, config, points=5)]
    for group in edition.groups:
        lines += ["", *_heading(text(group.section.topic.title) if group.section else "Other reports")]
        for number, entry in enumerate(group.entries):
            lines += ["", *_article(entry, config, points=0 if number else 3)]
    if edition.figures:
        lines += ["", *_heading("Figures")]
        for title, bar in edition.figures:
            of = ", ".join(part for part in (title, bar.where, bar.when) if part)
            several = len(bar.claims) > 1
            said = ", ".join(f"{one.amount} ({one.publishers})" if several else one.publishers for one in bar.claims)
            lines += ["", *_wrapped(f"{bar.amount}: {text(of)}"), *_wrapped(text(said), "  ")]
    if edition.happenings:
        lines += ["", *_heading("Timeline"), ""]
        for one in edition.happenings:
            lines += _wrapped(f"{one.time}: {text(one.text)}", "  ", "")
    lines += ["", "-- ", text(config.title), _link(urls.HOME, config), ""]
    return "\n".join(lines).encode()


def _heading(words: str) -> list[str]:
    return [words.upper(), "=" * min(len(words), _WIDTH)]


def _article(entry: Entry, config: Config, points: int) -> list[str]:
    article = entry.article
    said = [text(point.text) for point in article.key_points[:points]]
    lines = _wrapped(text(article.title))
    if said:
        for point in said:
            lines += _wrapped(f"- {point}", "  ", "")
    elif points and article.summary:
        lines += _wrapped(text(article.summary))
    publishers = dict.fromkeys(source.publisher for source in article.sources if source.publisher)
    date = [day(article.date)] if article.date else []
    return [*lines, *_wrapped(", ".join([*date, *map(text, publishers)])), _link(entry.permalink, config)]


def _wrapped(words: str, indent: str = "", first: str | None = None) -> list[str]:
    return textwrap.wrap(
        words, _WIDTH, initial_indent=indent if first is None else first, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _link(permalink: str, config: Config) -> str:
    return urls.absolute(config.base_url, permalink)


def message(edition: Edition, config: Config, words: bytes, html: bytes) -> bytes:
    """Return an edition as a message (RFC 5322), the same bytes whenever it is made.

    Mail programs that know the header X-Unsent open it as a draft: whom it goes to is for the sender to say.
    """
    host = (urlsplit(config.base_url).hostname or "localhost").encode("idna").decode()
    sender = Address(text(config.title), addr_spec=config.sender or f"noreply@{host}")
    made = EmailMessage(policy=SMTP)
    made["Subject"] = text(f"{config.title}: {edition.span}")
    made["From"] = str(sender)
    made["Date"] = format_datetime(midnight(edition.out, config) or dt.datetime.min)
    made["Message-ID"] = f"<{edition.id.removeprefix('urn:uuid:')}@{host}>"
    made["X-Unsent"] = "1"
    made.set_content(words.decode(), cte="quoted-printable")
    made.add_alternative(html.decode(), subtype="html", cte="quoted-printable")
    made.set_boundary(f"edition-{edition.slug}-{edition.id.rpartition('-')[2]}")
    return made.as_bytes()
