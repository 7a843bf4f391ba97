"""One draft to rows and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from dashboard.core.change import Change
from dashboard.core.finding import Finding, Place, Severity
from dashboard.core.ledger import Counts
from dashboard.core.people import Action, Refused
from dashboard.core.plain import plain
from dashboard.core.publication import delivers
from dashboard.core.quarter import Quarter
from dashboard.core.under_other import merged
from dashboard.core.workflow import Draft, Stage, Step, after
from dashboard.store import seals
from dashboard.store.build import counts_of
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
    change: Change
    reason: str
    rule_version: int
    rule_note: str
    merged: tuple[str, ...] = ()


def made(row: Any, steps: Sequence[Any]) -> Draft:
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
        change=Change(row["change"]),
        reason=row["reason"],
        rule_version=row["rule_version"],
        rule_note=row["rule_note"],
        counts=_counts(row["counts"]),
        findings=tuple(_finding(f) for f in json.loads(row["findings"])),
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
        return {k: counts_of(v) for k, v in json.loads(text).items()}
    except ValueError:
        return {}


def _finding(stated: dict[str, Any]) -> Finding:
    place = Place(**stated.pop("place"))
    return Finding(**{**stated, "severity": Severity(stated["severity"])}, place=place)


def keep(act: Acting, program_id: str, file_id: int, new: NewDraft) -> int:
    """Write a draft of a file; its number."""
    counts = {call_type: dict(row) for call_type, row in new.counts.items()}
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
        reason=plain(new.reason, "The reason")[:1000],
        rule_version=new.rule_version,
        rule_note=plain(new.rule_note, "The rule in a few words")[:400],
        counts=json.dumps(counts, separators=(",", ":")),
        findings=json.dumps([asdict(f) for f in new.findings], ensure_ascii=False),
        merged=json.dumps(new.merged),
    )


def merging(draft: Draft, call_types: Sequence[str]) -> NewDraft:
    """The same draft with call types counted under `other`. Refused for a call type that is not there."""
    try:
        counts = merged(draft.counts, call_types)
    except ValueError as wrong:
        raise Refused(f"{wrong}.") from None
    return NewDraft(
        quarter=draft.quarter,
        counts=counts,
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
    if not delivers(new.counts.values()):
        raise Refused(f"{new.quarter} has no counts. Upload it when it has been counted; until then it stays due.")
    if new.base_revision != head:
        raise Refused(f"{new.quarter} stands at revision {head}, not {new.base_revision}. Upload the file again.")
    if new.base_revision == 0:
        if new.change is not Change.FIRST:
            raise Refused(f"{new.quarter} has not been published yet, so this is its first publication.")
    elif new.change in (Change.FIRST, Change.WITHDRAWAL):
        raise Refused(
            f"{new.quarter} is published. Say whether this is a planned revision, an error or a new definition."
        )
    elif len(new.reason.strip()) < 10:
        raise Refused(f"Say in a sentence why {new.quarter} is revised; the public reads it.")


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
    return [made(drafts[i], taken.get(i, [])) for i in ids if i is not None and i in drafts]


def _check_whole(connection: Connection, table: type[DraftRow | StepRow], rows: Sequence[Any]) -> None:
    """DatabaseFailed if one of these rows is not what was written."""
    name = str(table.__tablename__)
    for number, what in seals.broken(connection, table.metadata.tables[name], rows, all_of_it=False):
        raise DatabaseFailed(Fault.DAMAGED, f"(table {name}, row {number})", what)
