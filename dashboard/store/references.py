"""What rows of the data files point to: a check and a trace to a figure that is there, a tier to who says it. Never
asks a database that holds older rows to keep what was not asked of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial

from dashboard.core.catalogue import Program
from dashboard.core.evidence import OUTSIDE_KINDS, EvidenceTier, Source
from dashboard.core.keys import FigureId
from dashboard.core.ledger import ALL
from dashboard.core.metrics import METRICS
from dashboard.core.quarter import Period
from dashboard.core.record import PublicRecord
from dashboard.core.standing import Basis, own_document, stated
from dashboard.core.verification import CHECKING_KINDS, EFFECT, Read, Relation, inside
from dashboard.store import tables as t
from dashboard.store.files import BrokenRow, SourcedRow, Where
from dashboard.store.life_tables import ProgramEventRow
from dashboard.words import of

NOT_TRACED = "not traced"  # stands in a trace for a number that could not be found as it is printed
MOST_WORDS = 12  # a trace gives the number in the few words around it, never a whole sentence

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
Revision = tuple[str, int]  # a figure's id or a quarter's key, and its revision
# what a source says of a program in words
_DESCRIBED = (t.ProgramRow, t.DecisionRow, t.OwnLabelRow, t.RemarkRow, ProgramEventRow)


def check(located: Sequence[SourcedRow], record: PublicRecord, quarters: Collection[Revision]) -> None:
    """BrokenRow names the first row that points to nothing, or to what is no check: `record` is made of these rows
    today, `quarters` are the revisions of quarters that the database
    holds beside those of the files, for a figure of a quarter may be checked too."""
    figures = {(o.row.figure_id, o.row.revision): o.row for o in located if isinstance(o.row, t.PublishedFigureRow)}
    programs = {program.program_id: program for program in record.programs}
    sources = {source.source_id: source for source in record.sources}
    kinds = {o.row.source_id: o.row.publisher_kind for o in located if isinstance(o.row, t.SourceRow)}
    call_types = {o.row.call_type for o in located if isinstance(o.row, t.CallTypeRow)} | {ALL}
    on_record = {*quarters, *((o.row.key, o.row.revision) for o in located if isinstance(o.row, t.SubmissionRow))}
    for row, where in ((o.row, o.where) for o in located):
        if isinstance(row, t.TraceRow):
            _check_known(row, where, figures)
            _check_trace(row, where)
        elif isinstance(row, t.VerificationRow):
            if "." in row.figure_id:
                _check_counted(row, where, call_types, on_record)
            else:
                _check_known(row, where, figures)
            figure = figures.get((row.figure_id, row.figure_revision))
            program = programs.get(figure.program_id if figure else FigureId.parse(row.figure_id).program_id)
            _check_made(row, where, sources[row.source_id], record.as_of)
            basis = stated(EvidenceTier.from_key(figure.stated_tier), [sources[figure.source_id]]) if figure else None
            _check_outside(row, where, sources[row.source_id], program, basis)
        elif isinstance(row, t.SourceRow) and row.sha256 and not _SHA256.match(row.sha256):
            raise BrokenRow(where, "sha256", repr(row.sha256), "Give 64 hexadecimal digits, or leave it empty.")
        elif isinstance(row, _DESCRIBED):
            _check_said(row, where, kinds)
    newest = _newest(located)
    _check_traced(located, newest)
    _check_repeated(newest)
    _check_computed(newest)
    _check_families(newest)


def _check_known(
    row: t.TraceRow | t.VerificationRow, where: Where, figures: Mapping[Revision, t.PublishedFigureRow]
) -> None:
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


def _check_made(row: t.VerificationRow, where: Where, source: Source, today: date) -> None:
    """A check is no younger than the document that tells of it, nor than the day on which somebody here read that."""
    broken, first = partial(BrokenRow, where, "dated"), Period.dated(row.dated).start or date.min
    todo = "Give the day of the document, as the document has it."
    if first > today:
        raise broken(f"{row.dated!r}, which is still to come", todo)
    if source.published and (published := _dated(source.published)) and first > published:
        raise broken(f"{row.dated!r}, after {source.source_id!r} was published ({source.published})", todo)
    if not Read(row.read).enough:
        return
    if (read := source.read_on) is None:
        found = f"{row.read!r}, but no day on which {source.source_id!r} was read"
        todo = "Give that day under accessed in sources.csv, or say what was read: opening, abstract or press."
        raise BrokenRow(where, "read", found, todo)
    if read > today and row.relation == Relation.OUTSIDE:
        found, todo = (
            f"{row.read!r}, of {source.source_id!r} that is to be read on {read}",
            "Record it once it was read.",
        )
        raise BrokenRow(where, "read", found, todo)
    if first > read:
        raise broken(f"{row.dated!r}, after {source.source_id!r} was read here ({read})", todo)


def own_names(program: Program) -> tuple[str, ...]:
    """The names by which a program's own organizations go."""
    return tuple(
        name for name in (program.name, program.operator, program.org_home, program.jurisdiction) if name.strip()
    )


def _dated(published: str) -> date | None:
    """The last day on which a document can have been published; None where it is not told as a date."""
    try:
        return Period.dated(published).end
    except ValueError:
        return None


def _check_outside(
    row: t.VerificationRow, where: Where, source: Source, program: Program | None, basis: Basis | None
) -> None:
    """Who is said to stand outside the program does, and so does the document that was read of the check."""
    if row.relation != Relation.OUTSIDE:
        return
    names = own_names(program) if program else ()
    if name := inside(row.verifier, names):
        todo = f"Say how it stands to the program ({', '.join(r for r in Relation if r is not Relation.OUTSIDE)})."
        raise BrokenRow(where, "relation", f"'outside' of {row.verifier!r}, which is the program's own: {name}", todo)
    if not Read(row.read).enough:
        return
    todo = "Name the document of the body that checked, or say that only the press was read."
    if source.publisher_kind not in CHECKING_KINDS or inside(source.publisher, names):
        found = f"{source.source_id!r} of {source.publisher} ({source.publisher_kind}), read as an outside check"
        raise BrokenRow(where, "source_id", found, todo)
    if basis and (why := own_document(basis, source)):
        raise BrokenRow(where, "source_id", f"{source.source_id!r} for {row.figure_id!r}, but {of(why)}", todo)


Newest = Sequence[tuple[t.PublishedFigureRow, Where]]


def _newest(located: Sequence[SourcedRow]) -> Newest:
    """Each figure as it stands, and where."""
    newest: dict[str, tuple[t.PublishedFigureRow, Where]] = {}
    for one in sorted(located, key=lambda o: o.row.revision):
        if isinstance(one.row, t.PublishedFigureRow):
            newest[one.row.figure_id] = one.row, one.where
    return list(newest.values())


_REPEATED = ("program_id", "value", "value_high", "unit", "bound", "period_start", "period_end", "stated_tier")


def _check_repeated(newest: Newest) -> None:
    """A row that repeats another has its number: about 15,000 is not 14,900, and a fifth is not 20.3%."""
    rows = {row.figure_id: row for row, _ in newest}
    for row, where in newest:
        kept = rows.get(row.same_as)
        for column in _REPEATED if kept else ():
            mine, its = getattr(row, column), getattr(kept, column)
            if mine != its:
                todo = f"Give {its!r}, as {row.same_as!r} has it, or empty same_as: then it is a figure of its own."
                raise BrokenRow(where, column, repr(mine), todo)


def _check_computed(newest: Newest) -> None:
    """What is computed from other rows has their numbers and their tier, so that a correction of one of them is a
    revision of what was computed from it, with its own day and reason."""
    rows = {row.figure_id: row for row, _ in newest}
    for row, where in newest:
        of = [rows[name] for name in row.computed_from.split(";") if name in rows]
        if not of:
            continue
        todo = f"Add a revision of {row.figure_id!r} that is computed from these rows as they stand, with its reason."
        weakest = min(of, key=lambda one: EvidenceTier.from_key(one.stated_tier))
        if row.stated_tier != weakest.stated_tier:
            found = f"{row.stated_tier!r}, computed from {weakest.figure_id!r}, which is {weakest.stated_tier!r}"
            raise BrokenRow(where, "stated_tier", found, todo)
        theirs = {n for one in of for n in (one.value, one.numerator_count, one.denominator_count)}
        for column in ("numerator_count", "denominator_count"):
            count = getattr(row, column)
            if count is not None and count not in theirs:
                raise BrokenRow(where, column, f"{count}, which is no number of {row.computed_from}", todo)
        alone = row.unit == "percent" and len(of) == 2 and row.numerator_count is None  # no counts are repeated
        if alone and row.value is not None and not _is_share(row.value, *(one.value for one in of)):
            found = f"{row.value:g}, which is not what {row.computed_from} give"
            raise BrokenRow(where, "value", found, todo)


def _is_share(value: float, part: float | None, whole: float | None) -> bool:
    """Whether a percentage is one number as a share of another, as far as it is written out."""
    decimals = len(f"{value:g}".partition(".")[2])
    return bool(part and whole) and round(100 * (part or 0) / (whole or 1), decimals) == value


def _check_families(newest: Newest) -> None:
    """A measure that stands among the effects of studies is a measure of nothing else, so no study raises a count."""
    others = {row.metric: row.family for row, _ in newest if row.family != EFFECT}
    for row, where in newest:
        if row.family == EFFECT and (family := others.get(row.metric)):
            todo = f"Give {family!r}, where other rows have {row.metric!r}, or name the effect by a measure of its own."
            raise BrokenRow(where, "family", f"{row.family!r} of {row.metric!r}", todo)


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


def _check_traced(located: Sequence[SourcedRow], newest: Newest) -> None:
    """A figure as it stands says how its source prints it, that nobody found it there, or what it is computed from."""
    traced = {(o.row.figure_id, o.row.figure_revision) for o in located if isinstance(o.row, t.TraceRow)}
    for row, where in newest:
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
