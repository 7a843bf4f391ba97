"""A disk that is really full, and single pages of the database that are overwritten: words, never a traceback, and what
was public or sent in before is there afterwards."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.core.people import Refused
from dashboard.core.quarter import Quarter
from dashboard.store import current, engine
from dashboard.store.faults import DatabaseFailed, in_words
from dashboard.store.store import Store
from dashboard.web.account import SIGN_IN
from tests.store import staff
from tests.web.test_account import PASSWORD, browser, sign_in

PUBLIC = ("/read/", "/read/program/austin_emcot", "/data/figures.csv", "/feed.atom", "/figure/abq_acs-02")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], capture_output=True)
    if not made or made.returncode:
        pytest.skip("this machine lets nobody mount a disk for a test")
    yield place
    current.forget()
    subprocess.run(["umount", "-l", place], check=True)


def served(path: Path, environment: pytest.MonkeyPatch) -> Store:
    """A site on a database, with a certified quarter that waits to be published."""
    shutil.copy(staff.prepared(whole=True), path)
    environment.setenv("FOURTH_OPTION_DATABASE_PATH", str(path))
    environment.setattr(engine, "PATIENCE", 1)
    current.forget()
    store = current.store()
    store.sign_ins.set_password(store.people.invite(staff.STAFF.email), PASSWORD)
    assert staff.certified(store, staff.new()) == 1
    current.state()
    return store


def tried(store: Store) -> dict[str, str]:
    """What becomes of everything that staff do, in a word; anything but words or success is raised."""
    later = staff.new(Quarter(2025, 2))
    work: dict[str, Callable[[], object]] = {
        "sign in": _signs_in,
        "list": lambda: store.drafts.of(staff.STAFF),
        "upload": lambda: store.drafts.receive(staff.STAFF, staff.PROGRAM, "x.csv", os.urandom(300_000), [later]),
        "typing": lambda: store.typed_work.keep(staff.STAFF, "place", "field", "what I write " * 30),
        "publish": lambda: store.drafts.publish(staff.CERTIFIER, 1),
        "audit log": lambda: store.people.audit_log(staff.ADMIN),
    }
    found = {}
    for name, does in work.items():
        try:
            does()
            found[name] = "done"
        except DatabaseFailed as failed:
            told = "Nothing was changed" in in_words(failed) and "\n" not in in_words(failed)
            found[name] = failed.fault.key if told else in_words(failed)
        except Refused:
            found[name] = "refused"
    return found


def _signs_in() -> None:
    """The page of the form may already say that the database is damaged."""
    client = browser()
    status = client.get(SIGN_IN).status_code
    if status == 200:
        status = sign_in(client, staff.STAFF.email).status_code
    assert status in (303, 503)


def read_on() -> None:
    for address in PUBLIC:
        assert browser().get(address).status_code == 200, address


@pytest.mark.parametrize("left", [0, 20_000, 250_000])
def test_a_disk_that_is_full_loses_nothing(left: int, small_disk: Path, environment: pytest.MonkeyPatch) -> None:
    path, filler = small_disk / "site.sqlite3", small_disk / "filler"
    store = served(path, environment)
    free = os.statvfs(small_disk)
    with filler.open("wb") as file:
        file.write(b"x" * (free.f_bavail * free.f_frsize - left))
    found = tried(store)
    assert found["upload"] == "full"
    assert found["list"] == found["audit log"] == "done", "what is only read can be read"
    read_on()
    health = browser().get("/healthz")
    assert (health.status_code, health.json()["database"]) == (503, "full")
    filler.unlink()
    if found["publish"] == "full":
        assert store.drafts.publish(staff.CERTIFIER, 1) == 1
    assert store.drafts.receive(staff.STAFF, staff.PROGRAM, "x.csv", b"y", [staff.new(Quarter(2025, 2))]).drafts
    assert browser().get("/healthz").status_code == 200
    again = Store(f"sqlite:///{path}")
    assert again.record().submission(staff.PROGRAM, Quarter(2026, 3)) is not None
    assert len(again.drafts.of(staff.STAFF)) == 2
    again.close()
    whole = sqlite3.connect(path)
    assert whole.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    whole.close()


def test_a_page_that_is_overwritten_is_said_in_words(tmp_path: Path, environment: pytest.MonkeyPatch) -> None:
    """One page of the file at a time, of every part of it; then the page is put back, and everything is there."""
    path = tmp_path / "site.sqlite3"
    store = served(path, environment)
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    whole = path.read_bytes()
    draw = random.Random(20)
    said = []
    for page in [1, 2, *draw.sample(range(3, len(whole) // size), 10)]:
        current.forget()
        for one in tmp_path.glob("site.sqlite3*"):
            one.unlink()
        path.write_bytes(whole)
        store = current.store()
        current.state()
        with path.open("r+b") as file:
            file.seek(page * size)
            file.write(draw.choice((b"\xaa" * size, draw.randbytes(size))))
        store.close()
        said += list(tried(store).values())
        current.changed()
        read_on()
    assert set(said) <= {"done", "damaged", "refused"} and "damaged" in said
    current.forget()
    for one in tmp_path.glob("site.sqlite3*"):
        one.unlink()
    path.write_bytes(whole)
    assert current.store().drafts.publish(staff.CERTIFIER, 1) == 1
