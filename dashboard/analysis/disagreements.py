"""Where the published figures of one program disagree, and in which of their parts."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core.amount import NO_UNIT
from dashboard.core.catalogue import Family, Program
from dashboard.core.evidence import Register
from dashboard.core.figure import Figure, Withheld
from dashboard.core.ledger import Missing
from dashboard.core.metric import Definition
from dashboard.core.quarter import Period
from dashboard.core.record import PublicRecord
from dashboard.core.standing import earned, stated

# families that the public debate puts under one word
QUESTIONS: dict[str, tuple[str, ...]] = {
    "diverted or resolved": ("diversion", "police_free", "police_ems_free", "phone_resolution"),
    "captured or reached": ("capture", "reach"),
    "cost": ("cost",),
    "volume": ("volume",),
}
_PARTS = ("what was counted", "numerator", "denominator", "period", "source")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two or more published figures of one program that answer one question with different numbers."""

    program: Program
    question: str
    figures: tuple[Figure, ...]
    differing: tuple[str, ...]


def disagreements(record: PublicRecord) -> list[Disagreement]:
    """Every program and question with more than one published value, in the order of the programs."""
    found = []
    for program in record.programs_in_order():
        for question, families in QUESTIONS.items():
            figures = [
                p.figure
                for p in record.published_of(program.program_id)
                if isinstance(p.figure, Figure)
                and p.figure.definition.family in families
                and p.figure.call_type == "all"
            ]
            for group in _by_unit(figures, keep_apart=question in ("cost", "volume")):
                if len({f.words for f in group}) > 1:
                    found.append(Disagreement(program, question, tuple(group), differing(group)))
    return found


def _by_unit(figures: list[Figure], *, keep_apart: bool) -> list[list[Figure]]:
    """Counts and sums only stand together when they are of one thing and one stretch of time; rates by unit."""
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for figure in figures:
        unit = figure.definition.unit.key
        if keep_apart:
            about = figure.definition.key
            period = f"{figure.period.start} {figure.period.end}" if about != "cost_savings" else ""
            groups.setdefault((unit, about, period), []).append(figure)
        elif unit == "percent":
            groups.setdefault((unit,), []).append(figure)
    return [g for g in groups.values() if len(g) > 1]


def differing(figures: list[Figure]) -> tuple[str, ...]:
    """Which parts are not the same in all of these figures."""
    parts = [
        (
            f.definition.statement,
            f.definition.numerator,
            f.definition.denominator,
            f.period.words,
            f.sources[0].source_id,
        )
        for f in figures
    ]
    return tuple(name for i, name in enumerate(_PARTS) if len({p[i] for p in parts}) > 1)


def strongest(record: PublicRecord, program: Program, family: Family) -> Figure | Withheld:
    """The best-supported figure of a program on a family; withheld as nothing published where there is none."""
    mine = [p.figure for p in record.published_of(program.program_id) if p.figure.definition.family == family.key]
    if mine:
        return max(mine, key=lambda f: (f.tier, isinstance(f, Figure)))
    return Withheld(
        figure_id=f"{program.program_id}.none.{family.key}",
        program_id=program.program_id,
        definition=Definition(
            key=family.key,
            family=family.key,
            name=family.name,
            statement=family.question,
            numerator="",
            denominator="",
            unit=NO_UNIT,
        ),
        period=Period(start=None, end=None),
        call_type="all",
        why=Missing.NOT_REPORTED,
        note="nothing published",
        standing=earned(
            stated(Register.REGISTER, ()),
            figure_id=f"{program.program_id}.none.{family.key}",
            revision=1,
            period=Period(start=None, end=None),
            family=family.key,
        ),
        computed_here=True,
    )


def comparable_across(one: Figure, other: Figure) -> tuple[str, ...]:
    """The fields that keep two programs' figures off one axis; empty only where all of them agree."""
    a, b = one.definition, other.definition
    fields = {
        "family": (a.family, b.family),
        "definition": ((a.key, a.numerator), (b.key, b.numerator)),
        "denominator": (a.denominator, b.denominator),
        "unit": (a.unit.key, b.unit.key),
        "call type": (one.call_type, other.call_type),
    }
    return tuple(name for name, (left, right) in fields.items() if left != right)
