"""Who chose what: nine design decisions of programs, and two columns by which programs can be filtered."""

import sqlalchemy as sa
from alembic import op

from dashboard.store import append_only

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for column in ("home_kind", "hours_kind"):
        op.add_column("program", sa.Column(column, sa.String(), nullable=False, server_default="not stated"))
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), sa.ForeignKey("event.id"), nullable=False),
        sa.Column("program_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.UniqueConstraint("key", "revision", name="uq_decision_key_revision"),
    )
    op.create_index("ix_decision_key", "decision", ["key"])
    op.create_index("ix_decision_program_id", "decision", ["program_id"])
    for statement in append_only.statements(op.get_context().dialect.name, "decision"):
        op.execute(statement)
