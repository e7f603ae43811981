"""Whatever order edits come in, each build leaves the bytes of a first build; so does a newer version of our code."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rebuilding import article, cold, made, path, replaced, write
from running import tree

CHECKOUT = Path(__file__).parent.parent
THEME = '{% extends "default/base.html" %}\n{% block footer %}\n<p>FOOT</p>\n{% endblock %}\n'
SETTINGS = """\
title: Digest
search: false
edition: {edition}
theme: {theme}
topics: {{alpha: {{title: Alpha}}, beta: {{title: Beta}}}}
"""
BODY = "{} sentence.\n\n[Before](/articles/report-1/)\n"


def put(number, **values):
    write(path(number), article(number, figures="[]", body=BODY.format(values.pop("word", "First")), **values))


def setting(edition, theme):
    write(Path("briefing.yaml"), SETTINGS.format(edition=edition, theme=theme))


def footer(word):
    write(Path("themes/mine/templates/base.html"), THEME.replace("FOOT", word))


# Each is what somebody does between two builds. The first article stays, since others link to it.
numbers, words = st.integers(2, 6), st.sampled_from(["River", "Ferry", "Bridge"])
EDITS = st.one_of(
    st.tuples(st.just("body"), numbers, words),
    st.tuples(st.just("title"), numbers, words),
    st.tuples(st.just("date"), numbers, st.sampled_from(["2023-05-01", "2024-02-20", "2031-01-01"])),
    st.tuples(st.just("topic"), numbers, st.sampled_from(["[alpha]", "[beta]", "[]"])),
    st.tuples(st.just("delete"), numbers),
    st.tuples(st.just("setting"), st.sampled_from(["week", "none"]), st.sampled_from(["default", "mine"])),
    st.tuples(st.just("template"), words),
    st.tuples(st.just("nothing")),
)


def edit(kind, *values):
    match kind:
        case "body":
            put(values[0], word=values[1])
        case "title":
            put(values[0], title=f"{values[1]} report")
        case "date":
            put(values[0], date=values[1])
        case "topic":
            put(values[0], topics=values[1])
        case "delete":
            path(values[0]).unlink(missing_ok=True)
        case "setting":
            setting(*values)
        case "template":
            footer(*values)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A digest that goes on from one example to the next, as a real one does."""
    folder = tmp_path_factory.mktemp("sequences") / "digest"
    folder.mkdir()
    with contextlib.chdir(folder):
        for number in range(1, 5):
            put(number)
        setting("none", "mine")
        footer("Own")
        made(now="2024-06-01")
        yield folder


@given(st.lists(EDITS, min_size=1, max_size=3))
@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_each_step_leaves_what_a_first_build_leaves(project, steps):
    for step in steps:
        edit(*step)
        made(now="2024-06-01")
        assert tree(project / "site") == cold(project, now="2024-06-01"), step


# What one version of our code worked out is of no use to another, down to the last byte.
def test_upgraded_code_with_an_old_cache(tmp_path):
    packages, project = tmp_path / "packages", tmp_path / "digest"
    shutil.copytree(CHECKOUT / "generator", packages / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("themes", "briefing.yaml"):
        (packages / name).symlink_to(CHECKOUT / name)
    project.mkdir()
    with contextlib.chdir(project):
        put(1)
        put(3)
        setting("none", "default")

    def build(folder):
        command = [sys.executable, "-m", "generator", "build", "--now", "2024-06-01"]
        environment = os.environ | {"PYTHONPATH": str(packages)}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    build(project)
    assert "nothing changed" in build(project)
    replaced(packages / "generator/publish/wording.py", '"January ', '"Januar ')
    replaced(packages / "generator/publish/markup.py", "return sanitise", 'return "<p>New.</p>" + sanitise')
    assert "changed" in build(project)
    shutil.copytree(project / "content", tmp_path / "fresh/content")
    shutil.copy(project / "briefing.yaml", tmp_path / "fresh")
    build(tmp_path / "fresh")
    assert tree(project / "site") == tree(tmp_path / "fresh/site")
    page = (project / "site/articles/report-3/index.html").read_text()
    assert "New." in page
    assert " Januar 2024" in page
