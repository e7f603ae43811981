"""`briefing new`: an article that builds as it was begun, and what stands in the way of one."""

import pytest
from running import briefing

from generator.dumping import dump
from generator.front_matter import parse_article
from generator.search_index import SearchMissing

SETTINGS = "base_url: https://example.org/\ntime_zone: Asia/Almaty\ntopics: {x: {title: X}, y: {title: Y}}\n"


@pytest.fixture
def root(write, monkeypatch):
    def missing(documents):
        raise SearchMissing("not here")  # the index would take longer than all the rest

    monkeypatch.setattr("generator.search_index.run_pagefind", missing)
    return write({"briefing.yaml": SETTINGS})


def began(root, *arguments):
    done = briefing(root, "new", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    path = done.stdout.strip()
    return path, parse_article((root / path).read_text(), path, ["x", "y"])


# It builds at once, and the build says that its text is missing until somebody writes it.
def test_it_builds_as_it_is(root):
    path, article = began(root, 'A "Deal": Signed', "--date", "2024-12-04", "--topic", "y", "--topic", "x")
    assert path == "content/articles/2024/a-deal-signed.md"
    assert (article.title, article.topics, str(article.date)) == ('A "Deal": Signed', ("y", "x"), "2024-12-04")
    said = briefing(root, "build").stdout
    line = article.body_line
    assert f"{path}:{line}: warning: nothing is written here yet (write it, or set `draft: true`)" in said
    assert (root / "site/articles/a-deal-signed/index.html").is_file()
    text = (root / path).read_text()
    (root / path).write_text(text.replace(article.body, "It is signed.\n"))
    assert "warning" not in briefing(root, "build").stdout
    # The keys stand in the order in which the cleaner writes them.
    keys = [row.split(":")[0] for row in dump(article).splitlines() if row[:1].isalpha() and ":" in row]
    assert [row.split(":")[0] for row in text.splitlines() if row[:1].isalpha() and ":" in row] == keys


# Every hint is right: taken out of its comment, it is valid.
def test_the_hints_are_valid(root):
    path, _ = began(root, "A", "--draft")
    text = (root / path).read_text()
    for hint in ("# key_points:\n#   - ", "# expires:"):
        assert hint in text
        text = text.replace(hint, hint.replace("# ", "").replace("#  ", "  "))
    text = text.replace("sources: []  # such as [", "sources: [").replace("draft: true", "draft: false")
    article = parse_article(text, path, ["x", "y"])
    assert (len(article.key_points), len(article.sources), article.draft) == (1, 1, False)
    assert article.expires


def test_a_draft_and_an_article_of_a_day_to_come(root):
    began(root, "Waits", "--draft")
    began(root, "Later", "--date", "2999-01-01")
    began(root, "Now")
    assert briefing(root, "build").stdout.startswith("site/: 1 new, ")


def test_letters_that_no_address_has(root):
    path, article = began(root, "Граница закрыта", "--date", "2024-12-04")
    assert path == "content/articles/2024/granitsa-zakryta.md"
    assert article.title == "Граница закрыта"


# Nothing is overwritten; two articles never share a slug or an id.
def test_what_is_taken(root):
    path, first = began(root, "A Deal", "--date", "2024-12-04")
    before = (root / path).read_bytes()
    done = briefing(root, "new", "A Deal", "--date", "2024-12-05")
    assert (done.returncode, done.stderr) == (1, f"{path}: is there already (name another with --slug)\n")
    done = briefing(root, "new", "A deal!", "--date", "2025-01-01")
    assert done.stderr == (
        f"content/articles/2025/a-deal.md: the slug 'a-deal' is taken by {path} (name another with --slug)\n"
    )
    assert (root / path).read_bytes() == before
    # The first one moves away; its id stays with it.
    (root / path).write_text(before.decode().replace("slug: a-deal", "slug: other"))
    (root / path).rename(root / "content/articles/2024/other.md")
    assert began(root, "A Deal", "--date", "2024-12-04")[1].id != first.id


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["A", "--topic", "z"], "--topic: unknown topic 'z' (known: x, y)\n"),
        ([" ?! "], 'HEADLINE: is empty (such as "Border Deal Signed in Batken")\n'),
        (["A", "--slug", "../A b"], "--slug: '../A b' is not a slug (such as a-b)\n"),
    ],
)
def test_what_is_refused(root, arguments, said):
    done = briefing(root, "new", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
    assert not (root / "content").exists()


def test_the_editor(root, monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "sed -i s/Write/Wrote/")
    path, article = began(root, "A", "--edit")
    assert article.body.startswith("Wrote")
    monkeypatch.setenv("EDITOR", " ")
    done = briefing(root, "new", "B", "--edit")
    assert (done.returncode, done.stderr) == (
        1,
        "--edit: no editor is named (set EDITOR, or open the file yourself)\n",
    )
    assert not (root / path.replace("/a.md", "/b.md")).exists()
