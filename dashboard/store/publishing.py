"""Appending a quarter to the public record, inside the transaction of whoever publishes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from dashboard.core.catalogue import DUE_DAYS, ProgramKind
from dashboard.core.evidence import EvidenceTier
from dashboard.core.ledger import COUNTS, Counts, Missing
from dashboard.core.people import Refused
from dashboard.core.quarter import Quarter
from dashboard.core.workflow import Change
from dashboard.store import reading, releasing
from dashboard.store import tables as t
from dashboard.store.appending import append, event, revise
from dashboard.store.people import moment
from dashboard.store.received import LedgerEntryRow


def head(connection: Connection, program_id: str, quarter: Quarter) -> int:
    """The newest revision of a quarter, also one that waits for its release; 0 if there is none."""
    key = f"{program_id}|{quarter}"
    query = select(func.max(col(t.SubmissionRow.revision))).where(col(t.SubmissionRow.key) == key)
    return connection.execute(query).scalar() or 0


def waiting(connection: Connection, program_id: str, quarter: Quarter, at: str) -> str:
    """The moment for which a revision of this quarter is already set to be released; nothing if none waits."""
    query = (
        select(func.max(col(t.EventRow.public_from)))
        .join(t.SubmissionRow, col(t.SubmissionRow.event_id) == col(t.EventRow.id))
        .where(col(t.SubmissionRow.key) == f"{program_id}|{quarter}", col(t.EventRow.public_from) > at)
    )
    return connection.execute(query).scalar() or ""


def publish_quarter(
    connection: Connection,
    *,
    program_id: str,
    quarter: Quarter,
    counts: Mapping[str, Counts],
    base_revision: int,
    change: Change,
    reason: str,
    rule_version: int,
    rule_note: str,
    certified_by: str,
    file_sha256: str,
    confirmations: str,
    at: datetime,
    public_from: str = "",
    merged: tuple[str, ...] = (),
) -> int:
    """Append a whole quarter as its next revision, with what of it is public; that revision. Refused if the quarter has
    moved on meanwhile, or if this revision would give away what an earlier one withheld."""
    if (found := head(connection, program_id, quarter)) != base_revision:
        raise Refused(
            f"Revision {found} of {quarter} was published after this file was checked against {base_revision}. "
            "Upload the file again, so that it is checked against what stands now."
        )
    program = _program(connection, program_id)
    revision = base_revision + 1
    withdrawn = change is Change.WITHDRAWAL
    action = "withdraw" if withdrawn else "publish" if revision == 1 else "correct"
    note = f"{program_id}, {quarter}, revision {revision}: {change}"
    event_id = event(
        connection,
        at=at,
        actor=certified_by,
        action=action,
        subject=f"{program_id}|{quarter}",
        note=note,
        public_from=public_from,
    )
    visible = datetime.fromisoformat(public_from) if public_from else at
    append(
        connection,
        event_id,
        t.SubmissionRow,
        f"{program_id}|{quarter}",
        revision,
        program_id=program_id,
        quarter=str(quarter),
        due_on=quarter.end + timedelta(days=program.due_days or DUE_DAYS),
        published_on=visible.astimezone(UTC).date(),
        rule_version=rule_version,
        rule_note=rule_note,
        stated_tier=_tier(program).key,
        source_id=_source(connection, event_id, program, public_from or moment(at)),
        note=reason,
        certified_by=certified_by,
        file_sha256=file_sha256,
        change=change.value,
        confirmations=confirmations,
        withdrawn=withdrawn,
    )
    if withdrawn:
        releasing.blank(connection, event_id, program_id, quarter, revision, Missing.RETRACTED)
    else:
        releasing.publish(connection, event_id, program_id, quarter, revision, counts, merged)
    for call_type, row in counts.items():
        stated = {k: row[k] for k in COUNTS}
        append(
            connection,
            event_id,
            LedgerEntryRow,
            f"{program_id}|{quarter}|{call_type}",
            revision,
            program_id=program_id,
            quarter=str(quarter),
            call_type=call_type,
            counts=json.dumps(stated, separators=(",", ":")),
        )
    reading.check(connection, at)
    return revision


def _program(connection: Connection, program_id: str) -> Any:
    """Key, name, kind and due days of a program, as its newest revision states them. Refused if there is none."""
    columns = [col(getattr(t.ProgramRow, name)) for name in ("key", "name", "kind", "due_days")]
    query = select(*columns).where(col(t.ProgramRow.key) == program_id).order_by(col(t.ProgramRow.revision).desc())
    found = connection.execute(query).first()
    if found is None:
        raise Refused(f"There is no program {program_id!r} on record.")
    return found


def _tier(program: Any) -> EvidenceTier:
    """What an upload is worth: program-reported, and illustrative for the made-up program. Never more."""
    return EvidenceTier.ILLUSTRATIVE if program.kind == ProgramKind.EXAMPLE else EvidenceTier.PROGRAM_REPORTED


def _source(connection: Connection, event_id: int, program: Any, visible: str) -> str:
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
        title="Quarterly counts by call type, uploaded and certified by the program",
        publisher=program.name,
        publisher_kind="example" if program.kind == ProgramKind.EXAMPLE else "program",
        published="",
        url="",
        notes="Each quarter names the office that certified it.",
    )
    return source_id


def standing(connection: Connection, program_id: str, quarter: Quarter, revision: int) -> tuple[int, str]:
    """The eligibility rule that a revision of a quarter was counted under."""
    rule = connection.execute(
        select(col(t.SubmissionRow.rule_version), col(t.SubmissionRow.rule_note)).where(
            col(t.SubmissionRow.key) == f"{program_id}|{quarter}", col(t.SubmissionRow.revision) == revision
        )
    ).one()
    return rule.rule_version, rule.rule_note
