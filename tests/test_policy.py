"""The Content-Security-Policy of a page: what it holds, where it stands, and that no theme can leave it out."""

import base64
import hashlib

import pytest
from running import briefing

from generator.errors import ThemeError
from generator.publish.guard import guarded, unguarded
from generator.publish.policy import Policy, metas, to_policy
from generator.publish.theme import Theme
from generator.site_model import ThemeFolder

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'"
STATIC = "img-src 'self'; font-src 'self'; style-src 'self'"
PAGE = "<!DOCTYPE html>\n<html>\n<head>\n<title>T</title></head><body>{}</body></html>"
ARTICLE = "---\ntitle: A\nslug: a\nid: a\ndate: 2024-12-05\naliases: [old]\ncountries: [Kenya]\n---\n\nText.\n"
STATED = metas(Policy()).encode()


def hashed(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def theme(**templates):
    return Theme((ThemeFolder("mine", {f"{name}.html": text for name, text in templates.items()}, {}),))


def policy_of(page):
    return page.partition(b'Content-Security-Policy" content="')[2].partition(b'"')[0].decode()


# What no template uses is not allowed; what stands in one is allowed by its hash, and data is no script.
@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<p>", f"{NOTHING}; {STATIC}"),
        ('<script type="application/ld+json">{{ data }}</script>', f"{NOTHING}; {STATIC}"),
        ("<style>p { margin: 0 }</style>", f"{NOTHING}; {STATIC} {hashed('p { margin: 0 }')}"),
        ("<script>go()</script>", f"{NOTHING}; {STATIC}; script-src {hashed('go()')}"),
        (
            '<script type="module" src="{{ x }}"></script>',
            f"{NOTHING[:-6]}'self'; {STATIC}; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
        ),
    ],
)
def test_what_is_used_is_allowed(template, expected):
    assert str(to_policy([template])) == expected


def test_pictures_in_a_style_sheet():
    styles = {"own.css": b"a { background: url(data:image/svg+xml,x) }"}
    theme = Theme((ThemeFolder("mine", {"page.html": "<p>"}, styles),))
    assert b"img-src 'self' data:;" in theme.guard("page.html", b"<!DOCTYPE html><html><head><title>T")


# The policy comes before anything that could be loaded, but after the encoding, which has to stand in the first 1024
# bytes; a comment that looks like the head is not taken for it.
def test_where_it_stands():
    assert guarded(b"<!DOCTYPE html><html><head><title>T", STATED).startswith(
        b'<!DOCTYPE html><html><head>\n<meta http-equiv="Content-Security-Policy"'
    )
    made = guarded(b'<!-- <head> -->\n<!doctype html>\n<html lang="en">\n<HEAD>\n<meta charset="utf-8">\n<x>', STATED)
    assert made.startswith(b'<!-- <head> -->\n<!doctype html>\n<html lang="en">\n<HEAD>\n<meta charset="utf-8">\n<meta')
    assert guarded(b"<p>no page</p><!DOCTYPE html><html><head>", STATED) is None


# Content that looks like the theme's own script is not what the policy is made from.
def test_content_allows_nothing():
    made = theme(page=PAGE.format("{{ text }}"))
    page = made.render("page.html", {"text": "<script>bad()</script>"})
    assert policy_of(made.guard("page.html", page)) == f"{NOTHING}; {STATIC}"


def test_parts_of_a_page_count():
    made = theme(
        page='{% extends "base.html" %}{% include "a.html" %}', base=PAGE.format("{% include x %}"),
        a="<style>a{}</style>", other="<style>b{}</style>",
    )  # fmt: skip
    assert policy_of(made.guard("page.html", PAGE.encode())).endswith(" ".join(sorted(map(hashed, ["a{}", "b{}"]))))


# What the policy would block in silence is said with the template's line.
@pytest.mark.parametrize(
    ("template", "said"),
    [
        ('<p>\n<a onclick="go()">', "mine/templates/page.html:2: a handler in an attribute does not run"),
        ('{# \n #}\n<p style="color: red">', "mine/templates/page.html:3: a style attribute does not count"),
        ('<img src="//example.org/x.png">', "mine/templates/page.html:1: a page asks no other host for anything"),
        (
            '<link rel="stylesheet" href="https://example.org/x.css">',
            "mine/templates/page.html:1: a page asks no other",
        ),
        ("<iframe>", "mine/templates/page.html:1: this element is not allowed on a page"),
        ("<script>say({{ x }})</script>", "mine/templates/page.html:1: a script in a page cannot hold template code"),
        ("{# <iframe> #}", "mine/templates/page.html: what it makes does not begin as a page"),
    ],
)
def test_what_would_be_blocked(template, said):
    with pytest.raises(ThemeError) as caught:
        theme(page=template).guard("page.html", b"<p>")
    assert str(caught.value).startswith(said)


def test_a_page_without_a_policy_is_an_error():
    assert str(unguarded("a.html", b"<p>")) == "a.html: the page states no Content-Security-Policy"
    assert unguarded("b.txt", b"b") is None


# Every page of a site: articles, redirects, editions as e-mail and all others; a theme with a frame of its own cannot
# leave it out, and one that makes no pages at all is told so.
def test_every_page_states_it(write):
    files = {"briefing.yaml": "theme: mine\ntopics: {x: {title: X}}\n", "content/articles/a.md": ARTICLE}
    frame = "<!DOCTYPE html>\n<html>\n<head>\n<title>{{ title }}</title>\n{% block head %}{% endblock %}</head>\n<body>"
    root = write(files | {"themes/mine/templates/base.html": frame + "{% block main %}{% endblock %}</body></html>"})
    done = briefing(root, "build")
    assert (done.returncode, done.stderr) == (0, "")
    pages = {path.relative_to(root / "site").as_posix(): path.read_bytes() for path in root.glob("site/**/*.html")}
    assert {"articles/a/index.html", "articles/old/index.html", "editions/2024-W49/mail.html", "404.html"} <= set(pages)
    for name, page in pages.items():
        said = policy_of(page)
        assert page.count(b"Content-Security-Policy") == 1
        assert said.startswith("default-src 'none'; base-uri 'none'; form-action ")
        assert ("script-src" in said) == (name == "search/index.html"), name
        assert ("unsafe" in said) == (name in ("search/index.html", "editions/2024-W49/mail.html")), name
    write({"themes/mine/templates/base.html": "<title>{{ title }}</title>{% block main %}{% endblock %}"})
    done = briefing(root, "build")
    assert done.returncode == 1
    assert "what it makes does not begin as a page" in done.stderr


# The headers allow no less than any page needs, and say besides what a page cannot say of itself.
def test_headers(write):
    root = write({"briefing.yaml": "topics: {x: {title: X}}\n", "content/articles/a.md": ARTICLE})
    assert briefing(root, "build").returncode == 0
    lines = (root / "site/_headers").read_text("utf-8").splitlines()
    assert lines[0] == "/*"
    said = dict(line.strip().split(": ", 1) for line in lines[1:])
    wide = dict(part.split(" ", 1) for part in said["Content-Security-Policy"].split("; "))
    assert wide.pop("frame-ancestors") == "'none'"
    assert said["Referrer-Policy"] == "no-referrer"
    for page in root.glob("site/**/*.html"):
        for part in policy_of(page.read_bytes()).split("; "):
            name, _, values = part.partition(" ")
            assert values == "'none'" or set(values.split()) <= set(wide[name].split()), (page, part)
