"""What a series did over time, in words, without claiming more than its intervals, its holes and its service allow."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import words
from dashboard.core.amount import COUNTED, Bound
from dashboard.core.cover import Extent
from dashboard.core.figure import Figure, Number
from dashboard.core.intervals import Interval, count_ratio
from dashboard.core.ledger import Missing
from dashboard.core.metric import Method
from dashboard.voice import say


def trend(figures: Sequence[Number]) -> str:
    """What a series did, from its first to its last number, without claiming more than the intervals allow."""
    return _trend(figures, figures)


def _trend(figures: Sequence[Number], series: Sequence[Number]) -> str:
    """The same of some figures of a series."""
    known = [f for f in figures if f.is_known]
    if not known:
        reasons = {f.why for f in figures if f.why}
        why = ", ".join(sorted(words.of(r) for r in reasons)) or words.of(Missing.NOT_REPORTED)
        return say("trend-none", why=why)
    first, last = known[0], known[-1]
    if first is last:
        return say("trend-only", value=words.of(first), when=_when(first))
    if first.rule_version != last.rule_version:
        same = [f for f in known if f.rule_version == last.rule_version]
        if len(same) < 2:
            return say("trend-after_change", value=words.of(last), when=_when(last))
        return say("trend-since_change", trend=words.lower_first(_trend(same, series)))
    alike = _alike(known)
    if len(alike) < 2:
        return say("trend-not_alike", value=words.of(last), when=_when(last))
    if len(alike) < len(known):
        return say("trend-where_alike", trend=words.lower_first(_trend(alike, series)))
    ends = [say("trend-at", value=words.of(one), when=_when(one)) for one in (first, last)]
    hole = _over_a_hole(known, series)
    way = _way(first, last)
    if not way:
        return words.sentence_case("; ".join(ends)) + hole
    return say(f"trend-{way}", first=ends[0], last=ends[1]) + _beyond(known) + hole


def _over_a_hole(known: Sequence[Figure], series: Sequence[Number]) -> str:
    """How far the last of some numbers lies from the first, and for how many quarters between the series has none;
    nothing where it has one for each."""
    quarters = [q for f in known if (q := words.quarter_of(f)) is not None]
    if len(quarters) < len(known):
        return ""
    first, last = quarters[0], quarters[-1]
    numbered = {q for f in series if f.is_known and (q := words.quarter_of(f)) is not None}
    holes = sum(first + step not in numbered for step in range(last.since(first)))
    if holes < 1:
        return ""
    return ". " + say("chart-holes", distance=words.distance(first, last), count=say("number-word", n=holes))


def _alike(known: Sequence[Figure]) -> list[Figure]:
    """The figures of periods that the program ran for whole and with the service of the last of them."""
    whole = [f for f in known if f.cover.extent is Extent.WHOLE]
    return [f for f in whole if not f.cover.unlike(whole[-1].cover)]


def _way(first: Figure, last: Figure) -> str:
    """Which way a series went from its first to its last number; nothing where that cannot be said: a bound, a rounded
    number or a time in minutes has no interval, and parts of a year are only set beside the same part of another."""
    if any(f.amount.bound is not Bound.EXACT for f in (first, last)):
        return ""
    if first.definition.method is Method.STATED:
        change = _change_of_counts(first, last)
        if change is None:
            return ""
        return "same" if change.low <= 1 <= change.high else "rose" if change.low > 1 else "fell"
    a, b = first.interval, last.interval
    if first.value == last.value or (a and b and a.low <= b.high and b.low <= a.high):
        return "same"
    return "rose" if last.value > first.value else "fell"


def _change_of_counts(first: Figure, last: Figure) -> Interval | None:
    """The 95% interval of the ratio of two whole counts of the same part of a year; None for anything else."""
    whole = all(f.definition.unit.key in COUNTED and float(f.value).is_integer() and f.value > 0 for f in (first, last))
    start, end = first.period.start, last.period.start
    if not whole or start is None or end is None or (start.month, start.day) != (end.month, end.day):
        return None
    return count_ratio(int(last.value), int(first.value))


def _beyond(known: Sequence[Figure]) -> str:
    """The highest or lowest number between the ends of a series, where the ends hide it."""
    ends = sorted((known[0].value, known[-1].value))
    top, bottom = max(known, key=lambda f: f.value), min(known, key=lambda f: f.value)
    more = [
        say(f"trend-{name}", value=words.of(f), when=_when(f))
        for name, f, outside in (
            ("highest", top, top.value > ends[1]),
            ("lowest", bottom, bottom.value < ends[0]),
        )
        if outside and f.definition.method is Method.STATED
    ]
    return f" ({', '.join(more)})" if more else ""


def _when(figure: Number) -> str:
    quarter = words.quarter_of(figure)
    return words.of(quarter) if quarter else words.of(figure.period)
