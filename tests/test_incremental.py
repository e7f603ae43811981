"""Whatever changed since the last build, the site is byte for byte the one of a first build of the same content.

Each case is a change to a small digest that was built before; the site is then built again, and compared with that of
the same files in another folder, built there for the first time. Each build goes on from the one of the case before,
whose change is taken back at the same time.
"""

import contextlib
import os
import shutil
import time
from pathlib import Path

import pytest
from rebuilding import SOURCES, THEME, article, cold, fill, made, path, replaced, take_back, write
from running import tree


@pytest.fixture(scope="module")
def digest(tmp_path_factory):
    """A digest that was built, and its sources as they were then."""
    folder = tmp_path_factory.mktemp("incremental") / "digest"
    fill(folder)
    with contextlib.chdir(folder):
        made()
    return folder, {name: data for name, data in tree(folder).items() if name.startswith(SOURCES)}


@pytest.fixture
def root(digest, monkeypatch):
    folder, as_it_was = digest
    take_back(folder, as_it_was)
    monkeypatch.chdir(folder)
    return folder


def body():
    replaced(path(7), "Sentence one of 7. Sen", "Sentence one of 7. Something new. Sen")


def sentence_gone():
    write(path(7), article(7, body="Nothing of what the facts say."))


def same_size_and_time():
    before = path(9).stat()
    replaced(path(9), "Sentence two of 9.\n", "Sentence two of 8.\n")
    os.utime(path(9), ns=(before.st_atime_ns, before.st_mtime_ns))


def clock_ahead():
    replaced(path(9), "Sentence two", "Clause two")
    later = time.time_ns() + 10**15
    os.utime(path(9), ns=(later, later))


def clock_back():
    replaced(path(9), "Sentence two", "Clause two")
    os.utime(path(9), ns=(10**15, 10**15))


def far_off():
    replaced(path(9), "Sentence two", "Clause two")
    for place in (path(9), path(8), Path("briefing.yaml"), Path("themes/mine"), Path("site")):
        os.utime(place, ns=(135 * 10**17, 135 * 10**17))  # in 2397, more than 64 bits with a sign hold


def touched():
    for file in Path("content").rglob("*.md"):
        os.utime(file, ns=(10**15, 10**15))


def saved_anew():
    text = path(4).read_text()
    path(4).unlink()
    path(4).write_text(text)


def renamed_file():
    path(4).rename("content/articles/moved.md")


def removed_folder():
    shutil.rmtree("content/pages")


def damaged(part, how):
    def change():
        for file in Path(".cache").rglob(part):
            data = file.read_bytes()
            file.write_bytes({"cut": data[: len(data) // 2], "changed": data[:-90] + b"x" * 90, "empty": b""}[how])

    change.__name__ = f"{part} {how}"
    return change


def texts_of_another():
    for file in Path(".cache").glob("texts*"):
        file.unlink()
    replaced("briefing.yaml", "Digest", "Journal")


def no_cache():
    shutil.rmtree(".cache")


def page_changed_by_hand():
    Path("site/articles/report-5/index.html").write_text("mine")


def page_written_into():
    with Path("site/articles/report-5/index.html").open("r+") as file:
        file.write("<!-- -->")


def page_removed():
    Path("site/articles/report-5/index.html").unlink()


def folder_removed():
    shutil.rmtree("site/topics")


def site_removed():
    shutil.rmtree("site")


def hidden_tree_removed():
    shutil.rmtree(".site.next", ignore_errors=True)


def hidden_page_removed():
    if (page := Path(".site.next/tree/articles/report-5/index.html")).exists():
        page.unlink()
    body()


def hidden_record_damaged():
    write(Path(".site.next/record"), "nothing")
    body()


def article_with(number, **values):
    def change():
        write(path(number), article(number, **values))

    change.__name__ = "article with " + ", ".join(f"{key} {value}" for key, value in values.items())
    return change


def new(number, **values):
    def change():
        write(path(number), article(number, **values))

    change.__name__ = f"new {number}"
    return change


def file(name, text):
    def change():
        write(Path(name), text)

    change.__name__ = name
    return change


def setting(old, line):
    def change():
        replaced("briefing.yaml", old, line)

    change.__name__ = line.replace("\n", " ")
    return change


def deleted():
    path(7).unlink()


def several():
    body()
    path(8).unlink()
    write(path(50), article(50))
    write(path(20), article(20, title="Another title", aliases="[an-old-slug]"))


def nothing():
    pass


def other_theme():
    replaced("briefing.yaml", "theme: mine", "theme: default")


def record_changed():
    write(Path("content/.clean/origins/id-3.txt"), "=\tused\tdump.txt\n1\tdropped\tmenu\t1\tHome\n")


def record_new():
    write(Path("content/.clean/origins/id-4.txt"), "=\tused\tdump.txt\n1\tkept\ttitle\t2\tReport 4\n")


def slug_before():
    write(Path("content/.clean/2024/first-slug.md.base"), article(6, slug="first-slug"))


CHANGES = [
    nothing, body, sentence_gone, deleted, several, new(46), new(47, date="2023-01-01"), new(48, date="null"),
    article_with(7, title="A new title"), article_with(7, title="Report 8 on the bridge"),
    article_with(7, date="2024-12-30"), article_with(7, date="null"), article_with(7, topics="[alpha]"),
    article_with(7, topics="[]"), article_with(7, summary="Something else."), article_with(7, slug="other-slug"),
    article_with(7, aliases="[old-slug]"), article_with(7, countries="[Kenya]"), article_with(7, story="story-2"),
    article_with(7, key_points="[]"), article_with(7, figures="[{measure: cars, value: 900}]"),
    article_with(7, events="[]"), article_with(7, complete="false"), article_with(7, draft="true"),
    article_with(7, expires="2024-12-31"), article_with(7, date="2999-01-01"),
    article_with(7, sources="[{document: a.txt, publisher: Post}]"),
    article_with(7, body="See [it](/articles/report-8/#main).\n"),
    same_size_and_time, clock_ahead, clock_back, far_off, touched, saved_anew, renamed_file, removed_folder,
    file("content/pages/about.md", "---\ntitle: About us\n---\n\nOther words.\n"),
    file("content/pages/more.md", "---\ntitle: More\n---\n\nMore words.\n"),
    file("content/topics/alpha.md", "---\ntitle: A\n---\n\nOther words on alpha.\n"),
    file("content/topics/beta.md", "---\ntitle: B\n---\n\nAll on beta.\n"),
    file("themes/mine/templates/base.html", THEME.replace("Own", "Other")),
    file("themes/mine/templates/404.html", THEME), file("themes/mine/static/own.css", "p { margin: 1em }"),
    setting("title: Digest", "title: Journal"), setting("search: false", "feed_items: 3\nsearch: false"),
    setting("edition: month", "edition: week"), setting("edition: month", "edition: none"),
    setting("{title: Beta}", "{title: The other}"), setting("{title: Cars", "{title: All cars"),
    setting("search: false", "base_url: https://example.org/below/\nsearch: false"),
    other_theme, record_changed, record_new, slug_before,
    damaged("*.state", "cut"), damaged("*.state", "changed"), damaged("*.state", "empty"),
    damaged("texts.sqlite", "cut"), damaged("texts.sqlite", "changed"), damaged("texts.sqlite", "empty"),
    texts_of_another, no_cache, page_changed_by_hand, page_written_into, page_removed, folder_removed, site_removed,
    hidden_tree_removed, hidden_page_removed, hidden_record_damaged,
]  # fmt: skip


def same(root, **options):
    """Return whether a build leaves what a first build leaves; names the first file that differs."""
    made(**options)
    incremental, expected = tree(root / "site"), cold(root, **options)
    assert sorted(incremental) == sorted(expected)
    assert [name for name, data in incremental.items() if data != expected[name]] == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_same_bytes_as_a_first_build(root, change):
    change()
    same(root)


@pytest.mark.parametrize(
    "options",
    [
        {"base_url": "https://example.net/a/b/"}, {"now": "2024-02-10"}, {"now": "2024-01-05"}, {"now": "2030-01-01"},
        {"drafts": True, "site": Path("site")},
    ],
    ids=str,
)  # fmt: skip
def test_same_bytes_with_other_options(root, options):
    write(path(5), article(5, draft="true"))
    same(root, **options)
