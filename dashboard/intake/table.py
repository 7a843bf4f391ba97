"""From grids to the rows of a quarter: where the header is, what each column is, wide or long, and stray totals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.core.finding import CellAddress, Finding
from dashboard.core.ledger import COUNTS
from dashboard.intake.findings import finding
from dashboard.intake.grids import letters

PROGRAM, QUARTER, CALL_TYPE, MEASURE, VALUE, IGNORE = "program", "quarter", "call_type", "measure", "value", "ignore"
_KEYS: dict[str, str] = {
    "program": PROGRAM, "program id": PROGRAM,
    "quarter": QUARTER, "period": QUARTER, "reporting quarter": QUARTER,
    "call type": CALL_TYPE, "own label": CALL_TYPE, "nature": CALL_TYPE, "call nature": CALL_TYPE, "type": CALL_TYPE,
    "measure": MEASURE, "count of": MEASURE,
    "value": VALUE, "count": VALUE, "number": VALUE,
    "meaning": IGNORE, "note": IGNORE, "notes": IGNORE, "comment": IGNORE,
}  # fmt: skip
TOTALS = frozenset({"total", "totals", "grand total", "all", "all call types", "sum"})
_HEADER_WITHIN, _SURELY = 30, 4  # rows in which the header stands; count names that make a header by themselves


def plain(text: str) -> str:
    """A heading as it is compared: lower case, words only."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def _count_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for count in COUNTS.values():
        for name in (count.key, count.symbol):
            names[plain(name)] = count.key
    return names


_COUNT_NAMES = _count_names()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet (or the whole of a CSV file, without a name) as text, and what of it a person does not see: all of it,
    some rows (from 1) and columns (from 0), or some cells; and what other cells show instead of what is in them."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    pale: frozenset[tuple[int, int]] = frozenset()  # row from 1, column from 0
    under: frozenset[tuple[int, int]] = frozenset()  # the same, of those that lie under another
    shows: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """A text and where it stands."""

    text: str
    place: CellAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a file says of one quarter and call type, still as text."""

    program: Cell
    quarter: Cell
    call_type: Cell
    counts: Mapping[str, Cell]
    long: bool = False

    @property
    def is_total(self) -> bool:
        return plain(self.call_type.text) in TOTALS


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """The rows of a file, and what was wrong with its shape."""

    rows: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()
    unknown: tuple[str, ...] = ()  # headings that nobody has explained yet


def find(sheets: Sequence[Sheet], names: Mapping[str, str]) -> RawTable:
    """The one sheet with a header that is understood, of those that a person sees. `names` are the program's own
    headings, told before."""
    own = {plain(heading): column for heading, column in names.items()}
    sheets = [sheet for sheet in sheets if not sheet.hidden]
    found = [(sheet, index) for sheet in sheets for index in [_header(sheet, own, 2)] if index is not None]
    if not found:  # a table whose call type has a name that nobody has explained yet
        found = [(sheet, index) for sheet in sheets for index in [_header(sheet, own, _SURELY)] if index is not None]
    if not found:
        seen = next((" | ".join(c for c in row if c)[:120] for s in sheets for row in s.rows if any(row)), "")
        return RawTable(findings=(finding("wrong_template", text=seen),))
    if len(found) > 1:
        return RawTable(findings=(finding("two_tables", sheets=tuple(sheet.name for sheet, _ in found)),))
    return _table(*found[0], own)


def _meaning(heading: str, own: Mapping[str, str]) -> str:
    name = plain(heading)
    return own.get(name) or _KEYS.get(name) or _COUNT_NAMES.get(name, "")


def _header(sheet: Sheet, own: Mapping[str, str], least: int) -> int | None:
    """The row that names the columns, below any title rows; with fewer counts than is sure, it names the call type."""
    for index, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        meanings = [_meaning(cell, own) for cell in row if cell]
        known = sum(m in COUNTS or m in (MEASURE, VALUE) for m in meanings)
        if known >= least and (least >= _SURELY or CALL_TYPE in meanings):
            return index
    return None


def _table(sheet: Sheet, header: int, own: Mapping[str, str]) -> RawTable:
    columns, unknown, findings = _columns(sheet, header, own)
    here = CellAddress(sheet=sheet.name, row=header + 1)
    long = MEASURE in columns and VALUE in columns
    if long and any(key in columns for key in COUNTS):
        findings.append(finding("wide_and_long", here))
    if QUARTER not in columns:
        findings.append(finding("no_quarter", here))
    if CALL_TYPE not in columns:
        findings.append(finding("no_call_type", here))
    missing = tuple(key for key in COUNTS if key not in columns) if not long else ()
    if missing:
        findings.append(finding("missing_column", here, columns=missing))
    rows: tuple[Row, ...] = ()
    if not any(f.rule in ("no_quarter", "no_call_type", "same_column_twice") for f in findings):
        read = list(_long(sheet, header, columns, own) if long else _wide(sheet, header, columns))
        rows = tuple(read)
        if not rows or not any(c.text for r in rows for c in r.counts.values()):
            findings.append(finding("blank_template", CellAddress(sheet=sheet.name)))
            rows = ()
    return RawTable(rows=rows, findings=tuple(findings), unknown=tuple(dict.fromkeys(unknown)))


def _columns(sheet: Sheet, header: int, own: Mapping[str, str]) -> tuple[dict[str, int], list[str], list[Finding]]:
    """Where each column is that is understood, the headings that are not, and what is wrong with them."""
    headings, below = sheet.rows[header], sheet.rows[header + 1 :]
    columns: dict[str, int] = {}
    findings: list[Finding] = []
    unknown: list[str] = []
    for index, heading in enumerate(headings):
        meaning = _meaning(heading, own)
        place = CellAddress(sheet=sheet.name, row=header + 1, column=letters(index))
        if not heading and any(index < len(r) and r[index] for r in below):
            findings.append(finding("nameless_column", place, what="column"))
        elif heading and not meaning:
            unknown.append(heading)
            findings.append(finding("unknown_column", place, text=heading[:40]))
        elif meaning in columns and meaning != IGNORE:
            findings.append(finding("same_column_twice", place, meaning=meaning))
        elif meaning:
            columns[meaning] = index
    beyond = next((number for number, row in enumerate(below, header + 2) if any(row[len(headings) :])), None)
    if beyond:
        place = CellAddress(sheet=sheet.name, row=beyond, column=letters(len(headings)))
        findings.append(finding("nameless_column", place, what="cell"))
    return columns, unknown, findings


def _lines(sheet: Sheet, header: int, columns: Mapping[str, int]) -> Iterator[tuple[dict[str, Cell], int]]:
    for index, row in enumerate(sheet.rows[header + 1 :], header + 2):
        if any(row):
            cells = {}
            for name, at in columns.items():
                address = CellAddress(sheet=sheet.name, row=index, column=letters(at))
                cells[name] = Cell(row[at] if at < len(row) else "", address)
            yield cells, index


def _wide(sheet: Sheet, header: int, columns: Mapping[str, int]) -> Iterator[Row]:
    for cells, index in _lines(sheet, header, columns):
        if not any(cells[key].text for key in (CALL_TYPE, QUARTER, *COUNTS) if key in cells):
            continue
        nothing = Cell("", CellAddress(sheet=sheet.name, row=index))
        yield Row(
            program=cells.get(PROGRAM, nothing),
            quarter=cells[QUARTER],
            call_type=cells[CALL_TYPE],
            counts={key: cells[key] for key in COUNTS if key in cells},
        )


def _long(sheet: Sheet, header: int, columns: Mapping[str, int], own: Mapping[str, str]) -> Iterator[Row]:
    """One line a count: gathered into one row for each quarter and call type. A measure that is not known keeps its
    own words, so that a rule can name the cell."""
    known = {name: key for name, key in own.items() if key in COUNTS} | _COUNT_NAMES
    gathered: dict[tuple[str, str, str], tuple[dict[str, Cell], dict[str, Cell]]] = {}
    for cells, index in _lines(sheet, header, columns):
        nothing = Cell("", CellAddress(sheet=sheet.name, row=index))
        about = {PROGRAM: cells.get(PROGRAM, nothing), QUARTER: cells[QUARTER], CALL_TYPE: cells[CALL_TYPE]}
        same = (plain(about[PROGRAM].text), plain(about[QUARTER].text), plain(about[CALL_TYPE].text))
        _, counts = gathered.setdefault(same, (about, {}))
        measure = cells[MEASURE]
        key = known.get(plain(measure.text), f"?{measure.text}")
        counts[key if key not in counts else f"={key}"] = cells[VALUE]
    for about, counts in gathered.values():
        yield Row(program=about[PROGRAM], quarter=about[QUARTER], call_type=about[CALL_TYPE], counts=counts, long=True)
