"""Who made the accounts of two people who check each other: an administrator who made both could be both.

The public page says so, rather than a second administrator having to confirm: most offices have one administrator, and
would have to make up a second. The operator is left out, whose command line has the whole database in its hands."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlmodel import col

from dashboard.core.people import Deed
from dashboard.store.audit import spelled
from dashboard.store.staff_tables import AccountRow, AuditRow

_LINKS = spelled(Deed.ADD_ACCOUNT, Deed.ISSUE_LINK)
SAID = "both accounts go back to one administrator of this site"


def one_maker(connection: Connection, *accounts: int) -> bool:
    """Whether one administrator issued the last set-up link of all these accounts, or of whoever issued it."""
    return bool(set.intersection(*(_makers(connection, account_id) for account_id in accounts)))


def _makers(connection: Connection, account_id: int) -> set[int]:
    """The administrators to whom an account goes back: who issued its last link, who issued theirs, and so on."""
    found: set[int] = set()
    while account_id:
        email = select(col(AccountRow.email)).where(col(AccountRow.id) == account_id).scalar_subquery()
        links = (col(AuditRow.action).in_(_LINKS), col(AuditRow.subject) == email)
        last = select(col(AuditRow.account_id)).where(*links).order_by(col(AuditRow.id).desc()).limit(1)
        account_id = connection.execute(last).scalar() or 0
        if account_id in found:
            break
        found.add(account_id)
    return found - {0}
