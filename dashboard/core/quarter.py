"""Quarters and periods of time, calendar and fiscal. Never knows what today is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

_CALENDAR = re.compile(r"([0-9]{4})\s*-?\s*Q([1-4])\Z")
_DATED = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z")
_FISCAL = re.compile(r"FY\s*([0-9]{4})\s*Q([1-4])\Z")
FISCAL_FIRST_MONTHS = (1, 4, 7, 10)


@total_ordering
@dataclass(frozen=True, slots=True)
class Quarter:
    """One calendar quarter: ordered, countable, and readable as a program's own fiscal quarter."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError(f"a quarter is 1 to 4, found {self.number}")
        if not 1900 <= self.year <= 2200:
            raise ValueError(f"a year is 1900 to 2200, found {self.year}")

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """`2026Q3` (or `2026-Q3`) as a quarter; ValueError says what was found and what to write."""
        match = _CALENDAR.match(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a quarter; write it like 2026Q3")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def from_fiscal(cls, label: str, *, first_month: int) -> Quarter:
        """`FY2025 Q4` as the calendar quarter it is, for a fiscal year that begins in `first_month`."""
        match = _FISCAL.match(label.strip())
        if match is None:
            raise ValueError(f"{label!r} is not a fiscal quarter; write it like FY2025 Q4")
        _check_first_month(first_month)
        calendar_year = int(match[1]) - (1 if first_month > 1 else 0)
        return cls(calendar_year, (first_month + 2) // 3) + (int(match[2]) - 1)

    @classmethod
    def containing(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def start(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        return date(self.year + self.number // 4, 3 * self.number % 12 + 1, 1) - timedelta(days=1)

    @property
    def period(self) -> Period:
        return Period(start=self.start, end=self.end, label=str(self))

    def fiscal_label(self, *, first_month: int) -> str:
        """This quarter in a fiscal year that begins in `first_month` and is named for the year it ends in."""
        _check_first_month(first_month)
        shift = (self.number - (first_month + 2) // 3) % 4
        start = self - shift
        return f"FY{start.year + (1 if first_month > 1 else 0)} Q{shift + 1}"

    def __add__(self, quarters: int) -> Quarter:
        year, index = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(year, index + 1)

    def __sub__(self, quarters: int) -> Quarter:
        return self + -quarters

    def since(self, earlier: Quarter) -> int:
        """How many quarters lie between `earlier` and this one."""
        return (self.year - earlier.year) * 4 + self.number - earlier.number

    def __lt__(self, other: Quarter) -> bool:
        return (self.year, self.number) < (other.year, other.number)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


def _check_first_month(month: int) -> None:
    if month not in FISCAL_FIRST_MONTHS:
        raise ValueError(f"a fiscal year begins in month 1, 4, 7 or 10, found {month}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The time a figure is about. Either end may be unknown; the label says it in the source's words."""

    start: date | None
    end: date | None
    label: str = ""

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"a period ends after it starts, found {self.start} to {self.end}")

    @classmethod
    def dated(cls, text: str) -> Period:
        """A day, or the month or year in which it lies where no more is known: `2025-04-07`, `2025-04`, `2025`.
        ValueError says what was found and what to write."""
        if _DATED.match(text):
            year, month, day = (int(part) for part in (text + "-01-01").split("-")[:3])
            try:
                start = date(year, month, day)
            except ValueError:
                pass
            else:
                after = {4: date(year + 1, 1, 1), 7: date(year + month // 12, month % 12 + 1, 1)}
                last = after[len(text)] - timedelta(days=1) if len(text) in after else start
                return cls(start=start, end=last, label=text)
        raise ValueError(f"{text!r} is not a day, a month or a year; write it like 2025-04-07, 2025-04 or 2025")

    @classmethod
    def between(cls, text: str) -> Period:
        """The same of something that happened, or the time in which it did where no month or year holds it:
        `2023-07/2023-12`. ValueError also where the end does not lie after the beginning."""
        first, slash, last = text.partition("/")
        if not slash:
            return cls.dated(text)
        begins, ends = cls.dated(first), cls.dated(last)
        if begins.end and ends.start and begins.end < ends.start:
            return cls(start=begins.start, end=ends.end, label=text)
        raise ValueError(f"{text!r} does not go forward in time; write it like 2023-07/2023-12")
