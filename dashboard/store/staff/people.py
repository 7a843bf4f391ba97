"""Accounts, and acting in the name of one. What an account may do is read from the database every time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, func, insert, update
from sqlmodel import Session, col, select

from dashboard.core.people import Account, Action, Deed, Refused, Role
from dashboard.core.plain import address, plain, same_box
from dashboard.core.reason import reason
from dashboard.store import seals
from dashboard.store.clock import Clock, moment, now
from dashboard.store.engine import insert_row, writing
from dashboard.store.single_rows import one
from dashboard.store.staff import audit
from dashboard.store.staff.tables import (
    AccountRow,
    ChosenFileRow,
    DraftRow,
    FileRow,
    SessionRow,
    SetupRow,
    StepRow,
    TypedRow,
)

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
SETUP = timedelta(days=3)
KEPT_APART = [row.metadata.tables[str(row.__tablename__)] for row in (FileRow, DraftRow, StepRow)]


def digest(token: str) -> str:
    """What is kept of a cookie or a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_of(row: AccountRow) -> Account:
    assert row.id is not None, "an account that was read has its number"
    return Account(
        account_id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        title=row.title,
        organization=row.organization,
        programs=frozenset(row.programs.split()),
        active=row.active,
    )


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the digest of a sign-in, or an account that the operator's command line names."""

    sign_in: str = ""
    email: str = ""


def find(connection: Connection, at: datetime, who: Caller) -> Account | None:
    """The open account that is meant, as the database has it now; None if there is none or the sign-in has ended."""
    query = select(AccountRow)
    if who.sign_in:
        query = query.join(SessionRow, col(SessionRow.account_id) == col(AccountRow.id)).where(
            col(SessionRow.digest) == who.sign_in,
            col(SessionRow.ended_at) == "",
            col(SessionRow.seen_at) > moment(at - IDLE),
            col(SessionRow.begun_at) > moment(at - ABSOLUTE),
        )
    else:
        query = query.where(col(AccountRow.email) == as_named(who.email))
    row = one(connection, query)
    return account_of(row) if row is not None and row.active else None


def as_named(email: str) -> str:
    """An address as accounts are named; one that cannot be one names nobody."""
    try:
        return address(email)
    except Refused:
        return email.strip().lower()  # of an account that was made before addresses were looked at


def _box(email: str) -> str:
    return same_box(as_named(email))


def require(connection: Connection, at: datetime, who: Caller) -> Account:
    """The open account that is meant. Refused if nobody is signed in."""
    account = find(connection, at, who)
    if account is None:
        raise Refused(reason("refused-nobody"))
    return account


def retire_links(connection: Connection, account_id: int, at: str) -> None:
    """End every set-up link of an account that has not been used."""
    unused = (col(SetupRow.account_id) == account_id, col(SetupRow.used_at) == "")
    connection.execute(update(SetupRow).where(*unused).values(used_at=at))


class Acting:
    """One change by one person: their account as the database has it now. Without an audit line nothing lands."""

    def __init__(self, connection: Connection, account: Account, at: datetime) -> None:
        self.connection, self.account, self.at = connection, account, moment(at)
        self.told = False

    def audit(
        self, action: Action | Deed, subject: str, *, before: str = "", after: str = "", reason: str = ""
    ) -> None:
        """Say what is being done; in the same transaction."""
        about = {"before": before, "after": after, "reason": reason}
        audit.append(self.connection, self.account, at=self.at, action=action, subject=subject, **about)
        self.told = True


class People:
    """The accounts and sign-ins of one database."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = now) -> None:
        self._engine, self._clock = engine, clock

    @contextmanager
    def acting(self, who: Caller) -> Iterator[Acting]:
        """A transaction in the name of whoever is signed in. Refused if nobody is."""
        with writing(self._engine) as connection:
            account = find(connection, self._clock(), who)
            if account is None:
                raise Refused(reason("refused-ended"))
            if isinstance(self._clock, Clock):
                self._clock.check()
            acting = Acting(connection, account, self._clock())
            yield acting
            if not acting.told:
                raise RuntimeError("a change without its audit line: nothing was written")
            seals.seal(connection, KEPT_APART)

    def any(self) -> bool:
        """Whether a single account exists; until then nobody can sign in at all."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(AccountRow)).scalar_one() > 0

    def all(self, who: Caller) -> Sequence[Account]:
        """Every account, for an administrator; Refused for anybody else."""
        with self._engine.connect() as connection:
            asking = require(connection, self._clock(), who)
            asking.check(Action.MANAGE)
            with Session(bind=connection) as session:
                return [account_of(row) for row in session.exec(select(AccountRow).order_by(col(AccountRow.email)))]

    def audit_log(self, who: Caller, *, newest: int = 500) -> tuple[Sequence[audit.Entry], audit.Broken | int]:
        """The newest lines of the audit log and whether its chain holds; Refused for all but administrators."""
        with self._engine.connect() as connection:
            asking = require(connection, self._clock(), who)
            asking.check(Action.READ_AUDIT)
            return audit.entries(connection, newest=newest), audit.verify(connection)

    def verify_audit(self) -> audit.Broken | int:
        """How many lines of the audit log hold, or the first that does not."""
        with self._engine.connect() as connection:
            return audit.verify(connection)

    def verify_rows(self) -> tuple[int, list[str]]:
        """How many rows that are never changed are what was written, and every one that is not, in words."""
        with self._engine.connect() as connection:
            return seals.audit(connection)

    def add(self, account: Account, by: Caller | None = None) -> str:
        """Make an account by invitation; the token of its one-time set-up link. `by` None is the operator's command."""
        with writing(self._engine) as connection:
            admin = self._admin(connection, by)
            email = address(account.email)
            held = connection.execute(select(col(AccountRow.email))).scalars()
            if taken := next((one for one in held if _box(one) == same_box(email)), None):
                raise Refused(reason("refused-taken", email=taken))
            account_id = insert_row(
                connection,
                AccountRow,
                email=email,
                name=plain(account.name, "name"),
                role=account.role.value,
                title=plain(account.title, "title"),
                organization=plain(account.organization, "organization"),
                programs=" ".join(sorted(account.programs)),
                active=True,
                password="",
                issuer="",
                subject="",
            )
            after = f"{account.role}; {', '.join(sorted(account.programs)) or account.organization}"
            self._tell(connection, admin, Deed.ADD_ACCOUNT, email, after=after)
            return self._invite(connection, account_id)

    def invite(self, email: str, by: Caller | None = None) -> str:
        """A new one-time link for an account: the old password and every sign-in end at once."""
        with writing(self._engine) as connection:
            admin = self._admin(connection, by)
            account = find(connection, self._clock(), Caller(email=email))
            if account is None:
                raise Refused(reason("refused-no_account", email=email))
            self._end(connection, account.account_id)
            connection.execute(
                update(AccountRow)
                .where(col(AccountRow.id) == account.account_id)
                .values(password="", issuer="", subject="")
            )
            self._tell(connection, admin, Deed.ISSUE_LINK, account.email)
            return self._invite(connection, account.account_id)

    def close(self, email: str, by: Caller | None = None) -> None:
        """Close an account and end its sign-ins, also in tabs that are open."""
        with writing(self._engine) as connection:
            admin = self._admin(connection, by)
            account = find(connection, self._clock(), Caller(email=email))
            if account is None:
                raise Refused(reason("refused-no_account", email=email))
            connection.execute(update(AccountRow).where(col(AccountRow.id) == account.account_id).values(active=False))
            self._end(connection, account.account_id)
            connection.execute(delete(TypedRow).where(col(TypedRow.account_id) == account.account_id))
            connection.execute(delete(ChosenFileRow).where(col(ChosenFileRow.account_id) == account.account_id))
            self._tell(connection, admin, Deed.CLOSE_ACCOUNT, account.email, before="open", after="closed")

    def _admin(self, connection: Connection, by: Caller | None) -> Account | None:
        if by is None:
            return None
        admin = require(connection, self._clock(), by)
        admin.check(Action.MANAGE)
        return admin

    def _tell(
        self,
        connection: Connection,
        by: Account | None,
        action: Deed,
        subject: str,
        *,
        before: str = "",
        after: str = "",
    ) -> None:
        at = moment(self._clock())
        audit.append(connection, by, at=at, action=action, subject=subject, before=before, after=after)

    def _invite(self, connection: Connection, account_id: int) -> str:
        token = secrets.token_urlsafe(32)
        retire_links(connection, account_id, moment(self._clock()))
        connection.execute(
            insert(SetupRow).values(
                digest=digest(token), account_id=account_id, expires_at=moment(self._clock() + SETUP), used_at=""
            )
        )
        return token

    def _end(self, connection: Connection, account_id: int) -> None:
        open_ones = (col(SessionRow.account_id) == account_id, col(SessionRow.ended_at) == "")
        connection.execute(update(SessionRow).where(*open_ones).values(ended_at=moment(self._clock())))
