"""Days, quarters and periods as a reader says them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dashboard.core.quarter import Period, Quarter
from dashboard.voice import dated, say, voice

_CALENDAR = re.compile(r"[0-9]{4}\s*-?\s*Q[1-4]\Z")


def quarter(one: Quarter) -> str:
    """`Jul to Sep 2026`."""
    return say(f"quarter-{one.number}", year=str(one.year))


def period(one: Period) -> str:
    """`2022`, `Jan 2022`, `Jul 2021 to Jun 2022` for whole years and months, else both days; a quarter as one.

    Where one end is open, a first of a month is told as the month and a first of January as the year."""
    if _CALENDAR.match(one.label):
        return quarter(Quarter.parse(one.label))
    if one.start and one.end:
        return _span(one.start, one.end)
    if one.start:
        return say("time-from", first=_since(one.start))
    if one.end:
        return say("time-until", last=_until(one.end))
    return say("time-not_stated")


def _span(start: date, end: date) -> str:
    whole = start.day == 1 and _ends_month(end)
    if start == end:
        return short_day(start)
    if not whole:
        return _from_to(short_day(start), short_day(end))
    if (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else _from_to(str(start.year), str(end.year))
    return month(start) if month(start) == month(end) else _from_to(month(start), month(end))


def _since(first: date) -> str:
    """A first day alone, no more exactly than it is known: a source that says 'since 2016' is on file as January 1."""
    if first.day != 1:
        return short_day(first)
    return str(first.year) if first.month == 1 else month(first)


def _until(last: date) -> str:
    """A last day alone: one that ends a month or a year may be no more than that month or year."""
    if not _ends_month(last):
        return short_day(last)
    return str(last.year) if last.month == 12 else month(last)


def _ends_month(one: date) -> bool:
    return (one + timedelta(days=1)).day == 1


def _from_to(first: str, last: str) -> str:
    return say("time-span", first=first, last=last)


def when(one: Period) -> str:
    """`on Apr 7, 2025`, `in Apr 2025` where no more is known, or `at some time from Jul 2023 to Dec 2023`."""
    if "/" in one.label:
        return say("time-some_time", when=period(one))
    return say("time-on", day=period(one)) if one.start == one.end else say("time-in", when=period(one))


def short_day(day: date) -> str:
    """`Apr 7, 2025`."""
    return dated(day, say("time-day_pattern"), voice().tag)


def day(one: date) -> str:
    """`April 7, 2025`."""
    return voice().day(one)


def month(day: date) -> str:
    """`Apr 2025`."""
    return dated(day, say("time-month_pattern"), voice().tag)


def distance(earlier: Quarter, later: Quarter) -> str:
    """How far apart two quarters are: `one quarter`, `five quarters`, `two years`. ValueError unless in order."""
    quarters = later.since(earlier)
    if quarters < 1:
        raise ValueError(f"{later} does not lie after {earlier}")
    return say("time-quarters", n=quarters) if quarters % 4 else say("time-years", n=quarters // 4)


def before(earlier: Quarter, later: Quarter) -> str:
    """How far a quarter lies before another: `the quarter before`, `two years earlier`. ValueError if not before it."""
    if later.since(earlier) == 1:
        return say("time-quarter_before")
    return say("time-earlier", distance=distance(earlier, later))
