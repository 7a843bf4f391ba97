"""A database in which sentences were kept is upgraded to keys: every row, its seal, and not one byte of the audit log."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from dashboard.core.people import Action, Deed
from dashboard.core.workflow import Draft, Stage
from dashboard.store import append_only, seals
from dashboard.store.engine import connect, writing
from dashboard.store.faults import DatabaseFailed
from dashboard.store.staff import audit
from dashboard.store.store import Store
from dashboard.words import of
from tests.store import staff
from tests.store import test_postgresql as postgresql
from tests.store.staff import ADMIN, CERTIFIER, CERTIFIER2, PROGRAM, QUARTER, REASON, STAFF, Clock, Desk

OLD, NEW = "0009", "0010"
SENTENCES = {
    ("draft", "change"): {"first": "first publication", "error": "correction of an error"},
    ("draft_step", "action"): {"send": "send for certification"},
    ("submission", "change"): {"first": "first publication", "error": "correction of an error"},
    ("audit", "action"): {
        "send": "send for certification",
        "challenge": "attach a challenge",
        "add_account": "add account",
        "issue_link": "issue set-up link",
        "name_columns": "name columns",
    },
}
REWRITTEN = ("draft", "draft_step", "submission")
KEPT = (*REWRITTEN, "audit")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


def live(store: Store) -> None:
    """A quarter that is published and corrected, one that is on its way, and one that was withdrawn."""
    asked = staff.finding()
    reasons = {asked.key: "A storm closed the other line."}
    number = staff.certified(store, staff.new(findings=(asked,)), reasons=reasons)
    store.drafts.publish(CERTIFIER, number)
    staff.published(store, staff.new(base=1))
    staff.receive(store, staff.new(QUARTER - 1, findings=(staff.finding(quarter=str(QUARTER - 1)),)))
    staff.published(store, staff.new(QUARTER - 2))
    store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER - 2, REASON)
    store.column_names.keep(STAFF, PROGRAM, {"Calls": "eligible"})
    store.people.invite(CERTIFIER2.email, by=ADMIN)


def protect(connection: Connection, *, again: bool) -> None:
    """Take the triggers off these tables, or put them back as the migrations that made the tables did."""
    dialect = connection.dialect.name
    for table in KEPT:
        if again:
            unique = ("draft_id", "number") if table == "draft_step" else ()
            made = append_only.statements(dialect, table, keyed=table == "submission", unique=unique)
        elif dialect == "postgresql":
            made = [f"DROP TRIGGER {table}_{what} ON {table}" for what in ("no_change", "no_truncate")]
        else:
            made = [f"DROP TRIGGER {table}_no_{what}" for what in ("update", "delete", "replace")]
        for statement in made:
            connection.execute(text(statement))


def grow_old(url: str) -> None:
    """Make of a database what the version before had made of the same life: sentences, their seals, their chain."""
    engine = connect(url)
    with writing(engine) as connection:
        protect(connection, again=False)
        for (table, column), said in SENTENCES.items():
            for key, sentence in said.items():
                values = {"key": key, "sentence": sentence}
                connection.execute(text(f"UPDATE {table} SET {column} = :sentence WHERE {column} = :key"), values)
        for number, findings in connection.execute(text("SELECT id, findings FROM draft")).all():
            old = findings.replace('"severity": "confirm"', '"severity": "please confirm"')
            connection.execute(text("UPDATE draft SET findings = :old WHERE id = :id"), {"old": old, "id": number})
        previous = audit.FIRST
        for line in connection.execute(text("SELECT * FROM audit ORDER BY id")).mappings().all():
            hashed = audit._hash({**line, "previous": previous})
            values = {"previous": previous, "hash": hashed, "id": line["id"]}
            connection.execute(text("UPDATE audit SET previous = :previous, hash = :hash WHERE id = :id"), values)
            previous = hashed
        protect(connection, again=True)
        connection.execute(text("DELETE FROM seal"))
        seals.seal(connection)
        connection.execute(text("DROP TABLE chosen_file"))  # which came after
        connection.execute(text("UPDATE alembic_version SET version_num = :old"), {"old": OLD})
    engine.dispose()


def all_of(url: str, query: str) -> list[tuple[Any, ...]]:
    engine = connect(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def kept(url: str) -> dict[str, list[tuple[Any, ...]]]:
    return {table: all_of(url, f"SELECT * FROM {table} ORDER BY id") for table in KEPT}


def drafts(store: Store) -> list[Draft]:
    return store.drafts.of(STAFF)


def check_upgrade(store: Store, url: str) -> None:
    """The same record, drafts and rows as before the database grew old, whole and protected."""
    record, before, rows = store.record(), drafts(store), kept(url)
    grow_old(url)
    old = kept(url)
    assert "first publication" in {change for (change,) in all_of(url, "SELECT change FROM submission")}
    assert "send for certification" in {action for (action,) in all_of(url, "SELECT action FROM audit")}
    assert "please confirm" in str(old["draft"])
    old_seals = dict_of_seals(url)

    store.prepare()
    assert store.record() == record
    assert drafts(store) == before
    now = kept(url)
    assert {table: now[table] for table in REWRITTEN} == {table: rows[table] for table in REWRITTEN}
    assert now["audit"][: len(old["audit"])] == old["audit"], "not one byte of an old line"
    assert store.people.verify_audit() == len(old["audit"]) + 1
    assert store.people.verify_rows()[1] == []
    check_told(store, old_seals, dict_of_seals(url))

    store.prepare()  # once is enough
    assert kept(url) == now
    check_protected(url)
    check_life_goes_on(store)


def dict_of_seals(url: str) -> dict[tuple[str, str, int], str]:
    found = all_of(url, 'SELECT "of", key, revision, sha256 FROM seal ORDER BY id')
    return {(of, key, revision): sha256 for of, key, revision, sha256 in found}


def check_told(store: Store, before: dict[tuple[str, str, int], str], after: dict[tuple[str, str, int], str]) -> None:
    """One line of the log tells of it; whoever has a copy from before can work out what it says."""
    lines, _ = store.people.audit_log(ADMIN)
    line = lines[0]
    changed = sorted((name for name in after if before.get(name) != after[name]), key=lambda n: REWRITTEN.index(n[0]))
    many = {table: sum(one[0] == table for one in changed) for table in REWRITTEN}
    assert (line.action, line.actor) == (Deed.RENAME_KEYS, "operator")
    assert line.subject == ", ".join(f"{table} {count}" for table, count in many.items())
    for said, seals_then in ((line.before, before), (line.after, after)):
        told = [[table, key, str(revision), seals_then[table, key, revision]] for table, key, revision in changed]
        assert said == f"seals {hashlib.sha256(json.dumps(told).encode()).hexdigest()}"


def check_protected(url: str) -> None:
    engine = connect(url)
    for table in KEPT:
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(Exception, match=append_only.MESSAGE), writing(engine) as connection:
                connection.execute(text(statement))
    engine.dispose()


def check_life_goes_on(store: Store) -> None:
    """A draft that was on its way goes on, an old line is said as ever, and an old link still counts."""
    waiting = next(draft for draft in drafts(store) if draft.stage is Stage.CHECKED)
    store.drafts.send(STAFF, waiting.draft_id, {f.key: "A storm closed the other line." for f in waiting.findings})
    store.drafts.certify(CERTIFIER, waiting.draft_id)
    store.drafts.publish(CERTIFIER, waiting.draft_id)
    lines, chain = store.people.audit_log(ADMIN, newest=1000)
    assert chain == len(lines)
    assert {"send for certification", "add account", "issue set-up link"} <= {of(line.action) for line in lines}
    assert [line.action for line in lines].count(Action.SEND) == 4


def test_every_row_is_upgraded_on_sqlite(desk: Desk) -> None:
    live(desk.store)
    check_upgrade(desk.store, desk.url)


address = postgresql.address


@postgresql.pytestmark
def test_every_row_is_upgraded_on_postgresql(address: str) -> None:
    store = Store(address, Clock())
    store.prepare()
    store.load(staff.ROOT / "data")
    staff.invite_all(store)
    live(store)
    check_upgrade(store, address)
    store.close()


@pytest.mark.parametrize("table", REWRITTEN)
def test_a_row_that_is_not_what_was_written_is_not_sealed_as_whole(desk: Desk, table: str) -> None:
    """It was found before the upgrade, and is found after it."""
    live(desk.store)
    grow_old(desk.url)
    column = {"draft": "reason", "draft_step": "detail", "submission": "note"}[table]
    engine = connect(desk.url)
    with writing(engine) as connection:
        protect(connection, again=False)
        number = connection.execute(text(f"SELECT max(id) FROM {table} WHERE id IN {ROWS[table]}")).scalar_one()
        connection.execute(text(f"UPDATE {table} SET {column} = 'Another reason.' WHERE id = {number}"))
        protect(connection, again=True)
    engine.dispose()
    desk.store.prepare()
    assert desk.store.people.verify_rows()[1] == [f"table {table}, row {number}: {seals.CHANGED}"]
    if table != "submission":
        with pytest.raises(DatabaseFailed, match=rf"table {table}, row {number}"):
            drafts(desk.store)


ROWS = {
    "draft": "(SELECT id FROM draft WHERE change = 'first publication')",
    "draft_step": "(SELECT id FROM draft_step WHERE action = 'send for certification')",
    "submission": "(SELECT id FROM submission WHERE change = 'first publication')",
}


def test_a_database_without_such_rows_has_no_line_more(desk: Desk) -> None:
    before = desk.rows()
    grow_old(desk.url)
    desk.store.prepare()
    assert desk.rows() == before


def test_one_administrator_is_found_in_old_lines_too(desk: Desk) -> None:
    """The public reads where one administrator issued both links, also of links from before the upgrade."""
    for who in (STAFF, CERTIFIER):
        desk.store.people.invite(who.email, by=ADMIN)
    grow_old(desk.url)
    desk.store.prepare()
    staff.published(desk.store, staff.new())
    submission = desk.store.record().submission(PROGRAM, QUARTER)
    assert submission is not None
    assert "one administrator" in of(submission.certified_by)
