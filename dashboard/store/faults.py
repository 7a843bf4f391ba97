"""What can go wrong with a database that nobody asked for: a fault in words, and whether the file is still the one that
was opened. A fault changes nothing: whatever was being written is not there."""

from __future__ import annotations

import os
import time
from enum import Enum
from pathlib import Path

from sqlalchemy.engine import URL

from dashboard import words
from dashboard.core.people import Refused

_RECENT = 60.0  # seconds for which a fault of writing that went away by itself is still told
_ENOUGH = 8 << 20  # bytes; a database on a disk with less left cannot take a file of counts any more


class Fault(Enum):
    """What is wrong, as a key; for staff in words; for the operator, what to do."""

    FULL = "full", "its disk is full", "Make room on the disk, or move the database to a larger one."
    LOCKED = "locked", "another program holds it locked", "Try again in a minute; end the program if it is stuck."
    DAMAGED = "damaged", "it is damaged", "Stop the server and put a backup in its place."
    NO_DATABASE = "no database", "the file is no SQLite database", "Name another file, or move this one away."
    READ_ONLY = "read only", "it cannot be written to", "Give the account of the server the right to write it."
    GONE = "gone", "its file was removed or replaced since it was opened", "Put the file back, or restart the server."
    NOT_OPENED = "cannot be opened", "it cannot be opened", "Name a file, in a folder that can be written to."
    EMPTY = "without tables", "its tables are not there", "Run fourth-option load."
    NEWER = "newer", "it was made by a newer version of this site", "Install that version, or name another database."
    UNREACHABLE = "unreachable", "its server does not answer", "Start the server, or correct the address and the name."
    OTHER = "failing", "it does not do what it is asked", "Read the log of the server."

    def __init__(self, key: str, what: str, todo: str) -> None:
        self.key, self.what, self.todo = key, what, todo


class DatabaseFailed(Exception):
    """The database cannot be used. As text for the operator; `words` are for everybody else."""

    def __init__(self, fault: Fault, where: str, found: str = "") -> None:
        self.fault = fault
        told = f" ({found})" if found else ""
        super().__init__(f"The database {where} cannot be used: {fault.what}{told}. {fault.todo}")

    @property
    def words(self) -> str:
        return (
            f"The database of this site cannot be used now: {self.fault.what}. Nothing was changed. "
            "Tell whoever runs this site, and try again later."
        )


_SIGNS = {
    "is full": Fault.FULL,
    "no space left": Fault.FULL,
    "is locked": Fault.LOCKED,
    "lock timeout": Fault.LOCKED,
    "malformed": Fault.DAMAGED,
    "could not decode": Fault.DAMAGED,
    "disk i/o error": Fault.DAMAGED,
    "invalid page": Fault.DAMAGED,
    "not a database": Fault.NO_DATABASE,
    "readonly database": Fault.READ_ONLY,
    "read-only transaction": Fault.READ_ONLY,
    "unable to open": Fault.NOT_OPENED,
    "no such table": Fault.EMPTY,
    "no such column": Fault.EMPTY,
    "does not exist": Fault.EMPTY,
}


def fault_of(error: BaseException, *, sqlite: bool, connecting: bool) -> Fault | None:
    """What a driver's error says of the database; None where it speaks of what was asked and not of the database."""
    said = str(error).casefold()
    kind = type(error).__name__
    if not sqlite and connecting:
        return Fault.UNREACHABLE
    if found := next((fault for sign, fault in _SIGNS.items() if sign in said), None):
        return found if kind not in ("IntegrityError", "DataError") else None
    if kind == "DatabaseError":
        return Fault.DAMAGED if sqlite else Fault.OTHER
    if kind in ("OperationalError", "InterfaceError"):
        return Fault.OTHER if sqlite else Fault.UNREACHABLE
    return None


class Watch:
    """One database while it is open: which file it was when it was first opened, and the last fault of writing."""

    def __init__(self, url: URL) -> None:
        named = url.database if url.get_backend_name() == "sqlite" else None
        self.path = Path(named) if named and named != ":memory:" and not named.startswith("file:") else None
        self.where = str(self.path or url.render_as_string(hide_password=True))
        self._file: tuple[int, int] | None = None
        self._last: tuple[DatabaseFailed, float] | None = None

    def opened(self) -> None:
        """Remember which file was opened; the first time only."""
        if self._file is None:
            self._file = self._now()

    def check(self) -> None:
        """DatabaseFailed if the file that was opened is not there any more: what is written to it would be lost."""
        if self._file is not None and self._now() != self._file:
            raise DatabaseFailed(Fault.GONE, self.where)

    def _now(self) -> tuple[int, int] | None:
        if self.path is None:
            return None
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def failed(self, failed: DatabaseFailed) -> None:
        """Writing has failed."""
        self._last = (failed, time.monotonic())

    def worked(self) -> None:
        """Writing has worked, so whatever was wrong is over."""
        self._last = None

    def writing(self) -> DatabaseFailed | None:
        """Why nothing can be written, as far as is known without trying; None if nothing is known against it."""
        try:
            self.check()
        except DatabaseFailed as gone:
            return gone
        if self._last and (self._last[0].fault is not Fault.LOCKED or time.monotonic() - self._last[1] < _RECENT):
            return self._last[0]
        return DatabaseFailed(Fault.FULL, self.where) if self._left() < _ENOUGH else None

    def _left(self) -> int:
        """The bytes that are left on the disk of the database."""
        try:
            found = os.statvfs(self.path.parent) if self.path else None
        except OSError:
            found = None
        return found.f_bavail * found.f_frsize if found else _ENOUGH


def in_words(wrong: Exception) -> str:
    """What whoever is working here reads of a refusal or a fault."""
    if isinstance(wrong, Refused):
        return words.of(wrong)
    return wrong.words if isinstance(wrong, DatabaseFailed) else str(wrong)


ANSWERED = (Refused, ValueError, DatabaseFailed)  # what a page says in words instead of failing
