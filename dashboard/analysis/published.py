"""What has been published: counted by tier, grouped into what may share an axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.analysis import measures
from dashboard.core.catalogue import ProgramKind
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure, differences
from dashboard.core.quarter import Period
from dashboard.core.record import PublicRecord, Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the register holds about real programs, each entry counted once, and what each count is of."""

    printed: int  # figures with a number that a source prints
    untraced: int  # of these, those whose words were not found again in a source
    computed: int  # figures that this site computed from those
    computed_checked: int  # of these, those that stand checked from outside
    unnumbered: int  # figures of which a source says something without a number
    points: int  # points of series that are no figure of their own
    context: int  # figures and points that are about no program: they surround the numbers
    programs: int  # programs with a printed figure
    systems: int  # statewide systems with a printed figure
    by_tier: dict[EvidenceTier, int]  # of the printed ones
    quarters: int  # quarters that real programs have uploaded
    quarters_checked: int  # figures computed from those quarters that somebody outside has checked
    phone_checked: int  # printed phone-resolution rates of clinicians in a 911 center that somebody outside has checked
    phone_counted: int  # the same, made from uploaded quarters

    @property
    def entries(self) -> int:
        return self.printed + self.computed + self.unnumbered

    @property
    def everything(self) -> int:
        """Every figure and point on record, each once."""
        return self.entries + self.points + self.context


def tally(record: PublicRecord) -> Tally:
    """Counted from the record itself: real programs only, and a point that repeats a figure not again."""
    real = {p.program_id: p for p in record.programs if p.kind in (ProgramKind.PROGRAM, ProgramKind.STATEWIDE)}
    counted = list(record.counted())
    numbered = [p.figure for p in counted if p.figure.is_known]
    printed = [f for f in numbered if not f.computed_here]
    mine = {f.program_id for f in printed}
    checked, standing = checked_quarters(record), [s for s in record.submissions if not s.withdrawn]
    clinicians = {name for name, program in real.items() if program.dispatch_model.clinician_in_psap}
    return Tally(
        printed=len(printed),
        untraced=sum(f.trace is None for f in printed),
        computed=len(numbered) - len(printed),
        computed_checked=sum(f.computed_here and _verified(f) for f in numbered),
        unnumbered=len(counted) - len(numbered),
        points=sum(p.series and p.figure.program_id in real for p in record.published),
        context=sum(p.figure.program_id not in real for p in record.published),
        programs=sum(real[name].kind is ProgramKind.PROGRAM for name in mine),
        systems=sum(real[name].kind is ProgramKind.STATEWIDE for name in mine),
        by_tier={tier: sum(f.tier is tier for f in printed) for tier in EvidenceTier},
        quarters=len({(s.program_id, s.quarter) for s in standing if s.program_id in real}),
        quarters_checked=len(checked),
        phone_checked=sum(_phone(f) and f.program_id in clinicians for f in printed if _verified(f)),
        phone_counted=sum(_phone(f) and f.program_id in clinicians for f in checked),
    )


def _verified(figure: Figure) -> bool:
    return figure.tier is EvidenceTier.INDEPENDENTLY_VERIFIED


def _phone(figure: Figure) -> bool:
    return figure.definition.family == "phone_resolution"


def checked_quarters(record: PublicRecord) -> list[Figure]:
    """Figures computed from uploaded quarters whose check stands."""
    found = (measures.by_id(record, name) for name in dict.fromkeys(v.figure_id for v in record.verifications))
    return [f for f in found if f and f.is_known and _verified(f)]


def comparable(published: Sequence[Published]) -> list[list[Figure]]:
    """Groups of two or more figures of one program that differ in nothing but their period, in published order.

    Periods must be known and must not overlap, and counts must cover the same length of time and of the same service:
    eight months of calls are not "more" than two months of calls, and "since launch" grows by itself.
    """
    groups: list[list[Figure]] = []
    for one in published:
        figure = one.figure
        if not figure.is_known or not (figure.period.start and figure.period.end):
            continue
        for group in groups:
            if all(_may_follow(member, figure) for member in group):
                group.append(figure)
                break
        else:
            groups.append([figure])
    return [g for g in groups if len(g) > 1 and any(f.value for f in g)]


def _may_follow(one: Figure, other: Figure) -> bool:
    same = one.program_id == other.program_id and not differences(one, other)
    if not same or overlap(one.period, other.period):
        return False
    return _is_rate(one) or (_same_length(one.period, other.period) and not one.cover.unlike(other.cover))


def overlap(one: Period, other: Period) -> bool:
    """Whether two periods share a day. Both ends of both must be known."""
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
