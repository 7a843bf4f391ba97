"""Which ends of a figure's period its source prints, and which this site assumed: told by the caveats."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from dashboard.core.figure import Number
from dashboard.core.record import PublicRecord


class End(StrEnum):
    """One of the two ends of a period."""

    FIRST = "first"
    LAST = "last"


BOTH = frozenset(End)

# what a caveat says of a day, month or year that its source does not print and the period gives all the same: in this
# order, so that one end by its name comes before both
_SHOWS: tuple[tuple[frozenset[End], str], ...] = (
    (frozenset({End.LAST}), r"\b(end of the period|last day) is (inferred|assumed)|\btaken as the end\b"),
    (frozenset({End.FIRST}), r"\b(start of the period|first day) is (inferred|assumed)"),
    (frozenset({End.FIRST}), r"\bday of the first call\b.*\bnot printed\b"),
    (BOTH, r"\b(inferred|assumed)\b|\btaken here as \d{4}\b"),
)


def assumed(record: PublicRecord, figure: Number) -> frozenset[End]:
    """The ends of its period that are this site's own reading: by its own caveat, or by that of another number that
    the program has from the same source, with the same day. What was assumed for one was for all."""
    found: set[End] = set()
    for p in record.all_published_of(figure.program_id):
        if p.figure is figure or p.figure.sources[:1] == figure.sources[:1]:
            found |= {end for end in _said(p.figure) if _day(p.figure, end) == _day(figure, end)}
    return frozenset(end for end in found if _day(figure, end))


def printed(record: PublicRecord, figure: Number) -> bool:
    """Whether a source gives both ends of its period."""
    return bool(figure.period.start and figure.period.end) and not assumed(record, figure)


def _said(figure: Number) -> frozenset[End]:
    """What the caveat of a figure says of its ends."""
    said = figure.caveat
    if not isinstance(said, str):
        return frozenset()
    return next((ends for ends, shows in _SHOWS if re.search(shows, said)), frozenset())


def _day(figure: Number, end: End) -> date | None:
    return figure.period.start if end is End.FIRST else figure.period.end
