"""What rows of the data files point to: a check and a trace to a figure that is there, a tier to who says it. Never
asks a database that holds older rows to keep what was not asked of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from dashboard.core.evidence import OUTSIDE_KINDS, EvidenceTier
from dashboard.core.keys import FigureId
from dashboard.core.ledger import ALL
from dashboard.core.metrics import METRICS
from dashboard.store import tables as t
from dashboard.store.files import BrokenRow, Located, Where
from dashboard.store.life_tables import ProgramEventRow

NOT_TRACED = "not traced"  # stands in a trace for a number that could not be found as it is printed
MOST_WORDS = 12  # a trace gives the number in the few words around it, never a whole sentence

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
Revision = tuple[str, int]  # a figure's id or a quarter's key, and its revision
# what a source says of a program in words
_DESCRIBED = (t.ProgramRow, t.DecisionRow, t.OwnLabelRow, t.RemarkRow, ProgramEventRow)


def check(located: Sequence[Located], quarters: Collection[Revision]) -> None:
    """BrokenRow names the first row that points to nothing: `quarters` are the revisions of quarters that the database
    holds beside those of the files, for a figure of a quarter may be checked too."""
    figures = {(o.row.figure_id, o.row.revision): o.where for o in located if isinstance(o.row, t.FigureRow)}
    kinds = {o.row.source_id: o.row.publisher_kind for o in located if isinstance(o.row, t.SourceRow)}
    call_types = {o.row.call_type for o in located if isinstance(o.row, t.CallTypeRow)} | {ALL}
    stated = {*quarters, *((o.row.key, o.row.revision) for o in located if isinstance(o.row, t.SubmissionRow))}
    for row, where in ((o.row, o.where) for o in located):
        if isinstance(row, t.TraceRow):
            _check_known(row, where, figures)
            _check_trace(row, where)
        elif isinstance(row, t.VerificationRow):
            if "." in row.figure_id:
                _check_counted(row, where, call_types, stated)
            else:
                _check_known(row, where, figures)
        elif isinstance(row, t.SourceRow) and row.sha256 and not _SHA256.match(row.sha256):
            raise BrokenRow(where, "sha256", repr(row.sha256), "Give 64 hexadecimal digits, or leave it empty.")
        elif isinstance(row, _DESCRIBED):
            _check_said(row, where, kinds)
    _check_traced(located)


def _check_known(row: t.TraceRow | t.VerificationRow, where: Where, figures: Mapping[Revision, Where]) -> None:
    if (row.figure_id, row.figure_revision) in figures:
        return
    revisions = sorted(revision for name, revision in figures if name == row.figure_id)
    if not revisions:
        raise BrokenRow(where, "figure_id", repr(row.figure_id), "Name a row of figures.csv or series.csv.")
    held = ", ".join(map(str, revisions))
    raise BrokenRow(
        where,
        "figure_revision",
        str(row.figure_revision),
        f"Name a revision of {row.figure_id!r} that is there: {held}.",
    )


def _check_counted(
    row: t.VerificationRow, where: Where, call_types: Collection[str], quarters: Collection[Revision]
) -> None:
    """A figure of a quarter is named by program, quarter, call type and measure; its revision is the quarter's."""
    named = FigureId.of(row.figure_id)
    if named is None or named != row.figure_id or named.call_type not in call_types or named.metric not in METRICS:
        todo = "Name it as program.quarter.call_type.measure, like austin_emcot.2026Q3.all.phone_resolution."
        raise BrokenRow(where, "figure_id", repr(row.figure_id), todo)
    if (named.quarter_key, row.figure_revision) not in quarters:
        found = f"{row.figure_id!r}, revision {row.figure_revision}"
        raise BrokenRow(where, "figure_id", found, "Name a revision of a quarter that is published.")


def _check_trace(row: t.TraceRow, where: Where) -> None:
    if row.printed == NOT_TRACED:
        return
    if len(row.printed.split()) > MOST_WORDS:
        found = f"{len(row.printed.split())} words"
        raise BrokenRow(where, "printed", found, f"Give the number and the few words around it, at most {MOST_WORDS}.")
    try:
        date.fromisoformat(row.read_on)
    except ValueError:
        raise BrokenRow(
            where, "read_on", repr(row.read_on), "Give the day on which it was read, as 2026-09-30."
        ) from None


def _check_traced(located: Sequence[Located]) -> None:
    """A figure as it stands says how its source prints it, that nobody found it there, or what it is computed from."""
    traced = {(o.row.figure_id, o.row.figure_revision) for o in located if isinstance(o.row, t.TraceRow)}
    newest: dict[str, tuple[t.FigureRow, Where]] = {}
    for one in sorted(located, key=lambda o: o.row.revision):
        if isinstance(one.row, t.FigureRow):
            newest[one.row.figure_id] = one.row, one.where
    for row, where in newest.values():
        if not (row.computed_from or row.same_as or (row.figure_id, row.revision) in traced):
            found = f"revision {row.revision} of {row.figure_id!r} without a trace"
            todo = (
                f"Add it to traces.csv as its source prints it, or as '{NOT_TRACED}'; or say what it is computed from."
            )
            raise BrokenRow(where, "figure_id", found, todo)


def _check_said(
    row: t.ProgramRow | t.DecisionRow | t.OwnLabelRow | t.RemarkRow | ProgramEventRow,
    where: Where,
    kinds: Mapping[str, str],
) -> None:
    """What an outsider says of a program in words is never the program's own report."""
    said = [("stated_tier", row.stated_tier, row.source_id)]
    if isinstance(row, t.ProgramRow):
        said.append(("model_tier", row.model_tier, row.model_source_id or row.source_id))
    for column, tier, source_id in said:
        kind = kinds.get(source_id, "")
        if tier == EvidenceTier.PROGRAM_REPORTED.key and kind in OUTSIDE_KINDS:
            todo = f"Its source {source_id!r} is {kind}: give {EvidenceTier.THIRD_PARTY_UNREVIEWED.key}."
            raise BrokenRow(where, column, repr(tier), todo)
