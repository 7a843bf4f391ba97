"""From rows to the public record: every reference resolved, every rule of the core kept, or a broken row named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

from dashboard.core import catalogue as c
from dashboard.core.evidence import Challenge, Source
from dashboard.core.figure import Number, Trace
from dashboard.core.metric import Polarity, Registry, Wording
from dashboard.core.metrics import METRICS
from dashboard.core.privacy.disclosure import Partition, since
from dashboard.core.publication import newest
from dashboard.core.quarter import Quarter
from dashboard.core.record import DataCorrection, PolicyInForce, PublicEvent, PublicRecord, Published
from dashboard.core.source_life import UNSEEN
from dashboard.core.verification import Verification
from dashboard.store import build, build_figures, build_ledger, counts_json, lives
from dashboard.store import tables as t
from dashboard.store.files import BrokenRow, SourcedRow, Where
from dashboard.store.life_tables import ProgramEventRow, SourceEventRow
from dashboard.store.rows import Happened, Rows

Thing = TypeVar("Thing")
SourceOf = Callable[[Any, Where], Source]  # the source that a row names
ProgramOf = Callable[[Any, Where], c.Program]


def assemble(
    located: Iterable[SourcedRow],
    *,
    version: int,
    as_of: date,
    metrics: Registry = METRICS,
    changes: Sequence[PublicEvent] = (),
    happened: Mapping[int, Happened] = MappingProxyType({}),
) -> PublicRecord:
    """The public record made of these rows; `happened` tells of each event that wrote them.
    BrokenRow names the first row that breaks a reference or a rule."""
    rows = Rows(located, happened)
    sources = _sources(rows, files_alone=not happened)
    source = _named(sources, "source_id", "source")
    catalogue = _catalogue(rows, metrics)
    lived = rows.latest(ProgramEventRow)
    programs = lives.programs(rows.revisions(t.ProgramRow), lived, source, sources, rows.published_on)
    program = _named(programs, "program_id", "program")
    labels = _labels(rows, source, program, catalogue)
    decisions = _decisions(rows, source, program)
    order = build_ledger.in_public_order(rows, lives.known(rows, source))
    verifications = _verifications(rows, source, order)
    challenges = [(build_figures.challenge(r, source(r, w)), w) for r, w in rows.latest(t.ChallengeRow)]
    remarks = [
        build.checked(w, "stated_tier", partial(build.remark, r, source(r, w))) for r, w in rows.latest(t.RemarkRow)
    ]
    critiques = [challenge for challenge, _ in challenges]
    published, links = _published(rows, source, program, verifications, critiques, catalogue.families)
    known = {p.figure_id for p in published}
    _check_challenged(challenges, known)
    publications, told = build_ledger.publications(rows, order, source, program, verifications, labels)
    stands = newest(publications)
    standing = [stands[r.program_id, Quarter.parse(r.quarter)] for r, _ in rows.latest(t.SubmissionRow)]
    return PublicRecord(
        version=version,
        as_of=as_of,
        catalogue=catalogue,
        programs=tuple(programs.values()),
        sources=tuple(sources.values()),
        published=tuple(published),
        labels=labels,
        submissions=tuple(one.submission for one in standing),
        rows=tuple(row for one in standing for row in one.rows),
        publications=publications,
        known=told,
        blocks=_blocks(rows, catalogue),
        policies=_policies(rows),
        verifications=tuple(v for v in verifications if v.figure_id not in known and v.figure_id not in links),
        decisions=decisions,
        remarks=tuple(remarks),
        links=links,
        changes=tuple(changes),
        corrections=_corrections(rows),
    )


def _named(known: Mapping[str, Thing], column: str, what: str) -> Callable[[Any, Where], Thing]:
    """What a row names in a column, by its id. BrokenRow with what to do where there is no such thing."""

    def find(row: Any, where: Where) -> Thing:
        name = getattr(row, column)
        if name not in known:
            raise BrokenRow(where, column, repr(name), f"Add the {what} to {what}s.csv, or correct the id.")
        return known[name]

    return find


def _sources(rows: Rows, *, files_alone: bool) -> dict[str, Source]:
    """The sources by id, each with what became of it."""
    stated = rows.latest(t.SourceRow)
    listed = {first[0].source_id: first for first, *_ in rows.revisions(t.SourceRow)}
    seen = lives.of_sources(rows.revisions(SourceEventRow), listed, rows.event, files_alone=files_alone)
    return {
        r.source_id: build.checked(w, "", partial(build.source, r, seen.get(r.source_id, UNSEEN))) for r, w in stated
    }


def _catalogue(rows: Rows, metrics: Registry) -> c.Catalogue:
    """Call types in their order, families and measures."""
    kinds = sorted((row for row, _ in rows.latest(t.CallTypeRow)), key=lambda kind: (kind.order, kind.call_type))
    call_types = map(build.call_type, kinds)
    families = (
        c.Family(key=r.family, name=r.name, question=r.question, headline=r.headline, of_absence=r.of_absence)
        for r, _ in rows.latest(t.FamilyRow)
    )
    return c.Catalogue(call_types=tuple(call_types), families=tuple(families), metrics=metrics)


def _labels(rows: Rows, source: SourceOf, program: ProgramOf, catalogue: c.Catalogue) -> tuple[c.OwnLabel, ...]:
    """What programs call their calls."""
    kinds = {kind.key for kind in catalogue.call_types}
    labels = []
    for label, where in rows.latest(t.OwnLabelRow):
        program(label, where)
        labels.append(build.label(label, where, source(label, where), kinds))
    return tuple(labels)


def _decisions(rows: Rows, source: SourceOf, program: ProgramOf) -> tuple[c.Decision, ...]:
    """What programs chose on the design decisions."""
    decisions = []
    for chosen, where in rows.latest(t.DecisionRow):
        program(chosen, where)
        decisions.append(build.checked(where, "number", partial(build.decision, chosen, source(chosen, where))))
    return tuple(decisions)


def _verifications(rows: Rows, source: SourceOf, order: build_ledger.Order) -> list[Verification]:
    """Every record of a check as it stands, with what was public when it was made here and what it said before."""
    return [
        replace(
            _check(rows, revisions[-1], source),
            seen=build_ledger.seen_before(rows, revisions[-1][0], order),
            before=tuple(_check(rows, one, source) for one in revisions[:-1]),
        )
        for revisions in rows.revisions(t.VerificationRow)
    ]


def _check_challenged(challenges: Iterable[tuple[Challenge, Where]], known: Collection[str]) -> None:
    """BrokenRow where a challenge is to a figure that is not there."""
    for challenge, where in challenges:
        if challenge.figure_id not in known:
            raise BrokenRow(where, "figure_id", repr(challenge.figure_id), "Challenge a figure that is in figures.csv.")


def _blocks(rows: Rows, catalogue: c.Catalogue) -> dict[str, Partition]:
    """How each quarter was taken apart, by its key."""
    kinds = [kind.key for kind in catalogue.call_types]
    return {
        r.key: since(counts_json.load_blocks(r.blocks), counts_json.load_rows(r.rows), kinds)
        for r, _ in rows.latest(t.ReleaseRow)
    }


def _policies(rows: Rows) -> tuple[PolicyInForce, ...]:
    """Every decision on which counts of people are too small to show."""
    policies = (row for revisions in rows.revisions(t.PolicyRow) for row, _ in revisions)
    return tuple(build.policy(row, rows.published_on(row)) for row in policies)


def _corrections(rows: Rows) -> tuple[DataCorrection, ...]:
    """What was put right in the data files."""
    return tuple(
        DataCorrection(file=r.file, row=r.row, column=r.column, was=r.was, now=r.now, why=r.why)
        for r, _ in rows.latest(t.CorrectionRow)
    )


def _published(
    rows: Rows,
    source: SourceOf,
    program: ProgramOf,
    verifications: Sequence[Verification],
    challenges: Sequence[Challenge],
    families: Sequence[c.Family],
) -> tuple[list[Published], dict[str, str]]:
    """The published figures in the order of their rows, and the rows that repeat one of them: they are no figures of
    their own, but keep their address."""
    verified, challenged = _by_figure(verifications), _by_figure(challenges)
    traces = {(r.figure_id, r.figure_revision): _trace(r, w) for r, w in rows.latest(t.TraceRow)}
    family_keys = {f.key: f for f in families}
    done: dict[str, Published] = {}
    links: dict[str, str] = {}
    waiting = rows.revisions(t.PublishedFigureRow)
    # a figure computed from others, or once computed from them, comes after them, a link after what it leads to
    for revisions in sorted(waiting, key=_after):
        last, where = revisions[-1]
        if last.same_as:
            if last.same_as not in done:
                raise BrokenRow(where, "same_as", repr(last.same_as), "Name the published figure that it repeats.")
            links[last.figure_id] = last.same_as
            continue
        made: list[Number] = []
        for row, where in revisions:
            life = program(row, where).life
            if row.family not in family_keys:
                raise BrokenRow(where, "family", repr(row.family), "Add it to families.csv, or correct it.")
            inputs = [_input(name, where, done) for name in row.computed_from.split(";") if name]
            figure = build.checked(
                where,
                "",
                partial(
                    build_figures.figure,
                    row,
                    source(row, where),
                    inputs,
                    verified.get(row.figure_id, ()),
                    challenged.get(row.figure_id, ()),
                    traces.get((row.figure_id, row.revision)),
                    rows.published_on(row),
                    life,
                    past=row is not last,
                ),
            )
            made.append(figure)
        _check_heading(last, where, family_keys[last.family])
        done[last.figure_id] = Published(
            figure=made[-1],
            earlier=tuple(made[:-1]),
            series=last.series,
            reason=last.reason,
            earlier_reasons=tuple(row.reason for row, _ in revisions[:-1]),
        )
    order = [revisions[-1][0].figure_id for revisions in waiting]
    return [done[name] for name in order if name in done], links


def _after(revisions: Sequence[tuple[t.PublishedFigureRow, Where]]) -> tuple[bool, bool, bool]:
    last = revisions[-1][0]
    return bool(last.same_as), bool(last.computed_from), any(row.computed_from for row, _ in revisions)


def _check(rows: Rows, one: tuple[t.VerificationRow, Where], source: SourceOf) -> Verification:
    """A record of a check, with the event that made it public."""
    made = build_figures.verification(*one, source(*one))
    event = rows.event(one[0])
    return replace(made, made=event.place, made_on=event.on) if event else made


def _check_heading(row: t.PublishedFigureRow, where: Where, family: c.Family) -> None:
    """BrokenRow where what is counted negates its heading and the row does not say so: `Reach: 35% not served`."""
    word = "" if row.polarity == Polarity.ABSENCE else family.negated_by(f"{row.statement} {row.numerator}")
    if word:
        raise BrokenRow(
            where,
            "polarity",
            f"{word!r} in what is counted, under the heading {family.name!r}",
            "Say that it counts the absence, or move it to the family it belongs to.",
        )


def _trace(row: t.TraceRow, where: Where) -> tuple[Trace | None, Wording]:
    return build.checked(where, "", partial(build_figures.trace, row))


def _by_figure(records: Sequence[Any]) -> dict[str, tuple[Any, ...]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        grouped[record.figure_id].append(record)
    return {name: tuple(group) for name, group in grouped.items()}


def _input(name: str, where: Where, done: dict[str, Published]) -> Number:
    if name not in done:
        raise BrokenRow(where, "computed_from", repr(name), "Name a figure of this file that is not itself computed.")
    return done[name].figure
