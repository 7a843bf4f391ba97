"""The tables grow without losing a row, and are what the code says they are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from dashboard import words
from dashboard.core.ledger import ALL, TOGETHER, Count, Missing
from dashboard.core.record import PublicRecord
from dashboard.store.engine import alembic_config, connect, migrate
from dashboard.store.store import Store
from dashboard.store.tables import Revised
from tests.conftest import DATA

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
VERSIONS = [s.revision for s in reversed(list(ScriptDirectory.from_config(alembic_config()).walk_revisions()))]


def test_the_tables_are_what_the_code_says(url: str) -> None:
    engine = connect(url)
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Revised.metadata) == []
    engine.dispose()


def test_migrating_twice_changes_nothing(loaded: Store) -> None:
    before = loaded.record()
    loaded.prepare()
    assert loaded.record() == before


@contextmanager
def old_town(path: Path, old: str) -> Iterator[sqlite3.Connection]:
    """A database of an old schema with a quarter in it, written by hand as that schema wanted it."""
    engine = connect(f"sqlite:///{path}")
    migrate(engine, to=old)
    connection = sqlite3.connect(path)
    connection.executescript(
        """
        INSERT INTO event (id, at, actor, action, subject, note) VALUES (1, '2024-01-02 03:04:05.000000', 'data files', 'load', 'data', '');
        INSERT INTO source (key, revision, digest, event_id, source_id, title, publisher, publisher_kind, published,
            url, notes) VALUES ('memo', 1, 'a', 1, 'memo', 'Memo to council', 'City', 'government', '2023', '', '');
        INSERT INTO family (key, revision, digest, event_id, family, name, question, headline)
            VALUES ('capture', 1, 'c', 1, 'capture', 'Capture', '', 1);
        INSERT INTO program (key, revision, digest, event_id, program_id, kind, name, jurisdiction, state, latitude,
            longitude, dispatch_model, coverage_hours, launch_date, operator, org_home, staff, stated_tier, source_id,
            notes) VALUES ('old_town', 1, 'd', 1, 'old_town', 'program', 'Line', 'Old Town', 'OH', 40, -80, '1C', '', '',
            '', '', '', 'program_reported', 'memo', '');
        INSERT INTO published_figure (key, revision, digest, event_id, figure_id, series, program_id, family, metric,
            statement, numerator, denominator, value, unit, bound, period_label, call_type, stated_tier, computed_here,
            computed_from, source_id, caveat, reason) VALUES ('old_town-01', 1, 'e', 1, 'old_town-01', 0, 'old_town',
            'capture', 'capture_rate', 'Capture', 'a', 'b', 12, 'percent', 'exact', '', 'all', 'program_reported', 0,
            '', 'memo', '', '');
        INSERT INTO submission (key, revision, digest, event_id, program_id, quarter, due_on, rule_version, rule_note,
            stated_tier, source_id, note) VALUES ('old_town|2023Q4', 1, 'f', 1, 'old_town', '2023Q4', '2024-02-14', 1,
            '', 'program_reported', 'memo', '');
        """
    )
    kinds = {"welfare_check": "Welfare check", "trespass": "Trespass", "other": "Other"}
    for order, (key, name) in enumerate(kinds.items(), 1):
        stated = {
            "key": key,
            "revision": 1,
            "digest": "b",
            "event_id": 1,
            "call_type": key,
            "name": name,
            "meaning": "",
        }
        stated |= {"order": order} if old >= "0006" else {}  # before, the order was that of the rows
        names = ", ".join(f'"{column}"' for column in stated)
        marks = ", ".join("?" * len(stated))
        connection.execute(f"INSERT INTO call_type ({names}) VALUES ({marks})", tuple(stated.values()))
    for call_type, eligible in {"welfare_check": 50, "trespass": 60, "other": 3}.items():
        entry(connection, call_type, {"eligible": eligible, "offered": eligible})
    connection.commit()
    yield connection
    connection.close()
    engine.dispose()


def entry(connection: sqlite3.Connection, call_type: str, counts: Mapping[str, int | str], revision: int = 1) -> None:
    connection.execute(
        "INSERT INTO ledger_entry (key, revision, digest, event_id, program_id, quarter, call_type, counts) "
        "VALUES (?, ?, 'g', 1, 'old_town', '2023Q4', ?, ?)",
        (f"old_town|2023Q4|{call_type}", revision, call_type, json.dumps(counts)),
    )


def submission(connection: sqlite3.Connection, revision: int, **more: str | int) -> None:
    values = {
        "key": "old_town|2023Q4", "revision": revision, "digest": "f", "event_id": 1, "program_id": "old_town",
        "quarter": "2023Q4", "due_on": "2024-02-14", "rule_version": 1, "rule_note": "",
        "stated_tier": "program_reported", "source_id": "memo", "note": "", **more,
    }  # fmt: skip
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO submission ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


@contextmanager
def upgraded(path: Path, at: datetime = NOW) -> Iterator[Store]:
    store = Store(f"sqlite:///{path}", lambda: at)
    store.prepare()
    yield store
    store.close()


def eligible(record: PublicRecord) -> dict[str, Count]:
    return {r.call_type: r.counts["eligible"] for r in record.rows if r.program_id == "old_town"}


@pytest.mark.parametrize("old", VERSIONS[:-1])
def test_an_old_database_keeps_every_row(old: str, tmp_path: Path) -> None:
    """Rows written under an old schema, by hand as that schema wanted them, are all there after the upgrade, but for the
    small counts among them: those are kept and withheld."""
    path = tmp_path / "old.sqlite3"
    with old_town(path, old):
        pass
    with upgraded(path) as store:
        check_old_town(store)
        before = store.record()
        store.prepare()
        assert store.record() == before
        received = sqlite3.connect(path).execute("SELECT counts FROM ledger_entry ORDER BY id").fetchall()
        assert [json.loads(counts)["eligible"] for (counts,) in received] == [50, 60, 3]
        store.load(DATA)
        assert store.record().program("old_town") is not None
        assert eligible(store.record()) == eligible(before)


def check_old_town(store: Store) -> None:
    record = store.record()
    assert [p.program_id for p in record.programs] == ["old_town"]
    assert [words.of(p.figure) for p in record.published] == ["12%"]
    hidden = Missing.PRIVACY
    assert eligible(record) == {"welfare_check": 50, "trespass": hidden, "other": hidden, ALL: 113, TOGETHER: 63}
    assert {r.published_on for r in record.rows} == {date(2024, 1, 2)}
    assert [(c.on, words.of(c.what)) for c in record.changes] == [
        (date(2024, 1, 2), "load: "),
        (NOW.date(), "release: small counts withheld in 1 quarters"),
    ]
    assert record.as_of == NOW.date()


def test_a_quarter_withdrawn_under_an_old_schema_stays_withdrawn(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    with old_town(path, "0004") as connection:
        submission(connection, 2, withdrawn=1, whole=1, note="The vendor counted twice.", change="withdrawal")
        connection.commit()
    with upgraded(path) as store:
        record = store.record()
        assert [(s.revision, s.withdrawn) for s in record.submissions] == [(2, True)]
        assert eligible(record)
        assert set(eligible(record).values()) == {Missing.RETRACTED}


@pytest.mark.parametrize("stated", [False, True])
def test_a_row_corrected_under_an_old_schema_stays_corrected(stated: bool, tmp_path: Path) -> None:
    """The data files could correct one row alone, with or without a revision of its quarter; the others stood."""
    path = tmp_path / "old.sqlite3"
    with old_town(path, "0003") as connection:
        entry(connection, "welfare_check", {"eligible": 45, "offered": 45}, revision=2)
        if stated:
            submission(connection, 2)
        connection.commit()
    with upgraded(path) as store:
        assert eligible(store.record())["welfare_check"] == 45
        assert eligible(store.record())[ALL] == 108


def test_old_counts_that_cannot_be_do_not_keep_the_site_from_starting(tmp_path: Path) -> None:
    """A rule that came later refuses them; they are kept, and nothing of them is shown."""
    path = tmp_path / "old.sqlite3"
    with old_town(path, "0004") as connection:
        submission(connection, 2, whole=1)
        odd = {"eligible": 1000, "offered": "not_collected", "lost_in_transfer": 400, "reached_clinician": 650}
        entry(connection, "welfare_check", odd, revision=2)
        connection.commit()
    with upgraded(path) as store:
        assert set(eligible(store.record()).values()) == {Missing.PRIVACY}


def test_an_old_correction_that_gives_away_does_not_keep_the_site_from_starting(tmp_path: Path) -> None:
    """It is public already and cannot be refused any more; nothing new is given away."""
    path = tmp_path / "old.sqlite3"
    with old_town(path, "0004") as connection:
        submission(connection, 2, whole=1)
        for call_type, count in {"welfare_check": 4, "trespass": 60, "other": 49}.items():
            entry(connection, call_type, {"eligible": count, "offered": count}, revision=2)
        connection.commit()
    with upgraded(path) as store:
        assert eligible(store.record()).get("welfare_check") in (Missing.PRIVACY, Missing.RETRACTED)
