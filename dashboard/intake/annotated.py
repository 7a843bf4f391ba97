"""A copy of a received file with the cells at fault marked, to be corrected in place."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.core.finding import CellAddress, Severity
from dashboard.intake.folds import number
from dashboard.intake.table import Sheet

_FILL = {
    Severity.CRITICAL: PatternFill("solid", fgColor="F4B6B0"),
    Severity.CONFIRM: PatternFill("solid", fgColor="FBE7A1"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What is written at a place of the copy."""

    place: CellAddress
    severity: Severity
    words: str


def copy(sheets: Sequence[Sheet], marks: Sequence[Mark]) -> bytes:
    """A new workbook with the cells of the file as text. Runs in the child process: a large file takes seconds."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for sheet in (sheet for sheet in sheets if not sheet.hidden):
        page = book.create_sheet((sheet.name or "Counts")[:31])
        for row in sheet.rows:
            page.append([_plain(cell) for cell in row])
        _mark(page, [mark for mark in marks if mark.place.sheet == sheet.name])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(cell: str) -> str:
    """A cell as text that no spreadsheet runs."""
    return f"'{cell}" if cell[:1] in ("=", "+", "@") else cell


def _mark(page: Worksheet, marks: Sequence[Mark]) -> None:
    for mark in marks:
        if mark.place.row:
            column = number(mark.place.column) + 1 if mark.place.column else 1
            cell = page.cell(mark.place.row, column)
            cell.fill = _FILL[mark.severity]
            cell.comment = Comment(mark.words[:800], "Fourth Option")
