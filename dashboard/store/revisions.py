"""One way to become public: a revision of a quarter is written, in the transaction of whoever publishes it, or, in one
that is taken back, for whoever wants to see it before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, select
from sqlmodel import col
from sqlmodel import select as typed_select

from dashboard.core.catalogue import ProgramKind, due_on
from dashboard.core.change import RevisionKind
from dashboard.core.evidence import EvidenceTier
from dashboard.core.keys import QuarterKey
from dashboard.core.ledger import TOGETHER, Missing
from dashboard.core.people import Refused
from dashboard.core.privacy.disclosure import Release
from dashboard.core.quarter import Quarter
from dashboard.core.reason import reason as why
from dashboard.core.record import PublicRecord
from dashboard.core.revision import Answer, Revision
from dashboard.core.workflow import check_base
from dashboard.store import counts_json, public_record, releases
from dashboard.store import tables as t
from dashboard.store.append import append, event, revise
from dashboard.store.clock import moment
from dashboard.store.engine import rehearsing
from dashboard.store.received import LedgerEntryRow
from dashboard.store.single_rows import first
from dashboard.words import plainly


def head(connection: Connection, program_id: str, quarter: Quarter) -> int:
    """The newest revision of a quarter, also one that waits for its release; 0 if there is none."""
    key = QuarterKey(program_id, quarter)
    query = select(func.max(col(t.SubmissionRow.revision))).where(col(t.SubmissionRow.key) == key)
    return connection.execute(query).scalar() or 0


def waiting(connection: Connection, program_id: str, quarter: Quarter, at: str) -> str:
    """The moment for which a revision of this quarter is already set to be released; nothing if none waits."""
    query = (
        select(func.max(col(t.EventRow.public_from)))
        .join(t.SubmissionRow, col(t.SubmissionRow.event_id) == col(t.EventRow.id))
        .where(col(t.SubmissionRow.key) == QuarterKey(program_id, quarter), col(t.EventRow.public_from) > at)
    )
    return connection.execute(query).scalar() or ""


def publish(connection: Connection, revision: Revision, at: datetime, *, attacked: bool = True) -> PublicRecord:
    """Append a revision of a quarter, with what of it is public; the record as it is then read. Refused if the quarter
    has moved on meanwhile or another revision waits for its release, if this one would give small counts away, and if
    the record could not be read with it."""
    _check_base(connection, revision, at)
    program = _program(connection, revision.program_id)
    release = moment(revision.public_from) if revision.public_from else ""
    event_id = event(
        connection,
        at=at,
        actor=revision.certified_by,
        action=revision.action,
        subject=revision.key,
        line=why(
            "log-quarter",
            action=revision.action,
            program=revision.program_id,
            quarter=str(revision.quarter),
            revision=revision.number,
            change=revision.change,
        ),
        public_from=release,
    )
    append(
        connection,
        event_id,
        t.SubmissionRow,
        revision.key,
        revision.number,
        program_id=revision.program_id,
        quarter=str(revision.quarter),
        due_on=due_on(revision.quarter, program.due_days),
        published_on=(revision.public_from or at).astimezone(UTC).date(),
        rule_version=revision.rule_version,
        rule_note=revision.rule_note,
        stated_tier=_tier(program).key,
        source_id=_source(connection, event_id, program, release or moment(at)),
        note=revision.reason,
        certified_by=revision.certified_by,
        file_sha256=revision.file_sha256,
        change=revision.change.value,
        confirmations=_answers(revision.answers),
        withdrawn=revision.withdrawn,
    )
    _append_counts(connection, event_id, revision, attacked=attacked)
    return public_record.check(connection, at)


def rehearse(engine: Engine, revision: Revision, at: datetime) -> PublicRecord:
    """The record as everybody will read it when this revision has become public, at once or after its embargo. It is
    published, read and taken back: refused as the publication would be, and nothing of it lands. Whoever asks may know
    what is not public yet, so the answer is drawn for them and kept nowhere."""
    with rehearsing(engine) as connection:
        record = publish(connection, revision, at, attacked=False)
        if revision.public_from:
            record = public_record.record_at(
                connection, moment(revision.public_from), today=revision.public_from.date()
            )
    if not revision.withdrawn:  # attacked here, where no other writer waits for it
        releases.attack(revision.counts, _released(record, revision), revision.quarter)
    return record


def _released(record: PublicRecord, revision: Revision) -> Release:
    """What is public of a revision, as it is read."""
    rows = {r.call_type: r for r in record.rows if (r.program_id, r.quarter) == (revision.program_id, revision.quarter)}
    return Release(
        rows={kind: row.counts for kind, row in rows.items()},
        together=rows[TOGETHER].holds if TOGETHER in rows else (),
        blocks=record.blocks[revision.key],
    )


def _check_base(connection: Connection, revision: Revision, at: datetime) -> None:
    where = (revision.program_id, revision.quarter)
    waits, newest = waiting(connection, *where, moment(at)), head(connection, *where)
    check_base(revision.quarter, base=revision.number - 1, head=newest, waiting=waits)


def _append_counts(connection: Connection, event_id: int, revision: Revision, *, attacked: bool) -> None:
    """What is public of a revision, and, apart from it, the counts as they were received."""
    where = (revision.program_id, revision.quarter, revision.number)
    if revision.withdrawn:
        releases.blank(connection, event_id, *where, Missing.RETRACTED)
    else:
        releases.publish(connection, event_id, *where, revision.counts, revision.merged, attacked=attacked)
    for call_type, row in revision.counts.items():
        append(
            connection,
            event_id,
            LedgerEntryRow,
            f"{revision.key}|{call_type}",
            revision.number,
            program_id=revision.program_id,
            quarter=str(revision.quarter),
            call_type=call_type,
            counts=counts_json.dump(row),
        )


def _answers(answers: Sequence[Answer]) -> str:
    """What was asked and answered, without what was found: that was counted before call types were merged and small
    counts withheld. It stays with the draft; the public reads it again from the released rows."""
    kept = [{"call_type": a.call_type, "count": a.count, "reason": a.reason, "rule": a.rule} for a in answers]
    return json.dumps(kept, ensure_ascii=False)


def _program(connection: Connection, program_id: str) -> t.ProgramRow:
    """A program as its newest revision states it. Refused if there is none."""
    query = typed_select(t.ProgramRow).where(col(t.ProgramRow.key) == program_id)
    found = first(connection, query.order_by(col(t.ProgramRow.revision).desc()))
    if found is None:
        raise Refused(why("refused-no_program", program=repr(program_id)))
    return found


def _tier(program: t.ProgramRow) -> EvidenceTier:
    """What an upload is worth: program-reported, and illustrative for the made-up program. Never more."""
    return EvidenceTier.ILLUSTRATIVE if program.kind == ProgramKind.EXAMPLE else EvidenceTier.PROGRAM_REPORTED


def _source(connection: Connection, event_id: int, program: t.ProgramRow, visible: str) -> str:
    """The source of a program's own quarters, written with the first of them that the public sees."""
    source_id = f"{program.key}_quarters"
    seen = (
        select(col(t.SourceRow.id))
        .join(t.EventRow, col(t.SourceRow.event_id) == col(t.EventRow.id))
        .where(col(t.SourceRow.key) == source_id, col(t.EventRow.public_from) <= visible)
    )
    if connection.execute(seen).first():
        return source_id
    revise(
        connection,
        event_id,
        t.SourceRow,
        source_id,
        source_id=source_id,
        title=plainly(why("source-quarters_title")),
        publisher=program.name,
        publisher_kind="example" if program.kind == ProgramKind.EXAMPLE else "program",
        published="",
        url="",
        notes=plainly(why("source-quarters_notes")),
    )
    return source_id


def withdrawal(
    connection: Connection, program_id: str, quarter: Quarter, *, reason: str, certified_by: str
) -> Revision:
    """The revision that takes a quarter back. It keeps the eligibility rule of the one that stands. Refused if none
    does."""
    base = head(connection, program_id, quarter)
    if not base:
        raise Refused(why("refused-not_published", quarter=str(quarter)))
    stands = (col(t.SubmissionRow.key) == QuarterKey(program_id, quarter), col(t.SubmissionRow.revision) == base)
    rule = first(connection, typed_select(t.SubmissionRow).where(*stands))
    assert rule is not None
    return Revision(
        program_id=program_id,
        quarter=quarter,
        number=base + 1,
        change=RevisionKind.WITHDRAWAL,
        reason=reason,
        rule_version=rule.rule_version,
        rule_note=rule.rule_note,
        certified_by=certified_by,
    )
