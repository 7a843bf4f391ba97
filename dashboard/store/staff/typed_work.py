"""What somebody is writing and has not sent yet, kept as it is typed: it belongs to the account, and outlives the page,
the browser and a restart of the server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, delete, func, insert, select, update
from sqlmodel import col

from dashboard.core.people import Refused
from dashboard.core.reason import reason
from dashboard.store.clock import moment, now
from dashboard.store.engine import writing
from dashboard.store.staff.people import Caller, require
from dashboard.store.staff.tables import TypedRow

LONGEST, MOST = 1000, 200  # characters of a text, and texts of an account


class TypedWork:
    """The unsent texts of one database. Nobody reads those of somebody else, and none of them is on record."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = now) -> None:
        self._engine, self._clock = engine, clock

    def of(self, who: Caller, place: str) -> dict[str, str]:
        """What this account was writing in one place, by field. Refused if nobody is signed in."""
        with self._engine.connect() as connection:
            mine = col(TypedRow.account_id) == require(connection, self._clock(), who).account_id
            query = select(col(TypedRow.field), col(TypedRow.text)).where(mine, col(TypedRow.place) == place)
            return {field: text for field, text in connection.execute(query)}  # noqa: C416 - rows are not tuples

    def keep(self, who: Caller, place: str, field: str, text: str) -> None:
        """Keep what stands in a field now. Refused for more texts than a person writes at a time."""
        with writing(self._engine) as connection:
            account_id = require(connection, self._clock(), who).account_id
            mine = col(TypedRow.account_id) == account_id
            here = (mine, col(TypedRow.place) == place, col(TypedRow.field) == field)
            values = {"text": text[:LONGEST], "at": moment(self._clock())}
            if connection.execute(update(TypedRow).where(*here).values(**values)).rowcount:
                return
            if connection.execute(select(func.count()).select_from(TypedRow).where(mine)).scalar_one() >= MOST:
                raise Refused(reason("refused-texts"))
            connection.execute(insert(TypedRow).values(account_id=account_id, place=place, field=field, **values))

    def forget(self, who: Caller, place: str, field: str | None = None) -> None:
        """What was written in one place, or in one field of it, has been sent, or is not wanted any more."""
        with writing(self._engine) as connection:
            mine = col(TypedRow.account_id) == require(connection, self._clock(), who).account_id
            here = (mine, col(TypedRow.place) == place, *([] if field is None else [col(TypedRow.field) == field]))
            connection.execute(delete(TypedRow).where(*here))
