"""Accounts, sign-ins, received files, drafts and steps, the audit log; what a published quarter says of itself."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from dashboard.store import append_only

revision = "0004"
down_revision = "0003"


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False, server_default="") for name in names]


def _refers(name: str, target: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(target), nullable=False)


def _numbered(
    table: str, *columns: Any, indexed: tuple[str, ...] = (), kept: bool = False, unique: tuple[str, ...] = ()
) -> None:
    op.create_table(table, sa.Column("id", sa.Integer(), primary_key=True), *columns)
    for column in indexed:
        op.create_index(f"ix_{table}_{column}", table, [column])
    if kept:
        for statement in append_only.statements(op.get_context().dialect.name, table, keyed=False, unique=unique):
            op.execute(statement)


def upgrade() -> None:
    _numbered(
        "account",
        sa.Column("email", sa.String(), nullable=False, unique=True),
        *_texts("name", "role", "title", "organization", "programs"),
        sa.Column("active", sa.Boolean(), nullable=False),
        *_texts("password", "issuer", "subject"),
    )
    op.create_table(
        "setup_link",
        sa.Column("digest", sa.String(), primary_key=True),
        _refers("account_id", "account.id"),
        *_texts("expires_at", "used_at"),
    )
    op.create_table(
        "sign_in",
        sa.Column("digest", sa.String(), primary_key=True),
        _refers("account_id", "account.id"),
        *_texts("begun_at", "seen_at", "ended_at"),
    )
    op.create_index("ix_sign_in_account_id", "sign_in", ["account_id"])
    _numbered("failed_sign_in", *_texts("name", "address", "at"), indexed=("name", "address"))
    _numbered(
        "received_file",
        *_texts("program_id", "sha256", "name"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _refers("account_id", "account.id"),
        *_texts("at"),
        indexed=("program_id",),
        kept=True,
    )
    _numbered(
        "draft",
        *_texts("program_id", "quarter"),
        _refers("file_id", "received_file.id"),
        _refers("account_id", "account.id"),
        *_texts("at"),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        *_texts("change", "reason"),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        *_texts("rule_note", "counts", "findings"),
        indexed=("program_id",),
        kept=True,
    )
    _numbered(
        "draft_step",
        _refers("draft_id", "draft.id"),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("action"),
        _refers("account_id", "account.id"),
        *_texts("at", "detail"),
        sa.UniqueConstraint("draft_id", "number", name="uq_draft_step"),
        indexed=("draft_id",),
        kept=True,
        unique=("draft_id", "number"),
    )
    _numbered(
        "column_name",
        *_texts("program_id", "heading", "column"),
        sa.UniqueConstraint("program_id", "heading", name="uq_column_name"),
        indexed=("program_id",),
    )
    _numbered(
        "audit",
        *_texts("at"),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *_texts("actor", "title", "role", "action", "subject", "before", "after", "reason", "previous", "hash"),
        kept=True,
    )
    op.add_column("program", sa.Column("due_days", sa.Integer()))
    op.add_column("event", sa.Column("public_from", sa.String(), nullable=False, server_default=""))
    for column in ("certified_by", "file_sha256", "change", "confirmations"):
        op.add_column("submission", sa.Column(column, sa.String(), nullable=False, server_default=""))
    for column in ("withdrawn", "whole"):
        op.add_column("submission", sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("verification", sa.Column("document_sha256", sa.String(), nullable=False, server_default=""))
