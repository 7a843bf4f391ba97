"""How to reach the database: one engine a process, WAL on SQLite, writers one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, insert, text
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from dashboard.core.people import Refused
from dashboard.core.plain import hidden
from dashboard.core.reason import reason
from dashboard.settings import SettingsError
from dashboard.store import life_tables, received, seals  # noqa: F401 - seals know every table
from dashboard.store.faults import DatabaseFailed, Fault, Watch, fault_of
from dashboard.store.staff import tables  # noqa: F401 - seals know every table

_LOCK = 988911  # any number; every writer of this product takes the same PostgreSQL advisory lock
PATIENCE, LOADING = 10, 60  # seconds that a person waits for other writers, and that a start does
_WATCHES: WeakKeyDictionary[Engine, Watch] = WeakKeyDictionary()


def connect(url: str) -> Engine:
    """An engine for a SQLAlchemy URL; a SQLite file's folder is made. SettingsError for an address that is none,
    DatabaseFailed, here and wherever the engine is used, for a database that cannot be."""
    parsed = _parsed(url)
    watch = Watch(parsed)
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite(parsed, watch)
    else:
        engine = create_engine(parsed, pool_pre_ping=True)
    _WATCHES[engine] = watch

    @event.listens_for(engine, "handle_error")
    def explain(context: ExceptionContext) -> None:
        error, sqlite = context.original_exception, context.dialect.name == "sqlite"
        if fault := fault_of(error, sqlite=sqlite, connecting=context.connection is None):
            found = " ".join((str(error).splitlines() or [""])[0].split())
            raise DatabaseFailed(fault, watch.where, found[:200]) from error

    return engine


def _parsed(url: str) -> URL:
    """The address of a database, of a kind that this site can use. The text of a wrong one is not repeated: it may hold
    a password."""
    name = "FOURTH_OPTION_DATABASE_URL"
    todo = "Use sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME, or unset it."
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        if backend not in ("sqlite", "postgresql"):
            raise SettingsError(f"{name} names a database of the kind {backend!r}, which this site cannot use. {todo}")
        parsed.get_dialect().import_dbapi()
    except (ArgumentError, ValueError):
        raise SettingsError(f"{name} is not the address of a database. {todo}") from None
    except (NoSuchModuleError, ImportError):
        raise SettingsError(f"{name} asks for the driver {parsed.drivername!r}, which is not here. {todo}") from None
    return parsed


def _sqlite(parsed: URL, watch: Watch) -> Engine:
    if watch.path:
        try:
            _keep_to_ourselves(watch.path)
        except OSError as error:
            raise DatabaseFailed(Fault.NOT_OPENED, watch.where, error.strerror or "") from None
    engine = create_engine(parsed, connect_args={"timeout": PATIENCE, "check_same_thread": False})

    @event.listens_for(engine, "do_connect")
    def before(*_: Any) -> None:
        watch.check()  # or SQLite would make an empty file in the place of the one that was there

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's `begin` event below decides how a transaction begins
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
        watch.opened()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("writes", False):
            connection.exec_driver_sql("BEGIN")
            return
        connection.exec_driver_sql(f"PRAGMA busy_timeout={1000 * options['patience']}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def watch_of(engine: Engine) -> Watch:
    """What is known of the condition of a database."""
    return _WATCHES[engine]


def _keep_to_ourselves(path: Path) -> None:
    """Passwords' digests and received counts are for this account of the machine alone: a new file is made so, and what
    everybody could read is no longer for everybody. SQLite gives its -wal and -shm files the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
    elif (mode := path.stat().st_mode) & 0o007:
        with suppress(PermissionError):  # it belongs to another account, which decides
            path.chmod(mode & 0o770)


@contextmanager
def writing(engine: Engine, *, patience: int | None = None) -> Iterator[Connection]:
    """One transaction that no other writer overlaps: all of it lands, or none. DatabaseFailed if other writers take
    longer than `patience` seconds, or if the file of the database is not the one that was opened."""
    watch, patience = watch_of(engine), PATIENCE if patience is None else patience
    try:
        with _alone(engine, patience) as connection, connection.begin():
            _wait(connection, patience)
            watch.check()
            yield connection
            watch.check()
    except DatabaseFailed as failed:
        watch.failed(failed)
        raise
    watch.worked()


@contextmanager
def rehearsing(engine: Engine) -> Iterator[Connection]:
    """A transaction like `writing`, of which nothing lands, however it ends. Other writers wait for it."""
    with _alone(engine, PATIENCE) as connection:
        transaction = connection.begin()
        try:
            _wait(connection, PATIENCE)
            watch_of(engine).check()
            yield connection
        finally:
            transaction.rollback()


def _alone(engine: Engine, patience: int) -> Connection:
    return engine.connect().execution_options(writes=True, patience=patience)


def _wait(connection: Connection, patience: int) -> None:
    """Wait for the other writers; on SQLite the transaction has begun with that."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{patience}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def insert_row(connection: Connection, table: Any, **values: Any) -> int:
    """Write a row; its number. Refused for a text with a character that cannot be seen, RuntimeError if the database
    gives no number."""
    check_plain(values)
    written = connection.execute(insert(table).values(**values)).inserted_primary_key
    if written is None:
        raise RuntimeError("the database returned no key for the row it was given")
    return int(written[0])


def check_plain(values: Mapping[str, Any]) -> None:
    """Refused if a text among these values holds a character that cannot be seen: no row says other than it shows."""
    for name, value in values.items():
        if isinstance(value, str) and (found := hidden(value)):
            what = repr(name.replace("_", " "))
            raise Refused(reason("refused-hidden_text", what=what, found=found))


def migrate(engine: Engine, *, to: str = "head") -> None:
    """Bring the tables to a schema revision. Safe to call at every start and from two processes at once."""
    with writing(engine, patience=LOADING) as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        before = MigrationContext.configure(connection).get_current_revision()
        try:
            command.upgrade(config, to)
        except CommandError as error:
            raise DatabaseFailed(Fault.NEWER, watch_of(engine).where, str(error).splitlines()[0]) from None
        if to == "head" and MigrationContext.configure(connection).get_current_revision() != before:
            seals.seal(connection)


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
