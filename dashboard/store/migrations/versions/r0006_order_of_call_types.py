"""Call types carry their order, which decides what is withheld, instead of having that of their rows."""

import sqlalchemy as sa
from alembic import op

from dashboard.store import append_only

revision = "0006"
down_revision = "0005"

STEP = 10  # as in the data file: between two call types there is room for more


def _protect() -> None:
    for statement in append_only.statements(op.get_context().dialect.name, "call_type"):
        op.execute(statement)


def _unprotect() -> None:
    if op.get_context().dialect.name == "postgresql":
        names = [f"{name} ON call_type" for name in ("call_type_no_change", "call_type_no_truncate")]
    else:
        names = [f"call_type_no_{what}" for what in ("update", "delete", "replace")]
    for name in names:
        op.execute(f"DROP TRIGGER {name}")


def upgrade() -> None:
    """Every row gets the order in which its call type first came. What is public of earlier quarters was decided by
    that order, and stays as it is."""
    op.add_column("call_type", sa.Column("order", sa.Integer(), nullable=False, server_default="0"))
    table = sa.Table("call_type", sa.MetaData(), autoload_with=op.get_bind())
    rows = op.get_bind().execute(sa.select(table.c.key).order_by(table.c.id)).scalars()
    _unprotect()
    for number, key in enumerate(dict.fromkeys(rows), 1):
        op.execute(table.update().where(table.c.key == key).values(order=number * STEP))
    _protect()
