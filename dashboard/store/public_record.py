"""Reading the whole public record from one connection: as it stands at a moment, or with all that waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar

from sqlalchemy import Connection, func
from sqlmodel import Session, col, select

from dashboard.core.metric import Registry
from dashboard.core.metrics import METRICS
from dashboard.core.people import Refused
from dashboard.core.reason import reason
from dashboard.core.record import PublicEvent, PublicRecord
from dashboard.store import log_lines, seals
from dashboard.store import tables as t
from dashboard.store.assemble import assemble
from dashboard.store.clock import moment
from dashboard.store.files import BrokenRow, SourcedRow, Where
from dashboard.store.life_tables import LIVES
from dashboard.store.log_lines import FILES
from dashboard.store.rows import Happened

Row = TypeVar("Row", t.EventRow, t.Revised)
RESTORE = "Put a backup in the place of the database; fourth-option audit verify lists every such row."


def day(event: t.EventRow) -> date:
    """The day on which the public could first see what an event published."""
    return datetime.fromisoformat(event.public_from).date() if event.public_from else event.at.date()


def in_order(events: Iterable[t.EventRow]) -> dict[int, Happened]:
    """The day of each of these events, and its place in the order in which the public saw what they wrote. What was not
    held back was seen when it was written, so a clock that was set back does not put it before what it followed."""
    seen: list[tuple[str, int, t.EventRow]] = []
    latest = ""
    for one in sorted(events, key=lambda e: e.id or 0):
        latest = max(latest, moment(_aware(one.at)))
        seen.append((max(latest, one.public_from), one.id or 0, one))
    ordered = sorted(seen, key=lambda s: s[:2])
    found: dict[int, Happened] = {}
    load, last = "", None
    for place, (_, number, one) in enumerate(ordered):
        # what one load tells of lives are events of their own, and the rest of it is the last
        goes_on = load and last and last.at == one.at and last.action != "load"
        if one.actor != FILES:
            load = ""
        elif not goes_on:
            load = str(number)
        found[number] = Happened(
            on=day(one), place=place, released=one.public_from, by_hand=one.action == "verify", load=load
        )
        last = one
    return found


def _aware(at: datetime) -> datetime:
    """A moment as it was stored: in UTC, also where the database has left that out."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def record_at(
    connection: Connection, at: str, *, today: date, metrics: Registry = METRICS, embargoed: bool = False
) -> PublicRecord:
    """Everything public at a moment (UTC, ISO), as core types; with what waits for its release too, if asked.
    BrokenRow names a row that is not what was written."""
    with Session(bind=connection) as session:
        events = [e for e in _whole(session, t.EventRow) if embargoed or e.public_from <= at]
        happened = in_order(events)
        located = [
            SourcedRow(row, Where(f"table {table.__tablename__}", row.id or 0))
            for table in (*t.PUBLIC, *LIVES)
            for row in _whole(session, table)
            if row.event_id in happened
        ]
        news = sorted(events, key=lambda e: (day(e), e.id or 0))
        changes = [_told(number, one) for number, one in enumerate(news, 1)]
    as_of = changes[-1].on if changes else today
    return assemble(located, version=len(changes), as_of=as_of, metrics=metrics, changes=changes, happened=happened)


def _told(version: int, one: t.EventRow) -> PublicEvent:
    """A line of the public log. BrokenRow if it cannot be read."""
    try:
        what = log_lines.read(one.line) if one.line else f"{one.action}: {one.note}"
    except ValueError as wrong:
        raise BrokenRow(Where("table event", one.id or 0), "line", str(wrong), RESTORE) from None
    return PublicEvent(
        version=version, on=day(one), what=what, by=log_lines.by(one.actor), action=one.action, subject=one.subject
    )


def _whole(session: Session, table: type[Row]) -> Sequence[Row]:
    """Every row of a table, each as it was written."""
    name = str(table.__tablename__)
    try:
        rows = session.exec(select(table).order_by(col(table.id))).all()
    except ValueError as wrong:  # a date or a number that is none any more
        raise BrokenRow(Where(f"table {name}", 0), "", str(wrong), RESTORE) from None
    for number, found in seals.broken(session.connection(), table.metadata.tables[name], [vars(row) for row in rows]):
        raise BrokenRow(Where(f"table {name}", number), "", found, RESTORE)
    return rows


def check_whole(connection: Connection, tables: Sequence[type[t.Revised]]) -> None:
    """BrokenRow names the first row of these tables, or event, that is not what was written."""
    with Session(bind=connection) as session:
        _whole(session, t.EventRow)
        for table in tables:
            _whole(session, table)


def check(connection: Connection, at: datetime) -> PublicRecord:
    """The record with what this transaction has written, now and after every embargo. Refused if it could not be read:
    what is published cannot be taken back, so it is tried before it lands. What was written is sealed."""
    now = moment(at)
    seals.seal(connection)
    try:
        waits = connection.execute(select(func.count()).where(col(t.EventRow.public_from) > now)).scalar_one()
        if waits:
            record_at(connection, now, today=at.date(), embargoed=True)
        return record_at(connection, now, today=at.date())
    except BrokenRow as broken:
        raise Refused(reason("refused-unreadable", broken=str(broken))) from None
