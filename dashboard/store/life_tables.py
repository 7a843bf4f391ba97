"""The tables of what happened to programs and to sources, private to the store."""

from __future__ import annotations

from sqlmodel import Field

from dashboard.store.tables import Revised, once


class ProgramEventRow(Revised, table=True):
    """Something that happened to a program, dated by day, or by the month or year that its source states."""

    __tablename__ = "program_event"
    __table_args__ = once("program_event")
    entry: str
    program_id: str = Field(index=True)
    day: str
    what: str
    text: str
    source_id: str
    stated_tier: str
    reason: str


class SourceEventRow(Revised, table=True):
    """What was found of a source: read, archived, moved, withdrawn, gone."""

    __tablename__ = "source_event"
    __table_args__ = once("source_event")
    entry: str
    source_id: str = Field(index=True)
    day: str
    state: str
    address: str
    note: str
    reason: str


LIVES: tuple[type[Revised], ...] = (ProgramEventRow, SourceEventRow)
