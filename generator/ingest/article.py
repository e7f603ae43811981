"""Stories -> articles: the front matter, each part from its stage."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import msgspec
from msgspec.structs import replace

from generator import urls
from generator.ingest.blocks import to_markdown
from generator.ingest.facts.reading import FactReader
from generator.ingest.places import find_countries
from generator.ingest.shape import is_cut_off, without_cut
from generator.ingest.structure import restore
from generator.ingest.summary import summarise
from generator.ingest.topics import Tagger
from generator.model import Article, Block, Document, Kind, Publisher, SourceRef, Story
from generator.sentences import sentences

_TITLE_WORDS = 12
# Behind the place in a dateline.
_PLACE = re.compile(r"[^\w ’'-]|[-–—] | \d")


class Wording(msgspec.Struct, frozen=True):
    """What the front matter of an article is read from: its title, and its blocks, dropped ones too, restored."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def kept(self) -> tuple[Block, ...]:
        """The blocks that make the text, the standfirst included."""
        return tuple(block for block in self.blocks if block.kept and block.kind not in (Kind.TITLE, Kind.DATE))

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks that make the body: the text without the standfirst."""
        return tuple(block for block in self.kept if block.kind is not Kind.STANDFIRST)

    @property
    def text(self) -> str:
        """The text, one block a line, without any mark-up."""
        return "\n".join(block.text for block in self.kept)

    @property
    def place(self) -> str:
        """Where its dateline says that the text was sent from, "CAIRO, 5 May" as "Cairo"; empty without one."""
        dateline = next((block.text for block in self.blocks if block.rule == "dateline"), "")
        return _PLACE.split(dateline, maxsplit=1)[0].title()

    @classmethod
    def of(cls, story: Story) -> Wording:
        """Return the wording of a story: paragraphs and headings given back, a title made where none is printed."""
        restored = cls(story.title or "", restore(story.blocks))
        if restored.title:
            return restored
        return replace(restored, title=title_from(" ".join(block.text for block in restored.body[:1])))


def to_article(story: Story, tagger: Tagger, reader: FactReader, publishers: Mapping[str, Publisher]) -> Article:
    """Return the article of a story, with the id and the slug that it gets when it is made for the first time."""
    wording = Wording.of(story)
    title, text = wording.title, wording.text
    topics = _tagged(tagger, title, text) if story.topics is None else story.topics
    countries = tuple(country.name for country in find_countries(title, text, wording.place))
    facts = reader.read(title, wording.body, story.date, topics, countries)
    return Article(
        id=urls.new_id(story.documents[0].name, title),
        slug=urls.slug(title),
        title=title,
        date=story.date.day if story.date else None,
        date_basis=story.date.basis if story.date else None,
        topics=topics,
        countries=countries,
        summary=summarise(wording.kept),
        complete=story.complete,
        sources=tuple(_source(document, publishers) for document in story.documents),
        body=to_markdown(wording.body),
        key_points=facts.key_points,
        figures=facts.figures,
        events=facts.events,
    )


def redrafted(story: Story, draft: Article, publishers: Mapping[str, Publisher]) -> Article | None:
    """Return the article of a story that several documents tell, given the draft of the one with the best text.

    None where another document gave more than its name: then the article must be made anew.
    """
    best = story.members[0]
    if (story.title, story.blocks, story.date, story.topics) != (best.title, best.blocks, best.date, best.topics):
        return None
    return replace(
        draft,
        id=urls.new_id(story.documents[0].name, draft.title),
        complete=story.complete,
        sources=tuple(_source(document, publishers) for document in story.documents),
    )


def _tagged(tagger: Tagger, title: str, text: str) -> tuple[str, ...]:
    return tuple(evidence.slug for evidence in tagger.weigh(title, text) if evidence.carried)


def title_from(text: str) -> str:
    """Return a title for a story whose headline no document prints: the first words of its first sentence."""
    first = next(iter(sentences(text)), text)
    words = first.split()
    if len(words) <= _TITLE_WORDS:
        return without_cut(first).rstrip(".!:;, ") if is_cut_off(first) else first.rstrip(".")
    return " ".join(words[:_TITLE_WORDS]).rstrip(".,;:—–- ") + "…"


def _source(document: Document, publishers: Mapping[str, Publisher]) -> SourceRef:
    info = document.info
    known = publishers.get(info.publisher or "", Publisher(name=""))
    retrieved: dt.date | None = info.retrieved
    return SourceRef(
        document=document.name,
        publisher=info.publisher,
        url=info.url or known.url,
        retrieved=retrieved,
        sha256=document.sha256,
        licence=info.licence or known.licence,
    )


def in_order(articles: Sequence[Article]) -> list[int]:
    """Return the places of articles in the order of their ids, and of their bodies where the ids are the same."""
    ids = [article.id for article in articles]
    result: list[int] = []
    for _, places in groupby(sorted(range(len(ids)), key=ids.__getitem__), key=ids.__getitem__):
        same = list(places)
        result += same if len(same) == 1 else sorted(same, key=lambda place: articles[place].body)
    return result


def distinct(articles: Sequence[Article]) -> Iterator[Article]:
    """Yield the articles with ids and slugs made distinct, in an order that depends on what they say only."""
    before, number = "", 0
    taken: set[str] = set()
    for place in in_order(articles):
        article = articles[place]
        number = number + 1 if article.id == before else 0
        before = article.id
        identity = urls.new_id(article.sources[0].document, article.title, number) if number else article.id
        slug = urls.unique_slug(article.slug, taken)
        taken.add(slug)
        yield replace(article, id=identity, slug=slug)
