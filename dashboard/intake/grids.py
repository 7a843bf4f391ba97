"""Bytes to grids of text. Runs only in the child process that `sandbox` starts, because a file may be hostile.

Limits: 5 MB received, 60 MB unpacked, 20,000 rows, 64 columns, 400 characters a cell, 12 sheets.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any
from xml.parsers import expat

from dashboard.intake.folds import Folds, Overlapping, number
from dashboard.intake.looks import Styles
from dashboard.intake.seen import Run, Seen, shared

MOST_BYTES, MOST_UNPACKED = 5_000_000, 60_000_000
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS, MOST_SHEETS = 20_000, 64, 400, 12

HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs"})  # kinds of characters that cannot be seen
_IN_NUMBERS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_CELL = re.compile(r"([A-Z]{1,4})([0-9]{1,8})\Z")


class Unreadable(Exception):
    """A file that cannot be read: which rule of `findings` it breaks, where, and the values that are said of it."""

    def __init__(self, rule: str, *, sheet: str = "", row: int = 0, column: str = "", **values: str | int) -> None:
        self.told = {"rule": rule, "values": values, "place": {"sheet": sheet, "row": row, "column": column}}
        super().__init__(rule)


def read(body: bytes) -> dict[str, Any]:
    """`{"kind": …, "sheets": [{"name": …, "rows": [[text]]}]}`, for a workbook also what of each sheet is
    not seen. Unreadable if it cannot be read."""
    if not body:
        raise Unreadable("empty_file")
    if len(body) > MOST_BYTES:
        raise Unreadable("too_large", size=len(body), most=MOST_BYTES)
    if body[:4] == b"PK\x03\x04":
        return {"kind": "xlsx", "sheets": _workbook(body)}
    if body[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable("old_or_locked_workbook", what="old")
    if body[:5] == b"%PDF-":
        raise Unreadable("not_a_table", what="pdf")
    return {"kind": "csv", "sheets": [{"name": "", "rows": _text(body)}]}


def _text(body: bytes) -> list[list[str]]:
    text = _decoded(body)
    if "\x00" in text:
        raise Unreadable("not_a_table", what="bytes")
    csv.field_size_limit(MOST_BYTES)
    head = [_IN_NUMBERS.sub("", line) for line in text.splitlines()[:40] if line.strip()]
    delimiter = max((",", ";", "\t", "|"), key=lambda d: sum(line.count(d) for line in head))
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            _check_size(len(rows) + 1, len(row), "")
            rows.append([_cell(value, "", len(rows) + 1, number) for number, value in enumerate(row)])
    except csv.Error as error:
        raise Unreadable("not_a_table", what="line", error=str(error), row=len(rows) + 1) from None
    return rows


def _decoded(body: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return _try(body, encoding)
    zeros = body[:400].count(0)
    if zeros > len(body[:400]) // 4:  # UTF-16 without its mark: every other byte of plain text is nought
        return _try(body, "utf-16-le" if body[1:2] == b"\x00" else "utf-16-be")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _try(body, "cp1252")


def _try(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise Unreadable("unknown_encoding", row=line) from None


def _check_size(rows: int, columns: int, sheet: str) -> None:
    if rows > MOST_ROWS:
        raise Unreadable("too_many_rows", most=MOST_ROWS, sheet=sheet, row=rows)
    if columns > MOST_COLUMNS:
        raise Unreadable("too_many_columns", columns=columns, most=MOST_COLUMNS, sheet=sheet, row=rows)


def _cell(value: str, sheet: str, row: int, column: int) -> str:
    text = unicodedata.normalize("NFC", value).replace("\xa0", " ").replace("\u202f", " ").strip()
    where: dict[str, Any] = {"sheet": sheet, "row": row, "column": letters(column)}
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("cell_too_long", length=len(text), most=MOST_CHARACTERS, **where)
    for character in text:
        if character not in "\t\n\r" and unicodedata.category(character) in HIDDEN:
            raise Unreadable("hidden_character", character=f"U+{ord(character):04X}", **where)
    return " ".join(text.split())


def letters(index: int) -> str:
    """Column 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _workbook(body: bytes) -> list[dict[str, Any]]:
    """The sheets. What a broken archive raises ends the child, and the parent says that it cannot be opened."""
    archive = zipfile.ZipFile(io.BytesIO(body))
    _check_archive(archive)
    named = _sheet_files(archive)
    loose = [n for n in archive.namelist() if n.startswith("xl/worksheets/") and n.endswith(".xml") and n not in named]
    styles = _styles(archive)
    rich = _rich(archive, styles)
    unseen = {name: _scan(archive.read(file), name, styles, rich) for file, name in named.items()}
    for file in loose:
        _scan(archive.read(file), "", styles, rich)
    return _values(body, unseen)


def _sheet_files(archive: zipfile.ZipFile) -> dict[str, str]:
    """The file of each sheet with its name, as the workbook says, wherever it is kept."""
    parts = _elements(archive.read("xl/workbook.xml"))
    names = {about.get("r:id", ""): about.get("name", "") for tag, about in parts if tag == "sheet"}
    found: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in archive.namelist():
        for tag, about in _elements(archive.read("xl/_rels/workbook.xml.rels")):
            target = about.get("Target", "")
            file = target.removeprefix("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            if tag == "Relationship" and about.get("Id") in names and file in archive.namelist():
                found[file] = names[about["Id"]]
    return found


def _styles(archive: zipfile.ZipFile) -> Styles:
    """How cells can look; a part is read by what it is called at its end, wherever it is kept."""
    kept = {name.lower().rpartition("/")[2]: name for name in archive.namelist() if name.lower().endswith(".xml")}
    parts = (_elements(archive.read(kept[name])) if name in kept else [] for name in ("styles.xml", "theme1.xml"))
    return Styles(*parts)


def _rich(archive: zipfile.ZipFile, styles: Styles) -> dict[int, tuple[Run, ...]]:
    file = next((n for n in archive.namelist() if n.lower().endswith("sharedstrings.xml")), "")
    return shared(archive.read(file), styles, refuse=_doctype) if file else {}


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, about: found.append((tag.rpartition(":")[2], about))
    parser.StartDoctypeDeclHandler = _doctype
    parser.Parse(xml, True)
    return found


def _doctype(*_: Any) -> None:
    raise Unreadable("broken_workbook")


def _check_archive(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = [m.filename for m in members]
    if len(members) > 500 or sum(m.file_size for m in members) > MOST_UNPACKED:
        raise Unreadable("unpacks_too_large", most=MOST_UNPACKED // 1_000_000)
    if any(m.flag_bits & 1 for m in members):
        raise Unreadable("old_or_locked_workbook", what="locked")
    if "xl/workbook.xml" not in names:
        raise Unreadable("not_a_table", what="archive")
    if any("vbaproject" in n.lower() for n in names):  # a workbook opens its parts whatever their case
        raise Unreadable("macros")
    if any(n.startswith("xl/externalLinks/") for n in names):
        raise Unreadable("links_outside")


def _scan(xml: bytes, sheet: str, styles: Styles, rich: Mapping[int, tuple[Run, ...]]) -> dict[str, Any]:
    """Look at every filled cell's address before anything makes room for it; refuse formulas and errors. The answer is
    which rows (from 1) and columns (from 0) a person does not see: hidden, filtered away, folded or without height; and
    which cells, and what others show instead of what is in them; and which lie under another."""
    column, row, last, kind = "A", 1, 0, ""
    line, folds, seen = 0, Folds(MOST_ROWS, MOST_COLUMNS), Seen(styles, rich)

    def listen() -> None:
        if seen.asks:
            parser.CharacterDataHandler, parser.EndElementHandler = seen.text, seen.end

    def start(tag: str, about: dict[str, str]) -> None:
        nonlocal column, row, last, kind, line
        name = tag.rpartition(":")[2]
        where: dict[str, Any] = {"sheet": sheet, "row": row, "column": column}
        if name == "row":
            line = int(about.get("r") or line + 1)
            column, row = "", line
            folds.row(line, about)
        elif name == "col":
            folds.column(about)
        elif name == "sheetFormatPr":
            folds.sheet(about)
        elif name == "mergeCell":
            folds.merged(about)
        elif name == "c":
            kind = about.get("t", "")
            match = _CELL.match(about.get("r", ""))
            column, row = (match[1], int(match[2])) if match else (letters(number(column) + 1), line)
            seen.cell(row, number(column), int(about.get("s") or 0), kind)
            if kind == "inlineStr":
                listen()
        elif name == "sheetView":
            seen.zeros = about.get("showZeros", "1") in ("1", "true")
            listen()
        elif name == "f":
            raise Unreadable("formula", **where)
        elif name in ("v", "is"):
            if number(column) >= MOST_COLUMNS or row > max(MOST_ROWS, last + 1):
                raise Unreadable("far_cell", cell=f"{column}{row}"[:24], **where)
            _check_size(row, 0, sheet)
            if kind == "e":
                raise Unreadable("excel_error", **where)
            last = row
            seen.filled()
            seen.part(name, about)
        elif name in ("r", "t", "rPh", "color", "sz", "vertAlign", "strike"):
            seen.part(name, about)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    listen()
    parser.StartDoctypeDeclHandler = _doctype
    try:
        parser.Parse(xml, True)
    except Overlapping:
        raise Unreadable("broken_workbook", sheet=sheet) from None
    return {"hidden_rows": folds.rows, "hidden_columns": folds.columns, "pale": seen.pale, "shows": seen.shows,
            "folds": folds}  # fmt: skip


def _values(body: bytes, unseen: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The sheets that are seen, and after them those that are not and can be read."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    shown = [m.name for m in book.sheets_metadata if m.visible is SheetVisibleEnum.Visible]
    for name in shown:
        _cell(name, "", 0, 0)
    if len(shown) > MOST_SHEETS:
        raise Unreadable("too_many_sheets", many=len(shown))
    sheets: list[dict[str, Any]] = [_seen_sheet(name, _rows(book, name), unseen.get(name, {})) for name in shown]
    for name in [m.name for m in book.sheets_metadata if m.name not in shown][:MOST_SHEETS]:
        with suppress(Unreadable):  # nothing of it is taken, so nothing of it is refused
            _cell(name, "", 0, 0)
            sheets.append({"name": name, "rows": _rows(book, name), "hidden": True})
    return sheets


def _seen_sheet(name: str, rows: list[list[str]], unseen: dict[str, Any]) -> dict[str, Any]:
    """A sheet with what is not seen of it: cells that lie under another too, where anything is in them."""
    folds = unseen.pop("folds", None)
    return {"name": name, "rows": rows, "under": set(folds.under(rows)) if folds else set(), **unseen}


def _rows(book: Any, name: str) -> list[list[str]]:
    rows = []
    for index, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1):
        _check_size(index, len(row), name)
        rows.append([_cell(_shown(v), name, index, n) for n, v in enumerate(row)])
    return rows


def _shown(value: Any) -> str:
    """A value as a person would type it: 12.0 is 12, a date is ISO, a truth value is its word."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:f}"  # never 1.234, which could be 1,234
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value)
