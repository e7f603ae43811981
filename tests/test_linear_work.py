"""No input makes the work of cleaning and of sanitising grow faster than the input: lines of whatever a file may hold.

A stage with quadratic work takes sixteen times as long for four times the text, a linear one four times. The bound lies
between: a machine that is busy elsewhere can make a run seem slower, but not so much, and not three times in a row.
"""

import time
from pathlib import Path

import pytest

from generator.config import parse_config
from generator.ingest.article import to_article
from generator.ingest.facts.reading import FactReader
from generator.ingest.merge import merge
from generator.ingest.readers.html import crowded
from generator.ingest.stories import harvest
from generator.ingest.topics import Tagger
from generator.model import Document
from generator.publish.anchors import anchor
from generator.safe_html import sanitise

SIZE, LEAST_LINES = 8_000, 300  # characters, lines
TIMES = 4
BOUND = 3 * TIMES
# Less than this is no work, whatever its growth: there, chance decides.
NOTHING = 0.06  # seconds

MOTIFS = (
    *"a A 1 . , ! ? - — _ ' ’ “ \" ( ) [ ] { } < > & # | * / \\ @ • © = + : ; % ° я Я é ё 漢 😀".split(),
    *("\t", "\u00a0", "\u200b", "\u0301", "\u2028"),
    *("a ", "A ", "a. ", "A. ", "A b. ", "1. ", "1, ", "a, ", "я ", "Я. ", "a-", "a'", "A’s ", ". ", "? ", "... "),
    *("<b>", "<!--", "&amp;", "&#1;", "[caption]", "[/caption]", "[a b=c]", "Ã©", "â€™", "вЂ", "С“С", "Kazakhstan "),
    *("border ", "border-", "United ", "May ", "4 May ", "May 4, ", "2024 ", "2024-", "1.2.2024 ", "4-5 May 2024, "),
    *(
        "http://a.b/ ",
        "a@b.c ",
        "Read more ",
        "Photo: ",
        "said ",
        "On Monday ",
        "The Long Way ",
        "The Way He went on. ",
    ),
    *(
        "“So he said. ",
        "(a) ",
        "Mr. ",
        "e.g. ",
        "One two three four five. ",
        "один два три. ",
        "John Smith said. Smith ",
    ),
)
LINES = (
    "Kazakhstan repatriated 1,111 citizens from Syria between one hundred and 7 in May 2021, 12.12.2012-((( and 1 111.",
    "a", "A", "1", ".", "—", "|", "a|b", "a\tb", "• a", "1. a", "> a", "By Jane Roe", "4 May 2024", "Read more",
    "[caption]",
    "Related articles", "A Line That Could Head a Story", "Tags: a", "***", "Comments", "Photo: A. Person",
    "The mayor said on Monday that the old bridge would be closed until the end of the year.",
    "A Line That Could Head a Story\nThe mayor said on Monday that the bridge would be closed for good, and she went.",
    "What the Mayor Said\n" + "The mayor said that the bridge would be closed for good in 2024 and went home. " * 3,
)  # fmt: skip
TOPICS = parse_config((Path(__file__).parent.parent / "briefing.yaml").read_text("utf-8"), "briefing.yaml").topics
TAGGER, READER = Tagger(TOPICS), FactReader(TOPICS)


def seconds(text):
    """Return the CPU time that it takes to make articles of a text."""
    document = Document("a.txt", "a.txt", ("Words stand here.\n" + text).encode("utf-8", "ignore"), "0" * 64)
    start = time.process_time()
    for story in merge(harvest(document).stories):
        to_article(story, TAGGER, READER, {})
    return time.process_time() - start


def check(make, size, seconds=seconds):
    small = large = 0.0
    for attempt in range(3):
        # Each time another text of the same kind: nothing of it is remembered.
        small, large = (seconds(make(number) + f"\n{attempt}") for number in (size, size * TIMES))
        if large <= NOTHING or large <= BOUND * small:
            return
    pytest.fail(f"{small:.2f} s, and {large:.2f} s for {TIMES} times the text")


@pytest.mark.parametrize("motif", MOTIFS, ids=ascii)
def test_one_long_line(motif):
    check(lambda size: motif * (size // len(motif)), SIZE)


@pytest.mark.parametrize("line", LINES, ids=ascii)
def test_many_lines(line):
    check(lambda lines: (line + "\n") * lines, LEAST_LINES)


def seconds_of_html(text):
    """Return the CPU time that it takes to look for crowded elements in some HTML, to make it safe and to anchor it."""
    start = time.process_time()
    crowded(text)
    anchor(sanitise(text))
    return time.process_time() - start


HTML = (
    *(
        "<",
        "<a ",
        "<a '\"",
        '<a href="',
        "<a href=x>",
        "<img src=x>",
        "<!--",
        "&",
        "&#",
        "<b>",
        "</b>",
        "<p></p>",
        "<td>",
    ),
    *("<h1>", "<h6></h6><h1></h1>", "</table>", "<svg><style>", "a. ", "“a", "(a. ", "<b>a. </b>", "A. <i>b"),
)


@pytest.mark.parametrize("motif", HTML, ids=ascii)
def test_html(motif):
    check(lambda size: "x " + motif * (size // len(motif)), SIZE, seconds_of_html)
