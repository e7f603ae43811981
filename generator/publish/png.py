"""A picture of a few colours -> PNG, the same bytes on every machine.

Libraries that zip differ from version to version in what they write. So the data is written here, as what such pictures
are: runs of one colour. Each is a byte and a repetition of it, in the fixed code of Deflate (RFC 1951, section 3.2.6).
"""

from __future__ import annotations

import functools
import re
import struct
import zlib
from collections.abc import Sequence

_SHORTEST, _LONGEST = 3, 258  # bytes that one repetition stands for
_BEFORE = "00000"  # the distance of a repetition: what it repeats stands right before it


def png(rows: Sequence[bytes], palette: Sequence[tuple[int, int, int]]) -> bytes:
    """Return a PNG of rows of pixels; a pixel is a byte, the number of its colour in the palette."""
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)
    colours = bytes(part for colour in palette for part in colour)
    data = b"".join(b"\0" + row for row in rows)  # 0: the row is as it is, and no difference from another one
    chunks = ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", _deflated(data, len(palette))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _deflated(data: bytes, colours: int) -> bytes:
    # The last block (1) in the fixed code (1, the low bit, and 0), and after the codes the one that ends it.
    bits = "".join(("110", *map(_code, _runs(colours).findall(data)), "0000000"))
    packed = int(bits[::-1], 2).to_bytes(-(-len(bits) // 8), "little")
    return b"\x78\x01" + packed + struct.pack(">I", zlib.adler32(data))


@functools.cache
def _runs(colours: int) -> re.Pattern[bytes]:
    # A hundred times quicker than a pattern that asks whether each byte is the one before it.
    return re.compile(b"|".join(re.escape(bytes([colour])) + b"+" for colour in range(colours)))


@functools.lru_cache(maxsize=4096)  # most runs of a picture come again
def _code(run: bytes) -> str:
    literal, rest = _literal(run[0]), len(run) - 1
    code = literal
    while rest >= _SHORTEST:
        size = min(rest, _LONGEST)
        code += _repetitions()[size]
        rest -= size
    return code + literal * rest


def _literal(byte: int) -> str:
    return f"{byte + 0x30:08b}" if byte < 144 else f"{byte + 256:09b}"


@functools.cache
def _repetitions() -> dict[int, str]:
    """Return the code of each length of a repetition: its symbol, the extra bits, the distance (section 3.2.5)."""
    codes = {}
    length = _SHORTEST
    for symbol in range(257, 285):
        extra = max(0, (symbol - 261) // 4)
        code = f"{symbol - 256:07b}" if symbol < 280 else f"{symbol - 280 + 0xC0:08b}"
        for more in range(1 << extra):
            low_first = f"{more:0{extra}b}"[::-1] if extra else ""
            codes[length] = code + low_first + _BEFORE
            length += 1
    return codes | {_LONGEST: "11000101" + _BEFORE}
