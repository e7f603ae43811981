"""Number expressions, by the cases of tests/fixtures/facts/numbers.md."""

import pytest
from cases import read_cases

from generator.facts_model import Bound
from generator.ingest.facts.numbers import find_numbers


def written(number):
    value = f"{number.low:.15g}" if number.low == number.high else f"{number.low:.15g}..{number.high:.15g}"
    bound = number.bound.value if number.bound is not Bound.EXACT else ""
    return " ".join(part for part in (value, number.unit, bound) if part)


@pytest.mark.parametrize("case", read_cases("facts/numbers.md"))
def test_numbers(case):
    assert "\n".join(written(number) for number in find_numbers(case.input)) == case.expected
