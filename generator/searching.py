"""The search index of a build: a shard whose articles are the same stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from generator import urls
from generator.build_state import Bundle
from generator.entry_model import Entry, digest
from generator.model import Config
from generator.publication import Publication
from generator.publish.frame import Site
from generator.publish.look import look
from generator.publish.search_documents import search_documents, search_key
from generator.publish.search_shards import Shard, shards
from generator.site_model import Country, Plan

_LIST = "shards.json"  # what the search page reads to know of the older shards


class Indexing:
    """How the index of a shard is made: `rules` is the digest of our code, and `read` returns the text of an article.

    The countries are all of the library.
    """

    def __init__(
        self, config: Config, countries: Iterable[Country], read: Callable[[Entry], str], rules: bytes
    ) -> None:
        """Take what is the same for all shards."""
        self._config, self._read, self._rules = config, read, rules
        self._names = {country.permalink: country.name for country in countries}

    def key(self, shard: Shard) -> bytes:
        """Return the key of all that the index of a shard is made of."""
        return digest(self._rules, self._config, search_key(shard.entries, self._names))

    def made(self, wanted: Sequence[Shard]) -> Iterator[tuple[str, Bundle, list[Plan]]]:
        """Make the index of some shards; yield the name of each, the index, and the plans of its files.

        Raises SearchMissing where none can be made.
        """
        from generator.publish.search_bundle import search_bundle  # noqa: PLC0415  (most builds need none of it)
        from generator.search_index import run_pagefind  # noqa: PLC0415

        documents = (search_documents(shard.entries, self._names, self._config, self._read) for shard in wanted)
        for shard, files in zip(wanted, run_pagefind(documents), strict=True):
            key, outputs = self.key(shard), list(search_bundle(files, shard.name))
            plans = [Plan(output.path, key, partial(bytes, output.data)) for output in outputs]
            yield shard.name, Bundle(key, tuple(output.path for output in outputs)), plans


def add_search(
    publication: Publication, site: Site, before: Mapping[str, Bundle], rules: bytes, waits: bool
) -> tuple[dict[str, Bundle], str, bool]:
    """Take in the search index; return its shards, a line that says why there is none, and whether it is behind.

    `before` are the shards that the last build left. Where the search may wait, they stay as they were, if all of them
    are there.
    """
    config, library = site.config, site.library
    if not config.search or not library.entries:
        return {}, "", False
    indexing = Indexing(config, library.countries, site.text, rules)
    wanted = {shard.name: shard for shard in shards(library.entries)}
    keys = {name: indexing.key(shard) for name, shard in wanted.items()}
    known = {
        name: bundle
        for name, bundle in before.items()
        if bundle.paths and all(publication.holds(path, bundle.key) for path in bundle.paths)
    }
    # No result of a search may lead to an article that is gone by now.
    if waits and known and len(known) == len(before) and not publication.loses(urls.article("")[1:-1]):
        bundles, others = known, []
    else:
        bundles = {name: known[name] for name in wanted if name in known and known[name].key == keys[name]}
        others = [shard for name, shard in wanted.items() if name not in bundles]
    plans = [Plan(path, bundle.key, bytes) for bundle in bundles.values() for path in bundle.paths]
    if others:
        from generator.search_index import SearchMissing  # noqa: PLC0415

        try:
            for name, bundle, files in indexing.made(others):
                bundles[name] = bundle
                plans += files
        except SearchMissing as missing:
            return {}, f"{urls.SEARCH}: the search will find nothing: {missing} (pip install 'pagefind[bin]')", False
    older = json.dumps(sorted(filter(None, bundles), key=int)).encode()
    plans.append(Plan(urls.output_path(urls.SEARCH_INDEX + _LIST), digest(older), partial(bytes, older)))
    for _ in publication.add(publication.claim(plans), look):
        pass
    return bundles, "", {name: bundle.key for name, bundle in bundles.items()} != keys


def indexed(publication: Publication, indexing: Indexing, wanted: Sequence[Shard]) -> dict[str, Bundle] | None:
    """Take in the index of some shards, made anew; return these, or None where none can be made."""
    from generator.search_index import SearchMissing  # noqa: PLC0415

    bundles: dict[str, Bundle] = {}
    plans: list[Plan] = []
    try:
        for name, bundle, files in indexing.made(wanted):
            bundles[name] = bundle
            plans += files
    except SearchMissing:
        return None
    for _ in publication.add(publication.claim(plans), look):
        pass
    return bundles
