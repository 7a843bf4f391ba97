"""The database itself refuses to change what was published, whoever asks."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.core.privacy.disclosure import Policy
from dashboard.core.reason import reason
from dashboard.store import releases, seals
from dashboard.store.append import event
from dashboard.store.append_only import MESSAGE, statements
from dashboard.store.engine import connect, writing
from dashboard.store.load import APPENDED
from dashboard.store.store import Store
from tests.conftest import DATA

TABLES = [table.__tablename__ for table in APPENDED] + ["event"]


def one_policy(url: str) -> None:
    """A decision on small counts: the one table that has no row after a load."""
    engine = connect(url)
    with writing(engine) as connection:
        about = {"actor": "Site operator", "action": "policy", "subject": "policy"}
        line = reason("log-policy", policy=Policy(smallest=20))
        event_id = event(connection, at=datetime(2026, 11, 20, tzinfo=UTC), line=line, **about)
        releases.set_policy(connection, event_id, Policy(smallest=20), "The state asks for 20.")
        seals.seal(connection)
    engine.dispose()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("append") / "ledger.sqlite3"
    store = Store(f"sqlite:///{path}")
    store.prepare()
    store.load(DATA)
    store.close()
    one_policy(f"sqlite:///{path}")
    return path


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {t} SET id = id",
        "UPDATE {t} SET id = id + 1000 WHERE id = 1",
        "DELETE FROM {t}",
        "INSERT OR REPLACE INTO {t} SELECT * FROM {t} WHERE id = 1",
        "REPLACE INTO {t} SELECT * FROM {t}",
    ],
)
def test_a_published_row_cannot_be_changed(database: Path, table: str, change: str) -> None:
    connection = sqlite3.connect(database)
    before = connection.execute(f"SELECT count(*), sum(id) FROM {table}").fetchone()
    assert before[0] > 0
    with pytest.raises(sqlite3.IntegrityError, match=MESSAGE):
        connection.execute(change.format(t=table))
    connection.rollback()
    assert connection.execute(f"SELECT count(*), sum(id) FROM {table}").fetchone() == before
    connection.close()


def test_the_same_revision_cannot_be_published_twice(database: Path) -> None:
    connection = sqlite3.connect(database)
    with pytest.raises(sqlite3.IntegrityError, match=MESSAGE):
        connection.execute(
            'INSERT INTO call_type (key, revision, digest, event_id, call_type, name, meaning, "order") '
            "VALUES ('other', 1, 'x', 1, 'other', 'Changed', '', 5)"
        )
    connection.close()


def test_a_database_that_cannot_protect_its_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="use SQLite or PostgreSQL"):
        statements("mysql", "event")
