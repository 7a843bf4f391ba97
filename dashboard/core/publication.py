"""Revisions of quarters in the order in which they became public, and what follows from that order: which revision of a
figure began with each, when a quarter was first published, and what stands now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from dashboard.core.ledger import LedgerRow, Missing, Submission, Turn
from dashboard.core.quarter import Quarter

YEAR = 4  # quarters between a quarter and the one that its growth is measured against


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One revision of one quarter, with the rows that became public. `seen_on` is the day on which this site first
    showed it; the submission says on which day it was published, which for a data file may be an earlier one. What was
    held back until the same `released` moment became public at once."""

    submission: Submission
    rows: tuple[LedgerRow, ...]
    seen_on: date | None = None
    released: str = ""
    place: int = 0

    @property
    def key(self) -> tuple[str, Quarter]:
        return self.submission.program_id, self.submission.quarter

    @property
    def delivers(self) -> bool:
        """Whether there is a count in it. A withdrawal delivers none, nor does a report without a number; a count that
        is withheld for privacy was delivered."""
        return any(
            isinstance(count, int) or count is Missing.PRIVACY for row in self.rows for count in row.counts.values()
        )

    def row(self, call_type: str) -> LedgerRow | None:
        return next((row for row in self.rows if row.call_type == call_type), None)


def in_order(publications: Iterable[Publication]) -> tuple[Publication, ...]:
    """These publications, given in the order in which they became public, each told its place, and its rows and its
    submission what follows from the order of all of them."""
    placed = [replace(one, place=place) for place, one in enumerate(publications)]
    quarters: dict[tuple[str, Quarter], list[Publication]] = defaultdict(list)
    for one in placed:
        quarters[one.key].append(one)
    found: dict[int, Publication] = {}
    for (program_id, quarter), own in quarters.items():
        turns = turns_of(own)
        growth = turns_of(own, quarters.get((program_id, quarter - YEAR), ()))
        first = next((one.submission for one in own if one.delivers), None)
        for one in own:
            rows = tuple(replace(row, turns=turns, growth_turns=growth) for row in one.rows)
            found[one.place] = replace(one, rows=rows, submission=_begun(one.submission, own[0].submission, first))
    return tuple(found[place] for place in sorted(found))


def _begun(submission: Submission, eldest: Submission, first: Submission | None) -> Submission:
    """A revision that knows when its quarter was due and first published: as that was told at the time."""
    due_on = (first or eldest).due_on
    if first is None or first.revision > submission.revision:
        return replace(submission, due_on=due_on)
    return replace(submission, due_on=due_on, first_revision=first.revision, first_published_on=first.published_on)


def turns_of(own: Sequence[Publication], before: Sequence[Publication] = ()) -> tuple[Turn, ...]:
    """The turns of a figure made from a quarter, and, for growth, from another one before it. Each publication of its
    own quarter is one, and each of the other since: readers then saw it anew, with a day and a cause. A figure made
    from its own quarter alone has the same revisions as the quarter."""
    turns: list[Turn] = []
    stood = number = 0
    since = [b for b in before if own and b.place > own[0].place]
    for _, together in groupby(sorted((*own, *since), key=lambda p: p.place), key=lambda p: p.released or p.place):
        seen = list(together)
        stands = max((one.submission.revision for one in seen if one.key == own[0].key), default=stood)
        number, stood = number + max(stands - stood, 1), stands
        turns.append(Turn(seen[-1].place, _day(seen[-1], turns[-1].on if turns else None), number))
    return tuple(turns)


def _day(one: Publication, last: date | None) -> date | None:
    """The day on which readers could see it: as it is told, unless that is before what stood already."""
    on = one.submission.published_on or one.seen_on
    if last is None or on is None or on >= last:
        return on
    return max(last, one.seen_on or last)


def newest(publications: Iterable[Publication]) -> dict[tuple[str, Quarter], Publication]:
    """What stands of each quarter: the last of its publications, by program and quarter."""
    return {one.key: one for one in publications}
