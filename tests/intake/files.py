"""Builders: a good file of a quarter as rows of text, as CSV and as a workbook, with a fault put in."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.core.ledger import COUNTS, Count, Missing
from dashboard.core.quarter import Quarter
from dashboard.intake.check import Report, _report
from dashboard.intake.context import Context
from dashboard.intake.grids import letters
from dashboard.intake.judge import judge
from dashboard.intake.table import Sheet
from dashboard.settings import ROOT

Rows = list[list[Any]]

QUARTER = Quarter(2026, 3)
HEAD = ["program", "quarter", "call_type", *COUNTS]


def shipped(of: str = "2026Q3", quarter: str = "2026Q3") -> Rows:
    """The header and the nine rows that the example ledger has for a quarter, written as another quarter's."""
    with (ROOT / "data/example/ledger.csv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["quarter"] == of]
    return [
        list(HEAD),
        *[[line["program_id"], quarter, line["call_type"], *[line[k] for k in COUNTS]] for line in lines],
    ]


EACH = {"not_triaged": 1, "felt_safe": -1, "followup_due": 1}  # how each call type differs from the quarter before
ONE = {"eligible": 2, "offered": 2, "lost_in_transfer": 1, "reached_clinician": 1, "resolved_by_phone": 2,
        "mobile_team_sent": -2, "ems_fire_sent": 1, "police_sent": 1, "other_outcome": -1, "backup_requested": 1,
        "no_contact": 1, "safety_answers": 1, "followup_reached": 1}  # fmt: skip


def calm() -> Rows:
    """A quarter that no rule has a word to say about: near the quarter before it, and no call type and no column of it
    copied from there."""
    rows = shipped(of="2026Q2")
    for row in rows[1:]:
        for name, more in {**EACH, **(ONE if row[2] == "welfare_check" else {})}.items():
            row[HEAD.index(name)] = str(int(row[HEAD.index(name)]) + more)
    return rows


def column(name: str) -> str:
    """The letter under which a column of the template stands."""
    return letters(HEAD.index(name))


def put(rows: Sequence[Sequence[Any]], row: int, **values: Any) -> Rows:
    """The rows with cells of a row changed; rows count from 1, the header."""
    changed = [list(r) for r in rows]
    for name, value in values.items():
        changed[row - 1][HEAD.index(name)] = value
    return changed


def everywhere(rows: Sequence[Sequence[Any]], **values: Any) -> Rows:
    """The rows with the same change in each but the header."""
    return [list(rows[0]), *[put([row], 1, **values)[0] for row in rows[1:]]]


def without(rows: Sequence[Sequence[Any]], *names: str) -> Rows:
    """The rows without some columns."""
    return [[cell for name, cell in zip(HEAD, row, strict=True) if name not in names] for row in rows]


def total(rows: Sequence[Sequence[Any]], name: str = "Total", **values: Any) -> Rows:
    """The rows and a row of their sums."""
    sums = [sum(int(row[HEAD.index(key)]) for row in rows[1:]) for key in COUNTS]
    return put([*rows, ["example_county", rows[1][1], name, *map(str, sums)]], len(rows) + 1, **values)


def long(rows: Sequence[Sequence[Any]]) -> Rows:
    """The same counts with one line for each."""
    lines = [[*row[:3], key, cell] for row in rows[1:] for key, cell in zip(COUNTS, row[3:], strict=True)]
    return [["program", "quarter", "call_type", "measure", "value"], *lines]


def as_csv(
    rows: Sequence[Sequence[Any]], encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n", mark: bytes = b""
) -> bytes:
    """The rows as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return mark + out.getvalue().encode(encoding)


def typed(cell: Any) -> Any:
    """A whole number as a number, as a spreadsheet keeps it."""
    return int(cell) if isinstance(cell, str) and cell.isascii() and cell.isdecimal() else cell


def as_xlsx(rows: Sequence[Sequence[Any]], change: Callable[[Workbook, Worksheet], object] = lambda *_: None) -> bytes:
    """The rows as a workbook with one sheet, with a change put in before it is saved."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Counts"
    for row in rows:
        sheet.append([typed(cell) for cell in row])
    change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(body: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """A workbook with a change made to the parts of its archive."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def in_sheet(body: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook with a text of its first sheet's XML replaced."""

    def change(parts: dict[str, bytes]) -> None:
        assert old in parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(old, new, 1)

    return repacked(body, change)


def read(rows: Sequence[Sequence[Any]], about: Context, **sheet: Any) -> Report:
    """The report on these rows, read in this process: fast, for laws. `sheet` says what of it is hidden."""
    texts = tuple(tuple(map(str, row)) for row in rows)
    return _report(json.loads(json.dumps(judge([Sheet("Counts" if sheet else "", texts, **sheet)], about, {}))), about)


def count(cell: Any) -> Count:
    """What a cell of a good file means."""
    return int(cell) if str(cell).isdecimal() else Missing(cell)


def counts(rows: Sequence[Sequence[Any]]) -> dict[str, Mapping[str, Count]]:
    """What a good file means, by call type."""
    return {row[2]: dict(zip(COUNTS, map(count, row[3:]), strict=True)) for row in rows[1:]}


def hidden_copy(book: Workbook, _: Worksheet) -> None:
    """The shipped counts once more, on a sheet that nobody sees."""
    other = book.create_sheet("Old")
    for row in shipped():
        other.append(row)
    other.sheet_state = "hidden"
