"""What a build says that it changed, to people and to programs, and that --diff only says it."""

import json

import pytest
from running import briefing

from generator.search_index import SearchMissing

SETTINGS = "base_url: https://example.org/repo/\nedition: none\ntopics: {x: {title: X}, y: {title: Y}}\n"
ARTICLE = "---\ntitle: {0}\nslug: {1}\nid: {1}\ndate: 2024-12-0{2}\ntopics: [{3}]\n---\n\n{0} is told here. {4}\n"


def article(name, day, topic="x", text="All of it."):
    return {f"content/articles/{name}.md": ARTICLE.format(name.capitalize(), name, day, topic, text)}


@pytest.fixture
def root(write, monkeypatch):
    def missing(documents):
        raise SearchMissing("not here")  # the index would take longer than all the rest

    monkeypatch.setattr("generator.search_index.run_pagefind", missing)
    root = write(
        {"briefing.yaml": SETTINGS, **article("first", 1), **article("second", 2), **article("other", 3, "y")}
        | {"content/pages/about.md": "---\ntitle: About\n---\n\nUs.\n"}
    )
    assert briefing(root, "build").returncode == 0
    return root


def files(root):
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()}


def told(root, *arguments):
    return briefing(root, "build", *arguments).stdout.splitlines()


def counts(root):
    return json.loads(briefing(root, "build", "--json").stdout)["counts"]


def test_nothing_changed(root):
    assert told(root)[0] == "site/: nothing changed (11 pages and 3 feeds in all)"
    assert told(root, "--diff")[0].startswith("site/: nothing changed")


# One article that is mended is one change, whatever lists and neighbours change with it.
def test_counted_as_people_do(root, write):
    write(article("second", 2, text="None of it."))
    assert told(root)[0].startswith("site/: 0 new, 1 changed, 0 removed, 2 feeds updated")
    write(article("third", 4))
    (root / "content/articles/other.md").unlink()
    assert told(root)[0].startswith("site/: 1 new, 0 changed, 1 removed, 3 feeds updated; ")
    write({"content/pages/about.md": "---\ntitle: About\n---\n\nThem.\n"})
    assert told(root)[0].startswith("site/: 0 new, 1 changed, 0 removed, 0 feeds updated (")


# A new neighbour changes the pages of others, not what they say; a new look changes nobody's words.
def test_what_only_looks_different_is_no_change(root, write):
    write({"themes/mine/static/own.css": "p { color: red }", "briefing.yaml": SETTINGS + "theme: mine\n"})
    assert told(root)[0].startswith("site/: no page changed; 1 other file did (")
    base = '{% extends "default/base.html" %}{% block footer %}Foot{% endblock %}'
    write({"themes/mine/templates/base.html": base})
    of = counts(root)
    assert (of["new"], of["changed"], of["removed"], of["feeds_updated"]) == (0, 0, 0, 0)
    assert of["other_pages"] == of["pages"]


# An article that moves leaves a redirect: something new here, nothing any more there.
def test_an_address_that_moves(root):
    path = root / "content/articles/first.md"
    path.write_text(path.read_text().replace("slug: first", "slug: moved\naliases: [first]"))
    assert [line.split()[:2] for line in told(root, "--diff")[:2]] == [
        ["removed", "/articles/first/"],
        ["new", "/articles/moved/"],
    ]


def test_diff_names_and_writes_nothing(root, write):
    write(article("second", 2, text="None of it.") | article("third", 4))
    (root / "content/articles/other.md").unlink()
    before = files(root)
    lines = told(root, "--diff")
    assert files(root) == before
    assert lines[:5] == [
        "removed  /articles/other/  Other",
        "changed  /articles/second/  Second",
        "  -All of it.",
        "  +None of it.",
        "new      /articles/third/  Third",
    ]
    assert "changed  /  Briefing (with others)" in lines
    assert "changed  /topics/x/feed.atom, feed.json, feed.xml" in lines
    assert lines[-1] == "Nothing was written: this is what `briefing build` would do"
    # It is what the build then does.
    assert told(root)[0] == next(line for line in lines if line.startswith("site/: "))


# One document on stdout and nothing else, whatever happens; its keys stay.
def test_json(root, write):
    write(article("second", 2, text="None of it."))
    done = briefing(root, "build", "--diff", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert list(said) == ["ok", "problems", "site", "written", "counts", "changes", "warnings", "note"]
    assert (said["ok"], said["written"], said["site"]) == (True, False, "site")
    assert said["changes"][0] == {
        "kind": "page", "own": True, "did": "changed", "address": "/articles/second/",
        "path": "articles/second/index.html", "title": "Second", "diff": ["-All of it.", "+None of it."],
    }  # fmt: skip
    write(article("third", 4, "z"))
    done = briefing(root, "build", "--json")
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout) == {
        "ok": False,
        "problems": [
            {
                "path": "content/articles/third.md", "line": 6, "column": 10,
                "problem": "unknown topic 'z'", "hint": "known: x, y",
            }
        ],
    }  # fmt: skip


def test_json_of_check(root):
    (root / "site/articles/first/index.html").unlink()
    done = briefing(root, "check", "--json")
    said = json.loads(done.stdout)
    assert (done.returncode, said["ok"], done.stderr) == (1, False, "")
    assert "/articles/first/" in said["problems"][0]["problem"]


def test_json_of_clean(root, write):
    write({"seeds/a.txt": "A Bridge Opens in the Valley\n4 December 2024\n\nThe bridge is open now. It took a year.\n"})
    write({"seeds/empty.txt": ""})
    done = briefing(root, "clean", "--json")
    said = json.loads(done.stdout)
    assert (done.returncode, said["ok"], done.stderr) == (1, False, "")
    assert [problem["path"] for problem in said["problems"]] == ["seeds/empty.txt"]
    assert [one["outcome"] for one in said["articles"]] == ["new"]
    assert said["counts"]["new"] == 1
