"""Received files and the drafts made of them. Every query asks only for programs of whoever is asking."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlmodel import col, select

from dashboard.core import workflow
from dashboard.core.keys import QuarterKey
from dashboard.core.ledger import Counts
from dashboard.core.people import Account, Action, Refused, check_second_person
from dashboard.core.plain import plain
from dashboard.core.quarter import Quarter
from dashboard.core.reason import reason as why
from dashboard.core.record import PublicRecord
from dashboard.core.revision import Revision, of_draft
from dashboard.core.workflow import Draft, after
from dashboard.store import log_lines, revisions
from dashboard.store.clock import moment, now
from dashboard.store.engine import insert_row
from dashboard.store.faults import DatabaseFailed, Fault
from dashboard.store.received_counts import counted
from dashboard.store.seals import is_of
from dashboard.store.single_rows import one
from dashboard.store.staff.draft_rows import NewDraft, check_change, keep, merging, read
from dashboard.store.staff.makers import could_be_one, makers
from dashboard.store.staff.people import Acting, Caller, People, require
from dashboard.store.staff.tables import DraftRow, FileRow, StepRow
from dashboard.words import plainly


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file: the drafts made of it, or those it had already made."""

    drafts: tuple[int, ...]
    again: bool


class Drafts:
    """The quarters of one database that are on their way."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = now) -> None:
        self._engine, self._clock = engine, clock
        self._people = People(engine, clock)

    def receive(self, who: Caller, program_id: str, name: str, body: bytes, quarters: Sequence[NewDraft]) -> Received:
        """Keep a file byte for byte, with a draft for each quarter in it; the same bytes again change nothing.
        Refused for another program, with a critical finding, or without a reason for a further revision."""
        sha256 = hashlib.sha256(body).hexdigest()
        with self._people.acting(who) as act:
            act.account.check(Action.UPLOAD, program_id)
            workflow.check_received([new.findings for new in quarters])
            if held := self._held(act.connection, program_id, sha256):
                act.audit(Action.UPLOAD, f"{program_id}|{sha256[:12]}", after=plainly(why("audit-again")))
                return Received(tuple(d.draft_id for d in held), again=True)
            workflow.check_quarters([new.quarter for new in quarters])
            for new in quarters:
                check_change(new, revisions.head(act.connection, program_id, new.quarter))
            file_id = insert_row(
                act.connection,
                FileRow,
                program_id=program_id,
                sha256=sha256,
                name=plain(name, "file")[:120],
                body=body,
                account_id=act.account.account_id,
                at=act.at,
            )
            numbers = tuple(keep(act, program_id, file_id, new) for new in quarters)
            told = ", ".join(str(q.quarter) for q in quarters)
            said = why("audit-received", drafts=", ".join(map(str, numbers)), quarters=told)
            act.audit(Action.UPLOAD, f"{program_id}|{sha256[:12]}", after=plainly(said))
            return Received(numbers, again=False)

    def counted(self, who: Caller | None, program_id: str) -> dict[Quarter, dict[str, Counts]]:
        """What was received of each quarter of a program, small counts as well: for a check of its files alone. Refused
        for another program; nobody means the operator's command line."""
        with self._engine.connect() as connection:
            if who is not None:
                self._reader(connection, who).check(Action.UPLOAD, program_id)
            return counted(connection, program_id)

    def held(self, who: Caller, program_id: str, body: bytes) -> list[Draft]:
        """The drafts that these very bytes have already made of a program, and that stand; Refused for any other."""
        with self._engine.connect() as connection:
            self._reader(connection, who).check(Action.UPLOAD, program_id)
            return self._held(connection, program_id, hashlib.sha256(body).hexdigest())

    def _held(self, connection: Connection, program_id: str, sha256: str) -> list[Draft]:
        query = (
            select(col(DraftRow.id))
            .join(FileRow, col(DraftRow.file_id) == col(FileRow.id))
            .where(col(FileRow.program_id) == program_id, col(FileRow.sha256) == sha256)
        )
        drafts = read(connection, list(connection.execute(query).scalars()))
        heads = {d.quarter: revisions.head(connection, program_id, d.quarter) for d in drafts}
        return [d for d in drafts if d.still(heads[d.quarter])]

    def send(self, who: Caller, draft_id: int, reasons: Mapping[str, str]) -> None:
        """Send a draft to be certified, with a written reason for each finding that asks for one."""
        with self._people.acting(who) as act:
            draft = self._own(act, draft_id, Action.SEND)
            told = {key: plain(reason, "answer")[:400] for key, reason in reasons.items()}
            given = {key: reason for key, reason in told.items() if reason}
            workflow.check_answers(draft.findings, given)
            wanted = {f.key for f in draft.findings}
            kept = {k: v for k, v in given.items() if k in wanted}
            self._step(act, draft, Action.SEND, json.dumps(kept, ensure_ascii=False), reason=" ".join(kept.values()))

    def merge(self, who: Caller, draft_id: int, call_types: Sequence[str]) -> int:
        """Count call types of a draft under `other`, in a new draft of the same file that takes its place; its number.
        Refused for a quarter that is published: its blocks are fixed."""
        with self._people.acting(who) as act:
            draft = self._own(act, draft_id, Action.DISCARD)
            workflow.check_merge(draft.stage, draft.base_revision)
            number = keep(act, draft.program_id, self._file(act.connection, draft_id)[0], merging(draft, call_types))
            told = why("audit-merged", draft=str(number), types=", ".join(call_types))
            self._step(act, draft, Action.DISCARD, plainly(told))
            return number

    def discard(self, who: Caller, draft_id: int) -> None:
        """Give up a draft. The file that was received is kept."""
        with self._people.acting(who) as act:
            self._step(act, self._own(act, draft_id, Action.DISCARD), Action.DISCARD)

    def give_back(self, who: Caller, draft_id: int, reason: str) -> None:
        """Return a draft to the uploader, saying why."""
        with self._people.acting(who) as act:
            draft = self._own(act, draft_id, Action.RETURN)
            workflow.check_return(reason)
            self._step(act, draft, Action.RETURN, plain(reason, "change")[:1000])

    def certify(self, who: Caller, draft_id: int) -> None:
        """Certify a draft as a named officer of the program, who did not upload it."""
        with self._people.acting(who) as act:
            draft = self._own(act, draft_id, Action.CERTIFY)
            check_second_person(act.account, draft.uploader_id)
            self._step(act, draft, Action.CERTIFY)

    def publish(self, who: Caller, draft_id: int, *, public_from: datetime | None = None) -> int:
        """Publish a certified draft, at once or from a moment on; its revision."""
        with self._people.acting(who) as act:
            draft = self._own(act, draft_id, Action.PUBLISH)
            check_second_person(act.account, draft.uploader_id)
            revision = of_draft(draft, public_from=self._release(public_from))
            revision = _said(act.connection, draft, revision, act.account.account_id)
            self._step(act, draft, Action.PUBLISH, moment(revision.public_from) if revision.public_from else "")
            revisions.publish(act.connection, revision, self._clock())
            return revision.number

    def rehearse(self, who: Caller, draft_id: int, *, public_from: datetime | None = None) -> PublicRecord:
        """The record as everybody will read it once this draft is certified and published, at once or from a moment
        on. Refused as the publication would be; nothing lands."""
        with self._engine.connect() as connection:
            account = self._reader(connection, who)
            draft = self._mine(connection, account, draft_id)
        certifies = account.may(Action.CERTIFY, draft.program_id)
        if certifies:
            check_second_person(account, draft.uploader_id)
        office = account.public if certifies else ""
        revision = of_draft(draft, office=office, public_from=self._release(public_from))
        with self._engine.connect() as connection:
            revision = _said(connection, draft, revision, account.account_id if certifies else None)
        return revisions.rehearse(self._engine, revision, self._clock())

    def _release(self, public_from: datetime | None) -> datetime | None:
        """The moment from which a revision is public; None for at once. Refused for one that is too far ahead."""
        workflow.check_release(public_from, self._clock())
        return public_from if public_from and public_from > self._clock() else None

    def withdraw(self, who: Caller, program_id: str, quarter: Quarter, reason: str) -> int:
        """Withdraw a published quarter: its figures have no number any more, and the reason stands in their place."""
        with self._people.acting(who) as act:
            revision = self._withdrawal(act.connection, act.account, program_id, quarter, reason)
            revisions.publish(act.connection, revision, self._clock())
            before = plainly(why("audit-revision", number=str(revision.number - 1)))
            after = plainly(why("audit-withdrawn", number=str(revision.number)))
            act.audit(Action.WITHDRAW, revision.key, before=before, after=after, reason=revision.reason)
            return revision.number

    def rehearse_withdrawal(self, who: Caller, program_id: str, quarter: Quarter, reason: str) -> PublicRecord:
        """The record as everybody will read it once this quarter is withdrawn. Refused as the withdrawal would be;
        nothing lands."""
        with self._engine.connect() as connection:
            account = self._reader(connection, who)
            revision = self._withdrawal(connection, account, program_id, quarter, reason)
        return revisions.rehearse(self._engine, revision, self._clock())

    def _withdrawal(
        self, connection: Connection, account: Account, program_id: str, quarter: Quarter, reason: str
    ) -> Revision:
        account.check(Action.WITHDRAW, program_id)
        workflow.check_withdrawal(reason)
        by = account.public
        if makers(connection, account.account_id):
            by = log_lines.of_one_maker(by, "alone")
        said = {"reason": plain(reason, "reason")[:1000], "certified_by": by}
        return revisions.withdrawal(connection, program_id, quarter, **said)

    def head(self, program_id: str, quarter: Quarter) -> int:
        """The newest revision of a quarter; 0 before the first."""
        with self._engine.connect() as connection:
            return revisions.head(connection, program_id, quarter)

    def of(self, who: Caller) -> list[Draft]:
        """The drafts of the programs of whoever is asking, newest first."""
        with self._engine.connect() as connection:
            account = self._reader(connection, who)
            mine = col(DraftRow.program_id).in_(sorted(account.programs))
            ids = connection.execute(select(col(DraftRow.id)).where(mine).order_by(col(DraftRow.id).desc())).scalars()
            return read(connection, list(ids))

    def get(self, who: Caller, draft_id: int) -> Draft:
        """One draft of a program of whoever is asking; Refused for any other."""
        with self._engine.connect() as connection:
            return self._mine(connection, self._reader(connection, who), draft_id)

    def file(self, who: Caller, draft_id: int) -> tuple[str, bytes]:
        """Name and bytes of the file a draft was made of, as received."""
        with self._engine.connect() as connection:
            draft = self._mine(connection, self._reader(connection, who), draft_id)
            _, name, body = self._file(connection, draft.draft_id)
        if not is_of(body, draft.file_sha256):
            raise DatabaseFailed(Fault.DAMAGED, f"(file of draft {draft_id})", "other bytes than were received")
        return name, body

    def _file(self, connection: Connection, draft_id: int) -> tuple[int, str, bytes]:
        query = select(FileRow).join(DraftRow, col(DraftRow.file_id) == col(FileRow.id))
        row = one(connection, query.where(col(DraftRow.id) == draft_id))
        assert row is not None and row.id is not None, "a draft is made of a file"
        return row.id, row.name, row.body

    def _reader(self, connection: Connection, who: Caller) -> Account:
        return require(connection, self._clock(), who)

    def _own(self, act: Acting, draft_id: int, action: Action) -> Draft:
        draft = self._mine(act.connection, act.account, draft_id)
        act.account.check(action, draft.program_id)
        return draft

    def _mine(self, connection: Connection, account: Account, draft_id: int) -> Draft:
        mine = (col(DraftRow.id) == draft_id, col(DraftRow.program_id).in_(sorted(account.programs)))
        found = one(connection, select(DraftRow).where(*mine))
        if found is None:
            raise Refused(why("refused-draft"))
        return read(connection, [found.id])[0]

    def _step(self, act: Acting, draft: Draft, action: Action, detail: str = "", *, reason: str = "") -> None:
        to = after(draft.stage, action)
        insert_row(
            act.connection,
            StepRow,
            draft_id=draft.draft_id,
            number=len(draft.steps) + 1,
            action=action.value,
            account_id=act.account.account_id,
            at=act.at,
            detail=detail,
        )
        subject = QuarterKey(draft.program_id, draft.quarter)
        before = plainly(why("audit-stage", draft=str(draft.draft_id), stage=draft.stage))
        act.audit(action, subject, before=before, after=plainly(to), reason=reason or detail)


def _said(connection: Connection, draft: Draft, revision: Revision, publisher: int | None) -> Revision:
    """The revision; where one administrator could have been uploader and certifier, the public reads it beside the
    office."""
    if not could_be_one(connection, draft.draft_id, publisher):
        return revision
    return replace(revision, certified_by=log_lines.of_one_maker(revision.certified_by, "both"))
