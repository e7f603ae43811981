"""Which names of files mean the same on every system, where a site may be built on one and copied to another.

Names that no file can have on Windows: learn.microsoft.com/windows/win32/fileio/naming-a-file. The 255 bytes are those
of ext4, XFS, Btrfs and tmpfs; case and composition count for one on APFS and NTFS.
"""

from __future__ import annotations

import re
import unicodedata

MOST_BYTES = 255  # of a name in a path

_DEVICES = frozenset(("con", "prn", "aux", "nul", "com", "lpt"))  # the beginnings of their names
_DEVICE = r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?: *[.:].*)?"


def folded(path: str) -> str:
    """Return what is the same for paths that a file system may take for one: of either case, composed or not."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def wrong_name(path: str) -> str:
    """Return what is wrong with the names in a path, or nothing."""
    for name in path.split("/"):
        if name[-1:] in (".", " "):
            return f"'{name}' ends in a {'dot' if name[-1] == '.' else 'space'}, which Windows leaves out"
        if len(name) * 4 > MOST_BYTES and (size := len(name.encode("utf-8", "surrogatepass"))) > MOST_BYTES:
            return f"'{name[:20]}…' has {size} bytes, and a file's name at most {MOST_BYTES}"
        if name[:3].lower() in _DEVICES and re.fullmatch(_DEVICE, name, re.I):
            return f"'{name}' is a device on Windows, and no file"
    return ""
