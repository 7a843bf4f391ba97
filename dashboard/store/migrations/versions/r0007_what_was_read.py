"""What was read of a check's document, where a figure stands in its source, and whose word a statement without a number
is. A record of a check from before is worth no more than the press until its file says what was read."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from dashboard.store import append_only

revision = "0007"
down_revision = "0006"

_TEXT = {
    "source": {"accessed": "", "sha256": ""},
    "program": {"model_source_id": "", "model_tier": "", "model_note": "", "searched": "", "unread": ""},
    "own_label": {"stated_tier": ""},
    "decision": {"stated_tier": ""},
    "published_figure": {"polarity": "thing", "same_as": ""},
    "verification": {"kind": "recount", "read": "press", "relation": "outside"},
}
_NEW: dict[str, tuple[str, ...]] = {
    "trace": ("figure_id", "figure_revision", "printed", "place", "seen_at", "read_on", "denominator_words"),
    "remark": ("topic", "item", "position", "text", "detail", "source_id", "stated_tier"),
}
_NUMBERS = ("figure_revision", "position")


def upgrade() -> None:
    for table, columns in _TEXT.items():
        for name, default in columns.items():
            op.add_column(table, sa.Column(name, sa.String(), nullable=False, server_default=default))
    op.add_column("program", sa.Column("searched_on", sa.Date()))
    op.add_column("family", sa.Column("of_absence", sa.Boolean(), nullable=False, server_default=sa.false()))
    for table, names in _NEW.items():
        columns_of: list[Any] = [
            sa.Column(name, sa.Integer() if name in _NUMBERS else sa.String(), nullable=False) for name in names
        ]
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("key", sa.String(), nullable=False),
            sa.Column("revision", sa.Integer(), nullable=False),
            sa.Column("digest", sa.String(), nullable=False),
            sa.Column("event_id", sa.Integer(), sa.ForeignKey("event.id"), nullable=False),
            *columns_of,
            sa.UniqueConstraint("key", "revision", name=f"uq_{table}_key_revision"),
        )
        op.create_index(f"ix_{table}_key", table, ["key"])
        for statement in append_only.statements(op.get_context().dialect.name, table):
            op.execute(statement)
