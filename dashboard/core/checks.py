"""What a record of a check counted for when it became public, and what ended that: told of each revision of a figure in
the order in which readers saw it, so that nothing that was public is unsaid later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dashboard.core.reason import Reason, reason
from dashboard.core.source_life import Sighting
from dashboard.core.standing import Standing, earned
from dashboard.core.verification import Verification


class Counted(StrEnum):
    """What a record was to a figure when it became public."""

    VERIFIED = "verified"
    DIFFERS = "differs"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Lapse:
    """A time in which a record counted no longer, because of an entry that was taken back afterwards: why, since when
    and where the figure stood then; and from when on it counted again, and where the figure stood with it."""

    why: Reason
    since: date | None
    standing: Standing
    until: date | None
    again: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutcome:
    """A record as it became public, what it was then, where the figure stood then; and where it raised the figure and
    does so no longer, why, since when and where that left it; and when it did not in between."""

    record: Verification
    counted: Counted
    standing: Standing
    ended: Reason | None = None
    ended_on: date | None = None
    left: Standing | None = None
    lapses: tuple[Lapse, ...] = ()


def as_counted(standing: Standing) -> Iterator[CheckOutcome]:
    """Every record of a revision as it counted when it was made, oldest first."""
    mine = [r for r in standing.records if r.revision == standing.of.revision]
    every = [replace(one, revision=r.revision) for r in mine for one in (*r.before, r)]
    for moment in sorted({_place(one) for one in every}):
        then = _at(standing, moment)
        held = {
            Counted.VERIFIED: then.raised_by,
            Counted.DIFFERS: then.disagreeing,
            Counted.SHORT: tuple(r for r, _ in then.short),
        }
        for counted, records in held.items():
            for record in (r for r in records if _place(r) == moment):
                raised = counted is Counted.VERIFIED
                ended, on, place = (_ended(record, standing) if raised else None) or (None, None, None)
                yield CheckOutcome(
                    record=record,
                    counted=counted,
                    standing=then,
                    ended=ended,
                    ended_on=on,
                    left=None if place is None else _at(standing, place),
                    lapses=tuple(_lapses(record, standing)) if raised else (),
                )


def as_published(standing: Standing, day: date | None) -> Standing:
    """Where a revision of a figure stood at the end of the day on which it became public; as it stands where that day
    is not known."""
    if day is None:
        return standing
    places = [_place(one) for r in standing.records for one in (*r.before, r) if (one.made_on or day) <= day]
    return _at(standing, max(places, default=-1))


def _at(standing: Standing, place: int) -> Standing:
    """Where a revision of a figure stood after an event."""
    mine = [r for r in standing.records if r.revision == standing.of.revision]
    return earned(standing.basis, standing.of, [known for r in mine if (known := _known(r, place))])


def _place(record: Verification) -> int:
    return record.made or 0


def _known(record: Verification, moment: int) -> Verification | None:
    """A record and the life of its document as they were known at a moment; None where it was made later."""
    made = [one for one in (*record.before, record) if _place(one) <= moment]
    if not made:
        return None
    source = replace(made[-1].source, life=made[-1].source.life.as_of(moment))
    return replace(made[-1], revision=record.revision, source=source)


def _ended(record: Verification, now: Standing) -> tuple[Reason, date | None, int] | None:
    """Why a record that raised a figure does so no longer, since which day and event; nothing while it does."""
    if any(_same(record, r) for r in now.raised_by):
        return None
    if withdrawn := next((begun for begun, end in _withdrawn(record, now) if end is None), None):
        return reason("short-withdrawn", event=withdrawn), withdrawn.entered_on, withdrawn.place
    later = [r for r in now.disagreeing if _place(r) > _place(record)]
    if later:
        first = later[0]
        return reason("short-otherwise", verifier=first.verifier, found=first.found), first.made_on, _place(first)
    made = _today(record, now)
    return reason("short-anew", verifier=made.verifier), made.made_on, _place(made)


def _lapses(record: Verification, now: Standing) -> Iterator[Lapse]:
    """The times in which the document of a record was withdrawn, by an entry that was taken back since."""
    for begun, end in _withdrawn(record, now):
        if end is not None and begun.place > _place(record):
            why = reason("short-withdrawn", event=begun)
            yield Lapse(why, begun.entered_on, _at(now, begun.place), end.entered_on, _at(now, end.place))


def _withdrawn(record: Verification, now: Standing) -> Iterator[tuple[Sighting, Sighting | None]]:
    return _today(record, now).source.life.withdrawals()


def _today(record: Verification, now: Standing) -> Verification:
    """The record of the same body and revision as it stands today."""
    held = (r for r in now.records if any(_same(record, one) for one in (*r.before, r)))
    return next(held, record)


def _same(one: Verification, other: Verification) -> bool:
    return (one.verifier, one.dated, one.made, one.agrees) == (other.verifier, other.dated, other.made, other.agrees)
