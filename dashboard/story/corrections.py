"""Where this record differs from what was first gathered: every correction, in a reader's words and not the files'."""

from __future__ import annotations

import re

from dashboard import words
from dashboard.core.amount import UNITS
from dashboard.core.record import DataCorrection, PublicRecord
from dashboard.story.blocks import Cell, Link, Table
from dashboard.story.question import about
from dashboard.voice import say, under

_NOTHING = "nothing"  # as the file has it
_KEY = re.compile(r"\b[a-z]\w*_\w+\b")  # what a source is called in the files


def corrections(record: PublicRecord) -> Table:
    """Every correction. One of a figure is shown with the figure as it stands, its time and its calls; one of words
    without a number."""
    published, of = {p.figure_id: p.figure for p in record.published}, record.links
    rows: list[list[Cell]] = [
        [
            _about(record, m, published.keys() | of.keys()),
            say(f"mended-{m.column}"),
            _said(record, m.column, m.was),
            _said(record, m.column, m.now),
            m.why,
            published.get(of.get(m.row, m.row), ""),
        ]
        for m in record.corrections
    ]
    columns = [say(f"methods-column_{name}") for name in ("row", "what_changed", "was", "now", "why")]
    return Table.of(
        "mends", say("methods-mends_title"), [*columns, say("program-column_value")], rows, dated=record.as_of
    )


def _about(record: PublicRecord, mend: DataCorrection, figures: set[str]) -> Cell:
    """What a correction is about: the page of a figure, a program and its decision, a source."""
    name, _, number = mend.row.partition("|")
    if name in figures:
        return Link(name, about(name))
    if program := record.program(name):
        return (
            f"{words.title(program)}, {say('programs-decision').lower()} {number}" if number else words.title(program)
        )
    return _source(record, name)


def _said(record: PublicRecord, column: str, value: str) -> str:
    """What stood or stands there: a key of the files in the words that pages have for it, all else as it is."""
    match column:
        case _ if value in ("", _NOTHING):
            return say("mended-nothing")
        case "family":
            return record.catalogue.family(value).name
        case "unit":
            return words.unit(UNITS[value]) if value in UNITS else value
        case "metric":
            return value.replace("_", " ")
    return _KEY.sub(lambda key: _source(record, key[0]), under("mended_to").get(value, value))


def _source(record: PublicRecord, key: str) -> str:
    return next((words.of(s) for s in record.sources if s.source_id == key), key)
