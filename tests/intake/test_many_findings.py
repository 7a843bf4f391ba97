"""A file with more wrong in it than a person can read: a fast and small answer, some hundred findings and a number."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.core.finding import Severity
from dashboard.core.quarter import Quarter
from dashboard.intake.check import check
from dashboard.intake.context import Context
from dashboard.intake.findings import SHOWN, finding, shown
from dashboard.intake.judge import MOST_QUARTERS
from dashboard.story import markup
from dashboard.story.staff.findings import findings_csv, findings_sentence, findings_table
from dashboard.words import findings as spoken
from tests.intake.files import HEAD, Rows, as_csv, calm, everywhere

MANY = 19_000
GOOD = calm()[1]


def bad_rows() -> Rows:
    return [HEAD, *([GOOD[0], "2026Q3", f"welfare chek {n}", *GOOD[3:]] for n in range(MANY))]


def bad_cells() -> Rows:
    return [HEAD, *([GOOD[0], "2026Q3", "welfare check", *(["?"] * (len(HEAD) - 3))] for _ in range(MANY))]


def quarters() -> Rows:
    """Five hundred quarters, over and over, each with its own row."""
    first = Quarter(1900, 1)
    return [HEAD, *([GOOD[0], str(first + n % 500), GOOD[2], *GOOD[3:]] for n in range(MANY))]


def questions() -> Rows:
    """Good counts, of which each call type of each quarter is asked about."""
    first = Quarter(2016, 1)
    asked = everywhere(calm(), police_sent="0", resolved_by_phone="0", mobile_team_sent="0", backup_requested="0")
    return [HEAD, *([row[0], str(first + n), *row[2:]] for n in range(40) for row in asked[1:])]


@pytest.mark.parametrize("make", [bad_rows, bad_cells, quarters])
def test_a_file_full_of_mistakes_is_answered_fast_and_small(make: Callable[[], Rows], about: Context) -> None:
    body = as_csv(make())
    begun = time.process_time()
    report = check(body, about)
    took = time.process_time() - begun
    assert took < 8, "seconds of this process's own; the child that reads has a limit of its own"
    assert not report.clean
    assert len(report.findings) == SHOWN + 1 if make is not quarters else len(report.findings) <= SHOWN + 1
    assert len(json.dumps(findings_csv(report.findings))) < 200_000
    assert len(markup.table(findings_table(report.findings))) < 400_000


def test_the_rest_is_a_number(about: Context) -> None:
    report = check(as_csv(bad_rows()), about)
    last = report.findings[-1]
    assert (last.rule, last.severity) == ("more_findings", Severity.CRITICAL)
    assert f"{MANY - SHOWN:,} further findings, which are not listed" in spoken.whole(last)
    assert findings_sentence(report.findings) == f"{MANY:,} critical findings"
    assert "Nearest: " in spoken.todo(report.findings[0])


def test_too_many_quarters_are_one_finding(about: Context) -> None:
    found = [f for f in check(as_csv(quarters()), about).findings if f.rule == "too_many_quarters"]
    assert [f"at most {MOST_QUARTERS} quarters" in spoken.whole(f) for f in found] == [True]


def test_what_is_asked_and_not_shown_cannot_be_answered(about: Context) -> None:
    """Forty quarters of open questions: nobody answers for what they were not shown."""
    report = check(as_csv(questions()), about)
    assert len(report.findings) <= SHOWN + 1
    assert sum(f.times for f in report.findings) > SHOWN
    assert not report.clean


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 50), max_size=700))
def test_no_finding_is_lost_from_the_count(times: list[int]) -> None:
    made = [finding("broken_file", times=n) for n in times]
    told = shown(made)
    assert len(told) <= SHOWN + 1
    assert sum(f.times for f in told) == sum(times)
