"""From ledger rows to figures: every metric, any call type, and growth against a year before."""

from __future__ import annotations

from typing import NamedTuple

from dashboard.core.amount import Ratio
from dashboard.core.figure import Figure, Input, Withheld, amount_of
from dashboard.core.ledger import COUNTS, Count, Counts, LedgerRow, Missing, too_few
from dashboard.core.metric import Method, Metric
from dashboard.core.standing import Basis, combine, earned


class Reading(NamedTuple):
    """What the ledger says of a metric: numerator and denominator, or why there is no number."""

    numerator: int = 0
    denominator: int = 0
    why: Missing | None = None
    note: str = ""


def figure_id(row: LedgerRow, metric: Metric) -> str:
    """The permanent name of a ledger figure: it depends on nothing but what the figure is about."""
    return f"{row.program_id}.{row.quarter}.{row.call_type}.{metric.key}"


def read(metric: Metric, row: LedgerRow, before: LedgerRow | None = None) -> Reading:
    """Numerator and denominator of a metric in a row. `before` is the row of a year earlier, for growth only."""
    if metric.definition.method is not Method.CHANGE:
        return rate(metric, row.counts, row.smallest)
    if before is None:
        return Reading(why=Missing.NOT_APPLICABLE, note="no figures for the same quarter a year before")
    if before.rule_version != row.rule_version:
        note = f"the eligibility rule changed from version {before.rule_version} to {row.rule_version}"
        return Reading(why=Missing.NOT_COMPARABLE, note=note)
    if before.holds != row.holds:
        return Reading(why=Missing.NOT_COMPARABLE, note="other call types were counted together a year before")
    if unlike := row.cover.unlike(before.cover):
        return Reading(why=Missing.NOT_COMPARABLE, note=unlike)
    top, base = _top(metric, row.counts), _top(metric, before.counts)
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


def _reading(top: Count, base: Count, empty: str, smallest: int) -> Reading:
    for count in (top, base):
        if isinstance(count, Missing):
            return Reading(why=count, note=too_few(smallest) if count is Missing.PRIVACY and smallest else "")
    assert isinstance(top, int) and isinstance(base, int)
    if base == 0:
        return Reading(why=Missing.NOT_APPLICABLE, note=empty)
    return Reading(top, base)


def rests_on(metric: Metric, row: LedgerRow, before: LedgerRow | None) -> Basis:
    """What a metric of this row is computed from: both rows for growth, else this one."""
    if metric.definition.method is not Method.CHANGE or before is None or before.rule_version != row.rule_version:
        return row.basis
    return combine((row.basis, before.basis))


def revision_of(metric: Metric, row: LedgerRow, before: LedgerRow | None) -> int:
    """The revision of a figure: that of its row, and for growth it also counts those of the row a year before,
    so that a later revision of either lapses a verification."""
    if metric.definition.method is not Method.CHANGE or before is None:
        return row.revision
    return row.revision + before.revision - 1


def caveat_of(metric: Metric, row: LedgerRow) -> str:
    """What was asked and answered about the counts that this metric is made of."""
    mine = {"", *metric.numerator, *metric.less, *metric.denominator}
    return " ".join(c.text for c in row.caveats if c.count in mine)


def measure(metric: Metric, row: LedgerRow, *, year_before: LedgerRow | None = None) -> Figure | Withheld:
    """One metric of one ledger row. `year_before` is the row of the same quarter a year earlier, for growth only."""
    found = read(metric, row, year_before)
    name = figure_id(row, metric)
    revision = revision_of(metric, row, year_before)
    standing = earned(
        rests_on(metric, row, year_before),
        figure_id=name,
        revision=revision,
        period=row.quarter.period,
        family=metric.definition.family,
        records=row.verifications,
    )
    if found.why is not None:
        return Withheld(
            figure_id=name,
            program_id=row.program_id,
            definition=metric.definition,
            period=row.quarter.period,
            call_type=row.call_type,
            why=found.why,
            note=found.note,
            standing=standing,
            revision=revision,
            rule_version=row.rule_version,
            computed_here=True,
            own_call_type=row.own_call_type,
            published_on=row.published_on,
            caveat=caveat_of(metric, row),
            cover=row.cover,
        )
    ratio = Ratio(found.numerator, found.denominator)
    return Figure(
        figure_id=name,
        program_id=row.program_id,
        definition=metric.definition,
        period=row.quarter.period,
        call_type=row.call_type,
        amount=amount_of(ratio, metric.definition.method),
        ratio=ratio,
        standing=standing,
        computed_here=True,
        revision=revision,
        rule_version=row.rule_version,
        inputs=_inputs(metric, row, year_before),
        formula=metric.formula,
        own_call_type=row.own_call_type,
        published_on=row.published_on,
        caveat=caveat_of(metric, row),
        cover=row.cover,
    )


def _inputs(metric: Metric, row: LedgerRow, before: LedgerRow | None) -> tuple[Input, ...]:
    if metric.definition.method is Method.CHANGE:
        count = COUNTS[metric.numerator[0]]
        rows = [(f"{count.symbol}, {r.quarter}", count, _top(metric, r.counts)) for r in (row, before) if r is not None]
    else:
        parts = [p for keys in (metric.numerator, metric.less, metric.denominator) for p in row.counts.parts(keys)]
        return tuple(
            Input(" + ".join(COUNTS[k].symbol for k in keys), " and ".join(COUNTS[k].name for k in keys), value)
            for keys, value in parts
            if isinstance(value, int)
        )
    return tuple(Input(symbol, count.name, value) for symbol, count, value in rows if isinstance(value, int))
