"""What is public of a quarter, apart from what was received; the policy on small counts; merged call types."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from dashboard.store import append_only

revision = "0005"
down_revision = "0004"


def _whole_quarters(connection: sa.Connection) -> None:
    """A revision could restate some rows of a quarter only, without one of the quarter; now each holds all rows."""
    tables = sa.MetaData()
    submission = sa.Table("submission", tables, autoload_with=connection)
    entry = sa.Table("ledger_entry", tables, autoload_with=connection)
    stated: dict[tuple[str, int], Any] = {
        (row["key"], row["revision"]): row for row in connection.execute(submission.select()).mappings()
    }
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for row in connection.execute(entry.select()).mappings():
        rows.setdefault((f"{row['program_id']}|{row['quarter']}", row["revision"]), {})[row["call_type"]] = row
    standing: dict[str, dict[str, Any]] = {}
    for key, revision in sorted({*stated, *rows}):
        mine = rows.get((key, revision), {})
        told = stated.get((key, revision))
        if told is None and (key, revision - 1) in stated:
            event_id = next(iter(mine.values()))["event_id"]
            told = {**stated[key, revision - 1], "revision": revision, "event_id": event_id}
            connection.execute(submission.insert(), {name: told[name] for name in told if name != "id"})
            stated[key, revision] = told
        if told is None or told["withdrawn"]:
            continue
        if not told["whole"]:
            for kind in standing.get(key, {}).keys() - mine.keys():
                mine[kind] = {**standing[key][kind], "revision": revision, "event_id": told["event_id"]}
                connection.execute(entry.insert(), {name: mine[kind][name] for name in mine[kind] if name != "id"})
        standing[key] = mine


def upgrade() -> None:
    texts = [sa.Column(name, sa.String(), nullable=False) for name in ("program_id", "quarter", "rows", "blocks")]
    numbers = [sa.Column("smallest", sa.Integer(), nullable=False), sa.Column("exact_from", sa.Integer())]
    tables: dict[str, list[Any]] = {
        "release": texts,
        "disclosure_policy": [*numbers, sa.Column("reason", sa.String(), nullable=False)],
    }
    for table, columns in tables.items():
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("key", sa.String(), nullable=False),
            sa.Column("revision", sa.Integer(), nullable=False),
            sa.Column("digest", sa.String(), nullable=False),
            sa.Column("event_id", sa.Integer(), sa.ForeignKey("event.id"), nullable=False),
            *columns,
            sa.UniqueConstraint("key", "revision", name=f"uq_{table}_key_revision"),
        )
        op.create_index(f"ix_{table}_key", table, ["key"])
        for statement in append_only.statements(op.get_context().dialect.name, table):
            op.execute(statement)
    op.create_index("ix_release_program_id", "release", ["program_id"])
    _whole_quarters(op.get_bind())
    op.execute("ALTER TABLE submission DROP COLUMN whole")
    op.add_column("draft", sa.Column("merged", sa.String(), nullable=False, server_default=""))
