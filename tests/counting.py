"""How much work something is, in steps that are the same on every run, however busy the machine is.

A step is an instruction of the processor, as Linux counts them for this process alone: those of C code count too, so a
regular expression that goes back and forth is seen. Where that cannot be counted, as on most virtual machines, a step
is a call of Python code or out of it.
"""

import ctypes
import fcntl
import os
import platform
import struct
import sys

# perf_event_open(2): of struct perf_event_attr the type, size and config, and the bits that leave the kernel out.
_CALL = {"x86_64": 298, "aarch64": 241}
_HARDWARE, _INSTRUCTIONS, _SIZE = 0, 1, 112
_BITS = 1 | 1 << 5 | 1 << 6  # disabled, exclude_kernel, exclude_hv
_ENABLE, _DISABLE, _RESET = 0x2400, 0x2401, 0x2403


def _counter():
    """Return a file that counts the instructions of this thread, or None."""
    if sys.platform != "linux" or platform.machine() not in _CALL:
        return None
    attributes = bytearray(_SIZE)
    struct.pack_into("IIQ", attributes, 0, _HARDWARE, _SIZE, _INSTRUCTIONS)
    struct.pack_into("Q", attributes, 40, _BITS)
    given = (ctypes.c_char * _SIZE).from_buffer(attributes)
    handle = ctypes.CDLL(None).syscall(_CALL[platform.machine()], given, 0, -1, -1, 0)
    return handle if handle >= 0 else None


_COUNTER = _counter()


def steps(work):
    """Return how many steps a function takes."""
    return _instructions(work) if _COUNTER is not None else _calls(work)


def _instructions(work):
    fcntl.ioctl(_COUNTER, _RESET, 0)
    fcntl.ioctl(_COUNTER, _ENABLE, 0)
    try:
        work()
    finally:
        fcntl.ioctl(_COUNTER, _DISABLE, 0)
    return struct.unpack("Q", os.read(_COUNTER, 8))[0]


def _calls(work):
    count = 0

    def note(_frame, event, _value):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
