"""The same counts, however a program happens to save them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard import words
from dashboard.core.ledger import COUNTS, Missing
from dashboard.core.quarter import Quarter
from dashboard.intake.check import Report, check
from dashboard.intake.context import Context
from dashboard.words import findings as spoken
from tests.intake.files import HEAD, QUARTER, Rows, as_csv, as_xlsx, calm, counts, everywhere, long, put, shipped, total

TITLE: Rows = [["Example County, calls by type"], ["July to September 2026, as exported"], []]
OWN = {
    "mental_health_crisis": "25A Psychiatric",
    "suicidal_ideation": "25B Suicidal",
    "welfare_check": "CKWEL Check welfare",
    "quality_of_life": "DISTB Disturbance",
    "substance_use": "INTOX Intoxicated",
    "unsheltered": "UNSHL Encampment or person down",
    "trespass": "TRESP Trespass",
    "verbal_dispute": "VERBL Verbal only",
    "other": "ASSIST Assist public",
}


def grouped(separator: str) -> Rows:
    """The rows with thousands set apart."""
    return [calm()[0], *[[*row[:3], *[f"{int(c):,}".replace(",", separator) for c in row[3:]]] for row in calm()[1:]]]


def headings(name: Callable[[str], str]) -> Rows:
    return [[*calm()[0][:3], *map(name, COUNTS)], *calm()[1:]]


def labelled() -> Rows:
    return [calm()[0], *[[row[0], row[1], OWN[row[2]], *row[3:]] for row in calm()[1:]]]


def shuffled(rows: Sequence[Sequence[Any]]) -> Rows:
    """The columns in another order."""
    return [list(reversed(row)) for row in rows]


def merged_title(_: Workbook, sheet: Worksheet) -> None:
    sheet.insert_rows(1, 3)
    sheet["A1"] = "Example County, calls by type"
    sheet.merge_cells("A1:T2")


def blank_edges(_: Workbook, sheet: Worksheet) -> None:
    for row in range(12, 30):
        sheet.cell(row, 1, " ")
    for letter in range(21, 25):
        sheet.cell(2, letter, "")


def hidden_list(book: Workbook, _: Worksheet) -> None:
    """A hidden sheet without counts, as templates and add-ins have one: nothing of it is sent or left out."""
    other = book.create_sheet("Lists")
    for name in OWN.values():
        other.append([name])
    other.sheet_state = "veryHidden"


def floats(_: Workbook, sheet: Worksheet) -> None:
    for line in sheet.iter_rows(min_row=2, min_col=4):
        for cell in line:
            cell.value = float(cell.value)
            cell.number_format = "0.00"


def with_chart(book: Workbook, _: Worksheet) -> None:
    book.create_chartsheet("Chart")


GOOD: dict[str, Callable[[], bytes]] = {
    "utf8.csv": lambda: as_csv(calm()),
    "utf8_with_mark.csv": lambda: as_csv(calm(), mark=b"\xef\xbb\xbf"),
    "utf16_little.csv": lambda: as_csv(calm(), "utf-16-le", mark=b"\xff\xfe"),
    "utf16_big.csv": lambda: as_csv(calm(), "utf-16-be", mark=b"\xfe\xff"),
    "utf16_without_mark.csv": lambda: as_csv(calm(), "utf-16-le"),
    "utf16_big_without_mark.csv": lambda: as_csv(calm(), "utf-16-be"),
    "windows.csv": lambda: as_csv([["Señal “uno” – résumé"], *calm()], "cp1252"),
    "semicolons.csv": lambda: as_csv(calm(), delimiter=";"),
    "tabs.csv": lambda: as_csv(calm(), delimiter="\t"),
    "bars.csv": lambda: as_csv(calm(), delimiter="|"),
    "unix_lines.csv": lambda: as_csv(calm(), end="\n"),
    "old_mac_lines.csv": lambda: as_csv(calm(), end="\r"),
    "no_last_newline.csv": lambda: as_csv(calm()).rstrip(),
    "unicode_tabs.txt": lambda: as_csv(calm(), "utf-16-le", "\t", mark=b"\xff\xfe"),
    "commas_for_thousands.csv": lambda: as_csv(grouped(",")),
    "spaces_for_thousands.csv": lambda: as_csv(grouped(" ")),
    "nbsp_for_thousands.csv": lambda: as_csv(grouped("\xa0")),
    "narrow_nbsp_for_thousands.csv": lambda: as_csv(grouped("\u202f")),
    "thin_spaces_for_thousands.csv": lambda: as_csv(grouped("\u2009")),
    "apostrophes_for_thousands.csv": lambda: as_csv(grouped("’")),
    "semicolons_and_commas_for_thousands.csv": lambda: as_csv(grouped(","), delimiter=";"),
    "title_rows.csv": lambda: as_csv([*TITLE, *calm()]),
    "title_rows.xlsx": lambda: as_xlsx([*TITLE, *calm()]),
    "merged_title.xlsx": lambda: as_xlsx(calm(), merged_title),
    "total.csv": lambda: as_csv(total(calm())),
    "grand_total.xlsx": lambda: as_xlsx(total(calm(), "Grand total")),
    "total_first.csv": lambda: as_csv([calm()[0], total(calm())[-1], *calm()[1:]]),
    "blank_total.csv": lambda: as_csv(total(calm(), **dict.fromkeys(COUNTS, ""))),
    "symbols.csv": lambda: as_csv(headings(lambda key: COUNTS[key].symbol)),
    "names.csv": lambda: as_csv(headings(words.count)),
    "symbols_and_names.csv": lambda: as_csv(headings(lambda key: f"{COUNTS[key].symbol}: {words.count(key).upper()}")),
    "names.xlsx": lambda: as_xlsx(headings(lambda key: words.count(key).title())),
    "other_headings.csv": lambda: as_csv(put(calm(), 1, program="Program ID", quarter="Period", call_type="Call Nature")),
    "other_order.csv": lambda: as_csv(shuffled(calm())),
    "own_labels.csv": lambda: as_csv(labelled()),
    "own_labels_in_capitals.csv": lambda: as_csv([labelled()[0], *[[*r[:2], r[2].upper(), *r[3:]] for r in labelled()[1:]]]),
    "long.csv": lambda: as_csv(long(calm())),
    "long.xlsx": lambda: as_xlsx(long(calm())),
    "long_in_any_order.csv": lambda: as_csv([long(calm())[0], *reversed(long(calm())[1:])]),
    "long_symbols.csv": lambda: as_csv([long(calm())[0], *[[*r[:3], COUNTS[r[3]].symbol, r[4]] for r in long(calm())[1:]]]),
    "without_program.csv": lambda: as_csv([row[1:] for row in calm()]),
    "blank_program.csv": lambda: as_csv(everywhere(calm(), program="")),
    "program_by_name.csv": lambda: as_csv(everywhere(calm(), program="Clinician Call Line")),
    "program_in_full.csv": lambda: as_csv(everywhere(calm(), program="Example County: Clinician Call Line")),
    "fiscal_quarter.csv": lambda: as_csv(everywhere(calm(), quarter="FY2027 Q1")),
    "quarter_with_a_dash.csv": lambda: as_csv(everywhere(calm(), quarter="2026-Q3")),
    "notes.csv": lambda: as_csv([[*row, note] for row, note in zip(calm(), ["Notes", *["as counted"] * 9], strict=True)]),
    "nbsp.csv": lambda: as_csv(everywhere(calm(), quarter="\xa02026Q3\xa0")),
    "spaces.csv": lambda: as_csv([[f"  {cell} " for cell in row] for row in calm()]),
    "blank_lines.csv": lambda: as_csv([[], *[line for row in calm() for line in (row, [])], [""] * 20]),
    "blank_columns.csv": lambda: as_csv([[*row, "", "", ""] for row in calm()]),
    "blank_edges.xlsx": lambda: as_xlsx(calm(), blank_edges),
    "empty_sheet_beside.xlsx": lambda: as_xlsx(calm(), lambda book, _: book.create_sheet("Sheet2")),
    "hidden_list_beside.xlsx": lambda: as_xlsx(calm(), hidden_list),
    "chart_sheet_beside.xlsx": lambda: as_xlsx(calm(), with_chart),
    "plain.xlsx": lambda: as_xlsx(calm()),
    "floats.xlsx": lambda: as_xlsx(calm(), floats),
    "numbers_as_text.xlsx": lambda: as_xlsx([[f"{cell} " for cell in row] for row in calm()]),
    "moved.xlsx": lambda: as_xlsx(calm(), lambda _, sheet: sheet.move_range("A1:T10", rows=5, cols=3)),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_reads_to_the_same_counts(name: str, about: Context) -> None:
    report = check(GOOD[name](), about)
    assert [spoken.whole(f) for f in report.findings] == []
    assert report.clean
    assert read(report) == counts(calm())


def read(report: Report, quarter: Quarter = QUARTER) -> dict[str, dict[str, int | Missing]]:
    return {call_type: dict(row) for call_type, row in report.counts(quarter).items()}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("not collected", Missing.NOT_COLLECTED),
        ("Not Collected", Missing.NOT_COLLECTED),
        ("not_collected", Missing.NOT_COLLECTED),
        ("not reported yet", Missing.NOT_REPORTED),
        ("late", Missing.LATE),
        ("not applicable", Missing.NOT_APPLICABLE),
    ],
)
def test_a_reason_in_words_is_kept_as_the_reason(said: str, meant: Missing, about: Context) -> None:
    for body in (as_csv(everywhere(calm(), felt_safe=said)), as_xlsx(everywhere(calm(), felt_safe=said))):
        report = check(body, about)
        assert report.findings == ()
        assert {row["felt_safe"] for row in read(report).values()} == {meant}


def test_a_zero_is_a_zero(about: Context) -> None:
    assert read(check(as_csv(calm()), about))["other"]["backup_requested"] == 0


def test_an_own_heading_is_explained_once(about: Context) -> None:
    own = put(calm(), 1, offered="Handed to a clinician", felt_safe="Q7 yes")
    rows = [[*row, extra] for row, extra in zip(own, ["Supervisor", *"abcdefghi"], strict=True)]
    first = check(as_csv(rows), about)
    assert first.unknown == ("Handed to a clinician", "Q7 yes", "Supervisor")
    assert not first.clean
    names = {"handed to a CLINICIAN": "offered", "Q7 yes": "felt_safe", "Supervisor": "ignore"}
    second = check(as_csv(rows), about, names)
    assert second.findings == ()
    assert read(second) == counts(calm())


def test_several_quarters_in_one_file_are_several_quarters(about: Context) -> None:
    both = [*shipped("2026Q1", "2026Q1"), *calm()[1:]]
    for body in (as_csv(both), as_xlsx(both), as_csv(long(both))):
        report = check(body, about)
        assert [q.quarter for q in report.quarters] == [Quarter(2026, 1), QUARTER]
        assert report.clean
        assert read(report) == counts(calm())
        assert read(report, Quarter(2026, 1)) == counts(shipped("2026Q1"))


def test_a_quarter_under_both_of_its_names_is_one_quarter(about: Context) -> None:
    report = check(as_csv([*calm()[:5], *everywhere(calm(), quarter="FY2027 Q1")[5:]]), about)
    assert [q.quarter for q in report.quarters] == [QUARTER]
    assert read(report) == counts(calm())


def test_what_is_asked_is_asked_about_a_quarter(about: Context) -> None:
    report = check(as_csv([*shipped(), *shipped("2026Q1", "2026Q1")[1:]]), about)
    assert report.clean
    assert {f.rule for f in report.of(QUARTER)} == {"jump"}
    assert {f.rule for f in report.of(Quarter(2026, 1))} == {"too_many_unaccounted"}
    assert {f.key for f in report.findings} == {f.key for q in report.quarters for f in report.of(q.quarter)}


def test_every_column_of_a_good_file_is_one_of_the_ledger() -> None:
    assert HEAD[3:] == list(COUNTS)


def test_small_counts_of_people_are_taken_as_they_are(about: Context) -> None:
    report = check(as_csv(put(calm(), 10, not_triaged="9", followup_due="10")), about)
    assert report.clean
    assert report.counts(QUARTER)["other"]["not_triaged"] == 9
