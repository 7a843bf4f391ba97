"""Who made the accounts of two people who check each other: an administrator who made both could be both.

The public page says so, rather than a second administrator having to confirm: most offices have one administrator, and
would have to make up a second. The operator is left out, whose command line has the whole database in its hands."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlmodel import col, select

from dashboard.core.people import Deed
from dashboard.store.staff.audit import spelled
from dashboard.store.staff.rows import first, one
from dashboard.store.staff.tables import AccountRow, AuditRow

_LINKS = spelled(Deed.ADD_ACCOUNT, Deed.ISSUE_LINK)
SAID = "both accounts go back to one administrator of this site"


def one_maker(connection: Connection, *accounts: int) -> bool:
    """Whether one administrator issued the last set-up link of all these accounts, or of whoever issued it."""
    return bool(set.intersection(*(_makers(connection, account_id) for account_id in accounts)))


def _makers(connection: Connection, account_id: int) -> set[int]:
    """The administrators to whom an account goes back: who issued its last link, who issued theirs, and so on."""
    found: set[int] = set()
    while account_id:
        account = one(connection, select(AccountRow).where(col(AccountRow.id) == account_id))
        links = (col(AuditRow.action).in_(_LINKS), col(AuditRow.subject) == (account.email if account else ""))
        last = first(connection, select(AuditRow).where(*links).order_by(col(AuditRow.id).desc()))
        account_id = last.account_id if last else 0
        if account_id in found:
            break
        found.add(account_id)
    return found - {0}
