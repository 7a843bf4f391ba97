"""How much: values with their bound, ratios with both parts, units with their words."""

from __future__ import annotations

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

    def attach(self, number: str) -> str:
        """The number with its unit: `85%`, `$5`, `12 calls`, `1 injury`."""
        if self.prefix or self.suffix:
            sign, digits = ("-", number[1:]) if number.startswith("-") and self.prefix else ("", number)
            return f"{sign}{self.prefix}{digits}{self.suffix}"
        return f"{number} {self.singular if number == '1' else self.plural}".rstrip()


def _unit(key: str, singular: str, plural: str = "", *, prefix: str = "", suffix: str = "") -> Unit:
    return Unit(key=key, singular=singular, plural=plural or singular + "s", prefix=prefix, suffix=suffix)


NO_UNIT = Unit(key="none", singular="", plural="")
UNITS: dict[str, Unit] = {
    unit.key: unit
    for unit in (
        _unit("percent", "percent", "percent", suffix="%"),
        _unit("percent_change", "percent change", "percent change", suffix="%"),
        _unit("per_1000", "per 1,000", "per 1,000", suffix=" per 1,000"),
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
        _unit("offenses", "offense"),
        _unit("cases", "case"),
        _unit("procedures", "written procedure"),
        _unit("call_types", "call nature"),
        _unit("entries", "", " "),
    )
}

# units of which a whole number is a count
COUNTED = ("calls", "people", "incidents", "injuries", "arrests", "cases", "offenses")


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

    def number(self, value: float) -> str:
        """One value as text: thousands separated, decimals as printed unless fixed."""
        if self.decimals is not None:
            return f"{value:,.{self.decimals}f}"
        text = f"{value:,.4f}".rstrip("0").rstrip(".")
        return "0" if text in ("-0", "") else text

    def words(self, unit: Unit) -> str:
        """The amount as a reader should say it, bound included."""
        value = unit.attach(self.number(self.value))
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
                return f"{self.number(self.value)} to {unit.attach(self.number(self.high))}"


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
