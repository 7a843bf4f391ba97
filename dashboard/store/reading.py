"""Reading the whole public record from one connection: as it stands at a moment, or with all that waits."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, func
from sqlmodel import Session, col, select

from dashboard.core.metric import Registry
from dashboard.core.metrics import METRICS
from dashboard.core.people import Refused
from dashboard.core.record import Change, PublicRecord
from dashboard.store import tables as t
from dashboard.store.assemble import assemble
from dashboard.store.files import BrokenRow, Located, Where
from dashboard.store.life_tables import LIVES
from dashboard.store.people import moment


def day(event: t.EventRow) -> date:
    """The day on which the public could first see what an event published."""
    return datetime.fromisoformat(event.public_from).date() if event.public_from else event.at.date()


def record_at(
    connection: Connection, at: str, *, today: date, metrics: Registry = METRICS, embargoed: bool = False
) -> PublicRecord:
    """Everything public at a moment (UTC, ISO), as core types; with what waits for its release too, if asked."""
    with Session(bind=connection) as session:
        events = [e for e in session.exec(select(t.EventRow)) if embargoed or e.public_from <= at]
        dates = {e.id or 0: day(e) for e in events}
        located = [
            Located(row, Where(f"table {table.__tablename__}", row.id or 0))
            for table in (*t.PUBLIC, *LIVES)
            for row in session.exec(select(table).order_by(col(table.id)))
            if row.event_id in dates
        ]
        news = sorted((day(e), e.id or 0, f"{e.action}: {e.note}", e.actor) for e in events)
    changes = [Change(version=n, on=on, what=what, by=by) for n, (on, _, what, by) in enumerate(news, 1)]
    as_of = changes[-1].on if changes else today
    return assemble(located, version=len(changes), as_of=as_of, metrics=metrics, changes=changes, dates=dates)


def check(connection: Connection, at: datetime) -> PublicRecord:
    """The record with what this transaction has written, now and after every embargo. Refused if it could not be read:
    what is published cannot be taken back, so it is tried before it lands."""
    now = moment(at)
    try:
        waits = connection.execute(select(func.count()).where(col(t.EventRow.public_from) > now)).scalar_one()
        if waits:
            record_at(connection, now, today=at.date(), embargoed=True)
        return record_at(connection, now, today=at.date())
    except BrokenRow as broken:
        raise Refused(f"This would make the record unreadable: {broken} Nothing was written.") from None
