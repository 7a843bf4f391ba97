"""Call types carry their order: a database that is old and one that is new withhold alike, whatever came between."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.core.ledger import ALL, COUNTS, Counts, Missing
from dashboard.core.quarter import Quarter
from dashboard.store.engine import connect, migrate
from dashboard.store.store import Store
from dashboard.web import edition
from tests.conftest import DATA
from tests.refusals import refuses
from tests.store import staff
from tests.store.staff import PROGRAM, QUARTER, Clock

NEW = "elopement"
LINE = f"35,{NEW},Elopement,A person has left care\n"  # between welfare checks, 30, and quality of life, 40
PATHS = (f"/read/program/{PROGRAM}/{QUARTER}", f"/read/call_types/{PROGRAM}/{QUARTER}", "/data/ledger.csv")


def wider(data: Path) -> Path:
    """The data folder with a further call type in the middle of the file."""
    path = data / "call_types.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines.insert(4, LINE)
    path.write_text("".join(lines), encoding="utf-8")
    return data


def fresh(path: Path, data: Path) -> None:
    """A database that has never seen another file."""
    opened(path).load(wider(data))


def loaded_before(path: Path, data: Path) -> None:
    """A database of this version that held the call types as they ship."""
    store = opened(path)
    store.load(data)
    store.load(wider(data))


def upgraded(path: Path, data: Path) -> None:
    """A database of the version before, in which call types had the order of their rows."""
    engine = connect(f"sqlite:///{path}")
    migrate(engine, to="0005")
    engine.dispose()
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO event (at, actor, action, subject, note) VALUES ('2026-01-02', 'data files', 'load', 'data', '')"
    )
    for row in stated(data):
        values = (row["call_type"], row["call_type"], row["name"], row["meaning"])
        connection.execute(
            "INSERT INTO call_type (key, revision, digest, event_id, call_type, name, meaning) VALUES (?, 1, 'a', 1, ?, ?, ?)",
            values,
        )
    connection.commit()
    connection.close()
    opened(path).load(wider(data))


def stated(data: Path) -> list[dict[str, str]]:
    """The call types of a data folder, line by line."""
    return list(csv.DictReader(io.StringIO((data / "call_types.csv").read_text(encoding="utf-8"))))


def opened(path: Path) -> Store:
    store = Store(f"sqlite:///{path}", Clock())
    store.prepare()
    return store


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


def publish(path: Path, quarter: Quarter = QUARTER, *, base: int = 0, new: bool = True) -> Store:
    """A quarter in which the new call type has few police calls, so that those after it are withheld with it."""
    store = Store(f"sqlite:///{path}", Clock())
    kinds = ["mental_health_crisis", "welfare_check", *([NEW] if new else []), "quality_of_life", "trespass", "other"]
    few = staff.counts(police_sent=4, resolved_by_phone=376)
    counts = {kind: few if kind == NEW else staff.counts() for kind in kinds}
    staff.published(store, staff.new(quarter, base=base, counts=counts), body=f"{path}{base}".encode())
    return store


@pytest.mark.parametrize("old", [loaded_before, upgraded])
def test_an_old_database_and_a_new_one_publish_the_same_bytes(
    old: Callable[[Path, Path], None], tmp_path: Path, data: Path
) -> None:
    paths = [tmp_path / "new.sqlite3", tmp_path / "old.sqlite3"]
    again = Path(shutil.copytree(DATA, tmp_path / "again"))
    for path, make, folder in zip(paths, (fresh, old), (data, again), strict=True):
        make(path, folder)
        staff.invite_all(Store(f"sqlite:///{path}", Clock()))
    records = [publish(path).record() for path in paths]
    one, two = (query(path, f"SELECT rows, blocks FROM release WHERE program_id = '{PROGRAM}'") for path in paths)
    assert one == two
    police = {r.call_type: r.counts["police_sent"] for r in records[0].rows if r.program_id == PROGRAM}
    assert isinstance(police["welfare_check"], int), "what comes before the new call type is shown"
    assert {police[kind] for kind in (NEW, "quality_of_life", "other")} == {Missing.PRIVACY}
    assert records[0].catalogue.call_types == records[1].catalogue.call_types
    for path in PATHS:
        mine, theirs = (edition.resolve(path, record, "") for record in records)
        assert mine is not None and theirs is not None
        footer = [f"(revision {record.version})".encode() for record in records]
        assert mine.body.replace(footer[0], b"") == theirs.body.replace(footer[1], b""), path


def test_the_order_of_the_file_is_that_of_the_record(tmp_path: Path, data: Path) -> None:
    store = opened(tmp_path / "a.sqlite3")
    store.load(wider(data))
    kinds = [kind.key for kind in store.record().catalogue.call_types]
    assert kinds.index(NEW) == 3
    assert kinds[-1] == "other"
    path = data / "call_types.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([header, *reversed(lines)]), encoding="utf-8")
    assert store.load(data).new == 0, "where a line stands in the file is of no account"


def test_an_upgrade_keeps_what_was_decided_and_restates_call_types_once(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "a.sqlite3"
    upgraded(path, data)
    orders = query(path, 'SELECT key, "order", revision FROM call_type ORDER BY id')
    order = [(row["call_type"], int(row["order"])) for row in stated(DATA)]
    assert [(key, number) for key, number, revision in orders if revision == 1 and key != NEW] == order
    assert [key for key, _, revision in orders if revision == 2] == [key for key, _ in order]
    releases = query(path, "SELECT * FROM release ORDER BY id")
    store = opened(path)
    assert store.load(data).new == 0
    assert query(path, "SELECT * FROM release ORDER BY id") == releases
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        query(path, 'UPDATE call_type SET "order" = 5')


def test_a_new_call_type_in_the_middle_takes_nothing_from_a_correction(tmp_path: Path, data: Path) -> None:
    """What the first revision of a quarter showed, before there was the new call type, its corrections show too."""
    path = tmp_path / "a.sqlite3"
    store = opened(path)
    store.load(data)
    staff.invite_all(store)
    first = publish(path, new=False).record()
    store.load(wider(data))
    corrected = publish(path, base=1, new=False).record()

    def shown(record: object) -> dict[str, dict[str, object]]:
        rows = record.rows  # type: ignore[attr-defined]
        return {r.call_type: dict(r.counts) for r in rows if r.program_id == PROGRAM}

    assert shown(corrected) == shown(first)
    assert all(isinstance(count, int) for count in shown(first)[ALL].values())


def test_few_calls_of_a_new_call_type_do_not_come_with_a_correction(tmp_path: Path, data: Path) -> None:
    """Everybody knows that there were none before, so the change of the total would tell how many there are."""
    path = tmp_path / "a.sqlite3"
    store = opened(path)
    store.load(data)
    staff.invite_all(store)
    publish(path, new=False)
    store.load(wider(data))
    kinds = ["mental_health_crisis", "welfare_check", "quality_of_life", "trespass", "other"]
    by_phone = ("eligible", "offered", "reached_clinician", "resolved_by_phone")
    tiny = Counts(dict.fromkeys(COUNTS, 0) | dict.fromkeys(by_phone, 4))
    counts = {kind: staff.counts() for kind in kinds}
    for few, said in ((tiny, "would give away what must be withheld"), (staff.counts(), "")):
        draft = staff.certified(store, staff.new(base=1, counts=counts | {NEW: few}), body=said.encode())
        if said:
            with refuses(f"{said}.*{NEW}: 4 "):
                store.drafts.publish(staff.CERTIFIER, draft)
        else:
            assert store.drafts.publish(staff.CERTIFIER, draft) == 2
