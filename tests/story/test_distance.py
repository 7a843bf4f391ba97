"""Quarters that are missing are named as missing, and a quarter is the one before only where it is."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dashboard import words
from dashboard.core.change import RevisionKind
from dashboard.core.cover import Cover, Extent
from dashboard.core.ledger import ALL, Missing
from dashboard.core.metric import Method
from dashboard.core.quarter import Period, Quarter
from dashboard.core.reason import reason
from dashboard.core.record import PublicRecord
from dashboard.core.workflow import Draft, Stage
from dashboard.intake.check import check
from dashboard.intake.context import Declared, context
from dashboard.intake.template import as_workbook
from dashboard.story import overview, trends
from dashboard.story.blocks import Chart
from dashboard.story.staff import drafts
from dashboard.web import light
from dashboard.words import findings as spoken
from tests import make
from tests.intake import files
from tests.store import staff

FIRST = Quarter(2024, 1)
LATE = dict.fromkeys(make.COUNTS, Missing.LATE)


@pytest.mark.parametrize(
    ("quarters", "apart", "before"),
    [
        (1, "one quarter", "the quarter before"),
        (2, "two quarters", "two quarters earlier"),
        (4, "one year", "one year earlier"),
        (5, "five quarters", "five quarters earlier"),
        (8, "two years", "two years earlier"),
        (15, "15 quarters", "15 quarters earlier"),
        (52, "13 years", "13 years earlier"),
    ],
)
def test_how_far_apart_two_quarters_are(quarters: int, apart: str, before: str) -> None:
    assert words.distance(FIRST, FIRST + quarters) == apart
    assert words.before(FIRST, FIRST + quarters) == before


@given(st.integers(-40, 60))
def test_only_the_quarter_before_is_the_quarter_before(quarters: int) -> None:
    if quarters < 1:
        with pytest.raises(ValueError, match="does not lie after"):
            words.before(FIRST, FIRST + quarters)
    else:
        assert (words.before(FIRST, FIRST + quarters) == "the quarter before") is (quarters == 1)


def series(places: Sequence[int], why: Missing | None = None) -> list[Any]:
    numbers = {p: make.figure(400 + p, 1000, period=(FIRST + p).period) for p in places}
    every = range(max(places) + 1) if why else sorted(places)
    return [numbers.get(p) or make.withheld(why or Missing.LATE, period=(FIRST + p).period) for p in every]


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ((0, 1, 9), ". That is nine quarters later, with no number for seven between"),
        ((0, 2), ". That is two quarters later, with no number for one between"),
        ((0, 1, 3, 4, 8), ". That is two years later, with no number for four between"),
        ((0, 20), ". That is five years later, with no number for 19 between"),
    ],
)
@pytest.mark.parametrize("why", [None, Missing.LATE, Missing.RETRACTED, Missing.NOT_REPORTED])
def test_a_heading_says_that_quarters_are_missing(places: tuple[int, ...], told: str, why: Missing | None) -> None:
    assert trends.trend(series(places, why)).endswith(told)


@given(st.sets(st.integers(0, 30), min_size=2))
def test_a_heading_counts_every_missing_quarter_and_only_those(places: set[int]) -> None:
    first = min(places)
    said = trends.trend(series([p - first for p in places]))
    missing = max(places) - first + 1 - len(places)
    assert ("with no number for" in said) is (missing > 0)
    assert "quarter before" not in said


@given(st.integers(4, 12), st.data())
def test_a_quarter_that_ran_in_part_is_no_quarter_without_a_number(length: int, data: st.DataObject) -> None:
    """It is left out of what is compared, and it stands in the table with its number."""
    part = data.draw(st.sets(st.integers(1, length - 2), min_size=1, max_size=length - 3))
    paused = Cover(Extent.PARTIAL, (reason("cover-doubtful"),))
    figures = [replace(f, cover=paused) if n in part else f for n, f in enumerate(series(tuple(range(length))))]
    said = trends.trend(figures)
    assert said != trends.trend(series(tuple(range(length)))), "what is compared is said"
    assert "no number" not in said


def test_across_a_change_of_definition_only_the_holes_since_are_counted() -> None:
    old, *new = series((0, 3, 5))
    said = trends.trend([old, *(replace(f, rule_version=2) for f in new)])
    assert said.startswith("Since the definition changed")
    assert said.endswith(". That is two quarters later, with no number for one between")


def test_a_change_of_years_names_its_years_alone() -> None:
    stated = make.definition(Method.STATED)
    years = [
        make.figure(n, 100, definition=stated, period=Period(start=None, end=None, label=label))
        for n, label in ((40, "2019"), (50, "2023"))
    ]
    assert "no number" not in trends.trend(years)


@pytest.mark.parametrize(
    ("places", "late", "withdrawn", "missing"),
    [
        ((0, 1, 9), (), (), "with no number for seven between"),
        ((0, 1, 2), (1,), (), "with no number for one between"),
        ((0, 2, 3), (), (1,), "with no number for one between"),
        ((0, 3, 4, 6), (4,), (2,), "with no number for four between"),
    ],
)
def test_the_page_of_a_program_says_so_and_draws_it(
    places: tuple[int, ...], late: tuple[int, ...], withdrawn: tuple[int, ...], missing: str, record: PublicRecord
) -> None:
    rows = [replace(make.row(FIRST + p, ALL, **(LATE if p in late else {})), program_id="houston_ccd") for p in places]
    known = make.sent(record, *rows, withdrawn=[FIRST + p for p in withdrawn])
    houston = known.program("houston_ccd")
    assert houston is not None
    story = overview.program_quarter(known, houston, FIRST + places[-1])
    chart = story.block("trend")
    assert isinstance(chart, Chart)
    assert missing in chart.title
    assert len(chart.table.rows) == places[-1] + 1, "every quarter has a row"
    assert all(missing in panel.alt for panel in chart.panels)
    page = light.page(story, known, light.Frame(path="/"))
    holes = places[-1] + 1 - len(places) + len(late)
    assert page.count(">×</text>") == holes * len(chart.panels)
    assert "× stands where a quarter has no number" in page
    assert "quarter before" not in re.sub(r"<[^>]+>", " ", page)


BACK = [(1, "the quarter before"), (2, "two quarters earlier"), (5, "five quarters earlier"), (8, "two years earlier")]


@pytest.mark.parametrize(("apart", "told"), BACK)
def test_staff_read_how_far_back_the_counts_are_that_theirs_stand_beside(
    apart: int, told: str, record: PublicRecord
) -> None:
    earlier = replace(make.row(staff.QUARTER - apart, ALL), program_id=staff.PROGRAM)
    draft = Draft(
        draft_id=1,
        program_id=staff.PROGRAM,
        quarter=staff.QUARTER,
        change=RevisionKind.FIRST,
        reason="",
        rule_version=1,
        rule_note="",
        counts={"welfare_check": staff.counts()},
        findings=(),
        base_revision=0,
        file_name="quarter.csv",
        file_sha256="",
        uploader_id=1,
        uploaded_by="Analyst",
        at="",
        stage=Stage.CERTIFIED,
    )
    heading = drafts.differences(make.sent(record, earlier), draft).columns[2]
    assert f"{words.of(earlier.quarter)}, {told}" in heading


@pytest.mark.parametrize(("apart", "told"), BACK)
def test_the_check_and_the_template_say_how_far_back_they_look(apart: int, told: str, record: PublicRecord) -> None:
    quarter = files.QUARTER
    rows = [
        replace(row, quarter=quarter - apart, rule_version=3)
        for row in record.rows
        if (row.program_id, row.quarter) == (staff.EXAMPLE, quarter - 1)
    ]
    before = make.sent(record, *rows)
    program = before.program(staff.EXAMPLE)
    assert program is not None
    about = context(before, program, today=date(2026, 11, 21), declared=Declared(rule_version=2))
    lacking = files.calm()[:-1]
    texts = {f.rule: f"{spoken.found(f)} {spoken.expected(f)}" for f in check(files.as_csv(lacking), about).findings}
    for rule in ("vanished_call_type", "definition_change"):
        assert f"{words.of(quarter - apart)}, {told}" in texts[rule]
    sheets = load_workbook(io.BytesIO(as_workbook(about, quarter)))
    said = str(sheets["Published before"]["A1"].value)
    assert f"{words.of(quarter - apart)}, {told}" in said
