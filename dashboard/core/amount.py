"""How much: values with their bound, ratios with both parts, units; and to how many digits a number is given.

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
    """What is counted. How it is called and written is said under its key."""

    key: str
    whole: float = 0.0  # all there can be, where the unit has such an end

    @property
    def is_percent(self) -> bool:
        return self.key in ("percent", "percent_change")

    @property
    def counted_as(self) -> str:
        """What numbers in it are set against: what a team takes is called by several names."""
        return "calls" if self.key in ("incidents", "encounters", "responses") else self.key


NO_UNIT = Unit(key="none")
UNITS: dict[str, Unit] = {
    key: Unit(key=key, whole={"percent": 100.0, "percent_change": 100.0, "per_1000": 1000.0}.get(key, 0.0))
    for key in (
        "percent percent_change per_1000 usd calls calls_per_day calls_per_week calls_per_month minutes seconds hours "
        "staff people arrests dispatches encounters responses counties incidents injuries serious_injuries "
        "minor_injuries offenses cases procedures call_types entries"
    ).split()
}

_AS_PRINTED, _MOST_DECIMALS = 4, 15  # no source prints more than four; a double carries no more than fifteen


def digits(values: Sequence[float], unit: Unit, decimals: int, *, sign: bool = False) -> list[str]:
    """Values as plain digits without their unit, all with the same decimals: with more of them where fewer would read
    as none or as all. For what has no room for words: the ends of an interval."""
    for more in range(decimals, _MOST_DECIMALS):
        texts = [f"{value:{'+' if sign else ''}.{more}f}" for value in values]
        if not any(hides(v, t, end) for v, t in zip(values, texts, strict=True) for end in (0.0, *_ends(unit))):
            break
    return texts


def _ends(unit: Unit) -> tuple[float, ...]:
    return (unit.whole, -unit.whole) if unit.whole else ()


def hides(value: float, text: str, end: float) -> bool:
    """Whether a text reads as the very end of a scale, and the value is not there."""
    return value != end and float(text) == end


def nearest(value: float, unit: Unit, decimals: int) -> float:
    """A value rounded to these decimals. What would round to none or to all and is neither lies half a step from there:
    all such values are alike, and like no other."""
    size, half = abs(value), 0.5 * 10.0**-decimals
    rounded = round(size, decimals)
    ends = (0.0,) if unit.key == "percent_change" and value > 0 else (0.0, *_ends(unit))  # growth has no end
    if rounded in ends and rounded != size:
        rounded += half if size > rounded else -half
    return -rounded if value < 0 else rounded


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

    def reads_as(self, other: Amount, unit: Unit) -> bool:
        """Whether a reader reads the same in both: the same bound, and values that round to the same."""
        return self.bound is other.bound and self._as_read(unit) == other._as_read(unit)

    def _as_read(self, unit: Unit) -> list[float]:
        decimals = _AS_PRINTED if self.decimals is None else self.decimals
        return [nearest(value, unit, decimals) for value in (self.value, self.high) if value is not None]

    def number(self, value: float, unit: Unit) -> str:
        """One value as plain digits, decimals as printed unless fixed."""
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
