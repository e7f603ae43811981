"""What is fuzzed: a target takes any bytes, and raises for what must not be. Clear errors of ours are all right."""

import contextlib
import datetime as dt
import re
from collections import Counter

from lxml import etree
from making import article, made_feeds
from msgspec.structs import replace

from generator import urls
from generator.config import parse_config, parse_sources
from generator.dumping import dump
from generator.errors import BriefingError
from generator.front_matter import parse_article
from generator.ingest.dates import is_date_line, newest
from generator.ingest.days import mentions
from generator.ingest.decode import UndecodableError, decode
from generator.ingest.edits import merge_edits
from generator.ingest.facts.reading import FactReader
from generator.ingest.facts.when import Clock, find_times
from generator.ingest.glean import summed_up
from generator.ingest.repair import repair
from generator.ingest.stories import harvest
from generator.ingest.topics import Tagger
from generator.model import NOWHERE, Document
from generator.provenance import heading, written
from generator.provenance import parse as parse_origins
from generator.publish.feed_check import check_feed
from generator.publish.feed_check.finding import Level
from generator.publish.markup import render
from generator.safe_html import printable
from generator.store import packaged

CONFIG = parse_config(packaged("briefing.yaml").read_text("utf-8"), "briefing.yaml")
TAGGER, READER = Tagger(CONFIG.topics), FactReader(CONFIG.topics)
_SAFE = re.compile(r"(https?|mailto):|(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)  # RFC 3986, 3.1
_LINES = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLOCKED = {"script", "style", "iframe", "object", "embed", "svg", "math", "form", "base", "meta", "link", "h1"}


def _spelled(text):
    return Counter(re.findall(r"\w+", text))


def _text(data):
    return data.decode("utf-8", "replace")


def front_matter(data):
    """An article or an error with a place; and what is written out is read back the same."""
    try:
        parsed = parse_article(_text(data), "a.md")
    except BriefingError as error:
        assert all(problem.location.path == "a.md" for problem in error.problems)
        return
    written = dump(parsed)
    again = parse_article(written, "a.md")
    assert replace(again, origin=NOWHERE, body_line=0) == replace(parsed, origin=NOWHERE, body_line=0)
    assert dump(again) == written


def settings(data):
    """Settings or an error with a place."""
    try:
        parse_config(_text(data), "briefing.yaml")
    except BriefingError as error:
        assert all(problem.location.line for problem in error.problems)


def sources(data):
    """What sources.yaml says, or an error with a place."""
    with contextlib.suppress(BriefingError):
        parse_sources(_text(data), "sources.yaml", ["borders"])


def document(data):
    """A document is cleaned by the reader, the splitter and every rule, and no word of a text is lost."""
    try:
        text = decode(data)
        gathered = harvest(Document("a.txt", "a.txt", data, "0" * 64))
    except (UndecodableError, BriefingError):
        return
    summed_up(gathered, TAGGER, READER, {})
    if not gathered.structured and "<" not in text:
        given = _spelled(" ".join(repair(line) for line in _LINES.split(text)))
        found = _spelled(" ".join(block.text for block in gathered.blocks))
        lost = {word: count for word, count in (given - found).items() if not word.isdigit()}
        assert not lost, f"lost: {lost}"
        assert not found - given, f"invented: {found - given}"


def overruled(data):
    """The first lines are a sources.yaml entry, the rest is the document."""
    said, _, text = data.partition(b"\n---\n")
    try:
        info = parse_sources(f"a.txt:\n{_text(said)}", "sources.yaml").get("a.txt")
        if info:
            harvest(Document("a.txt", "a.txt", text, "0" * 64, info))
    except BriefingError:
        return


def markup(data):
    """Markdown becomes HTML in which nothing runs and nothing is asked of another host."""
    html = render(_text(data))
    assert printable(html) == html
    root = etree.fromstring(f"<div>{html}</div>", etree.HTMLParser(huge_tree=True))
    for element in root.iter() if root is not None else ():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in _BLOCKED, element.tag
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert name != "style", value
            if name in ("href", "src"):
                assert _SAFE.match(re.sub(r"[\x00-\x20]", "", value)), value
            if name == "src":
                assert not re.match(r"\s*([a-zA-Z]+:)?[/\\]{2}", value), value
    assert "<script" not in render(html)


def feed(data):
    """The feeds of an article are whole, whatever it holds."""
    title, _, rest = _text(data).partition("\n")
    summary, _, body = rest.partition("\n")
    one = article("a", "2024-03-05", ["x"], title=title, summary=summary, body=f"{body}\n")
    for path, feed in made_feeds([one], ["x"]).items():
        # What is an article's own, as a title of nothing or a link to nowhere, its editor is told.
        errors = (each for each in check_feed(path, feed) if each.level is Level.ERROR)
        found = [each for each in errors if not each.part and not each.item]
        assert not found, (path, found)


def slug(data):
    """A slug is one, of any title, and always the same."""
    made = urls.slug(_text(data))
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made), made
    assert len(made) <= urls.SLUG_LENGTH
    assert urls.slug(made) == made


def dates(data):
    """Days are found where they stand, and none is out of the calendar."""
    text = _text(data)
    is_date_line(text)
    newest(text, 2024, dt.date(2024, 12, 31))
    for mention in mentions(text):
        assert 0 <= mention.start <= len(text)
    find_times(text, Clock(dt.date(2024, 12, 4)))


def edits(data):
    """Three versions of an article, merged: every line that an editor added is there afterwards."""
    base, *others = _text(data).split("\f")
    mine, theirs = (*others, base, base)[:2]
    for text in (base, mine, theirs):
        try:
            parse_article(text, "a.md")
        except BriefingError:
            return
    merged, _ = merge_edits(base, mine, theirs)
    parse_article(merged, "a.md")
    added = Counter(mine.splitlines()) - Counter(base.splitlines())
    assert not {line for line in added if line.strip()} - set(merged.splitlines())


def origins(data):
    """What the cleaner notes of its documents is read back, or is an error."""
    with contextlib.suppress(BriefingError):
        read = parse_origins(_text(data), "a.txt")
        record = "".join(heading(one.document, one.used) + written(one.blocks) for one in read)
        assert parse_origins(record, "a.txt") == read


TARGETS = {
    one.__name__: one
    for one in (front_matter, settings, sources, document, overruled, markup, feed, slug, dates, edits, origins)
}
