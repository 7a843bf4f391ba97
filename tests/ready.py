"""The shipped data in a database that is made once and copied: what `make_ready` does, for tests that only need it."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from functools import lru_cache
from pathlib import Path

from dashboard.settings import ROOT, settings
from dashboard.store import current
from dashboard.store.ledger import Store


@lru_cache(maxsize=1)
def shipped() -> Path:
    """A database with the shipped data in it, all in one file."""
    folder = Path(tempfile.mkdtemp(prefix="fo-shipped-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "ledger.sqlite3"
    store = Store(f"sqlite:///{path}")
    store.prepare()
    store.load(ROOT / "data")
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


def ready() -> None:
    """The database of the settings in force, as a first start leaves it."""
    path = Path(settings().url.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(shipped(), path)
    current.changed()
