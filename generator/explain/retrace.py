"""Which article is meant, and the stages run once more on its documents, so that what is said is what `clean` does."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from generator.documents import find_documents, read_document, read_sources
from generator.errors import ContentError, DocumentError, Location, Problem
from generator.front_matter import parse_article
from generator.ingest.article import to_article
from generator.ingest.facts.reading import FactReader
from generator.ingest.merge import merge
from generator.ingest.overrides import same_stories
from generator.ingest.stories import Harvest, harvest
from generator.ingest.topics import Tagger
from generator.ingest.trace import Made, is_same, pair
from generator.model import Article, Config
from generator.records import ARTICLES, read_articles, read_records


class Subject(msgspec.Struct, frozen=True):
    """The article to explain: its path below content/articles, as it stands there, and as it was last written.

    `made` is what the stages make of its documents now, `harvests` what each of these gave; `article` is as parsed, and
    `others` are the articles that stand beside it.
    """

    path: str
    article: Article
    current: str
    record: str | None
    made: Made
    harvests: tuple[Harvest, ...]
    others: tuple[Article, ...]


def retrace(wanted: str, content: Path, raw: Sequence[Path], config: Config) -> Subject:
    """Return an article, named by its path, its slug or its id, and what the stages make of its documents.

    Raises ContentError where there is no such article or nothing is known of its making, DocumentError where one of its
    documents is not among the raw ones or cannot be used.
    """
    current, records = read_articles(content), read_records(content)
    path, article = _find(wanted, content, current)
    harvests = _harvest(article, raw, content / ARTICLES / path, config)
    stories = [story for one in harvests for story in one.stories]
    merged = merge(stories, same_stories(lambda: (story.documents[0] for story in stories))[0])
    tagger, reader = Tagger(config.topics), FactReader(config.topics)
    publishers = {publisher.name: publisher for publisher in config.sources}
    pairs = tuple(pair(merged, [to_article(story, tagger, reader, publishers) for story in merged]))
    same = next((one for one in pairs if one[1].id == article.id), None)
    same = same or next((one for one in pairs if is_same(one[1], path, current[path], records.get(path))), None)
    if same is None:
        place = Location((content / ARTICLES / path).as_posix())
        raise ContentError([Problem(place, "its documents do not give this article any more", "run `briefing clean`")])
    made = Made(same[0], same[1], path)
    others = tuple(other for other in _parsed(current) if other.id != article.id)
    return Subject(path, article, current[path], records.get(path), made, harvests, others)


def _parsed(current: Mapping[str, str]) -> Iterator[Article]:
    for path, text in current.items():
        try:
            yield parse_article(text, path)
        except ContentError:  # what cannot be read is nobody's neighbour
            continue


def _find(wanted: str, content: Path, current: Mapping[str, str]) -> tuple[str, Article]:
    root = content / ARTICLES
    file = Path(wanted)
    if file.is_file():
        if not file.resolve().is_relative_to(root.resolve()):
            raise ContentError(
                [Problem(Location(wanted), f"not below {root.as_posix()}", "name its content with --content")]
            )
        path = file.resolve().relative_to(root.resolve()).as_posix()
        return path, parse_article(current[path], wanted)
    if wanted in current:
        return wanted, parse_article(current[wanted], (root / wanted).as_posix())
    slugs: list[str] = []
    for path, text in current.items():
        try:
            article = parse_article(text, path)
        except ContentError:  # what cannot be read has no slug
            continue
        if wanted in (article.slug, article.id):
            return path, article
        slugs.append(article.slug)
    stem = Path(wanted).name.removesuffix(".md")
    close = (
        difflib.get_close_matches(stem, slugs, n=1, cutoff=0.6) or sorted(s for s in slugs if stem and stem in s)[:1]
    )
    hint = f"did you mean '{close[0]}'?" if close else "give the path of its file, its slug or its id"
    raise ContentError([Problem(Location(wanted), f"no such article in {root.as_posix()}", hint)])


def _harvest(article: Article, raw: Sequence[Path], file: Path, config: Config) -> tuple[Harvest, ...]:
    names = [source.document for source in article.sources]
    if not names:
        hint = "somebody wrote it by hand"
        raise ContentError([Problem(Location(file.as_posix()), "its front matter names no document", hint)])
    found = [(path, name) for path, name in find_documents(raw) if name in names]
    hint = f"{file.as_posix()} comes from it: give its file or folder"
    searched = ", ".join(path.as_posix() for path in raw)
    missing = [name for name in names if name not in {name for _, name in found}]
    if missing:
        raise DocumentError(Problem(Location(name), f"no such document in {searched}", hint) for name in missing)
    infos = read_sources(found, [topic.slug for topic in config.topics])
    return tuple(harvest(read_document(path, name, infos[path])) for path, name in found)
