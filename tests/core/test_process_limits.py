"""Control limits against a slow computation of their own, in fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.process_limits import LEAST, limits


def slowly(values: list[int]) -> tuple[Fraction, Fraction]:
    """Mean and mean moving range, summed one by one; three sigma is 3 / 1.128, to two places."""
    mean = sum((Fraction(v) for v in values), Fraction(0)) / len(values)
    moves = [Fraction(abs(values[i] - values[i - 1])) for i in range(1, len(values))]
    width = Fraction(round(300 / 1.128), 100) * sum(moves, Fraction(0)) / len(moves)
    return max(Fraction(0), mean - width), mean + width


@given(st.lists(st.integers(0, 10**7), min_size=LEAST, max_size=12))
def test_the_limits_are_those_of_a_slow_computation(values: list[int]) -> None:
    found = limits(values)
    assert found is not None
    for quick, slow in zip(found, slowly(values), strict=True):
        assert quick == pytest.approx(float(slow), rel=1e-9, abs=1e-3)


@given(st.lists(st.integers(0, 10**7), max_size=LEAST - 1))
def test_fewer_than_four_values_say_nothing(values: list[int]) -> None:
    assert limits(values) is None


@given(st.lists(st.integers(0, 10**6), min_size=LEAST, max_size=12))
def test_the_limits_hold_the_mean_and_are_never_below_nought(values: list[int]) -> None:
    found = limits(values)
    assert found is not None
    low, high = found
    assert 0 <= low <= sum(values) / len(values) <= high


@given(st.lists(st.integers(0, 10**6), min_size=LEAST, max_size=12), st.integers(0, 10**6))
def test_moving_every_value_moves_the_upper_limit_as_far(values: list[int], by: int) -> None:
    before, after = limits(values), limits([v + by for v in values])
    assert before is not None and after is not None
    assert after[1] == pytest.approx(before[1] + by)


@given(st.integers(0, 10**7), st.integers(LEAST, 12))
def test_a_constant_series_allows_itself_and_nothing_else(value: int, length: int) -> None:
    assert limits([value] * length) == (value, value)


def test_an_example_by_hand() -> None:
    assert limits([10, 12, 11, 15]) == pytest.approx((12 - 2.66 * 7 / 3, 12 + 2.66 * 7 / 3))
