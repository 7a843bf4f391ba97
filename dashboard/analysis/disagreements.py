"""Where published figures of one program answer one question with different numbers, and in which parts they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from dashboard.analysis.published import overlap
from dashboard.analysis.questions import QUESTIONS
from dashboard.core.amount import Bound
from dashboard.core.catalogue import Family, Program
from dashboard.core.figure import Figure, differences
from dashboard.core.metric import Polarity
from dashboard.core.record import PublicRecord

_ASKED = {key for families in QUESTIONS.values() for key in families}
_NEAR = 0.02  # the most by which a number told as about may differ from the one that it rounds
_STRICTER = {"police_free": "police_ems_free"}
# counts of the calls that a program took, in the words of different sources: one may hold another, or part of it
_TAKEN = frozenset(
    "calls_handled bcr_calls calls_diverted calls_in_year calls_handled_first_year calls_responded_total "
    "calls_received_total calls_received calls_assigned calls_dispatched crisis_team_responses incidents_helped".split()
)


class Difference(StrEnum):
    """What it means that two numbers differ. Only the first is a contradiction."""

    SAME_COUNT = "same_count"
    OVERLAP = "overlap"
    OTHER_COUNT = "other_count"
    OVER_TIME = "over_time"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two or more published figures of one program that answer one question with different numbers."""

    program: Program
    family: Family
    kind: Difference
    figures: tuple[Figure, ...]
    differing: tuple[str, ...]


def disagreements(record: PublicRecord) -> list[Disagreement]:
    """Per program and question, in the order of the programs: figures and points of series of one definition and one
    period that differ; figures of one definition over times that overlap, and counts in one unit of the calls that a
    program took, of which one may hold another; figures of one definition over other periods, which are a series; and
    shares of times that overlap, each set of them sharing a day, and counts of one measure over one period, that were
    counted differently. Shares that leave out more crews than police stand beside those that leave out police."""
    found: list[Disagreement] = []
    for program in record.programs_in_order():
        for family in (f for f in record.catalogue.families if f.key in _ASKED):
            mine = _of(record, program, family.key)
            points = _of(record, program, family.key, series=True)
            beside = _of(record, program, _STRICTER[family.key]) if family.key in _STRICTER else []
            for kind, figures in _told_apart(mine, points, beside):
                parts = tuple(part for part in differing(figures) if part != "family")
                found.append(Disagreement(program, family, kind, tuple(figures), parts))
    return found


def _of(record: PublicRecord, program: Program, family: str, *, series: bool = False) -> list[Figure]:
    mine = (p.figure for p in record.published_of(program.program_id, series=series))
    about = (f for f in mine if f.definition.family == family and f.definition.polarity is Polarity.THING)
    return [f for f in about if f.is_known]


def _told_apart(
    figures: Sequence[Figure], points: Sequence[Figure], beside: Sequence[Figure]
) -> list[tuple[Difference, list[Figure]]]:
    """What differs among the figures of one program and question, by kind, each figure in the order given. A point of
    a series can contradict; that it changes over time is what its series shows."""
    found: list[tuple[Difference, list[Figure]]] = []
    for kind, of in ((Difference.SAME_COUNT, (*figures, *points)), (Difference.OVER_TIME, figures)):
        sets = (_in_pairs(alike, kind) for alike in _of_one_definition(of))
        found += [(kind, differing) for differing in sets if differing]
    taken = [f for f in figures if f.definition.key in _TAKEN]
    others = [f for f in figures if f.definition.key not in _TAKEN]
    units = dict.fromkeys(f.definition.unit.counted_as for f in taken)  # people are no calls
    alike_units = ([f for f in taken if f.definition.unit.counted_as == unit] for unit in units)
    sets = (_in_pairs(alike, Difference.OVERLAP) for alike in (*alike_units, *_of_one_definition(others)))
    found += [(Difference.OVERLAP, differing) for differing in sets if differing]
    found += [
        (Difference.OTHER_COUNT, alike) for alike in (*_of_one_day((*figures, *beside)), *_of_one_measure(figures))
    ]
    return sorted(found, key=lambda one: list(Difference).index(one[0]))


def _of_one_definition(figures: Sequence[Figure]) -> list[list[Figure]]:
    groups: list[list[Figure]] = []
    for figure in figures:
        home = next((g for g in groups if not any(differences(member, figure) for member in g)), None)
        if home is None:
            groups.append([figure])
        else:
            home.append(figure)
    return groups


def _of_one_day(figures: Sequence[Figure]) -> list[list[Figure]]:
    """The largest sets of shares that all speak of one day and were counted differently. Periods that have a day in
    common in pairs have one in common together, and the last of them begins on it."""
    shares = [f for f in figures if f.definition.unit.key == "percent" and f.period.start and f.period.end]
    sets = []
    for day in dict.fromkeys(f.period.start for f in shares):
        sets.append(_in_pairs([f for f in shares if _covers_day(f, day)], Difference.OTHER_COUNT))
    whole = [one for one in sets if one and not any(set(one) < set(other) for other in sets)]
    return [one for i, one in enumerate(whole) if one not in whole[:i]]


def _of_one_measure(figures: Sequence[Figure]) -> list[list[Figure]]:
    """Counts of one measure, kind of call and period that are told in other words: transferred, and received."""
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for f in figures:
        if f.definition.unit.key != "percent" and f.period.start and f.period.end:
            groups.setdefault((f.definition.key, f.definition.unit.counted_as, f.call_type, f.period), []).append(f)
    return [pair for group in groups.values() if (pair := _in_pairs(group, Difference.OTHER_COUNT))]


def _covers_day(figure: Figure, day: date | None) -> bool:
    start, end = figure.period.start, figure.period.end
    assert start and end and day
    return start <= day <= end


def _in_pairs(figures: Sequence[Figure], kind: Difference) -> list[Figure]:
    """Those of these figures that differ in this kind from another one of them."""
    nested = kind is Difference.OVERLAP  # where a bound holds for the other's number whichever is wrong
    pairs = [
        (a, b)
        for a, b in combinations(figures, 2)
        if _kind(a, b) is kind and (_unlike(a, b) or (nested and not a.amount.reads_as(b.amount, a.definition.unit)))
    ]
    return [f for f in figures if any(f in pair for pair in pairs)]


def _unlike(one: Figure, other: Figure) -> bool:
    """Whether two printed numbers say different things: a bound that holds for the other's number does not differ."""
    unit = one.definition.unit
    if unit.counted_as != other.definition.unit.counted_as or one.amount.reads_as(other.amount, unit):
        return False
    return not (_covers(one, other) or _covers(other, one))


def _rounded(value: float, like: float) -> float:
    """A number with as many digits as a rounded one: 14,900 like 15,000 is 15,000."""
    digits = len(f"{like:g}".partition("e")[0].replace(".", "").strip("0")) if like else 1
    return float(f"{value:.{max(digits, 1)}g}")


def _covers(one: Figure, other: Figure) -> bool:
    amount, value = one.amount, other.value
    match amount.bound:
        case Bound.AT_LEAST:
            return value >= amount.value and other.amount.bound in (Bound.EXACT, Bound.AT_LEAST, Bound.APPROXIMATELY)
        case Bound.AT_MOST:
            return value <= amount.value and other.amount.bound in (Bound.EXACT, Bound.AT_MOST, Bound.APPROXIMATELY)
        case Bound.RANGE:
            return amount.high is not None and amount.value <= value <= amount.high
        case Bound.APPROXIMATELY:
            return _rounded(value, amount.value) == amount.value and abs(value - amount.value) <= _NEAR * amount.value
        case _:
            return False


def _kind(one: Figure, other: Figure) -> Difference | None:
    if not (one.period.start and one.period.end and other.period.start and other.period.end):
        return None
    alike, same_time = not differences(one, other), one.period == other.period
    traced = one.trace is not None and other.trace is not None  # or nobody knows that they count the same thing
    if alike and same_time:
        return Difference.SAME_COUNT if traced else None
    if not overlap(one.period, other.period):
        return Difference.OVER_TIME if alike else None
    keys = {one.definition.key, other.definition.key}
    if alike or (keys <= _TAKEN and one.call_type == other.call_type and not (same_time and len(keys) == 1)):
        return Difference.OVERLAP if traced else None
    return Difference.OTHER_COUNT


def differing(figures: Sequence[Figure]) -> tuple[str, ...]:
    """The fields in which these figures are not all the same, the period and the source among them."""
    found: dict[str, None] = {}
    for one, other in combinations(figures, 2):
        found |= dict.fromkeys(differences(one, other))
        if one.period != other.period:
            found["period"] = None
        if {s.source_id for s in one.sources} != {s.source_id for s in other.sources}:
            found["source"] = None
    return tuple(found)
