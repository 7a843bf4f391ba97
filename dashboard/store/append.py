"""Writing to the public record: events, and rows that are never changed after."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select
from sqlmodel import col

from dashboard.core.reason import Reason
from dashboard.store import log_lines
from dashboard.store import tables as t
from dashboard.store.engine import check_plain, insert_row


def event(
    connection: Connection, *, at: datetime, actor: str, action: str, subject: str, line: Reason, public_from: str = ""
) -> int:
    """A moment at which something becomes public, and the line of the public log that tells of it; its number."""
    values = {"at": at, "actor": actor, "action": action, "subject": subject, "public_from": public_from}
    return insert_row(connection, t.EventRow, **values, line=log_lines.written(line))


def append(
    connection: Connection, event_id: int, table: type[t.Revised], key: str, revision: int, **values: Any
) -> None:
    """One more revision of a published row. Refused for a text with a character that cannot be seen."""
    check_plain(values)
    content = json.dumps(values, default=str, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    connection.execute(insert(table).values(key=key, revision=revision, digest=digest, event_id=event_id, **values))


def revise(connection: Connection, event_id: int, table: type[t.Revised], key: str, **values: Any) -> None:
    """The next revision of a row whose revisions nobody states."""
    last = connection.execute(select(func.max(col(table.revision))).where(col(table.key) == key)).scalar() or 0
    append(connection, event_id, table, key, last + 1, **values)
