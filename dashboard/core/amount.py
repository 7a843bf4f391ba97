"""How much: values with their bound, ratios with both parts, units with their words; and how a number is written.

Whatever rounds a number for a reader does it here, for here alone rounding never reaches none or all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Bound(StrEnum):
    """What a printed number claims about the true one."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    APPROXIMATELY = "approx"
    RANGE = "range"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What is counted, in words a resident knows."""

    key: str
    singular: str
    plural: str
    prefix: str = ""
    suffix: str = ""
    whole: float = 0.0  # all there can be, where the unit has such an end


def _unit(key: str, singular: str, plural: str = "", *, prefix: str = "", suffix: str = "", whole: float = 0.0) -> Unit:
    return Unit(key=key, singular=singular, plural=plural or singular + "s", prefix=prefix, suffix=suffix, whole=whole)


NO_UNIT = Unit(key="none", singular="", plural="")
UNITS: dict[str, Unit] = {
    unit.key: unit
    for unit in (
        _unit("percent", "percent", "percent", suffix="%", whole=100.0),
        _unit("percent_change", "percent change", "percent change", suffix="%", whole=100.0),
        _unit("per_1000", "per 1,000", "per 1,000", suffix=" per 1,000", whole=1000.0),
        _unit("usd", "US dollar", prefix="$"),
        _unit("calls", "call"),
        _unit("calls_per_day", "call a day", "calls a day"),
        _unit("calls_per_week", "call a week", "calls a week"),
        _unit("calls_per_month", "call a month", "calls a month"),
        _unit("minutes", "minute"),
        _unit("seconds", "second"),
        _unit("hours", "hour"),
        _unit("staff", "staff member"),
        _unit("people", "person", "people"),
        _unit("arrests", "arrest"),
        _unit("dispatches", "team sent", "teams sent"),
        _unit("counties", "county", "counties"),
        _unit("incidents", "incident"),
        _unit("injuries", "injury", "injuries"),
        _unit("serious_injuries", "serious injury", "serious injuries"),
        _unit("minor_injuries", "minor injury", "minor injuries"),
        _unit("offenses", "offense"),
        _unit("cases", "case"),
        _unit("procedures", "written procedure"),
        _unit("call_types", "call nature"),
        _unit("entries", "", " "),
    )
}

_AS_PRINTED, _MOST_DECIMALS = 4, 15  # no source prints more than four; a double carries no more than fifteen


def digits(values: Sequence[float], unit: Unit, decimals: int, *, sign: bool = False) -> list[str]:
    """Values without their unit, all with the same decimals: with more of them where fewer would read as none or as
    all. For what has no room for words: the ends of an interval."""
    for more in range(decimals, _MOST_DECIMALS):
        texts = [f"{value:{'+' if sign else ''},.{more}f}" for value in values]
        if not any(hides(v, t, end) for v, t in zip(values, texts, strict=True) for end in (0.0, *_ends(unit))):
            break
    return texts


def _ends(unit: Unit) -> tuple[float, ...]:
    return (unit.whole, -unit.whole) if unit.whole else ()


def hides(value: float, text: str, end: float) -> bool:
    """Whether a text reads as the very end of a scale, and the value is not there."""
    return value != end and float(text.replace(",", "")) == end


# units of which a whole number is a count
COUNTED = (
    "calls",
    "people",
    "incidents",
    "injuries",
    "serious_injuries",
    "minor_injuries",
    "arrests",
    "cases",
    "offenses",
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A value and its bound. `more than 90%` stays at-least-90 and is never the point 90."""

    value: float
    bound: Bound = Bound.EXACT
    high: float | None = None
    decimals: int | None = None

    def __post_init__(self) -> None:
        if (self.bound is Bound.RANGE) != (self.high is not None):
            raise ValueError("a range has a low and a high value, and only a range has a high value")
        if self.high is not None and self.high < self.value:
            raise ValueError(f"a range goes from low to high, found {self.value} to {self.high}")

    def number(self, value: float, unit: Unit) -> str:
        """One value as text: thousands separated, decimals as printed unless fixed."""
        if self.decimals is not None:
            return digits([value], unit, self.decimals)[0]
        text = digits([value], unit, _AS_PRINTED)[0].rstrip("0").rstrip(".")
        return "0" if text in ("-0", "") else text


@dataclass(frozen=True, slots=True)
class Ratio:
    """A numerator over a denominator, both whole counts; the value is computed, never stored."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if self.numerator < 0 or self.denominator <= 0:
            raise ValueError(f"a ratio needs counts over a base above 0, found {self.numerator}/{self.denominator}")

    @property
    def value(self) -> float:
        return self.numerator / self.denominator
