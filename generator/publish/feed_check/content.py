"""HTML in a feed has to be safe, and to mean the same in any reader.

Most readers remove what could run, some do not, and none knows where a relative link leads (W3C feed validator,
SecurityRisk and ContainsRelRef; RSS Advisory Board profile, item description).
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from generator.publish.feed_check.rules import wrong_address

# What can run, load, or change the reader's own page.
UNSAFE = frozenset(
    "script style iframe frame frameset object embed applet form input button select textarea base meta link title "
    "head body html svg math template noscript audio video source canvas marquee blink".split()
)
ADDRESSES = {"href", "src", "cite", "action", "background", "poster", "longdesc", "srcset", "formaction"}
VOID = frozenset("area br col embed hr img input link meta source track wbr".split())
# A tag as our own HTML has it: its slash, name, attributes and the slash at its end.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z]+="[^"<>]*")*) ?(/?)>')
_ATTRIBUTE = re.compile(r"""([a-z]+)="([^"]*)\"""")


@lru_cache(maxsize=8192)  # the same text stands in several feeds, and in every format of each
def wrong_content(html: str) -> tuple[str, ...]:
    """Return what is wrong with a piece of HTML, each thing once."""
    if _is_plainly_right(html):
        return ()
    from generator.publish.feed_check.content_reader import read  # noqa: PLC0415  (few builds need it)

    return read(html)


def _is_plainly_right(html: str) -> bool:
    """Return whether nothing is wrong with a piece of HTML, where that shows without a parser, as it mostly does.

    Then nothing else in it begins with `<` than tags as our own HTML has them, each closes the one before it, and no
    attribute is in doubt.
    """
    tags = _TAG.findall(html)
    if len(tags) != html.count("<") or not UNSAFE.isdisjoint([tag for _, tag, _, _ in tags]):
        return False
    stack: list[str] = []
    for closes, tag, attributes, ends in tags:
        if closes:
            if not stack or stack.pop() != tag:
                return False
        else:
            if tag not in VOID and not ends:
                stack.append(tag)
            if attributes:
                for name, value in _ATTRIBUTE.findall(attributes):
                    if name.startswith("on") or name in ("style", "srcdoc"):
                        return False
                    if name in ADDRESSES and wrong_address(unescape(value).strip()):
                        return False
    return not stack
