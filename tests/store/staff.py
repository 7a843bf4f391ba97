"""Builders for the staff side: a desk with people at it, a clock that can be set, and drafts ready to be received."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.core.change import RevisionKind
from dashboard.core.figure import Figure, Withheld
from dashboard.core.finding import CellAddress, Finding, Severity
from dashboard.core.ledger import Counts, Missing
from dashboard.core.measure import measure
from dashboard.core.metrics import METRICS
from dashboard.core.people import Account, Role
from dashboard.core.quarter import Quarter
from dashboard.settings import ROOT
from dashboard.store.staff.drafts import NewDraft
from dashboard.store.staff.people import Caller
from dashboard.store.store import Store
from dashboard.words import of
from tests import ready
from tests.make import COUNTS
from tests.refusals import refuses
from tests.small import small_data

QUARTER = Quarter(2026, 3)
PROGRAM, OTHER, EXAMPLE = "austin_emcot", "houston_ccd", "example_county"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
REASON = "Two days of calls were left out."

ACCOUNTS: dict[str, tuple[Role, str, str]] = {
    "staff@austin.test": (Role.STAFF, PROGRAM, "Analyst"),
    "staff2@austin.test": (Role.STAFF, PROGRAM, "Second analyst"),
    "certifier@austin.test": (Role.CERTIFIER, PROGRAM, "Deputy director"),
    "certifier2@austin.test": (Role.CERTIFIER, PROGRAM, "Director"),
    "staff@houston.test": (Role.STAFF, OTHER, "Analyst"),
    "certifier@houston.test": (Role.CERTIFIER, OTHER, "Deputy director"),
    "staff@example.test": (Role.STAFF, EXAMPLE, "Analyst"),
    "certifier@example.test": (Role.CERTIFIER, EXAMPLE, "Deputy director"),
    "verifier@auditor.test": (Role.VERIFIER, "", "Audit manager"),
    "admin@site.test": (Role.ADMIN, "", "Administrator"),
}
ORGANIZATIONS = {
    PROGRAM: "Integral Care",
    OTHER: "The Harris Center",
    EXAMPLE: "Example County Dispatch",
    "verifier": "County Auditor",
    "admin": "This site",
}

STAFF, STAFF2 = Caller(email="staff@austin.test"), Caller(email="staff2@austin.test")
CERTIFIER, CERTIFIER2 = Caller(email="certifier@austin.test"), Caller(email="certifier2@austin.test")
OTHER_STAFF, OTHER_CERTIFIER = Caller(email="staff@houston.test"), Caller(email="certifier@houston.test")
EXAMPLE_STAFF, EXAMPLE_CERTIFIER = Caller(email="staff@example.test"), Caller(email="certifier@example.test")
VERIFIER, ADMIN = Caller(email="verifier@auditor.test"), Caller(email="admin@site.test")
NOBODY = Caller()
EVERYBODY = {email: Caller(email=email) for email in ACCOUNTS}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass(frozen=True, slots=True)
class Desk:
    """A store of the test's own, with its clock and its file."""

    store: Store
    clock: Clock
    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def rows(self) -> dict[str, int]:
        """How many rows every table has."""
        return rows(self.path)

    def figure(
        self, metric: str = "capture_rate", quarter: Quarter = QUARTER, call_type: str = "welfare_check", **where: str
    ) -> Figure | Withheld:
        """A figure as the public sees it."""
        program = where.get("program", PROGRAM)
        record = self.store.record()
        row = record.row(program, quarter, call_type)
        assert row is not None, f"{program} has no {call_type} in {quarter}"
        return measure(METRICS[metric], row, year_before=record.row(program, quarter - 4, call_type))


def account(role: Role = Role.STAFF, **changes: Any) -> Account:
    """A valid account of a role."""
    inside = role in (Role.STAFF, Role.CERTIFIER)
    about: dict[str, Any] = {
        "account_id": 1,
        "email": f"{role}@somewhere.test",
        "name": "A. Person",
        "role": role,
        "title": "Analyst",
        "organization": "County Auditor" if role is Role.VERIFIER else "Somewhere",
        "programs": frozenset({"somewhere"}) if inside else frozenset(),
    }
    return Account(**(about | changes))


def invite_all(store: Store, emails: Iterable[str] = ACCOUNTS) -> None:
    """Make the accounts of ACCOUNTS, all or those of these addresses."""
    for email in emails:
        role, program, title = ACCOUNTS[email]
        programs = frozenset({program}) if program else frozenset()
        organization = ORGANIZATIONS[program or role.value]
        made = account(role, email=email, title=title, organization=organization, programs=programs)
        store.people.add(made)


@cache
def prepared(*, whole: bool = False) -> Path:
    """A database with the data of the programs that have accounts, or with all that ships, and every account in it,
    made once and copied for each test."""
    data = ROOT / "data" if whole else small_data(ready.folder())
    return ready.made(data, clock=Clock(), then=invite_all)


@contextmanager
def desk(folder: Path, *, whole: bool = False) -> Iterator[Desk]:
    """A desk in a folder: the data of a few programs or all that ships, every account, the clock at noon."""
    with desk_on(prepared(whole=whole), folder) as made:
        yield made


@contextmanager
def desk_on(made: Path, folder: Path) -> Iterator[Desk]:
    """The same with a copy of a database that a test has made."""
    path, clock = Path(shutil.copy(made, folder / "desk.sqlite3")), Clock()
    store = Store(f"sqlite:///{path}", clock)
    yield Desk(store, clock, path)
    store.close()


def refused(desk: Desk, ask: Callable[[], object], match: str = r"\w") -> str:
    """The question is Refused in words, and not one row is there more or less. What was said."""
    before = desk.rows()
    with refuses(match) as refused:
        ask()
    said = of(refused.value)
    assert len(said.split()) > 3
    assert desk.rows() == before
    return said


def rows(path: Path) -> dict[str, int]:
    """How many rows every table of a SQLite file has."""
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
    connection.close()
    return found


def counts(**changes: int | Missing) -> Counts:
    """A valid row of counts; no group of people in it, nor what is left over of one, is of 1 to 10."""
    return Counts(COUNTS | {"backup_requested": 12, "other_outcome": 18, "felt_safe": 100} | changes)


def finding(found: str = "Welfare check, twice the quarter before", **changes: Any) -> Finding:
    """A finding that asks for a written reason, with this in what was found."""
    values = {"part": "eligible", "kind": found, "now": 1000, "among": 8, "back": 8, "least": 480, "most": 520}
    values |= {"low": 450, "high": 550, "what": "before", "had": 500, "last": str(QUARTER - 1)}
    about: dict[str, Any] = {
        "rule": "jump",
        "severity": Severity.CONFIRM,
        "place": CellAddress(sheet="Counts", row=4, column="eligible"),
        "values": tuple(values.items()),
        "quarter": str(QUARTER),
        "call_type": "welfare_check",
        "count": "eligible",
    }
    return Finding(**(about | changes))


def new(quarter: Quarter = QUARTER, *, base: int = 0, **changes: Any) -> NewDraft:
    """A quarter of welfare checks and of suicide calls: a first publication, or a correction of revision `base`."""
    about: dict[str, Any] = {
        "quarter": quarter,
        "counts": {"welfare_check": counts(), "suicidal_ideation": counts(eligible=2000)},
        "findings": (),
        "base_revision": base,
        "change": RevisionKind.ERROR if base else RevisionKind.FIRST,
        "reason": REASON if base else "",
        "rule_version": 1,
        "rule_note": "",
    }
    return NewDraft(**(about | changes))


def body_of(draft: NewDraft) -> bytes:
    """Bytes that are a draft's own."""
    return repr(draft).encode()


def receive(store: Store, draft: NewDraft, *, by: Caller = STAFF, program: str = PROGRAM, body: bytes = b"") -> int:
    """Upload one quarter; the number of its draft."""
    (number,) = store.drafts.receive(by, program, "quarter.csv", body or body_of(draft), [draft]).drafts
    return number


def certified(
    store: Store,
    draft: NewDraft,
    *,
    by: Caller = STAFF,
    certifier: Caller = CERTIFIER,
    program: str = PROGRAM,
    reasons: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> int:
    """Upload, send and certify one quarter; the number of its draft."""
    number = receive(store, draft, by=by, program=program, body=body)
    store.drafts.send(by, number, reasons or {})
    store.drafts.certify(certifier, number)
    return number


def published(
    store: Store,
    draft: NewDraft,
    *,
    by: Caller = STAFF,
    certifier: Caller = CERTIFIER,
    program: str = PROGRAM,
    public_from: datetime | None = None,
    body: bytes = b"",
) -> int:
    """The whole life of one quarter; its revision."""
    number = certified(store, draft, by=by, certifier=certifier, program=program, body=body)
    return store.drafts.publish(certifier, number, public_from=public_from)
