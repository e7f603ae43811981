"""A small digest that is built again after a change, and what a first build makes of the same files."""

import contextlib
import shutil
from pathlib import Path

from running import tree

from generator.pipeline import build
from generator.project import find_project

ARTICLES = 33
THEME = """{% extends "default/base.html" %}
{% block footer %}
<p>Own footer</p>
{% endblock %}
"""
SETTINGS = """\
title: Digest
search: false
edition: month
theme: mine
topics:
  alpha: {title: Alpha, measures: {cars: {title: Cars, unit: items, counts: [cars], terms: [counted]}}}
  beta: {title: Beta}
"""


def article(number, **values):
    """Return the file of one article; the values are written over those that it has by its number."""
    header = {
        "title": f"Report {number} on the {('bridge', 'ferry', 'road', 'market')[number % 4]}",
        "slug": f"report-{number}",
        "id": f"id-{number}",
        "date": f"2024-{number % 3 + 1:02}-{number % 28 + 1:02}",
        "topics": ("[alpha]", "[beta]", "[alpha, beta]")[number % 3],
        "countries": ("[Arcadia]", "[Ruritania]", "[Arcadia, Ruritania]")[number % 3],
        "summary": f"What report {number} says.",
        "story": f"story-{number // 2}" if number % 5 == 0 else "''",
        "key_points": f"[{{text: Sentence one of {number}.}}]",
        "figures": f"[{{measure: cars, value: {number}, sentence: Sentence one of {number}.}}]",
        "events": f"[{{when: 2024-0{number % 9 + 1}, text: Opening {number}, sentence: Sentence two of {number}.}}]",
    }
    body = values.pop("body", f"Sentence one of {number}. Sentence two of {number}.\n\n[Before](/articles/report-3/)\n")
    lines = [f"{key}: {value}" for key, value in (header | values).items()]
    return "\n".join(["---", *lines, "---", "", body])


def path(number):
    return Path(f"content/articles/2024/report-{number}.md")


def write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def fill(folder):
    write(folder / "briefing.yaml", SETTINGS)
    for number in range(1, ARTICLES + 1):
        write(folder / path(number), article(number))
    write(folder / "content/pages/about.md", "---\ntitle: About\n---\n\nWho we are, see [one](/articles/report-3/).\n")
    write(folder / "content/topics/alpha.md", "---\ntitle: A\n---\n\nAll on alpha.\n")
    write(folder / "content/.clean/origins/id-3.txt", "=\tused\tdump.txt\n1\tkept\ttitle\t2\tReport 3\n")
    write(folder / "themes/mine/templates/base.html", THEME)
    write(folder / "themes/mine/static/own.css", "p { margin: 0 }")


SOURCES = ("content", "themes", "briefing.yaml")


def take_back(folder, as_it_was):
    """Make the sources what they were, without touching those that still are."""
    now = {name: data for name, data in tree(folder).items() if name.startswith(SOURCES)}
    for name in now.keys() - as_it_was:
        (folder / name).unlink()
        with contextlib.suppress(OSError):
            (folder / name).parent.rmdir()
    for name, data in as_it_was.items():
        if now.get(name) != data:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)


def made(**options):
    return build(find_project(**options))


FIRST_BUILDS = {}  # by what they were made of: after many of the changes the sources are what they were


def cold(root, **options):
    """Return the site that a first build of the same files makes, in a copy of the folder."""
    sources = {name: data for name, data in tree(root).items() if name.startswith(SOURCES)}
    key = repr((sorted(sources.items()), options))
    if key not in FIRST_BUILDS:
        FIRST_BUILDS[key] = first_build(root, **options)
    return FIRST_BUILDS[key]


def first_build(root, **options):
    copy = root.with_name("cold")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("site", ".site.next", ".cache"))
    with contextlib.chdir(copy):
        made(**options)
    return tree(copy / "site")


def replaced(file, old, new):
    text = Path(file).read_text()
    assert old in text
    Path(file).write_text(text.replace(old, new))
