"""The figures of a program's quarters: any metric, by quarter and by call type, and what happens to eligible calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dashboard.core.amount import UNITS, Ratio
from dashboard.core.figure import Figure, Input, Withheld, amount_of
from dashboard.core.ledger import ALL, COUNTS, Count, LedgerRow, Missing
from dashboard.core.measure import measure
from dashboard.core.metric import Definition, Method, Metric
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord

Number = Figure | Withheld

YEAR = 4

# ending, label, what is counted in words, the counts it is made of: added, then taken away
ENDINGS: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("resolved_by_phone", "Resolved by phone", COUNTS["resolved_by_phone"].meaning, ("resolved_by_phone",), ()),
    ("mobile_team_sent", "Mobile team sent", COUNTS["mobile_team_sent"].meaning, ("mobile_team_sent",), ()),
    ("ems_fire_sent", "EMS or fire sent", COUNTS["ems_fire_sent"].meaning, ("ems_fire_sent",), ()),
    ("police_sent", "Returned to police", COUNTS["police_sent"].meaning, ("police_sent",), ()),
    ("other_outcome", "Other or unknown", COUNTS["other_outcome"].meaning, ("other_outcome",), ()),
    (
        "unaccounted_for",
        "Unaccounted for",
        "reached a clinician and has no recorded ending",
        ("reached_clinician",),
        ("resolved_by_phone", "mobile_team_sent", "ems_fire_sent", "police_sent", "other_outcome"),
    ),
    ("lost_in_transfer", "Lost in transfer", COUNTS["lost_in_transfer"].meaning, ("lost_in_transfer",), ()),
    ("never_offered", "Never offered", "eligible, and not offered to a clinician", ("eligible",), ("offered",)),
)


def figure(
    record: PublicRecord, metric: Metric, program_id: str, quarter: Quarter, call_type: str = ALL
) -> Number | None:
    """One metric of one quarter and call type; None where the program published nothing for that quarter."""
    row = record.row(program_id, quarter, call_type)
    if row is None:
        return None
    return measure(metric, row, year_before=record.row(program_id, quarter - YEAR, call_type))


def over_time(record: PublicRecord, metric: Metric, program_id: str, call_type: str = ALL) -> list[Number]:
    """One metric over all quarters from the program's first to its last, a gap being withheld as not reported."""
    published = record.quarters(program_id)
    if not published:
        return []
    found: list[Number] = []
    for quarter in span(published[0], published[-1]):
        one = figure(record, metric, program_id, quarter, call_type)
        found.append(one if one is not None else _gap(record, metric, program_id, quarter, call_type))
    return found


def span(first: Quarter, last: Quarter) -> Iterable[Quarter]:
    return (first + step for step in range(last.since(first) + 1))


def _gap(record: PublicRecord, metric: Metric, program_id: str, quarter: Quarter, call_type: str) -> Withheld:
    tier = min(row.tier for row in record.rows if row.program_id == program_id)
    return Withheld(
        figure_id=f"{program_id}.{quarter}.{call_type}.{metric.key}",
        program_id=program_id,
        definition=metric.definition,
        period=quarter.period,
        call_type=call_type,
        why=Missing.NOT_REPORTED,
        tier=tier,
    )


def endings(row: LedgerRow) -> list[Number]:
    """What happened to the eligible calls of a row: shares of one base that add up to all of them."""
    return [_ending(row, *ending) for ending in ENDINGS]


def _ending(
    row: LedgerRow, key: str, label: str, meaning: str, added: tuple[str, ...], taken: tuple[str, ...]
) -> Number:
    definition = Definition(
        key=f"ending_{key}",
        family="ending",
        name=label,
        statement=f"Share of eligible calls: {meaning}",
        numerator=meaning,
        denominator="eligible calls",
        unit=UNITS["percent"],
        method=Method.SHARE,
    )
    counts: list[Count] = [row.counts[k] for k in (*added, *taken, "eligible")]
    about: dict[str, Any] = {
        "figure_id": f"{row.program_id}.{row.quarter}.{row.call_type}.ending_{key}",
        "program_id": row.program_id,
        "definition": definition,
        "period": row.quarter.period,
        "call_type": row.call_type,
        "tier": row.tier,
        "sources": row.sources,
        "revision": row.revision,
        "rule_version": row.rule_version,
        "computed_here": True,
    }
    for count in counts:
        if isinstance(count, Missing):
            return Withheld(why=count, **about)
    whole = [c for c in counts if isinstance(c, int)]
    base = whole[-1]
    if base == 0:
        return Withheld(why=Missing.NOT_APPLICABLE, note="no eligible calls", **about)
    ratio = Ratio(sum(whole[: len(added)]) - sum(whole[len(added) : -1]), base)
    names = (*added, *taken, "eligible")
    return Figure(
        amount=amount_of(ratio, Method.SHARE),
        ratio=ratio,
        formula=" − ".join(" + ".join(COUNTS[k].symbol for k in part) for part in (added, taken) if part) + " of E",
        inputs=tuple(Input(COUNTS[k].symbol, COUNTS[k].name, v) for k, v in zip(names, whole, strict=True)),
        **about,
    )
