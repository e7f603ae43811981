"""The files that Pagefind writes -> those of the site: without the parts that are not used, the same in every run.

Pagefind keeps filters in the order of a hash table, which differs from run to run. They are sorted here, in the list
that is read first (`.pf_meta`) and in the files of the filters. Both are CBOR (RFC 8949), of which whole numbers, texts
and lists are all that occur.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator import urls
from generator.site_model import Output

_SIGNATURE = b"pagefind_dcd"  # Pagefind's script takes a file that begins with it as it is, and unzips others
_DATA = r"pagefind-entry\.json|(?:fragment|index|filter)/.*|.*\.pf_meta"
_PROGRAM = r"pagefind(?:-worker)?\.js|wasm\..*"


def search_bundle(files: Mapping[str, bytes], shard: str = "") -> Iterator[Output]:
    """Yield the files that searching needs, given by their paths below Pagefind's output folder.

    Those of a named `shard` come into a folder of that name, and its results end in the name, by which the search page
    puts those of several shards in order. The program is the one of the shard without a name.
    """
    used = re.compile(_DATA if shard else f"{_DATA}|{_PROGRAM}")
    folder = urls.SEARCH_INDEX + (f"{shard}/" if shard else "")
    kept = {name: data for name, data in files.items() if used.fullmatch(name)}
    entry = json.loads(kept["pagefind-entry.json"])
    for language in entry["languages"].values():
        old = f"pagefind.{language['hash']}.pf_meta"
        version, pages, chunks, filters, *others = _unpack(kept.pop(old))
        if shard:
            for page in pages:
                fragment = kept.pop(f"fragment/{page[0]}.pf_fragment")
                page[0] = f"{page[0]}-{shard}"
                kept[f"fragment/{page[0]}.pf_fragment"] = fragment
        renamed = []
        for name, number in sorted(filters):
            key, values = _unpack(kept.pop(f"filter/{number}.pf_filter"))
            data = _pack([key, sorted(values)])
            kept[f"filter/{_hash(data)}.pf_filter"] = data
            renamed.append([name, _hash(data)])
        data = _pack([version, pages, chunks, renamed, *others])
        language["hash"] = _hash(data)
        kept[f"pagefind.{language['hash']}.pf_meta"] = data
    entry["languages"] = dict(sorted(entry["languages"].items()))
    kept["pagefind-entry.json"] = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    for name, data in sorted(kept.items()):
        yield Output(urls.output_path(folder + name), data)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]


def _unpack(data: bytes) -> list[Any]:
    # Not zipped again: the bytes would depend on the version of the library that zips them.
    value, _ = _decode(gzip.decompress(data).removeprefix(_SIGNATURE), 0)
    assert isinstance(value, list)
    return value


def _pack(value: list[object]) -> bytes:
    return _SIGNATURE + _encode(value)


def _decode(data: bytes, at: int) -> tuple[object, int]:
    """Return the value that begins at a place, and where the next one does."""
    kind, count = data[at] >> 5, data[at] & 31
    at += 1
    if count >= 24:
        size = 1 << (count - 24)
        count = int.from_bytes(data[at : at + size], "big")
        at += size
    if kind == 0:
        return count, at
    if kind == 3:
        return data[at : at + count].decode(), at + count
    assert kind == 4, "Pagefind's files hold whole numbers, texts and lists"
    values: list[object] = []
    for _ in range(count):
        value, at = _decode(data, at)
        values.append(value)
    return values, at


def _encode(value: object) -> bytes:
    if isinstance(value, int):
        return _head(0, value)
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    assert isinstance(value, list)
    return _head(4, len(value)) + b"".join(map(_encode, value))


def _head(kind: int, count: int) -> bytes:
    if count < 24:
        return bytes([kind << 5 | count])
    power = next(power for power in range(4) if count < 1 << (8 << power))
    return bytes([kind << 5 | 24 + power]) + count.to_bytes(1 << power, "big")
