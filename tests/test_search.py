"""The search index: what it is made of, the same bytes in every run, and a site without it where it cannot be made."""

import builtins
import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import article, config, library, text_of
from running import tree

from generator import pipeline
from generator.pipeline import build
from generator.project import find_project
from generator.publish import search_shards
from generator.publish.changes import summary
from generator.publish.search_bundle import search_bundle
from generator.publish.search_documents import search_documents
from generator.publish.search_shards import UNIT, shards
from generator.search_index import SearchMissing, run_pagefind

TOPICS = [f"topic{number}" for number in range(8)]
ARTICLES = [
    article(
        f"report-{number}", f"202{number % 5}-01-02" if number else None, [TOPICS[number % 8]],
        countries=(f"Country {number % 7}", "Kyrgyzstan"), body=f"The bridge number{number} is open. It is *new*.\n",
    )
    for number in range(40)
]  # fmt: skip


def documents(articles):
    made = library(articles, TOPICS)
    names = {country.permalink: country.name for country in made.countries}
    return list(search_documents(made.entries, names, config(TOPICS), text_of))


def index(documents):
    [made] = run_pagefind([documents])
    return made


def files(bundle):
    return {output.path: output.data for output in bundle}


def test_what_the_index_is_made_of():
    odd = article("odd", "2024-02-09", ["topic0"], title="A <b> & “c”", countries=("Kyrgyzstan",))
    [document] = documents([odd])
    text = document.data.decode()
    assert document.path == "articles/odd/index.html"
    assert "<h1>A &lt;b&gt; &amp; “c”</h1>" in text
    for part in ("topic[content]", "country[content]", "year[content]"):
        assert f'data-pagefind-filter="{part}"' in text
    assert 'data-pagefind-meta="date[content]" content="2024-02-09"' in text
    assert '<span id="s-' in text


# Pagefind itself writes its filters in another order in every run.
def test_every_run_gives_the_same_bytes():
    made = documents(ARTICLES)
    first = files(search_bundle(index(made)))
    assert files(search_bundle(index(reversed(made)))) == first
    assert all(path.startswith("search/index/") for path in first)
    names = {path.removeprefix("search/index/") for path in first}
    assert {"pagefind.js", "pagefind-entry.json", "wasm.en.pagefind"} <= names
    assert not [name for name in names if "ui" in name or "highlight" in name]
    assert len([name for name in names if name.startswith("fragment/")]) == len(ARTICLES)
    assert len([name for name in names if name.startswith("filter/")]) == 3
    entry = json.loads(first["search/index/pagefind-entry.json"])
    assert f"pagefind.{entry['languages']['en']['hash']}.pf_meta" in names


# Without the program, or with one that fails, the site is made all the same, and one line says what is missing.
def test_no_program(write, monkeypatch):
    ours = builtins.__import__

    def without(name, *rest, **options):
        if name.startswith("pagefind"):
            raise ImportError(name)
        return ours(name, *rest, **options)

    root = write({"content/articles/a.md": "---\ntitle: A\nslug: a\nid: a\n---\n\nText.\n"})
    monkeypatch.chdir(root)
    monkeypatch.setattr(builtins, "__import__", without)
    said = summary(pipeline.build(find_project()), "site").splitlines()
    hint = "pagefind is not installed (pip install 'pagefind[bin]')"
    assert said[1:] == [f"/search/: the search will find nothing: {hint}"]
    assert (root / "site/search/index.html").exists()
    assert not (root / "site/search/index").exists()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("#!/bin/sh\necho nothing works >&2\nexit 3\n", "pagefind failed: nothing works"),
        ("#!/bin/sh\nexit 3\n", "pagefind failed: exit code 3"),
        ("", "pagefind cannot be run: "),
    ],
)
def test_a_program_that_fails(script, said, tmp_path, monkeypatch):
    program = tmp_path / "pagefind"
    program.write_text(script, "utf-8")
    program.chmod(0o755 if script else 0o644)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))
    with pytest.raises(SearchMissing, match=said):
        index(documents(ARTICLES[:1]))


# What is in which shard follows from how many articles there are, and one that is added changes the first shard only,
# or joins the blocks that come next.
@given(count=st.integers(0, 400 * UNIT))
def test_shards(count):
    parts = list(shards(range(count)))
    assert [entry for shard in parts for entry in shard.entries] == list(range(count))
    sizes = [len(shard.entries) for shard in parts]
    assert sizes[0] < 2 * UNIT
    assert sizes[0] >= UNIT or len(sizes) == 1
    assert len(sizes) < 25
    assert all(size >= UNIT and size & (size - 1) == 0 for size in sizes[1:])
    names = [shard.name for shard in parts]
    assert names == ["", *(str(sum(sizes[at:])) for at in range(1, len(sizes)))]
    more = [len(shard.entries) for shard in shards(range(count + 1))]
    assert more[0] == UNIT or more == [sizes[0] + 1, *sizes[1:]]


# Of an archive in shards only those are made anew whose articles are others, and what comes out is that of a first
# build: one file for each article, and none that is left over.
def test_only_what_changed_is_made_anew(write, monkeypatch):
    monkeypatch.setattr(search_shards, "UNIT", 3)
    asked = []

    def counted(batches):
        batches = [list(batch) for batch in batches]
        asked.append([len(batch) for batch in batches])
        return run_pagefind(batches)

    monkeypatch.setattr("generator.search_index.run_pagefind", counted)
    text = "---\ntitle: A\nslug: a{0}\nid: a{0}\ndate: 2024-01-{0:02}\n---\n\nText {0}.\n"
    root = write({f"content/articles/{number}.md": text.format(number) for number in range(1, 18)})
    monkeypatch.chdir(root)

    def built(*changed):
        for number in changed:
            (root / f"content/articles/{number}.md").write_text(text.format(number) + "More.\n")
        build(find_project())
        made = asked.pop() if asked else []
        shutil.rmtree(root / "cold", ignore_errors=True)
        shutil.copytree(root / "content", root / "cold/content")
        build(find_project(content=root / "cold/content", site=root / "cold/site"))
        asked.clear()
        assert tree(root / "site") == tree(root / "cold/site")
        assert len(list((root / "site/search/index").rglob("fragment/*"))) == len(list(root.glob("content/articles/*")))
        return made

    assert built() == [5, 12]
    assert built() == []
    assert built(17) == [5]
    assert built(1) == [12]
    assert built(2, 16) == [5, 12]
    assert built(18) == [3, 3]  # of the newest six, three are a block now
    (root / "content/articles/18.md").unlink()
    assert built() == [5]
