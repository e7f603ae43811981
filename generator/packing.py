"""Values as bytes, for the memo and for other processes; what is read back has the right types or is not used.

MessagePack by msgspec, which checks the types of the dataclasses. No pickle: nothing in such bytes can run.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_encoder = msgspec.msgpack.Encoder()
_decoders: dict[type, Any] = {}  # making one takes longer than using it


def pack(value: object) -> bytes:
    """Return a value as bytes, equal values as equal bytes."""
    return _encoder.encode(value)


def unpack(data: bytes | memoryview, kind: type[T]) -> T | None:
    """Return the value of a type from what `pack` made of it, or None where the bytes are something else."""
    if kind not in _decoders:
        _decoders[kind] = msgspec.msgpack.Decoder(kind)
    try:
        value: T = _decoders[kind].decode(data)
    except msgspec.MsgspecError:
        return None
    return value
