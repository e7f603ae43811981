"""Themes: which file is taken, and where an error in a template is said to be."""

import datetime as dt
import re

import pytest
from running import briefing

from generator.errors import ThemeError
from generator.publish.theme import Theme
from generator.site_model import ThemeFolder
from generator.store import packaged

DEFAULT = ThemeFolder(
    "default",
    {
        "base.html": "<title>{{ title }}</title>\n{% block main %}default{% endblock %}",
        "page.html": '{% extends "base.html" %}',
        "own.html": "default's",
    },
    {"style.css": b"default", "logo.svg": b"<svg>"},
)


def theme(**templates):
    return Theme((ThemeFolder("mine", {f"{name}.html": text for name, text in templates.items()}, {}), DEFAULT))


def complaint(template, **templates):
    with pytest.raises(ThemeError) as caught:
        theme(**templates).render(f"{template}.html", {"title": "T", "broken": object()})
    return str(caught.value)


def test_a_themes_own_template_stands_in_for_the_defaults():
    assert theme(own="mine").render("own.html", {}) == b"mine"
    assert theme().render("own.html", {}) == b"default's"
    assert theme(own="mine").render("default/own.html", {}) == b"default's"


# The default's pages extend the theme's base, which in turn extends the default's.
def test_a_base_of_ones_own_reaches_every_page():
    own = '{% extends "default/base.html" %}{% block main %}mine: {{ super() }}{% endblock %}'
    assert theme(base=own).render("page.html", {"title": "T"}) == b"<title>T</title>\nmine: default"


def test_values_are_escaped_and_printable():
    assert theme().render("base.html", {"title": "<b>&\x07\ud800"}).startswith(b"<title>&lt;b&gt;&amp;</title>")


def test_dates_in_words():
    made = theme(day="{{ day | day }}, {{ day | month }}").render("day.html", {"day": dt.date(2024, 2, 9)})
    assert made == b"9 February 2024, February 2024"


def test_static_files():
    own = ThemeFolder("mine", {}, {"style.css": b"mine", "fonts/a.woff2": b"x"})
    assert [(plan.path, plan.make()) for plan in Theme((own, DEFAULT)).static()][:-1] == [
        ("static/fonts/a.woff2", b"x"),
        ("static/logo.svg", b"<svg>"),
        ("static/style.css", b"mine"),
    ]


# An error is told with its file, line and expression, also from inside an included template or an inherited block.
def test_where_an_error_is():
    assert complaint("a", a="\n {{ nothing }}") == "mine/templates/a.html:2:2: 'nothing' is undefined: {{ nothing }}"
    assert complaint("a", a="{% include 'b.html' %}", b="\n\n{{ title.x.y }}").startswith("mine/templates/b.html:3:1: ")
    assert complaint("page", base="{% block main %}\n{{ 1 / 0 }}{% endblock %}").startswith(
        "mine/templates/base.html:2:1: "
    )
    assert complaint("a", a="\n{% if %}").startswith("mine/templates/a.html:2:1: ")
    assert complaint("a", a="{{ broken.call() }}").startswith("mine/templates/a.html:1:1: ")
    assert complaint("a", a="\n{% include 'c.html' %}").startswith("mine/templates/a.html:2:1: no template 'c.html'")
    assert complaint("a", a="\n{% import 'b.html' as b %}", b="{% endif %}").startswith("mine/templates/b.html:1:1: ")
    assert complaint("nowhere").startswith("nowhere.html: no template 'nowhere.html'")
    assert "contains itself without end" in complaint("base", base='{% extends "base.html" %}')


# What `theme new` writes is a theme at once: its colours reach every page, whatever the page adds to its head.
def test_a_new_theme(write):
    article = "---\ntitle: A\nslug: a\nid: a\ncountries: [Kenya]\n---\n\nText.\n"
    root = write({"briefing.yaml": "theme: mine\ntopics: {x: {title: X}}\n", "content/articles/a.md": article})
    said = briefing(root, "theme", "new", "mine")
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.splitlines() == [
        "themes/mine/static/colours.css",
        "themes/mine/templates/base.html",
        "Set `theme: mine` in briefing.yaml, then look at it with `briefing serve`",
    ]
    assert briefing(root, "build").returncode == 0
    pages = sorted((root / "site").rglob("*.html"))
    assert len(pages) > 6
    for page in pages:
        assert page.read_text("utf-8").count("static/colours.css") == 1, page
    assert (root / "site/static/colours.css").exists()
    # Every colour is one that the default theme has, and begins with its value, in the light and in the dark.
    ours = re.findall(r"--[\w-]+: #\w+;", (root / "themes/mine/static/colours.css").read_text("utf-8"))
    style = (packaged("themes/default") / "static/style.css").read_text("utf-8")
    assert len(ours) == 2 * 13
    for colour in ours:
        assert colour in style, colour


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mine", "themes/mine: is there already (give another name, or remove it first)"),
        ("default", "themes/default: is the theme that all others build on (give it another name)"),
        ("../x", "../x: is not the name of a theme (letters, digits, - and _ only)"),
        ("", ": is not the name of a theme (letters, digits, - and _ only)"),
    ],
)
def test_names_that_no_new_theme_can_have(write, name, said):
    root = write({"themes/mine/static/style.css": "body {}"})
    done = briefing(root, "theme", "new", name)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said + "\n")
    assert [path.name for path in root.rglob("*") if path.is_file()] == ["style.css"]
