"""Who made the accounts behind a public statement: an administrator who issued the links of two people who check each
other could be both of them, and one who issued the link of somebody outside could be them.

The public page says so, rather than a second administrator having to confirm: most offices have one administrator, and
would have to make up a second. The operator is left out, whose command line has the whole database in its hands. What
counts is whose link an account had when it did something: one that is issued anew afterwards changes nothing of it."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlmodel import col, select

from dashboard.core.people import Action, Deed
from dashboard.store.single_rows import first, one
from dashboard.store.staff.audit import spelled
from dashboard.store.staff.tables import AccountRow, AuditRow, DraftRow, StepRow

_LINKS = spelled(Deed.ADD_ACCOUNT, Deed.ISSUE_LINK)


def could_be_one(connection: Connection, draft_id: int, publisher: int | None) -> bool:
    """Whether one administrator could have been whoever uploaded a draft, and whoever certified it or is to publish it
    now: they issued the links that both accounts had then, or those of whoever issued them."""
    draft = one(connection, select(DraftRow).where(col(DraftRow.id) == draft_id))
    assert draft is not None, "a draft that was read is there"
    # a draft that was counted anew under `other` stands in for the one it was made of, which was given up with it
    line = _line(connection, draft.account_id, draft.at, Action.UPLOAD, Action.DISCARD)
    uploaders = makers(connection, draft.account_id, line)
    steps = select(StepRow).where(col(StepRow.draft_id) == draft_id, col(StepRow.action) == Action.CERTIFY.value)
    step = first(connection, steps.order_by(col(StepRow.number).desc()))
    second: list[set[int]] = []
    if step is not None:
        line = _line(connection, step.account_id, step.at, Action.CERTIFY)
        second.append(makers(connection, step.account_id, line))
    if publisher is not None:
        second.append(makers(connection, publisher))
    return any(uploaders & certifiers for certifiers in second)


def makers(connection: Connection, account_id: int, line: int | None = None) -> set[int]:
    """The administrators to whom an account goes back now, or at a line of the audit log: who issued the link that it
    had, who had issued theirs by then, and so on."""
    found: set[int] = set()
    while account_id:
        account = one(connection, select(AccountRow).where(col(AccountRow.id) == account_id))
        links = [col(AuditRow.action).in_(_LINKS), col(AuditRow.subject) == (account.email if account else "")]
        if line is not None:
            links.append(col(AuditRow.id) < line)
        last = first(connection, select(AuditRow).where(*links).order_by(col(AuditRow.id).desc()))
        account_id, line = (last.account_id, last.id) if last else (0, line)
        found.add(account_id)
    return found - {0}


def _line(connection: Connection, account_id: int, at: str, *actions: Action) -> int | None:
    """The line of the audit log that tells of a step; None where there is none, and what stands now counts."""
    same = (
        col(AuditRow.account_id) == account_id,
        col(AuditRow.at) == at,
        col(AuditRow.action).in_(spelled(*actions)),
    )
    found = first(connection, select(AuditRow).where(*same).order_by(col(AuditRow.id)))
    return found.id if found else None
