"""Two folders change places in one step, as seen by everybody: what no call of Python's own can do.

Linux has renameat2 with RENAME_EXCHANGE (since 3.15; ext4, XFS, Btrfs, tmpfs, F2FS and others have it, NFS and FAT have
not), macOS has renamex_np with RENAME_SWAP (APFS).
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_AT_FDCWD = -100  # <fcntl.h>: paths count from the current folder
_RENAME_EXCHANGE = 2  # <linux/fs.h>
_RENAME_SWAP = 2  # <sys/stdio.h> of macOS


def exchange(one: Path, two: Path) -> bool:
    """Let two folders of one file system change places, and return whether that was possible here."""
    library = ctypes.CDLL(None)
    names = (os.fsencode(one), os.fsencode(two))
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return bool(library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return bool(library.renamex_np(*names, _RENAME_SWAP) == 0)
    return False
