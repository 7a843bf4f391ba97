"""Databases that are made once and copied: empty, or with the shipped data, as `make_ready` leaves one."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

from dashboard.settings import ROOT, settings
from dashboard.store import current
from dashboard.store.clock import now
from dashboard.store.store import Store
from tests.small import PROGRAMS, small_data

CHECKED = ("nyc_bheard", "columbus_rru")


@cache
def shipped() -> Path:
    """A database with the shipped data in it, all in one file."""
    return made(ROOT / "data")


@cache
def empty() -> Path:
    """A database with its tables and nothing in them, all in one file."""
    return made(None)


@cache
def few() -> tuple[Path, Path]:
    """A database with the data of a few programs in it, of which some were checked, and the folder of these data."""
    data = small_data(folder(), (*PROGRAMS, *CHECKED))
    return made(data), data


def folder() -> Path:
    """A folder that goes when the tests of this process have ended."""
    made = Path(tempfile.mkdtemp(prefix="fo-ready-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def made(
    data: Path | None,
    *,
    clock: Callable[[], datetime] = now,
    example: bool = True,
    then: Callable[[Store], None] = lambda store: None,
) -> Path:
    """A database with these data and what `then` does with it, all in one file that can be copied."""
    path = folder() / "ledger.sqlite3"
    store = Store(f"sqlite:///{path}", clock)
    store.prepare()
    if data:
        store.load(data, example=example)
    then(store)
    store.close()
    return in_one_file(path)


def in_one_file(path: Path) -> Path:
    """A database that nobody has open, with all that was written to it in the file itself, so that it can be copied."""
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
