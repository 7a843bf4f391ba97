"""From rows to the public record: every reference resolved, every rule of the core kept, or a broken row named."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar, cast

from dashboard.core import catalogue as c
from dashboard.core.amount import UNITS, Amount, Bound, Ratio, Unit
from dashboard.core.evidence import Challenge, Claim, EvidenceTier, Source, Verification, earned, union, weakest
from dashboard.core.figure import Figure, Withheld
from dashboard.core.ledger import COUNTS, Counts, LedgerRow, Missing, Submission
from dashboard.core.metrics import METRICS, Definition, Method, Registry
from dashboard.core.quarter import Period, Quarter
from dashboard.core.record import Mend, PublicRecord, Published
from dashboard.store import tables as t
from dashboard.store.files import BrokenRow, Located, Where

Row = TypeVar("Row", bound=t.Revised)
Made = TypeVar("Made")

_NO_UNIT = Unit(key="none", singular="", plural="")


class _Rows:
    """The rows by table, in the order they were first published; `latest` keeps the newest revision of each key."""

    def __init__(self, located: Iterable[Located]) -> None:
        self._by_table: dict[type[t.Revised], dict[str, list[Located]]] = defaultdict(lambda: defaultdict(list))
        for one in located:
            self._by_table[type(one.row)][one.row.key].append(one)

    def revisions(self, table: type[Row]) -> list[list[tuple[Row, Where]]]:
        keys = self._by_table[table].values()
        return [[(cast(Row, o.row), o.where) for o in sorted(k, key=lambda o: o.row.revision)] for k in keys]

    def latest(self, table: type[Row]) -> list[tuple[Row, Where]]:
        return [revisions[-1] for revisions in self.revisions(table)]


def assemble(located: Iterable[Located], *, version: int, as_of: date, metrics: Registry = METRICS) -> PublicRecord:
    """The public record made of these rows. BrokenRow names the first row that breaks a reference or a rule."""
    rows = _Rows(located)
    sources = {r.source_id: _made(w, "", partial(_source, r)) for r, w in rows.latest(t.SourceRow)}

    def source(row: Any, where: Where) -> Source:
        if row.source_id not in sources:
            raise BrokenRow(
                where, "source_id", repr(row.source_id), "Add the source to sources.csv, or correct the id."
            )
        return sources[row.source_id]

    call_types = [c.CallType(key=r.call_type, name=r.name, meaning=r.meaning) for r, _ in rows.latest(t.CallTypeRow)]
    families = [
        c.Family(key=r.family, name=r.name, question=r.question, headline=r.headline)
        for r, _ in rows.latest(t.FamilyRow)
    ]
    programs = {r.program_id: _program(r, w, source(r, w)) for r, w in rows.latest(t.ProgramRow)}

    def check_program(row: Any, where: Where) -> None:
        if row.program_id not in programs:
            raise BrokenRow(
                where, "program_id", repr(row.program_id), "Add the program to programs.csv, or correct the id."
            )

    labels = []
    for label, w in rows.latest(t.OwnLabelRow):
        check_program(label, w)
        labels.append(_label(label, w, source(label, w), {k.key for k in call_types}))
    verifications = [_verification(r, w, source(r, w)) for r, w in rows.latest(t.VerificationRow)]
    challenges = [(_challenge(r, source(r, w)), w) for r, w in rows.latest(t.ChallengeRow)]
    published = _published(rows, source, check_program, verifications, [ch for ch, _ in challenges], families)
    known = {p.figure_id for p in published}
    for challenge, where in challenges:
        if challenge.figure_id not in known:
            raise BrokenRow(where, "figure_id", repr(challenge.figure_id), "Challenge a figure that is in figures.csv.")
    submissions, ledger = _ledger(rows, source, check_program, verifications, {k.key for k in call_types})
    return PublicRecord(
        version=version,
        as_of=as_of,
        catalogue=c.Catalogue(call_types=tuple(call_types), families=tuple(families), metrics=metrics),
        programs=tuple(programs.values()),
        sources=tuple(sources.values()),
        published=tuple(published),
        labels=tuple(labels),
        submissions=tuple(submissions),
        rows=tuple(ledger),
        mends=tuple(
            Mend(file=r.file, row=r.row, column=r.column, was=r.was, now=r.now, why=r.why)
            for r, _ in rows.latest(t.MendRow)
        ),
    )


def _made(where: Where, column: str, make: Callable[[], Made]) -> Made:
    """What `make` gives; a rule of the core that it breaks becomes a broken row with a place."""
    try:
        return make()
    except (ValueError, TypeError) as error:
        raise BrokenRow(where, column, str(error), "Correct the row.") from None


def _source(row: t.SourceRow) -> Source:
    return Source(
        source_id=row.source_id,
        title=row.title,
        publisher=row.publisher,
        publisher_kind=row.publisher_kind,
        published=row.published,
        url=row.url,
        notes=row.notes,
    )


def _program(row: t.ProgramRow, where: Where, source: Source) -> c.Program:
    return _made(
        where,
        "",
        lambda: c.Program(
            program_id=row.program_id,
            kind=c.ProgramKind(row.kind),
            name=row.name,
            jurisdiction=row.jurisdiction,
            state=row.state,
            latitude=row.latitude,
            longitude=row.longitude,
            dispatch_model=c.DispatchModel(row.dispatch_model),
            coverage_hours=row.coverage_hours,
            launch_date=row.launch_date,
            operator=row.operator,
            org_home=row.org_home,
            population_served=row.population_served,
            staff=row.staff,
            source=source,
            tier=EvidenceTier.from_key(row.stated_tier),
            notes=row.notes,
            fiscal_first_month=row.fiscal_first_month or 1,
        ),
    )


def _label(row: t.OwnLabelRow, where: Where, source: Source, call_types: set[str]) -> c.OwnLabel:
    if not row.is_flag and row.call_type not in call_types:
        raise BrokenRow(where, "call_type", repr(row.call_type), f"Use one of {', '.join(sorted(call_types))}.")
    return c.OwnLabel(
        program_id=row.program_id,
        label=row.label,
        call_type=row.call_type,
        is_flag=row.is_flag,
        source=source,
        note=row.note,
    )


def _verification(row: t.VerificationRow, where: Where, source: Source) -> Verification:
    return _made(
        where,
        "",
        lambda: Verification(
            figure_id=row.figure_id,
            revision=row.figure_revision,
            verifier=row.verifier,
            method=row.method,
            claim=Claim(row.claim),
            scope=row.scope,
            agrees=row.agrees,
            found=row.found,
            source=source,
            dated=row.dated,
        ),
    )


def _challenge(row: t.ChallengeRow, source: Source) -> Challenge:
    return Challenge(figure_id=row.figure_id, statement=row.statement, source=source)


def _published(
    rows: _Rows,
    source: Callable[[Any, Where], Source],
    check_program: Callable[[Any, Where], None],
    verifications: Sequence[Verification],
    challenges: Sequence[Challenge],
    families: Sequence[c.Family],
) -> list[Published]:
    verified, challenged = _by_figure(verifications), _by_figure(challenges)
    family_keys = {f.key for f in families}
    done: dict[str, Published] = {}
    waiting = rows.revisions(t.FigureRow)
    # a figure computed from others comes after them
    for revisions in sorted(waiting, key=lambda r: bool(r[-1][0].computed_from)):
        made: list[Figure | Withheld] = []
        for row, where in revisions:
            check_program(row, where)
            if row.family not in family_keys:
                raise BrokenRow(where, "family", repr(row.family), "Add it to families.csv, or correct it.")
            inputs = [_input(name, where, done) for name in row.computed_from.split(";") if name]
            figure = _made(
                where,
                "",
                partial(
                    _figure,
                    row,
                    source(row, where),
                    inputs,
                    verified.get(row.figure_id, ()),
                    challenged.get(row.figure_id, ()),
                ),
            )
            made.append(figure)
        last = revisions[-1][0]
        done[last.figure_id] = Published(
            figure=made[-1], earlier=tuple(made[:-1]), series=last.series, reason=last.reason
        )
    return [done[revisions[-1][0].figure_id] for revisions in waiting]


def _by_figure(records: Sequence[Any]) -> dict[str, tuple[Any, ...]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        grouped[record.figure_id].append(record)
    return {name: tuple(group) for name, group in grouped.items()}


def _input(name: str, where: Where, done: dict[str, Published]) -> Figure | Withheld:
    if name not in done:
        raise BrokenRow(where, "computed_from", repr(name), "Name a figure of this file that is not itself computed.")
    return done[name].figure


def _figure(
    row: t.FigureRow,
    source: Source,
    inputs: Sequence[Figure | Withheld],
    verifications: tuple[Verification, ...],
    challenges: tuple[Challenge, ...],
) -> Figure | Withheld:
    stated = EvidenceTier.from_key(row.stated_tier)
    standing = earned(stated, revision=row.revision, verifications=verifications)
    tier = weakest(i.tier for i in inputs) if inputs else standing.tier
    sources = union([(source,), *(i.sources for i in inputs)])
    counts = (row.numerator_count, row.denominator_count)
    ratio = Ratio(counts[0], counts[1]) if counts[0] is not None and counts[1] is not None else None
    bound = Bound(row.bound)
    share = ratio is not None and row.unit == "percent" and bound is Bound.EXACT and bool(row.numerator)
    if row.unit and row.unit not in UNITS:
        raise ValueError(f"unit {row.unit!r} is not known; use one of {', '.join(UNITS)}")
    if row.unit == "percent" and not row.denominator:
        raise ValueError("a percentage without its denominator in words; say 'not stated' if the source does not say")
    definition = Definition(
        key=row.metric,
        family=row.family,
        name=row.statement,
        statement=row.statement,
        numerator=row.numerator,
        denominator=row.denominator,
        unit=UNITS.get(row.unit, _NO_UNIT),
        method=Method.SHARE if share else Method.STATED,
    )
    about: dict[str, Any] = {
        "figure_id": row.figure_id,
        "program_id": row.program_id,
        "definition": definition,
        "period": Period(start=row.period_start, end=row.period_end, label=row.period_label),
        "call_type": row.call_type,
        "tier": tier,
        "sources": sources,
        "computed_here": row.computed_here,
        "revision": row.revision,
        "caveat": row.caveat,
        "challenges": challenges,
        "verifications": verifications,
    }
    if row.value is None:
        return Withheld(why=Missing.NOT_STATED, note="a direction was published, without its size", **about)
    return Figure(amount=Amount(row.value, bound, row.value_high), ratio=ratio, **about)


def _ledger(
    rows: _Rows,
    source: Callable[[Any, Where], Source],
    check_program: Callable[[Any, Where], None],
    verifications: Sequence[Verification],
    call_types: set[str],
) -> tuple[list[Submission], list[LedgerRow]]:
    submissions: dict[tuple[str, str], tuple[t.SubmissionRow, Where]] = {}
    made: list[Submission] = []
    for row, where in rows.latest(t.SubmissionRow):
        check_program(row, where)
        submissions[row.program_id, row.quarter] = (row, where)
        made.append(_made(where, "quarter", partial(_submission, row)))
    verified: dict[str, list[Verification]] = defaultdict(list)
    for verification in verifications:
        verified[verification.figure_id.rsplit(".", 1)[0]].append(verification)
    ledger: list[LedgerRow] = []
    for entry, where in rows.latest(t.LedgerEntryRow):
        check_program(entry, where)
        if (entry.program_id, entry.quarter) not in submissions:
            raise BrokenRow(where, "quarter", repr(entry.quarter), "Add this quarter to submissions.csv first.")
        if entry.call_type not in call_types:
            raise BrokenRow(where, "call_type", repr(entry.call_type), f"Use one of {', '.join(sorted(call_types))}.")
        submission, at = submissions[entry.program_id, entry.quarter]
        ledger.append(
            LedgerRow(
                program_id=entry.program_id,
                quarter=Quarter.parse(entry.quarter),
                call_type=entry.call_type,
                counts=_made(where, "", partial(_counts, entry.counts)),
                tier=EvidenceTier.from_key(submission.stated_tier),
                sources=(source(submission, at),),
                revision=entry.revision,
                rule_version=submission.rule_version,
                verifications=tuple(verified.get(f"{entry.program_id}.{entry.quarter}.{entry.call_type}", ())),
            )
        )
    return made, ledger


def _counts(text: str) -> Counts:
    stated = json.loads(text)
    return Counts({k: Missing(v) if isinstance(v, str) else v for k, v in stated.items() if k in COUNTS})


def _submission(row: t.SubmissionRow) -> Submission:
    return Submission(
        program_id=row.program_id,
        quarter=Quarter.parse(row.quarter),
        revision=row.revision,
        due_on=row.due_on,
        published_on=row.published_on,
        rule_version=row.rule_version,
        rule_note=row.rule_note,
        note=row.note,
    )
