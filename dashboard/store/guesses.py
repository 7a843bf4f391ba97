"""Failed sign-ins: each makes the next try of the same account from the same place wait longer. Nobody elsewhere waits:
a stranger who guesses does not lock the account of whoever knows the password."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlmodel import col

from dashboard.core.people import Account
from dashboard.store import audit
from dashboard.store.people import digest, moment
from dashboard.store.staff_tables import AttemptRow, AuditRow

FREE = 5  # tries in which nobody waits: a mistyped password is no attack
FIRST, LONGEST = timedelta(seconds=30), timedelta(minutes=15)
REMEMBERED, MOST = timedelta(days=1), 10_000  # for how long, and of how many pairs of account and place
AUDITED_A_DAY = 500  # lines of the audit log; whoever guesses must not be able to fill it
FAILED = "failed sign-in"


class SignInRefused(Exception):
    """A sign-in that did not work; the message never says which half was wrong."""


class TooManyAttempts(SignInRefused):
    """Too many failed sign-ins to this account from this place."""


class Guesses:
    """The failed sign-ins of one database. A name is kept as its digest: what somebody typed may be a password."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def place(self, address: str) -> str:
        """Where a try came from: an address, or the network that one customer of IPv6 has."""
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return address[:60]
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
            return str(ipaddress.ip_network(f"{found}/64", strict=False))
        return str(getattr(found, "ipv4_mapped", None) or found)

    def wait(self, connection: Connection, name: str, place: str) -> None:
        """TooManyAttempts, saying for how long, if this account cannot be tried again from this place yet."""
        found = connection.execute(select(AttemptRow).where(*_pair(name, place))).mappings().one_or_none()
        if found is None or found["count"] < FREE:
            return
        delay = min(LONGEST, FIRST * 2 ** min(found["count"] - FREE, 20))
        left = datetime.fromisoformat(found["at"]) + delay - self._clock()
        if left > timedelta():
            seconds = int(left.total_seconds()) + 1
            raise TooManyAttempts(
                f"Too many tries from here. Wait {seconds} seconds, or ask an administrator for a new link."
            )

    def count(self, connection: Connection, name: str, place: str) -> None:
        """One more try, before it is known whether it fails."""
        at = moment(self._clock())
        old = moment(self._clock() - REMEMBERED)
        connection.execute(delete(AttemptRow).where(col(AttemptRow.at) < old))
        tried = connection.execute(select(col(AttemptRow.count)).where(*_pair(name, place))).scalar_one_or_none()
        if tried is None:
            self._make_room(connection)
            connection.execute(insert(AttemptRow).values(name=digest(name), address=place, count=1, at=at))
        else:
            connection.execute(update(AttemptRow).where(*_pair(name, place)).values(count=tried + 1, at=at))

    def failed(self, connection: Connection, name: str, place: str, account: Account | None) -> None:
        """The try has failed. The 1st, 5th and every doubling after it stand in the audit log; a name that is no
        account's is not written down."""
        tried = connection.execute(select(col(AttemptRow.count)).where(*_pair(name, place))).scalar_one_or_none() or 1
        if tried == 1 or (tried % FREE == 0 and _doubles(tried // FREE)):
            self._tell(connection, account.email if account else "a name without an account", f"{tried} from {place}")

    def forget(self, connection: Connection, name: str, place: str) -> None:
        """The password was right: whoever is there may mistype it again."""
        connection.execute(delete(AttemptRow).where(*_pair(name, place)))

    def _make_room(self, connection: Connection) -> None:
        held = connection.execute(select(func.count()).select_from(AttemptRow)).scalar_one()
        if held >= MOST:
            oldest = select(col(AttemptRow.id)).order_by(col(AttemptRow.at)).limit(held - MOST + 1)
            connection.execute(delete(AttemptRow).where(col(AttemptRow.id).in_(oldest.scalar_subquery())))

    def _tell(self, connection: Connection, subject: str, after: str) -> None:
        since = moment(self._clock() - REMEMBERED)
        today = (col(AuditRow.action) == FAILED, col(AuditRow.at) > since)
        told = connection.execute(select(func.count()).select_from(AuditRow).where(*today)).scalar_one()
        if told < AUDITED_A_DAY:
            audit.append(connection, None, at=moment(self._clock()), action=FAILED, subject=subject, after=after)


def _pair(name: str, place: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(AttemptRow.name) == digest(name), col(AttemptRow.address) == place


def _doubles(number: int) -> bool:
    return number & (number - 1) == 0
