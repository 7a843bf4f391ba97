"""What the public log says of an event is a key with values, where it was an English sentence.

One column is added, and no row is touched: `note` of an event from before is a sentence that was read and is sealed, so
it stays and is shown as it is. Events from now on have a `line` instead, which is said in the reader's language."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add it where it is not there yet: a step that is safe to take twice."""
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("event")}
    if "line" not in there:
        op.add_column("event", sa.Column("line", sa.String(), nullable=False, server_default=""))
