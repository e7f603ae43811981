"""Saved HTML pages: trafilatura finds the article, its elements become blocks.

https://trafilatura.readthedocs.io/en/latest/corefunctions.html#bare-extraction
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import lxml.html
from lxml import etree
from msgspec.structs import replace

from generator.ingest import dates
from generator.ingest.readers import listing, text
from generator.ingest.readers.reading import Reading
from generator.ingest.repair import fold, repair
from generator.ingest.shape import ends_sentence, is_prose
from generator.ingest.words import content_stems, words
from generator.model import Block, DateBasis, FoundDate, Kind

_all_text = etree.XPath(".//text()")
_KINDS = {"p": Kind.PARAGRAPH, "head": Kind.HEADING, "quote": Kind.QUOTE, "item": Kind.ITEM, "code": Kind.PARAGRAPH}
_UNSEEN = frozenset("script style noscript head form select".split())
_STATED = re.compile(
    r"""(?:published|pubdate|date)[\w:."' -]{0,40}[=:]\s*["']?(?:content=["'])?(\d{4}-\d\d-\d\d)""", re.IGNORECASE
)
_BELOW, _MOST_TIMES = 8, 2  # lines from a headline to its day, and how often a page prints that
_MARK = "\ue0ff"  # for private use: what stands before a headline while its page is made plain
_PAGE_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,400})</title>", re.IGNORECASE)
_SITE_SUFFIX = re.compile(r"\s+[|–—»·-]\s+[^|–—»·]{2,40}$")


# An honest element has a dozen attributes; libxml2 compares each with all before it.
MOST_ATTRIBUTES = 200
_TAG = re.compile(r"""<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*+""", re.I)
_QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")


def crowded(data: str) -> int:
    """Return the line of the first element with more attributes than any honest one has, or 0."""
    for tag in _TAG.finditer(data):
        # Fewer characters hold no more attributes: each has a space, a slash or a quote before it.
        if len(tag[0]) > 2 * MOST_ATTRIBUTES and len(re.split(r"[\s/]+", _QUOTED.sub(" ", tag[0]))) > MOST_ATTRIBUTES:
            return data.count("\n", 0, tag.start()) + 1
    return 0


def read(data: str) -> Reading:
    """Return the one article of a saved page, with its headline and the date that its metadata state.

    A page of several stories, and one without any structure, is read line by line. Where trafilatura finds no article
    in any other, the reading has no blocks.
    """
    root = _parse(data)
    if (headlines := listing.headlines(root)) is not None:
        return _listing(root, headlines if _MARK not in data else [])
    from trafilatura import bare_extraction  # noqa: PLC0415  (half a second that a folder of plain texts does not need)

    found: Any = bare_extraction(data, include_comments=False, include_tables=True, with_metadata=True)
    if found is None or found.body is None:
        return Reading(blocks=(), structured=True)
    if _is_layout(found.body):
        return text.read(_flat(root))
    lines = _LineFinder(data)
    title = repair(found.title or "").strip() or None
    blocks = tuple(_blocks(found.body, lines))
    title = _headline(title, data, blocks)
    if blocks and title and blocks[0].kind is Kind.HEADING and _is_same(blocks[0].text, title):
        title, blocks = blocks[0].text, blocks[1:]
    return Reading(
        blocks=blocks, structured=True, title=_without_site(title, found.sitename), date=_date(found, data, root, title)
    )


def _is_layout(body: Any) -> bool:
    """Return whether most of what was found stands in a table: a page of the old kind, laid out with one."""
    table = sum(len("".join(element.itertext())) for element in body.iter("table"))
    return table * 2 > len("".join(body.itertext()))


def _parse(data: str) -> Any:
    try:
        return lxml.html.document_fromstring(data.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:  # nothing but a declaration or comments
        return lxml.html.Element("html")


def flatten(data: str) -> str:
    """Return the visible text of a page, a line for each block and each forced break, for the plain-text reader."""
    return _flat(_parse(data))


def _listing(root: Any, headlines: Sequence[Any]) -> Reading:
    """Return the lines of a page of several stories, its headlines marked as such."""
    flat = _flat(root, headlines)
    marked = {number for number, line in enumerate(flat.split("\n"), 1) if line.startswith(_MARK)}
    reading = text.read(flat.replace(_MARK, ""), is_whole=bool(headlines))
    return replace(reading, blocks=tuple(text.headed(reading.blocks, marked)))


def _flat(root: Any, headlines: Collection[Any] = ()) -> str:
    """Return the visible text of a parsed page, a mark before the first word of each of some headlines."""
    lines = "".join(_pieces(root, frozenset(headlines))).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines)


def _pieces(root: Any, headlines: Collection[Any]) -> Iterator[str]:
    waiting = False
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start" and element.tag in _UNSEEN:
            walk.skip_subtree()
            continue
        said = element.text if event == "start" else element.tail
        if event in ("start", "end") and element.tag in listing.BLOCK_TAGS:
            yield "\n"
        waiting = waiting or (event == "start" and element in headlines)
        if said and waiting and said.strip():
            waiting = False
            yield _MARK
            said = said.lstrip()
        yield said or ""


def _headline(found: str | None, data: str, blocks: Sequence[Block]) -> str | None:
    """Return the headline that was found, or, where it has no word of the page's title, what that title names.

    So the name in a logo and the head of a list of other articles are told from the headline.
    """
    page = _PAGE_TITLE.search(data)
    named = _SITE_SUFFIX.sub("", " ".join(repair(html.unescape(page[1])).split())) if page else ""
    stems = content_stems(named)
    if not stems or (found and content_stems(found) & stems):
        return found
    first = blocks[0].text if blocks and blocks[0].kind is Kind.HEADING else ""
    return first if first and _is_same(first, named) else named


def _is_same(first: str, second: str) -> bool:
    return words(first.casefold()) == words(second.casefold())[: len(words(first))]


def _without_site(title: str | None, site: str | None) -> str | None:
    """Return a page title without the site's name, which many pages put behind the headline."""
    if title and site and title.casefold().endswith(site.casefold()):
        return _SITE_SUFFIX.sub("", title)
    return title


def _blocks(body: Any, lines: _LineFinder) -> Iterator[Block]:
    for element in body.iter(*_KINDS, "table"):
        if any(parent.tag in ("quote", "item", "table") for parent in element.iterancestors()):
            continue
        if element.tag == "table":
            rows = [
                "\t".join(_text(cell) for cell in row.iter("cell")) for row in element.iter("row") if _text(row).strip()
            ]
            if rows:
                yield Block(lines.find(rows[0].split("\t")[0]), Kind.TABLE, "\n".join(rows))
        elif words_in := _text(element):
            # Some pages set whole paragraphs as headings, for their size.
            kind = _KINDS[element.tag]
            large = kind is Kind.HEADING and is_prose(words_in) and ends_sentence(words_in) and "?" not in words_in[-2:]
            yield Block(lines.find(words_in), Kind.PARAGRAPH if large else kind, words_in)


def _text(element: Any) -> str:
    """Return the text of an element, with a space where a line was broken."""
    pieces = (f" {piece}" if piece.is_tail and piece.getparent().tag == "lb" else piece for piece in _all_text(element))
    return repair(" ".join("".join(pieces).split())).strip()


def _date(found: Any, data: str, root: Any, title: str | None) -> FoundDate | None:
    """Return the day that a page states: that of its metadata, or one that it prints, as htmldate found it.

    htmldate also guesses from addresses and footers. Where the page does not say what it found, the day that is printed
    right below the headline is the one.
    """
    day = dt.date.fromisoformat(found.date[:10]) if found.date else None
    if day:
        for stated in _STATED.finditer(data):
            if stated[1] == day.isoformat():
                return FoundDate(day, DateBasis.STATED, stated[0])
    lines = [line for line in _flat(root).split("\n") if line]
    printed = [(number, said) for number, line in enumerate(lines) if (said := _printed(line))]
    same = [said for _, said in printed if said.day == day]
    if 0 < len(same) <= _MOST_TIMES:  # more often it is the day of a list of news
        return same[0]
    heads = [number for number, line in enumerate(lines) if title and fold(line) == fold(title)]
    return next((said for number, said in printed if any(0 < number - at <= _BELOW for at in heads)), None)


def _printed(line: str) -> FoundDate | None:
    """Return the day of publication that a line prints, if that is all it does."""
    said = (
        dates.stated([Block(0, Kind.DATE, line)]) if any(map(str.isdigit, line)) and dates.is_date_line(line) else None
    )
    return said if said and said.basis is DateBasis.STATED else None


class _LineFinder:
    """Finds the line of the page on which a piece of the article starts, searching forward."""

    def __init__(self, data: str) -> None:
        self._data = data
        self._position = 0
        self._line = 1

    def find(self, text: str) -> int:
        """Return the line on which the text's first words stand, or the line of the piece before it."""
        start = " ".join(text.split()[:4])
        at = self._data.find(start, self._position)
        if at >= 0:
            self._line += self._data.count("\n", self._position, at)
            self._position = at
        return self._line
