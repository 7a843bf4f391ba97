"""The file that somebody chose for a program and has not made drafts of yet: it belongs to the account, and outlives
the page, the browser and a restart of the server. Once it is put aside nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert
from sqlmodel import col, select

from dashboard.core.people import Action
from dashboard.core.plain import plain
from dashboard.store.clock import moment, now
from dashboard.store.engine import writing
from dashboard.store.single_rows import one
from dashboard.store.staff.people import Caller, require
from dashboard.store.staff.tables import ChosenFileRow

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """A file as its owner chose it."""

    name: str
    body: bytes


class ChosenFiles:
    """The chosen files of one database, one for each account and program. Nobody reads those of somebody else."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = now) -> None:
        self._engine, self._clock = engine, clock

    def of(self, who: Caller, program_id: str) -> ChosenFile | None:
        """What this account chose for a program, or None. Refused if nobody is signed in, and for another program."""
        with self._engine.connect() as connection:
            account_id = self._account(connection, who, program_id)
            mine = (*_mine(account_id, program_id), col(ChosenFileRow.at) >= self._oldest())
            row = one(connection, select(ChosenFileRow).where(*mine))
            return ChosenFile(row.name, row.body) if row else None

    def keep(self, who: Caller, program_id: str, name: str, body: bytes) -> None:
        """Keep a file in place of the one before it; those that nobody has touched for 30 days are gone."""
        with writing(self._engine) as connection:
            account_id = self._account(connection, who, program_id)
            self.forget_old(connection)
            connection.execute(delete(ChosenFileRow).where(*_mine(account_id, program_id)))
            values = {"name": plain(name, "file")[:120], "body": body, "at": moment(self._clock())}
            connection.execute(insert(ChosenFileRow).values(account_id=account_id, program_id=program_id, **values))

    def forget(self, who: Caller, program_id: str) -> None:
        """It was made drafts of, or put aside."""
        with writing(self._engine) as connection:
            account_id = self._account(connection, who, program_id)
            connection.execute(delete(ChosenFileRow).where(*_mine(account_id, program_id)))

    def forget_old(self, connection: Connection) -> None:
        """Those that nobody has touched for 30 days are gone; at every start, and whenever one is kept."""
        connection.execute(delete(ChosenFileRow).where(col(ChosenFileRow.at) < self._oldest()))

    def _oldest(self) -> str:
        return moment(self._clock() - KEPT_FOR)

    def _account(self, connection: Connection, who: Caller, program_id: str) -> int:
        account = require(connection, self._clock(), who)
        account.check(Action.UPLOAD, program_id)
        return account.account_id


def _mine(account_id: int, program_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(ChosenFileRow.account_id) == account_id, col(ChosenFileRow.program_id) == program_id
