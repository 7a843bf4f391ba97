"""How to reach the database: one engine a process, WAL on SQLite, writers one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, insert, text
from sqlalchemy.engine import make_url

_LOCK = 988911  # any number; every writer of this product takes the same PostgreSQL advisory lock


def connect(url: str) -> Engine:
    """An engine for a SQLAlchemy URL; a SQLite file's folder is made."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's `begin` event below decides how a transaction begins
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that no other writer overlaps: all of it lands, or none."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        _alone(connection)
        yield connection


@contextmanager
def rehearsing(engine: Engine) -> Iterator[Connection]:
    """A transaction like `writing`, of which nothing lands, however it ends. Other writers wait for it."""
    with engine.connect().execution_options(writes=True) as connection:
        transaction = connection.begin()
        try:
            _alone(connection)
            yield connection
        finally:
            transaction.rollback()


def _alone(connection: Connection) -> None:
    """Wait for the other writers; on SQLite the transaction has begun with that."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def insert_row(connection: Connection, table: Any, **values: Any) -> int:
    """Write a row; its number. RuntimeError if the database gives none."""
    written = connection.execute(insert(table).values(**values)).inserted_primary_key
    if written is None:
        raise RuntimeError("the database returned no key for the row it was given")
    return int(written[0])


def migrate(engine: Engine, *, to: str = "head") -> None:
    """Bring the tables to a schema revision. Safe to call at every start and from two processes at once."""
    with writing(engine) as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def is_current(engine: Engine) -> bool:
    """Whether the tables are those of the newest schema revision."""
    newest = ScriptDirectory.from_config(alembic_config()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
