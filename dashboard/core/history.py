"""What readers saw of a figure, publication by publication: replayed from what was published, never computed anew from
what stands today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest

from dashboard.core.catalogue import Catalogue
from dashboard.core.change import How
from dashboard.core.cover import WHOLE, Cover
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Number, Withheld
from dashboard.core.happening import Event
from dashboard.core.keys import FigureId
from dashboard.core.known import Known
from dashboard.core.ledger import ALL, TOGETHER, FigureRevision, LedgerRow, Missing, Submission
from dashboard.core.measure import by_figure_revision, measure
from dashboard.core.metric import Method, Metric
from dashboard.core.privacy.under_other import INTO
from dashboard.core.publication import YEAR, Inputs, Publication, inputs_over_time, revisions_of
from dashboard.core.quarter import Quarter
from dashboard.core.reason import Reason, reason
from dashboard.core.record import PublicRecord
from dashboard.core.standing import Subject, earned, stated
from dashboard.core.verification import Verification


class What(StrEnum):
    """What happened to a quarter that a figure is made from, or what became of an entry about its program's life."""

    FIRST = "first"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    AGAIN = "again"
    LIFE_ENTERED = "life_entered"
    LIFE_CORRECTED = "life_corrected"
    LIFE_TAKEN_BACK = "life_taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why readers saw a figure anew: what happened, to which quarter, and the reason that was given; for an entry about
    the program's life also what it is about (`event`)."""

    what: What
    quarter: Quarter
    reason: str
    year_before: bool = False  # the other quarter, for growth
    event: Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One revision of a figure: as it was public from that day on, and why; there is more than one cause where both its
    quarters changed at the same moment. `same` says that its number, or the reason for having none, was no other
    before."""

    figure: Number
    began: FigureRevision
    causes: tuple[Cause, ...]
    same: bool = False


def history(
    record: PublicRecord, metric: Metric, program_id: str, quarter: Quarter, call_type: str = ALL
) -> tuple[Entry, ...]:
    """Every revision of a figure of the ledger that was public, oldest first; none where no row of it ever was. Each is
    made from what both quarters said then, and from what was known then of the program's life."""
    made = inputs_of(record, metric, program_id, quarter)
    if not any(one.row(call_type) for one in made[0]):
        return ()
    stands = next(iter(made[2][-1:]), None)
    mine: Publication | None = None
    base: Publication | None = None
    found: list[Entry] = []
    for inputs, after in zip_longest(through := inputs_over_time(*made), through[1:]):
        causes: list[Cause] = []
        for one in inputs.new:
            if isinstance(one, Known):
                causes += _of_life(one, inputs)
            elif one.submission.quarter == quarter:
                causes.append(_cause(one, mine))
                mine = one
            else:
                causes.append(_cause(one, base, year_before=True))
                base = one
        base = inputs.base
        # what is known of a life stands beside every figure, also where it makes no other number of it
        life = inputs.known if after else stands
        row, year_before = (_then(one, call_type, life) for one in (inputs.own, inputs.base))
        if row is not None:
            figure = measure(metric, row, year_before=year_before, began=inputs.began)
        else:
            figure = gap(record, metric, program_id, inputs.own, call_type, inputs.began, life)
        same = bool(found) and seen(found[-1].figure) == seen(figure)
        found.append(Entry(figure=figure, began=inputs.began, causes=tuple(causes), same=same))
    return tuple(found)


def _then(one: Publication | None, call_type: str, known: Known | None) -> LedgerRow | None:
    """The row of a call type in a revision of a quarter, with the cover that was known."""
    row = one.row(call_type) if one else None
    return replace(row, cover=known.life.runs_in(row.quarter)) if row and known else row


def inputs_of(
    record: PublicRecord, metric: Metric, program_id: str, quarter: Quarter
) -> tuple[Sequence[Publication], Sequence[Publication], Sequence[Known]]:
    """The publications of the quarter that a figure is about, for growth those of the quarter a year before, and what
    was known of the program's life."""
    growth = metric.definition.method is Method.CHANGE
    return (
        record.publications_of(program_id, quarter),
        record.publications_of(program_id, quarter - YEAR) if growth else (),
        record.known_of(program_id),
    )


def _cause(one: Publication, stood: Publication | None, *, year_before: bool = False) -> Cause:
    what = What.FIRST if stood is None else What.AGAIN if stood.submission.withdrawn else What.CORRECTED
    what = What.WITHDRAWN if one.submission.withdrawn else what
    return Cause(what=what, quarter=one.submission.quarter, reason=one.submission.note, year_before=year_before)


_OF_LIFE = {
    How.ENTERED: What.LIFE_ENTERED,
    How.CORRECTED: What.LIFE_CORRECTED,
    How.TAKEN_BACK: What.LIFE_TAKEN_BACK,
}


def _of_life(one: Known, inputs: Inputs) -> Iterator[Cause]:
    """What was new of a life that bears on whether two quarters may be compared."""
    quarters = [p.submission.quarter for p in (inputs.own, inputs.base) if p]
    told = [_decides(known, quarters) for known in (inputs.before, one) if known]
    mine = [news for news in one.news if any(event in events for event in news.events for events in told)]
    for news in mine or one.news:
        yield Cause(what=_OF_LIFE[news.how], quarter=quarters[0], reason=news.reason, event=news.event)


def _decides(known: Known, quarters: Sequence[Quarter]) -> set[Event]:
    """The events by which quarters are compared or not."""
    covers = [known.life.runs_in(quarter) for quarter in quarters]
    return {event for cover in covers for event in (*cover.by, *cover.changes)}


def seen(figure: Number) -> tuple[object, ...]:
    """What a reader sees of a figure before anybody checked it: the number with its parts, or why there is none, whose
    word it is, and where it comes from."""
    basis = figure.standing.basis
    about = (basis.mark, tuple(source.source_id for source in basis.sources), figure.rule_version)
    return (*about, figure.why, figure.note, figure.amount, figure.ratio, figure.inputs)


def gap(
    record: PublicRecord,
    metric: Metric,
    program_id: str,
    of: Publication,
    call_type: str,
    began: FigureRevision,
    known: Known | None,
) -> Withheld:
    """The place of a figure in a revision of a quarter that has no row of its call type, with its cover as known."""
    rows = {row.call_type: row for row in of.rows}
    program = record.program(program_id)
    assert program is not None
    revisions = revisions_of(*inputs_of(record, metric, program_id, of.submission.quarter))
    why, note = absent(of.submission, rows, call_type, record.catalogue)
    return nothing(
        metric,
        program_id,
        of.submission.quarter,
        call_type,
        why=why,
        note=note,
        tier=min((row.tier for row in of.rows), default=program.upload_tier),
        began=began,
        records=by_figure_revision(tuple(record.verifications), revisions),
        computed_here=True,
        cover=(known or program).life.runs_in(of.submission.quarter),
    )


def nothing(
    metric: Metric,
    program_id: str,
    quarter: Quarter,
    call_type: str,
    *,
    why: Missing,
    note: tuple[Reason | str, ...],
    tier: EvidenceTier,
    began: FigureRevision | None = None,
    records: Sequence[Verification] = (),
    computed_here: bool = False,
    cover: Cover = WHOLE,
) -> Withheld:
    """The place of a figure of the ledger that no row gives."""
    name = FigureId(program_id, quarter, call_type, metric.key)
    revision = began.revision if began else 1
    return Withheld(
        figure_id=name,
        program_id=program_id,
        definition=metric.definition,
        period=quarter.period,
        call_type=call_type,
        why=why,
        note=note,
        revision=revision,
        published_on=began.on if began else None,
        computed_here=computed_here,
        cover=cover,
        standing=earned(
            stated(tier, ()),
            Subject(program_id, name, revision, metric.definition, quarter.period, call_type),
            records,
        ),
    )


def absent(
    submission: Submission, rows: Mapping[str, LedgerRow], call_type: str, catalogue: Catalogue
) -> tuple[Missing, tuple[Reason, ...]]:
    """Why a revision of a quarter has no row of a call type, and a note on it."""
    if submission.withdrawn:
        return Missing.RETRACTED, ()
    other = rows.get(INTO)
    if other is not None and call_type in other.holds:
        return Missing.NOT_APPLICABLE, (reason("missing-counted_under", kind=catalogue.call_type(INTO)),)
    if call_type == TOGETHER and ALL in rows:
        return Missing.NOT_APPLICABLE, (reason("missing-none_together"),)
    return Missing.NOT_STATED, ()
