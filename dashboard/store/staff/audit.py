"""The audit log: who did what, when and why, each row chained to the one before it by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection, insert
from sqlmodel import col, select

from dashboard.core.people import Account, Action, Deed
from dashboard.core.reason import Reason
from dashboard.core.reason import reason as why
from dashboard.store.single_rows import first
from dashboard.store.staff.tables import AuditRow
from dashboard.words import plainly

FIRST = "0" * 64
STRANGER: Final = "stranger"  # somebody who is not signed in, as actor and role of a line
_CHAINED = ("at", "account_id", "actor", "title", "role", "action", "subject", "before", "after", "reason", "previous")
_COLUMNS = [col(getattr(AuditRow, name)) for name in ("id", *_CHAINED, "hash")]


# how lines say it that are older than the keys: a line is never rewritten, for its hash is made of its words
_OLD: dict[str, Action | Deed] = {
    "send for certification": Action.SEND,
    "attach a challenge": Action.CHALLENGE,
    "sign in": Deed.SIGN_IN,
    "failed sign-in": Deed.SIGN_IN_FAILED,
    "sign out": Deed.SIGN_OUT,
    "set up account": Deed.SET_UP,
    "name columns": Deed.NAME_COLUMNS,
    "forget columns": Deed.FORGET_COLUMNS,
    "add account": Deed.ADD_ACCOUNT,
    "issue set-up link": Deed.ISSUE_LINK,
    "close account": Deed.CLOSE_ACCOUNT,
    "set policy": Deed.SET_POLICY,
    "set clock": Deed.SET_CLOCK,
}
_NAMED = {str(one): one for kind in (Action, Deed) for one in kind} | _OLD


def spelled(*actions: Action | Deed) -> tuple[str, ...]:
    """Everything that lines of these say, old ones too."""
    return tuple(said for said, action in _NAMED.items() if action in actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the audit log. `title` is public; `actor` is a personal name and is not."""

    number: int
    at: str
    actor: str
    title: str
    role: str
    action: Action | Deed | str  # the text of a line that tells of something else
    subject: str
    before: str
    after: str
    reason: str
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link of the chain that does not hold."""

    number: int
    why: Reason


def append(
    connection: Connection,
    account: Account | Literal["stranger"] | None,
    *,
    at: str,
    action: Action | Deed,
    subject: str,
    before: str = "",
    after: str = "",
    reason: str = "",
) -> None:
    """Add one line, inside the transaction of the change it tells of. No account means the operator's command line."""
    who: dict[str, str | int] = {
        "account_id": 0,
        "actor": "operator",
        "title": plainly(why("audit-operator")),
        "role": "operator",
    }
    if isinstance(account, Account):
        who = {"account_id": account.account_id, "actor": account.email, "title": account.public}
        who["role"] = account.role.value
    elif account is not None:
        who = {"account_id": 0, "actor": STRANGER, "title": plainly(why("audit-stranger")), "role": STRANGER}
    last = first(connection, select(AuditRow).order_by(col(AuditRow.id).desc()))
    line: dict[str, str | int] = {
        "at": at,
        **who,
        "action": action.value,
        "subject": subject,
        "before": before,
        "after": after,
        "reason": reason,
        "previous": last.hash if last else FIRST,
    }
    connection.execute(insert(AuditRow).values(**line, hash=_hash(line)))


def _hash(line: dict[str, str | int]) -> str:
    return hashlib.sha256(json.dumps([line[name] for name in _CHAINED], ensure_ascii=False).encode()).hexdigest()


def entries(connection: Connection, *, subject: str = "", newest: int = 500) -> Sequence[Entry]:
    """The newest lines, newest first; of one subject if given."""
    query = select(*_COLUMNS).order_by(col(AuditRow.id).desc()).limit(newest)
    if subject:
        query = query.where(col(AuditRow.subject) == subject)
    return [
        Entry(
            number=row["id"],
            **{name: row[name] for name in ("at", "actor", "title", "role", "subject")},
            action=_NAMED.get(row["action"], row["action"]),
            **{name: row[name] for name in ("before", "after", "reason", "hash")},
        )
        for row in connection.execute(query).mappings()
    ]


def verify(connection: Connection) -> Broken | int:
    """How many lines hold, or the first that does not: a changed line, a missing one, or one that follows another."""
    previous, number = FIRST, 0
    for line in _all(connection):
        if line["previous"] != previous:
            return Broken(int(line["id"]), why("audit-broken_order"))
        if line["hash"] != _hash(line):
            return Broken(int(line["id"]), why("audit-broken_content"))
        previous, number = str(line["hash"]), number + 1
    return number


def _all(connection: Connection) -> Iterator[dict[str, str | int]]:
    for row in connection.execute(select(*_COLUMNS).order_by(col(AuditRow.id))).mappings():
        yield dict(row)
