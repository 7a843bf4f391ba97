"""Seals: what every row that is never changed was when it was written, so that a row that is something else by now is
found when it is read. They find what a disk, a copy or a mistake does; whoever owns the database can make new ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, insert, select
from sqlalchemy import UniqueConstraint as Unique
from sqlmodel import Field, SQLModel, col

from dashboard.store.faults import DatabaseFailed
from dashboard.store.staff.tables import DraftRow, FileRow, StepRow
from dashboard.store.tables import EventRow

CHANGED = "other content than was written"
_UNNAMED: frozenset[str] = frozenset(str(row.__tablename__) for row in (EventRow, FileRow, DraftRow, StepRow))


class SealRow(SQLModel, table=True):
    """The digest of one row, by its table, its natural key (or its number) and its revision."""

    __tablename__ = "seal"
    __table_args__ = (Unique("of", "key", "revision", name="uq_seal"),)
    id: int | None = Field(default=None, primary_key=True)
    of: str
    key: str
    revision: int
    sha256: str


def sealed_tables() -> list[Table]:
    """Every table whose rows are sealed: all that state the event that wrote them, the events, and those of drafts."""
    return [t for t in SQLModel.metadata.sorted_tables if "event_id" in t.c or t.name in _UNNAMED]


def _content(table: Table, row: Mapping[str, Any]) -> str:
    """The digest of a row. A column that has its default is left out, so that one which is added later, with a default,
    changes nothing; and so is a body of bytes, which has a digest of its own beside it."""
    said = {c.key: row[c.key] for c in table.c if c.key != "body" and not _is_default(c, row[c.key])}
    return hashlib.sha256(json.dumps(said, default=_told, sort_keys=True).encode()).hexdigest()


def _told(value: Any) -> str:
    """A value that JSON has no word for; a moment in UTC, for a database may return it in another zone tomorrow."""
    if isinstance(value, datetime):
        value = (value.astimezone(UTC) if value.tzinfo else value).replace(tzinfo=None)
    return str(value)


def _is_default(column: Column[Any], value: Any) -> bool:
    return value is None or (column.default is not None and value == getattr(column.default, "arg", None))


def _name(table: Table, row: Mapping[str, Any]) -> tuple[str, int]:
    return (str(row["id"]), 1) if table.name in _UNNAMED else (row["key"], row["revision"])


def seal(connection: Connection, tables: Iterable[Table] | None = None) -> None:
    """Seal every row that has no seal yet, as the database returns it; in the transaction that wrote it. A migration
    that rewrites rows takes away their seals: they are sealed anew at its end."""
    for table in tables or sealed_tables():
        held = _held(connection, table)
        fresh = [row for row in _rows(connection, table) if _name(table, row) not in held]
        made = [
            {"of": table.name, "key": key, "revision": revision, "sha256": _content(table, row)}
            for row in fresh
            for key, revision in [_name(table, row)]
        ]
        if made:
            connection.execute(insert(SealRow), made)


def _rows(connection: Connection, table: Table) -> Iterator[Mapping[str, Any]]:
    """The rows of a table, without bodies of bytes."""
    columns = [c for c in table.c if c.key != "body"]
    for row in connection.execute(select(*columns).order_by(table.c.id)):
        yield dict(zip((c.key for c in columns), row, strict=True))


def _held(connection: Connection, table: Table) -> dict[tuple[str, int], str]:
    names = (col(SealRow.key), col(SealRow.revision), col(SealRow.sha256))
    query = select(*names).where(col(SealRow.of) == table.name)
    return {(key, revision): sha256 for key, revision, sha256 in connection.execute(query)}


def broken(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, all_of_it: bool = True
) -> Iterator[tuple[int, str]]:
    """The rows that are not what was written: number and what was found. If these are all rows of the table, also those
    that are not there any more, as number 0."""
    held = _held(connection, table)
    for row in rows:
        if held.pop(_name(table, row), "") != _content(table, row):
            yield row["id"], CHANGED
    if all_of_it:
        for key, revision in held:
            yield 0, f"nothing where revision {revision} of {key!r} was written"


def audit(connection: Connection) -> tuple[int, list[str]]:
    """How many rows hold, and every row that does not, in words; the files that were received among them."""
    count = 0
    wrong: list[str] = []
    for table in sealed_tables():
        try:
            rows = list(_rows(connection, table))
        except (ValueError, DatabaseFailed) as unread:
            wrong.append(f"table {table.name} cannot be read: {unread}")
            continue
        found = [f"table {table.name}, row {number}: {what}" for number, what in broken(connection, table, rows)]
        count, wrong = count + len(rows), wrong + found
    files = connection.execute(select(col(FileRow.id), col(FileRow.sha256), col(FileRow.body)))
    wrong += [
        f"table received_file, row {n}: other bytes than were received" for n, sha, b in files if not is_of(b, sha)
    ]
    return count - len(wrong), wrong


def is_of(body: bytes, sha256: str) -> bool:
    """Whether these bytes are those of a digest."""
    return hashlib.sha256(body).hexdigest() == sha256
