"""What holds for any text: front matter survives, nothing hostile gets through, addresses stay inside the site."""

import datetime as dt
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator import urls
from generator.dumping import dump
from generator.errors import BriefingError
from generator.facts_model import Bound, Event, Figure, KeyPoint, Period
from generator.fences import split
from generator.front_matter import parse_article
from generator.model import NOWHERE, Article, DateBasis, SourceRef
from generator.publish.markup import render

# Any text that YAML can hold, without the white space at its ends that a value loses.
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60).map(str.strip)
some = texts.filter(bool)
ids = some.filter(lambda text: text.isprintable())  # it goes into every feed as it is
slugs = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)
web = st.from_regex(r"https?://[a-z]{1,9}\.org/[\w?=&#%:-]{0,20}", fullmatch=True).map(str.strip)
days = st.dates(dt.date(1000, 1, 1))
sources = st.builds(
    SourceRef, some, st.none() | some, st.none() | web, st.none() | days, slugs, licence=st.none() | some
)  # fmt: skip
dated = st.tuples(days, st.sampled_from(DateBasis)) | st.just((None, None))
bodies = texts.filter(lambda text: text.strip("\n")).map(lambda text: text.replace("\r", "") + "\n")


def several(values):
    return st.lists(values, max_size=3, unique=True).map(tuple)


times = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31))


@st.composite
def periods(draw):
    first, last = (
        day.isoformat()[: draw(st.sampled_from((4, 7, 10)))] for day in sorted(draw(st.tuples(times, times)))
    )
    form = draw(st.sampled_from(("{0}", "by {0}", "since {0}", "{0} to {1}")))
    return Period.parse(form.format(first, last)) or Period.parse(first)


values = st.integers(0, 10**15 - 1).map(float) | st.integers(0, 10**7).map(lambda number: number / 8)
pairs = st.tuples(values, values).map(sorted)
points = st.builds(KeyPoint, some, texts)
events = st.builds(Event, periods(), some, texts)
figures = st.builds(
    lambda pair, *rest: Figure(rest[0], *pair, *rest[1:]),
    pairs, slugs, st.sampled_from(Bound), texts, texts, several(some), st.none() | periods(), texts, texts,
)  # fmt: skip


@st.composite
def articles(draw):
    date, basis = draw(dated)
    return Article(
        draw(ids), draw(slugs), draw(some), date, basis, draw(several(slugs)), draw(several(some)), draw(texts),
        draw(st.booleans()), draw(several(sources)), draw(bodies.filter(str.strip)), draw(st.just("") | slugs),
        draw(several(points)), draw(several(figures)), draw(several(events)), draw(st.booleans()),
    )  # fmt: skip


# What is written is read back as it was, and written again as it was.
@given(articles())
def test_front_matter_round_trip(article):
    dumped = dump(article)
    parsed = parse_article(dumped, "a.md")
    assert replace(parsed, origin=NOWHERE, body_line=0) == article
    assert dump(parsed) == dumped


# Whatever stands in a file, there is an article or an error with a place, never a traceback.
@given(st.text(st.sampled_from("-:#[]{}'\"|>&*!%@`\n\t, aé\x00"), max_size=60), st.booleans())
def test_any_front_matter(text, fenced):
    try:
        parse_article(f"---\n{text}\n---\n{text}" if fenced else text, "a.md", ["borders"])
    except BriefingError as error:
        assert error.problems
        assert all(problem.location.path == "a.md" for problem in error.problems)


@given(st.text(st.sampled_from("-\n \t\rab"), max_size=30))
def test_split_loses_no_line(text):
    header, body, line = split(f"---\n{text.replace('-', '')}\n---\n{text}", "a.md")
    assert header.count("\n") + 2 < line
    assert body == "" or not body.startswith("\n")


class Reader(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


PIECES = [
    "<script>", "</script>", "<img src=", "<svg onload=", "<a href=", "<iframe srcdoc=", "<style>", "<math>", "<table>",
    "<p ", "onerror=", "onclick=", "style=", "javascript:alert(1)", "//evil.test/x", "https://evil.test/x", "data:",
    "\\", "/", "'", '"', ">", "<", "=", " ", "\n", "\t", "&#9;", "&lt;", "&quot;", "&Tab;", "<!--", "-->", "<![CDATA[",
    "]]>", "\x00", "\x02", "\x03", "klzzwxh:0", "![a](", "[a](", ")", "](", "`", "*", "> ", "- ", "| ", "#", "a",
    "</p>", "<noscript>", "</title>", "<template>", "\u2028", "&#x6A;avascript:", "java\nscript:", "x.png", "../",
    "<base href=",
]  # fmt: skip
EVERYTHING = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)
SAFE_ATTRIBUTES = {"href", "src", "alt", "title", "rel", "class", "start"}


# No script, no handler, no style, no request to another host, whatever is put together.
@examples(1500)
@given(EVERYTHING)
def test_nothing_runs_and_nothing_is_asked_for(text):
    reader = Reader()
    reader.feed(render(text))
    for tag, attributes in reader.tags:
        assert tag not in {"script", "style", "iframe", "object", "embed", "svg", "math", "form", "base", "meta", "h1"}
        assert set(attributes) <= SAFE_ATTRIBUTES
        if tag == "img":
            assert urlsplit(urljoin("https://here.example/a/b/", attributes["src"])).netloc == "here.example"
            assert "\\" not in attributes["src"]
        address = re.sub(r"[\x00-\x20]", "", attributes.get("href") or "")
        # What does not begin with a letter is no scheme (RFC 3986, 3.1).
        assert re.match(r"(https?:|mailto:|[^a-z]|[^:]*([/?#]|$))", address, re.IGNORECASE), address


@given(EVERYTHING)
def test_rendering_what_was_rendered_changes_nothing_that_matters(text):
    html = render(text)
    assert "<script" not in render(html)


@given(st.text(max_size=200))
def test_slug(title):
    slug = urls.slug(title)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= urls.SLUG_LENGTH


@given(st.text(max_size=100), st.integers(0, 5))
def test_unique_slug(title, others):
    taken = set()
    for _ in range(others + 1):
        slug = urls.unique_slug(urls.slug(title), taken)
        assert slug not in taken
        assert len(slug) <= urls.SLUG_LENGTH
        taken.add(slug)


PAGES = ["/", "/a/", "/articles/a/", "/topics/a/page/2/", "/feed.xml", "/404.html"]
permalinks = st.sampled_from(PAGES)
# Addresses that are no page of ours may stand in a link all the same.
targets = st.sampled_from([*PAGES, "/static/a.css", "/a/b:c", "/b:c", "/a/?b=/c"])


# A relative link leads where the permalink says, from any page to any other.
@given(targets, permalinks, st.sampled_from(["", "#part"]))
def test_relative(target, current, fragment):
    link = urls.relative(target + fragment, current)
    assert urljoin(f"https://x.example/some/repo{current}", link) == f"https://x.example/some/repo{target}{fragment}"
    assert urls.resolve(link, current) == target + fragment


# Two slashes at the start of a link would name another host.
@given(st.text(st.sampled_from("/a:?#."), max_size=8), permalinks)
def test_relative_stays_on_the_host(target, current):
    assert not urls.relative(f"/{target}", current).startswith("/")


# A link in a body leads into the site or away from it, and what leads in never climbs out.
@given(st.text(st.sampled_from('./\\:?#%ahtps[]{}@ \t\n\u00e9<>"^`|'), max_size=20), permalinks)
def test_resolve(link, current):
    resolved = urls.resolve(link, current)
    assert not resolved.startswith("//")
    assert not re.search(r'[\x00-\x20"<>\\^`{|}\[\]]', resolved)
    if resolved.startswith("/"):
        assert ".." not in resolved.partition("?")[0].partition("#")[0].split("/")
