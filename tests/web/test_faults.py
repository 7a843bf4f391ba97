"""A database that fails while the site is served: readers read on, staff read one sentence, and health says what it is."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import event

from dashboard.core.quarter import Quarter
from dashboard.store import current, engine
from dashboard.store.engine import watch_of
from dashboard.store.faults import DatabaseFailed, in_words
from dashboard.store.store import Store
from dashboard.view.rerun_lock import RERUNS
from dashboard.view.staff import parts
from dashboard.web.account import SIGN_IN
from tests.store import staff
from tests.web.test_account import PASSWORD, alert, browser, fill_in

PUBLIC = ("/read/", "/read/program/austin_emcot", "/data/figures.csv", "/feed.atom", "/read/due")


@pytest.fixture
def path(environment: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The database of a site that is being served: read once, with a certified quarter that waits."""
    path = Path(shutil.copy(staff.prepared(), tmp_path / "site.sqlite3"))
    current.forget()
    environment.setattr(engine, "PATIENCE", 1)
    store = current.store()
    store.sign_ins.set_password(store.people.invite(staff.STAFF.email), PASSWORD)
    assert staff.certified(store, staff.new()) == 1
    current.state()
    return path


@contextmanager
def removed(path: Path) -> Iterator[None]:
    for one in path.parent.glob("site.sqlite3*"):
        one.rename(one.with_name(f"away-{one.name}"))
    yield
    assert not path.exists(), "and none was made in its place"


@contextmanager
def replaced(path: Path) -> Iterator[None]:
    """By a backup from before, as an operator would who does not stop the server."""
    for one in path.parent.glob("site.sqlite3*"):
        one.unlink()
    shutil.copy(staff.prepared(), path)
    yield


@contextmanager
def locked(path: Path) -> Iterator[None]:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def full(path: Path) -> Iterator[None]:
    """As SQLite meets a disk on which not one page more has room."""

    def no_room(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    event.listen(current.store()._engine, "checkout", no_room)
    yield


@contextmanager
def damaged(path: Path) -> Iterator[None]:
    """Every page but the first is overwritten."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    current.store().close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xaa" * (path.stat().st_size - 4096))
    current.changed()
    yield


WAYS: dict[str, tuple[Callable[[Path], object], str]] = {
    "removed": (removed, "gone"),
    "replaced": (replaced, "gone"),
    "locked": (locked, "locked"),
    "full": (full, "full"),
    "damaged": (damaged, "damaged"),
}


def enter() -> Response:
    """What somebody gets who wants to sign in: at the form, or, where there is none to fill in, instead of it."""
    shown = browser().get(SIGN_IN)
    if shown.status_code != 200:
        return shown
    return fill_in(browser(), SIGN_IN, email=staff.STAFF.email, password=PASSWORD)


@pytest.mark.parametrize("way", WAYS)
def test_readers_read_on_and_staff_read_a_sentence(way: str, path: Path) -> None:
    fail, fault = WAYS[way]
    reader, before = browser(), {}
    assert reader.get("/healthz").json()["status"] == "ok"
    for address in PUBLIC[:2]:  # the others have not been asked for by anybody yet
        before[address] = reader.get(address).text
    with fail(path):  # type: ignore[attr-defined]
        with pytest.raises(DatabaseFailed) as failed:
            current.store().drafts.publish(staff.CERTIFIER, 1)
        assert failed.value.fault.key == fault
        assert in_words(failed.value).count("\n") == 0
        assert "Nothing was changed" in in_words(failed.value)
        assert str(path) not in in_words(failed.value)
        current.changed()
        for address in PUBLIC:
            answer = reader.get(address)
            assert answer.status_code == 200, address
            assert answer.text == before.get(address, answer.text)
        health = reader.get("/healthz")
        assert (health.status_code, health.json()["database"]) == (503, fault)
        assert health.json()["serving"] == current.state().version
        entered = enter()
        if way != "full" or entered.status_code != 303:  # a sign-in may just fit on the last page
            assert entered.status_code == 503
            assert alert(entered) == in_words(failed.value)


def test_a_publication_that_was_refused_is_there_when_the_file_is_back(path: Path) -> None:
    away = path.with_name("away-site.sqlite3")
    with removed(path), pytest.raises(DatabaseFailed, match="removed or replaced"):
        current.store().drafts.publish(staff.CERTIFIER, 1)
    for one in path.parent.glob("away-*"):
        one.rename(path.parent / one.name.removeprefix("away-"))
    assert not away.exists()
    assert current.store().drafts.publish(staff.CERTIFIER, 1) == 1
    assert browser().get("/healthz").json()["status"] == "ok"
    again = Store(f"sqlite:///{path}")
    assert again.record().submission(staff.PROGRAM, Quarter(2026, 3)) is not None, "and it is in the file"
    again.close()


def test_what_was_wrong_is_over_once_writing_works(path: Path) -> None:
    with locked(path), pytest.raises(DatabaseFailed):
        current.store().drafts.publish(staff.CERTIFIER, 1)
    assert browser().get("/healthz").status_code == 503
    assert current.store().drafts.publish(staff.CERTIFIER, 1) == 1
    assert browser().get("/healthz").status_code == 200


def test_a_disk_with_hardly_any_room_is_told_before_anything_fails(path: Path, environment: pytest.MonkeyPatch) -> None:
    environment.setattr(watch_of(current.store()._engine), "_left", lambda: 1000)
    health = browser().get("/healthz")
    assert (health.status_code, health.json()["database"]) == (503, "full")


def test_a_page_says_it_in_words(path: Path, environment: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    environment.setattr(parts, "note", lambda text, **_: said.append(text))
    with removed(path), RERUNS.held("127.0.0.1"):
        parts.attempt(lambda: str(current.store().drafts.publish(staff.CERTIFIER, 1)))
        assert parts.rehearsal(lambda: current.store().drafts.rehearse(staff.CERTIFIER, 1)) is None
    assert [text.count("its file was removed or replaced") for text in said] == [1, 1]


def test_a_first_start_on_a_database_that_cannot_be_read_is_no_site(path: Path) -> None:
    with damaged(path):
        current.forget()
        with pytest.raises(DatabaseFailed, match="damaged"):
            current.state()
        assert browser().get("/healthz").json() == {"status": "failing", "database": "damaged", "serving": None}
    assert os.path.exists(path)
