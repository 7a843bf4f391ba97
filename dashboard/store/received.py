"""Counts as they were received. Nothing that the public sees may be read from here: an import contract keeps it so."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlmodel import Field, col

from dashboard.core.keys import QuarterKey
from dashboard.store.tables import Revised, once


class LedgerEntryRow(Revised, table=True):
    """Counts are one JSON object: a count is a whole number or the word for why it is missing."""

    __tablename__ = "ledger_entry"
    __table_args__ = once("ledger_entry")
    program_id: str = Field(index=True)
    quarter: str
    call_type: str
    counts: str


def entries(connection: Connection, quarters: Iterable[str]) -> dict[tuple[str, int], dict[str, str]]:
    """The counts received for these quarters (`program|quarter`): by quarter and revision, then by call type."""
    wanted = set(quarters)
    names = ("program_id", "quarter", "revision", "call_type", "counts")
    query = select(*(col(getattr(LedgerEntryRow, name)) for name in names)).order_by(col(LedgerEntryRow.id))
    found: dict[tuple[str, int], dict[str, str]] = {}
    for program_id, quarter, revision, call_type, counts in connection.execute(query):
        if QuarterKey(program_id, quarter) in wanted:
            found.setdefault((QuarterKey(program_id, quarter), revision), {})[call_type] = counts
    return found
