"""Signing in: passwords, set-up links, identities of a provider, and the limits that slow down guessing.

A cookie is worth nothing by itself: what counts is the row it leads to, read every time.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Engine, insert, update
from sqlmodel import col, select

from dashboard.core.people import Account, Deed
from dashboard.core.reason import reason
from dashboard.store.clock import moment, now
from dashboard.store.engine import writing
from dashboard.store.faults import DatabaseFailed
from dashboard.store.single_rows import first, one
from dashboard.store.staff import audit
from dashboard.store.staff.guesses import Guesses, SignInRefused
from dashboard.store.staff.people import Caller, account_of, as_named, digest, find, retire_links
from dashboard.store.staff.tables import AccountRow, SessionRow, SetupRow

PASSWORD = (12, 200)
_UNINVITED = reason("refused-uninvited")
LEAST_OWN = 6  # different characters besides digits and the words that everybody tries first
_HASHER = PasswordHasher()  # argon2id at the library's defaults (RFC 9106, low memory): 64 MiB, three passes
_HASHING = BoundedSemaphore(2)  # each takes 64 MiB
_NOBODY = _HASHER.hash(secrets.token_hex(16))  # an unknown name takes as long as a known one
_COMMON = ("password", "qwertyuiop", "qwerty", "letmein", "welcome", "admin", "fourth option", "dispatch")


class SignIns:
    """Who is signed in to one database."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = now) -> None:
        self._engine, self._clock = engine, clock
        self._guesses = Guesses(clock)

    def who(self, sign_in: str) -> Account | None:
        """Whose sign-in this is, if it still holds; using it keeps it from going idle. Nobody's, while the database
        cannot be read: every operation asks it again, and says why."""
        if not sign_in:
            return None
        try:
            with self._engine.connect() as connection:
                account = find(connection, self._clock(), Caller(sign_in))
                session = one(connection, select(SessionRow).where(col(SessionRow.digest) == sign_in))
        except DatabaseFailed:
            return None
        if account and session and self._clock() - datetime.fromisoformat(session.seen_at) > timedelta(minutes=1):
            with suppress(DatabaseFailed):  # it goes idle earlier; whoever is only reading need not know
                self._seen(sign_in, session.seen_at)
        return account

    def _seen(self, sign_in: str, before: str) -> None:
        with writing(self._engine) as connection:
            latest = max(before, moment(self._clock()))
            connection.execute(update(SessionRow).where(col(SessionRow.digest) == sign_in).values(seen_at=latest))

    def invited(self, token: str) -> Account | None:
        """Whose set-up link this is, if it is unused and in time."""
        with self._engine.connect() as connection:
            return self._invited(connection, token)

    def _invited(self, connection: Connection, token: str) -> Account | None:
        query = (
            select(AccountRow)
            .join(SetupRow, col(SetupRow.account_id) == col(AccountRow.id))
            .where(
                col(SetupRow.digest) == digest(token),
                col(SetupRow.used_at) == "",
                col(SetupRow.expires_at) > moment(self._clock()),
                col(AccountRow.active).is_(True),
            )
        )
        row = one(connection, query)
        return account_of(row) if row is not None else None

    def set_password(self, token: str, password: str) -> str:
        """Use a set-up link: keep the password, sign in; the cookie. SignInRefused says what is wrong with it."""
        check_password(password)
        with _HASHING:
            hashed = _HASHER.hash(password)
        return self._use(token, {"password": hashed})

    def set_identity(self, token: str, issuer: str, subject: str) -> str:
        """Use a set-up link to tie the account to a person at an identity provider; the cookie."""
        if not issuer or not subject:
            raise SignInRefused(_UNINVITED)
        return self._use(token, {"issuer": issuer, "subject": subject})

    def _use(self, token: str, values: dict[str, str]) -> str:
        with writing(self._engine) as connection:
            account = self._invited(connection, token)
            if account is None:
                raise SignInRefused(reason("refused-link"))
            retire_links(connection, account.account_id, moment(self._clock()))
            if values.get("subject"):
                taken = select(AccountRow).where(
                    col(AccountRow.issuer) == values["issuer"],
                    col(AccountRow.subject) == values["subject"],
                    col(AccountRow.id) != account.account_id,
                    col(AccountRow.active).is_(True),
                )
                if first(connection, taken):
                    raise SignInRefused(reason("refused-identity"))
            connection.execute(update(AccountRow).where(col(AccountRow.id) == account.account_id).values(**values))
            self._tell(connection, account, Deed.SET_UP)
            return self._begin(connection, account)

    def sign_in(self, email: str, password: str, *, address: str) -> str:
        """The cookie of a new sign-in. SignInRefused if name and password do not belong together."""
        name, place = as_named(email), self._guesses.place(address)
        with writing(self._engine) as connection:  # counted before it is tried, so that many at once are many
            self._guesses.wait(connection, name, place)
            row = one(connection, select(AccountRow).where(col(AccountRow.email) == name))
            self._guesses.count(connection, name, place)
        kept = row.password if row is not None and row.active and row.password else _NOBODY
        with _HASHING:
            right = _matches(kept, password) and kept is not _NOBODY
            renewed = _HASHER.hash(password) if right and _HASHER.check_needs_rehash(kept) else ""
        if not right or row is None:
            with writing(self._engine) as connection:
                self._guesses.failed(connection, name, place, account_of(row) if row is not None else None)
            raise SignInRefused(reason("refused-password"))
        account = account_of(row)
        with writing(self._engine) as connection:
            self._guesses.succeeded(connection, name, place)
            if renewed:
                kept_now = update(AccountRow).where(col(AccountRow.id) == account.account_id)
                connection.execute(kept_now.values(password=renewed))
            return self._begin(connection, account)

    def sign_in_as(self, issuer: str, subject: str) -> str:
        """The cookie for a person whom a provider vouches for; matched on issuer and subject, never e-mail."""
        if not issuer or not subject:
            raise SignInRefused(_UNINVITED)
        with writing(self._engine) as connection:
            known = (
                col(AccountRow.issuer) == issuer,
                col(AccountRow.subject) == subject,
                col(AccountRow.active).is_(True),
            )
            row = one(connection, select(AccountRow).where(*known))
            if row is None:
                raise SignInRefused(_UNINVITED)
            return self._begin(connection, account_of(row))

    def _begin(self, connection: Connection, account: Account) -> str:
        token, at = secrets.token_urlsafe(32), moment(self._clock())
        values = {"digest": digest(token), "account_id": account.account_id, "begun_at": at, "seen_at": at}
        connection.execute(insert(SessionRow).values(ended_at="", **values))
        self._tell(connection, account, Deed.SIGN_IN)
        return token

    def sign_out(self, token: str) -> None:
        """End one sign-in. Safe to repeat."""
        with writing(self._engine) as connection:
            account = find(connection, self._clock(), Caller(sign_in=digest(token)))
            ended = update(SessionRow).where(col(SessionRow.digest) == digest(token), col(SessionRow.ended_at) == "")
            connection.execute(ended.values(ended_at=moment(self._clock())))
            if account is not None:
                self._tell(connection, account, Deed.SIGN_OUT)

    def _tell(self, connection: Connection, account: Account, action: Deed) -> None:
        audit.append(connection, account, at=moment(self._clock()), action=action, subject=account.email)


def _matches(kept: str, password: str) -> bool:
    try:
        return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def check_password(password: str) -> None:
    """SignInRefused unless a password is long enough and not one that everybody tries first."""
    least, most = PASSWORD
    if not least <= len(password) <= most:
        raise SignInRefused(reason("refused-length", least=least, most=most, length=len(password)))
    rest = password.casefold()
    for word in _COMMON:
        rest = rest.replace(word, "")
    if len(set(re.sub(r"[0-9\s]", "", rest))) < LEAST_OWN:
        raise SignInRefused(reason("refused-common"))
