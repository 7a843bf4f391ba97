"""Intervals agree with their textbooks, and words of steadiness with their thresholds."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2

from dashboard.core.intervals import (
    Steadiness,
    count_ratio,
    poisson_rate,
    steadiness_of_rate,
    steadiness_of_share,
    wilson,
)
from tests import oracle

shares = st.integers(1, 20_000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


@given(shares)
def test_wilson_is_what_scipy_computes(share: tuple[int, int]) -> None:
    ci = binomtest(*share).proportion_ci(0.95, method="wilson")
    found = wilson(*share)
    assert found.low == pytest.approx(ci.low, abs=1e-12)
    assert found.high == pytest.approx(ci.high, abs=1e-12)


@given(st.integers(0, 400), st.integers(1, 100_000))
def test_the_poisson_interval_is_scipys_chi_square(events: int, exposure: int) -> None:
    found = poisson_rate(events, exposure)
    assert found.high == pytest.approx(chi2.ppf(0.975, 2 * events + 2) / 2 / exposure, rel=1e-9)
    assert found.low == pytest.approx(chi2.ppf(0.025, 2 * events) / 2 / exposure if events else 0, rel=1e-9)


@given(shares)
def test_wilson_is_the_textbook_formula(share: tuple[int, int]) -> None:
    low, high = oracle.wilson(*share)
    found = wilson(*share)
    assert found.low == pytest.approx(low, abs=1e-9)
    assert found.high == pytest.approx(high, abs=1e-9)


def test_zero_injuries_in_sixteen_thousand_could_be_up_to_a_quarter_per_thousand() -> None:
    found = poisson_rate(0, 16_000)
    assert found.low == 0
    assert found.high * 1000 == pytest.approx(0.2306, abs=1e-4)
    assert found.high * 16_000 == pytest.approx(-math.log(0.025), abs=1e-9)


@settings(max_examples=40)
@given(st.integers(0, 60))
def test_the_poisson_bound_is_where_the_tail_is_a_fortieth(events: int) -> None:
    assert poisson_rate(events, 1).high == pytest.approx(oracle.poisson_upper(events), rel=1e-6)


@given(st.integers(0, 5_000), st.integers(1, 5_000))
def test_a_ratio_of_counts_lies_inside_its_interval(now: int, before: int) -> None:
    found = count_ratio(now, before)
    assert found.low <= now / before <= found.high


@given(st.integers(1, 400), st.integers(1, 400))
def test_a_ratio_of_counts_is_the_exact_binomial_of_its_sum(now: int, before: int) -> None:
    ci = binomtest(now, now + before).proportion_ci(0.95, method="exact")
    assert count_ratio(now, before).low == pytest.approx(ci.low / (1 - ci.low), rel=1e-6)


@pytest.mark.parametrize(("numerator", "denominator"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_not_a_share_is_refused(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="part of a whole"):
        wilson(numerator, denominator)
    with pytest.raises(ValueError, match="part of a whole"):
        steadiness_of_share(numerator, denominator)


def test_what_is_not_a_rate_or_a_change_is_refused() -> None:
    with pytest.raises(ValueError, match="exposure above 0"):
        poisson_rate(1, 0)
    with pytest.raises(ValueError, match="earlier count above 0"):
        count_ratio(5, 0)


@pytest.mark.parametrize(
    ("numerator", "denominator", "word"),
    [
        (15, 29, Steadiness.UNSTEADY),  # fewer than 30 in the base
        (15, 30, Steadiness.UNSTEADY),  # the interval is 0.37 wide
        (50, 100, Steadiness.STEADY),  # 0.20 wide, 40% of the share
        (3, 60, Steadiness.UNSTEADY),  # 0.13 wide, 250% of the share
        (20, 2000, Steadiness.STEADY),  # less than 0.05 wide
        (0, 500, Steadiness.ALL_OR_NONE),
        (500, 500, Steadiness.ALL_OR_NONE),
    ],
)
def test_the_words_for_shares_follow_the_standard(numerator: int, denominator: int, word: Steadiness) -> None:
    assert steadiness_of_share(numerator, denominator) is word


@pytest.mark.parametrize(
    ("events", "exposure", "word"),
    [
        (0, 1000, Steadiness.ALL_OR_NONE),
        (9, 1000, Steadiness.UNSTEADY),
        (10, 1000, Steadiness.STEADY),
        (200, 1000, Steadiness.STEADY),
    ],
)
def test_the_words_for_rates_follow_the_standard(events: int, exposure: int, word: Steadiness) -> None:
    assert steadiness_of_rate(events, exposure) is word
