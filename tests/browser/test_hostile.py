"""Nothing runs and nothing leaks: payloads in every place, looked at in Chromium on every page, in feeds and in e-mail.

Each is looked at with the pages' policy and without it, so that sanitising and the policy are proved one by one. That
the payloads would run, and that it would be seen, is proved first. Here a choice of them stands on few pages;
`make hostile` tries all, on many.
"""

import functools
import http.server
import json
import os
import threading
from collections import Counter
from pathlib import Path

import feedparser
import pytest
from markdown import markdown
from payloads import BASE_URL, digest, documents, groups, payloads
from running import briefing
from sharing import once
from watching import PAGE, SCAN, Watched

from generator.publish.markup import render
from generator.publish.policy import Policy, metas
from generator.safe_html import printable

EVERYTHING = os.environ.get("HOSTILE") == "all"
# How many payloads stand in one article; on pages of many, one that swallows the rest of its page hides the others.
SIZE = 24 if EVERYTHING else 125
FRAMED = 400  # payloads at once, each in a frame
KINDS = {
    "index.html", "404.html", "archive", "articles", "provenance", "topics", "countries", "editions", "feeds", "search",
    "page-0", "old'onload=hit(0)'", "old'onload=hit(gone)'",
}  # fmt: skip

LAX = PAGE + "<input title='{0}'><input title=\"{0}\">{1}<hr>{0}<hr>"


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass


def make(root):
    """Clean and build a digest full of payloads; beside its site stands a page that holds nothing."""
    made = payloads(EVERYTHING)
    for name, text in (documents(made if EVERYTHING else made[::8], 12) | digest(made, SIZE)).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    (root / "said-by-clean").write_text(briefing(root, "clean").stderr, "utf-8")
    built = briefing(root, "build", "--now", "2026-01-02")
    assert (built.returncode, built.stderr) == (0, ""), built.stderr[:3000]
    for path in root.glob("site/old*/**/*.html"):  # leads on at once: nobody could look at it
        path.write_text(path.read_text("utf-8").replace('content="0; url=', 'content="9999; url='), "utf-8")
    (root / "site/blank.html").write_text("<!DOCTYPE html><meta charset=utf-8><title>x</title><body>", "utf-8")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The folder of that digest, the address at which its site is served, and the payloads."""
    root = once(tmp_path_factory, "hostile", make)
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Handler, directory=str(root / "site"))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield root, f"http://127.0.0.1:{server.server_port}", payloads(EVERYTHING)
    server.shutdown()
    server.server_close()


def pages(root):
    found = sorted(path.relative_to(root / "site").as_posix() for path in root.glob("site/**/*.html"))
    return [path for path in found if path != "blank.html"]


def said(place, count, watched):
    print(f"\n{place}: {count} looked at, {len(watched.ran)} ran, {len(watched.asked)} foreign requests", end="")


# The instrument works: of what is tried, most runs or asks another host where nothing holds it back, by itself or once
# it is used: as it is, in an attribute, or as Markdown that nobody sanitises. The rest needs another browser, a frame
# of another kind, or a program that undoes what hides it.
def test_the_payloads_are_live(browser, served):
    _, home, made = served
    watched = Watched(browser, home, bypass=False)
    if not EVERYTHING:
        made = list({one.technique: one for one in reversed(made)}.values())  # the first of each
    for group in groups(made, FRAMED):
        watched.frame([LAX.format(one.text, markdown(one.text)) for one in group])
        watched.use()
    tried = {one.technique for one in made}
    live = {one.technique for one in made if one.number in watched.live}
    numbers = len({one.number for one in made} & watched.live)
    said(f"as they are ({numbers} live, {len(live)} of {len(tried)} techniques)", f"{len(made)} payloads", watched)
    assert len(live) > len(tried) / 2
    watched.context.close()


# The policy alone stops each of them, whatever the sanitiser would have let through. That a frame is led elsewhere is
# no matter of any policy.
def test_the_policy_alone_stops_them(browser, served):
    _, home, made = served
    watched = Watched(browser, home, bypass=False)
    for group in groups(made, FRAMED):
        watched.frame([PAGE.replace("<head>", "<head>" + metas(Policy())) + one.text for one in group])
        watched.use()
    said("as they are, under our policy", f"{len(made)} payloads", watched)
    assert (watched.ran, watched.asked) == ([], [])
    watched.context.close()


# Sanitising alone stops each of them, one by one, so that none hides another. Links may lead elsewhere: when clicked.
def test_sanitising_alone_stops_them(browser, served):
    _, home, made = served
    watched = Watched(browser, home, bypass=False)
    for group in groups(made, FRAMED):
        watched.frame([PAGE + render(one.text) for one in group])
        assert watched.led == []
        watched.use()
        watched.led.clear()
    said("as bodies, no policy", f"{len(made)} payloads", watched)
    assert (watched.ran, watched.asked) == ([], [])
    watched.context.close()


# Every page: articles, topics, countries, provenance, editions and their e-mails, redirects, and all others.
@pytest.mark.parametrize("bypass", [True, False], ids=["sanitiser alone", "with the policy"])
def test_every_page(browser, served, bypass):
    root, home, made = served
    watched = Watched(browser, home, bypass)
    every = pages(root)
    for path in every:
        text = (root / "site" / path).read_text("utf-8")
        assert text == printable(text), path
    for path in every:
        watched.look("/" + path)
    said(f"pages, {'no' if bypass else 'our'} policy", f"{len(every)} pages with {len(made)} payloads", watched)
    assert {path.partition("/")[0] for path in every} >= KINDS
    assert {path.rpartition("/")[2] for path in every} == {"index.html", "mail.html", "404.html"}
    assert "articles/gone/index.html" in every
    assert (watched.ran, watched.asked, watched.led, watched.held) == ([], [], [], [])
    watched.context.close()


# What readers do with an item: they put its HTML into a page of their own, and some do so with titles.
def test_every_item_of_every_feed(browser, served):
    root, home, made = served
    watched = Watched(browser, home, bypass=False)
    found = Counter()
    pieces = set()
    for path in sorted(root.glob("site/**/feed.*")):
        if path.suffix == ".json":
            feed = json.loads(path.read_bytes())
            for item in feed["items"]:
                pieces.add(item["content_html"])
        else:
            read = feedparser.parse(path.read_bytes(), sanitize_html=False, resolve_relative_uris=False)
            assert not read.bozo, (path, read.bozo_exception)
            channel = read.feed
            for one in (channel, *read.entries):
                pieces |= {one.get("title", ""), one.get("summary", ""), one.get("subtitle", "")}
                pieces |= {content.value for content in one.get("content", ())}
        found[path.suffix] += 1
    shown = sorted(pieces)
    watched.page.goto(home + "/blank.html")
    for start in range(0, len(shown), 100):
        watched.held += watched.page.evaluate(
            f"""pieces => {{
                const scan = {SCAN}, found = [];
                for (const piece of pieces) {{
                    const box = document.createElement("div");
                    document.body.append(box);
                    box.innerHTML = piece;
                    found.push(...scan(box).map(one => one + " in " + piece.slice(0, 80)));
                    const frame = document.createElement("iframe");
                    frame.srcdoc = piece;
                    document.body.append(frame);
                }}
                return found;
            }}""",
            shown[start : start + 100],
        )
        watched.page.wait_for_timeout(300)
        watched.ran += watched.page.evaluate("() => window.hits")
        watched.page.evaluate("() => document.body.replaceChildren()")
    watched.asked = [one for one in watched.asked if not one.startswith(BASE_URL)]
    said("feeds", f"{len(shown)} texts of {sum(found.values())} feeds with {len(made)} payloads", watched)
    assert set(found) == {".xml", ".atom", ".json"}
    assert (watched.ran, watched.asked, watched.led, watched.held) == ([], [], [], [])
    watched.context.close()


# The search shows texts of the articles again, by its own script.
def test_the_search(browser, served):
    _, home, made = served
    watched = Watched(browser, home, bypass=True)
    watched.page.goto(home + "/search/")
    for words in ("hit", "onerror", "javascript", "img src", "script"):
        watched.page.get_by_label("Words").fill(words)
        watched.page.wait_for_function("() => /article/.test(document.querySelector('.found').textContent)")
        watched.page.wait_for_timeout(150)
        assert watched.page.locator(".results li").count() > 0
        watched.held += watched.page.evaluate(f"() => ({SCAN})(document)")
        watched.ran += watched.page.evaluate("() => window.hits")
    said("search", f"5 searches among {len(made)} payloads", watched)
    assert (watched.ran, watched.asked, watched.led, watched.held) == ([], [], [], [])
    watched.context.close()


# Raw documents, as texts and as saved pages, became articles; none was lost to what somebody wrote into it.
def test_raw_documents_were_cleaned(served):
    root, _, _ = served
    said_by_clean = (root / "said-by-clean").read_text("utf-8")
    assert "Traceback" not in said_by_clean
    names = {Path(line.partition(":")[0]).name for line in said_by_clean.splitlines()}
    written = {path.name for path in root.glob("seeds/d*")}
    made_of = "".join(path.read_text("utf-8") for path in root.glob("content/articles/**/*.md"))
    print(f"\nraw documents: {len(written)}, {len(names)} passed over with a line", end="")
    assert sum(f"document: {name}" in made_of for name in written) > len(written) / 2
