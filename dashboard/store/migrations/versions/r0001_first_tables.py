"""Programs, sources, published figures, verifications and the quarterly ledger, all append-only."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from dashboard.store import append_only

revision = "0001"
down_revision = None

_TEXT = sa.String()


def _revised(table: str, *columns: sa.Column[Any], indexed: tuple[str, ...] = ()) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", _TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("event_id", sa.Integer(), sa.ForeignKey("event.id"), nullable=False),
        *columns,
        sa.UniqueConstraint("key", "revision", name=f"uq_{table}_key_revision"),
    )
    for column in ("key", *indexed):
        op.create_index(f"ix_{table}_{column}", table, [column])
    for statement in append_only.statements(op.get_context().dialect.name, table):
        op.execute(statement)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, _TEXT, nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_texts("actor", "action", "subject", "note"),
    )
    for statement in append_only.statements(op.get_context().dialect.name, "event", keyed=False):
        op.execute(statement)
    _revised("source", *_texts("source_id", "title", "publisher", "publisher_kind", "published", "url", "notes"))
    _revised("call_type", *_texts("call_type", "name", "meaning"))
    _revised("family", *_texts("family", "name", "question"), sa.Column("headline", sa.Boolean(), nullable=False))
    _revised(
        "program",
        *_texts("program_id", "kind", "name", "jurisdiction", "state"),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        *_texts("dispatch_model", "coverage_hours", "launch_date", "operator", "org_home"),
        sa.Column("population_served", sa.Integer()),
        *_texts("staff"),
        sa.Column("fiscal_first_month", sa.Integer()),
        *_texts("stated_tier", "source_id", "notes"),
    )
    _revised(
        "own_label",
        *_texts("program_id", "label", "call_type"),
        sa.Column("is_flag", sa.Boolean(), nullable=False),
        *_texts("source_id", "note"),
    )
    _revised(
        "published_figure",
        *_texts("figure_id"),
        sa.Column("series", sa.Boolean(), nullable=False),
        *_texts("program_id", "family", "metric", "statement", "numerator", "denominator"),
        sa.Column("numerator_count", sa.Integer()),
        sa.Column("denominator_count", sa.Integer()),
        sa.Column("value", sa.Float()),
        sa.Column("value_high", sa.Float()),
        *_texts("unit", "bound"),
        sa.Column("period_start", sa.Date()),
        sa.Column("period_end", sa.Date()),
        *_texts("period_label", "call_type", "stated_tier"),
        sa.Column("computed_here", sa.Boolean(), nullable=False),
        *_texts("computed_from", "source_id", "caveat", "reason"),
        indexed=("program_id",),
    )
    _revised(
        "verification",
        *_texts("figure_id"),
        sa.Column("figure_revision", sa.Integer(), nullable=False),
        *_texts("verifier", "method", "claim", "scope"),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        *_texts("found", "source_id", "dated"),
        indexed=("figure_id",),
    )
    _revised(
        "submission",
        *_texts("program_id", "quarter"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date()),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        *_texts("rule_note", "stated_tier", "source_id", "note"),
        indexed=("program_id",),
    )
    _revised("ledger_entry", *_texts("program_id", "quarter", "call_type", "counts"), indexed=("program_id",))
