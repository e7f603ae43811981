"""Both Markdown engines make the same HTML of what the cleaner writes, and are equally safe with all else."""

import re
import sys
from pathlib import Path

import pytest
from cases import read_cases
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from generator.config import MARKDOWN_ENGINES, parse_config
from generator.errors import ConfigError
from generator.fences import split
from generator.ingest.blocks import to_markdown
from generator.ingest.stories import harvest
from generator.ingest.structure import restore
from generator.model import Block, Document, Kind
from generator.publish.markup import ENGINES, render

HERE = Path(__file__).parent
CHECKOUT = HERE.parent
WRITTEN = sorted(
    path
    for folder in (CHECKOUT / "content", HERE / "sites")
    for path in (*folder.rglob("*.md"), *folder.rglob("*.base"))
    if "expected" not in path.parts
)
DOCUMENTS = [path for path in sorted((HERE / "quality" / "documents").iterdir()) if path.suffix != ".yaml"]

BODY = (Kind.STANDFIRST, Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM, Kind.QUOTE, Kind.TABLE)


def check_same(markdown):
    assert render(markdown, "commonmark") == render(markdown)


def body(path):
    return split(path.read_text("utf-8"), str(path))[1]


# The address of a link in this one is of no form that both know: an author wrote it, not the cleaner.
@pytest.mark.parametrize("path", [path for path in WRITTEN if path.name != "quotes.md"], ids=lambda path: path.stem)
def test_same_html_of_all_content(path):
    check_same(body(path))


def test_content_was_found():
    assert len(WRITTEN) > 80
    assert len(DOCUMENTS) > 100


# One test: what is cleaned is what counts here, and each document takes some milliseconds.
def test_same_html_of_what_the_labelled_documents_become():
    stories = 0
    for path in DOCUMENTS:
        for story in harvest(Document(path.name, path.name, path.read_bytes(), "0" * 64)).stories:
            check_same(to_markdown(block for block in restore(story.blocks) if block.kept and block.kind in BODY))
            stories += 1
    assert stories > 150


TEXT = (
    st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from(" *_`[]()#+-~>|\\!&<=.:12"), max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(map(str.isalpha, text)))  # as in every block that is kept
)
TABLE = st.lists(st.lists(TEXT, min_size=2, max_size=3).map("\t".join), min_size=2, max_size=3).map("\n".join)
LINE = st.tuples(st.sampled_from((Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM, Kind.QUOTE)), TEXT)


@examples(150)
@given(st.lists(LINE | st.tuples(st.just(Kind.TABLE), TABLE), min_size=1, max_size=5))
def test_same_html_of_any_blocks(blocks):
    check_same(to_markdown(Block(number, kind, text) for number, (kind, text) in enumerate(blocks, 1)))


# What one engine takes for mark-up and the other does not; the cleaner's text shows as it is in both.
@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["~~~ a", "b"], Kind.PARAGRAPH),
        (["~~~ a", "b"], Kind.ITEM),
        (["~~~ a", "b"], Kind.QUOTE),
        (["1. ~~~ a", "2. b"], Kind.ITEM),
        (["1. a", "b", "3. c"], Kind.ITEM),
        (["1234567890. a"], Kind.PARAGRAPH),
        (["&copy a &#65 b &#x41"], Kind.PARAGRAPH),
        (["a", "=== b", "---c"], Kind.PARAGRAPH),
        (["[1]: /a", "[^1]: b", "c[^1]"], Kind.PARAGRAPH),
    ],
)
def test_same_text(texts, kind):
    markdown = to_markdown(Block(number, kind, text) for number, text in enumerate(texts, 1))
    check_same(markdown)
    shown = re.sub(r"<[^>]*>|&nbsp;", " ", render(markdown)).replace("&amp;", "&").split()
    assert shown == " ".join(re.sub(r"^\d\. ", "", text) if kind is Kind.ITEM else text for text in texts).split()


@pytest.mark.parametrize("case", read_cases("markup/markdown.md"))
def test_same_html_of_what_editors_write(case):
    if not case.input.startswith("<"):
        check_same(case.input)


# CommonMark puts no paragraph around HTML of the author's; what matters is what is left of it.
@pytest.mark.parametrize("case", read_cases("markup/hostile.md"))
def test_equally_safe(case):
    assert flat(render(case.input, "commonmark")) == flat(case.expected)


def flat(html):
    return re.sub(r"</?p>|\s", "", html)


@pytest.mark.parametrize("case", read_cases("markup/commonmark.md"))
def test_other_dialect(case):
    assert render(case.input, "commonmark").strip() == case.expected.strip()
    assert render(case.input).strip() != case.expected.strip(), "the engines agree: this is no difference"


def test_engines_of_the_settings():
    assert list(ENGINES) == list(MARKDOWN_ENGINES)
    assert parse_config("", "briefing.yaml").markdown_engine == "python-markdown"
    assert parse_config("markdown_engine: commonmark", "briefing.yaml").markdown_engine == "commonmark"


def test_missing_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyromark", None)
    with pytest.raises(ConfigError) as caught:
        parse_config("title: A\nmarkdown_engine: commonmark\n", "briefing.yaml")
    assert [str(problem) for problem in caught.value.problems] == [
        "briefing.yaml:2:18: the engine 'commonmark' is not installed (pip install 'briefing-digest[fast]')"
    ]
