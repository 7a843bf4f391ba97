"""What happened to programs and to sources, each with its day. A launch that only a program's own row states stays
there."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from dashboard.store import append_only

revision = "0009"
down_revision = "0008"

_NEW: dict[str, tuple[str, ...]] = {
    "program_event": ("entry", "program_id", "day", "what", "text", "source_id", "stated_tier", "reason"),
    "source_event": ("entry", "source_id", "day", "state", "address", "note", "reason"),
}
_INDEXED = {"program_event": "program_id", "source_event": "source_id"}


def upgrade() -> None:
    for table, names in _NEW.items():
        columns: list[Any] = [sa.Column(name, sa.String(), nullable=False) for name in names]
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
        op.create_index(f"ix_{table}_{_INDEXED[table]}", table, [_INDEXED[table]])
        for statement in append_only.statements(op.get_context().dialect.name, table):
            op.execute(statement)
