"""What readers saw of a figure, publication by publication: replayed from what was published, never computed anew from
what stands today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dashboard.core.catalogue import Catalogue
from dashboard.core.cover import WHOLE, Cover
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure, Withheld
from dashboard.core.ledger import ALL, TOGETHER, LedgerRow, Missing, Submission, Turn
from dashboard.core.measure import measure, of_turns
from dashboard.core.merging import INTO
from dashboard.core.metric import Method, Metric
from dashboard.core.publication import YEAR, Publication, turns_of
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.core.standing import earned, stated
from dashboard.core.verification import Verification


class What(StrEnum):
    """What happened to a quarter that a figure is made from."""

    FIRST = "first"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    AGAIN = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why readers saw a figure anew: what happened, to which quarter, and the reason that was given."""

    what: What
    quarter: Quarter
    reason: str
    year_before: bool = False  # the other quarter, for growth


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One revision of a figure: as it was public from that day on, and why; there is more than one cause where both its
    quarters changed at the same moment. `same` says that its number, or the reason for having none, was no other
    before."""

    figure: Figure | Withheld
    turn: Turn
    causes: tuple[Cause, ...]
    same: bool = False


def history(
    record: PublicRecord, metric: Metric, program_id: str, quarter: Quarter, call_type: str = ALL
) -> tuple[Entry, ...]:
    """Every revision of a figure of the ledger that was public, oldest first; none where no row of it ever was."""
    own, before = made_from(record, metric, program_id, quarter)
    if not any(one.row(call_type) for one in own):
        return ()
    waiting = sorted((*own, *before), key=lambda one: one.place)
    mine: Publication | None = None
    base: Publication | None = None
    found: list[Entry] = []
    for turn in turns_of(own, before):
        causes = []
        while waiting and waiting[0].place <= turn.place:
            one = waiting.pop(0)
            if one.submission.quarter == quarter:
                causes.append(_cause(one, mine))
                mine = one
            else:
                if found or mine:  # what happened to the other quarter before this figure began is no cause
                    causes.append(_cause(one, base, year_before=True))
                base = one
        assert mine is not None  # a figure begins with its own quarter
        row, year_before = mine.row(call_type), base.row(call_type) if base else None
        if row is not None:
            figure = measure(metric, row, year_before=year_before, turn=turn)
        else:
            figure = gap(record, metric, program_id, mine, call_type, turn)
        same = bool(found) and seen(found[-1].figure) == seen(figure)
        found.append(Entry(figure=figure, turn=turn, causes=tuple(causes), same=same))
    return tuple(found)


def made_from(
    record: PublicRecord, metric: Metric, program_id: str, quarter: Quarter
) -> tuple[Sequence[Publication], Sequence[Publication]]:
    """The publications of the quarter that a figure is about, and for growth those of the quarter a year before."""
    growth = metric.definition.method is Method.CHANGE
    return (
        record.publications_of(program_id, quarter),
        record.publications_of(program_id, quarter - YEAR) if growth else (),
    )


def _cause(one: Publication, stood: Publication | None, *, year_before: bool = False) -> Cause:
    what = What.FIRST if stood is None else What.AGAIN if stood.submission.withdrawn else What.CORRECTED
    what = What.WITHDRAWN if one.submission.withdrawn else what
    return Cause(what=what, quarter=one.submission.quarter, reason=one.submission.note, year_before=year_before)


def seen(figure: Figure | Withheld) -> tuple[object, ...]:
    """What a reader sees of a figure before anybody checked it: the number with its parts, or why there is none, whose
    word it is, and where it comes from."""
    basis = figure.standing.basis
    about = (basis.mark, tuple(source.source_id for source in basis.sources), figure.rule_version)
    if isinstance(figure, Withheld):
        return (*about, figure.why, figure.note)
    return (*about, figure.amount, figure.ratio, figure.inputs)


def gap(
    record: PublicRecord,
    metric: Metric,
    program_id: str,
    of: Publication,
    call_type: str,
    turn: Turn,
) -> Withheld:
    """The place of a figure in a revision of a quarter that has no row of its call type."""
    rows = {row.call_type: row for row in of.rows}
    program = record.program(program_id)
    assert program is not None
    turns = turns_of(*made_from(record, metric, program_id, of.submission.quarter))
    why, note = absent(of.submission, rows, call_type, record.catalogue)
    return nothing(
        metric,
        program_id,
        of.submission.quarter,
        call_type,
        why=why,
        note=note,
        tier=min((row.tier for row in of.rows), default=program.upload_tier),
        turn=turn,
        records=of_turns(tuple(record.verifications), turns),
        computed_here=True,
        cover=program.life.runs_in(of.submission.quarter),
    )


def nothing(
    metric: Metric,
    program_id: str,
    quarter: Quarter,
    call_type: str,
    *,
    why: Missing,
    note: str,
    tier: EvidenceTier,
    turn: Turn | None = None,
    records: Sequence[Verification] = (),
    computed_here: bool = False,
    cover: Cover = WHOLE,
) -> Withheld:
    """The place of a figure of the ledger that no row gives."""
    name = f"{program_id}.{quarter}.{call_type}.{metric.key}"
    revision = turn.revision if turn else 1
    return Withheld(
        figure_id=name,
        program_id=program_id,
        definition=metric.definition,
        period=quarter.period,
        call_type=call_type,
        why=why,
        note=note,
        revision=revision,
        published_on=turn.on if turn else None,
        computed_here=computed_here,
        cover=cover,
        standing=earned(
            stated(tier, ()),
            figure_id=name,
            revision=revision,
            period=quarter.period,
            family=metric.definition.family,
            records=records,
        ),
    )


def absent(
    submission: Submission, rows: Mapping[str, LedgerRow], call_type: str, catalogue: Catalogue
) -> tuple[Missing, str]:
    """Why a revision of a quarter has no row of a call type, and a note on it."""
    if submission.withdrawn:
        return Missing.RETRACTED, ""
    other = rows.get(INTO)
    if other is not None and call_type in other.holds:
        return Missing.NOT_APPLICABLE, f"counted under {catalogue.call_type_name(INTO)}"
    if call_type == TOGETHER and ALL in rows:
        return Missing.NOT_APPLICABLE, "no call types are shown as one"
    return Missing.NOT_STATED, ""
