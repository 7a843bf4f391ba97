"""From rows to the public record: every reference resolved, every rule of the core kept, or a broken row named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

from dashboard.core import catalogue as c
from dashboard.core.disclosure import since
from dashboard.core.evidence import Challenge, Source
from dashboard.core.figure import Figure, Trace, Withheld
from dashboard.core.metric import Polarity, Registry, Wording
from dashboard.core.metrics import METRICS
from dashboard.core.publication import newest
from dashboard.core.quarter import Quarter
from dashboard.core.record import Change, Mend, PublicRecord, Published
from dashboard.core.source_life import UNSEEN
from dashboard.core.verification import Verification
from dashboard.store import build, build_figures, build_ledger, lives
from dashboard.store import tables as t
from dashboard.store.files import BrokenRow, Located, Where
from dashboard.store.life_tables import ProgramEventRow, SourceEventRow
from dashboard.store.revisions import Happened, Rows


def assemble(
    located: Iterable[Located],
    *,
    version: int,
    as_of: date,
    metrics: Registry = METRICS,
    changes: Sequence[Change] = (),
    happened: Mapping[int, Happened] = MappingProxyType({}),
) -> PublicRecord:
    """The public record made of these rows; `happened` tells of each event that wrote them.
    BrokenRow names the first row that breaks a reference or a rule."""
    rows = Rows(located, happened)
    stated = rows.latest(t.SourceRow)
    listed = {r.source_id: w for r, w in stated}
    seen = lives.of_sources(rows.latest(SourceEventRow), listed, rows.event, files_alone=not happened)
    sources = {
        r.source_id: build.made(w, "", partial(build.source, r, seen.get(r.source_id, UNSEEN))) for r, w in stated
    }

    def source(row: Any, where: Where) -> Source:
        if row.source_id not in sources:
            raise BrokenRow(
                where, "source_id", repr(row.source_id), "Add the source to sources.csv, or correct the id."
            )
        return sources[row.source_id]

    kinds = sorted((row for row, _ in rows.latest(t.CallTypeRow)), key=lambda kind: (kind.order, kind.call_type))
    call_types = [c.CallType(key=kind.call_type, name=kind.name, meaning=kind.meaning) for kind in kinds]
    families = [
        c.Family(key=r.family, name=r.name, question=r.question, headline=r.headline, of_absence=r.of_absence)
        for r, _ in rows.latest(t.FamilyRow)
    ]
    events = rows.latest(ProgramEventRow)
    programs = lives.programs(rows.revisions(t.ProgramRow), events, source, sources, rows.published_on)

    def program(row: Any, where: Where) -> c.Program:
        if row.program_id not in programs:
            raise BrokenRow(
                where, "program_id", repr(row.program_id), "Add the program to programs.csv, or correct the id."
            )
        return programs[row.program_id]

    labels = []
    for label, w in rows.latest(t.OwnLabelRow):
        program(label, w)
        labels.append(build.label(label, w, source(label, w), {k.key for k in call_types}))
    decisions = []
    for chosen, w in rows.latest(t.DecisionRow):
        program(chosen, w)
        decisions.append(build.made(w, "number", partial(build.decision, chosen, source(chosen, w))))
    order = build_ledger.in_public_order(rows, lives.known(rows, source))
    verifications = [
        replace(
            _check(rows, revisions[-1], source),
            seen=build_ledger.seen_before(rows, revisions[-1][0], order),
            before=tuple(_check(rows, one, source) for one in revisions[:-1]),
        )
        for revisions in rows.revisions(t.VerificationRow)
    ]
    challenges = [(build_figures.challenge(r, source(r, w)), w) for r, w in rows.latest(t.ChallengeRow)]
    remarks = [
        build.made(w, "stated_tier", partial(build.remark, r, source(r, w))) for r, w in rows.latest(t.RemarkRow)
    ]
    published, links = _published(rows, source, program, verifications, [ch for ch, _ in challenges], families)
    known = {p.figure_id for p in published}
    for challenge, where in challenges:
        if challenge.figure_id not in known:
            raise BrokenRow(where, "figure_id", repr(challenge.figure_id), "Challenge a figure that is in figures.csv.")
    publications, told = build_ledger.publications(rows, order, source, program, verifications, labels)
    stands = newest(publications)
    standing = [stands[r.program_id, Quarter.parse(r.quarter)] for r, _ in rows.latest(t.SubmissionRow)]
    kinds_in_order = [kind.key for kind in call_types]
    blocks = {
        r.key: since(build.blocks(r.blocks), build.released(r), kinds_in_order) for r, _ in rows.latest(t.ReleaseRow)
    }
    policies = [p for revisions in rows.revisions(t.PolicyRow) for p, _ in revisions]
    return PublicRecord(
        version=version,
        as_of=as_of,
        catalogue=c.Catalogue(call_types=tuple(call_types), families=tuple(families), metrics=metrics),
        programs=tuple(programs.values()),
        sources=tuple(sources.values()),
        published=tuple(published),
        labels=tuple(labels),
        submissions=tuple(one.submission for one in standing),
        rows=tuple(row for one in standing for row in one.rows),
        publications=publications,
        known=told,
        blocks=blocks,
        policies=tuple(build.policy(row, rows.published_on(row)) for row in policies),
        verifications=tuple(v for v in verifications if v.figure_id not in known and v.figure_id not in links),
        decisions=tuple(decisions),
        remarks=tuple(remarks),
        links=links,
        changes=tuple(changes),
        mends=tuple(
            Mend(file=r.file, row=r.row, column=r.column, was=r.was, now=r.now, why=r.why)
            for r, _ in rows.latest(t.MendRow)
        ),
    )


def _published(
    rows: Rows,
    source: Callable[[Any, Where], Source],
    program: Callable[[Any, Where], c.Program],
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
    waiting = rows.revisions(t.FigureRow)
    # a figure computed from others comes after them, a link after what it leads to
    for revisions in sorted(waiting, key=lambda r: (bool(r[-1][0].same_as), bool(r[-1][0].computed_from))):
        last, where = revisions[-1]
        if last.same_as:
            if last.same_as not in done:
                raise BrokenRow(where, "same_as", repr(last.same_as), "Name the published figure that it repeats.")
            links[last.figure_id] = last.same_as
            continue
        made: list[Figure | Withheld] = []
        for row, where in revisions:
            life = program(row, where).life
            if row.family not in family_keys:
                raise BrokenRow(where, "family", repr(row.family), "Add it to families.csv, or correct it.")
            inputs = [_input(name, where, done) for name in row.computed_from.split(";") if name]
            figure = build.made(
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


def _check(rows: Rows, one: tuple[t.VerificationRow, Where], source: Callable[[Any, Where], Source]) -> Verification:
    """A record of a check, with the event that made it public."""
    made = build_figures.verification(*one, source(*one))
    event = rows.event(one[0])
    return replace(made, made=event.place, made_on=event.on) if event else made


def _check_heading(row: t.FigureRow, where: Where, family: c.Family) -> None:
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
    return build.made(where, "", partial(build_figures.trace, row))


def _by_figure(records: Sequence[Any]) -> dict[str, tuple[Any, ...]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        grouped[record.figure_id].append(record)
    return {name: tuple(group) for name, group in grouped.items()}


def _input(name: str, where: Where, done: dict[str, Published]) -> Figure | Withheld:
    if name not in done:
        raise BrokenRow(where, "computed_from", repr(name), "Name a figure of this file that is not itself computed.")
    return done[name].figure
