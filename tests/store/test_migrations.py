"""The tables grow without losing a row, and are what the code says they are."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from dashboard.store.engine import alembic_config, connect, migrate
from dashboard.store.ledger import Store
from dashboard.store.tables import Revised
from tests.conftest import DATA

VERSIONS = [s.revision for s in reversed(list(ScriptDirectory.from_config(alembic_config()).walk_revisions()))]


def test_the_tables_are_what_the_code_says(url: str) -> None:
    engine = connect(url)
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Revised.metadata) == []
    engine.dispose()


def test_migrating_twice_changes_nothing(store: Store) -> None:
    store.load(DATA)
    before = store.record()
    store.prepare()
    assert store.record() == before


@pytest.mark.parametrize("old", VERSIONS[:-1])
def test_an_old_database_keeps_every_row(old: str, tmp_path: Path) -> None:
    """Rows written under an old schema, by hand as that schema wanted them, are all there after the upgrade."""
    path = tmp_path / "old.sqlite3"
    engine = connect(f"sqlite:///{path}")
    migrate(engine, to=old)
    connection = sqlite3.connect(path)
    connection.executescript(
        """
        INSERT INTO event VALUES (1, '2024-01-02 03:04:05.000000', 'data files', 'load', 'data', '');
        INSERT INTO source (key, revision, digest, event_id, source_id, title, publisher, publisher_kind, published,
            url, notes) VALUES ('memo', 1, 'a', 1, 'memo', 'Memo to council', 'City', 'government', '2023', '', '');
        INSERT INTO call_type (key, revision, digest, event_id, call_type, name, meaning)
            VALUES ('welfare_check', 1, 'b', 1, 'welfare_check', 'Welfare check', '');
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
    connection.execute(
        "INSERT INTO ledger_entry (key, revision, digest, event_id, program_id, quarter, call_type, counts) "
        "VALUES ('old_town|2023Q4|welfare_check', 1, 'g', 1, 'old_town', '2023Q4', 'welfare_check', ?)",
        (json.dumps({"eligible": 50, "offered": 40}),),
    )
    connection.commit()
    connection.close()
    store = Store(f"sqlite:///{path}")
    store.prepare()
    record = store.record()
    assert [p.program_id for p in record.programs] == ["old_town"]
    assert [p.figure.words for p in record.published] == ["12%"]
    assert [r.counts["eligible"] for r in record.rows] == [50]
    assert record.as_of.isoformat() == "2024-01-02"
    store.load(DATA)
    assert store.record().program("old_town") is not None
    store.close()
    engine.dispose()
