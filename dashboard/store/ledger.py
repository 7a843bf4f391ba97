"""The store as the rest sees it: load the data files, read the public record. Nothing here changes a row."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, or_, select
from sqlmodel import col

from dashboard import words
from dashboard.core.disclosure import Policy
from dashboard.core.ledger import Counts, Missing
from dashboard.core.metric import Registry
from dashboard.core.metrics import METRICS
from dashboard.core.people import Action, Deed, Refused
from dashboard.core.plain import plain
from dashboard.core.quarter import Quarter
from dashboard.core.reason import reason as why
from dashboard.core.record import PublicRecord
from dashboard.store import loading, reading, releasing, seals
from dashboard.store import tables as t
from dashboard.store.appending import event
from dashboard.store.clock import Clock, moment, now
from dashboard.store.counted import counted
from dashboard.store.engine import LOADING, connect, migrate, watch_of, writing
from dashboard.store.faults import DatabaseFailed
from dashboard.store.reading import record_at
from dashboard.store.staff import audit
from dashboard.store.staff.drafts import Drafts
from dashboard.store.staff.people import People, Signed
from dashboard.store.staff.sign_in import SignIns
from dashboard.store.staff.typing import Typing
from dashboard.store.staff.verifying import Verifying


class Store:
    """The published rows of one database."""

    def __init__(self, url: str, clock: Callable[[], datetime] = now) -> None:
        self._engine: Engine = connect(url)
        self._clock = clock = Clock(self._engine, clock)
        self.people = People(self._engine, clock)
        self.sign_ins = SignIns(self._engine, clock)
        self.drafts = Drafts(self._engine, clock)
        self.verifying = Verifying(self._engine, clock)
        self.typing = Typing(self._engine, clock)

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def prepare(self) -> None:
        """Create or upgrade the tables, and decide what is public of counts received before that was decided. Safe at
        every start."""
        migrate(self._engine)
        with writing(self._engine, patience=LOADING) as connection:
            if waiting := releasing.undecided(connection):
                about = {"actor": "this site", "action": "release", "subject": "ledger"}
                note = f"small counts withheld in {len(waiting)} quarters"
                event_id = event(connection, at=self._clock(), note=note, **about)
                for one, _ in releasing.decide_all(connection, event_id):  # it is public since long: not refused now
                    where = (one.program_id, one.quarter, one.revision)
                    releasing.blank(connection, event_id, *where, Missing.PRIVACY, one.counts)
                seals.seal(connection)

    def believe_clock(self, reason: str) -> str:
        """Take the clock of this machine for right, though the record has seen a later moment: the operator's word."""
        with writing(self._engine) as connection:
            before, now = self._clock.begin_again(connection)
            audit.append(connection, None, at=now, action=Deed.SET_CLOCK, subject="clock", before=before, after=now,
                         reason=plain(reason, "reason"))  # fmt: skip
        return now

    def load(self, data: Path, *, example: bool = True, progress: loading.Progress | None = None) -> loading.Loaded:
        """Append what the data files hold that the database does not: all of it, or on a BrokenRow nothing."""
        return loading.load(self._engine, self._clock(), data, example=example, progress=progress)

    def rehearse(self, data: Path) -> tuple[PublicRecord, PublicRecord] | None:
        """BrokenRow for what `load` would refuse. Nothing lands; a database of an earlier schema is not looked at. The
        record before and after the load, where it tells anything of the lives of programs."""
        return loading.rehearse(self._engine, self._clock(), data)

    def set_policy(self, who: Signed, policy: Policy, reason: str) -> None:
        """Decide what is too small to show in quarters published from now on; those that are public stay as they are.
        Refused without an administrator's account or a reason: the public reads both."""
        with self.people.acting(who) as act:
            act.account.check(Action.MANAGE)
            reason = plain(reason, "reason")
            if len(reason.strip()) < 20:
                raise Refused(why("refused-policy"))
            before = releasing.policy(act.connection)
            told = {"actor": act.account.public, "action": "set policy", "subject": "small counts"}
            event_id = event(act.connection, at=self._clock(), note=words.of(policy), **told)
            releasing.set_policy(act.connection, event_id, policy, reason.strip()[:1000])
            reading.check(act.connection, self._clock())
            act.audit(
                Deed.SET_POLICY, "small counts", before=words.of(before), after=words.of(policy), reason=reason.strip()
            )

    def version(self) -> int:
        """A number that grows with every change to what is published, also when an embargo ends; 0 before the first. It
        never falls: the time of the record is written down while it is asked for."""
        with suppress(DatabaseFailed):  # whoever only reads need not know that nothing can be written
            self._clock.keep()
        with self._engine.connect() as connection:
            seen = or_(col(t.EventRow.public_from) == "", col(t.EventRow.public_from) <= moment(self._clock()))
            return connection.execute(select(func.count()).select_from(t.EventRow).where(seen)).scalar_one()

    def counted(self, program_id: str) -> dict[Quarter, dict[str, Counts]]:
        """What was received of each quarter of a program, small counts as well: for a check of its files alone."""
        with self._engine.connect() as connection:
            return counted(connection, program_id)

    def condition(self) -> DatabaseFailed | None:
        """What is wrong with the database: it does not answer, it is not the file that was opened, or nothing can be
        written to it. None if nothing is known against it."""
        try:
            self.version()
        except DatabaseFailed as failed:
            return failed
        return watch_of(self._engine).writing()

    def record(self, *, example: bool = True, metrics: Registry = METRICS) -> PublicRecord:
        """Everything published, as core types."""
        at = self._clock()
        with self._engine.connect() as connection:
            record = record_at(connection, moment(at), today=at.date(), metrics=metrics)
        return record if example else record.without_examples()
