"""What can go wrong with a database that nobody asked for: a fault by its key, and whether the file is still the one
that was opened. A fault changes nothing: whatever was being written is not there."""

from __future__ import annotations

import os
import time
from enum import Enum
from pathlib import Path

from sqlalchemy.engine import URL

from dashboard import words
from dashboard.core.people import Refused
from dashboard.core.reason import Reason, reason

_RECENT = 60.0  # seconds for which a fault of writing that went away by itself is still told
_ENOUGH = 8 << 20  # bytes; a database on a disk with less left cannot take a file of counts any more


class Fault(Enum):
    """What is wrong, as a key; and what the operator is to do."""

    FULL = "full", "Make room on the disk, or move the database to a larger one."
    LOCKED = "locked", "Try again in a minute; end the program if it is stuck."
    DAMAGED = "damaged", "Stop the server and put a backup in its place."
    NO_DATABASE = "no_database", "Name another file, or move this one away."
    READ_ONLY = "read_only", "Give the account of the server the right to write it."
    GONE = "gone", "Put the file back, or restart the server."
    NOT_OPENED = "not_opened", "Name a file, in a folder that can be written to."
    EMPTY = "empty", "Run fourth-option load."
    NEWER = "newer", "Install that version, or name another database."
    UNREACHABLE = "unreachable", "Start the server, or correct the address and the name."
    OTHER = "other", "Read the log of the server."

    def __init__(self, key: str, todo: str) -> None:
        self.key, self.todo = key, todo

    @property
    def why(self) -> Reason:
        """What is wrong, as it follows `it cannot be used`."""
        return reason(f"fault-{self.key}")

    @property
    def status(self) -> Reason:
        """The same in a word or two, as a machine asks for it."""
        return reason(f"health-{self.key}")


class DatabaseFailed(Exception):
    """The database cannot be used. As text for the operator, in English; `why` is for everybody else."""

    def __init__(self, fault: Fault, where: str, found: str = "") -> None:
        super().__init__(fault, where, found)
        self.fault, self._where, self._found = fault, where, found

    def __str__(self) -> str:
        told = f" ({self._found})" if self._found else ""
        return f"The database {self._where} cannot be used: {words.plainly(self.fault.why)}{told}. {self.fault.todo}"

    @property
    def why(self) -> Reason:
        """What is wrong, that nothing was changed, and whom to tell."""
        return reason("fault-said", fault=self.fault.why)


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
    return words.of(wrong.why) if isinstance(wrong, DatabaseFailed) else str(wrong)


ANSWERED = (Refused, ValueError, DatabaseFailed)  # what a page says in words instead of failing
