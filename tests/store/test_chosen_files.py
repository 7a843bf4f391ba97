"""A chosen file is there until it is put aside, for whoever chose it and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.store.staff.chosen_files import KEPT_FOR, ChosenFile
from dashboard.store.store import Store
from tests.refusals import refuses
from tests.store import staff
from tests.store.staff import CERTIFIER, EVERYBODY, NOBODY, OTHER, PROGRAM, STAFF, STAFF2, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


def test_it_outlives_the_page_and_the_server_and_the_newest_stands(desk: Desk) -> None:
    files = desk.store.chosen_files
    assert files.of(STAFF, PROGRAM) is None
    files.keep(STAFF, PROGRAM, "first.csv", b"one")
    files.keep(STAFF, PROGRAM, "a name\n.csv", b"\x00two")
    with refuses("U\\+202E"):
        files.keep(STAFF, PROGRAM, "a\u202ename.csv", b"three")
    again = Store(desk.url, desk.clock).chosen_files
    assert again.of(STAFF, PROGRAM) == ChosenFile("a name .csv", b"\x00two")
    again.forget(STAFF, PROGRAM)
    assert files.of(STAFF, PROGRAM) is None
    assert desk.rows()["chosen_file"] == 0
    assert desk.rows()["received_file"] == 0, "it was not received"


def test_nobody_else_reads_it(desk: Desk) -> None:
    files = desk.store.chosen_files
    files.keep(STAFF, PROGRAM, "mine.csv", b"mine")
    assert files.of(STAFF2, PROGRAM) is None
    files.keep(STAFF2, PROGRAM, "theirs.csv", b"theirs")
    files.forget(STAFF2, PROGRAM)
    assert files.of(STAFF, PROGRAM) == ChosenFile("mine.csv", b"mine")
    for who in [*EVERYBODY.values(), NOBODY]:
        if who not in (STAFF, STAFF2):
            with refuses():
                files.of(who, PROGRAM)
            with refuses():
                files.keep(who, PROGRAM, "not.csv", b"not")
            with refuses():
                files.forget(who, PROGRAM)
    with refuses():
        files.of(STAFF, OTHER)
    with refuses():
        files.keep(CERTIFIER, PROGRAM, "not.csv", b"not")


def test_what_nobody_touched_for_a_month_is_gone(desk: Desk) -> None:
    files = desk.store.chosen_files
    files.keep(STAFF, PROGRAM, "old.csv", b"old")
    desk.clock.move(days=KEPT_FOR.days - 1)
    files.keep(STAFF2, PROGRAM, "new.csv", b"new")
    assert files.of(STAFF, PROGRAM) is not None
    desk.clock.move(days=2)
    assert files.of(STAFF, PROGRAM) is None, "whoever else comes or not"
    desk.store.prepare()
    assert desk.rows()["chosen_file"] == 1, "and no start leaves its bytes there"
    files.keep(STAFF, PROGRAM, "old.csv", b"old")
    desk.clock.move(days=KEPT_FOR.days + 1)
    files.keep(STAFF2, PROGRAM, "new.csv", b"new")
    assert desk.rows()["chosen_file"] == 1


def test_it_goes_with_the_account(desk: Desk) -> None:
    desk.store.chosen_files.keep(STAFF, PROGRAM, "mine.csv", b"mine")
    desk.store.people.close(STAFF.email)
    assert desk.rows()["chosen_file"] == 0
