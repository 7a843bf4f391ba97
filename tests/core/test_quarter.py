"""Quarters are ordered, countable and readable as a program's own fiscal quarter."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.quarter import FISCAL_FIRST_MONTHS, Period, Quarter

quarters = st.builds(Quarter, st.integers(1950, 2150), st.integers(1, 4))
months = st.sampled_from(FISCAL_FIRST_MONTHS)


@given(quarters)
def test_a_quarter_survives_being_written_and_read(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter


@given(quarters, months)
def test_a_quarter_survives_its_fiscal_label(quarter: Quarter, month: int) -> None:
    assert Quarter.from_fiscal(quarter.fiscal_label(first_month=month), first_month=month) == quarter


@given(quarters, st.integers(-400, 400))
def test_going_forth_and_back_ends_where_it_began(quarter: Quarter, steps: int) -> None:
    try:
        moved = quarter + steps
    except ValueError:
        return_year = quarter.year + steps / 4
        assert not 1900 < return_year < 2200
    else:
        assert moved - steps == quarter
        assert moved.since(quarter) == steps


@given(quarters, quarters)
def test_order_agrees_with_the_calendar(one: Quarter, other: Quarter) -> None:
    assert (one < other) == (one.start < other.start)


@given(quarters)
def test_a_quarter_ends_the_day_before_the_next_begins(quarter: Quarter) -> None:
    assert quarter.end + timedelta(days=1) == (quarter + 1).start
    assert Quarter.containing(quarter.start) == Quarter.containing(quarter.end) == quarter


def test_a_fiscal_year_is_named_for_the_year_it_ends_in() -> None:
    assert Quarter(2025, 3).fiscal_label(first_month=10) == "FY2025 Q4"
    assert Quarter(2024, 3).fiscal_label(first_month=7) == "FY2025 Q1"
    assert Quarter(2025, 1).fiscal_label(first_month=1) == "FY2025 Q1"


@pytest.mark.parametrize("text", ["2025Q5", "2025", "Q1 2025", "25Q1", "2025q1", "2025Q1; drop", ""])
def test_what_is_not_a_quarter_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write it like 2026Q3"):
        Quarter.parse(text)


def test_a_quarter_five_and_an_odd_fiscal_month_are_refused() -> None:
    with pytest.raises(ValueError, match="1 to 4"):
        Quarter(2025, 5)
    with pytest.raises(ValueError, match="1, 4, 7 or 10"):
        Quarter(2025, 1).fiscal_label(first_month=2)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), "2022"),
        (date(2021, 7, 1), date(2022, 6, 30), "Jul 2021 to Jun 2022"),
        (date(2022, 2, 1), date(2022, 2, 28), "Feb 2022"),
        (date(2022, 3, 21), date(2022, 5, 8), "Mar 21, 2022 to May 8, 2022"),
        (date(2021, 12, 13), None, "from Dec 13, 2021 (end not stated)"),
        (date(2021, 12, 1), None, "from Dec 2021 (end not stated)"),
        (date(2016, 1, 1), None, "from 2016 (end not stated)"),
        (None, date(2025, 4, 26), "to Apr 26, 2025 (start not stated)"),
        (None, date(2025, 4, 30), "to Apr 2025 (start not stated)"),
        (None, date(2023, 12, 31), "to 2023 (start not stated)"),
        (None, None, "period not stated"),
    ],
)
def test_a_period_is_said_as_short_as_is_true(start: date | None, end: date | None, said: str) -> None:
    assert words.of(Period(start=start, end=end)) == said


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(start=date(2025, 2, 1), end=date(2025, 1, 1))


def test_what_happened_in_no_single_month_or_year_lies_between_two() -> None:
    found = Period.between("2023-07/2023-12")
    assert (found.start, found.end, found.label) == (date(2023, 7, 1), date(2023, 12, 31), "2023-07/2023-12")
    assert Period.between("2024-06-27/2025").end == date(2025, 12, 31)
    assert Period.between("2023-07") == Period.dated("2023-07")
    for wrong in ("2023-12/2023-07", "2023/2023", "2023-07/", "/2023", "2023-07/2023-10/2023-12", "2023/2023-10"):
        with pytest.raises(ValueError, match="write it like"):
            Period.between(wrong)
    with pytest.raises(ValueError, match="write it like"):
        Period.dated("2023-07/2023-12")  # a document is not published in half a year


def test_when_it_was_is_said_no_more_exactly_than_it_is_known() -> None:
    assert words.times.when(Period.between("2023-07/2023-12")) == "at some time from Jul 2023 to Dec 2023"
    assert words.times.when(Period.between("2023-07")) == "in Jul 2023"
