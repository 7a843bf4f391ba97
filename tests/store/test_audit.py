"""The audit log: one line for each change, in the same transaction, and no way to touch a line unseen."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dashboard import words
from dashboard.core.people import Deed, Refused, Role
from dashboard.core.reason import reason
from dashboard.core.verification import Relation
from dashboard.store.append_only import MESSAGE
from dashboard.store.staff import audit
from dashboard.store.staff.audit import Broken, Entry
from dashboard.store.staff.guesses import SignInRefused
from dashboard.store.staff.tables import KEPT
from dashboard.store.staff.verifications import Checked
from tests.refusals import refuses
from tests.store import staff
from tests.store.staff import ADMIN, CERTIFIER, NOBODY, PROGRAM, QUARTER, REASON, STAFF, VERIFIER, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


def lines(desk: Desk) -> list[Entry]:
    """The whole log, oldest first."""
    found, _ = desk.store.people.audit_log(ADMIN, newest=100_000)
    return list(reversed(found))


def raw(desk: Desk, *statements: str) -> None:
    """What somebody with the file in their hands does: no triggers, no questions."""
    connection = sqlite3.connect(desk.path)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


# one line for each change

HERE = f"{PROGRAM}|{QUARTER}"
CHECKED = Checked(
    program_id=PROGRAM,
    figures=((f"{PROGRAM}.{QUARTER}.welfare_check.capture_rate", 1),),
    method="records audit",
    relation=Relation.OUTSIDE,
    scope="Every call of the quarter.",
    agrees=True,
    found="",
    title="Audit of the call log",
    link="https://auditor.test/report.pdf",
    document_sha256="a" * 64,
    dated=date(2026, 11, 19),
)
# each: what came before, the change, and its line: actor, role, action, subject
Case = tuple[Callable[[Desk], Any], Callable[[Desk, Any], Any], tuple[str, str, str, str]]
CASES: dict[str, Case] = {
    "receive": (
        lambda d: None,
        lambda d, _: staff.receive(d.store, staff.new(), body=b"body"),
        (STAFF.email, "staff", "upload", f"{PROGRAM}|230d8358dc8e"),
    ),
    "receive again": (
        lambda d: staff.receive(d.store, staff.new(), body=b"body"),
        lambda d, _: staff.receive(d.store, staff.new(), body=b"body"),
        (STAFF.email, "staff", "upload", f"{PROGRAM}|230d8358dc8e"),
    ),
    "send": (
        lambda d: staff.receive(d.store, staff.new()),
        lambda d, n: d.store.drafts.send(STAFF, n, {}),
        (STAFF.email, "staff", "send", HERE),
    ),
    "discard": (
        lambda d: staff.receive(d.store, staff.new()),
        lambda d, n: d.store.drafts.discard(STAFF, n),
        (STAFF.email, "staff", "discard", HERE),
    ),
    "give back": (
        lambda d: staff.certified(d.store, staff.new()),
        lambda d, n: d.store.drafts.give_back(CERTIFIER, n, "Row 4 is wrong."),
        (CERTIFIER.email, "certifier", "return", HERE),
    ),
    "publish": (
        lambda d: staff.certified(d.store, staff.new()),
        lambda d, n: d.store.drafts.publish(CERTIFIER, n),
        (CERTIFIER.email, "certifier", "publish", HERE),
    ),
    "withdraw": (
        lambda d: staff.published(d.store, staff.new()),
        lambda d, _: d.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER, REASON),
        (CERTIFIER.email, "certifier", "withdraw", HERE),
    ),
    "name columns": (
        lambda d: None,
        lambda d, _: d.store.column_names.keep(STAFF, PROGRAM, {"Calls": "eligible"}),
        (STAFF.email, "staff", "name_columns", PROGRAM),
    ),
    "verify": (
        lambda d: staff.published(d.store, staff.new()),
        lambda d, _: d.store.verifying.record(VERIFIER, CHECKED, "Integral Care"),
        (VERIFIER.email, "verifier", "verify", f"{PROGRAM}: 1 figure"),
    ),
    "challenge": (
        lambda d: None,
        lambda d, _: d.store.verifying.challenge(
            ADMIN, f"{PROGRAM}-01", "The base leaves out calls.", title="Critique", publisher="A", link="https://a.test"
        ),
        (ADMIN.email, "admin", "challenge", f"{PROGRAM}-01"),
    ),
    "add account": (
        lambda d: None,
        lambda d, _: d.store.people.add(staff.account(Role.ADMIN, email="second@site.test"), by=ADMIN),
        (ADMIN.email, "admin", "add_account", "second@site.test"),
    ),
    "add account by the operator": (
        lambda d: None,
        lambda d, _: d.store.people.add(staff.account(Role.ADMIN, email="second@site.test")),
        ("operator", "operator", "add_account", "second@site.test"),
    ),
    "invite": (
        lambda d: None,
        lambda d, _: d.store.people.invite(STAFF.email, by=ADMIN),
        (ADMIN.email, "admin", "issue_link", STAFF.email),
    ),
    "close account": (
        lambda d: None,
        lambda d, _: d.store.people.close(STAFF.email, by=ADMIN),
        (ADMIN.email, "admin", "close_account", STAFF.email),
    ),
    "sign in": (
        lambda d: d.store.sign_ins.set_identity(d.store.people.invite(STAFF.email), "https://id.test", "someone"),
        lambda d, _: d.store.sign_ins.sign_in_as("https://id.test", "someone"),
        (STAFF.email, "staff", "sign_in", STAFF.email),
    ),
    "sign out": (
        lambda d: d.store.sign_ins.set_identity(d.store.people.invite(STAFF.email), "https://id.test", "someone"),
        lambda d, cookie: d.store.sign_ins.sign_out(cookie),
        (STAFF.email, "staff", "sign_out", STAFF.email),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_leaves_one_line(desk: Desk, name: str) -> None:
    prepare, change, expected = CASES[name]
    ready, before = prepare(desk), lines(desk)
    desk.clock.move(minutes=1)
    change(desk, ready)
    after = lines(desk)
    assert after[: len(before)] == before
    (line,) = after[len(before) :]
    assert (line.actor, line.role, line.action, line.subject) == expected
    assert line.at == desk.clock.at.isoformat(timespec="microseconds")
    assert line.title
    assert desk.store.people.verify_audit() == len(after)


def test_certifying_leaves_a_line_that_says_from_what_to_what(desk: Desk) -> None:
    number = staff.receive(desk.store, staff.new())
    desk.store.drafts.send(STAFF, number, {})
    before = len(lines(desk))
    desk.store.drafts.certify(CERTIFIER, number)
    (line,) = lines(desk)[before:]
    assert (line.actor, line.role, line.action, line.subject) == (CERTIFIER.email, "certifier", "certify", HERE)
    assert (line.before, line.after) == (f"draft {number}: sent for certification", "certified")


def test_setting_up_an_account_is_told_with_the_sign_in_that_it_begins(desk: Desk) -> None:
    link = desk.store.people.invite(STAFF.email)
    before = len(lines(desk))
    desk.store.sign_ins.set_identity(link, "https://id.test", "someone")
    told = [(e.actor, e.action, e.subject) for e in lines(desk)[before:]]
    assert told == [(STAFF.email, "set_up", STAFF.email), (STAFF.email, "sign_in", STAFF.email)]


def test_what_is_refused_leaves_no_line(desk: Desk) -> None:
    before = lines(desk)
    for ask in (
        lambda: staff.receive(desk.store, staff.new(), by=CERTIFIER),
        lambda: desk.store.people.close(STAFF.email, by=CERTIFIER),
        lambda: desk.store.drafts.certify(CERTIFIER, 1),
        lambda: desk.store.sign_ins.set_identity("made up", "https://id.test", "someone"),
    ):
        with pytest.raises((Refused, SignInRefused)):
            ask()
    assert lines(desk) == before


def test_the_log_holds_no_link_and_no_cookie(desk: Desk) -> None:
    link = desk.store.people.invite(STAFF.email)
    cookie = desk.store.sign_ins.set_identity(link, "https://id.test", "someone")
    assert link not in repr(lines(desk))
    assert cookie not in repr(lines(desk))


def test_a_change_without_its_line_is_not_written(desk: Desk) -> None:
    before = desk.rows()

    def quietly() -> None:
        with desk.store.people.acting(STAFF) as act:
            act.connection.execute(
                text("INSERT INTO column_name (program_id, heading, \"column\") VALUES ('austin_emcot', 'a', 'b')")
            )

    with pytest.raises(RuntimeError, match="without its audit line"):
        quietly()
    assert desk.rows() == before


def test_a_line_without_its_change_is_not_written(desk: Desk) -> None:
    before = desk.rows()

    def fails() -> None:
        with desk.store.people.acting(STAFF) as act:
            act.audit(Deed.NAME_COLUMNS, PROGRAM)
            raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space"):
        fails()
    assert desk.rows() == before


def test_nobody_acts(desk: Desk) -> None:
    before = desk.rows()
    with refuses("nothing was changed"), desk.store.people.acting(NOBODY):
        raise AssertionError("nobody got in")
    assert desk.rows() == before


# the chain


def test_the_log_of_a_whole_life_holds(desk: Desk) -> None:
    staff.published(desk.store, staff.new())
    staff.published(desk.store, staff.new(base=1))
    assert desk.store.people.verify_audit() == len(lines(desk)) == desk.rows()["audit"]


def test_an_empty_log_holds(desk: Desk) -> None:
    raw(desk, "DELETE FROM audit")
    assert desk.store.people.verify_audit() == 0


@pytest.mark.parametrize(
    "column",
    [
        "at",
        "account_id",
        "actor",
        "title",
        "role",
        "action",
        "subject",
        "before",
        "after",
        "reason",
        "previous",
        "hash",
    ],
)
def test_a_changed_line_is_found(desk: Desk, column: str) -> None:
    staff.published(desk.store, staff.new())
    raw(desk, f"UPDATE audit SET \"{column}\" = '7' WHERE id = 5")
    broken = desk.store.people.verify_audit()
    assert isinstance(broken, Broken)
    assert broken.number == 5


def test_a_line_that_was_taken_out_is_found(desk: Desk) -> None:
    staff.published(desk.store, staff.new())
    raw(desk, "DELETE FROM audit WHERE id = 5")
    broken = desk.store.people.verify_audit()
    assert isinstance(broken, Broken)
    assert broken.number == 6
    assert "removed" in words.of(broken.why)


def test_a_first_line_that_was_taken_out_is_found(desk: Desk) -> None:
    raw(desk, "DELETE FROM audit WHERE id = 1")
    assert desk.store.people.verify_audit() == Broken(2, reason("audit-broken_order"))


def test_two_lines_that_changed_places_are_found(desk: Desk) -> None:
    raw(
        desk,
        "UPDATE audit SET id = -1 WHERE id = 5",
        "UPDATE audit SET id = 5 WHERE id = 6",
        "UPDATE audit SET id = 6 WHERE id = -1",
    )
    broken = desk.store.people.verify_audit()
    assert isinstance(broken, Broken)
    assert broken.number == 5


def test_a_changed_line_with_a_new_hash_is_found_at_the_next(desk: Desk) -> None:
    connection = sqlite3.connect(desk.path)
    connection.row_factory = sqlite3.Row
    line = dict(connection.execute("SELECT * FROM audit WHERE id = 5").fetchone()) | {"actor": "somebody@else.test"}
    connection.close()
    raw(desk, f"UPDATE audit SET actor = 'somebody@else.test', hash = '{audit._hash(line)}' WHERE id = 5")
    broken = desk.store.people.verify_audit()
    assert isinstance(broken, Broken)
    assert broken.number == 6


def test_a_line_that_was_made_up_is_found(desk: Desk) -> None:
    raw(
        desk,
        "INSERT INTO audit (at, account_id, actor, role, action, subject, previous, hash) "
        "SELECT at, account_id, actor, role, action, 'another', hash, 'made up' FROM audit ORDER BY id DESC LIMIT 1",
    )
    broken = desk.store.people.verify_audit()
    assert isinstance(broken, Broken)
    assert broken.number == desk.rows()["audit"]


def test_the_administrator_sees_whether_it_holds(desk: Desk) -> None:
    raw(desk, "DELETE FROM audit WHERE id = 5")
    assert isinstance(desk.store.people.audit_log(ADMIN)[1], Broken)
    with pytest.raises(Refused):
        desk.store.people.audit_log(CERTIFIER)


# the database itself

TABLES = [str(table.__tablename__) for table in KEPT]


def test_what_is_kept() -> None:
    assert TABLES == ["received_file", "draft", "draft_step", "audit"]


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
def test_a_kept_row_cannot_be_changed(desk: Desk, table: str, change: str) -> None:
    staff.published(desk.store, staff.new())
    connection = sqlite3.connect(desk.path)
    before = connection.execute(f"SELECT count(*), sum(id) FROM {table}").fetchone()
    assert before[0] > 0
    with pytest.raises(sqlite3.IntegrityError, match=MESSAGE):
        connection.execute(change.format(t=table))
    connection.rollback()
    assert connection.execute(f"SELECT count(*), sum(id) FROM {table}").fetchone() == before
    connection.close()


def test_a_step_cannot_be_replaced_by_another_with_its_number(desk: Desk) -> None:
    """A unique constraint that REPLACE resolves by deleting, where no delete trigger fires."""
    staff.published(desk.store, staff.new())
    connection = sqlite3.connect(desk.path)
    before = connection.execute("SELECT * FROM draft_step ORDER BY id").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match=MESSAGE):
        connection.execute(
            "INSERT OR REPLACE INTO draft_step (draft_id, number, action, account_id, at, detail) "
            "VALUES (1, 1, 'discard', 1, '', '')"
        )
    connection.rollback()
    assert connection.execute("SELECT * FROM draft_step ORDER BY id").fetchall() == before
    connection.close()
