"""A copy of a received file with the cells at fault marked, to be corrected in place."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.core.finding import Finding, Severity
from dashboard.intake.grids import number
from dashboard.intake.table import Sheet

_FILL = {
    Severity.CRITICAL: PatternFill("solid", fgColor="F4B6B0"),
    Severity.CONFIRM: PatternFill("solid", fgColor="FBE7A1"),
}


def copy(sheets: Sequence[Sheet], findings: Sequence[Finding]) -> bytes:
    """A new workbook with the cells of the file as text. Runs in the child process: a large file takes seconds."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for sheet in (sheet for sheet in sheets if not sheet.hidden):
        page = book.create_sheet((sheet.name or "Counts")[:31])
        for row in sheet.rows:
            page.append([_plain(cell) for cell in row])
        _mark(page, [f for f in findings if f.place.sheet == sheet.name])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(cell: str) -> str:
    """A cell as text that no spreadsheet runs."""
    return f"'{cell}" if cell[:1] in ("=", "+", "@") else cell


def _mark(page: Worksheet, findings: Sequence[Finding]) -> None:
    for finding in findings:
        if finding.place.row:
            column = number(finding.place.column) + 1 if finding.place.column else 1
            cell = page.cell(finding.place.row, column)
            cell.fill = _FILL[finding.severity]
            cell.comment = Comment(finding.words[:800], "Fourth Option")
