"""Triggers that make the database itself refuse to change or delete a published row."""

from __future__ import annotations

MESSAGE = "published rows are never changed: append a new revision"


def statements(dialect: str, table: str, *, keyed: bool = True, unique: tuple[str, ...] = ()) -> list[str]:
    """The statements that protect `table`, for SQLite or PostgreSQL. ValueError for any other database."""
    if dialect == "sqlite":
        return [*_sqlite(table, ("key", "revision") if keyed else unique)]
    if dialect == "postgresql":
        return _postgresql(table)
    raise ValueError(f"no append-only triggers are written for {dialect}; use SQLite or PostgreSQL")


def _sqlite(table: str, unique: tuple[str, ...]) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    # INSERT OR REPLACE deletes without firing a delete trigger, so it is refused before it begins.
    same = "id = NEW.id"
    if unique:
        same += f" OR ({' AND '.join(f'{column} = NEW.{column}' for column in unique)})"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}",
    ]


def _postgresql(table: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ]
