"""The template of a program and quarter, made from the registry: own labels, last quarter in grey, definitions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dashboard import words
from dashboard.core.ledger import COUNTS, Missing
from dashboard.core.quarter import Quarter
from dashboard.intake.context import Context
from dashboard.intake.findings import RULES
from dashboard.voice import say
from dashboard.words import findings as spoken

_IDENTITY = ("program", "quarter", "call_type")
_GREY = Font(color="767676", italic=True)
_REASONS = (Missing.NOT_COLLECTED, Missing.NOT_REPORTED, Missing.LATE, Missing.NOT_APPLICABLE)


def _rows(context: Context, quarter: Quarter) -> list[list[str]]:
    return [[context.program.program_id, str(quarter), context.shown[t.key]] for t in context.call_types]


def as_csv(context: Context, quarter: Quarter) -> bytes:
    """A CSV with a row for each call type under the program's own label, and a column for each count."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([*_IDENTITY, *COUNTS])
    table.writerows([*row, *[""] * len(COUNTS)] for row in _rows(context, quarter))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_workbook(context: Context, quarter: Quarter) -> bytes:
    """A workbook: the table to fill in, the newest quarter published before it in grey, and what each count means."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = say("template-counts")
    _head(sheet, [*_IDENTITY, *COUNTS])
    for row in _rows(context, quarter):
        sheet.append(row)
    for index, count in enumerate(COUNTS.values(), len(_IDENTITY) + 1):
        sheet.cell(1, index).comment = Comment(f"{count.symbol}: {words.count_meaning(count.key)}", say("site-name"))
    _choices(book, sheet, context)
    _last(book.create_sheet(say("template-last")), context, quarter)
    _definitions(book.create_sheet(say("template-definitions")), context)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Worksheet, names: Sequence[str]) -> None:
    sheet.append(list(names))
    for index, name in enumerate(names, 1):
        cell = sheet.cell(1, index)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        cell.fill = PatternFill("solid", fgColor="EEF2F7")
        sheet.column_dimensions[get_column_letter(index)].width = max(12, min(26, len(name) + 2))
    sheet.freeze_panes = "D2" if len(names) > len(_IDENTITY) else "A2"


def _choices(book: Workbook, sheet: Worksheet, context: Context) -> None:
    """Drop-downs for the call type; for a count, a reminder of what may stand there."""
    names = [context.shown[t.key] for t in context.call_types]
    lists = book.create_sheet("Lists")
    for name in names:
        lists.append([name])
    lists.sheet_state = "hidden"
    labels = DataValidation(
        type="list", formula1=f"=Lists!$A$1:$A${len(names)}", allow_blank=False, showErrorMessage=True
    )
    labels.errorTitle, labels.error = say("template-call_type"), say("template-choose")
    sheet.add_data_validation(labels)
    labels.add(f"C2:C{len(names) + 1}")
    reminder = DataValidation(type=None, showInputMessage=True)
    reminder.promptTitle = say("template-count")
    reminder.prompt = say("template-reminder", reasons=", ".join(m.value for m in _REASONS))
    sheet.add_data_validation(reminder)
    reminder.add(f"D2:{get_column_letter(len(_IDENTITY) + len(COUNTS))}{len(names) + 1}")


def _last(sheet: Worksheet, context: Context, quarter: Quarter) -> None:
    """What was published for the newest quarter before it, for comparison only: this sheet is not read."""
    last = context.last(quarter)
    if last is None:
        _note(sheet, say("template-nothing_before"))
        return
    _note(sheet, say("template-published", quarter=words.of(last), before=words.before(last, quarter)))
    sheet.append(["", *map(words.count, COUNTS)])
    for key, row in context.published(last).items():
        values = [words.of(v) if isinstance(v, Missing) else v for v in row.counts.values()]
        sheet.append([context.shown[key], *values])
    for line in sheet.iter_rows():
        for cell in line:
            cell.font = _GREY


def _definitions(sheet: Worksheet, context: Context) -> None:
    _note(sheet, say("template-meanings"))
    sheet.append([say(f"template-{name}") for name in ("column", "symbol", "meaning")])
    for count in COUNTS.values():
        sheet.append([count.key, count.symbol, words.count_meaning(count.key)])
    _section(sheet, say("template-instead"), ((m.value, "", words.of(m)) for m in _REASONS))
    _section(
        sheet,
        say("template-call_types"),
        ((context.shown[t.key], t.key, words.kind_meaning(t)) for t in context.call_types),
    )
    rules = ((words.of(rule.severity), rule.name, spoken.rule(rule.name)) for rule in RULES.values())
    _section(sheet, say("template-rules"), rules)
    for column, width in (("A", 30), ("B", 24), ("C", 90)):
        sheet.column_dimensions[column].width = width


def _section(sheet: Worksheet, title: str, rows: Iterable[tuple[str, str, str]]) -> None:
    sheet.append([])
    sheet.append([title])
    sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    for row in rows:
        sheet.append(list(row))


def _note(sheet: Worksheet, text: str) -> None:
    sheet.append([text])
    sheet.cell(1, 1).font = Font(bold=True)
