"""Alembic runs inside the connection it is given; it opens none of its own."""

from alembic import context

from dashboard.store import life_tables, received, staff_tables  # noqa: F401 - their tables belong to the same metadata
from dashboard.store.tables import Revised

context.configure(connection=context.config.attributes["connection"], target_metadata=Revised.metadata)
context.run_migrations()
