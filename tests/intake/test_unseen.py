"""What a person does not see in their spreadsheet is asked about, with the rows and the quarter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.intake.check import Report, check
from dashboard.intake.context import Context
from dashboard.intake.folds import Folds
from dashboard.intake.grids import letters
from dashboard.words import findings as spoken
from tests.intake.files import HEAD, Rows, as_xlsx, calm, everywhere, hidden_copy, in_sheet, long, read, shipped, typed

TWO: Rows = [*calm(), *shipped("2026Q1", "2026Q1")[1:]]  # rows 2 to 10 are of July, rows 11 to 19 of January
Change = Callable[[Workbook, Worksheet], None]


def hidden(report: Report) -> list[tuple[str, str, str]]:
    return [(f.rule, f.quarter, spoken.found(f)) for f in report.findings if f.rule.startswith("hidden_")]


def rows(attribute: str, value: object) -> Change:
    """Rows 11 to 19 changed in a way that hides them."""

    def change(_: Workbook, sheet: Worksheet) -> None:
        for number in range(11, 20):
            setattr(sheet.row_dimensions[number], attribute, value)

    return change


def filtered(_: Workbook, sheet: Worksheet) -> None:
    """As a spreadsheet leaves it: a filter on the quarter, and what it does not let through hidden."""
    sheet.auto_filter.ref = "A1:T19"
    sheet.auto_filter.add_filter_column(1, ["2026Q3"])
    rows("hidden", True)(_, sheet)


def grouped(_: Workbook, sheet: Worksheet) -> None:
    sheet.row_dimensions.group(11, 19, outline_level=1, hidden=True)


@pytest.mark.parametrize("change", [rows("hidden", True), filtered, grouped, rows("height", 0.2)])
def test_rows_that_are_not_seen_are_asked_about_with_their_quarter(change: Change, about: Context) -> None:
    report = check(as_xlsx(TWO, change), about)
    found = "9 rows that are hidden in the spreadsheet: 11 to 19"
    assert hidden(report) == [("hidden_rows", "2026Q1", found)]
    assert report.clean
    (said,) = (spoken.whole(f) for f in report.findings if f.rule == "hidden_rows")
    assert said.startswith("Jan to Mar 2026: sheet Counts, row 11: ")


@pytest.mark.parametrize("said", [b'ht="0" customHeight="1"', b'hidden="true"', b'collapsed="1" hidden="1"'])
def test_a_row_is_hidden_however_the_file_says_it(said: bytes, about: Context) -> None:
    body = in_sheet(as_xlsx(calm()), b'<row r="4"', b'<row r="4" ' + said)
    assert hidden(check(body, about)) == [("hidden_rows", "2026Q3", "1 row that is hidden in the spreadsheet: 4")]


def columns(attribute: str, value: object) -> Change:
    def change(_: Workbook, sheet: Worksheet) -> None:
        for letter in ("E", "F", "T"):
            setattr(sheet.column_dimensions[letter], attribute, value)

    return change


def grouped_columns(_: Workbook, sheet: Worksheet) -> None:
    sheet.column_dimensions.group("E", "F", outline_level=1, hidden=True)
    sheet.column_dimensions["T"].hidden = True


@pytest.mark.parametrize("change", [columns("hidden", True), columns("width", 0.1), grouped_columns])
def test_columns_that_are_not_seen_are_asked_about(change: Change, about: Context) -> None:
    found = "3 columns that are hidden in the spreadsheet: E to F, T"
    assert hidden(check(as_xlsx(calm(), change), about)) == [("hidden_columns", "2026Q3", found)]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_with_counts_is_asked_about(state: str, about: Context) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        hidden_copy(book, sheet)
        book["Old"].sheet_state = state

    found = "the hidden sheet Old with counts for Jul to Sep 2026, which is not read"
    assert hidden(check(as_xlsx(calm(), change), about)) == [("hidden_sheet", "2026Q3", found)]


def test_counts_on_a_hidden_sheet_alone_are_not_read_and_that_is_said(about: Context) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        hidden_copy(book, sheet)
        sheet.delete_rows(1, 20)

    report = check(as_xlsx(calm(), change), about)
    assert not report.clean
    assert [rule for rule, _, _ in hidden(report)] == ["hidden_sheet"]


def test_hidden_lines_of_a_long_table_are_asked_about(about: Context) -> None:
    def change(_: Workbook, sheet: Worksheet) -> None:
        sheet.row_dimensions[5].hidden = True

    found = "1 row that is hidden in the spreadsheet: 5"
    assert hidden(check(as_xlsx(long(calm()), change), about)) == [("hidden_rows", "2026Q3", found)]


def test_hidden_rows_without_counts_are_nobodys_question(about: Context) -> None:
    def change(_: Workbook, sheet: Worksheet) -> None:
        sheet.insert_rows(1, 2)
        for number in (1, 2, 40):
            sheet.row_dimensions[number].hidden = True

    assert hidden(check(as_xlsx(calm(), change), about)) == []


def test_a_size_that_is_no_number_is_a_broken_file(about: Context) -> None:
    body = in_sheet(as_xlsx(calm()), b'<row r="2"', b'<row r="2" ht="tall"')
    assert [f.rule for f in check(body, about).findings] == ["broken_file"]


@settings(deadline=None, max_examples=60)
@given(st.sets(st.integers(1, 25)), st.sets(st.integers(0, 19)))
def test_each_quarter_is_asked_about_the_hidden_cells_that_it_is_read_from(
    about: Context, lines: set[int], places: set[int]
) -> None:
    report = read(TWO, about, hidden_rows=frozenset(lines), hidden_columns=frozenset(places))
    asked = {(rule, quarter) for rule, quarter, _ in hidden(report)}
    own = {"2026Q3": set(range(2, 11)), "2026Q1": set(range(11, 20))}
    expected = {("hidden_rows", quarter) for quarter, mine in own.items() if mine & lines}
    if places - {HEAD.index("program")}:
        expected |= {("hidden_columns", quarter) for quarter in own}
    assert asked == expected
    for _, _, found in hidden(report):
        assert len(found) <= 160
    shown = {letters(n) for n in range(20)} - {letters(n) for n in places}
    for rule, _, found in hidden(report):
        if rule == "hidden_columns":
            assert found.rsplit(" ", 1)[1] not in shown


RANGES = st.tuples(st.integers(1, 25), st.integers(0, 22), st.integers(0, 6), st.integers(0, 6))


@settings(deadline=None, max_examples=100)
@given(st.lists(RANGES, max_size=4), st.sets(st.tuples(st.integers(1, 30), st.integers(0, 25)), max_size=40))
def test_what_lies_under_merged_cells_is_all_but_the_first_of_each(
    ranges: list[tuple[int, int, int, int]], filled: set[tuple[int, int]]
) -> None:
    """Of cells that are filled; cells that overlap another merge keep what the last of them says."""
    folds, under = Folds(20, 24), dict[tuple[int, int], bool]()
    for top, left, more_rows, more_columns in ranges:
        folds.merged({"ref": f"{letters(left)}{top}:{letters(left + more_columns)}{top + more_rows}"})
        for row in range(top, min(top + more_rows, 20) + 1):
            for column in range(left, min(left + more_columns, 23) + 1):
                under[row, column] = (row, column) != (top, left)
    rows = [["x" if (row, column) in filled else "" for column in range(24)] for row in range(1, 21)]
    assert set(folds.under(rows)) == {cell for cell in filled if under.get(cell)}


def test_merged_cells_that_overlap_beyond_all_sense_are_a_broken_file(about: Context) -> None:
    """However many a file names, they cost no more than the cells that a sheet can have."""
    many = b"".join(b'<mergeCell ref="A1:XFD1048576"/>' for _ in range(5000))
    body = in_sheet(as_xlsx(calm()), b"</sheetData>", b"</sheetData><mergeCells>" + many + b"</mergeCells>")
    assert [f.rule for f in check(body, about).findings] == ["broken_workbook"]


@pytest.mark.parametrize("cells", ["A1:T1", "V2:Z10", "A12:T20", "B2", "nowhere"])
def test_merged_cells_without_counts_under_them_are_nobodys_question(cells: str, about: Context) -> None:
    def change(_: Workbook, sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "Counts of the quarter"

    merge = f'</sheetData><mergeCells><mergeCell ref="{cells}"/></mergeCells>'.encode()
    assert hidden(check(in_sheet(as_xlsx(calm(), change), b"</sheetData>", merge), about)) == []


SIZES = st.tuples(st.sampled_from(["", "0", "0.5", "3", "15"]), st.booleans())


@settings(deadline=None, max_examples=100)
@given(SIZES, st.dictionaries(st.integers(1, 12), st.sampled_from(["", "0", "15"])))
def test_a_row_is_as_high_as_it_says_or_else_as_the_sheet_says(default: tuple[str, bool], own: dict[int, str]) -> None:
    height, custom = default
    folds = Folds(12, 4)
    folds.sheet({"defaultRowHeight": height, "customHeight": "1" if custom else "0"} if height else {})
    for row in range(1, 13):
        folds.row(row, {"ht": own[row]} if own.get(row) else {})
    flat = custom and height != "" and float(height) < 3
    assert folds.rows == {row for row in range(1, 13) if (float(own[row]) < 3 if own.get(row) else flat)}


def test_the_builders_hide_nothing_by_themselves(about: Context) -> None:
    assert hidden(check(as_xlsx(TWO), about)) == []
    assert typed("3") == 3 and everywhere(calm())
