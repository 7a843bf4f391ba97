"""Revisions of quarters, and what was known of lives, in the order in which they became public, and what follows from
that order: which revision of a figure began with each, when a quarter was first published, and what stands now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.core.known import Known
from dashboard.core.ledger import Count, FigureRevision, LedgerRow, Missing, Submission
from dashboard.core.quarter import Quarter
from dashboard.core.reason import Reason

YEAR = 4  # quarters between a quarter and the one that its growth is measured against


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One revision of one quarter, with the rows that became public. `seen_on` is the day on which this site first
    showed it; the submission says on which day it was published, which for a data file may be an earlier one. What was
    held back until the same `released` moment became public at once; what came with data files names their load
    (`moment`)."""

    submission: Submission
    rows: tuple[LedgerRow, ...]
    seen_on: date | None = None
    released: str = ""
    moment: str = ""
    place: int = 0

    @property
    def key(self) -> tuple[str, Quarter]:
        return self.submission.program_id, self.submission.quarter

    @property
    def delivers(self) -> bool:
        """Whether there is a count in it. A withdrawal delivers none, nor does a report without a number; a count that
        is withheld for privacy was delivered."""
        return delivers([row.counts for row in self.rows])

    def row(self, call_type: str) -> LedgerRow | None:
        return next((row for row in self.rows if row.call_type == call_type), None)


def delivers(reports: Iterable[Mapping[str, Count]]) -> bool:
    """Whether there is a count in these: one above zero, one that is withheld, or zero eligible calls of each of them.
    A few zeros beside counts that are still to come say nothing of a quarter."""
    counts = list(reports)
    above = any((isinstance(c, int) and c > 0) or c is Missing.PRIVACY for row in counts for c in row.values())
    return above or (bool(counts) and all(row["eligible"] == 0 for row in counts))


def in_order(moments: Iterable[Publication | Known]) -> tuple[tuple[Publication, ...], tuple[Known, ...]]:
    """Publications, and what was known of lives, given in the order in which they became public, each told its place.
    The rows and the submission of a publication are told what follows from the order of all of them."""
    placed = [replace(one, place=place) for place, one in enumerate(moments)]
    quarters: dict[tuple[str, Quarter], list[Publication]] = defaultdict(list)
    known: dict[str, list[Known]] = defaultdict(list)
    for one in placed:
        if isinstance(one, Known):
            known[one.program_id].append(one)
        else:
            quarters[one.key].append(one)
    found: dict[int, Publication] = {}
    for (program_id, quarter), own in quarters.items():
        lives = known.get(program_id, ())
        revisions = revisions_of(own)
        growth = revisions_of(own, quarters.get((program_id, quarter - YEAR), ()), lives)
        first = next((one.submission for one in own if one.delivers), None)
        cover = lives[-1].life.runs_in(quarter) if lives else None
        owed = lives[-1].life.is_due(quarter) if lives else True
        for one in own:
            rows = tuple(
                replace(row, figure_revisions=revisions, growth_revisions=growth, cover=cover or row.cover)
                for row in one.rows
            )
            begun = _begun(one.submission, own[0].submission, first)
            found[one.place] = replace(one, rows=rows, submission=begun if owed else replace(begun, due_on=None))
    return tuple(found[place] for place in sorted(found)), tuple(one for one in placed if isinstance(one, Known))


def _begun(submission: Submission, eldest: Submission, first: Submission | None) -> Submission:
    """A revision that knows when its quarter was due and first published: as that was told at the time."""
    due_on = (first or eldest).due_on
    if first is None or first.revision > submission.revision:
        return replace(submission, due_on=due_on)
    return replace(submission, due_on=due_on, first_revision=first.revision, first_published_on=first.published_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a figure was made from, from one revision of it to the next: its own quarter, for growth the one before it,
    and what was known of the program's life; and which of them were new."""

    began: FigureRevision
    own: Publication
    base: Publication | None
    known: Known | None
    new: tuple[Publication | Known, ...]
    before: Known | None  # what was known of the life until then


def inputs_over_time(
    own: Sequence[Publication], before: Sequence[Publication] = (), known: Sequence[Known] = ()
) -> tuple[Inputs, ...]:
    """How a figure made from a quarter, and, for growth, from another one before it, came to be what it is. Each
    publication of its own quarter begins a revision, each of the other since, and whatever was entered of the program's
    life since that changes whether the two may be compared: readers then saw it anew, with a day and a cause. A figure
    made from its own quarter alone has the same revisions as the quarter."""
    found: list[Inputs] = []
    stands: Publication | None = None
    base: Publication | None = None
    life: Known | None = None
    number = 0
    for together in _at_once(sorted((*own, *before, *known), key=lambda one: one.place)):
        already, was, stood = stands is not None, life, stands.submission.revision if stands else 0
        new: list[Publication | Known] = []
        for one in together:
            if isinstance(one, Known):
                life = one
            elif own and one.key == own[0].key:
                stands = one
                new.append(one)
            else:
                base = one
                if already or stands:  # what happened to the other quarter before this figure began is no cause
                    new.append(one)
        if stands is None:
            continue
        if already and was is not life and _unlike(stands, base, was) != _unlike(stands, base, life):
            new += [one for one in together if isinstance(one, Known)]
        if new:
            number += max(stands.submission.revision - stood, 1)
            day = _day(together[-1], found[-1].began.on if found else None)
            began = FigureRevision(together[-1].place, day, number)
            found.append(Inputs(began=began, own=stands, base=base, known=life, new=tuple(new), before=was))
    return tuple(found)


def _at_once(moments: Sequence[Publication | Known]) -> Iterator[list[Publication | Known]]:
    """These moments, those together that nobody could see one without the other: released at the same moment, or
    entered about lives by one load, also with the first quarter of that load."""
    group: list[Publication | Known] = []
    for one in moments:
        if group:
            last = group[-1]
            if isinstance(last, Known):
                joins = last.moment != "" and last.moment == one.moment
            else:
                joins = isinstance(one, Publication) and last.released != "" and last.released == one.released
            if not joins:
                yield group
                group = []
        group.append(one)
    if group:
        yield group


def _unlike(own: Publication, base: Publication | None, known: Known | None) -> tuple[Reason, ...]:
    """Why a quarter is not compared with the one before it, as far as that hangs on the life of the program."""
    if base is None or known is None or own.submission.withdrawn or base.submission.withdrawn:
        return ()
    if own.submission.rule_version != base.submission.rule_version:
        return ()
    return known.life.runs_in(own.submission.quarter).unlike(known.life.runs_in(base.submission.quarter))


def revisions_of(
    own: Sequence[Publication], before: Sequence[Publication] = (), known: Sequence[Known] = ()
) -> tuple[FigureRevision, ...]:
    """The revisions of a figure made from a quarter, and, for growth, from another one before it."""
    return tuple(inputs.began for inputs in inputs_over_time(own, before, known))


def _day(one: Publication | Known, last: date | None) -> date | None:
    """The day on which readers could see it: as it is told, unless that is before what stood already."""
    on = one.seen_on if isinstance(one, Known) else one.submission.published_on or one.seen_on
    if last is None or on is None or on >= last:
        return on
    return max(last, one.seen_on or last)


def newest(publications: Iterable[Publication]) -> dict[tuple[str, Quarter], Publication]:
    """What stands of each quarter: the last of its publications, by program and quarter."""
    return {one.key: one for one in publications}
