"""The same promises on PostgreSQL: loads, revisions, refusals. A server of the test's own, on a socket nobody else has."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from dashboard.store.append_only import MESSAGE
from dashboard.store.engine import connect, migrate
from dashboard.store.load import APPENDED
from dashboard.store.store import Store
from dashboard.store.tables import Revised
from tests.conftest import DATA
from tests.store.test_append_only import one_policy


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) if Path("/usr/lib/postgresql").exists() else []
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


BINARIES = _binaries()
IN_CI = os.environ.get("CI") == "true"
pytestmark = pytest.mark.skipif(BINARIES is None and not IN_CI, reason="no PostgreSQL server on this machine")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A fresh PostgreSQL cluster, reached by a socket in a folder of its own."""
    assert BINARIES is not None, "CI must have a PostgreSQL server: apt-get install postgresql"
    folder = Path(subprocess.check_output(["mktemp", "-d", "/tmp/fo-pg-XXXXXX"], text=True).strip())
    prefix: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]
    run = [*prefix, str(BINARIES / "pg_ctl"), "-D", f"{folder}/db", "-w", "-l", f"{folder}/log"]
    subprocess.run(
        [*prefix, str(BINARIES / "initdb"), "-D", f"{folder}/db", "-U", "fo", "-A", "trust"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/tmp",
    )
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    subprocess.run([*run, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, cwd="/tmp")
    try:
        yield f"postgresql+psycopg://fo@/postgres?host={folder}"
    finally:
        subprocess.run([*run, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, cwd="/tmp")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def loaded(address: str) -> Iterator[Store]:
    store = Store(address)
    store.prepare()
    assert store.load(DATA).new > 900
    one_policy(address)
    yield store
    store.close()


def test_the_record_is_the_same_as_on_sqlite(loaded: Store, shipped: Store) -> None:
    mine, theirs = loaded.record(), shipped.record()
    assert [p.figure for p in mine.published] == [p.figure for p in theirs.published]
    assert mine.rows == theirs.rows
    assert mine.programs == theirs.programs


def test_an_older_database_gets_the_order_of_its_call_types(address: str) -> None:
    """Although its rows are protected, before and after."""
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE DATABASE older")
    older = address.replace("/postgres", "/older")
    engine = connect(older)
    migrate(engine, to="0005")
    raw = older.replace("+psycopg", "")
    with psycopg.connect(raw) as connection:
        connection.execute(
            "INSERT INTO event (id, at, actor, action, subject, note) VALUES (1, now(), 'a', 'load', 'data', '')"
        )
        for key in ("trespass", "other", "welfare_check"):
            names = "key, revision, digest, event_id, call_type, name, meaning"
            connection.execute(f"INSERT INTO call_type ({names}) VALUES (%s, 1, 'a', 1, %s, '', '')", (key, key))
    migrate(engine)
    engine.dispose()
    with psycopg.connect(raw) as connection:
        found = connection.execute('SELECT key, "order" FROM call_type ORDER BY id').fetchall()
        assert found == [("trespass", 10), ("other", 20), ("welfare_check", 30)]
        with pytest.raises(psycopg.errors.RaiseException, match=MESSAGE):
            connection.execute('UPDATE call_type SET "order" = 5')


def test_loading_again_changes_nothing(loaded: Store) -> None:
    loaded.prepare()
    assert loaded.load(DATA).new == 0


def test_the_tables_are_what_the_code_says(loaded: Store, address: str) -> None:
    engine = connect(address)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Revised.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("table", [t.__tablename__ for t in APPENDED] + ["event"])
@pytest.mark.parametrize("change", ["UPDATE {t} SET id = id", "DELETE FROM {t}", "TRUNCATE {t} CASCADE"])
def test_a_published_row_cannot_be_changed(loaded: Store, address: str, table: str, change: str) -> None:
    with (
        psycopg.connect(address.replace("+psycopg", "")) as connection,
        pytest.raises(psycopg.errors.RaiseException, match=MESSAGE),
    ):
        connection.execute(change.format(t=table))  # type: ignore[call-overload]
