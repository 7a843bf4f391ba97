"""From ledger rows to figures: every metric, any call type, and growth against a year before."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import NamedTuple

from dashboard.core.amount import Ratio
from dashboard.core.figure import Figure, Input, Number, Withheld, amount_of
from dashboard.core.keys import FigureId
from dashboard.core.ledger import COUNTS, Count, Counts, FigureRevision, LedgerRow, Missing, too_few
from dashboard.core.metric import Method, Metric
from dashboard.core.reason import Reason, reason
from dashboard.core.standing import Basis, Subject, combine, earned
from dashboard.core.verification import Verification


class Reading(NamedTuple):
    """What the ledger says of a metric: numerator and denominator, or why there is no number."""

    numerator: int = 0
    denominator: int = 0
    why: Missing | None = None
    note: tuple[Reason, ...] = ()


def figure_id(row: LedgerRow, metric: Metric) -> FigureId:
    """The permanent name of a ledger figure: it depends on nothing but what the figure is about."""
    return FigureId(row.program_id, row.quarter, row.call_type, metric.key)


def read(metric: Metric, row: LedgerRow, before: LedgerRow | None = None) -> Reading:
    """Numerator and denominator of a metric in a row. `before` is the row of a year earlier, for growth only."""
    if metric.definition.method is not Method.CHANGE:
        return rate(metric, row.counts, row.smallest)
    top = _top(metric, row.counts)
    if top is Missing.RETRACTED:
        return Reading(why=top)
    if before is None:
        return Reading(why=Missing.NOT_APPLICABLE, note=(reason("missing-no_year_before"),))
    base = _top(metric, before.counts)
    if base is Missing.RETRACTED:
        return Reading(why=base, note=(reason("missing-year_before_withdrawn"),))
    if before.rule_version != row.rule_version:
        changed = reason("missing-rule_changed", before=before.rule_version, now=row.rule_version)
        return Reading(why=Missing.NOT_COMPARABLE, note=(changed,))
    if before.holds != row.holds:
        return Reading(why=Missing.NOT_COMPARABLE, note=(reason("missing-other_types"),))
    if unlike := row.cover.unlike(before.cover):
        return Reading(why=Missing.NOT_COMPARABLE, note=unlike)
    return _reading(top, base, metric.empty, row.smallest or before.smallest)


def rate(metric: Metric, counts: Counts, smallest: int = 0) -> Reading:
    """Numerator and denominator of a share or a rate in these counts, or why there is no number."""
    return _reading(_top(metric, counts), counts.sum(metric.denominator), metric.empty, smallest)


def _top(metric: Metric, counts: Counts) -> Count:
    top = counts.sum(metric.numerator)
    if not metric.less or isinstance(top, Missing):
        return top
    less = counts.sum(metric.less)
    return less if isinstance(less, Missing) else top - less


def _reading(top: Count, base: Count, empty: Reason, smallest: int) -> Reading:
    for count in (top, base):
        if isinstance(count, Missing):
            return Reading(why=count, note=(too_few(smallest),) if count is Missing.PRIVACY and smallest else ())
    assert isinstance(top, int) and isinstance(base, int)
    if base == 0:
        return Reading(why=Missing.NOT_APPLICABLE, note=(empty,))
    return Reading(top, base)


def rests_on(metric: Metric, row: LedgerRow, before: LedgerRow | None) -> Basis:
    """What a metric of this row is computed from: both rows for growth, else this one."""
    if metric.definition.method is not Method.CHANGE or before is None or before.rule_version != row.rule_version:
        return row.basis
    return combine((row.basis, before.basis))


def figure_revisions(metric: Metric, row: LedgerRow, before: LedgerRow | None = None) -> tuple[FigureRevision, ...]:
    """Every publication that changed what a metric of this row is made from, oldest first. A row that no record holds
    knows only its own revision, and that of the year before."""
    growth = metric.definition.method is Method.CHANGE
    if found := row.growth_revisions if growth else row.figure_revisions:
        return found
    return (FigureRevision(0, row.published_on, row.revision + (before.revision - 1 if growth and before else 0)),)


def by_figure_revision(
    records: tuple[Verification, ...], revisions: tuple[FigureRevision, ...]
) -> tuple[Verification, ...]:
    """Records of checks with the revision that stood when each was made. One that came with the data files names its
    revision; one made here is of what was public at that moment, however revisions were numbered then."""
    return tuple(
        r
        if r.seen is None
        else replace(r, revision=next((t.revision for t in reversed(revisions) if t.place < r.seen), r.revision))
        for r in records
    )


def caveat_of(metric: Metric, row: LedgerRow) -> Reason | str:
    """What was asked and answered about the counts that this metric is made of."""
    mine = {"", *metric.numerator, *metric.less, *metric.denominator}
    return reduce(_and, [c.text for c in row.caveats if c.count in mine] or [""])


def _and(first: Reason | str, then: Reason | str) -> Reason | str:
    return reason("caveat-and", first=first, then=then)


def measure(
    metric: Metric, row: LedgerRow, *, year_before: LedgerRow | None = None, began: FigureRevision | None = None
) -> Number:
    """One metric of one ledger row. `year_before` is the row of the same quarter a year earlier, for growth only;
    `began` is the publication with which this revision of the figure began, if it is not the newest."""
    found = read(metric, row, year_before)
    name = figure_id(row, metric)
    revisions = figure_revisions(metric, row, year_before)
    began = began or revisions[-1]
    ratio = None if found.why is not None else Ratio(found.numerator, found.denominator)
    amount = amount_of(ratio, metric.definition.method) if ratio else None
    period = row.quarter.period
    of = Subject(row.program_id, name, began.revision, metric.definition, period, row.call_type, amount, ratio)
    standing = earned(rests_on(metric, row, year_before), of, by_figure_revision(row.verifications, revisions))
    if found.why is not None:
        return Withheld(
            figure_id=name,
            program_id=row.program_id,
            definition=metric.definition,
            period=period,
            call_type=row.call_type,
            why=found.why,
            note=found.note,
            standing=standing,
            revision=began.revision,
            rule_version=row.rule_version,
            computed_here=True,
            own_call_type=row.own_call_type,
            published_on=began.on,
            caveat=caveat_of(metric, row),
            cover=row.cover,
        )
    assert amount is not None
    return Figure(
        figure_id=name,
        program_id=row.program_id,
        definition=metric.definition,
        period=period,
        call_type=row.call_type,
        amount=amount,
        ratio=ratio,
        standing=standing,
        computed_here=True,
        revision=began.revision,
        rule_version=row.rule_version,
        inputs=_inputs(metric, row, year_before),
        formula=metric.formula,
        own_call_type=row.own_call_type,
        published_on=began.on,
        caveat=caveat_of(metric, row),
        cover=row.cover,
    )


def _inputs(metric: Metric, row: LedgerRow, before: LedgerRow | None) -> tuple[Input, ...]:
    if metric.definition.method is Method.CHANGE:
        key = metric.numerator[0]
        symbol = COUNTS[key].symbol
        rows = [(f"{symbol}, {r.quarter}", _top(metric, r.counts)) for r in (row, before) if r is not None]
    else:
        parts = [p for keys in (metric.numerator, metric.less, metric.denominator) for p in row.counts.parts(keys)]
        return tuple(
            Input(" + ".join(COUNTS[k].symbol for k in keys), keys, value)
            for keys, value in parts
            if isinstance(value, int)
        )
    return tuple(Input(symbol, (key,), value) for symbol, value in rows if isinstance(value, int))
