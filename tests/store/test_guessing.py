"""Guessing from many places, or at many accounts: so many tries a day and no more, each kind in the audit log, and
nobody locked out by a stranger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select
from sqlmodel import SQLModel, col

from dashboard import words
from dashboard.core.people import Account
from dashboard.store.staff import audit
from dashboard.store.staff.guesses import (
    AT_HOME,
    FREE,
    HOMES,
    LONGEST,
    OF_A_NAME,
    OF_A_PLACE,
    OF_ACCOUNTS,
    OF_NAMES,
    Bucket,
    Guesses,
    SignInRefused,
    TooManyAttempts,
)
from dashboard.store.staff.people import digest
from dashboard.store.staff.sign_in import _NOBODY
from dashboard.store.staff.tables import AttemptRow, AuditRow
from tests.store import staff
from tests.store.staff import ADMIN, CERTIFIER, STAFF, Clock, Desk

ANA, HOME = "ana@city.gov", "192.0.2.250"
PASSWORD = "violet gravel outpost hymn"


class Door:
    """The limits alone, on an empty database."""

    def __init__(self, connection: Connection) -> None:
        self.clock, self.connection = Clock(), connection
        self.guesses = Guesses(self.clock)

    def tries(self, name: str, place: str, *, right: bool = False, of: Account | None = None) -> int:
        """0 if it was compared with a password, else the seconds to wait."""
        try:
            self.guesses.wait(self.connection, name, place)
        except TooManyAttempts as said:
            return int(words.of(said).split("Wait ")[1].split()[0])
        self.guesses.count(self.connection, name, place)
        if right:
            self.guesses.succeeded(self.connection, name, place)
        else:
            self.guesses.failed(self.connection, name, place, of)
        return 0

    def lines(self) -> list[tuple[str, str]]:
        """Subject and what of every line of the log."""
        return [(e.subject, e.after) for e in reversed(audit.entries(self.connection, newest=5000))]

    def audited(self) -> list[tuple[str, str]]:
        rows = self.connection.execute(select(col(AuditRow.subject), col(AuditRow.after)).order_by(col(AuditRow.id)))
        return [(subject, after) for subject, after in rows if "more than" in after]


@contextmanager
def door() -> Iterator[Door]:
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables[n] for n in ("failed_sign_in", "audit")])
    with engine.connect() as connection:
        yield Door(connection)
    engine.dispose()


def most(bucket: Bucket, passed: timedelta) -> int:
    return bucket.holds + passed // bucket.leaks + 1


steps = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from([0, 0, 0, 1, 30, 299, 900, 3600])), min_size=60, max_size=140
)


@settings(deadline=None, max_examples=25)
@given(steps)
def test_one_account_from_many_places_is_compared_so_often_and_whoever_is_at_home_walks_in(
    steps: Sequence[tuple[int, int]],
) -> None:
    with door() as at:
        assert at.tries(ANA, HOME, right=True) == 0
        begun, compared = at.clock.at, 0
        for place, seconds in steps:
            at.clock.move(seconds=seconds)
            wait = at.tries(ANA, f"198.51.100.{place}")
            compared += wait == 0
            assert wait <= max(LONGEST, OF_A_NAME.leaks).total_seconds() + 1
            assert compared <= most(OF_A_NAME, at.clock.at - begun)
        assert at.tries(ANA, HOME, right=True) == 0, "no stranger locks a person out"
        if wait := at.tries(ANA, "203.0.113.1"):
            at.clock.move(seconds=wait)
            assert at.tries(ANA, "203.0.113.1", right=True) == 0, "who waits as long as was said, is let through"


@settings(deadline=None, max_examples=25)
@given(steps)
def test_one_password_over_many_accounts_is_compared_so_often(steps: Sequence[tuple[int, int]]) -> None:
    with door() as at:
        assert at.tries(ANA, HOME, right=True) == 0
        begun, compared = at.clock.at, 0
        for name, seconds in steps:
            at.clock.move(seconds=seconds)
            compared += at.tries(f"person{name}@city.gov", HOME) == 0
            assert compared <= most(OF_A_PLACE, at.clock.at - begun)
        assert at.tries(ANA, HOME, right=True) == 0, "who sits beside a guesser and has signed in there before"
        assert at.tries(ANA, "203.0.113.1", right=True) == 0, "and from elsewhere"


def test_ever_new_places_and_names_win_nothing() -> None:
    with door() as at:
        assert sum(at.tries(ANA, f"198.51.{n // 250}.{n % 250}") == 0 for n in range(300)) == OF_A_NAME.holds
    with door() as at:
        assert sum(at.tries(f"person{n}@city.gov", HOME) == 0 for n in range(300)) == OF_A_PLACE.holds


def test_each_kind_stands_in_the_audit_log_once_a_day() -> None:
    with door() as at:
        for n in range(60):
            at.clock.move(minutes=10)
            at.tries(ANA, f"198.51.100.{n}")
            at.tries(f"person{n}@city.gov", HOME)
            at.tries(f"person{n + 60}@city.gov", HOME)
            at.tries(f"person{n + 120}@city.gov", HOME)
        said = at.audited()
        assert said.count(("many names", f"more than {OF_A_PLACE.holds} from {HOME}")) == 1
        for n in range(60, 130):
            at.tries(ANA, f"198.51.100.{n}")
        assert at.audited().count(("a name without an account", f"more than {OF_A_NAME.holds} from many places")) == 1


ACCOUNT = staff.account(email=ANA)


def test_made_up_names_do_not_blind_the_log_to_guesses_at_an_account() -> None:
    with door() as at:
        for n in range(900):
            at.tries(f"person{n}@nowhere.test", f"198.51.{n // 250}.{n % 250}")
        assert at.lines().count(("a name without an account", "1 from 198.51.0.0")) == 1
        for n in range(20):
            at.tries(ANA, f"203.0.113.{n}", of=ACCOUNT)
        told = [subject for subject, _ in at.lines()]
        assert told.count(ANA) == 20
        assert told.count("a name without an account") == OF_NAMES


def test_guesses_at_some_accounts_do_not_blind_the_log_to_guesses_at_another() -> None:
    with door() as at:
        for n in range(400):
            other = staff.account(email=f"person{n % 8}@city.gov")
            at.tries(other.email, f"198.51.{n // 250}.{n % 250}", of=other)
        told = sum(subject.endswith("@city.gov") for subject, _ in at.lines())
        assert OF_ACCOUNTS <= told <= OF_ACCOUNTS + 8, "and of each account once that it was more than can be"
        assert at.tries(ANA, "203.0.113.1", of=ACCOUNT) == 0
        assert at.lines()[-1] == (ANA, "1 from 203.0.113.1")


def test_the_log_counts_what_it_leaves_out_and_says_it_again_after_the_day() -> None:
    with door() as at:
        for n in range(OF_NAMES + 13):
            at.tries(f"person{n}@nowhere.test", f"198.51.{n // 250}.{n % 250}")
        said = [after for subject, after in at.lines() if subject == "failed sign-ins"]
        since = f"left out since {at.clock.at:%Y-%m-%d %H:%M}"
        assert said == [f"1 line {since}", f"5 lines {since}", f"10 lines {since}"]
        at.clock.move(days=1)
        at.tries(ANA, "203.0.113.1", of=ACCOUNT)
        assert at.lines()[-2:] == [("failed sign-ins", f"13 lines {since}"), (ANA, "1 from 203.0.113.1")]
        at.tries("person@nowhere.test", "198.51.100.1")
        assert at.lines()[-1] == ("a name without an account", "1 from 198.51.100.1")
        assert audit.verify(at.connection) == len(at.lines())


tried = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9), st.sampled_from([0, 0, 60, 7200])), max_size=120)


@settings(deadline=None, max_examples=25)
@given(tried)
def test_every_account_that_is_guessed_at_stands_in_the_log_of_the_day(tries: Sequence[tuple[int, int, int]]) -> None:
    """Whoever is tried for the first time in a day leaves a line, whatever was tried before; and the log stays short."""
    accounts = [staff.account(email=f"person{n}@city.gov") for n in range(3)]
    with pytest.MonkeyPatch.context() as patch, door() as at:
        for share, lines in (("OF_ACCOUNTS", 4), ("OF_NAMES", 3), ("OF_PLACES", 2)):
            patch.setattr(f"dashboard.store.staff.guesses.{share}", lines)
        for whose, place, seconds in tries:
            at.clock.move(seconds=seconds)
            of = accounts[whose] if whose < len(accounts) else None
            at.tries(of.email if of else f"nobody{place}@nowhere.test", f"203.0.113.{place}", of=of)
        day = timedelta(days=1) + sum((timedelta(seconds=s) for *_, s in tries), timedelta())
        told = [subject for subject, _ in at.lines()]
        assert {accounts[w].email for w, *_ in tries if w < len(accounts)} <= set(told)
        assert told.count("a name without an account") <= 1 + 3 * (day // timedelta(days=1))
        assert all((e.actor, e.role) == ("stranger", "stranger") for e in audit.entries(at.connection))


def test_sixty_people_behind_one_address_sign_in_all_day() -> None:
    """Right ones are no guesses, and a slip of the finger now and then is none either."""
    with door() as at:
        for morning in range(3):
            for n in range(60):
                if (n + morning) % 20 == 0:
                    assert at.tries(f"person{n}@city.gov", HOME) == 0
                assert at.tries(f"person{n}@city.gov", HOME, right=True) == 0
            at.clock.move(hours=8)


def test_at_home_whoever_guesses_is_slowed_down_by_the_account_and_nobody_else() -> None:
    with door() as at:
        assert at.tries(ANA, HOME, right=True) == 0
        assert [at.tries(ANA, HOME) for _ in range(FREE)] == [0] * FREE
        assert at.tries(ANA, HOME) > 0
        assert at.tries("ben@city.gov", HOME, right=True) == 0


def test_a_place_is_a_home_for_a_time_and_an_account_has_so_many() -> None:
    with door() as at:
        for n in range(HOMES + 5):
            assert at.tries(ANA, f"203.0.113.{n}", right=True) == 0
            at.clock.move(minutes=1)
        homes = select(col(AttemptRow.address)).where(col(AttemptRow.name) == digest(ANA), col(AttemptRow.count) == 0)
        kept = [place for (place,) in at.connection.execute(homes) if place.startswith("=")]
        assert sorted(kept) == sorted(f"=203.0.113.{n}" for n in range(5, HOMES + 5))
        at.clock.at += AT_HOME
        for n in range(OF_A_NAME.holds):
            at.tries(ANA, f"198.51.100.{n}")
        assert at.tries(ANA, "203.0.113.20") > 0


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


def test_through_the_door_of_the_site(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with real accounts: bounded, audited by name, and open to whoever is at home or has a new link."""
    sign_ins = desk.store.sign_ins
    sign_ins.set_password(desk.store.people.invite(STAFF.email), PASSWORD)
    compared: list[str] = []
    monkeypatch.setattr(
        "dashboard.store.staff.sign_in._matches",
        lambda kept, said: compared.append(said) or (kept != _NOBODY and said == PASSWORD),
    )
    sign_ins.sign_in(STAFF.email, PASSWORD, address=HOME)
    compared.clear()
    for n in range(OF_A_NAME.holds + 20):
        with pytest.raises(SignInRefused):
            sign_ins.sign_in(STAFF.email, "wrong", address=f"198.51.100.{n}")
    assert len(compared) == OF_A_NAME.holds
    with pytest.raises(TooManyAttempts):
        sign_ins.sign_in(STAFF.email, PASSWORD, address="203.0.113.1")
    assert sign_ins.sign_in(STAFF.email, PASSWORD, address=HOME)
    assert sign_ins.set_password(desk.store.people.invite(STAFF.email), PASSWORD)
    for n in range(OF_A_PLACE.holds + 20):
        with pytest.raises(SignInRefused):
            sign_ins.sign_in(f"person{n}@city.gov", "wrong", address="203.0.113.9")
    with pytest.raises(TooManyAttempts):
        sign_ins.sign_in(CERTIFIER.email, "wrong", address="203.0.113.9")
    lines = [(e.subject, e.after) for e in desk.store.people.audit_log(ADMIN)[0] if "more than" in e.after]
    assert lines == [
        ("many names", f"more than {OF_A_PLACE.holds} from 203.0.113.9"),
        (STAFF.email, f"more than {OF_A_NAME.holds} from many places"),
    ]
