"""One draft to rows and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from dashboard.core import workflow
from dashboard.core.change import RevisionKind
from dashboard.core.finding import Finding, from_json, to_json
from dashboard.core.ledger import Counts
from dashboard.core.people import Action
from dashboard.core.plain import plain
from dashboard.core.privacy.under_other import merged
from dashboard.core.quarter import Quarter
from dashboard.core.workflow import Draft, Stage, Step, after
from dashboard.store import counts_json, seals
from dashboard.store.engine import insert_row
from dashboard.store.faults import DatabaseFailed, Fault
from dashboard.store.staff.people import Acting
from dashboard.store.staff.tables import AccountRow, DraftRow, FileRow, StepRow


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraft:
    """One quarter of a file that has no critical finding."""

    quarter: Quarter
    counts: Mapping[str, Counts]
    findings: tuple[Finding, ...]
    base_revision: int
    change: RevisionKind
    reason: str
    rule_version: int
    rule_note: str
    merged: tuple[str, ...] = ()


def draft_of(row: Any, steps: Sequence[Any]) -> Draft:
    """A draft from its row and the steps taken, in order; where it stands follows from them."""
    stage, reasons = Stage.CHECKED, {}
    for step in steps:
        stage = after(stage, Action(step["action"]))
        if step["action"] == Action.SEND:
            reasons = json.loads(step["detail"])
    return Draft(
        draft_id=row["id"],
        program_id=row["program_id"],
        quarter=Quarter.parse(row["quarter"]),
        change=RevisionKind(row["change"]),
        reason=row["reason"],
        rule_version=row["rule_version"],
        rule_note=row["rule_note"],
        counts=_counts(row["counts"]),
        findings=tuple(map(from_json, json.loads(row["findings"]))),
        base_revision=row["base_revision"],
        file_name=row["name"],
        file_sha256=row["sha256"],
        uploader_id=row["account_id"],
        uploaded_by=f"{row['title']}, {row['organization']}",
        at=row["at"],
        stage=stage,
        merged=tuple(json.loads(row["merged"] or "[]")),
        steps=tuple(
            Step(
                action=Action(s["action"]),
                by=f"{s['title']}, {s['organization']}",
                at=s["at"],
                detail="" if s["action"] == Action.SEND else s["detail"],
            )
            for s in steps
        ),
        reasons=reasons,
    )


def _counts(text: str) -> dict[str, Counts]:
    """The counts of a draft; none where an older version of this site took what cannot be."""
    try:
        return counts_json.load_draft(text)
    except ValueError:
        return {}


def keep(act: Acting, program_id: str, file_id: int, new: NewDraft) -> int:
    """Write a draft of a file; its number."""
    return insert_row(
        act.connection,
        DraftRow,
        program_id=program_id,
        quarter=str(new.quarter),
        file_id=file_id,
        account_id=act.account.account_id,
        at=act.at,
        base_revision=new.base_revision,
        change=new.change.value,
        reason=plain(new.reason, "reason")[:1000],
        rule_version=new.rule_version,
        rule_note=plain(new.rule_note, "rule_note")[:400],
        counts=counts_json.dump_draft(new.counts),
        findings=json.dumps([to_json(f) for f in new.findings], ensure_ascii=False),
        merged=json.dumps(new.merged),
    )


def merging(draft: Draft, call_types: Sequence[str]) -> NewDraft:
    """The same draft with call types counted under `other`. Refused for a call type that is not there."""
    return NewDraft(
        quarter=draft.quarter,
        counts=merged(draft.counts, call_types),
        findings=draft.findings,
        base_revision=draft.base_revision,
        change=draft.change,
        reason=draft.reason,
        rule_version=draft.rule_version,
        rule_note=draft.rule_note,
        merged=tuple(dict.fromkeys((*draft.merged, *call_types))),
    )


def check_change(new: NewDraft, head: int) -> None:
    """Refused unless the draft has counts, rests on what stands, and a further revision says why."""
    revision = {"base": new.base_revision, "head": head}
    workflow.check_change(new.quarter, new.counts.values(), new.change, new.reason, **revision)


def read(connection: Connection, ids: Sequence[int | None]) -> list[Draft]:
    """Drafts by their numbers, in that order."""
    query = (
        select(DraftRow, col(FileRow.name), col(FileRow.sha256), col(AccountRow.title), col(AccountRow.organization))
        .join(FileRow, col(DraftRow.file_id) == col(FileRow.id))
        .join(AccountRow, col(DraftRow.account_id) == col(AccountRow.id))
        .where(col(DraftRow.id).in_(ids))
    )
    drafts = {row["id"]: row for row in connection.execute(query).mappings()}
    _check_whole(connection, DraftRow, list(drafts.values()))
    steps = (
        select(StepRow, col(AccountRow.title), col(AccountRow.organization))
        .join(AccountRow, col(StepRow.account_id) == col(AccountRow.id))
        .where(col(StepRow.draft_id).in_(ids))
        .order_by(col(StepRow.draft_id), col(StepRow.number))
    )
    taken: dict[int, list[Any]] = {}
    found = connection.execute(steps).mappings().all()
    _check_whole(connection, StepRow, found)
    for step in found:
        taken.setdefault(step["draft_id"], []).append(step)
    return [draft_of(drafts[i], taken.get(i, [])) for i in ids if i is not None and i in drafts]


def _check_whole(connection: Connection, table: type[DraftRow | StepRow], rows: Sequence[Any]) -> None:
    """DatabaseFailed if one of these rows is not what was written."""
    name = str(table.__tablename__)
    for number, what in seals.broken(connection, table.metadata.tables[name], rows, all_of_it=False):
        raise DatabaseFailed(Fault.DAMAGED, f"(table {name}, row {number})", what)
