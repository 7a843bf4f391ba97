"""One published number, or the reason there is none. A number never travels alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from dashboard.core.amount import COUNTED, Amount, Bound, Ratio, digits
from dashboard.core.cover import WHOLE, Cover
from dashboard.core.evidence import Challenge, Mark, Register, Source
from dashboard.core.intervals import (
    Interval,
    Steadiness,
    count_ratio,
    poisson_rate,
    steadiness_of_rate,
    steadiness_of_share,
    wilson,
)
from dashboard.core.ledger import ALL, Missing
from dashboard.core.metric import Definition, Method
from dashboard.core.metrics import METRICS
from dashboard.core.quarter import Period
from dashboard.core.reason import Reason
from dashboard.core.standing import Standing, Subject
from dashboard.core.verification import Verification

_ROUNDING = 0.51


@dataclass(frozen=True, slots=True)
class Input:
    """One count of the ledger that went into a figure, or several that are public together, with their symbol in the
    formula."""

    symbol: str
    counts: tuple[str, ...]
    value: int


@dataclass(frozen=True, slots=True)
class Trace:
    """The number as its source prints it, in the few words around it, where it stands there, and when it was read."""

    printed: str
    place: str
    seen_at: str
    read_on: str

    def __post_init__(self) -> None:
        if not self.printed.strip() or not self.read_on.strip():
            raise ValueError("a trace gives the number as it is printed, and the day on which it was read")


class _Numbered:
    """What a figure and the place of one have in common: all of it comes from their standing."""

    __slots__ = ()
    standing: Standing

    @property
    def tier(self) -> Mark:
        return self.standing.tier

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.standing.basis.sources

    @property
    def verifications(self) -> tuple[Verification, ...]:
        """Every record of a check of this figure, also those that do not count or count no longer."""
        return self.standing.records


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld(_Numbered):
    """The place of a figure, and why there is none. It answers all that a figure answers, and never with a number: what
    only a number can have is None or empty here. ValueError if the standing is another figure's."""

    is_known: ClassVar[Literal[False]] = False
    amount: ClassVar[None] = None
    value: ClassVar[None] = None
    ratio: ClassVar[None] = None
    interval: ClassVar[None] = None
    steadiness: ClassVar[None] = None
    inputs: ClassVar[tuple[Input, ...]] = ()
    formula: ClassVar[str] = ""

    figure_id: str
    program_id: str
    definition: Definition
    period: Period
    call_type: str
    why: Missing
    standing: Standing
    note: tuple[Reason | str, ...] = ()
    revision: int = 1
    rule_version: int = 1
    caveat: Reason | str = ""
    challenges: tuple[Challenge, ...] = ()
    computed_here: bool = False
    own_call_type: str = ""
    published_on: date | None = None
    trace: Trace | None = None
    cover: Cover = WHOLE

    def __post_init__(self) -> None:
        _check_standing(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(_Numbered):
    """One published number, with everything a reader needs to doubt it.

    `own_call_type` is the program's or the source's own words for the call type, `published_on` the day on which this
    revision was published here, `trace` the number as its source prints it, `cover` how much of the period the program
    ran. Tier and sources come from `standing`, which has no default. A share or rate is given by its ratio and its
    value computed from it. ValueError if a printed value and its printed parts disagree by more than their rounding,
    whatever its bound and method, if a measure of the ledger is called one of another family, or if the standing is
    another figure's or that of another number.
    """

    is_known: ClassVar[Literal[True]] = True
    why: ClassVar[None] = None  # there is no reason why it is missing
    note: ClassVar[tuple[Reason | str, ...]] = ()
    figure_id: str
    program_id: str
    definition: Definition
    period: Period
    call_type: str
    amount: Amount
    standing: Standing
    ratio: Ratio | None = None
    computed_here: bool = False
    revision: int = 1
    rule_version: int = 1
    caveat: Reason | str = ""
    challenges: tuple[Challenge, ...] = ()
    inputs: tuple[Input, ...] = ()
    formula: str = ""
    own_call_type: str = ""
    published_on: date | None = None
    trace: Trace | None = None
    cover: Cover = WHOLE

    def __post_init__(self) -> None:
        _check_standing(self)
        _check_number(self)
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
        parts = _parts_say(self.ratio, self.definition) if self.ratio else None
        if self.ratio and parts is not None and not _fits(self.amount, parts):
            raise ValueError(
                f"{self.figure_id}: printed {self.amount.value:g}, but {self.ratio.numerator}/"
                f"{self.ratio.denominator} is {digits([parts], self.definition.unit, 2)[0]}"
            )

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


Number = Figure | Withheld


def _check_standing(figure: Number) -> None:
    standing, definition = figure.standing, figure.definition
    if not isinstance(standing, Standing):
        raise TypeError(f"{figure.figure_id}: a figure carries an evidence tier by its standing, found {standing!r}")
    at = (figure.program_id, figure.figure_id, figure.revision, definition, figure.period, figure.call_type)
    if wrong := standing.misplaced(Subject(*at, figure.amount, figure.ratio)):
        raise ValueError(wrong)
    own = METRICS.get(definition.key)
    if own and own.definition.family != definition.family:
        todo = f"is of the family {own.definition.family}, not {definition.family}"
        raise ValueError(f"{figure.figure_id}: the measure {definition.key} {todo}")


def _check_number(figure: Figure) -> None:
    """ValueError where a number wears a tier that belongs to another number or to another kind of figure."""
    standing = figure.standing
    if standing.tier is Register.REGISTER and figure.program_id != ALL:
        raise ValueError(f"{figure.figure_id}: what this site counted is about its register, not about a program")
    if standing.basis.of and not figure.computed_here:
        names = ", ".join(one.figure_id for one in standing.basis.of)
        raise ValueError(f"{figure.figure_id}: it is computed from {names}, so it is marked as computed here")


def _parts_say(ratio: Ratio, definition: Definition) -> float | None:
    """What the printed parts make of the value, in its unit; None where its unit has nothing to do with them."""
    if definition.method is not Method.STATED:
        return value_of(ratio, definition.method)
    by_unit = {"percent": Method.SHARE, "per_1000": Method.RATE, "percent_change": Method.CHANGE}
    if (unit := definition.unit.key) in by_unit:
        return value_of(ratio, by_unit[unit])
    return float(ratio.numerator) if unit in COUNTED else None


def _fits(amount: Amount, value: float) -> bool:
    """Whether a value is what an amount says, within its rounding."""
    low, high = amount.value - _ROUNDING, (amount.value if amount.high is None else amount.high) + _ROUNDING
    match amount.bound:
        case Bound.AT_LEAST:
            return low <= value
        case Bound.AT_MOST:
            return value <= high
        case _:
            return low <= value <= high


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
    """The computed amount, shown to one decimal (rates per 1,000 to two, or as few as
    fewer than ten events carry; a plain 0 when there were none)."""
    if method is Method.RATE:
        value = value_of(ratio, method)
        few = 1 if value >= 1 else 2  # no more digits than a handful of cases carries
        return Amount(value, decimals=0 if not ratio.numerator else few if ratio.numerator < 10 else 2)
    return Amount(value_of(ratio, method), decimals=1)


def differences(one: Number, other: Number) -> tuple[str, ...]:
    """The fields that keep two figures off one axis; empty only where they may be compared. The one rule for trends,
    tables side by side and the compare page: what is counted and its direction, the denominator, the unit, the call
    type, the version of the definition, and for one program its eligibility rule."""
    fields = {name: (left, right) for name, left, right in _beside(one, other)}
    return tuple(name for name, (left, right) in fields.items() if left != right)


def _beside(one: Number, other: Number) -> tuple[tuple[str, object, object], ...]:
    a, b = one.definition, other.definition
    same_program = one.program_id == other.program_id
    return (
        ("family", a.family, b.family),
        ("definition", a.counted, b.counted),
        ("direction", a.polarity, b.polarity),
        ("denominator", a.denominator, b.denominator),
        ("unit", a.unit.key, b.unit.key),
        ("definition_version", a.version, b.version),
        ("call_type", one.call_type, other.call_type),
        ("eligibility_rule", *((one.rule_version, other.rule_version) if same_program else (1, 1))),
    )
