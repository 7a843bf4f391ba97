"""One published number, or the reason there is none. A number never travels alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.core.amount import Amount, Bound, Ratio
from dashboard.core.evidence import Challenge, EvidenceTier, Source, Standing, Verification, union, weakest
from dashboard.core.intervals import (
    Interval,
    Steadiness,
    count_ratio,
    poisson_rate,
    steadiness_of_rate,
    steadiness_of_share,
    wilson,
)
from dashboard.core.ledger import Missing
from dashboard.core.metric import Definition, Method
from dashboard.core.quarter import Period

_ROUNDING = 0.51


@dataclass(frozen=True, slots=True)
class Input:
    """One count that went into a figure, with its symbol in the formula."""

    symbol: str
    name: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """The place of a figure, and why there is none. Holds no value."""

    figure_id: str
    program_id: str
    definition: Definition
    period: Period
    call_type: str
    why: Missing
    tier: EvidenceTier
    sources: tuple[Source, ...] = ()
    note: str = ""
    revision: int = 1
    rule_version: int = 1
    caveat: str = ""
    challenges: tuple[Challenge, ...] = ()
    verifications: tuple[Verification, ...] = ()
    computed_here: bool = False
    own_call_type: str = ""
    published_on: date | None = None

    def __post_init__(self) -> None:
        _check_tier(self.tier, self.figure_id)

    @property
    def words(self) -> str:
        return because(self.why, self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published number, with everything a reader needs to doubt it.

    `own_call_type` is the program's or the source's own words for the call type, `published_on` the day on which this
    revision was published here. `tier` and `sources` have no default. A share or rate is given by its
    ratio and its value computed from it. ValueError if a printed value and its printed parts disagree by more than
    their rounding.
    """

    figure_id: str
    program_id: str
    definition: Definition
    period: Period
    call_type: str
    amount: Amount
    tier: EvidenceTier
    sources: tuple[Source, ...]
    ratio: Ratio | None = None
    computed_here: bool = False
    revision: int = 1
    rule_version: int = 1
    caveat: str = ""
    challenges: tuple[Challenge, ...] = ()
    verifications: tuple[Verification, ...] = ()
    inputs: tuple[Input, ...] = ()
    formula: str = ""
    own_call_type: str = ""
    published_on: date | None = None

    def __post_init__(self) -> None:
        _check_tier(self.tier, self.figure_id)
        if not self.sources:
            raise ValueError(f"{self.figure_id}: a figure names at least one source")
        method = self.definition.method
        if method is not Method.STATED:
            if self.ratio is None:
                raise ValueError(f"{self.figure_id}: a {method} comes with its numerator and denominator")
            if method is Method.SHARE and self.ratio.numerator > self.ratio.denominator:
                raise ValueError(
                    f"{self.figure_id}: the part {self.ratio.numerator} is above its whole {self.ratio.denominator}"
                )
            exact = value_of(self.ratio, method)
            if self.amount.bound is Bound.EXACT and abs(exact - self.amount.value) > _ROUNDING:
                raise ValueError(
                    f"{self.figure_id}: printed {self.amount.value}, but {self.ratio.numerator}/"
                    f"{self.ratio.denominator} is {exact:.2f}"
                )
        if self.tier is EvidenceTier.INDEPENDENTLY_VERIFIED and not (self.standing.raised_by or self.computed_here):
            raise ValueError(f"{self.figure_id}: no verification record of revision {self.revision} names it")

    @property
    def words(self) -> str:
        return self.amount.words(self.definition.unit)

    @property
    def value(self) -> float:
        return self.amount.value

    @property
    def interval(self) -> Interval | None:
        """95% interval in the figure's unit, where numerator and denominator are known."""
        return interval_of(self.ratio, self.definition.method) if self.ratio else None

    @property
    def steadiness(self) -> Steadiness | None:
        if self.ratio is None:
            return None
        n, d = self.ratio.numerator, self.ratio.denominator
        match self.definition.method:
            case Method.SHARE:
                return steadiness_of_share(n, d)
            case Method.RATE:
                return steadiness_of_rate(n, d)
            case Method.CHANGE:
                return Steadiness.STEADY if min(n, d) >= 30 else Steadiness.UNSTEADY
            case _:
                return None

    @property
    def standing(self) -> Standing:
        """Which verifications hold for this revision, which lapsed, which disagree."""
        mine = [v for v in self.verifications if v.figure_id == self.figure_id]
        return Standing(
            self.tier,
            tuple(v for v in mine if v.revision == self.revision and v.agrees),
            tuple(v for v in mine if v.revision < self.revision and v.agrees),
            tuple(v for v in mine if v.revision == self.revision and not v.agrees),
        )


def because(why: Missing, note: str) -> str:
    """Why there is no number, as a reader sees it."""
    return f"{why.words} ({note})" if note else why.words


def _check_tier(tier: EvidenceTier, figure_id: str) -> None:
    if not isinstance(tier, EvidenceTier):
        raise TypeError(f"{figure_id}: a figure carries an evidence tier, found {tier!r}")


def value_of(ratio: Ratio, method: Method) -> float:
    """The value of a ratio in the unit of its method: percent, per 1,000, or percent change."""
    match method:
        case Method.RATE:
            return 1000 * ratio.value
        case Method.CHANGE:
            return 100 * (ratio.value - 1)
        case _:
            return 100 * ratio.value


def interval_of(ratio: Ratio, method: Method) -> Interval | None:
    """The 95% interval of a ratio in the unit of its method; None for a number that is only stated."""
    n, d = ratio.numerator, ratio.denominator
    match method:
        case Method.SHARE:
            return wilson(n, d).scaled(100)
        case Method.RATE:
            return poisson_rate(n, d).scaled(1000)
        case Method.CHANGE:
            return count_ratio(n, d).scaled(100, shift=-100)
        case _:
            return None


def amount_of(ratio: Ratio, method: Method) -> Amount:
    """The computed amount, shown to one decimal (two for rates per 1,000; a plain 0 when there were no events)."""
    if method is Method.RATE:
        return Amount(value_of(ratio, method), decimals=2 if ratio.numerator else 0)
    return Amount(value_of(ratio, method), decimals=1)


def derive(
    definition: Definition,
    inputs: Sequence[Figure | Withheld],
    *,
    figure_id: str,
    period: Period,
    ratio: Ratio | None = None,
    amount: Amount | None = None,
    formula: str = "",
    call_type: str = "all",
) -> Figure | Withheld:
    """A figure computed from figures: weakest tier, union of sources, marked as computed here.
    If any input is withheld the result is withheld for the same reason. ValueError on no input."""
    tier = weakest(f.tier for f in inputs)
    sources = union(f.sources for f in inputs)
    programs = {f.program_id for f in inputs}
    program_id = programs.pop() if len(programs) == 1 else "all"
    for missing in inputs:
        if isinstance(missing, Withheld):
            return Withheld(
                figure_id=figure_id,
                program_id=program_id,
                definition=definition,
                period=period,
                call_type=call_type,
                why=missing.why,
                note=missing.note,
                tier=tier,
                sources=sources,
                computed_here=True,
            )
    if ratio is not None:
        amount = amount_of(ratio, definition.method)
    if amount is None:
        raise ValueError(f"{figure_id}: give a ratio or an amount")
    return Figure(
        figure_id=figure_id,
        program_id=program_id,
        definition=definition,
        period=period,
        call_type=call_type,
        amount=amount,
        ratio=ratio,
        tier=tier,
        sources=sources,
        computed_here=True,
        formula=formula,
        rule_version=max(f.rule_version for f in inputs),
        revision=max(f.revision for f in inputs),
        published_on=max((f.published_on for f in inputs if f.published_on), default=None),
    )


def differences(one: Figure | Withheld, other: Figure | Withheld) -> tuple[str, ...]:
    """The fields that keep two figures off one axis; empty when they may be compared."""
    a, b = one.definition, other.definition
    fields = {
        "family": (a.family, b.family),
        "definition": (
            a.statement if a.method is Method.STATED else a.key,
            b.statement if b.method is Method.STATED else b.key,
        ),
        "denominator": (a.denominator, b.denominator),
        "unit": (a.unit.key, b.unit.key),
        "definition version": (a.version, b.version),
        "eligibility rule": (one.rule_version, other.rule_version) if one.program_id == other.program_id else (1, 1),
    }
    return tuple(name for name, (left, right) in fields.items() if left != right)
