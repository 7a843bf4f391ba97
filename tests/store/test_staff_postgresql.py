"""The staff side on PostgreSQL: a whole life, the audit log, and rows that the database refuses to touch."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from psycopg import sql

from dashboard.core.figure import Figure, Withheld
from dashboard.core.measure import measure
from dashboard.core.metrics import METRICS
from dashboard.core.people import Refused
from dashboard.store.append_only import MESSAGE
from dashboard.store.staff.audit import Broken
from dashboard.store.staff.people import digest
from dashboard.store.staff.tables import KEPT
from dashboard.store.store import Store
from dashboard.words import of
from tests.conftest import DATA
from tests.store import staff
from tests.store import test_postgresql as postgresql
from tests.store.staff import ADMIN, CERTIFIER, CERTIFIER2, NOON, PROGRAM, QUARTER, REASON, Clock

address = postgresql.address
pytestmark = postgresql.pytestmark

LIFE = QUARTER  # each test has a quarter of its own, as they share a database
EMBARGOED, RACED, SLOW, REHEARSED = QUARTER - 1, QUARTER - 2, QUARTER - 3, QUARTER - 4


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def store(address: str, clock: Clock) -> Iterator[Store]:
    made = Store(address, clock)
    made.prepare()
    made.load(DATA)
    staff.invite_all(made)
    staff.published(made, staff.new(SLOW))
    yield made
    made.close()


def raw(address: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(address.replace("+psycopg", ""))


def test_a_quarter_from_the_file_to_the_public_and_back(store: Store) -> None:
    asked = staff.finding()
    body = bytes(range(256))
    number = staff.certified(
        store, staff.new(LIFE, findings=(asked,)), reasons={asked.key: "A storm closed the other line."}, body=body
    )
    assert store.drafts.file(CERTIFIER, number) == ("quarter.csv", body)
    assert store.drafts.publish(CERTIFIER, number) == 1
    row = store.record().row(PROGRAM, LIFE, "welfare_check")
    assert row is not None
    figure = measure(METRICS["capture_rate"], row)
    assert isinstance(figure, Figure)
    assert of(figure.caveat).endswith("The program says: A storm closed the other line.")
    assert staff.published(store, staff.new(LIFE, base=1)) == 2
    assert store.drafts.withdraw(CERTIFIER, PROGRAM, LIFE, REASON) == 3
    row = store.record().row(PROGRAM, LIFE, "welfare_check")
    assert row is not None
    assert isinstance(measure(METRICS["capture_rate"], row), Withheld)
    assert [s.revision for s, _ in store.record().earlier(PROGRAM, LIFE)] == [1, 2]


def test_an_embargo_ends_by_itself(store: Store, clock: Clock) -> None:
    before = store.version()
    staff.published(store, staff.new(EMBARGOED), public_from=clock() + timedelta(hours=1))
    assert store.record().submission(PROGRAM, EMBARGOED) is None
    clock.move(hours=1)
    assert store.version() == before + 1
    submission = store.record().submission(PROGRAM, EMBARGOED)
    assert submission is not None
    assert submission.published_on == NOON.date()


def test_what_is_rehearsed_is_what_is_published(store: Store, clock: Clock, address: str) -> None:
    """Also after an embargo, and although numbers that a rehearsal took are not given out again."""
    release = clock() + timedelta(hours=2)
    number = staff.certified(store, staff.new(REHEARSED))
    counted = sql.SQL("SELECT count(*), max(id) FROM event")
    with raw(address) as connection:
        before = connection.execute(counted).fetchone()
    rehearsed = [store.drafts.rehearse(CERTIFIER, number, public_from=release) for _ in range(2)]
    assert rehearsed[0] == rehearsed[1]
    with raw(address) as connection:
        assert connection.execute(counted).fetchone() == before
        connection.execute("SELECT nextval('event_id_seq')")
    store.drafts.publish(CERTIFIER, number, public_from=release)
    clock.at = release
    assert store.record() == rehearsed[0]
    withdrawn = store.drafts.rehearse_withdrawal(CERTIFIER, PROGRAM, REHEARSED, REASON)
    store.drafts.withdraw(CERTIFIER, PROGRAM, REHEARSED, REASON)
    assert store.record() == withdrawn


def test_two_who_publish_the_same_quarter_at_once_make_one_revision(store: Store) -> None:
    numbers = [staff.certified(store, staff.new(RACED), body=body) for body in (b"one", b"two")]

    def publish(number: int) -> int | str:
        try:
            return store.drafts.publish(CERTIFIER2, number)
        except Refused as refused:
            return of(refused)

    with ThreadPoolExecutor(2) as pool:
        said = sorted(map(str, pool.map(publish, numbers)))
    assert said[0] == "1"
    assert "was published after this file was checked" in said[1]
    assert store.drafts.head(PROGRAM, RACED) == 1


def test_a_sign_in_ends_when_it_is_ended(store: Store) -> None:
    cookie = store.sign_ins.set_identity(store.people.invite(ADMIN.email), "https://id.test", "someone")
    assert store.sign_ins.who(digest(cookie))
    store.sign_ins.sign_out(cookie)
    assert store.sign_ins.who(digest(cookie)) is None


@pytest.mark.parametrize("table", [str(table.__tablename__) for table in KEPT])
@pytest.mark.parametrize("change", ["UPDATE {t} SET id = id", "DELETE FROM {t}", "TRUNCATE {t} CASCADE"])
def test_a_kept_row_cannot_be_changed(store: Store, address: str, table: str, change: str) -> None:
    count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    with raw(address) as connection:
        before = connection.execute(count).fetchone()
        assert before is not None and before != (0,)
    with raw(address) as connection, pytest.raises(psycopg.errors.RaiseException, match=MESSAGE):
        connection.execute(sql.SQL(change).format(t=sql.Identifier(table)))
    with raw(address) as connection:
        assert connection.execute(count).fetchone() == before


def test_a_line_that_is_changed_all_the_same_is_found(store: Store, address: str) -> None:
    held = store.people.verify_audit()
    assert isinstance(held, int) and held > 5
    with raw(address) as connection:
        connection.execute("ALTER TABLE audit DISABLE TRIGGER USER")
        connection.execute("UPDATE audit SET reason = 'another' WHERE id = 5")
    assert isinstance(store.people.verify_audit(), Broken)
    with raw(address) as connection:
        connection.execute("UPDATE audit SET reason = '' WHERE id = 5")
        connection.execute("ALTER TABLE audit ENABLE TRIGGER USER")
    assert store.people.verify_audit() == held
