"""How many examples a property is tried on: enough to find what somebody broke, and all where there is time.

A run tries the same examples every time, so that more of them find nothing new from day to day. `make thorough` tries
five times as many, and `make fuzz` looks for new ones.
"""

import os

from hypothesis import settings

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"


def examples(count):
    """Return hypothesis's settings for a property that `count` examples prove well, a fifth of them in haste."""
    return settings(max_examples=count if THOROUGH else max(20, count // 5))
