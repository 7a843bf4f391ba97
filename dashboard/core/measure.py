"""From ledger rows to figures: every metric, any call type, and growth against a year before."""

from __future__ import annotations

from dashboard.core.amount import Ratio
from dashboard.core.evidence import EvidenceTier, earned, union, weakest
from dashboard.core.figure import Figure, Input, Withheld, amount_of
from dashboard.core.ledger import COUNTS, Count, LedgerRow, Missing, add
from dashboard.core.metric import Method, Metric


def figure_id(row: LedgerRow, metric: Metric) -> str:
    """The permanent name of a ledger figure: it depends on nothing but what the figure is about."""
    return f"{row.program_id}.{row.quarter}.{row.call_type}.{metric.key}"


def measure(metric: Metric, row: LedgerRow, *, year_before: LedgerRow | None = None) -> Figure | Withheld:
    """One metric of one ledger row. `year_before` is the row of the same quarter a year earlier, for growth only."""
    if metric.definition.method is Method.CHANGE:
        return _change(metric, row, year_before)
    top = add(row.counts[key] for key in metric.numerator)
    base = add(row.counts[key] for key in metric.denominator)
    inputs = tuple(
        Input(COUNTS[key].symbol, COUNTS[key].name, value)
        for key in (*metric.numerator, *metric.denominator)
        if not isinstance(value := row.counts[key], Missing)
    )
    return _figure(metric, row, top, base, inputs=inputs, empty=f"no {metric.definition.denominator} to count")


def _change(metric: Metric, row: LedgerRow, before: LedgerRow | None) -> Figure | Withheld:
    now = add(row.counts[key] for key in metric.numerator)
    if before is None:
        return _withheld(metric, row, Missing.NOT_APPLICABLE, "no figures for the same quarter a year before")
    if before.rule_version != row.rule_version:
        note = f"the eligibility rule changed from version {before.rule_version} to {row.rule_version}"
        return _withheld(metric, row, Missing.NOT_COMPARABLE, note)
    then = add(before.counts[key] for key in metric.numerator)
    symbol = COUNTS[metric.numerator[0]].symbol
    inputs = tuple(
        Input(f"{symbol}, {r.quarter}", COUNTS[metric.numerator[0]].name, value)
        for r, value in ((row, now), (before, then))
        if not isinstance(value, Missing)
    )
    merged = LedgerRow(
        program_id=row.program_id,
        quarter=row.quarter,
        call_type=row.call_type,
        counts=row.counts,
        tier=weakest((row.tier, before.tier)),
        sources=union((row.sources, before.sources)),
        revision=row.revision,
        rule_version=row.rule_version,
        computed_here=row.computed_here,
    )
    return _figure(metric, merged, now, then, inputs=inputs, empty="no calls in the same quarter a year before")


def _figure(
    metric: Metric, row: LedgerRow, top: Count, base: Count, *, inputs: tuple[Input, ...], empty: str
) -> Figure | Withheld:
    for count in (top, base):
        if isinstance(count, Missing):
            return _withheld(metric, row, count, "")
    assert isinstance(top, int) and isinstance(base, int)
    if base == 0:
        return _withheld(metric, row, Missing.NOT_APPLICABLE, empty)
    ratio = Ratio(top, base)
    name = figure_id(row, metric)
    standing = earned(row.tier, revision=row.revision, verifications=row.verifications, figure_id=name)
    return Figure(
        figure_id=name,
        program_id=row.program_id,
        definition=metric.definition,
        period=row.quarter.period,
        call_type=row.call_type,
        amount=amount_of(ratio, metric.definition.method),
        ratio=ratio,
        tier=standing.tier,
        sources=row.sources,
        computed_here=True,
        revision=row.revision,
        rule_version=row.rule_version,
        verifications=tuple(v for v in row.verifications if v.figure_id == name),
        inputs=inputs,
        formula=metric.formula,
    )


def _withheld(metric: Metric, row: LedgerRow, why: Missing, note: str) -> Withheld:
    return Withheld(
        figure_id=figure_id(row, metric),
        program_id=row.program_id,
        definition=metric.definition,
        period=row.quarter.period,
        call_type=row.call_type,
        why=why,
        note=note,
        tier=EvidenceTier(row.tier),
        sources=row.sources,
        revision=row.revision,
        rule_version=row.rule_version,
        computed_here=True,
    )
