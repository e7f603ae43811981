"""How many instructions this process has executed, as Linux counts them: the same however busy the machine is."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

# perf_event_open(2): the type, size and config of struct perf_event_attr, and the bits that leave the kernel out.
_CALL = {"x86_64": 298, "aarch64": 241}
_HARDWARE, _SIZE, _INSTRUCTIONS = 0, 112, 1
_BITS = 1 << 5 | 1 << 6  # exclude_kernel, exclude_hv


def _open() -> int:
    if sys.platform != "linux" or platform.machine() not in _CALL:
        return -1
    attributes = bytearray(_SIZE)
    struct.pack_into("IIQ", attributes, 0, _HARDWARE, _SIZE, _INSTRUCTIONS)
    struct.pack_into("Q", attributes, 40, _BITS)
    given = (ctypes.c_char * _SIZE).from_buffer(attributes)
    return int(ctypes.CDLL(None).syscall(_CALL[platform.machine()], given, 0, -1, -1, 0))


_COUNTER = _open()


def executed() -> int:
    """Return the instructions of this thread since this module was loaded; 0 where they cannot be counted."""
    return int.from_bytes(os.read(_COUNTER, 8), sys.byteorder) if _COUNTER >= 0 else 0
