"""The store as the rest sees it: load the data files, read the public record. Nothing here changes a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from dashboard.core.metric import Registry
from dashboard.core.metrics import METRICS
from dashboard.core.record import PublicRecord
from dashboard.store import publishing
from dashboard.store import tables as t
from dashboard.store.assemble import assemble
from dashboard.store.drafts import Drafts
from dashboard.store.engine import connect, migrate, writing
from dashboard.store.files import BODIES, BrokenRow, Located, read
from dashboard.store.people import People, moment, now
from dashboard.store.reading import record_at
from dashboard.store.sign_in import SignIns
from dashboard.store.verifying import Verifying

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load found and what of it was new."""

    figures: int
    programs: int
    sources: int
    ledger_entries: int
    new: int

    @property
    def words(self) -> str:
        found = (
            f"{self.figures} published figures, {self.programs} programs, {self.sources} sources and "
            f"{self.ledger_entries} ledger entries read"
        )
        return f"{found}; {self.new} rows new to the database." if self.new else f"{found}; nothing new."


class Store:
    """The published rows of one database."""

    def __init__(self, url: str, clock: Callable[[], datetime] = now) -> None:
        self._engine: Engine = connect(url)
        self._clock = clock
        self.people = People(self._engine, clock)
        self.sign_ins = SignIns(self._engine, clock)
        self.drafts = Drafts(self._engine, clock)
        self.verifying = Verifying(self._engine, clock)

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def prepare(self) -> None:
        """Create or upgrade the tables. Safe at every start."""
        migrate(self._engine)

    def load(self, data: Path, *, example: bool = True, progress: Progress | None = None) -> Loaded:
        """Append what the data files hold that the database does not: all of it, or on a BrokenRow nothing."""
        located = read(data, example=example)
        assemble(located, version=0, as_of=self._clock().date())
        with writing(self._engine) as connection:
            fresh = _fresh(connection, located)
            if fresh:
                _append(connection, fresh, self._clock(), progress)
        kinds = [type(one.row) for one in located]
        return Loaded(
            figures=kinds.count(t.FigureRow),
            programs=kinds.count(t.ProgramRow),
            sources=kinds.count(t.SourceRow),
            ledger_entries=kinds.count(t.LedgerEntryRow),
            new=len(fresh),
        )

    def version(self) -> int:
        """A number that grows with every change to what is published, also when an embargo ends; 0 before the first."""
        with self._engine.connect() as connection:
            seen = or_(col(t.EventRow.public_from) == "", col(t.EventRow.public_from) <= moment(self._clock()))
            return connection.execute(select(func.count()).select_from(t.EventRow).where(seen)).scalar_one()

    def reachable(self) -> int | None:
        """The version if the database answers, None if it does not."""
        try:
            return self.version()
        except SQLAlchemyError:
            return None

    def record(self, *, example: bool = True, metrics: Registry = METRICS) -> PublicRecord:
        """Everything published, as core types."""
        at = self._clock()
        with self._engine.connect() as connection:
            record = record_at(connection, moment(at), today=at.date(), metrics=metrics)
        return record if example else record.without_examples()


def _fresh(connection: Connection, located: Sequence[Located]) -> list[t.Revised]:
    """The rows whose content the database does not hold yet, with the revision each will have."""
    states = {body.table: body.states_revision for body in BODIES}
    held: dict[type[t.Revised], dict[str, dict[int, str]]] = {}
    for table in t.APPEND_ONLY:
        revisions = held.setdefault(table, {})
        for key, revision, digest in connection.execute(select(col(table.key), col(table.revision), col(table.digest))):
            revisions.setdefault(key, {})[revision] = digest
    fresh: list[t.Revised] = []
    for one in located:
        row, table = one.row, type(one.row)
        mine = held[table].get(row.key, {})
        if states[table]:
            if row.revision in mine and mine[row.revision] != row.digest:
                raise BrokenRow(
                    one.where,
                    "revision",
                    f"revision {row.revision} of {row.key!r} with other content than was published",
                    f"Put the old row back and add the change as revision {max(mine) + 1} with a reason.",
                )
            if row.revision not in mine:
                fresh.append(row)
        elif not mine or mine[max(mine)] != row.digest:
            row.revision = max(mine, default=0) + 1
            fresh.append(row)
    return fresh


def _append(connection: Connection, fresh: Sequence[t.Revised], at: datetime, progress: Progress | None) -> None:
    note = f"{len(fresh)} rows"
    event_id = publishing.event(connection, at=at, actor="data files", action="load", subject="data", note=note)
    done = 0
    for table in t.APPEND_ONLY:
        rows = [row.model_dump(exclude={"id"}) | {"event_id": event_id} for row in fresh if type(row) is table]
        for start in range(0, len(rows), 500):
            batch = rows[start : start + 500]
            connection.execute(insert(table), batch)
            done += len(batch)
            if progress:
                progress(done, len(fresh))
