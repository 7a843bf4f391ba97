"""What a person does not see in their spreadsheet: hidden rows, columns and text, which are read; hidden sheets, which
are not; and numbers that are shown as others."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from dashboard import words
from dashboard.core.finding import Finding, Place, Severity
from dashboard.core.quarter import Quarter
from dashboard.intake import table
from dashboard.intake.context import Context
from dashboard.intake.grids import HIDDEN, letters, number
from dashboard.intake.table import Row, Sheet, Table
from dashboard.intake.typed import quarter_of

_LOOK = "Show it in the spreadsheet and look at it. Upload it so, or say in a sentence why it is right as it is."
_MOST = 6  # spans of rows or columns that are named
_CELLS = 3  # cells that are named


def unseen(sheets: Sequence[Sheet], found: Table, context: Context, names: Mapping[str, str]) -> list[Finding]:
    """What is asked of a file because a person does not see it, quarter by quarter. The public is not told: it is about
    the file and not about the counts."""
    rows: dict[Quarter, list[Row]] = {}
    for row in found.rows:
        if (quarter := quarter_of(row, context)) is not None:
            rows.setdefault(quarter, []).append(row)
    by_name = {sheet.name: sheet for sheet in sheets if not sheet.hidden}
    asked = [finding for quarter in sorted(rows) for finding in _within(quarter, rows[quarter], by_name)]
    return [
        *asked,
        *(finding for sheet in sheets if sheet.hidden for finding in _left_out(sheet, rows, context, names)),
    ]


def _within(quarter: Quarter, rows: Sequence[Row], sheets: Mapping[str, Sheet]) -> Iterator[Finding]:
    """Hidden rows, columns and cells that counts of a quarter are read from, and cells that show another number."""
    sheet = sheets[rows[0].quarter.place.sheet]
    if not (sheet.hidden_rows or sheet.hidden_columns or sheet.pale or sheet.shows):
        return
    held = [cell for row in rows for cell in (row.quarter, row.call_type, *row.counts.values())]
    cells = [cell.place for cell in held]
    lines = sorted({place.row for place in cells if place.row in sheet.hidden_rows})
    columns = sorted({n for place in cells if place.column and (n := number(place.column)) in sheet.hidden_columns})
    if lines:
        many = "1 row that is" if len(lines) == 1 else f"{len(lines):,} rows that are"
        said = f"{many} hidden in the spreadsheet: {_spans(lines, str)}"
        yield _ask("hidden_rows", quarter, Place(sheet=sheet.name, row=lines[0]), said, "rows that can be seen")
    if columns:
        many = "1 column that is" if len(columns) == 1 else f"{len(columns)} columns that are"
        said = f"{many} hidden in the spreadsheet: {_spans(columns, letters)}"
        place = Place(sheet=sheet.name, row=cells[0].row, column=letters(columns[0]))
        yield _ask("hidden_columns", quarter, place, said, "columns that can be seen")
    filled = [cell for cell in held if cell.text and cell.place.column]
    pale = [cell.place for cell in filled if _at(cell.place) in sheet.pale]
    if pale:
        many = "the text of 1 cell" if len(pale) == 1 else f"the text of {len(pale):,} cells"
        said = f"{many} that cannot be seen, too small or in the colour of what it stands on: {_named(pale)}"
        yield _ask("hidden_text", quarter, pale[0], said, "text that can be read")
    other = [cell for cell in filled if _at(cell.place) in sheet.shows]
    if other:
        first = other[0]
        shown = sheet.shows[_at(first.place)]
        told = f"{_quoted(shown)} for {_quoted(first.text)}" if shown else f"nothing for {_quoted(first.text)}"
        many = "1 cell that shows" if len(other) == 1 else f"{len(other):,} cells that show"
        said = f"{many} another number than is in it by its format: {_named([cell.place for cell in other])}"
        if len(other) > 1:
            said = said.replace("in it by its format", "in them by their format")
        begins = f"; {first.place.column}{first.place.row} shows {told}"
        yield _ask("shown_otherwise", quarter, first.place, said + begins, "numbers shown as they are")


def _at(place: Place) -> tuple[int, int]:
    return place.row, number(place.column)


def _named(places: Sequence[Place]) -> str:
    told = ", ".join(f"{place.column}{place.row}" for place in places[:_CELLS])
    return told + (" and more" if len(places) > _CELLS else "")


def _quoted(text: str) -> str:
    """What a cell shows, cut short and with nothing in it that cannot be seen."""
    return f"“{''.join(c for c in text if unicodedata.category(c) not in HIDDEN)[:12]}”"


def _left_out(
    sheet: Sheet, quarters: Collection[Quarter], context: Context, names: Mapping[str, str]
) -> Iterator[Finding]:
    """A hidden sheet with a table of counts, of which nothing is taken: asked of each quarter that is taken."""
    held = table.find([replace(sheet, hidden=False)], names)
    if not held.rows:
        return
    within = sorted({quarter for row in held.rows if (quarter := quarter_of(row, context)) is not None})
    told = f" for {', '.join(words.of(q) for q in within[:3])}{' and more' if within[3:] else ''}" if within else ""
    said = f"the hidden sheet {sheet.name[:40]} with counts{told}, which is not read"
    place = Place(sheet=sheet.name)
    asked: list[Quarter | None] = [*sorted(quarters)]
    for taken in asked or [None]:
        yield _ask("hidden_sheet", taken, place, said, "sheets that can be seen, or none besides", sheet.name)


def _ask(rule: str, quarter: Quarter | None, place: Place, found: str, expected: str, beside: str = "") -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.CONFIRM,
        place=place,
        found=found,
        expected=expected,
        todo=_LOOK,
        consequence="What is sent is not what the spreadsheet shows.",
        quarter=str(quarter or ""),
        beside=beside,
        told=False,
    )


def _spans(numbers: Sequence[int], name: Callable[[int], str]) -> str:
    """Numbers in order as spans: `2 to 10, 14`."""
    begins = [n for n in numbers if n - 1 not in numbers]
    ends = [n for n in numbers if n + 1 not in numbers]
    spans = (name(a) if a == b else f"{name(a)} to {name(b)}" for a, b in zip(begins, ends, strict=True))
    return ", ".join(islice(spans, _MOST)) + (" and more" if len(begins) > _MOST else "")
