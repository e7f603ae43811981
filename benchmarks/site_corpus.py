"""Articles for the benchmarks of the build: made of word lists by seeded dice, the same in every run.

`python benchmarks/site_corpus.py FOLDER COUNT [--facts]` writes them in our form, with a briefing.yaml. An article has
300 to 1,200 words with headings, lists, quotations, links and now and then a table, one to three of four topics, one
to three countries and sources, and a date in six years. Article 17 is the same whatever the number of articles is: a
small corpus is the beginning of a large one. `--facts` adds what only we show: key points, a figure, an event, stories.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from corpus import fill, made_up_name
from vocabulary import ENGLISH

TOPICS = {"borders": "Borders", "csto": "CSTO", "migration": "Migration", "repatriation": "Repatriation"}
COUNTRIES = tuple("Kazakhstan Kyrgyzstan Tajikistan Uzbekistan Turkmenistan Russia Afghanistan China".split())
TITLE, BASE_URL = "Benchmark Digest", "https://example.org/"
_FIRST_DAY, _DAYS = dt.date(2019, 1, 1), 6 * 365
_BACK = 40  # how far back a link and a story reach, in articles

SETTINGS = f"""\
title: {TITLE}
description: Made-up articles for the benchmarks.
base_url: {BASE_URL}
feed_items: 20
topics:
""" + "".join(
    f"""\
  {slug}:
    title: {title}
    description: All on {title}.
    measures:
      {slug}-counted: {{title: Counted, unit: items, counts: [trucks], terms: [counted]}}
"""
    for slug, title in TOPICS.items()
)


@dataclass(frozen=True)
class Source:
    """Where a story comes from."""

    document: str
    publisher: str
    url: str
    retrieved: dt.date


@dataclass(frozen=True)
class Story:
    """One article, before any generator's form: its body is Markdown, and `sentences` are some that stand in it."""

    number: int
    slug: str
    title: str
    date: dt.date
    topics: tuple[str, ...]
    countries: tuple[str, ...]
    summary: str
    sources: tuple[Source, ...]
    event: str
    sentences: tuple[str, ...]
    amount: int
    body: str

    @property
    def address(self) -> str:
        """Where the article stands, the same in every generator."""
        return f"/articles/{self.slug}/"


def story(number: int) -> Story:
    """Return the article with a number; it depends on the number only."""
    dice = Random(f"story {number}")
    slug, title = _name(number)
    date = _FIRST_DAY + dt.timedelta(dice.randrange(_DAYS))
    known = _known(dice)
    publishers = [f"The {made_up_name(dice)} Post" for _ in range(dice.randint(1, 3))]
    sources = tuple(
        Source(f"{number:05}-{n}.txt", name, f"https://example.org/{name.split()[1].lower()}/{number}", date)
        for n, name in enumerate(publishers)
    )
    amount = dice.randint(20, 9000)
    event = f"Inspectors counted {amount:,} trucks near {made_up_name(dice)} on {date.day} {date:%B %Y}."
    sentences, body = _body(dice, known, number, event)
    return Story(
        number=number,
        slug=slug,
        title=title,
        date=date,
        topics=tuple(sorted(dice.sample(list(TOPICS), dice.randint(1, 3)))),
        countries=tuple(sorted(dice.sample(COUNTRIES, dice.randint(1, 3)))),
        summary=" ".join(_sentence(dice, known) for _ in range(2)),
        sources=sources,
        event=event,
        sentences=sentences,
        amount=amount,
        body=body,
    )


@functools.lru_cache(maxsize=4 * _BACK)
def _name(number: int) -> tuple[str, str]:
    """Return the slug and the title of an article."""
    dice = Random(f"name {number}")
    title = fill(dice.choice(ENGLISH.titles), dice, ENGLISH, _known(dice))
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return f"{words[:50].rstrip('-')}-{number}", title


def _known(dice: Random) -> dict[str, str]:
    return {
        "surname": made_up_name(dice),
        "person": f"{dice.choice(ENGLISH.words['first'])} {made_up_name(dice)}",
        "place": dice.choice(ENGLISH.words["city"]),
        "theme": dice.choice(ENGLISH.words["thing"]),
    }


def _sentence(dice: Random, known: dict[str, str]) -> str:
    return fill(dice.choice(ENGLISH.sentences), dice, ENGLISH, known)


def _body(dice: Random, known: dict[str, str], number: int, event: str) -> tuple[tuple[str, ...], str]:
    """Return some plain sentences of a body, and the body."""
    left = dice.randint(300, 1200)
    table = dice.randint(2, 6) if dice.random() < 0.15 else 0
    first = _sentence(dice, known)
    blocks = [f"{first} {event}"]
    plain = [first]
    while left > 0:
        if len(blocks) == table:
            blocks.append(_table(dice, known))
        if len(blocks) % 5 == 4:
            blocks.append("## " + fill(dice.choice(ENGLISH.headings), dice, ENGLISH, known))
        sentences = [_sentence(dice, known) for _ in range(dice.randint(2, 5))]
        plain.append(sentences[0])
        blocks.append(_block(dice, sentences, number))
        left -= blocks[-1].count(" ") + 1
    return tuple(plain[:3]), "\n\n".join(blocks) + "\n"


def _block(dice: Random, sentences: list[str], number: int) -> str:
    kind = dice.random()
    if kind < 0.08:
        return "\n".join(f"- {sentence}" for sentence in sentences)
    if kind < 0.12:
        return "\n".join(f"{n}. {sentence}" for n, sentence in enumerate(sentences, 1))
    if kind < 0.20:
        return "> " + " ".join(sentences)
    if kind < 0.40:
        sentences.append(_linked(dice, number))
    elif kind < 0.5:
        words = sentences[-1].split(" ")
        words[1] = f"**{words[1]}**" if kind < 0.45 else f"*{words[1]}*"
        sentences[-1] = " ".join(words)
    return " ".join(sentences)


def _linked(dice: Random, number: int) -> str:
    if number and dice.random() < 0.5:
        slug, title = _name(number - dice.randint(1, min(_BACK, number)))
        return f"We reported earlier: [{title}](/articles/{slug}/)."
    return f"The [list of the {made_up_name(dice)} office](https://example.org/list?page={number}) has all of them."


def _table(dice: Random, known: dict[str, str]) -> str:
    rows = [(made_up_name(dice), str(dice.randint(10, 900)), str(dice.randint(10, 900))) for _ in range(5)]
    lines = [("District", "Last year", "This year"), ("---", "---:", "---:"), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def quoted(text: str) -> str:
    """Return a text as YAML and as JSON."""
    return json.dumps(text, ensure_ascii=False)


def listed(texts: tuple[str, ...]) -> str:
    """Return a list of texts as YAML and as JSON."""
    return "[" + ", ".join(map(quoted, texts)) + "]"


def header(one: Story) -> Iterator[str]:
    """Yield the lines of front matter that every generator with YAML reads alike."""
    yield f"title: {quoted(one.title)}"
    yield f"slug: {one.slug}"
    yield f"date: {one.date}"
    yield f"topics: {listed(one.topics)}"
    yield f"countries: {listed(one.countries)}"
    yield f"summary: {quoted(one.summary)}"
    yield "sources:"
    for source in one.sources:
        yield f"  - document: {source.document}"
        yield f"    publisher: {quoted(source.publisher)}"
        yield f"    url: {source.url}"
        yield f"    retrieved: {source.retrieved}"


def _facts(one: Story) -> Iterator[str]:
    """Yield the front matter of what only we show; one article in six goes on with an earlier story."""
    yield f"story: story-{one.number - one.number % 6}" if one.number % 6 in (0, 3) else f"story: story-{one.number}"
    yield "key_points:"
    yield from (f"  - text: {quoted(sentence)}" for sentence in one.sentences)
    yield "figures:"
    yield f"  - measure: {one.topics[0]}-counted"
    yield f"    value: {one.amount}"
    yield f"    where: {listed(one.countries[:1])}"
    yield f"    when: {one.date}"
    yield f"    sentence: {quoted(one.event)}"
    yield "events:"
    yield f"  - when: {one.date}"
    yield f"    text: {quoted(one.event.removesuffix('.'))}"
    yield f"    sentence: {quoted(one.event)}"


def ours(one: Story, facts: bool = False) -> tuple[str, str]:
    """Return the path and the text of an article as `briefing build` reads it."""
    lines = [*header(one), f"id: bench-{one.number}", *(_facts(one) if facts else ())]
    return f"content/articles/{one.date.year}/{one.slug}.md", "\n".join(["---", *lines, "---", "", one.body])


def write(root: Path, count: int, form: Callable[[Story], tuple[str, str]]) -> None:
    """Write articles below a folder, each as the path and the text that a form makes of it."""
    for number in range(count):
        path, text = form(story(number))
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


def write_ours(root: Path, count: int, facts: bool = False) -> None:
    """Write a project of ours below a folder: settings, introductions and articles."""
    write(root, count, functools.partial(ours, facts=facts))
    (root / "briefing.yaml").write_text(SETTINGS, "utf-8")
    write_introductions(root)


def write_introductions(root: Path) -> None:
    """Write what stands above the articles of each topic, in our form."""
    for slug, title in TOPICS.items():
        path = root / "content/topics" / f"{slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {title}\n---\n\nAll that was reported on {title}.\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--facts", action="store_true")
    arguments = parser.parse_args()
    write_ours(arguments.folder, arguments.count, arguments.facts)
