"""A row that is not what was written is found when it is read, wherever in the file a bit has changed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlmodel.sql.sqltypes import AutoString

from dashboard.core.people import Refused
from dashboard.core.privacy.disclosure import Policy
from dashboard.core.record import PublicRecord
from dashboard.settings import ROOT
from dashboard.store.faults import DatabaseFailed
from dashboard.store.files import BrokenRow
from dashboard.store.seals import sealed_tables
from dashboard.store.store import Store
from tests import ready
from tests.store import staff
from tests.store.staff import ADMIN, CERTIFIER, STAFF, Clock, Desk
from tests.store.test_migrations import VERSIONS, old_town

FLIPS = 60
PRIVATE = ("ledger_entry", "received_file", "draft", "draft_step")


@cache
def written() -> Path:
    """A database with a published quarter, so that no sealed table that staff write is empty."""

    def write(store: Store) -> None:
        staff.invite_all(store)
        staff.published(store, staff.new())
        store.set_policy(ADMIN, Policy(smallest=20, exact_from=None), "The county protects fewer than twenty.")

    return ready.made(ROOT / "data", clock=Clock(), then=write)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk_on(written(), tmp_path) as made:
        yield made


def change(path: Path, statement: str) -> None:
    """What somebody with the file in their hands does."""
    connection = sqlite3.connect(path)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(statement)
    connection.commit()
    connection.close()


TEXTS = {
    t.name: ([c.name for c in t.c if isinstance(c.type, AutoString) and c.name != "digest"] or ["digest"])[-1]
    for t in sealed_tables()
}


@pytest.mark.parametrize("table", sorted(TEXTS))
def test_a_changed_row_is_found_in_every_table(table: str, desk: Desk) -> None:
    """The last row of each; one that the public reads stops the reading, one of a draft stops the draft."""
    assert desk.store.people.verify_rows()[1] == []
    connection = sqlite3.connect(desk.path)
    (last,) = connection.execute(f"SELECT max(id) FROM {table}").fetchone()
    assert last, f"{table} is empty here: the fixture is to write to it"
    connection.close()
    change(desk.path, f"UPDATE {table} SET {TEXTS[table]} = '9' || {TEXTS[table]} WHERE id = {last}")
    if table not in PRIVATE:
        with pytest.raises(BrokenRow, match=rf"table {table}, line {last}: found .* Put a backup"):
            desk.store.record()
    elif table.startswith("draft"):
        with pytest.raises(DatabaseFailed, match=rf"table {table}, row {last}"):
            desk.store.drafts.of(STAFF)
    told = desk.store.people.verify_rows()[1]
    assert any(line.startswith(f"table {table}, row {last}: ") for line in told), told


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM release WHERE id = (SELECT max(id) FROM release)",
        "UPDATE submission SET key = key || 'x' WHERE id = 1",
        "UPDATE event SET public_from = '2030-01-01T00:00:00' WHERE id = 1",
        "UPDATE event SET at = '2026-11-2O 12:00:00.000000' WHERE id = 1",
        "UPDATE published_figure SET value = value + 1 WHERE id = 3",
        "UPDATE published_figure SET caveat = CAST(x'ff' AS TEXT) WHERE id = 3",
        "UPDATE seal SET sha256 = replace(sha256, 'a', 'b') WHERE id = 5",
        "DELETE FROM seal WHERE id = 5",
    ],
)
def test_a_site_does_not_start_on_a_row_that_is_not_what_was_written(statement: str, desk: Desk) -> None:
    change(desk.path, statement)
    again = Store(desk.url, desk.clock)
    again.prepare()
    with pytest.raises((BrokenRow, DatabaseFailed)):
        again.load(staff.ROOT / "data")
    assert again.people.verify_rows()[1]
    again.close()


def test_a_file_that_is_not_what_was_received_is_not_handed_out(desk: Desk) -> None:
    change(desk.path, "UPDATE received_file SET body = zeroblob(9)")
    with pytest.raises(DatabaseFailed, match="other bytes than were received"):
        desk.store.drafts.file(STAFF, 1)
    assert desk.store.people.verify_rows()[1] == ["table received_file, row 1: other bytes than were received"]


def test_a_draft_that_is_not_what_was_checked_is_not_published(desk: Desk) -> None:
    number = staff.certified(desk.store, staff.new(base=1))
    before = desk.store.record()
    change(desk.path, f"UPDATE draft SET counts = replace(counts, '1000', '1001') WHERE id = {number}")
    with pytest.raises(DatabaseFailed, match="other content than was written"):
        desk.store.drafts.publish(CERTIFIER, number)
    assert desk.store.record() == before


def test_a_bit_changes_nothing_that_the_public_reads(desk: Desk, tmp_path: Path) -> None:
    """Bits flipped at rest, anywhere in the file: the site refuses to read it, or reads what was written."""
    desk.store.close()
    connection = sqlite3.connect(desk.path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    whole = bytearray(desk.path.read_bytes())
    expected = read(desk.path)
    assert expected is not None
    rolled = random.Random(988)
    found = 0
    for number in range(FLIPS):
        at, bit = rolled.randrange(100, len(whole)), rolled.randrange(8)
        flipped = bytearray(whole)
        flipped[at] ^= 1 << bit
        path = tmp_path / f"flipped-{number}.sqlite3"
        path.write_bytes(flipped)
        got = read(path)
        assert got in (None, expected), (at, bit)
        found += got is None
        for left in tmp_path.glob(f"flipped-{number}.sqlite3*"):
            left.unlink()
    assert found > FLIPS / 10, "bits that matter were among them"


def read(path: Path) -> PublicRecord | None:
    """What the public reads of a file; None if nothing is read of it, and somebody is told why."""
    store = Store(f"sqlite:///{path}", staff.Clock())
    try:
        return store.record()
    except (BrokenRow, DatabaseFailed, Refused):
        return None
    finally:
        store.close()


@pytest.mark.parametrize("old", VERSIONS[-2:-1])
def test_an_upgrade_seals_what_it_finds(old: str, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    with old_town(path, old):
        pass
    store = Store(f"sqlite:///{path}", staff.Clock())
    store.prepare()
    store.record()
    store.close()
    change(path, "UPDATE program SET name = 'Another line'")
    with pytest.raises(BrokenRow, match="table program, line 1"):
        store.record()
    store.prepare()
    with pytest.raises(BrokenRow, match="table program, line 1"):
        store.record()
    store.close()
