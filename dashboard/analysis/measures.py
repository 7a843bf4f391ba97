"""The figures of a program's quarters: any metric, by quarter and by call type, and what happens to eligible calls."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.core.cover import Extent
from dashboard.core.figure import Number, Withheld
from dashboard.core.history import Entry, absent, history, inputs_of, nothing
from dashboard.core.keys import FigureId
from dashboard.core.ledger import ALL, OUTCOMES, TOGETHER, LedgerRow, Missing
from dashboard.core.measure import measure
from dashboard.core.metric import Metric, ours
from dashboard.core.publication import YEAR, revisions_of
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord


def _ending(key: str, added: str, *less: str) -> Metric:
    return Metric(
        definition=ours(f"ending_{key}", "ending", "eligible"), numerator=(added,), less=less, denominator=("eligible",)
    )


# what becomes of eligible calls: shares of one base that add up to all of them
ENDINGS: dict[str, Metric] = {
    key: _ending(key, *counts)
    for key, *counts in (
        ("resolved_by_phone", "resolved_by_phone"),
        ("mobile_team_sent", "mobile_team_sent"),
        ("ems_fire_sent", "ems_fire_sent"),
        ("police_sent", "police_sent"),
        ("other_outcome", "other_outcome"),
        ("unaccounted_for", "reached_clinician", *OUTCOMES),
        ("lost_in_transfer", "lost_in_transfer"),
        ("never_offered", "eligible", "offered"),
    )
}

REACHED = (*OUTCOMES, "unaccounted_for")  # the endings of calls that reached a clinician
WITHOUT_POLICE = ("resolved_by_phone", "mobile_team_sent", "ems_fire_sent")


def figure(
    record: PublicRecord, metric: Metric, program_id: str, quarter: Quarter, call_type: str = ALL
) -> Number | None:
    """One metric of one quarter and call type; None where the program published nothing for that quarter."""
    row = record.row(program_id, quarter, call_type)
    if row is None:
        return None
    return measure(metric, row, year_before=record.row(program_id, quarter - YEAR, call_type))


def number(record: PublicRecord, metric: Metric, program_id: str, quarter: Quarter, call_type: str) -> Number:
    """One metric of one quarter and call type; where there is no such row, withheld with the reason for it."""
    return figure(record, metric, program_id, quarter, call_type) or _gap(
        record, metric, program_id, quarter, call_type
    )


def over_time(record: PublicRecord, metric: Metric, program_id: str, call_type: str = ALL) -> list[Number]:
    """One metric over all quarters from the program's first to its last; a gap is withheld, with its reason."""
    published = record.quarters(program_id)
    if not published:
        return []
    return [number(record, metric, program_id, quarter, call_type) for quarter in span(published[0], published[-1])]


def span(first: Quarter, last: Quarter) -> Iterable[Quarter]:
    return (first + step for step in range(last.since(first) + 1))


def _gap(record: PublicRecord, metric: Metric, program_id: str, quarter: Quarter, call_type: str) -> Withheld:
    stands = record.publications_of(program_id, quarter)[-1:]
    if stands and stands[0].row(call_type) is None:
        for entry in history(record, metric, program_id, quarter, call_type)[-1:]:  # a correction left its row out
            assert not entry.figure.is_known
            return entry.figure
    program = record.program(program_id)
    assert program is not None
    submission = record.submission(program_id, quarter)
    rows = record.rows_of(program_id, quarter)
    cover = program.life.runs_in(quarter)
    if submission is not None:
        why, note = absent(submission, rows, call_type, record.catalogue)
    elif cover.extent is Extent.NONE:
        why, note = Missing.NOT_APPLICABLE, cover.why
    else:
        why, note = Missing.NOT_REPORTED, ()
    tiers = [row.tier for row in rows.values()] or [row.tier for row in record.rows if row.program_id == program_id]
    tier = min(tiers, default=program.upload_tier)
    revisions = revisions_of(*inputs_of(record, metric, program_id, quarter))
    began = revisions[-1] if revisions else None
    return nothing(metric, program_id, quarter, call_type, why=why, note=note, tier=tier, began=began, cover=cover)


def endings(row: LedgerRow) -> list[Number]:
    """What happened to the eligible calls of a row: shares of one base that add up to all of them."""
    return [measure(metric, row) for metric in ENDINGS.values()]


def kinds(record: PublicRecord) -> tuple[str, ...]:
    """What a row can be about: all call types, each common one in order, and those shown as one."""
    return (ALL, *(c.key for c in record.catalogue.call_types), TOGETHER)


def computed_from(record: PublicRecord, call_type: str) -> tuple[Metric, ...]:
    """What is computed from a row of a call type: each metric, and over all call types what became of the calls."""
    return (*record.catalogue.metrics.values(), *(ENDINGS.values() if call_type == ALL else ()))


def kinds_of(record: PublicRecord, program_id: str, quarter: Quarter) -> list[str]:
    """What the rows of a quarter are or were about, in order: one that a correction left out has its figures still,
    without a number."""
    there = {*record.rows_of(program_id, quarter)}
    there.update(row.call_type for one in record.publications_of(program_id, quarter)[:-1] for row in one.rows)
    return [kind for kind in kinds(record) if kind in there]


def computed(record: PublicRecord, program_id: str, quarter: Quarter, call_type: str) -> list[Number]:
    """Everything computed from one row of the ledger, or from one that a correction left out."""
    return [number(record, metric, program_id, quarter, call_type) for metric in computed_from(record, call_type)]


def asked(record: PublicRecord, figure_id: str) -> tuple[Metric, str, Quarter, str] | None:
    """What the id of a figure computed from the ledger asks for: metric, program, quarter and call type. None if it is
    no such id."""
    named = FigureId.of(figure_id)
    if named is None:
        return None
    metric = next((m for m in computed_from(record, named.call_type) if m.key == named.metric), None)
    return (metric, named.program_id, named.quarter, named.call_type) if metric else None


def past(record: PublicRecord, figure_id: str) -> tuple[Entry, ...]:
    """Every revision that readers saw of a figure computed from the ledger, oldest first; none if there is none."""
    about = asked(record, figure_id)
    return history(record, *about) if about else ()


def by_id(record: PublicRecord, figure_id: str) -> Number | None:
    """A figure computed from the ledger, endings among them, by its permanent id, also one whose row a correction left
    out; None if there never was one."""
    about = asked(record, figure_id)
    if about is None:
        return None
    return figure(record, *about) or next((entry.figure for entry in reversed(history(record, *about))), None)
