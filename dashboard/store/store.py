"""The store as the rest sees it: load the data files, read the public record. Nothing here changes a row."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, or_, select
from sqlmodel import col

from dashboard import words
from dashboard.core.ledger import Missing
from dashboard.core.metric import Registry
from dashboard.core.metrics import METRICS
from dashboard.core.people import Action, Deed, Refused
from dashboard.core.plain import plain
from dashboard.core.privacy.disclosure import Policy
from dashboard.core.reason import reason as why
from dashboard.core.record import PublicRecord
from dashboard.store import load, public_record, releases, seals
from dashboard.store import tables as t
from dashboard.store.append import event
from dashboard.store.clock import Clock, moment, now
from dashboard.store.engine import LOADING, connect, migrate, watch_of, writing
from dashboard.store.faults import DatabaseFailed
from dashboard.store.log_lines import SITE
from dashboard.store.public_record import record_at
from dashboard.store.staff import audit
from dashboard.store.staff.chosen_files import ChosenFiles
from dashboard.store.staff.column_names import ColumnNames
from dashboard.store.staff.drafts import Drafts
from dashboard.store.staff.people import Caller, People
from dashboard.store.staff.sign_in import SignIns
from dashboard.store.staff.typed_work import TypedWork
from dashboard.store.staff.verifications import Verifying


class Store:
    """The published rows of one database."""

    def __init__(self, url: str, clock: Callable[[], datetime] = now) -> None:
        self._engine: Engine = connect(url)
        self._clock = clock = Clock(self._engine, clock)
        self.people = People(self._engine, clock)
        self.sign_ins = SignIns(self._engine, clock)
        self.drafts = Drafts(self._engine, clock)
        self.column_names = ColumnNames(self._engine, clock)
        self.verifying = Verifying(self._engine, clock)
        self.typed_work = TypedWork(self._engine, clock)
        self.chosen_files = ChosenFiles(self._engine, clock)

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def prepare(self) -> None:
        """Create or upgrade the tables, and decide what is public of counts received before that was decided. Safe at
        every start."""
        migrate(self._engine)
        with writing(self._engine, patience=LOADING) as connection:
            self.chosen_files.forget_old(connection)
            if waiting := releases.undecided(connection):
                about = {"actor": SITE, "action": "release", "subject": "ledger"}
                line = why("log-release", quarters=len(waiting))
                event_id = event(connection, at=self._clock(), line=line, **about)
                for one, _ in releases.decide_all(connection, event_id):  # it is public since long: not refused now
                    where = (one.program_id, one.quarter, one.revision)
                    releases.blank(connection, event_id, *where, Missing.PRIVACY, one.counts)
                seals.seal(connection)

    def believe_clock(self, reason: str) -> str:
        """Take the clock of this machine for right, though the record has seen a later moment: the operator's word.
        Refused without a reason."""
        reason = plain(reason, "reason")
        if not reason:
            raise Refused(why("refused-clock_reason"))
        with writing(self._engine) as connection:
            before, now = self._clock.begin_again(connection)
            audit.append(connection, None, at=now, action=Deed.SET_CLOCK, subject="clock", before=before, after=now,
                         reason=reason)  # fmt: skip
        return now

    def load(self, data: Path, *, example: bool = True, progress: load.Progress | None = None) -> load.Loaded:
        """Append what the data files hold that the database does not: all of it, or on a BrokenRow nothing. ClockBehind
        where there is something new, while the clock of the machine stands before what the record has seen."""
        check, at = self._clock.check, self._clock()
        return load.load(self._engine, at, data, example=example, progress=progress, check=check)

    def rehearse(self, data: Path) -> tuple[PublicRecord, PublicRecord] | None:
        """BrokenRow for what `load` would refuse. Nothing lands; a database of an earlier schema is not looked at. The
        record before and after the load, where it tells anything of the lives of programs."""
        return load.rehearse(self._engine, self._clock(), data)

    def set_policy(self, who: Caller, policy: Policy, reason: str) -> None:
        """Decide what is too small to show in quarters published from now on; those that are public stay as they are.
        Refused without an administrator's account or a reason: the public reads both."""
        with self.people.acting(who) as act:
            act.account.check(Action.MANAGE)
            reason = plain(reason, "reason")
            if len(reason.strip()) < 20:
                raise Refused(why("refused-policy"))
            before = releases.policy(act.connection)
            about = {"actor": act.account.public, "action": Deed.SET_POLICY.value, "subject": "policy"}
            event_id = event(act.connection, at=self._clock(), line=why("log-policy", policy=policy), **about)
            releases.set_policy(act.connection, event_id, policy, reason.strip()[:1000])
            public_record.check(act.connection, self._clock())
            told = {"before": words.plainly(before), "after": words.plainly(policy), "reason": reason.strip()}
            act.audit(Deed.SET_POLICY, words.plainly(why("audit-small_counts")), **told)

    def version(self) -> int:
        """A number that grows with every change to what is published, also when an embargo ends; 0 before the first. It
        never falls: the time of the record is written down while it is asked for."""
        with suppress(DatabaseFailed):  # whoever only reads need not know that nothing can be written
            self._clock.keep()
        with self._engine.connect() as connection:
            seen = or_(col(t.EventRow.public_from) == "", col(t.EventRow.public_from) <= moment(self._clock()))
            return connection.execute(select(func.count()).select_from(t.EventRow).where(seen)).scalar_one()

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
