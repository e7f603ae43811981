"""HTML in a feed has to be safe, and to mean the same in any reader.

Most readers remove what could run, some do not, and none knows where a relative link leads (W3C feed validator,
SecurityRisk and ContainsRelRef; RSS Advisory Board profile, item description).
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

from generator.publish.feed_check.finding import shortened, wrong_address

# What can run, load, or change the reader's own page.
_UNSAFE = frozenset(
    "script style iframe frame frameset object embed applet form input button select textarea base meta link title "
    "head body html svg math template noscript audio video source canvas marquee blink".split()
)
_ADDRESSES = {"href", "src", "cite", "action", "background", "poster", "longdesc", "srcset", "formaction"}
_VOID = frozenset("area br col embed hr img input link meta source track wbr".split())
# Elements whose end HTML lets an author leave out.
_OPTIONAL = frozenset("p li dt dd tr td th thead tbody tfoot option".split())
# A tag as our own HTML has it: its slash, name, attributes and the slash at its end.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z]+="[^"<>]*")*) ?(/?)>')
_ATTRIBUTE = re.compile(r"""([a-z]+)="([^"]*)\"""")


@lru_cache(maxsize=8192)  # the same text stands in several feeds, and in every format of each
def wrong_content(html: str) -> tuple[str, ...]:
    """Return what is wrong with a piece of HTML, each thing once."""
    reader = _Reader()
    if (tags := _easy_tags(html)) is not None:
        for closes, tag, attributes, ends in tags:
            reader.handle_tag(
                closes, tag, [(name, unescape(value)) for name, value in _ATTRIBUTE.findall(attributes)], ends
            )
    else:
        reader.feed(html)
        reader.close()
    reader.found += [f"<{tag}> is not closed" for tag in reader.open if tag not in _OPTIONAL]
    return tuple(dict.fromkeys(reader.found))


def _easy_tags(html: str) -> list[tuple[str, str, str, str]] | None:
    """Return the tags of a piece of HTML in which nothing else begins with `<`, as most are; else None."""
    tags = _TAG.findall(html)
    easy = len(tags) == html.count("<") and _UNSAFE.isdisjoint([tag for _, tag, _, _ in tags])
    return tags if easy else None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_tag(self, closes: str, tag: str, attrs: list[tuple[str, str | None]], ends: str) -> None:
        """Take a tag: `closes` and `ends` are its slashes before the name and at the end."""
        if closes:
            self.handle_endtag(tag)
        elif ends:
            self.handle_startendtag(tag, attrs)
        else:
            self.handle_starttag(tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSAFE:
            self.found.append(f"<{tag}> is not safe")
        if tag not in _VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.found.append(f"{name}= is not safe")
            elif name in _ADDRESSES and (problem := wrong_address((value or "").strip())):
                self.found.append(f"{name}= '{shortened(value or '')}' {problem}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while (inner := self.open.pop()) != tag:
                if inner not in _OPTIONAL:
                    self.found.append(f"<{inner}> is not closed")
        elif tag not in _VOID and tag != "p":
            self.found.append(f"</{tag}> closes nothing")

    def handle_decl(self, decl: str) -> None:
        self.found.append("a declaration does not belong into a text")

    def handle_comment(self, data: str) -> None:
        if data.startswith("["):
            self.found.append("a conditional comment is not safe")
