"""The audit log: who did what, when and why, each row chained to the one before it by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert
from sqlmodel import col, select

from dashboard.core.people import Account, Action, Deed
from dashboard.store.staff.rows import first
from dashboard.store.staff.tables import AuditRow

FIRST = "0" * 64
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
    why: str


def append(
    connection: Connection,
    account: Account | None,
    *,
    at: str,
    action: Action | Deed,
    subject: str,
    before: str = "",
    after: str = "",
    reason: str = "",
) -> None:
    """Add one line, inside the transaction of the change it tells of. No account means the operator's command line."""
    last = first(connection, select(AuditRow).order_by(col(AuditRow.id).desc()))
    line: dict[str, str | int] = {
        "at": at,
        "account_id": account.account_id if account else 0,
        "actor": account.email if account else "operator",
        "title": account.public if account else "the operator of this site",
        "role": account.role.value if account else "operator",
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
            return Broken(int(line["id"]), "it does not follow the line before it; one was removed or changed")
        if line["hash"] != _hash(line):
            return Broken(int(line["id"]), "its content is not what its hash was made of")
        previous, number = str(line["hash"]), number + 1
    return number


def _all(connection: Connection) -> Iterator[dict[str, str | int]]:
    for row in connection.execute(select(*_COLUMNS).order_by(col(AuditRow.id))).mappings():
        yield dict(row)
