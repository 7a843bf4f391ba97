"""A check against what a program has sent in before, through the store: what it knows, what it keeps to itself, and what
becomes of a quarter in which nobody called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest

from dashboard import words
from dashboard.core.change import RevisionKind
from dashboard.core.figure import Figure, Withheld
from dashboard.core.ledger import COUNTS, Count, Counts, Missing
from dashboard.core.measure import measure
from dashboard.core.metrics import METRICS
from dashboard.core.quarter import Quarter
from dashboard.intake.check import Report, check, drafts_of
from dashboard.intake.context import Context, context
from dashboard.story.due import due_dates
from dashboard.web.edition import resolve
from tests.intake.files import HEAD, as_csv
from tests.store import staff
from tests.store.staff import CERTIFIER, NOON, PROGRAM, STAFF, Desk

KINDS = ("mental_health_crisis", "welfare_check", "other")
SECOND, THIRD = Quarter(2026, 2), Quarter(2026, 3)
WHY = "The line was closed all quarter for repairs."
Table = Mapping[str, Mapping[str, Count]]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


def table(more: int = 0) -> Table:
    """Counts of a quarter; with `more`, every one of another quarter."""
    keys = ("eligible", "offered", "reached_clinician", "resolved_by_phone", "followup_due", "followup_reached")
    rows = {kind: dict(staff.counts(eligible=1000 + 100 * n)) for n, kind in enumerate(KINDS)}
    for row in rows.values():
        for key in (*keys, "not_triaged", "mobile_team_sent", "safety_answers", "felt_safe"):
            count = row[key]
            assert isinstance(count, int)
            row[key] = count + (2 * more if key in ("eligible", "offered", "reached_clinician") else more)
    return rows


ZEROS: Table = {kind: dict.fromkeys(COUNTS, 0) for kind in KINDS}


def body_of(quarter: Quarter, rows: Table) -> bytes:
    return as_csv([HEAD, *[[PROGRAM, str(quarter), kind, *map(str, row.values())] for kind, row in rows.items()]])


def about(desk: Desk) -> Context:
    record = desk.store.record()
    program = record.program(PROGRAM)
    assert program is not None
    return context(record, program, today=NOON.date(), received=desk.store.drafts.counted(None, PROGRAM))


def checked(of: Context, quarter: Quarter, rows: Table) -> Report:
    return check(body_of(quarter, rows), of)


def kept(desk: Desk, quarter: Quarter, rows: Table) -> int:
    """Upload a checked file; the number of its draft."""
    of = about(desk)
    heads = {quarter: desk.store.drafts.head(PROGRAM, quarter)}
    new = drafts_of(checked(of, quarter, rows), heads, of.declared, RevisionKind.ERROR, staff.REASON)
    return desk.store.drafts.receive(STAFF, PROGRAM, "counts.csv", body_of(quarter, rows), new).drafts[0]


def published(desk: Desk, quarter: Quarter, rows: Table) -> None:
    number = kept(desk, quarter, rows)
    draft = desk.store.drafts.get(STAFF, number)
    desk.store.drafts.send(STAFF, number, {f.key: WHY for f in draft.findings})
    desk.store.drafts.certify(CERTIFIER, number)
    desk.store.drafts.publish(CERTIFIER, number)


def found(report: Report) -> list[tuple[str, str]]:
    return [(f.rule, f.beside) for f in report.findings]


def test_what_waits_was_published_or_withdrawn_is_known_to_a_check(desk: Desk) -> None:
    number = kept(desk, SECOND, table())
    assert found(checked(about(desk), THIRD, table())) == [("same_counts", "2026Q2")], "a draft on its way"
    desk.store.drafts.discard(STAFF, number)
    assert desk.store.drafts.counted(None, PROGRAM) == {}, "what was given up is not compared with"
    published(desk, SECOND, table(1))
    now = about(desk)
    assert found(checked(now, THIRD, table(1))) == [("same_counts", "2026Q2")], "a published quarter"
    assert found(checked(now, SECOND, table(1))) == [], "the quarter itself is no other"
    desk.store.drafts.withdraw(CERTIFIER, PROGRAM, SECOND, "It was the wrong quarter altogether.")
    assert desk.store.drafts.counted(None, PROGRAM) == {}, (
        "what was withdrawn may be sent in again under its own quarter"
    )


def test_small_counts_are_compared_and_nothing_of_it_is_public(desk: Desk) -> None:
    """Of a quarter of few calls hardly anything is public. A copy of it is asked about, and no reader learns that."""
    own = {"eligible": 60, "offered": 40, "lost_in_transfer": 4, "reached_clinician": 36, "resolved_by_phone": 15}
    own |= {"mobile_team_sent": 12, "ems_fire_sent": 2, "police_sent": 5, "other_outcome": 2, "backup_requested": 3}
    own |= {"no_contact": 2, "responder_injuries": 0, "safety_answers": 9, "felt_safe": 8}
    small: Table = {kind: {**staff.counts(), **own, "not_triaged": 3} for kind in KINDS}
    published(desk, SECOND, small)
    assert ("same_counts", "2026Q2") in found(checked(about(desk), THIRD, small))
    published(desk, THIRD, small)
    row = desk.store.record().row(PROGRAM, THIRD)
    assert row is not None and Missing.PRIVACY in row.counts.values()
    assert row.caveats == ()


def test_a_quarter_that_is_not_the_next_says_so_in_public(desk: Desk) -> None:
    published(desk, THIRD, table())
    published(desk, Quarter(2025, 3), table(3))
    row = desk.store.record().row(PROGRAM, Quarter(2025, 3))
    assert row is not None
    told = f"A question was asked about which quarter this is. The program says: {WHY}"
    assert [words.of(c.text) for c in row.caveats] == [told]


def test_a_report_without_a_count_is_kept_by_nobody_and_stays_due(desk: Desk) -> None:
    published(desk, SECOND, table())
    of = about(desk)
    for why in (Missing.LATE, Missing.NOT_COLLECTED, Missing.NOT_APPLICABLE):
        empty: Table = {kind: dict.fromkeys(COUNTS, why) for kind in KINDS}
        assert found(checked(of, THIRD, empty)) == [("no_count", "")]
        new = staff.new(THIRD, counts={kind: Counts(row) for kind, row in empty.items()})
        staff.refused(desk, partial(staff.receive, desk.store, new), "has no counts")
    assert "Not yet published, 6 days after it was due" in str(due_dates(desk.store.record(), NOON.date()))


def test_a_true_zero_is_published_as_no_calls(desk: Desk) -> None:
    year_before = THIRD - 4
    published(desk, year_before, table())
    published(desk, THIRD, ZEROS)
    record = desk.store.record()
    row, before = record.row(PROGRAM, THIRD), record.row(PROGRAM, year_before)
    assert row is not None and before is not None and set(row.counts.values()) == {0}
    for metric in METRICS.values():
        figure = measure(metric, row, year_before=before)
        if metric.key == "growth":
            assert isinstance(figure, Figure) and figure.amount.value == -100
            figure = measure(metric, before, year_before=row)
        assert isinstance(figure, Withheld) and figure.why is Missing.NOT_APPLICABLE
        assert words.joined(figure.note).startswith("no ")
    made = resolve(f"/read/program/{PROGRAM}/{THIRD}", record, "")
    assert made is not None
    said = made.body.decode()
    assert "The program counted 0 eligible calls in Jul to Sep 2026" in said
    assert "not applicable (no eligible calls)" in said
    assert f"about 0 eligible calls (all call types). The program says: {WHY}" in said
    assert ">0%" not in said.replace("0%</text>", "")
    submission = record.submission(PROGRAM, THIRD)
    assert submission is not None and submission.first_published_on == NOON.date(), "it is a delivery"
