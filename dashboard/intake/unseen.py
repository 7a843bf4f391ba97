"""What a person does not see in their spreadsheet: hidden rows, columns and text, which are read; hidden sheets, which
are not; and numbers that are shown as others."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from dashboard.core.finding import CellAddress, Finding, Value
from dashboard.core.quarter import Quarter
from dashboard.intake import table
from dashboard.intake.cells import quarter_of
from dashboard.intake.context import Context
from dashboard.intake.findings import finding, valued
from dashboard.intake.folds import number
from dashboard.intake.grids import HIDDEN, letters
from dashboard.intake.table import RawTable, Row, Sheet

_MOST = 6  # spans of rows or columns that are named
_CELLS = 3  # cells that are named


def unseen(sheets: Sequence[Sheet], found: RawTable, context: Context, names: Mapping[str, str]) -> list[Finding]:
    """What is asked of a file because a person does not see it, quarter by quarter. The public is not told: it is about
    the file and not about the counts."""
    rows: dict[Quarter, list[Row]] = {}
    for row in found.rows:
        if (quarter := quarter_of(row, context)) is not None:
            rows.setdefault(quarter, []).append(row)
    by_name = {sheet.name: sheet for sheet in sheets if not sheet.hidden}
    asked = [one for quarter in sorted(rows) for one in _within(quarter, rows[quarter], by_name)]
    return [
        *asked,
        *(one for sheet in sheets if sheet.hidden for one in _left_out(sheet, rows, context, names)),
    ]


def _within(quarter: Quarter, rows: Sequence[Row], sheets: Mapping[str, Sheet]) -> Iterator[Finding]:
    """Hidden rows, columns and cells that counts of a quarter are read from, and cells that show another number."""
    sheet = sheets[rows[0].quarter.place.sheet]
    if not (sheet.hidden_rows or sheet.hidden_columns or sheet.pale or sheet.under or sheet.shows):
        return
    held = [cell for row in rows for cell in (row.quarter, row.call_type, *row.counts.values())]
    cells = [cell.place for cell in held]
    filled = [cell for cell in held if cell.text and cell.place.column]
    lines = sorted({place.row for place in cells if place.row in sheet.hidden_rows})
    columns = sorted({n for place in cells if place.column and (n := number(place.column)) in sheet.hidden_columns})
    if lines:
        place = CellAddress(sheet=sheet.name, row=lines[0])
        yield valued(finding("hidden_rows", place, quarter=quarter), _spans(lines, str))
    if columns:
        place = CellAddress(sheet=sheet.name, row=cells[0].row, column=letters(columns[0]))
        yield valued(finding("hidden_columns", place, quarter=quarter), _spans(columns, letters))
    if pale := [cell.place for cell in filled if _at(cell.place) in sheet.pale]:
        yield valued(finding("hidden_text", pale[0], quarter=quarter), _named(pale))
    if under := [cell.place for cell in filled if _at(cell.place) in sheet.under]:
        yield valued(finding("hidden_under", under[0], quarter=quarter), _named(under))
    if other := [cell for cell in filled if _at(cell.place) in sheet.shows]:
        first = other[0]
        said = {
            "first": _address(first.place),
            "shown": _seen(sheet.shows[_at(first.place)]),
            "held": _seen(first.text),
        }
        asks = finding("shown_otherwise", first.place, quarter=quarter, how="other" if said["shown"] else "nothing")
        yield valued(asks, {**said, **_named([cell.place for cell in other])})


def _at(place: CellAddress) -> tuple[int, int]:
    return place.row, number(place.column)


def _address(place: CellAddress) -> str:
    return f"{place.column}{place.row}"


def _named(places: Sequence[CellAddress]) -> dict[str, Value]:
    """Cells by their addresses, how many there are, and whether all of them are named."""
    named = tuple(map(_address, places[:_CELLS]))
    return {"many": len(places), "cells": named, "what": "more" if len(places) > _CELLS else "all"}


def _seen(text: str) -> str:
    """What a cell shows, cut short and with nothing in it that cannot be seen."""
    return "".join(c for c in text if unicodedata.category(c) not in HIDDEN)[:12]


def _left_out(
    sheet: Sheet, quarters: Collection[Quarter], context: Context, names: Mapping[str, str]
) -> Iterator[Finding]:
    """A hidden sheet with a table of counts, of which nothing is taken: asked of each quarter that is taken."""
    held = table.find([replace(sheet, hidden=False)], names)
    if not held.rows:
        return
    within = sorted({quarter for row in held.rows if (quarter := quarter_of(row, context)) is not None})
    told = tuple(str(q) for q in within[:3])
    what = "none" if not told else "more" if within[3:] else "all"
    said: dict[str, Value] = {"name": sheet.name[:40], "quarters": told, "what": what}
    asked: list[Quarter | None] = [*sorted(quarters)]
    for taken in asked or [None]:
        asks = finding("hidden_sheet", CellAddress(sheet=sheet.name), quarter=taken or "", beside=sheet.name)
        yield valued(asks, said)


def _spans(numbers: Sequence[int], name: Callable[[int], str]) -> dict[str, Value]:
    """Numbers in order as spans from a name to a name, how many numbers there are, and whether all spans are named."""
    begins = [n for n in numbers if n - 1 not in numbers]
    ends = [n for n in numbers if n + 1 not in numbers]
    spans = (name(a) if a == b else f"{name(a)}:{name(b)}" for a, b in zip(begins, ends, strict=True))
    what = "more" if len(begins) > _MOST else "all"
    return {"many": len(numbers), "spans": tuple(islice(spans, _MOST)), "what": what}
