"""HTML that is taken for plain is what the sanitiser would make of it, to the byte; all else goes through it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import plain_html, safe_html
from generator.plain_html import is_plain
from generator.publish.markup import ENGINES, render
from generator.safe_html import sanitise

LINKS = ['<a href="https://a.example/b-c?d=1#e">', '<a href="/articles/one/#s-12">', '<a href="//b.example/">']
TEXTS = ["a", "b c", " ", "\n\n", "\t", "&amp;", "&lt;", "&quot;", '"', "'", "é", "—", ">", "\xa0", "\u200b", "\u2028"]
TAGS = [f"<{mark}{name}>" for name in "p em strong ul ol li blockquote h2 h3 code table".split() for mark in ("", "/")]
PIECES = st.lists(st.sampled_from([*LINKS, "</a>", *TEXTS, *TAGS]), max_size=12).map("".join)


def nested(inside="", depth=0):
    """Return HTML in which each element stands where it may."""
    texts = st.sampled_from(TEXTS)
    if depth == 4:
        return texts
    elements = [
        nested(name, depth + 1).map(
            lambda html, name=name: f"{LINKS[1] if name == 'a' else f'<{name}>'}{html}</{name}>"
        )
        for name in sorted(plain_html._INSIDE[inside])
    ]
    return st.lists(st.one_of(texts, *elements), max_size=4).map("".join)


def by_the_sanitiser(html, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(safe_html, "is_plain", lambda html: False)
        return sanitise(html)


@given(PIECES | nested())
def test_the_sanitiser_would_say_the_same(html):
    with pytest.MonkeyPatch.context() as patch:
        assert sanitise(html) == by_the_sanitiser(html, patch)


WORDS = st.sampled_from([
    "**bold**", "_so_", "[link](https://a.example/)", "[here](/about/)", '"said"', "A & B", "x < y", "\n\n", "\n> ",
    "\n- ", "\n## ", "\n1. ", "word", "`code`", "<b>", "\n    ", "![](a.png)", "it's", "\u00a0",
])  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@given(text=st.lists(WORDS, max_size=12).map(" ".join))
def test_whatever_an_engine_makes(engine, text):
    with pytest.MonkeyPatch.context() as patch:
        known = render(text, engine)
        patch.setattr(safe_html, "is_plain", lambda html: False)
        assert known == render(text, engine)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Text, <em>marked</em>.</p>\n<ul>\n<li>One</li>\n</ul>",
        '<p>See <a href="https://a.example/b">it</a> and <a href="/about/">us</a>.</p>',
        "<blockquote>\n<p>Said &quot;so&quot;.</p>\n</blockquote>\n<h2>A heading</h2>",
    ],
)
def test_what_is_plain(html):
    assert is_plain(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p onclick=x>a</p>", "<script>a</script>", "<p>a", "a</p>", "<p><p>a</p></p>", "<p>a &copy; b</p>", "a > b",
        '<a href="javascript:x">a</a>', '<p><a href="//a.example/">a</a></p>', '<p><a href="a.html">a</a></p>',
        '<p><a href="https://a@b.example/">a</a></p>', '<p><a href="https://a.example" id="b">a</a></p>',
        '<p><a href="/a/"><em><a href="/b/">a</a></em></a></p>', '<p href="/a/">a</p>', "<p>a\xa0b</p>", "<P>a</P>",
        "<p>a<!-- b --></p>", "<ul><p>a</p></ul>", "<p><ul></ul></p>", '<p><a href="https://aé.example/">a</a></p>',
        '<p><a href="/\\a.example/">a</a></p>', "<p\n>a</p>",
        f"<p>{'<em>' * 51}a{'</em>' * 51}</p>", '<p>a</p href="/b/">', '<p><a href="/a/&quot;">a</a></p>',
    ],
)  # fmt: skip
def test_what_is_not_plain(html):
    assert not is_plain(html)
