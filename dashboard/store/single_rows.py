"""One row that is asked for, as what it is: many at once are read as columns, where they are read."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Connection
from sqlmodel import Session, SQLModel
from sqlmodel.sql.expression import SelectOfScalar

Row = TypeVar("Row", bound=SQLModel)


def one(connection: Connection, query: SelectOfScalar[Row], **values: object) -> Row | None:
    """The one row there is, in the transaction of whoever asks; None if there is none. `values` are those that the
    query leaves open."""
    with Session(bind=connection) as session:
        return session.exec(query, params=values).one_or_none()


def first(connection: Connection, query: SelectOfScalar[Row]) -> Row | None:
    """The first row in the order that is asked for; None if there is none."""
    with Session(bind=connection) as session:
        return session.exec(query.limit(1)).first()
