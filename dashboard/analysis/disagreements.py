"""Where published figures of one program answer one question with different numbers, and in which parts they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from dashboard.analysis.published import overlap
from dashboard.analysis.questions import QUESTIONS
from dashboard.core.amount import Bound
from dashboard.core.catalogue import Program
from dashboard.core.figure import Figure, differences
from dashboard.core.metric import Polarity
from dashboard.core.record import PublicRecord

_ASKED = {key for families in QUESTIONS.values() for key in families}


class Difference(StrEnum):
    """What it means that two numbers differ. Only the first is a contradiction."""

    SAME_COUNT = "same_count"
    OTHER_COUNT = "other_count"
    OVER_TIME = "over_time"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two or more published figures of one program that answer one question with different numbers."""

    program: Program
    question: str
    kind: Difference
    figures: tuple[Figure, ...]
    differing: tuple[str, ...]


def disagreements(record: PublicRecord) -> list[Disagreement]:
    """Per program and question, in the order of the programs: figures of one definition and one period that differ;
    figures of one period that were counted differently; and figures of other periods, which are a series."""
    found: list[Disagreement] = []
    for program in record.programs_in_order():
        for family in (f for f in record.catalogue.families if f.key in _ASKED):
            mine = [
                p.figure
                for p in record.published_of(program.program_id)
                if isinstance(p.figure, Figure)
                and p.figure.definition.family == family.key
                and p.figure.definition.polarity is Polarity.THING
            ]
            rates = [f for f in mine if f.definition.unit.key == "percent"]
            groups: dict[Difference, list[Figure]] = {kind: [] for kind in Difference}
            for one, other in combinations(mine, 2):
                if (one in rates) != (other in rates) or not _unlike(one, other):
                    continue
                kind = _kind(one, other)
                counts_alike = kind is Difference.SAME_COUNT or one in rates
                if kind and counts_alike:
                    groups[kind] += [f for f in (one, other) if f not in groups[kind]]
            for kind, figures in groups.items():
                if figures:
                    ordered = [f for f in mine if f in figures]
                    found.append(Disagreement(program, family.name, kind, tuple(ordered), differing(ordered)))
    return found


def _unlike(one: Figure, other: Figure) -> bool:
    """Whether two printed numbers say different things: a bound that holds for the other's number does not differ."""
    if one.words == other.words or one.definition.unit != other.definition.unit:
        return False
    return not (_covers(one, other) or _covers(other, one))


def _covers(one: Figure, other: Figure) -> bool:
    amount, value = one.amount, other.value
    match amount.bound:
        case Bound.AT_LEAST:
            return value >= amount.value and other.amount.bound in (Bound.EXACT, Bound.AT_LEAST, Bound.APPROXIMATELY)
        case Bound.AT_MOST:
            return value <= amount.value and other.amount.bound in (Bound.EXACT, Bound.AT_MOST, Bound.APPROXIMATELY)
        case Bound.RANGE:
            return amount.high is not None and amount.value <= value <= amount.high
        case _:
            return False


def _kind(one: Figure, other: Figure) -> Difference | None:
    periods = one.period.start and one.period.end and other.period.start and other.period.end
    alike = not differences(one, other)
    if alike and one.period == other.period:
        return Difference.SAME_COUNT if periods else None
    if periods and overlap(one.period, other.period):
        return None if alike else Difference.OTHER_COUNT
    return Difference.OVER_TIME if alike and periods else None


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
