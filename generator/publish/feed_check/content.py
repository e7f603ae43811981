"""HTML in a feed has to be safe, and to mean the same in any reader.

Most readers remove what could run, some do not, and none knows where a relative link leads (W3C feed validator,
SecurityRisk and ContainsRelRef; RSS Advisory Board profile, item description).
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

from generator.publish.feed_check.rules import shortened, wrong_address

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
    if _is_plainly_right(html):
        return ()
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.found += [f"<{tag}> is not closed" for tag in reader.open if tag not in _OPTIONAL]
    return tuple(dict.fromkeys(reader.found))


def _is_plainly_right(html: str) -> bool:
    """Return whether nothing is wrong with a piece of HTML, where that shows without a parser, as it mostly does.

    Then nothing else in it begins with `<` than tags as our own HTML has them, each closes the one before it, and no
    attribute is in doubt.
    """
    tags = _TAG.findall(html)
    if len(tags) != html.count("<") or not _UNSAFE.isdisjoint([tag for _, tag, _, _ in tags]):
        return False
    stack: list[str] = []
    for closes, tag, attributes, ends in tags:
        if closes:
            if not stack or stack.pop() != tag:
                return False
        else:
            if tag not in _VOID and not ends:
                stack.append(tag)
            if attributes:
                for name, value in _ATTRIBUTE.findall(attributes):
                    if name.startswith("on") or name in ("style", "srcdoc"):
                        return False
                    if name in _ADDRESSES and wrong_address(unescape(value).strip()):
                        return False
    return not stack


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.open: list[str] = []

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
