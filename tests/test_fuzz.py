"""What the fuzzer found once (tests/fuzz/found), and a few inputs of each target, by every run of the tests."""

import sys
from pathlib import Path

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

FUZZ = Path(__file__).parent / "fuzz"
sys.path.insert(0, str(FUZZ))

from fuzzing import SEEDS  # noqa: E402
from targets import TARGETS  # noqa: E402

FOUND = sorted(path for path in (FUZZ / "found").rglob("*") if path.is_file())
PARTS = st.sampled_from(
    [
        "---\n",
        "title: ",
        "slug: a\n",
        "id: a\n",
        "\n",
        "- ",
        "  ",
        ": ",
        "<b>",
        "](",
        "javascript:",
        "4 December 2024",
        "\f",
        "=" * 9,
    ]
)
INPUTS = st.lists(st.one_of(st.binary(max_size=12), PARTS.map(str.encode)), max_size=20).map(b"".join)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.relative_to(FUZZ / "found").as_posix())
def test_what_was_found_stays_mended(path):
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_any_bytes(name):
    @examples(40)
    @given(INPUTS)
    def check(data):
        TARGETS[name](data)

    check()


# A seed that moved away would leave a target without anything to begin from.
def test_every_target_has_seeds():
    assert set(SEEDS) == set(TARGETS)
    for name, globs in SEEDS.items():
        assert any(any(FUZZ.parent.parent.glob(glob)) for glob in globs), name
