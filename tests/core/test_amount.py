"""How a number is written: rounding never reaches none or all, where it is neither."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.amount import UNITS, Amount, Bound, Ratio, Unit, digits
from dashboard.core.figure import amount_of
from dashboard.core.metric import Method
from dashboard.story.charts import encode, one_hundred
from dashboard.words.findings import _rate
from tests import make

MOST = 40_000
NEAR = 40  # up to so many from an edge every numerator is tried: rounding to one decimal hides 20 of 40,000
PERCENT, PER_1000, CHANGE = UNITS["percent"], UNITS["per_1000"], UNITS["percent_change"]


def numbers(text: str) -> list[float]:
    return [float(one.replace(",", "")) for one in re.findall(r"[+-]?\d[\d,]*(?:\.\d+)?", text)]


def claims(text: str, *ends: float) -> bool:
    """Whether a text says an end of a scale, plainly."""
    return any(abs(number) == end for number in numbers(text) for end in ends)


def near_the_edges(denominator: int) -> set[int]:
    edges = {*range(1, NEAR), *range(denominator - NEAR, denominator)}
    return {n for n in edges if 0 < n < denominator}


def test_no_share_of_up_to_forty_thousand_reaches_none_or_all_by_rounding() -> None:
    """Every denominator, and with it every numerator that one decimal could hide and the next that it could not."""
    for denominator in range(2, MOST + 1):
        for n in range(1, min(denominator // 2000 + 2, denominator)):
            for numerator in (n, denominator - n):
                text = words.rounded(100 * numerator / denominator, PERCENT, 1)
                assert not claims(text, 0, 100), (numerator, denominator, text)


@pytest.mark.parametrize("denominator", [2, 99, 100, 101, 999, 1000, 1001, 2000, 2001, 10_007, 20_001, 36_031, MOST])
def test_whatever_shows_a_share_keeps_it_from_none_and_all(denominator: int) -> None:
    """Value, interval, tooltip, dots, what a check says: for all numerators near the edges."""
    for numerator in near_the_edges(denominator):
        figure = make.figure(numerator, denominator)
        row = encode.row(figure)
        for text in (
            words.of(figure),
            words.interval(figure),
            row["said"],
            row["interval"],
            _rate(numerator, denominator),
        ):
            assert not claims(text.removeprefix("95% interval"), 0, 100), (numerator, denominator, text)
        assert 0 < row["value"] < 100
        assert 0 < row["low"] <= row["high"] < 100
        both = [figure, make.figure(denominator - numerator, denominator)]
        for dots in (
            *one_hundred.labels(both),
            *(words.of_hundred(count, figure.ratio or Ratio(1, 1)) for count in (0, 100)),
        ):
            assert dots not in ("0", "100"), (numerator, denominator)


@pytest.mark.parametrize("method", [Method.RATE, Method.CHANGE])
def test_rates_and_changes_keep_from_none_and_all_too(method: Method) -> None:
    for denominator in (1000, 16_000, MOST, 3_000_000):
        for numerator in near_the_edges(denominator):
            figure = make.figure(numerator, denominator, method)
            ends = (0, 1000) if method is Method.RATE else (100,)
            assert not claims(words.of(figure).removesuffix(" per 1,000"), *ends), words.of(figure)
            assert not claims(words.interval(figure).removeprefix("95% interval"), *ends), words.interval(figure)
    assert words.of(make.figure(MOST + 1, MOST, Method.CHANGE)) == "up less than 0.1%"
    assert words.of(make.figure(MOST - 1, MOST, Method.CHANGE)) == "down less than 0.1%"
    assert words.of(make.figure(1, MOST, Method.CHANGE)) == "down more than 99.9%"


@pytest.mark.parametrize(
    ("numerator", "denominator", "told"),
    [
        (36_018, 36_031, "more than 99.9%"),
        (13, 36_031, "less than 0.1%"),
        (12, 36_018, "less than 0.1%"),
        (35_988, 36_000, "more than 99.9%"),
        (36_000, 36_000, "100.0%"),
        (0, 36_000, "0.0%"),
        (1, 2000, "0.1%"),
        (1, 2001, "less than 0.1%"),
        (9_994, 10_000, "99.9%"),
    ],
)
def test_a_share_is_told_as_it_is(numerator: int, denominator: int, told: str) -> None:
    assert words.of(make.figure(numerator, denominator)) == told


@given(st.integers(2, 10**7).flatmap(lambda d: st.tuples(st.integers(1, d - 1), st.just(d))))
def test_no_share_at_all_reads_as_none_or_all(parts: tuple[int, int]) -> None:
    for method in (Method.SHARE, Method.RATE):
        ratio = Ratio(*parts)
        unit, amount = (PERCENT, PER_1000)[method is Method.RATE], amount_of(ratio, method)
        number = words.amount(amount, unit).removesuffix(" per 1,000")
        assert not claims(number, 0, unit.whole), number
        found = make.figure(*parts, method)
        assert not claims(words.interval(found).removeprefix("95% interval"), 0, *([100] * (method is Method.SHARE)))
    for count in (0, 100):
        assert words.of_hundred(count, ratio) not in ("0", "100")


@given(st.lists(st.integers(0, 40_000), min_size=2, max_size=8).filter(lambda parts: sum(parts) > 0))
def test_shares_of_a_whole_and_what_they_are_together_keep_from_none_and_all(parts: list[int]) -> None:
    figures = [make.figure(part, sum(parts)) for part in parts]
    counts = list(zip(one_hundred.dots(figures), figures, strict=True))
    for some in (counts[:1], counts[:-1], counts):
        n, d = sum(part for part in parts[: len(some)]), sum(parts)
        told = one_hundred.together(some)
        assert (told == "0") == (n == 0)
        assert (told == "100") == (n == d)
        assert told != "fewer than 1" or 100 * n < d
        assert told != "more than 99" or 100 * n > 99 * d


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (Amount(99.99999), "99.99999%"),
        (Amount(0.00001), "0.00001%"),
        (Amount(99.99999, Bound.AT_LEAST), "at least 99.99999%"),
        (Amount(0.00001, Bound.RANGE, 99.99996), "0.00001 to 99.99996%"),
        (Amount(99.98, Bound.APPROXIMATELY, decimals=1), "about 99.98%"),
        (Amount(100), "100%"),
        (Amount(0), "0%"),
    ],
)
def test_what_a_source_printed_is_not_rounded_to_none_or_all(amount: Amount, told: str) -> None:
    assert words.amount(amount, PERCENT) == told


def test_an_interval_has_as_many_decimals_as_it_takes() -> None:
    assert digits([99.94, 99.98], PERCENT, 1) == ["99.94", "99.98"]
    assert digits([96.3, 100.0], PERCENT, 1) == ["96.3", "100.0"], "that is all of them"
    assert digits([0.00092], PER_1000, 2) == ["0.001"]
    assert digits([-0.04, 12.0], CHANGE, 1, sign=True) == ["-0.04", "+12.00"]


# what two numbers read as


def exact(unit: Unit) -> st.SearchStrategy[Amount]:
    """Values that were computed, many of them near an end of their scale."""
    near = st.sampled_from([0.0, unit.whole]).flatmap(lambda end: st.floats(end, end + 0.3) | st.floats(end - 0.3, end))
    values = (near | st.floats(0, 120)).filter(lambda value: value >= 0 or unit is CHANGE)
    return st.builds(Amount, values, decimals=st.integers(0, 2))


PRINTED = st.builds(Amount, st.integers(0, 1_000_000).map(lambda value: value / 10_000))


@pytest.mark.parametrize("unit", [PERCENT, PER_1000, CHANGE], ids=lambda unit: unit.key)
@given(data=st.data())
def test_two_numbers_read_the_same_by_their_values_where_their_words_are_the_same(
    unit: Unit, data: st.DataObject
) -> None:
    one, other = (data.draw(exact(unit) | PRINTED) for _ in range(2))
    same = words.amount(one, unit) == words.amount(other, unit)
    if one.decimals == other.decimals:
        assert one.reads_as(other, unit) is same
    elif same:
        assert one.reads_as(other, unit)
    assert one.reads_as(one, unit)


def test_a_number_reads_as_another_whatever_its_decimals_and_never_as_one_of_another_bound() -> None:
    assert Amount(50).reads_as(Amount(49.96, decimals=1), PERCENT)
    assert Amount(33.3).reads_as(Amount(100 / 3, decimals=1), PERCENT)
    assert not Amount(33.3).reads_as(Amount(33.34), PERCENT)
    assert not Amount(50).reads_as(Amount(50, Bound.AT_LEAST), PERCENT)
    assert not Amount(50, Bound.RANGE, 60).reads_as(Amount(50, Bound.RANGE, 61), PERCENT)
    assert Amount(50, Bound.RANGE, 60).reads_as(Amount(50.0, Bound.RANGE, 60.0), PERCENT)


def test_what_is_too_small_to_be_told_reads_as_its_like_and_not_as_none() -> None:
    small, smaller, none = (Amount(value, decimals=1) for value in (0.04, 0.01, 0.0))
    assert small.reads_as(smaller, PERCENT)
    assert not small.reads_as(none, PERCENT)
    nearly, whole = Amount(99.99, decimals=1), Amount(100.0, decimals=1)
    assert nearly.reads_as(Amount(99.96, decimals=1), PERCENT)
    assert not nearly.reads_as(whole, PERCENT)
