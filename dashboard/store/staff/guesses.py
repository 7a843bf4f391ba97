"""Failed sign-ins: each makes the next try of the same account from the same place wait longer. Beside that, what is
tried at one account from everywhere, and from one place at any account, is let through a bucket that leaks.

Nobody is locked out by a stranger: where an account has signed in before, only what is tried there counts for it; and a
one-time link asks for no password at all.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, insert, or_, update
from sqlmodel import col, select

from dashboard.core.people import Account, Deed, Refused
from dashboard.core.reason import reason
from dashboard.store.clock import moment
from dashboard.store.single_rows import one
from dashboard.store.staff import audit
from dashboard.store.staff.people import digest
from dashboard.store.staff.tables import AttemptRow, AuditRow
from dashboard.words import plainly

FREE = 5  # tries in which nobody waits: a mistyped password is no attack
FIRST, LONGEST = timedelta(seconds=30), timedelta(minutes=15)
REMEMBERED, MOST = timedelta(days=1), 10_000  # for how long, and of how many pairs of account and place
# for how long after a sign-in a place is an account's own, so that one who misses a quarter is known still;
# and how many are
AT_HOME, HOMES = timedelta(days=200), 20
# lines of the audit log a day, by what they tell of; whoever guesses must not be able to fill it, nor to use up the
# lines of others: what is guessed of an account stands there at least once a day
OF_ACCOUNTS, OF_NAMES, OF_PLACES = 200, 200, 100
_ANY, _HOME = "*", "="  # no digest and no place begins so
_NO_ACCOUNT = "a name without an account"  # subjects of the log, by which its lines are counted
_MANY_NAMES = "many names"
_LEFT_OUT = "failed sign-ins"
_LEFT = (_ANY, f"{_HOME}left_out")  # where it is counted what the log leaves out


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many failed tries are let through at once, and how long one more takes after that."""

    holds: int
    leaks: timedelta


OF_A_NAME = Bucket(50, timedelta(minutes=15))  # from all places that are not its own: 146 in the first day, then 96
OF_A_PLACE = Bucket(30, timedelta(minutes=5))  # at all accounts that have not signed in there: 318, then 288


# what is counted under a digest and a place: made once, for a try asks it a dozen times
_COUNTED = select(AttemptRow).where(
    col(AttemptRow.name) == bindparam("name"), col(AttemptRow.address) == bindparam("place")
)


class SignInRefused(Refused):
    """A sign-in that did not work; why never says which half was wrong."""


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
            return address[:60].lstrip(_ANY + _HOME)
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
            return str(ipaddress.ip_network(f"{found}/64", strict=False))
        return str(getattr(found, "ipv4_mapped", None) or found)

    def wait(self, connection: Connection, name: str, place: str) -> None:
        """TooManyAttempts, saying for how long, if this account cannot be tried again from this place yet."""
        left = self._of_pair(connection, name, place)
        if not self._at_home(connection, name, place):
            left = max(left, *(self._of_bucket(connection, *one) for one in self._buckets(name, place)))
        if left > timedelta():
            seconds = int(left.total_seconds()) + 1
            raise TooManyAttempts(reason("refused-tries", seconds=seconds))

    def _of_pair(self, connection: Connection, name: str, place: str) -> timedelta:
        tried, at = self._read(connection, digest(name), place)
        if at is None or tried < FREE:
            return timedelta()
        delay: timedelta = min(LONGEST, FIRST * 2 ** min(tried - FREE, 20))
        return at + delay - self._clock()

    def _buckets(self, name: str, place: str) -> tuple[tuple[Bucket, str, str], ...]:
        return (OF_A_NAME, digest(name), _ANY), (OF_A_PLACE, _ANY, place)

    def _of_bucket(self, connection: Connection, bucket: Bucket, name: str, place: str) -> timedelta:
        held, since = self._held(connection, bucket, name, place)
        return since + bucket.leaks * (held - bucket.holds + 1) - self._clock() if held >= bucket.holds else timedelta()

    def _held(self, connection: Connection, bucket: Bucket, name: str, place: str) -> tuple[int, datetime]:
        """How many tries a bucket holds now, and since when nothing leaked from it."""
        held, at = self._read(connection, name, place)
        if at is None:
            return 0, self._clock()
        leaked = max(0, (self._clock() - at) // bucket.leaks)
        return (held - leaked, at + leaked * bucket.leaks) if leaked < held else (0, self._clock())

    def _at_home(self, connection: Connection, name: str, place: str) -> bool:
        at = self._read(connection, digest(name), _HOME + place)[1]
        return at is not None and self._clock() - at < AT_HOME

    def count(self, connection: Connection, name: str, place: str) -> None:
        """One more try, before it is known whether it fails."""
        self._forget_old(connection)
        tried = self._read(connection, digest(name), place)[0]
        self._write(connection, digest(name), place, tried + 1, self._clock())
        if not self._at_home(connection, name, place):
            for one in self._buckets(name, place):
                held, since = self._held(connection, *one)
                self._write(connection, *one[1:], held + 1, since)

    def _forget_old(self, connection: Connection) -> None:
        home = col(AttemptRow.address).startswith(_HOME)
        old, older = (moment(self._clock() - age) for age in (REMEMBERED, AT_HOME))
        gone = or_(and_(~home, col(AttemptRow.at) < old), and_(home, col(AttemptRow.at) < older))
        connection.execute(delete(AttemptRow).where(gone))

    def _read(self, connection: Connection, name: str, place: str) -> tuple[int, datetime | None]:
        """What is counted under a digest and a place, and since when; nothing and None where nothing is."""
        found = one(connection, _COUNTED, name=name, place=place)
        return (found.count, datetime.fromisoformat(found.at)) if found else (0, None)

    def _write(self, connection: Connection, name: str, place: str, count: int, at: datetime) -> None:
        values = {"count": count, "at": moment(at)}
        if not connection.execute(update(AttemptRow).where(*_row(name, place)).values(**values)).rowcount:
            self._make_room(connection)
            connection.execute(insert(AttemptRow).values(name=name, address=place, **values))

    def failed(self, connection: Connection, name: str, place: str, account: Account | None) -> None:
        """The try has failed. The 1st, 5th and every doubling after it stand in the audit log; a name that is no
        account's is not written down."""
        whose = account.email if account else _NO_ACCOUNT
        tried = self._read(connection, digest(name), place)[0] or 1
        if _to_be_told(tried):
            self._tell(connection, whose, plainly(reason("audit-tried", times=str(tried), place=place)))
        if self._at_home(connection, name, place):
            return
        subjects = (
            (whose, reason("audit-many_places", times=str(OF_A_NAME.holds))),
            (_MANY_NAMES, reason("audit-many_tries", times=str(OF_A_PLACE.holds), place=place)),
        )
        for bucket, (subject, told) in zip(self._buckets(name, place), subjects, strict=True):
            if self._held(connection, *bucket)[0] >= bucket[0].holds:
                self._tell(connection, subject, plainly(told), again=False)

    def succeeded(self, connection: Connection, name: str, place: str) -> None:
        """The password was right: whoever is there may mistype it again, and the place is the account's own."""
        if not self._at_home(connection, name, place):
            for one in self._buckets(name, place):  # this try was no guess
                held, since = self._held(connection, *one)
                self._write(connection, *one[1:], max(0, held - 1), since)
        connection.execute(delete(AttemptRow).where(*_row(digest(name), place)))
        self._write(connection, digest(name), _HOME + place, 0, self._clock())
        homes = (col(AttemptRow.name) == digest(name), col(AttemptRow.address).startswith(_HOME))
        newest = select(col(AttemptRow.id)).where(*homes).order_by(col(AttemptRow.at).desc()).limit(HOMES)
        connection.execute(delete(AttemptRow).where(*homes, col(AttemptRow.id).not_in(newest.scalar_subquery())))

    def _make_room(self, connection: Connection) -> None:
        guessed = ~col(AttemptRow.address).startswith(_HOME)
        held = connection.execute(select(func.count()).select_from(AttemptRow).where(guessed)).scalar_one()
        if held >= MOST:
            oldest = select(col(AttemptRow.id)).where(guessed).order_by(col(AttemptRow.at)).limit(held - MOST + 1)
            connection.execute(delete(AttemptRow).where(col(AttemptRow.id).in_(oldest.scalar_subquery())))

    def _tell(self, connection: Connection, subject: str, after: str, *, again: bool = True) -> None:
        """One line, if the share of its kind has room today; else it is counted, and the log says how many are."""
        self._end_count(connection)
        mine = col(AuditRow.subject) == subject
        if not again and self._told(connection, mine, col(AuditRow.after) == after):
            return
        if not again and subject != _MANY_NAMES:
            room = True  # no more of them than accounts, and one
        elif subject in (_NO_ACCOUNT, _MANY_NAMES):
            room = self._told(connection, mine) < (OF_NAMES if subject == _NO_ACCOUNT else OF_PLACES)
        else:
            of_accounts = col(AuditRow.subject).not_in((_NO_ACCOUNT, _MANY_NAMES, _LEFT_OUT))
            room = self._told(connection, of_accounts) < OF_ACCOUNTS or not self._told(connection, mine)
        if room:
            self._append(connection, subject, after)
            return
        left, since = self._read(connection, *_LEFT)
        self._write(connection, *_LEFT, left + 1, since or self._clock())
        if _to_be_told(left + 1):
            self._append(connection, _LEFT_OUT, _left(left + 1, since or self._clock()))

    def _end_count(self, connection: Connection) -> None:
        """After a day the log says how many lines it left out in all, and the count begins anew."""
        left, since = self._read(connection, *_LEFT)
        if since is not None and since + REMEMBERED <= self._clock():
            if not _to_be_told(left):
                self._append(connection, _LEFT_OUT, _left(left, since))
            connection.execute(delete(AttemptRow).where(*_row(*_LEFT)))

    def _told(self, connection: Connection, *which: ColumnElement[bool]) -> int:
        since = moment(self._clock() - REMEMBERED)
        today = (col(AuditRow.action).in_(audit.spelled(Deed.SIGN_IN_FAILED)), col(AuditRow.at) > since)
        return connection.execute(select(func.count()).select_from(AuditRow).where(*today, *which)).scalar_one()

    def _append(self, connection: Connection, subject: str, after: str) -> None:
        about = {"subject": subject, "after": after}
        audit.append(connection, audit.STRANGER, at=moment(self._clock()), action=Deed.SIGN_IN_FAILED, **about)


def _row(name: str, place: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(AttemptRow.name) == name, col(AttemptRow.address) == place


def _to_be_told(number: int) -> bool:
    """Whether it is the first, the fifth or a doubling after it."""
    return number == 1 or (number % FREE == 0 and number // FREE & (number // FREE - 1) == 0)


def _left(many: int, since: datetime) -> str:
    return plainly(reason("audit-left_out", many=many, since=moment(since)[:16].replace("T", " ")))
