"""A seal for every row that is never changed; what is being written and not sent yet; the latest moment that was seen;
failed sign-ins counted by whom and where they came from, instead of one row each."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "seal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.UniqueConstraint("of", "key", "revision", name="uq_seal"),
    )
    op.create_table(
        "typed_text",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.UniqueConstraint("account_id", "place", "field", name="uq_typed_text"),
    )
    op.create_table(
        "latest_moment", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("at", sa.String(), nullable=False)
    )
    op.drop_table("failed_sign_in")
    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.UniqueConstraint("name", "address", name="uq_failed_sign_in"),
    )
    op.create_index("ix_failed_sign_in_at", "failed_sign_in", ["at"])
