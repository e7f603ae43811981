"""Every sentence of a body has an anchor that depends on its words alone."""

import re

import pytest
from cases import read_cases
from hypothesis import given
from hypothesis import strategies as st

from generator.publish.anchors import anchor, find
from generator.publish.markup import render
from generator.safe_html import plain

WORDS = (
    "One|two.|Three!|*four*|**five.|six**|[seven](x)|[eight.|nine](y)|“Ten.|it’s”|&lt;|<|`a. B`|e.g.|Нет.|Да"
    "|\n\n|\n- |\n> |  \n|\n## "
).split("|")


@pytest.mark.parametrize("case", read_cases("markup/anchors.md"))
def test_anchors(case):
    marked, sentences = anchor(render(case.input))
    numbers = {name: str(number) for number, name in enumerate(sentences, 1)}
    assert re.sub(r'id="(s-[0-9a-f]{10})"', lambda found: f'id="{numbers[found[1]]}"', marked).strip() == case.expected


# Without the spans the body is what it was, every span is closed where its tags are, and no name is given twice.
@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_nothing_but_spans_is_added(text):
    body = render(text)
    marked, sentences = anchor(body)
    assert re.sub(r'</?span(?: id="[^"]*")?>', "", marked) == body
    names = re.findall(r'<span id="([^"]*)">', marked)
    assert names == list(sentences)
    open_tags = []
    for closing, name in re.findall(r"<(/?)([a-z0-9]+)[^>]*>", marked):
        if closing:
            assert open_tags.pop() == name
        elif name not in ("br", "hr", "img"):
            open_tags.append(name)
    assert not open_tags
    assert set(" ".join(sentences.values()).split()) <= set(plain(body).split())


# An edit elsewhere changes no address.
def test_a_name_comes_from_the_words_alone():
    _, one = anchor(render("First. The *bridge* is open.\n"))
    _, other = anchor(render("# New\n\nQuite another text.\n\nThe bridge is\nopen. More.\n"))
    assert find(one, "The bridge is open.") == find(other, "The bridge  is open.") is not None


def test_what_leads_to_a_sentence():
    _, sentences = anchor(render("The bridge is open. It took two years, he said. All is well."))
    names = list(sentences)
    assert find(sentences, "It took two years") == names[1]
    assert find(sentences, "It took two years, he said. All is well.") == names[1]
    assert find(sentences, "*The* [bridge](/a/) is **open**.") == names[0]
    assert find(sentences, "The bridge is closed.") is None
    assert find(sentences, "idge is") is None
    assert find(sentences, "") is None
