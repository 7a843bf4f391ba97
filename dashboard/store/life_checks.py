"""What a load refuses about lives: a name, a place or an address that changes without an event, and an event that its
row contradicts. And what the public log says of the events that are taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from dashboard.core.happening import Happening
from dashboard.core.quarter import Period
from dashboard.core.reason import Reason, reason
from dashboard.core.record import PublicRecord
from dashboard.core.source_life import Sighting, State
from dashboard.store import tables as t
from dashboard.store.files import BrokenRow, SourcedRow, Where
from dashboard.store.life_tables import LIVES, ProgramEventRow, SourceEventRow
from dashboard.store.lives import sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class _Identity:
    """A column by which readers know a row, and the event that tells what stood there before."""

    table: type[t.Revised]
    file: str
    name: str
    column: str
    events: type[t.Revised]
    kind: str
    what: str
    former: str

    def told_by(self, row: t.Revised, event: t.Revised) -> str:
        """What stood in this column of a row before, according to an event; nothing if it is about something else."""
        about = isinstance(event, self.events) and getattr(event, self.name) == row.key
        return str(getattr(event, self.former)) if about and getattr(event, self.kind) == self.what else ""

    def is_told(self, former: str, was: Mapping[str, Any]) -> bool:
        """Whether what an event tells is what stood in this column; a place may be told with its state, and the state
        is told with the place alone."""
        with_state = f"{was.get('jurisdiction')}, {was.get('state')}"
        if self.column == "state":
            return former == with_state
        return former == was[self.column] or (self.column == "jurisdiction" and former == with_state)

    def example(self, was: Mapping[str, Any]) -> str:
        """What an event has to tell."""
        return f"{was['jurisdiction']}, {was['state']}" if self.column == "state" else str(was[self.column])


_IDENTITIES = (
    *(
        _Identity(
            table=t.ProgramRow,
            file="programs.csv",
            name="program_id",
            column=column,
            events=ProgramEventRow,
            kind="what",
            what=what.value,
            former="text",
        )
        for column, what in (
            ("name", Happening.RENAMED),
            ("jurisdiction", Happening.MOVED),
            ("state", Happening.MOVED),
        )
    ),
    _Identity(
        table=t.SourceRow,
        file="sources.csv",
        name="source_id",
        column="url",
        events=SourceEventRow,
        kind="state",
        what=State.MOVED.value,
        former="address",
    ),
)


def check(connection: Connection, located: Sequence[SourcedRow], fresh: Sequence[t.Revised], today: date) -> None:
    """BrokenRow names an event of a day to come, an event that its row contradicts, and a row whose name, place or
    address changes without one."""
    places = {id(one.row): one.where for one in located}
    rows = [one.row for one in located]
    newest = sorted((row for row in rows if isinstance(row, LIVES)), key=lambda row: row.revision)
    events = list({(type(row), row.key): row for row in newest}.values())
    for event in events:
        if isinstance(event, ProgramEventRow | SourceEventRow):
            start = Period.between(event.day).start
            if start and start > today:
                raise BrokenRow(places[id(event)], "day", event.day, "Enter an event when it has happened.")
    held = _held(connection)
    known = {row.key for row in rows if isinstance(row, t.SourceRow)} | {
        key for table, key in held if table is t.SourceRow
    }
    for event in events:
        if isinstance(event, SourceEventRow) and event.source_id not in known:
            todo = "Add the source to sources.csv, or correct the id."
            raise BrokenRow(places[id(event)], "source_id", repr(event.source_id), todo)
    corrections = {(m.file, m.row, m.column, m.now) for m in rows if isinstance(m, t.CorrectionRow)}
    for row in fresh:
        for identity in _IDENTITIES:
            before = held.get((type(row), row.key), {}).get(identity.column, "") if type(row) is identity.table else ""
            now = getattr(row, identity.column) if before else ""
            if before != now and (identity.file, row.key, identity.column, now) not in corrections:
                was = held[type(row), row.key]
                _check_change(identity, row, was, fresh, places[id(row)])
    launched = [e for e in events if isinstance(e, ProgramEventRow) and e.what == Happening.LAUNCHED]
    launches = {e.program_id: e.day for e in sorted(launched, key=lambda e: e.day, reverse=True)}  # the first of each
    for row in rows:
        if isinstance(row, t.ProgramRow):
            _check_launch(row, places[id(row)], launches)
        for identity in _IDENTITIES:
            if isinstance(row, identity.table):
                _check_event(identity, row, events, places)


def _check_launch(row: t.ProgramRow, where: Where, launches: dict[str, str]) -> None:
    if not row.launch_date:
        return
    try:
        Period.dated(row.launch_date)
    except ValueError as error:
        raise BrokenRow(where, "launch_date", str(error), "Correct the row.") from None
    entered = launches.get(row.program_id, row.launch_date)
    if entered != row.launch_date:
        found = f"{row.launch_date}, where program_events.csv says launched {entered}"
        todo = "Correct whichever is wrong; an event is corrected by a further revision with a reason."
        raise BrokenRow(where, "launch_date", found, todo)


def _check_event(identity: _Identity, row: t.Revised, events: Sequence[t.Revised], places: dict[int, Where]) -> None:
    """BrokenRow if the newest event says that what a row states now is what stood there before."""
    public_lines = [event for event in events if identity.told_by(row, event)]
    last = max(public_lines, key=lambda event: (str(getattr(event, "day")), event.key), default=None)  # noqa: B009
    if last is not None and identity.is_told(identity.told_by(row, last), row.model_dump()):
        found = f"{identity.told_by(row, last)!r}, which is also what {identity.file} says now"
        todo = f"Give what stood there before, and write what stands there since into {identity.file} in the same load."
        raise BrokenRow(places[id(last)], identity.former, found, todo)


def _check_change(
    identity: _Identity, row: t.Revised, was: Mapping[str, Any], fresh: Sequence[t.Revised], where: Where
) -> None:
    """BrokenRow if no event of this load tells what stood in the column until now."""
    before, now = was[identity.column], getattr(row, identity.column)
    lost = (State.GONE.value, State.WITHDRAWN.value)
    for event in fresh:
        if identity.is_told(identity.told_by(row, event), was):
            return
        if not now and isinstance(event, SourceEventRow) and event.source_id == row.key and event.state in lost:
            return
    file = f"{identity.events.__tablename__}s.csv"
    todo = (
        f"Enter in {file} that {row.key} was {identity.what}, with its day and {identity.example(was)!r} under "
        f"{identity.former}. "
        f"If it was never right, say so in corrections.csv."
    )
    raise BrokenRow(where, identity.column, f"{now!r}, where {before!r} is on record", todo)


def _held(connection: Connection) -> dict[tuple[type[t.Revised], str], dict[str, str]]:
    """What the newest revision of each program and source on record says, by column."""
    held: dict[tuple[type[t.Revised], str], dict[str, str]] = {}
    for table in (t.ProgramRow, t.SourceRow):
        names = [name for name in table.model_fields if name not in t.Revised.model_fields]
        columns = [col(getattr(table, name)) for name in ("key", *names)]
        for key, *values in connection.execute(select(*columns).order_by(col(table.revision))):
            held[table, key] = dict(zip(names, values, strict=True))
    return held


def changed(connection: Connection, fresh: Sequence[t.Revised]) -> Iterator[str]:
    """Which columns of programs and sources on record these rows change: `abq_acs: staff`."""
    held = _held(connection)
    for row in fresh:
        if before := held.get((type(row), row.key)):
            columns = [name for name, value in before.items() if getattr(row, name) != value]
            yield f"{row.key}: {', '.join(columns)}"


def public_lines(
    connection: Connection, fresh: Sequence[t.Revised], record: PublicRecord
) -> Iterator[tuple[t.Revised, Reason]]:
    """Each event of a program or source that was on record before this load, and what the public log says of it."""
    held = _held(connection)
    told = {
        e.entry: reason("log-program", program=p.program_id, event=e.outline)
        for p in record.programs
        for e in p.life.events
    }
    told |= {s.entry: _sighted(s) for source in record.sources for s in source.life.sightings}
    entries = [row for row in fresh if isinstance(row, ProgramEventRow)]
    first = {row.entry for row in entries if row.revision == 1}  # entered now, with whatever corrects it
    days = {row.entry: row.day for row in sorted(entries, key=lambda row: row.revision) if row.entry in first}
    for row in fresh:
        if isinstance(row, ProgramEventRow):
            before = held.get((t.ProgramRow, row.program_id), {})
            stated = row.what == Happening.LAUNCHED and days.get(row.entry, "") == before.get("launch_date")
            known = bool(before) and not stated  # the program's own row said so already
        else:
            known = isinstance(row, SourceEventRow) and (t.SourceRow, row.source_id) in held
        if known and isinstance(row, ProgramEventRow | SourceEventRow):
            line = told.get(row.entry) or _untold(row)
            yield row, reason("log-corrected", line=line, reason=row.reason) if row.revision > 1 else line


def _untold(row: ProgramEventRow | SourceEventRow) -> Reason:
    """What is said of an entry that stands in no life: it was taken back, or another of the same source came after."""
    if isinstance(row, ProgramEventRow):
        return reason("log-program_error", entry=row.entry)
    return reason("log-source_error", entry=row.entry) if row.state == State.IN_ERROR else _sighted(sighting(row))


def _sighted(one: Sighting) -> Reason:
    return reason("log-source", source=one.source_id, sighting=one)
