"""Where files of content are entered changes nothing in what becomes of them."""

import pytest

from generator import entering
from generator.entering import Draft, Taxonomy, enter_all

ARTICLE = "---\ntitle: Number {0}\nslug: n{0}\nid: n{0}\ntopics: [x]\n---\n\nThe *{0}th* of them. See [us](/about/).\n"
DRAFTS = [
    *(Draft("articles", f"content/articles/{number}.md", ARTICLE.format(number)) for number in range(90)),
    Draft("articles", "content/articles/broken.md", ARTICLE.format(90).replace("[x]", "[y]")),
    Draft("pages", "content/pages/about.md", "---\ntitle: About\n---\n\nUs.\n"),
]


# In several processes as in this one, in the same order, with what is wrong told alike.
@pytest.mark.parametrize("engine", ["python-markdown", "commonmark"])
def test_in_several_processes(engine, monkeypatch):
    taxonomy = Taxonomy(("x",), (), engine)
    alone = list(enter_all(DRAFTS, len(DRAFTS), taxonomy))
    monkeypatch.setattr(entering, "_WORTH_A_COPY", 1)
    monkeypatch.setattr(entering, "_WORTH_A_START", 1)
    monkeypatch.setattr("generator.entering.processors", lambda: 2)
    assert list(enter_all(DRAFTS, len(DRAFTS), taxonomy)) == alone
    assert [entered.path for entered in alone] == [draft.path for draft in DRAFTS]
    assert [str(problem) for problem in alone[90].problems] == [
        "content/articles/broken.md:5:10: unknown topic 'y' (known: x)"
    ]
