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

    def attach(self, number: str) -> str:
        """The number with its unit: `85%`, `$5`, `12 calls`, `1 injury`."""
        if self.prefix or self.suffix:
            sign, digits = ("-", number[1:]) if number.startswith("-") and self.prefix else ("", number)
            return f"{sign}{self.prefix}{digits}{self.suffix}"
        return f"{number} {self.singular if number == '1' else self.plural}".rstrip()


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


def rounded(value: float, unit: Unit, decimals: int) -> str:
    """A value in its unit, rounded, but never to none or to all where it is neither: `less than 0.1%`,
    `more than 99.9%`. A change that small or that large says its way: `down more than 99.9%`."""
    size, step = abs(value), 10.0**-decimals
    text = f"{size:,.{decimals}f}"
    change = unit.key == "percent_change"
    way = ("down " if value < 0 else "up ") if change else ""
    if _hides(size, text, 0.0):
        return f"{way}less than {unit.attach(f'{step:,.{decimals}f}')}"
    if unit.whole and (value < 0 or not change) and _hides(size, text, unit.whole):
        least = unit.whole - step if size < unit.whole else unit.whole
        return f"{way}more than {unit.attach(f'{least:,.{decimals}f}')}"
    shown = unit.attach(f"-{text}" if value < 0 else text)
    return f"+{shown}" if change and value > 0 else shown


def digits(values: Sequence[float], unit: Unit, decimals: int, *, sign: bool = False) -> list[str]:
    """Values without their unit, all with the same decimals: with more of them where fewer would read as none or as
    all. For what has no room for words: the ends of an interval."""
    for more in range(decimals, _MOST_DECIMALS):
        texts = [f"{value:{'+' if sign else ''},.{more}f}" for value in values]
        if not any(_hides(v, t, end) for v, t in zip(values, texts, strict=True) for end in (0.0, *_ends(unit))):
            break
    return texts


def of_hundred(count: int, ratio: Ratio) -> str:
    """How many of one hundred, for a share that was rounded to `count`: `fewer than 1` and `more than 99` where the
    share is neither none nor all."""
    n, d = ratio.numerator, ratio.denominator
    if count == 0 and n:
        return "fewer than 1" if 100 * n < d else str(100 * n // d)
    if count == 100 and n < d:
        return "more than 99" if 100 * n > 99 * d else str(-(-100 * n // d))
    return str(count)


def _ends(unit: Unit) -> tuple[float, ...]:
    return (unit.whole, -unit.whole) if unit.whole else ()


def _hides(value: float, text: str, end: float) -> bool:
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

    def words(self, unit: Unit) -> str:
        """The amount as a reader should say it, bound included."""
        if self.bound is Bound.EXACT and self.decimals is not None:
            return rounded(self.value, unit, self.decimals)
        value = unit.attach(self.number(self.value, unit))
        if unit.key == "percent_change" and self.value > 0:
            value = f"+{value}"
        match self.bound:
            case Bound.EXACT:
                return value
            case Bound.AT_LEAST:
                return f"at least {value}"
            case Bound.AT_MOST:
                return f"at most {value}"
            case Bound.APPROXIMATELY:
                return f"about {value}"
            case Bound.RANGE:
                assert self.high is not None
                return f"{self.number(self.value, unit)} to {unit.attach(self.number(self.high, unit))}"


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
