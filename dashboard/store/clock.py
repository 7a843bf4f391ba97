"""The time of the record: it never runs backwards, whatever the clock of the machine does.

A quarter that was released stays released, and a link that was too old stays so, also after a clock was set back.
Nothing is put on the record while the clock stands before what the record has seen: its day would be made up.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, insert, update
from sqlmodel import select

from dashboard.core.people import Refused
from dashboard.core.reason import reason
from dashboard.store.engine import watch_of, writing
from dashboard.store.faults import DatabaseFailed, Fault
from dashboard.store.single_rows import one
from dashboard.store.tables import LatestRow

SLACK = timedelta(minutes=5)  # clocks of two servers differ by seconds, and are set by as much
EACH = timedelta(minutes=1)  # how often the latest moment is written down


def now() -> datetime:
    """What the machine says."""
    return datetime.now(UTC)


def moment(at: datetime) -> str:
    """A moment as it is stored: UTC, to the microsecond, ordered as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


class ClockBehind(Refused):
    """The clock of the machine stands before what the record has seen, so that nothing new is taken."""


class Clock:
    """A clock that stands still rather than run backwards: over restarts too, to within a minute."""

    def __init__(self, engine: Engine, machine: Callable[[], datetime]) -> None:
        self._engine, self._machine = engine, machine
        self._latest: datetime | None = None
        self._kept: datetime | None = None
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """The moment that the record is at."""
        now = self._machine()
        with self._lock:
            if self._latest is None:
                self._latest = self._kept = self._read()
            at = now if self._latest is None else max(now, self._latest)
            self._latest = at
        return at

    def keep(self) -> None:
        """Write down the latest moment, if that was not done a minute ago."""
        at = self()
        with self._lock:
            due = self._kept is None or at - self._kept >= EACH
            if due:
                self._kept = at
        if due:
            try:
                with writing(self._engine, patience=1) as connection:  # a reader may be waiting for the answer
                    self._write(connection, at)
            except DatabaseFailed as failed:
                if failed.fault is not Fault.LOCKED:
                    raise
                watch_of(self._engine).worked()  # somebody is publishing; in a minute it is tried again

    def check(self) -> None:
        """ClockBehind if the clock of the machine stands before what the record has seen."""
        seen, now = self(), self._machine()
        if now + SLACK < seen:
            moments = {"now": f"{now:%Y-%m-%d %H:%M}", "seen": f"{seen:%Y-%m-%d %H:%M}"}
            raise ClockBehind(reason("refused-clock", **moments))

    def begin_again(self, connection: Connection) -> tuple[str, str]:
        """Believe the machine from now on, because what was seen was wrong; what was believed, and what is."""
        before, now = self(), self._machine()
        with self._lock:
            self._latest = self._kept = now
        self._write(connection, now)
        return before.isoformat(timespec="minutes"), now.isoformat(timespec="minutes")

    def _read(self) -> datetime | None:
        try:
            with self._engine.connect() as connection:
                found = one(connection, select(LatestRow))
        except DatabaseFailed:  # no tables yet, or none that can be read: asked again at the next start
            return None
        return datetime.fromisoformat(found.at) if found else None

    def _write(self, connection: Connection, at: datetime) -> None:
        if not connection.execute(update(LatestRow).values(at=at.isoformat())).rowcount:
            connection.execute(insert(LatestRow).values(id=1, at=at.isoformat()))
