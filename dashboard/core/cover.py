"""How much of a period a program ran for: whole, in part or not at all, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dashboard.core.happening import Event
from dashboard.core.quarter import Period
from dashboard.core.reason import Reason, reason

Span = tuple[date, date]  # first and last day


class Extent(StrEnum):
    """How much of a period a program ran, as far as is known."""

    WHOLE = "whole"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Cover:
    """How much of a period a program ran and why no more (`why`); what decided that (`by`);
    and every change of its service up to the end of the period."""

    extent: Extent = Extent.WHOLE
    why: tuple[Reason, ...] = ()
    by: tuple[Event, ...] = ()
    changes: tuple[Event, ...] = ()

    def unlike(self, other: Cover) -> tuple[Reason, ...]:
        """Why two periods of these covers are not compared: one is covered in part, or the service changed between
        them. Nothing where they may be."""
        reasons = [why for cover in (self, other) if cover.extent is not Extent.WHOLE for why in cover.why]
        if not reasons:
            differ = sorted(set(self.changes) ^ set(other.changes), key=lambda e: (e.first, e.last, e.what, e.text))
            ours = {True: "cover-between_another", False: "cover-between"}
            reasons = [reason(ours[event.beside], event=event) for event in differ]
        return tuple(dict.fromkeys(reasons))


WHOLE = Cover()


def within(span: Span, period: Period) -> list[Span]:
    """The part of a span of days that lies in a period; nothing where none does."""
    assert period.start and period.end
    first, last = max(span[0], period.start), min(span[1], period.end)
    return [(first, last)] if first <= last else []


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans of days in order, those that touch or overlap as one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def share(period: Period, certain: list[Span], possible: list[Span]) -> Reason:
    """How much of a period is covered, and no more exactly than the events are known."""
    assert period.start and period.end
    whole = (period.start, period.end)
    months, touched = len(_months([whole])), len(_months(possible))
    if certain == possible and not all(_whole_months(span, whole) for span in certain):
        days, of = (sum((last - first).days + 1 for first, last in spans) for spans in (certain, [whole]))
        return reason("cover-days", days=days, all=of)
    if touched == months or months > 12:
        return reason("cover-doubtful")
    said = "cover-months" if certain == possible else "cover-months_most"
    return reason(said, n=touched, count=_number(touched), all=_number(months))


def _number(small: int) -> Reason:
    return reason("number-word", n=small)


def _months(spans: Iterable[Span]) -> set[int]:
    """The months in which days of these spans lie."""
    ends = ((12 * day.year + day.month for day in span) for span in spans)
    return {month for first, last in ends for month in range(first, last + 1)}


def _whole_months(span: Span, whole: Span) -> bool:
    """Whether a span begins and ends with a month, or with all of the period."""
    begins = span[0].day == 1 or span[0] == whole[0]
    return begins and ((span[1] + timedelta(days=1)).day == 1 or span[1] == whole[1])
