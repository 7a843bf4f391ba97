"""Every quarter since the first is on the list until it comes."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.due import quarters_due
from dashboard.core.quarter import Quarter

FIRST, TODAY = Quarter(2024, 1), date(2026, 11, 20)
SPAN = [FIRST + step for step in range(11)]  # 2024Q1 to 2026Q3: those that have ended by that day


def test_a_newer_quarter_does_not_wipe_the_debt_of_older_ones() -> None:
    assert quarters_due([FIRST, FIRST + 1, Quarter(2026, 2)], TODAY) == SPAN


def test_a_quarter_that_has_not_ended_is_not_owed() -> None:
    assert quarters_due([FIRST], date(2024, 6, 30)) == [FIRST]
    assert quarters_due([FIRST], date(2024, 7, 1)) == [FIRST, FIRST + 1]


def test_who_has_published_nothing_owes_nothing_that_is_known() -> None:
    assert quarters_due([], TODAY) == []


def test_a_quarter_that_is_not_owed_is_left_out_unless_it_came() -> None:
    ended = Quarter(2024, 4)
    found = quarters_due([FIRST, Quarter(2025, 3)], TODAY, owes=lambda quarter: quarter <= ended)
    assert found == [*SPAN[:4], Quarter(2025, 3)]


@given(st.lists(st.integers(0, 10), min_size=1), st.integers(0, 1200))
def test_publishing_never_takes_a_quarter_off_the_list(steps: list[int], days: int) -> None:
    today, came = FIRST.start + timedelta(days=days), [FIRST + step for step in steps]
    for many in range(1, len(came)):
        before, after = quarters_due(came[:many], today), quarters_due(came[: many + 1], today)
        assert set(before) <= set(after)
        assert after == sorted(after)
