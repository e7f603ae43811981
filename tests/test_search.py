"""The search index: what it is made of, the same bytes in every run, and a site without it where it cannot be made."""

import builtins
import json

import pytest
from making import article, config, library, text_of

from generator import pipeline
from generator.project import find_project
from generator.publish.changes import summary
from generator.publish.search_bundle import search_bundle
from generator.publish.search_documents import search_documents
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
    return list(search_documents(library(articles, TOPICS), config(TOPICS), text_of))


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
    first = files(search_bundle(run_pagefind(made)))
    assert files(search_bundle(run_pagefind(reversed(made)))) == first
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

    def without(name, *rest):
        if name.startswith("pagefind"):
            raise ImportError(name)
        return ours(name, *rest)

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
        run_pagefind(documents(ARTICLES[:1]))
