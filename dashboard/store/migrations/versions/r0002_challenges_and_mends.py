"""Published critiques of figures, and the places where this record differs from what was first gathered."""

import sqlalchemy as sa
from alembic import op

from dashboard.store import append_only

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for table, columns in {
        "challenge": ("figure_id", "statement", "source_id"),
        "mend": ("file", "row", "column", "was", "now", "why"),
    }.items():
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("key", sa.String(), nullable=False),
            sa.Column("revision", sa.Integer(), nullable=False),
            sa.Column("digest", sa.String(), nullable=False),
            sa.Column("event_id", sa.Integer(), sa.ForeignKey("event.id"), nullable=False),
            *[sa.Column(name, sa.String(), nullable=False) for name in columns],
            sa.UniqueConstraint("key", "revision", name=f"uq_{table}_key_revision"),
        )
        op.create_index(f"ix_{table}_key", table, ["key"])
        for statement in append_only.statements(op.get_context().dialect.name, table):
            op.execute(statement)
    op.create_index("ix_challenge_figure_id", "challenge", ["figure_id"])
