"""Whether a saved page is one article or prints several stories, and which of its headings are their headlines.

An article is named by its page: the page's title is its headline, and text of its own stands under it. A front page, a
section or a digest is called after itself, and its headings lead elsewhere or have a text each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import Any

import msgspec
from lxml import etree

from generator.ingest.repair import repair
from generator.ingest.words import content_stems, count_words

_FURNITURE = frozenset("script style noscript template nav footer aside form select head svg iframe".split())
BLOCK_TAGS = frozenset(
    "p div section article header footer nav aside table tr td th ul ol li dl dt dd h1 h2 h3 h4 h5 h6 br hr"
    " blockquote pre center figure figcaption main address".split()
)
_BLOCKS = BLOCK_TAGS - {"br"}  # a paragraph goes on behind a line break
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_STORY_LEVELS = range(1, 5)
_PARTED = re.compile(r"\s+[|–—»«·:-]+\s+|\s*[|»«]\s*")

_LEAST_PROSE = 12  # words of a paragraph: fewer are a caption, a button, a date
_LEAST_HEADLINE, _LEAST_LINKED = 3, 2  # words of a headline; of one that is a link
_LEAST_ITEM, _LEAST_UNLINKED = 15, 25  # words of the text under a headline that is a link; that is none
_LEAST_NAME = 3  # words of a title that can be a headline
_LEAST_SHARED, _FULL_NAME = 2, 4  # stems that it shares with one; with one that any text makes an article
_OWN_TEXT, _LEAD = 30, 60  # words of an article; of what stands above its first section
_MOST, _SAME, _PREFORMATTED = 0.5, 0.6, 0.8  # shares
_LONGEST = 400  # characters of a title or a headline that are looked at
_OPENING = 5  # paragraphs in which a text says what its title says
_LETTERS = 9  # of a word and the space behind it: more than words have on the average
_FRONT = 8  # headlines without any text under them


class _Section(msgspec.Struct):
    """A heading (level 1 to 6, 0 above the first), its words that are a link, and the words of the prose under it."""

    level: int = 0
    element: Any = None
    head: str = ""
    links: int = 0
    prose: int = 0

    @property
    def is_linked(self) -> bool:
        """Whether most of the heading leads elsewhere."""
        return self.links * 2 > _size(self.head)


class _Item(msgspec.Struct):
    """A headline, and the words of all prose under it."""

    element: Any
    prose: int = 0


class _Page(msgspec.Struct):
    """The sections of a page in order, its first paragraphs, and the characters in preformatted text and in all."""

    sections: list[_Section]
    opening: list[str]
    preformatted: int = 0
    text: int = 0


def headlines(root: Any) -> list[Any] | None:
    """Return the headings of a parsed page that are headlines of its several stories; None where it is one article.

    A page without any structure has none, and is to be read as plain text.
    """
    page = _walk(root)
    total = sum(section.prose for section in page.sections)
    linked = max((_items(page, level, linked=True) for level in _STORY_LEVELS), key=_weight(_LEAST_ITEM))
    outside = total - _words(linked)
    if _is_named(page, _titles(root), outside):
        return None
    if page.preformatted > _PREFORMATTED * page.text:
        return []
    if len(_texts(linked, _LEAST_ITEM)) > 1 and outside <= _MOST * total:
        return _elements(linked)
    if len(linked) >= _FRONT and outside < _OWN_TEXT:
        return _elements(linked)
    if _calls_itself_article(root) or _has_lead(page):
        return None
    if not any(section.head for section in page.sections):
        return [] if total >= _OWN_TEXT else None
    unlinked = max((_items(page, level, linked=False) for level in _STORY_LEVELS), key=_weight(_LEAST_UNLINKED))
    several = len(_texts(unlinked, _LEAST_UNLINKED)) > 1 and _words(unlinked) >= _SAME * total
    return _elements(unlinked) if several else None


def _has_lead(page: _Page) -> bool:
    """Return whether a text stands right under the one heading on top: a long one, or any where that is a headline."""
    top = [section for section in page.sections if section.level == 1]
    least = _LEAST_PROSE if len(top) == 1 and count_words(top[0].head) >= _FULL_NAME else _LEAD
    return len(top) == 1 and top[0].prose >= least


def _items(page: _Page, level: int, *, linked: bool) -> list[_Item]:
    """Return the headlines of a level, each with the words of prose under it."""
    least = _LEAST_LINKED if linked else _LEAST_HEADLINE
    found: list[_Item] = []
    inside = False
    for section in page.sections:
        if 0 < section.level <= level:
            inside = section.level == level and section.is_linked is linked and count_words(section.head) >= least
            if inside:
                found.append(_Item(section.element))
        if inside:
            found[-1].prose += section.prose
    return found


def _words(items: Sequence[_Item]) -> int:
    return sum(item.prose for item in items)


def _elements(items: Sequence[_Item]) -> list[Any]:
    """Return the headlines that have a text; what one without any is the rules for lines say."""
    return [item.element for item in items if item.prose]


def _texts(items: Sequence[_Item], least: int) -> list[_Item]:
    return [item for item in items if item.prose >= least]


def _weight(least: int) -> Callable[[Sequence[_Item]], tuple[bool, int, int]]:
    """Return what puts the level of a page's stories first: several have a text, and their texts are most of it."""
    return lambda items: (len(_texts(items, least)) > 1, _words(items), len(items))


def _titles(root: Any) -> Iterator[str]:
    """Return the page's names for itself that may be a headline, whole and in the parts between dashes."""
    named = (root.findtext(".//title") or "", *root.xpath("//meta[@property='og:title']/@content")[:1])
    for name in (" ".join(one.split())[:_LONGEST] for one in named):
        yield from (repair(part) for part in (name, *_PARTED.split(name)) if count_words(part) >= _LEAST_NAME)


def _calls_itself_article(root: Any) -> bool:
    return any(kind.strip().casefold() == "article" for kind in root.xpath("//meta[@property='og:type']/@content"))


def _is_named(page: _Page, titles: Iterable[str], outside: int) -> bool:
    """Return whether the page's name is the headline of a text, or tells what its text tells.

    `outside` are the words of prose that stand under no headline that is a link.
    """
    told = frozenset[str]().union(*map(content_stems, page.opening))
    heads = [section for section in page.sections if section.level]
    total = sum(section.prose for section in page.sections)
    for stems in map(content_stems, titles):
        if len(stems) > _LEAST_SHARED + 1 and outside >= _OWN_TEXT and len(stems & told) >= _SAME * len(stems):
            return True
        for number, section in enumerate(heads):
            head = content_stems(section.head)
            shared = len(stems & head)
            if shared < _LEAST_SHARED or shared < _SAME * min(len(stems), len(head)):
                continue
            if not section.is_linked and (outside >= _OWN_TEXT or (section.prose and shared >= _FULL_NAME)):
                return True
            if shared == len(head) and _own(heads, number) > _MOST * total:
                return True
    return False


def _own(heads: Sequence[_Section], number: int) -> int:
    """Return the words of prose under a heading and its sections, as far as these are no links."""
    first = heads[number]
    below = takewhile(lambda one: one.level > first.level and not one.is_linked, islice(heads, number + 1, None))
    return first.prose + sum(one.prose for one in below)


def _walk(root: Any) -> _Page:
    page = _Page([_Section()], [])
    links = pre = heads = 0
    run: list[str] = []
    run_links = 0

    def flush() -> None:
        nonlocal run_links
        said = " ".join("".join(run).split())
        run.clear()
        count, linked, run_links = _size(said), run_links, 0
        page.text += len(said)
        page.preformatted += len(said) if pre else 0
        if heads:
            page.sections[-1].head = f"{page.sections[-1].head} {said}".strip()[:_LONGEST]
            page.sections[-1].links += linked
        elif count >= _LEAST_PROSE and linked * 2 < count:
            page.sections[-1].prose += count
            if len(page.opening) < _OPENING:
                page.opening.append(said)

    def add(said: str | None) -> None:
        nonlocal run_links
        if said:
            run.append(said)
            run_links += _size(said) if links else 0

    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _FURNITURE or element.get("hidden") is not None:
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                flush()
            if tag == "a" and _leads_away(element):
                links += 1
            if tag in _LEVELS:
                page.sections.append(_Section(_LEVELS[tag], element))
                heads += 1
            pre += tag == "pre"
            add(element.text)
        else:
            if event == "end" and tag not in _FURNITURE and element.get("hidden") is None:
                if tag in _BLOCKS:
                    flush()
                links -= tag == "a" and _leads_away(element)
                heads -= tag in _LEVELS
                pre -= tag == "pre"
            add(element.tail)
    flush()
    return page


def _size(said: str) -> int:
    """Return how many words a text has, or would have where its script parted them."""
    return max(count_words(said), len(said) // _LETTERS)


def _leads_away(link: Any) -> bool:
    address = link.get("href")
    return bool(address) and not address.startswith(("#", "javascript:"))
