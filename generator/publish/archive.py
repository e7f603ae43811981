"""The archive: every article by month, on one page as long as that is short, then by year, and a long year by month.

The newest year, or month, always stands at the address of the archive, and gets its own once there is a newer one. So a
page that is left alone stays as it is, and each article stands on one of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from generator import urls
from generator.counting import number_of
from generator.entry_model import Entry
from generator.publish.frame import Filling, Site, listed, page
from generator.publish.library import months
from generator.publish.wording import month
from generator.site_model import Plan

ON_ONE_PAGE = 300  # articles: some 70 kB of HTML, and a minute's scrolling on a phone


class Span(msgspec.Struct, frozen=True):
    """A part of the archive: what it is called, its address, and its entries, newest first.

    A long year has its months in `inside`. The name of the archive as a whole is empty.
    """

    name: str
    permalink: str
    entries: tuple[Entry, ...]
    inside: tuple[Span, ...] = ()


class Choice(msgspec.Struct, frozen=True):
    """A span that a page leads to, and how many articles that has, where the page says so."""

    name: str
    permalink: str
    total: int = 0


def spans(entries: tuple[Entry, ...]) -> tuple[Span, ...]:
    """Return the years of the archive, the newest first and undated articles last; none where one page holds all."""
    if len(entries) <= ON_ONE_PAGE:
        return ()

    def year(entry: Entry) -> int:
        return entry.article.date.year if entry.article.date else 0

    years = [_year(number, tuple(group)) for number, group in itertools.groupby(entries, year)]
    return (_newest(years[0]), *years[1:])


def _year(number: int, entries: tuple[Entry, ...]) -> Span:
    if not number:
        return Span("Undated", urls.archive("undated"), entries)
    period = f"{number:04}"
    inside: tuple[Span, ...] = ()
    if len(entries) > ON_ONE_PAGE:
        inside = tuple(
            Span(month(one.first), urls.archive(f"{period}/{one.first.month:02}"), one.entries)
            for one in months(entries)
            if one.first
        )
    return Span(period, urls.archive(period), entries, inside)


def _newest(span: Span) -> Span:
    inside = tuple(map(_newest, span.inside[:1])) + span.inside[1:]
    return Span(span.name, urls.ARCHIVE, span.entries, inside)


def shown(entries: tuple[Entry, ...]) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Yield the address of each page of the archive, with the entries that it is about."""
    yield urls.ARCHIVE, entries
    for span in spans(entries):
        for one in (span, *span.inside):
            if one.permalink != urls.ARCHIVE:
                yield one.permalink, one.entries


def archive(site: Site) -> Iterator[Plan]:
    """Yield the pages of the archive."""
    entries = site.library.entries
    years = spans(entries)
    if not years:
        yield _page(site, Span("", urls.ARCHIVE, entries), (), (), entries)
        return
    to_years = tuple(Choice(span.name, span.permalink) for span in years)
    for number, span in enumerate(years):
        to_months = tuple(Choice(one.name, one.permalink) for one in span.inside)
        if number == 0:
            held = span.inside[0].entries if span.inside else span.entries
            yield _page(site, Span("", urls.ARCHIVE, entries), to_years, to_months, held)
        else:
            # How many there are stands on the page of the year only: elsewhere it would change with every article.
            counted = tuple(Choice(one.name, one.permalink, len(one.entries)) for one in span.inside)
            yield _page(site, span, to_years, counted, () if span.inside else span.entries)
        for one in span.inside:
            if one.permalink != urls.ARCHIVE:
                yield _page(site, one, to_years, to_months, one.entries)


def _page(site: Site, span: Span, years: tuple[Choice, ...], inside: tuple[Choice, ...], held: Sequence[Entry]) -> Plan:
    decided = span.name, len(span.entries), years, inside, listed(held)
    return page(site, "archive.html", span.permalink, decided, partial(_fill, site, span, years, inside, held))


def _fill(
    site: Site, span: Span, years: tuple[Choice, ...], inside: tuple[Choice, ...], held: Sequence[Entry]
) -> Filling:
    total = len(span.entries)
    name = f"Archive: {span.name}" if span.name else "Archive"
    what = number_of(total, "article")
    description = f"{what}, {span.name}, newest first." if span.name else f"All {total} articles by month."
    values = {
        "months": tuple(months(held)),
        "total": total,
        "span": span.name,
        "years": years,
        "inside": inside,
    }
    return Filling(f"{name} – {site.config.title}", description, values)
