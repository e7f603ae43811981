"""What is kept of a file that was looked at, so that it need not be read again (stamp.py)."""

from __future__ import annotations

import os

import msgspec

from generator.stamp import may_hide

_LATEST = 2**63 - 1  # nanoseconds since the epoch: what MessagePack has a form for


class Seen(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file as it was when it was last looked at: its state, and the SHA-256 of what it holds.

    `hides` says that it may have been changed since without another state.
    """

    size: int
    modified: int
    changed: int
    inode: int
    hides: bool
    sha256: bytes

    def is_state(self, state: os.stat_result) -> bool:
        """Return whether a file in a state holds what was seen; if not, its digest has to decide."""
        return (
            not self.hides
            and state.st_mtime_ns == self.modified
            and state.st_size == self.size
            and state.st_ino == self.inode
            and state.st_ctime_ns == self.changed
        )


def seen(state: os.stat_result, sha256: bytes, now: int) -> Seen:
    """Return a file with its digest as seen; its state was taken at `now` nanoseconds since the epoch.

    A time that is too far off to be kept, after 2262, is not the file's, so that its digest decides.
    """
    modified, changed = min(state.st_mtime_ns, _LATEST), min(state.st_ctime_ns, _LATEST)
    return Seen(state.st_size, modified, changed, state.st_ino, may_hide(state, now), sha256)
