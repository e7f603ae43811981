"""After an edit of bodies only what shows them is made, and the site is the one of a first build all the same."""

import json
import shutil

import pytest
from running import briefing, tree

from generator import correction
from generator.config import parse_config
from generator.model import Config
from generator.packing import pack, unpack
from generator.publish import search_shards
from generator.publish.anchors import anchor
from generator.publish.markup import render
from generator.search_index import run_pagefind

ARTICLES = 30
SETTINGS = """\
title: Digest
base_url: https://example.org/
search: false
edition: month
feed_items: 5
topics:
  alpha: {title: Alpha, measures: {cars: {title: Cars, unit: items, counts: [cars], terms: [counted]}}}
  beta: {title: Beta}
"""
ARTICLE = """\
---
title: {title}
slug: report-{number}
id: id-{number}
date: 2024-{month:02}-{day:02}
topics: {topics}
countries: {countries}
summary: What report {number} says.
story: {story}
figures: [{{measure: cars, value: {number}, sentence: Sentence one of {number}.}}]
---

Sentence one of {number}. Sentence two of {number}.

See [another](/articles/report-{other}/#{part}).
"""


def article(number):
    other = 3 if number != 3 else 4
    return ARTICLE.format(
        title="Two of one name" if number in (7, 8) else f"Report {number}",
        number=number,
        month=number % 3 + 1,
        day=number % 28 + 1,
        topics=("[alpha]", "[beta]", "[alpha, beta]")[number % 3],
        countries=("[Arcadia]", "[Ruritania]", "[Arcadia, Ruritania]")[number % 3],
        story=f"story-{number // 2}" if number % 5 == 0 else "''",
        other=other,
        part=next(iter(anchor(render(f"Sentence two of {other}."))[1])),
    )


def path(number):
    return f"content/articles/2024/report-{number}.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("correction") / "built"
    files = {path(number): article(number) for number in range(1, ARTICLES + 1)}
    files |= {
        "briefing.yaml": SETTINGS,
        "content/pages/about.md": "---\ntitle: About\n---\n\nSee [one](/articles/report-9/).\n",
        "content/.clean/origins/id-6.txt": "=\tused\tdump.txt\n1\tkept\ttitle\t2\tReport 6\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    assert briefing(folder, "build").returncode == 0
    return folder


class IsWhole(Exception):  # noqa: N818
    pass


class Digest:
    """A digest that was built, in a folder of its own."""

    def __init__(self, folder, monkeypatch):
        self.folder, self._monkeypatch = folder, monkeypatch

    def edit(self, number, old="Sentence two", new="A word more. Sentence two"):
        file = self.folder / path(number)
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))

    def build(self, *arguments):
        """Build, and return what was said, and whether that was a whole build."""

        def build(*_, **__):
            raise IsWhole

        with self._monkeypatch.context() as patch:
            patch.setattr("generator.pipeline.build", build)
            try:
                return briefing(self.folder, "build", *arguments), False
            except IsWhole:
                pass
        return briefing(self.folder, "build", *arguments), True

    def cold(self, *arguments, site="site"):
        copy = self.folder.with_name("cold")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.folder, copy, ignore=shutil.ignore_patterns("site", "public", ".*.next", ".cache"))
        assert briefing(copy, "build", *arguments).returncode == 0
        return tree(copy / site)


@pytest.fixture
def digest(built, tmp_path, monkeypatch):
    # A copy is another digest to whoever looks at inodes, so it is built once more; nothing of the site is made anew.
    shutil.copytree(built, tmp_path / "digest", symlinks=True)
    made = Digest(tmp_path / "digest", monkeypatch)
    assert briefing(made.folder, "build").returncode == 0
    return made


def edited(digest, *numbers, **words):
    for number in numbers:
        digest.edit(number, **words)
    done, is_whole = digest.build()
    assert (done.returncode, done.stderr, is_whole) == (0, "", False)
    return done.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([7], "0 new, 1 changed, 0 removed, 0 feeds updated"),  # one of two of the same headline
        ([6], "0 new, 1 changed, 0 removed, 0 feeds updated"),  # one that the cleaner made
        ([10], "0 new, 1 changed, 0 removed, 0 feeds updated"),  # one of two on the same event
        ([26], "0 new, 1 changed, 0 removed, 5 feeds updated"),  # the newest of all
        ([7, 26, 24], "0 new, 3 changed, 0 removed, 5 feeds updated"),
    ],
)
def test_only_what_shows_a_body_is_made(digest, numbers, said):
    assert said in edited(digest, *numbers)
    assert tree(digest.folder / "site") == digest.cold()


# As editors save: a new file takes the place of the old one, so that the folder changes too.
def test_a_file_that_was_replaced(digest):
    text = (digest.folder / path(7)).read_text()
    (digest.folder / path(7)).unlink()
    (digest.folder / path(7)).write_text(text.replace("Sentence two", "A word more. Sentence two"))
    assert "1 changed" in edited(digest)
    assert tree(digest.folder / "site") == digest.cold()


def test_one_edit_after_the_other(digest):
    edited(digest, 26)
    edited(digest, 27)  # in the same feeds, which have the text of both
    edited(digest, 26, old="A word more. ", new="")
    assert tree(digest.folder / "site") == digest.cold()
    assert "nothing changed" in edited(digest)
    # A whole build goes on from what the edits left.
    (digest.folder / path(40)).write_text(article(40))
    digest.edit(5)
    done, is_whole = digest.build()
    assert (done.returncode, is_whole) == (0, True)
    assert "1 new, 1 changed" in done.stdout
    assert tree(digest.folder / "site") == digest.cold()
    edited(digest, 26)
    assert tree(digest.folder / "site") == digest.cold()


@pytest.fixture
def searched(digest, monkeypatch):
    """Return a digest with a search index in shards of 3, 3 and 24 articles."""
    monkeypatch.setattr(search_shards, "UNIT", 3)
    (digest.folder / "briefing.yaml").write_text(SETTINGS.replace("search: false", "search: true"))
    assert briefing(digest.folder, "build").returncode == 0
    assert json.loads((digest.folder / "site/search/index/shards.json").read_text()) == ["24", "27"]
    return digest


# Of the search index only the shards with the article are made, nothing is left over, and all is kept for what follows.
def test_the_search_index(searched, monkeypatch):
    made = []

    def counted(batches):
        batches = [list(batch) for batch in batches]
        made.append([len(batch) for batch in batches])
        return run_pagefind(batches)

    monkeypatch.setattr("generator.search_index.run_pagefind", counted)
    edited(searched, 26)  # one of the newest
    assert tree(searched.folder / "site") == searched.cold()
    assert made.pop(0) == [3]
    assert "nothing changed" in edited(searched)
    made.clear()
    edited(searched, 26, 3)
    assert made.pop(0) == [3, 24]
    edited(searched, 3, old="A word more. ", new="")  # to what it was once, under the names of then
    edited(searched, 3)
    assert tree(searched.folder / "site") == searched.cold()
    assert "nothing changed" in edited(searched)
    # A whole build goes on from there.
    made.clear()
    searched.edit(3, "title: Report 3", "title: Another title")
    assert searched.build()[1]
    assert made.pop(0) == [24]
    assert tree(searched.folder / "site") == searched.cold()


def test_a_search_index_that_cannot_be_made(searched, monkeypatch):
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(searched.folder / "none"))
    searched.edit(26)
    done, is_whole = searched.build()
    assert is_whole
    assert "the search will find nothing" in done.stdout


# What the command line says is kept too, and not read again.
def test_with_arguments(digest):
    words = ["--config=./briefing.yaml", "--site", "public", "--base-url", "https://b.example/x"]
    digest.build(*words)
    digest.edit(26)
    done, is_whole = digest.build(*words)
    assert (done.returncode, is_whole) == (0, False)
    assert "public/: 0 new, 1 changed, 0 removed, 5 feeds updated" in done.stdout
    assert tree(digest.folder / "public") == digest.cold(*words, site="public")


# Each of the settings comes back as what it was, since they are kept from build to build and not read again.
@pytest.mark.parametrize(
    "settings", [SETTINGS, "limits: {article_mb: 3, stories: 7}\nsources: {A: {url: https://a.example/}}"]
)
def test_settings_are_kept(settings):
    config = parse_config(settings, "briefing.yaml")
    again = unpack(pack(config), Config)
    assert (again, pack(again)) == (config, pack(config))


# Whoever waits for another build to end goes on from what that one left.
def test_another_build_was_faster(digest, monkeypatch):
    first = correction.publishing

    def publishing(*arguments):
        monkeypatch.setattr(correction, "publishing", first)
        digest.edit(3, "title: Report 3", "title: Another title")
        assert briefing(digest.folder, "build", "--now=2025-01-01").returncode == 0
        return first(*arguments)

    monkeypatch.setattr(correction, "publishing", publishing)
    digest.edit(9)
    _, is_whole = digest.build()
    assert is_whole
    assert tree(digest.folder / "site") == digest.cold()


def first_sentence_gone(digest):
    digest.edit(7, "Sentence one", "Clause one")


def title(digest):
    digest.edit(7, "title: Two", "title: Both")


def added(digest):
    digest.edit(7)
    (digest.folder / path(40)).write_text(article(40))


def removed(digest):
    digest.edit(7)
    (digest.folder / path(11)).unlink()


def other_link(digest):
    digest.edit(7, "[another]", "[one](/articles/report-9/) and [another]")


def page_of_the_site(digest):
    digest.edit(7)
    (digest.folder / "site/articles/report-9/index.html").write_text("mine")


def page_of_ones_own(digest):
    digest.edit(7)
    (digest.folder / "content/pages/about.md").write_text("---\ntitle: About\n---\n\nUs.\n")


def settings(digest):
    digest.edit(7)
    digest.folder.joinpath("briefing.yaml").write_text(SETTINGS.replace("title: Digest", "title: Ledger"))


def comment_in_the_front_matter(digest):
    digest.edit(7, "countries:", "# checked\ncountries:")
    digest.edit(7)


def blank_line_below_it(digest):
    digest.edit(7, "---\n\nSentence one", "---\n\n\nSentence one")
    digest.edit(7)


def another_run(digest):
    digest.edit(8)
    briefing(digest.folder, "build", "--now=2025-01-01")
    digest.edit(7)


def what_was_kept(digest):
    edited(digest, 8)
    for file in (digest.folder / ".cache/builds").glob("*.edits"):
        file.write_bytes(file.read_bytes()[:-1])
    digest.edit(7)


def cache(digest):
    shutil.rmtree(digest.folder / ".cache")


@pytest.mark.parametrize(
    "change",
    [
        first_sentence_gone, title, added, removed, other_link, page_of_the_site, page_of_ones_own, settings,
        comment_in_the_front_matter, blank_line_below_it, another_run, what_was_kept, cache,
    ],
    ids=lambda change: change.__name__,
)  # fmt: skip
def test_more_than_a_body_takes_a_whole_build(digest, change):
    change(digest)
    done, is_whole = digest.build()
    assert (done.returncode, done.stderr, is_whole) == (0, "", True)
    assert tree(digest.folder / "site") == digest.cold()


@pytest.mark.parametrize(
    ("number", "old", "new", "error"),
    [
        (7, "See ", "See [none](/none/). ", "broken link: no page at /none/"),
        (3, "Sentence two", "Clause two", "broken link: /articles/report-3/ has no part"),
        (7, article(7).partition("---\n\n")[2], " \t \n", "the body is empty"),
    ],
)
def test_what_is_wrong_is_said(digest, number, old, new, error):
    before = tree(digest.folder / "site")
    digest.edit(number, old, new)
    done, is_whole = digest.build()
    assert (done.returncode, is_whole) == (1, True)
    assert error in done.stderr
    assert tree(digest.folder / "site") == before
    digest.edit(number, new, old)
    assert digest.build()[0].returncode == 0
    assert tree(digest.folder / "site") == digest.cold()
