"""Alembic runs inside the connection it is given; it opens none of its own."""

from alembic import context

from dashboard.store import life_tables, received, seals  # noqa: F401 - they belong to the metadata
from dashboard.store.staff import tables  # noqa: F401 - they belong to the metadata
from dashboard.store.tables import Revised

context.configure(connection=context.config.attributes["connection"], target_metadata=Revised.metadata)
context.run_migrations()
