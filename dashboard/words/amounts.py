"""Numbers with their unit and bound. What would round to none or to all, and is neither, says so."""

from __future__ import annotations

from dashboard.core.amount import NO_UNIT, UNITS, Amount, Bound, Ratio, Unit, hides
from dashboard.voice import say, written


def amount(one: Amount, unit: Unit) -> str:
    """An amount as a reader says it, bound included: `at least 90%`."""
    if one.bound is Bound.EXACT and one.decimals is not None:
        return rounded(one.value, unit, one.decimals)
    value = with_unit(one.number(one.value, unit), unit)
    if unit.key == "percent_change" and one.value > 0:
        value = f"+{value}"
    match one.bound:
        case Bound.EXACT:
            return value
        case Bound.AT_LEAST:
            return say("amount-at_least", amount=value)
        case Bound.AT_MOST:
            return say("amount-at_most", amount=value)
        case Bound.APPROXIMATELY:
            return say("amount-about", amount=value)
        case Bound.RANGE:
            assert one.high is not None
            return say(
                "amount-range",
                low=written(one.number(one.value, unit)),
                amount=with_unit(one.number(one.high, unit), unit),
            )


def with_unit(number: str, unit: Unit) -> str:
    """Plain digits with their unit: `85%`, `$5`, `1,200 calls`, `1 injury`."""
    if unit == NO_UNIT:
        return written(number)
    counted = int(number) if number.isdecimal() else number
    if number.startswith("-"):
        return f"-{say(f'amount-{unit.key}', number=written(number[1:]), n=counted)}"
    return say(f"amount-{unit.key}", number=written(number), n=counted)


def unit(one: Unit) -> str:
    """What a unit is called by itself; its key where it is none."""
    return one.key if one in (NO_UNIT, UNITS["entries"]) else say(f"unit-{one.key}")


def rounded(value: float, unit: Unit, decimals: int) -> str:
    """A value in its unit, rounded, but never to none or to all where it is neither: `less than 0.1%`,
    `more than 99.9%`. A change that small or that large says its way: `down more than 99.9%`."""
    size, step = abs(value), 10.0**-decimals
    text = f"{size:.{decimals}f}"
    change = unit.key == "percent_change"
    if hides(size, text, 0.0):
        return _way(value, change, say("amount-less", amount=with_unit(f"{step:.{decimals}f}", unit)))
    if unit.whole and (value < 0 or not change) and hides(size, text, unit.whole):
        least = unit.whole - step if size < unit.whole else unit.whole
        return _way(value, change, say("amount-more", amount=with_unit(f"{least:.{decimals}f}", unit)))
    shown = with_unit(f"-{text}" if value < 0 else text, unit)
    return f"+{shown}" if change and value > 0 else shown


def _way(value: float, change: bool, said: str) -> str:
    if not change:
        return said
    return say("amount-down", amount=said) if value < 0 else say("amount-up", amount=said)


def of_hundred(count: int, ratio: Ratio) -> str:
    """How many of one hundred, for a share that was rounded to `count`: `fewer than 1` and `more than 99` where the
    share is neither none nor all."""
    n, d = ratio.numerator, ratio.denominator
    if count == 0 and n:
        return say("amount-fewer_than_one") if 100 * n < d else str(100 * n // d)
    if count == 100 and n < d:
        return say("amount-more_than_99") if 100 * n > 99 * d else str(-(-100 * n // d))
    return str(count)
