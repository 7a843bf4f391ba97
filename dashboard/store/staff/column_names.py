"""What programs call the columns of their own tables, asked once and remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Engine, delete
from sqlmodel import col, select

from dashboard.core.people import Action, Deed
from dashboard.store.clock import now
from dashboard.store.engine import insert_row
from dashboard.store.staff.people import Caller, People
from dashboard.store.staff.tables import ColumnNameRow


class ColumnNames:
    """The headings of programs that one database knows."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = now) -> None:
        self._engine = engine
        self._people = People(engine, clock)

    def of(self, program_id: str) -> dict[str, str]:
        """What a program's own headings stand for."""
        with self._engine.connect() as connection:
            query = select(col(ColumnNameRow.heading), col(ColumnNameRow.column))
            rows = connection.execute(query.where(col(ColumnNameRow.program_id) == program_id))
            return {heading: column for heading, column in rows}  # noqa: C416 - rows are not tuples

    def keep(self, who: Caller, program_id: str, names: Mapping[str, str]) -> None:
        """Keep what a program's own headings stand for, so that they are asked for once."""
        with self._people.acting(who) as act:
            act.account.check(Action.UPLOAD, program_id)
            for heading, column in names.items():
                same = (col(ColumnNameRow.program_id) == program_id, col(ColumnNameRow.heading) == heading)
                act.connection.execute(delete(ColumnNameRow).where(*same))
                insert_row(act.connection, ColumnNameRow, program_id=program_id, heading=heading, column=column)
            told = ", ".join(f"{h} = {c}" for h, c in names.items())
            act.audit(Deed.NAME_COLUMNS, program_id, after=told)

    def forget(self, who: Caller, program_id: str) -> None:
        """Forget what a program's own headings stand for; they are asked for again."""
        with self._people.acting(who) as act:
            act.account.check(Action.UPLOAD, program_id)
            act.connection.execute(delete(ColumnNameRow).where(col(ColumnNameRow.program_id) == program_id))
            act.audit(Deed.FORGET_COLUMNS, program_id)
