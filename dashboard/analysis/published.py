"""What has been published: counted by tier, grouped into what may share an axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure, differences
from dashboard.core.quarter import Period
from dashboard.core.record import PublicRecord, Published


@dataclass(frozen=True, slots=True)
class Tally:
    """How many published figures about how many programs, and how many of them stand at each tier."""

    figures: int
    programs: int
    by_tier: dict[EvidenceTier, int]
    verified_phone_resolution_in_psap: int


def tally(record: PublicRecord) -> Tally:
    """Counted from the record itself, single figures about real programs only."""
    counted = list(record.counted())
    by_tier = {tier: sum(p.figure.tier is tier for p in counted) for tier in EvidenceTier}
    embedded = {p.program_id for p in record.programs if p.dispatch_model.clinician_in_psap}
    exact_claim = [
        p
        for p in counted
        if p.figure.tier is EvidenceTier.INDEPENDENTLY_VERIFIED
        and p.figure.definition.family == "phone_resolution"
        and p.figure.program_id in embedded
    ]
    return Tally(len(counted), len({p.figure.program_id for p in counted}), by_tier, len(exact_claim))


def comparable(published: Sequence[Published]) -> list[list[Figure]]:
    """Groups of two or more figures of one program that differ in nothing but their period, in published order.

    Periods must be known and must not overlap, and counts must cover the same length of time: eight months of calls
    are not "more" than two months of calls, and "since launch" grows by itself.
    """
    groups: list[list[Figure]] = []
    for one in published:
        figure = one.figure
        if not isinstance(figure, Figure) or not (figure.period.start and figure.period.end):
            continue
        for group in groups:
            if all(_may_follow(member, figure) for member in group):
                group.append(figure)
                break
        else:
            groups.append([figure])
    return [g for g in groups if len(g) > 1]


def _may_follow(one: Figure, other: Figure) -> bool:
    same = one.program_id == other.program_id and one.call_type == other.call_type and not differences(one, other)
    return same and not _overlap(one.period, other.period) and (_is_rate(one) or _same_length(one.period, other.period))


def _overlap(one: Period, other: Period) -> bool:
    assert one.start and one.end and other.start and other.end
    return one.start <= other.end and other.start <= one.end


def _same_length(one: Period, other: Period) -> bool:
    """Within a tenth: months of 28 and 31 days, and leap years, count as equal."""
    a, b = _days(one), _days(other)
    return abs(a - b) <= 0.1 * max(a, b)


def _days(period: Period) -> int:
    assert period.start and period.end
    return (period.end - period.start).days + 1


def _is_rate(figure: Figure) -> bool:
    return (
        figure.definition.unit.key in ("percent", "minutes", "seconds", "per_1000")
        or "_per_" in figure.definition.unit.key
    )
