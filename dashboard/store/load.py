"""The data files into the database: what they hold that it does not, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import col

from dashboard.core.keys import QuarterKey
from dashboard.core.reason import reason
from dashboard.core.record import PublicRecord
from dashboard.store import build, counts_json, life_checks, public_record, references, releases, seals
from dashboard.store import tables as t
from dashboard.store.append import event
from dashboard.store.assemble import assemble
from dashboard.store.clock import moment
from dashboard.store.engine import LOADING, is_current, rehearsing, writing
from dashboard.store.files import BODIES, BrokenRow, SourcedRow, Where, read
from dashboard.store.life_tables import LIVES, ProgramEventRow
from dashboard.store.log_lines import FILES
from dashboard.store.received import LedgerEntryRow
from dashboard.words import of

Progress = Callable[[int, int], None]
APPENDED: tuple[type[t.Revised], ...] = (*t.PUBLIC, *LIVES, LedgerEntryRow)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load found and what of it was new."""

    rows: int
    new: int

    @property
    def words(self) -> str:
        """How many rows were read. What they say is counted from the record, by `story.register`."""
        return f"{self.rows} rows read; {f'{self.new} new to the database' if self.new else 'nothing new'}."


def load(
    engine: Engine,
    at: datetime,
    data: Path,
    *,
    example: bool = True,
    progress: Progress | None = None,
    check: Callable[[], None] = lambda: None,
) -> Loaded:
    """Append what the data files hold that the database does not: all of it, or on a BrokenRow nothing. `check` is
    asked before anything new is written; what it raises leaves the database as it was."""
    located, record, quarters = _checked(data, at, example=example)
    with writing(engine, patience=LOADING) as connection:
        fresh = _take(connection, located, record, quarters, at, progress, check)
    return Loaded(rows=len(located), new=len(fresh))


def rehearse(engine: Engine, at: datetime, data: Path) -> tuple[PublicRecord, PublicRecord] | None:
    """BrokenRow for what a load would refuse; nothing of it lands. The record before and after it, where it tells
    anything of the lives of programs; None where it does not, or where the tables wait for an upgrade."""
    if not is_current(engine):
        return None
    located, made, quarters = _checked(data, at)
    with rehearsing(engine) as connection:
        record = partial(public_record.record_at, connection, moment(at), today=at.date())
        before = record()
        fresh = _take(connection, located, made, quarters, at, None)
        told = any(isinstance(row, ProgramEventRow | t.ProgramRow) for row in fresh)
        return (before, record()) if told else None


Quarters = Mapping[tuple[str, str, int], Where]  # where each revision of a quarter begins in the files


def _checked(data: Path, at: datetime, *, example: bool = True) -> tuple[list[SourcedRow], PublicRecord, Quarters]:
    """The rows of the files, the record that they make by themselves, and where their quarters begin."""
    located = read(data, example=example)
    record = assemble(located, version=0, as_of=at.date())
    _check_order(located)
    return located, record, _check_ledger(located)


def _take(
    connection: Connection,
    located: Sequence[SourcedRow],
    record: PublicRecord,
    quarters: Quarters,
    at: datetime,
    progress: Progress | None,
    check: Callable[[], None] = lambda: None,
) -> Sequence[t.Revised]:
    """Write the rows that are not on record yet, and give them back. BrokenRow names one that cannot be."""
    references.check(located, record, _quarters_held(connection))
    public_record.check_whole(connection, APPENDED)
    fresh = _fresh(connection, located)
    life_checks.check(connection, located, fresh, at.date())
    if fresh:
        check()
        _append(connection, fresh, progress, quarters, _events(connection, fresh, at, record))
        seals.seal(connection)
    return fresh


def _quarters_held(connection: Connection) -> set[references.Revision]:
    """The revisions of quarters in the database: uploaded ones stand in no file."""
    return {
        (key, revision)
        for key, revision in connection.execute(select(col(t.SubmissionRow.key), col(t.SubmissionRow.revision)))
    }


def _check_order(located: Sequence[SourcedRow]) -> None:
    """BrokenRow names a call type that has no place of its own in the order."""
    taken: dict[int, str] = {}
    for row, where in ((one.row, one.where) for one in located if isinstance(one.row, t.CallTypeRow)):
        if (other := taken.setdefault(row.order, row.call_type)) != row.call_type:
            todo = "Give each call type an order of its own; a number between two others puts it there."
            raise BrokenRow(where, "order", f"{row.order}, which is that of {other}", todo)


def _check_ledger(located: Sequence[SourcedRow]) -> dict[tuple[str, str, int], Where]:
    """Where each revision of a quarter begins in the files. BrokenRow names a row whose call type or quarter is not
    there, or whose counts cannot be."""
    order = [one.row.call_type for one in located if isinstance(one.row, t.CallTypeRow)]
    stated = {(one.row.key, one.row.revision) for one in located if isinstance(one.row, t.SubmissionRow)}
    found: dict[tuple[str, str, int], Where] = {}
    rows: dict[tuple[str, str, int], set[str]] = {}
    for one in located:
        if not isinstance(one.row, LedgerEntryRow):
            continue
        entry, where = one.row, one.where
        if entry.call_type not in order:
            raise BrokenRow(where, "call_type", repr(entry.call_type), f"Use one of {', '.join(sorted(order))}.")
        if (QuarterKey(entry.program_id, entry.quarter), entry.revision) not in stated:
            quarter = f"{entry.quarter!r}, revision {entry.revision}"
            raise BrokenRow(where, "quarter", quarter, "Add this revision of the quarter to submissions.csv first.")
        build.checked(where, "", partial(counts_json.load, entry.counts))
        found.setdefault((entry.program_id, entry.quarter, entry.revision), where)
        rows.setdefault((entry.program_id, entry.quarter, entry.revision), set()).add(entry.call_type)
    for (program_id, quarter, revision), where in found.items():
        if gone := rows.get((program_id, quarter, revision - 1), set()) - rows[program_id, quarter, revision]:
            left_out = f"revision {revision} of {quarter} without {', '.join(sorted(gone))}"
            raise BrokenRow(where, "call_type", left_out, "Give every row of the quarter again, also those unchanged.")
    for one in located:
        if isinstance(one.row, t.SubmissionRow) and not one.row.withdrawn:
            stated_here = (one.row.program_id, one.row.quarter, one.row.revision)
            if stated_here not in found:
                raise BrokenRow(one.where, "quarter", repr(one.row.quarter), "Add its counts to ledger.csv.")
    return found


def _fresh(connection: Connection, located: Sequence[SourcedRow]) -> list[t.Revised]:
    """The rows whose content the database does not hold yet, with the revision each will have."""
    states = {body.table: body.states_revision for body in BODIES}
    held: dict[type[t.Revised], dict[str, dict[int, str]]] = {}
    for table in APPENDED:
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


def _events(connection: Connection, fresh: Sequence[t.Revised], at: datetime, record: PublicRecord) -> dict[int, int]:
    """The public event that writes each row. What happened to a program or source on record is an event of its own."""
    events: dict[int, int] = {}
    for row, line in life_checks.public_lines(connection, fresh, record):
        action = "program" if isinstance(row, ProgramEventRow) else "source"
        events[id(row)] = event(connection, at=at, actor=FILES, action=action, subject=row.key, line=line)
    rest = [row for row in fresh if id(row) not in events]
    if rest:
        changed = list(life_checks.changed(connection, rest))
        line = reason("log-load", rows=len(rest))
        if 0 < len(changed) <= _NAMED:
            line = reason("log-load_of", rows=len(rest), which="; ".join(changed))
        loaded = event(connection, at=at, actor=FILES, action="load", subject="data", line=line)
        events |= {id(row): loaded for row in rest}
    return events


_NAMED = 5  # programs and sources that the log names one by one


def _append(
    connection: Connection,
    fresh: Sequence[t.Revised],
    progress: Progress | None,
    quarters: Quarters,
    events: Mapping[int, int],
) -> None:
    """Write the rows and decide what of them is public. BrokenRow names the quarter that would give something away."""
    event_id, done = max(events.values()), 0
    for table in APPENDED:
        rows = [row.model_dump(exclude={"id"}) | {"event_id": events[id(row)]} for row in fresh if type(row) is table]
        for start in range(0, len(rows), 500):
            batch = rows[start : start + 500]
            connection.execute(insert(table), batch)
            done += len(batch)
            if progress:
                progress(done, len(fresh))
    for one, refused in releases.decide_all(connection, event_id):
        where = quarters[one.program_id, str(one.quarter), one.revision]
        raise BrokenRow(where, "", "counts that cannot be published", of(refused))
