"""What a build leaves for the next one: the content as it was read, and each file of the site with its plan's key.

One file in the cache for each site folder. It only saves time: where it is missing, damaged, or of another version of
the generator, everything is made again. What edits of a few bodies change is kept beside it, in a file of its own, so
that neither has to be read nor written as a whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import msgspec

from generator.cache import mark
from generator.catalogue import Catalogue, with_record
from generator.entry_model import Entry, PageEntry
from generator.packing import pack, unpack
from generator.publication import Made
from generator.publish.excerpt import Excerpt
from generator.publish.feed_check.finding import Finding
from generator.publish.related import Kinship
from generator.seen import Seen

_DIGEST = 32  # bytes in front of the state, by which damage shows


class Bundle(msgspec.Struct, frozen=True, array_like=True):
    """One shard of the search index: the key of all that it is made of, and its paths."""

    key: bytes = b""
    paths: tuple[str, ...] = ()


class State(msgspec.Struct, frozen=True, array_like=True):
    """Everything that is kept. `rules` is the digest of the rules by which the content was read.

    `bundles` are the shards of the search index, by their names. `findings` are what is said about feeds, by their
    paths, and `parts` the parts of pages to which links lead, with the digest of the page that has them. `excerpt` is
    what a build after an edit needs; there is none where the last build had something to say that the next one has to
    say again.
    """

    rules: bytes = b""
    catalogue: Catalogue = Catalogue()
    kinship: Kinship = Kinship()
    made: dict[str, Made] = {}
    bundles: dict[str, Bundle] = {}
    findings: dict[str, tuple[Finding, ...]] = {}
    parts: dict[str, tuple[bytes, tuple[str, ...]]] = {}
    excerpt: Excerpt | None = None


class Edits(msgspec.Struct, frozen=True, array_like=True):
    """What has changed since a state was kept, which is known by its digest: articles, files of the site, shards.

    `gone` are files that stood in the site then.
    """

    state: bytes = b""
    articles: dict[str, tuple[Seen, Entry]] = {}
    made: dict[str, Made] = {}
    bundles: dict[str, Bundle] = {}
    gone: tuple[str, ...] = ()


class _Article(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article and its file as it was read."""

    seen: Seen
    entry: Entry


class _Rest(msgspec.Struct, frozen=True, array_like=True):
    """What no edit of a body needs of a state."""

    others: dict[str, tuple[Seen, PageEntry]]
    earlier: dict[str, tuple[Seen, str]]
    kinship: Kinship
    findings: dict[str, tuple[Finding, ...]]


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    """A state as its file has it. What an edit needs little of is packed once more: to be passed over in one step."""

    rules: bytes
    articles: dict[str, bytes]
    made: dict[str, bytes]
    rest: bytes
    origins: dict[str, Seen]
    bundles: dict[str, Bundle]
    parts: dict[str, tuple[bytes, tuple[str, ...]]]
    excerpt: Excerpt | None


def _packed(state: State) -> _Packed:
    catalogue = state.catalogue
    rest = _Rest(catalogue.others, catalogue.earlier, state.kinship, state.findings)
    return _Packed(
        state.rules,
        {path: pack(article) for path, article in catalogue.articles.items()},
        {path: pack(made) for path, made in state.made.items()},
        pack(rest),
        catalogue.origins,
        state.bundles,
        state.parts,
        state.excerpt,
    )


def _unpacked(packed: _Packed) -> State | None:
    """Return a state; None where another version of the generator kept it."""
    articles = {path: unpack(data, _Article) for path, data in packed.articles.items()}
    made = {path: unpack(data, Made) for path, data in packed.made.items()}
    rest = unpack(packed.rest, _Rest)
    if rest is None or None in articles.values() or None in made.values():
        return None
    read = {path: (one.seen, one.entry) for path, one in articles.items() if one}
    catalogue = Catalogue(read, rest.others, packed.origins, rest.earlier)
    stands = {path: one for path, one in made.items() if one}
    return State(
        packed.rules, catalogue, rest.kinship, stands, packed.bundles, rest.findings, packed.parts, packed.excerpt
    )


class _Unpacked(Mapping[str, Made]):
    """Files of the site as a state has them packed, but for those that have changed since."""

    def __init__(self, packed: Mapping[str, bytes], since: Mapping[str, Made]) -> None:
        self._packed, self._since = packed, since

    def __getitem__(self, path: str) -> Made:
        made = self._since[path] if path in self._since else unpack(self._packed[path], Made)
        assert made, "the same version of the generator kept it"
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class View:
    """What the last build left, read only where it is looked at; `mark` tells it from what any other build left."""

    def __init__(self, packed: _Packed, excerpt: Excerpt, edits: Edits, mark: bytes) -> None:
        """Take the state, its excerpt, and what has changed since."""
        self._packed, self.excerpt, self.edits, self.mark = packed, excerpt, edits, mark

    @property
    def paths(self) -> Collection[str]:
        """The files of all articles."""
        return self._packed.articles.keys()

    @property
    def made(self) -> Mapping[str, Made]:
        """The files of the site."""
        return _Unpacked(self._packed.made, self.edits.made)

    @property
    def bundles(self) -> dict[str, Bundle]:
        """The shards of the search index, by their names."""
        return self._packed.bundles | self.edits.bundles

    def article(self, path: str) -> tuple[Seen, Entry]:
        """Return an article and its file as it was read, as the catalogue has them. Raises KeyError."""
        if path in self.edits.articles:
            return self.edits.articles[path]
        article = unpack(self._packed.articles[path], _Article)
        assert article, "the same version of the generator kept it"
        return article.seen, article.entry

    def noted(self, entry: Entry) -> Entry:
        """Return an article with the digest of what the cleaner noted of it."""
        return with_record(entry, self._packed.origins)

    def parts(self, path: str) -> tuple[str, ...]:
        """Return the parts of a page to which links lead."""
        return self._packed.parts.get(path, (b"", ()))[1]


def _file(cache: Path, site: Path) -> Path:
    return cache / "builds" / f"{hashlib.sha256(os.fsencode(site.absolute())).hexdigest()[:16]}.state"


def _edits(cache: Path, site: Path) -> Path:
    return _file(cache, site).with_suffix(".edits")


def read_state(cache: Path, site: Path) -> State:
    """Return what the last build of a site folder left; an empty state where there is none of use."""
    digest, data = _read(_file(cache, site))
    packed = unpack(data, _Packed)
    state = _unpacked(packed) if packed else None
    if state is None:
        return State()
    edits, _ = _read_edits(cache, site, digest)
    state.catalogue.articles.update(edits.articles)
    state.made.update(edits.made)
    state.bundles.update(edits.bundles)
    for path in edits.gone:
        state.made.pop(path, None)
    return state


def read_view(cache: Path, site: Path) -> View | None:
    """Return what the last build of a site folder left; None where an edit cannot go on from it."""
    digest, data = _read(_file(cache, site))
    packed = unpack(data, _Packed)
    if packed is None or packed.excerpt is None:
        return None
    edits, mark = _read_edits(cache, site, digest)
    return View(packed, packed.excerpt, edits, mark)


def is_still_there(cache: Path, site: Path, view: View) -> bool:
    """Return whether no other build of a site folder has kept anything since a view was read."""
    try:
        with _file(cache, site).open("rb") as file:
            state = file.read(_DIGEST)
    except OSError:
        return False
    return _read_edits(cache, site, state)[1] == view.mark


def _read_edits(cache: Path, site: Path, state: bytes) -> tuple[Edits, bytes]:
    """Return the edits since a state, and what tells both together from any other."""
    digest, data = _read(_edits(cache, site))
    edits = unpack(data, Edits) if state else None
    return (edits, state + digest) if edits and edits.state == state else (Edits(state), state)


def write_state(cache: Path, site: Path, state: State) -> bytes:
    """Keep a state, if that is possible; return its mark (View)."""
    return _write(cache, _file(cache, site), pack(_packed(state)))


def write_edits(cache: Path, site: Path, edits: Edits) -> bytes:
    """Keep edits, if that is possible; return the mark of the state with them (View)."""
    return edits.state + _write(cache, _edits(cache, site), pack(edits))


def _digest(data: bytes | memoryview) -> bytes:
    return hashlib.sha256(data).digest()  # which processors of today have an instruction for


def _read(file: Path) -> tuple[bytes, bytes | memoryview]:
    """Return what a file holds, after its digest; nothing of one that is missing or damaged."""
    try:
        data = file.read_bytes()
    except OSError:
        return b"", b""
    digest, held = data[:_DIGEST], memoryview(data)[_DIGEST:]  # no copy of what may be many megabytes
    return (digest, held) if _digest(held) == digest else (b"", b"")


def _write(cache: Path, file: Path, data: bytes) -> bytes:
    digest = _digest(data)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        mark(cache)
        temporary = file.with_suffix(f"{file.suffix}.tmp")
        temporary.write_bytes(digest + data)
        temporary.replace(file)
    return digest
