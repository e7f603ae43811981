"""Markdown and hostile HTML on cases that are data: tests/fixtures/markup."""

import markdown
import pytest
from cases import read_cases
from effort import examples
from hypothesis import assume, given
from hypothesis import strategies as st
from running import addresses

from generator.publish.markup import render
from generator.publish.python_markdown import convert
from generator.publish.whole_markdown import convert as whole
from generator.safe_html import plain, printable, relink

MARKED = [
    "a", "one two", "\\", "`", "*", "**", "_", "[", "](/x)", "![", "<b>", "</b>", "<https://a.example>", "&amp;", "&",
    "  \n", "\n", "\n\n", "- ", "1. ", "> ", "# ", "    ", "===",
    "\n\nA word.\n\n", "\n\nTwo\nlines\n\n", "## Head\n\n", "12. of\n", "3) of\n\n", "a | b\n--- | ---\n1 | 2\n", "x",
    "\n \n", "tail \n\n", "[r]: /x\n", "[r]\n\n", "---\n\n", "\N{NO-BREAK SPACE}",
    "**bold**", "*em*", "`code`", "[link](https://a.example/b_c)", "!", "(", ")", "]", "\\*", "\\-", "\\[", "é",
    "- item\n", "- two\n\n", "* star\n", "1. one\n", "2. two\n\n", "> quote\n", ">\n", "> more\n\n", "  - deep\n",
]  # fmt: skip


@pytest.mark.parametrize("case", [*read_cases("markup/markdown.md"), *read_cases("markup/hostile.md")])
def test_markup(case):
    assert render(case.input).strip() == case.expected.strip()


# Python-Markdown marks its own places with control characters; an author's must not be taken for one of them.
@pytest.mark.parametrize("text", ["\x02klzzwxh:0\x03", "a\x00b\x1fc\x7fd\x9fe", "\ufffe\uffff\ufdd0", "\ud800"])
def test_characters_that_no_page_may_hold(text):
    html = render(f"a <b>c</b> {text} d")
    assert html.startswith("<p>a <b>c</b> ")
    assert not any(ord(character) < 32 and character != "\n" for character in html)
    html.encode()


# Text without marks is spared the patterns, and whole blocks of it the engine: what comes out is what Python-Markdown
# makes of it without our help.
@examples(300)
@given(st.lists(st.sampled_from(MARKED) | st.text(max_size=3), max_size=15).map("".join))
def test_the_short_way_leads_to_the_same(text):
    text = printable(text)
    made = markdown.markdown(text, extensions=["tables", "sane_lists"], output_format="html")
    assume("klzzwxh" not in made)  # a place holder of its own that it forgot, with a number that counts all before it
    assert convert(text) == made


CELL = st.sampled_from(["", " ", "a", " b c ", " 1 ", "**d**", "`e`", ":", "-", " --- ", ":-:", " ---: ", "\\", "  "])
ROWS = st.lists(CELL, max_size=3).map(lambda cells: "|" + "".join(f"{cell}|" for cell in cells))
RULES = st.sampled_from(
    ["| --- | ---: |", "|:-:|:--|", "|---|", "| --- | :-- | -- |", "|-| - |", "| :- | - :|", "|: -|-|"]
)


# So is a table of plain cells, beside other text and without.
@examples(300)
@given(ROWS, RULES, st.lists(ROWS, max_size=3), st.sampled_from(["", "A word.\n\n", "- b\n\n", "> c\n\n", "a\n"]))
def test_tables_the_short_way(head, rule, body, before):
    text = f"{before}{head}\n{rule}\n" + "".join(f"{row}\n" for row in body) + "\nMore.\n"
    assert convert(text) == whole(text)


GAPS = st.sampled_from(["\n", "\n\n", "\n\n\n", "\n \n"])
LINES = st.sampled_from(["- a", "- **b** c", "* d", "1. e", "2. f", "> g", "> h i", ">", "Words.", "  - j", "## K"])


# So are lists and quotations that go on below an empty line.
@examples(300)
@given(st.lists(st.tuples(LINES, GAPS).map("".join), max_size=8).map("".join))
def test_lists_the_short_way(text):
    assert convert(text) == whole(text)


def test_plain():
    assert plain(render("# A\n\n*b* &amp; [c](/d) `<e>`\n\n- f")) == "A b & c <e> f"


# The pattern that finds addresses is exact: not in text, not in other attributes, also where entities hide them.
def test_relink():
    html = render("""[a](/x?b=1&c=2 'href="/no"') ![d](/y.png) `<a href="/no">` <img alt='src="/no"' src="/z.png">""")
    assert addresses(html) == ["/x?b=1&c=2", "/y.png", "/z.png"]
    assert addresses(relink(html, lambda address: f'{address}"&')) == ['/x?b=1&c=2"&', '/y.png"&', '/z.png"&']
