"""The search index of a build: a shard whose articles are the same stays as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial

from generator import urls
from generator.build_state import Bundle
from generator.entry_model import digest
from generator.publication import Publication
from generator.publish.frame import Site
from generator.publish.look import look
from generator.publish.search_documents import search_documents, search_key
from generator.publish.search_shards import shards
from generator.site_model import Plan

_LIST = "shards.json"  # what the search page reads to know of the older shards


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
    names = {country.permalink: country.name for country in library.countries}
    wanted = {shard.name: shard for shard in shards(library.entries)}
    keys = {name: digest(rules, config, search_key(shard.entries, names)) for name, shard in wanted.items()}
    known = {
        name: bundle
        for name, bundle in before.items()
        if bundle.paths and all(publication.holds(path, bundle.key) for path in bundle.paths)
    }
    # No result of a search may lead to an article that is gone by now.
    if waits and known and len(known) == len(before) and not publication.loses(urls.article("")[1:-1]):
        bundles, made = known, {}
    else:
        bundles = {name: known[name] for name in wanted if name in known and known[name].key == keys[name]}
        made = {name: shard for name, shard in wanted.items() if name not in bundles}
    plans = [Plan(path, bundle.key, bytes) for bundle in bundles.values() for path in bundle.paths]
    if made:
        from generator.publish.search_bundle import search_bundle  # noqa: PLC0415  (most builds need none of it)
        from generator.search_index import SearchMissing, run_pagefind  # noqa: PLC0415

        documents = (search_documents(shard.entries, names, config, site.text) for shard in made.values())
        try:
            for name, files in zip(made, run_pagefind(documents), strict=True):
                outputs = list(search_bundle(files, name))
                plans += [Plan(output.path, keys[name], partial(bytes, output.data)) for output in outputs]
                bundles[name] = Bundle(keys[name], tuple(output.path for output in outputs))
        except SearchMissing as missing:
            return {}, f"{urls.SEARCH}: the search will find nothing: {missing} (pip install 'pagefind[bin]')", False
    older = json.dumps(sorted(filter(None, bundles), key=int)).encode()
    plans.append(Plan(urls.output_path(urls.SEARCH_INDEX + _LIST), digest(older), partial(bytes, older)))
    for _ in publication.add(publication.claim(plans), look):
        pass
    return bundles, "", {name: bundle.key for name, bundle in bundles.items()} != keys
