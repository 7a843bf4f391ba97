"""What a record of a check counted for when it became public, and what ended that: told of each revision of a figure in
the order in which readers saw it, so that nothing that was public is unsaid later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dashboard.core.reason import Reason, reason
from dashboard.core.source_life import SourceLife
from dashboard.core.standing import Standing, earned
from dashboard.core.verification import Verification


class Counted(StrEnum):
    """What a record was to a figure when it became public."""

    VERIFIED = "verified"
    DIFFERS = "differs"
    SHORT = "short"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A record as it became public, what it was then, where the figure stood then; and where it raised the figure and
    does so no longer, why and since when."""

    record: Verification
    counted: Counted
    standing: Standing
    ended: Reason | None = None
    ended_on: date | None = None


def told(standing: Standing) -> Iterator[Told]:
    """Every record of a revision as it counted when it was made, oldest first."""
    mine = [r for r in standing.records if r.revision == standing.of.revision]
    every = [replace(one, revision=r.revision) for r in mine for one in (*r.before, r)]
    for moment in sorted({_place(one) for one in every}):
        then = earned(standing.basis, standing.of, [known for r in mine if (known := _known(r, moment))])
        held = {
            Counted.VERIFIED: then.raised_by,
            Counted.DIFFERS: then.disagreeing,
            Counted.SHORT: tuple(r for r, _ in then.short),
        }
        for counted, records in held.items():
            for record in (r for r in records if _place(r) == moment):
                ended, on = _ended(record, standing) if counted is Counted.VERIFIED else (None, None)
                yield Told(record=record, counted=counted, standing=then, ended=ended, ended_on=on)


def _place(record: Verification) -> int:
    return record.made or 0


def _known(record: Verification, moment: int) -> Verification | None:
    """A record and the life of its document as they were known at a moment; None where it was made later."""
    made = [one for one in (*record.before, record) if _place(one) <= moment]
    if not made:
        return None
    seen = tuple(s for s in made[-1].source.life.sightings if (s.entered or 0) <= moment)
    source = replace(made[-1].source, life=SourceLife(seen))
    return replace(made[-1], revision=record.revision, source=source)


def _ended(record: Verification, now: Standing) -> tuple[Reason | None, date | None]:
    """Why a record that raised a figure does so no longer, and since when; nothing while it does."""
    if any(_same(record, r) for r in now.raised_by):
        return None, None
    if withdrawn := _today(record, now).source.life.withdrawn:
        return reason("short-withdrawn", event=withdrawn), withdrawn.entered_on
    later = [r for r in now.disagreeing if _place(r) > _place(record)]
    if later:
        return reason("short-otherwise", verifier=later[0].verifier, found=later[0].found), later[0].made_on
    made = _today(record, now)
    return reason("short-anew", verifier=made.verifier), made.made_on


def _today(record: Verification, now: Standing) -> Verification:
    """The record of the same body and revision as it stands today."""
    held = (r for r in now.records if any(_same(record, one) for one in (*r.before, r)))
    return next(held, record)


def _same(one: Verification, other: Verification) -> bool:
    return (one.verifier, one.dated, one.made, one.agrees) == (other.verifier, other.dated, other.made, other.agrees)
