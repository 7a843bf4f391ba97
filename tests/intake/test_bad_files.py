"""A bad file says where, what was found and what to do, and none of it can be published."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.core.finding import Severity
from dashboard.core.happening import Happening
from dashboard.core.ledger import COUNTS, OUTCOMES, Counts
from dashboard.core.privacy.withholding import release
from dashboard.core.quarter import Quarter
from dashboard.intake import findings, grids, template
from dashboard.intake.cells import ROW_RULES
from dashboard.intake.check import check
from dashboard.intake.context import Context, Declared
from dashboard.intake.rules import RULES
from dashboard.settings import ROOT
from dashboard.voice import voice_of
from dashboard.words import findings as spoken
from tests.core.test_life import life
from tests.intake.files import (
    HEAD,
    QUARTER,
    Rows,
    as_csv,
    as_xlsx,
    calm,
    column,
    everywhere,
    hidden_copy,
    in_sheet,
    long,
    put,
    read,
    repacked,
    shipped,
    total,
    typed,
    without,
)

Build = Callable[[Context], bytes]


@dataclass(frozen=True, slots=True)
class Bad:
    """A file, the rule that finds its fault, and where it stands (nothing: the fault is of the whole file)."""

    build: Build
    rule: str
    row: int = 0
    column: str = ""
    said: str = ""
    asks: bool = False
    about: Callable[[Context], Context] = lambda c: c


def cell(value: Any, rule: str, name: str = "eligible", said: str = "") -> Bad:
    """A CSV with one bad cell in its second row."""
    return Bad(lambda _: as_csv(put(calm(), 2, **{name: value})), rule, 2, column(name), said)


def sheet_cell(value: Any, rule: str, name: str = "eligible", said: str = "") -> Bad:
    """A workbook with one bad cell in its third row."""
    return Bad(lambda _: as_xlsx(put(calm(), 3, **{name: value})), rule, 3, column(name), said)


def rows(make: Callable[[], list[list[Any]]], rule: str, row: int = 0, letter: str = "", **more: Any) -> Bad:
    """A CSV of other rows than the good ones."""
    return Bad(lambda _: as_csv(make()), rule, row, letter, **more)


def raw(body: bytes, rule: str, row: int = 0, letter: str = "", said: str = "") -> Bad:
    return Bad(lambda _: body, rule, row, letter, said)


def book(
    change: Callable[[Workbook, Worksheet], object], rule: str, row: int = 0, letter: str = "", said: str = ""
) -> Bad:
    return Bad(lambda _: as_xlsx(calm(), change), rule, row, letter, said)


def parts(change: Callable[[dict[str, bytes]], object], rule: str, row: int = 0, letter: str = "") -> Bad:
    return Bad(lambda _: repacked(as_xlsx(calm()), change), rule, row, letter)


def xml(old: bytes, new: bytes, rule: str, row: int = 0, letter: str = "", said: str = "") -> Bad:
    return Bad(lambda _: in_sheet(as_xlsx(calm()), old, new), rule, row, letter, said)


def headed(**names: str) -> list[list[Any]]:
    return put(calm(), 1, **names)


def again(name: str) -> list[list[Any]]:
    """The third row once more, under another of its names."""
    return [*calm(), put([calm()[2]], 1, call_type=name)[0]]


def published(context: Context) -> Context:
    """The same where the quarter is published as shipped, so that a revision keeps its blocks."""
    rows = {row[2]: Counts(dict(zip(COUNTS, map(int, row[3:]), strict=True))) for row in shipped()[1:]}
    made = release(rows, [kind.key for kind in context.call_types])
    return replace(context, blocks={QUARTER: made.blocks})


def lived(*events: tuple[Happening, str] | tuple[Happening, str, str]) -> Callable[[Context], Context]:
    """The same for a program to which this happened."""
    return lambda context: replace(context, program=replace(context.program, life=life(*events)))


def only(newest: Quarter) -> Callable[[Context], Context]:
    """The same where this is the one quarter that was published."""
    return lambda context: replace(context, past={newest: {}}, rule_versions={newest: 2})


def white(_: Workbook, sheet: Worksheet) -> None:
    sheet["F3"].font = Font(color="FFFFFFFF")


def thousands(_: Workbook, sheet: Worksheet) -> None:
    sheet["D3"].number_format = "#,##0,"


def one_off(rows: Rows) -> Rows:
    """Each call type with the counts of the one above it, and the first with those of the last."""
    return [rows[0], *[[*row[:3], *rows[n or len(rows) - 1][3:]] for n, row in enumerate(rows[1:])]]


def ten_times(rows: Rows) -> Rows:
    return [rows[0], *[[*row[:3], *(f"{c}0" for c in row[3:])] for row in rows[1:]]]


def hide_rows(_: Workbook, sheet: Worksheet) -> None:
    for row in (3, 4, 5):
        sheet.row_dimensions[row].hidden = True


def hide_columns(_: Workbook, sheet: Worksheet) -> None:
    for letter in "FG":
        sheet.column_dimensions[letter].hidden = True


def merge(cells: str) -> Callable[[Workbook], bytes]:
    """A merge that keeps what lies under it, as only a program writes it."""
    end = f'</sheetData><mergeCells count="1"><mergeCell ref="{cells}"/></mergeCells>'.encode()
    return lambda _: in_sheet(as_xlsx(calm()), b"</sheetData>", end)


def formatted(about: bytes, old: bytes = b"", new: bytes = b"") -> bytes:
    """Sizes of what has none of its own, and a size of its own for something."""
    body = as_xlsx(calm())
    body = in_sheet(body, b'<sheetFormatPr baseColWidth="8" defaultRowHeight="15"', b"<sheetFormatPr " + about)
    return in_sheet(body, old, new) if old else body


def two_tables(names: list[str]) -> Callable[[Workbook, Worksheet], None]:
    def change(book: Workbook, _: Worksheet) -> None:
        for name in names:
            other = book.create_sheet(name)
            for row in calm():
                other.append([typed(value) for value in row])

    return change


def locked_archive(body: bytes) -> bytes:
    """The flag of a password on the first part of an archive, in both of its headers."""
    changed = bytearray(body)
    changed[6] |= 1
    changed[changed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def elsewhere(parts: dict[str, bytes]) -> None:
    """The sheet under another path of the archive, with a formula in it."""
    sheet = parts.pop("xl/worksheets/sheet1.xml")
    parts["xl/elsewhere.xml"] = re.sub(rb'(<c r="D2"[^>]*>)<v>', rb"\1<f>1+1</f><v>", sheet)
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        parts[name] = parts[name].replace(b"xl/worksheets/sheet1.xml", b"xl/elsewhere.xml")


def calendar_year(about: Context) -> Context:
    return replace(about, program=replace(about.program, fiscal_first_month=1))


def first_rule(about: Context) -> Context:
    return replace(about, declared=Declared(rule_version=1))


RIGHT_TO_LEFT, ZERO_WIDTH = "\u200f", "\u200b"
BAD: dict[str, Bad] = {
    # what a cell holds
    "negative_count.csv": cell("-3", "negative_count", said="'-3'"),
    "negative_in_brackets.csv": cell("(3)", "negative_count"),
    "true_minus_sign.csv": cell("\u22123", "negative_count"),
    "negative_count.xlsx": sheet_cell(-3, "negative_count"),
    "percentages.csv": cell("67%", "percentage", "offered"),
    "small_counts_hidden.csv": cell("<11", "hidden_count", "backup_requested"),
    "star_for_small_counts.csv": cell("*", "hidden_count", "backup_requested"),
    "blank_count.csv": cell("", "blank_count", said="empty"),
    "blank_count.xlsx": sheet_cell(None, "blank_count", "felt_safe", said="empty"),
    "spaces_for_a_count.csv": cell("   ", "blank_count"),
    "arabic_digits.csv": cell("\u0669\u0663\u0660", "not_a_count"),
    "fullwidth_digits.csv": cell("\uff19\uff13\uff10", "not_a_count"),
    "superscript_digit.csv": cell("93\u2070", "not_a_count"),
    "nan.csv": cell("nan", "not_a_count"),
    "infinity.csv": cell("inf", "not_a_count"),
    "1e3.csv": cell("1e3", "not_a_count"),
    "hexadecimal.csv": cell("0x3A2", "not_a_count"),
    "underscore.csv": cell("1_000", "not_a_count"),
    "words_for_a_count.csv": cell("about 900", "not_a_count"),
    "letter_o_for_zero.csv": cell("93O", "not_a_count"),
    "na.csv": cell("n/a", "not_a_count"),
    "dash.csv": cell("\u2014", "not_a_count"),
    "wrongly_grouped.csv": cell("9,30,000", "not_a_count"),
    "markup.csv": cell("<script>alert(1)</script>", "hidden_count"),
    "truth_value.xlsx": sheet_cell(True, "not_a_count", said="TRUE"),
    "date_for_a_count.xlsx": sheet_cell(date(2026, 7, 1), "not_a_count", said="2026"),
    "division_by_zero.xlsx": Bad(
        lambda _: in_sheet(
            as_xlsx(calm()), b'<c r="D3" t="n"><v>595</v>', b'<c r="D3" t="e"><v>#DIV/0!</v>'
        ), "excel_error", 3, "D", "#DIV/0!",
    ),
    "fraction.csv": cell("12.5", "fraction"),
    "decimal_comma.csv": cell("12,5", "fraction"),
    "fraction.xlsx": sheet_cell(12.5, "fraction"),
    "share_of_three_digits.csv": cell("0.125", "fraction"),
    "share_of_three_digits.xlsx": sheet_cell(0.125, "fraction", "felt_safe"),
    "average_of_three_digits.xlsx": sheet_cell(1.234, "fraction", "felt_safe"),
    "ten_million.csv": cell("10000000", "too_high"),
    "ten_million_grouped.csv": cell("10,000,000", "too_high"),
    "ten_million.xlsx": sheet_cell(10_000_000, "too_high"),
    "400_digits.csv": cell("9" * 400, "too_high"),
    "400_digits_grouped.csv": cell("999" + ",999" * 99, "too_high"),
    "401_digits.csv": cell("9" * 401, "cell_too_long", said="401"),
    "formula.csv": cell("=SUM(D3:D9)", "formula_as_text"),
    "reason_not_yours.csv": cell("withheld for privacy", "reason_not_yours"),
    "right_to_left_mark.csv": cell(f"9{RIGHT_TO_LEFT}30", "hidden_character", said="U+200F"),
    "zero_width_space.csv": cell(f"25A{ZERO_WIDTH} Psychiatric", "hidden_character", "call_type"),
    "right_to_left_mark.xlsx": sheet_cell(f"9{RIGHT_TO_LEFT}30", "hidden_character"),
    "1e15.xlsx": sheet_cell(1e15, "too_high"),
    # what a row is about
    "other_program.csv": cell("abq_acs", "other_program", "program"),
    "month_for_quarter.csv": cell("July 2026", "unknown_quarter", "quarter"),
    "quarter_five.csv": cell("2026Q5", "unknown_quarter", "quarter"),
    "quarter_alone.csv": cell("Q3", "unknown_quarter", "quarter"),
    "blank_quarter.csv": cell("", "unknown_quarter", "quarter", said="nothing"),
    "date_for_quarter.xlsx": sheet_cell(date(2026, 7, 1), "unknown_quarter", "quarter"),
    "fiscal_label_of_two_digits.csv": cell("FY27 Q1", "unknown_quarter", "quarter"),
    "fiscal_label_for_a_calendar_program.csv": Bad(
        lambda _: as_csv(everywhere(calm(), quarter="FY2027 Q1")), "unknown_quarter", 2, "B", about=calendar_year
    ),
    "future_quarter.csv": rows(lambda: everywhere(calm(), quarter="2027Q1"), "future_quarter", 2, "B"),
    "quarter_not_over.csv": rows(lambda: everywhere(calm(), quarter="2026Q4"), "future_quarter", 2, "B", said="8 more rows"),
    "last_quarter_of_all.csv": rows(lambda: everywhere(calm(), quarter="2200Q4"), "future_quarter", 2, "B"),
    "unknown_call_type.csv": cell("Alien landing", "unknown_call_type", "call_type"),
    "blank_call_type.csv": cell("", "unknown_call_type", "call_type", said="nothing"),
    "cyrillic_a_in_label.csv": cell("25\u0410 Psychiatric", "unknown_call_type", "call_type"),
    "another_script_after_a_label.csv": cell("other \u0430", "unknown_call_type", "call_type"),
    "arabic_digits_in_quarter.csv": cell("\u0662\u0660\u0662\u0666Q3", "unknown_quarter", "quarter"),
    "flag_for_a_call_type.csv": cell("REPEAT Known caller", "unknown_call_type", "call_type"),
    "unknown_measure.csv": rows(lambda: [*long(calm()), ["", "2026Q3", "other", "captured", "5"]], "unknown_measure", 155, "E"),
    "measure_twice.csv": rows(lambda: [*long(calm()), ["example_county", "2026Q3", "other", "E", "5"]], "measure_twice", 155, "E"),
    "duplicate_row.csv": rows(lambda: again("suicidal_ideation"), "duplicate_row", 11, "C"),
    "duplicate_under_own_label.csv": rows(lambda: again("25B Suicidal"), "duplicate_row", 11, "C"),
    # what must add up
    "parts_above_whole.csv": cell("931", "part_above_whole", "offered"),
    "followup_above_due.xlsx": sheet_cell(107, "part_above_whole", "followup_reached"),
    "part_of_nothing.csv": rows(lambda: put(calm(), 2, safety_answers="0"), "part_above_whole", 2, column("felt_safe")),
    "reached_is_not_offered_less_lost.csv": cell("648", "reached_is_offered_less_lost", "reached_clinician"),
    "more_reached_and_lost_than_eligible.csv": rows(
        lambda: put(calm(), 2, eligible="690", offered="not_collected"),
        "reached_and_lost_above_eligible", 2, column("eligible"), said="696",
    ),
    "outcomes_above_reached.csv": rows(
        lambda: put(calm(), 2, police_sent="900"), "outcomes_above_reached", 2, column("reached_clinician")
    ),
    "outcomes_above_reached_with_one_not_collected.csv": rows(
        lambda: put(calm(), 2, police_sent="900", other_outcome="not_collected"),
        "outcomes_above_reached", 2, column("reached_clinician"),
    ),
    "total_disagrees.csv": rows(lambda: total(calm(), eligible="3817"), "total_disagrees", 11, "D"),
    "total_disagrees.xlsx": Bad(lambda _: as_xlsx(total(calm(), offered=1)), "total_disagrees", 11, column("offered")),
    "total_without_a_row.csv": rows(lambda: [r for r in total(calm()) if r[2] != "other"], "vanished_call_type", said="No row for"),
    "wrong_total_and_right_total.csv": rows(
        lambda: [*total(calm(), eligible="1"), total(calm())[-1]], "total_disagrees", 11, "D"
    ),
    "nothing_eligible.csv": rows(lambda: everywhere(calm(), **dict.fromkeys(HEAD[3:], "0")), "nothing_eligible", asks=True),
    # what is asked
    "too_many_unaccounted.csv": rows(
        lambda: put(calm(), 2, **dict.fromkeys([*OUTCOMES, "safety_answers", "felt_safe"], "100")), "too_many_unaccounted", 2, column("reached_clinician"), asks=True
    ),
    "jump.csv": rows(lambda: put(calm(), 4, eligible="9000"), "jump", asks=True),
    "jump_of_one_call_type.csv": rows(
        lambda: put(calm(), 10, **dict.fromkeys(HEAD[3:], "0")), "jump", 10, "D", asks=True
    ),
    "vanished_call_type.csv": rows(lambda: calm()[:-1], "vanished_call_type", asks=True),
    "before_the_launch.csv": rows(lambda: everywhere(calm(), quarter="2022Q3"), "before_its_launch", 2, column("eligible"), said="began on Oct 1, 2022"),
    "a_century_before_the_launch.csv": rows(lambda: everywhere(calm(), quarter="1926Q3"), "before_its_launch", 2, column("eligible")),
    "after_the_end.csv": Bad(lambda _: as_csv(calm()), "outside_its_life", said="ended on Jun 30, 2026", asks=True, about=lived((Happening.ENDED, "2026-06-30"))),
    "after_a_merger.csv": Bad(lambda _: as_csv(calm()), "outside_its_life", said="became part of", asks=True, about=lived((Happening.MERGED_INTO, "2026-05", "houston_ccd"))),
    "in_a_pause.csv": Bad(lambda _: as_csv(calm()), "outside_its_life", said="paused in May 2026", asks=True, about=lived((Happening.PAUSED, "2026-05"), (Happening.RESUMED, "2026-10-01"))),
    "a_year_not_moved_on.csv": Bad(lambda _: as_csv(calm()), "not_the_next", said="three quarters later", asks=True, about=only(Quarter(2027, 2))),
    "long_ago_and_no_launch.csv": Bad(lambda _: as_csv(everywhere(calm(), quarter="1926Q3")), "too_long_ago", 2, "D", about=lambda c: lived()(only(QUARTER - 1)(c))),
    "the_same_counts.csv": rows(lambda: shipped(of="2026Q2"), "same_counts", said="all counts equal those of Apr to Jun 2026, the quarter before", asks=True),
    "all_late.csv": rows(lambda: everywhere(calm(), **dict.fromkeys(COUNTS, "late")), "no_count", 2, "D", said="late"),
    "hidden_rows.xlsx": Bad(lambda _: as_xlsx(calm(), hide_rows), "hidden_rows", 3, said="3 to 5", asks=True),
    "hidden_columns.xlsx": Bad(lambda _: as_xlsx(calm(), hide_columns), "hidden_columns", 2, "F", said="F to G", asks=True),
    "hidden_old_copy.xlsx": Bad(lambda _: as_xlsx(calm(), hidden_copy), "hidden_sheet", said="the hidden sheet Old with counts for Jul to Sep 2026", asks=True),
    "merged_over_a_quarter.xlsx": Bad(merge("B2:T10"), "hidden_under", 2, "C", said="170 cells under a merged cell, which shows another: C2, D2, E2 and more", asks=True),
    "merged_over_a_column.xlsx": Bad(merge("H2:I10"), "hidden_under", 2, "I", said="17 cells under a merged cell", asks=True),
    "merged_over_one_count.xlsx": Bad(merge("D3:E3"), "hidden_under", 3, "E", said="1 cell under a merged cell, which shows another: E3", asks=True),
    "columns_of_no_width.xlsx": Bad(lambda _: formatted(b'defaultColWidth="0" defaultRowHeight="15"', b"<sheetData>", b'<cols><col min="1" max="18" width="10"/></cols><sheetData>'), "hidden_columns", 2, "S", said="2 columns that are hidden in the spreadsheet: S to T", asks=True),
    "columns_of_no_base_width.xlsx": Bad(lambda _: formatted(b'baseColWidth="0" defaultRowHeight="15"', b"<sheetData>", b'<cols><col min="1" max="19" width="10"/></cols><sheetData>'), "hidden_columns", 2, "T", said="1 column that is hidden in the spreadsheet: T", asks=True),
    "rows_of_no_height.xlsx": Bad(lambda _: formatted(b'defaultRowHeight="0.5" customHeight="1"', b'<row r="3"', b'<row r="3" ht="15"'), "hidden_rows", 2, said="8 rows that are hidden in the spreadsheet: 2, 4 to 10", asks=True),
    "white_text.xlsx": Bad(lambda _: as_xlsx(calm(), white), "hidden_text", 3, "F", said="1 cell that cannot be seen", asks=True),
    "format_of_thousands.xlsx": Bad(lambda _: as_xlsx(calm(), thousands), "shown_otherwise", 3, "D", said="shows “1” for “595”", asks=True),
    "rows_one_off.csv": rows(lambda: one_off(calm()), "one_line_off", said="like those of the call type above it", asks=True),
    "one_nought_too_many.csv": rows(lambda: ten_times(calm()), "ten_times", said="all counts: in all about ten times", asks=True),
    "definition_change.csv": Bad(lambda _: as_csv(calm()), "definition_change", asks=True, about=first_rule),
    # what shape it has
    "unknown_column.csv": rows(lambda: [[*r, "x"] for r in calm()], "unknown_column", 1, "U"),
    "nameless_column.csv": rows(lambda: [[*calm()[0], ""], *[[*r, "7"] for r in calm()[1:]]], "nameless_column", 1, "U"),
    "cell_beyond_the_header.csv": rows(lambda: [*calm()[:-1], [*calm()[-1], "7"]], "nameless_column"),
    "thousands_without_quotes.csv": raw(as_csv(put(calm(), 2, followup_due="1,177", followup_reached="1,113")).replace(b'"1,113"', b"1,113"), "nameless_column"),
    "same_column_twice.csv": rows(lambda: headed(offered="Eligible calls"), "same_column_twice", 1, column("offered")),
    "no_quarter.csv": rows(lambda: without(calm(), "quarter"), "no_quarter", 1),
    "missing_column.csv": rows(lambda: without(calm(), "felt_safe"), "missing_column", 1, said="felt_safe"),
    "four_columns.csv": rows(lambda: without(calm(), *HEAD[5:]), "missing_column", 1),
    "wrong_template.csv": raw(b"name,amount\nrent,5\n", "wrong_template", said="name | amount"),
    "calls_not_counts.csv": raw(b"time,nature,address\n2026-07-01,25A Psychiatric,1 Main St\n", "wrong_template"),
    "backslashes.csv": raw(b"\\" * 300, "wrong_template"),
    "web_page.csv": raw(b"<!doctype html><title>Sign in</title>", "wrong_template"),
    "only_blank_lines.csv": raw(b"\r\n\r\n", "wrong_template", said="nothing"),
    "blank_template.xlsx": Bad(lambda c: template.as_workbook(c, QUARTER), "blank_template"),
    "blank_template.csv": Bad(lambda c: template.as_csv(c, QUARTER), "blank_template"),
    "header_alone.csv": rows(lambda: calm()[:1], "blank_template"),
    "two_tables.xlsx": book(two_tables(["Corrected"]), "two_tables", said="Counts and Corrected"),
    "many_tables_with_long_names.xlsx": book(two_tables([f"{n} " + "long name " * 2 for n in range(8)]), "two_tables"),
    # what cannot be read
    "empty.csv": raw(b"", "empty_file", said="0 bytes"),
    "too_large.csv": raw(b"," * (grids.MOST_BYTES + 7), "too_large", said=f"{grids.MOST_BYTES + 7:,} bytes"),
    "pdf.csv": raw(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not_a_table", said="PDF"),
    "picture.csv": raw(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", "not_a_table"),
    "nul_bytes.csv": raw(as_csv(calm()).replace(b"930", b"9\x000"), "not_a_table"),
    "utf16_without_mark_cut.csv": raw(as_csv(calm(), "utf-16-le")[:-1], "unknown_encoding"),
    "utf16_with_mark_cut.csv": raw(as_csv(calm(), "utf-16-be", mark=b"\xfe\xff")[:-1], "unknown_encoding"),
    "neither_utf8_nor_windows.csv": raw(as_csv(calm()).replace(b"welfare_check", b"\xff\x81", 1), "unknown_encoding", 4),
    "65_columns.csv": rows(lambda: [[*r, *[""] * 45] for r in calm()], "too_many_columns", 1),
    "65_columns.xlsx": book(lambda _, s: s.cell(3, 65, "x"), "far_cell", said="BM3"),
    "20001_rows.csv": rows(lambda: [calm()[0], *[calm()[1]] * 20_000], "too_many_rows"),
    "20001_rows.xlsx": book(lambda _, s: s.cell(20_001, 1, "x"), "far_cell", 20_001, "A"),
    "20001_filled_rows.xlsx": book(lambda _, s: [s.cell(n, 1, "x") for n in range(1, 20_002)], "too_many_rows", 20_001),
    "cell_xfd1048576.xlsx": book(lambda _, s: s.cell(1_048_576, 16_384, "x"), "far_cell", 1_048_576, "XFD"),
    "locked.xlsx": raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_or_locked_workbook"),
    "locked_archive.xlsx": Bad(lambda _: locked_archive(as_xlsx(calm())), "old_or_locked_workbook"),
    "zip_bomb.xlsx": parts(lambda p: p.update({"xl/media/bomb.bin": b"\0" * 70_000_000}), "unpacks_too_large"),
    "thousand_parts.xlsx": parts(lambda p: p.update({f"xl/media/{n}": b"" for n in range(500)}), "unpacks_too_large"),
    "document.docx": raw(zipped(**{"word/document.xml": b"<w/>"}), "not_a_table", said="archive"),
    "macros.xlsx": parts(lambda p: p.update({"xl/vbaProject.bin": b"x"}), "macros"),
    "macros_in_capitals.xlsx": parts(lambda p: p.update({"xl/VBAPROJECT.BIN": b"x"}), "macros"),
    "links_outside.xlsx": parts(lambda p: p.update({"xl/externalLinks/externalLink1.xml": b"<a/>"}), "links_outside"),
    "correction_from_eleven_to_ten.csv": Bad(
        lambda _: as_csv(put(shipped(), 7, ems_fire_sent="10", other_outcome="11")),
        "gives_away", 7, column("ems_fire_sent"), said="10 calls EMS or fire", about=published,
    ),
    "correction_without_a_call_type.csv": Bad(
        lambda _: as_csv([r for r in shipped() if r[2] != "other"]),
        "gives_away", 2, column("reached_clinician"), said="did not show how many", about=published,
    ),
    "wide_and_long.csv": rows(
        lambda: [[*r, *more] for r, more in zip(calm(), [["measure", "value"], *[["eligible", "7"]] * 9], strict=True)],
        "wide_and_long", 1,
    ),
    "line_left_out.csv": rows(lambda: [r for n, r in enumerate(long(calm())) if n != 5], "missing_measure", 2),
    "own_name_for_the_call_type.csv": rows(lambda: headed(call_type="Problem"), "no_call_type", 1),
    "doctype.xlsx": xml(b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "b">]><worksheet', "broken_workbook"),
    "formula.xlsx": book(lambda _, s: s.cell(4, 4, "=SUM(D2:D3)"), "formula", 4, "D"),
    "formula_in_a_sheet_kept_elsewhere.xlsx": parts(elsewhere, "formula", 2, "D"),
    "thirteen_sheets.xlsx": book(lambda b, _: [b.create_sheet(f"s{n}") for n in range(12)], "too_many_sheets", said="13"),
    "cut_in_half.xlsx": Bad(lambda _: as_xlsx(calm())[:3000], "broken_file"),
    "not_xml_inside.xlsx": parts(lambda p: p.update({"xl/worksheets/sheet1.xml": b"<worksheet>"}), "broken_file"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_says_where_what_and_what_to_do(name: str, about: Context) -> None:
    bad = BAD[name]
    report = check(bad.build(about), bad.about(about))
    severity = Severity.CONFIRM if bad.asks else Severity.CRITICAL
    found = [f for f in report.findings if f.rule == bad.rule and f.severity is severity]
    assert found, [spoken.whole(f) for f in report.findings]
    assert report.clean is bad.asks
    if bad.row:
        assert bad.row in [f.place.row for f in found]
    if bad.column:
        assert (bad.row, bad.column) in [(f.place.row, f.place.column) for f in found]
    assert any(bad.said in spoken.found(f) for f in found), [spoken.found(f) for f in found]
    for finding in report.findings:
        assert 0 < len(spoken.found(finding)) <= 160
        assert spoken.expected(finding)
        assert spoken.todo(finding)
        assert spoken.todo(finding) in spoken.whole(finding)
        assert spoken.whole(finding).startswith(f"{spoken.where(finding)}: found ")
    if not bad.asks:
        with pytest.raises(ValueError, match="critical findings"):
            report.counts(QUARTER)


def test_there_are_enough_bad_files() -> None:
    assert len(BAD) >= 45


@pytest.mark.parametrize("rule", [rule.__name__ for rule in (*RULES, *ROW_RULES)])
def test_every_rule_has_a_file_that_fails_it(rule: str) -> None:
    assert rule in {bad.rule for bad in BAD.values()}


# tests/intake/test_sandbox.py and test_many_findings.py
ELSEWHERE = {"too_slow", "too_heavy", "not_looked_at", "too_many_quarters", "more_findings", "not_checked"}


def test_every_rule_in_the_list_has_a_bad_file_and_is_found_as_it_says() -> None:
    assert set(findings.RULES) - ELSEWHERE == {bad.rule for bad in BAD.values()}
    asking = {bad.rule for bad in BAD.values() if bad.asks}
    for rule in {bad.rule for bad in BAD.values()}:
        assert (findings.RULES[rule].severity is Severity.CONFIRM) is (rule in asking), rule


def test_the_code_finds_nothing_that_is_not_in_the_list_and_all_that_is() -> None:
    """Every finding is made by one function, with a rule of the list; or by the child that reads, for that to make it."""
    named: set[str] = set()
    for path in sorted((ROOT / "dashboard").glob("**/*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        strings = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            assert name != "Finding" or path.name in ("finding.py", "findings.py"), path
            if name in ("finding", "Unreadable"):
                rule = call.args[0]
                said = {rule.value} if isinstance(rule, ast.Constant) else strings & set(findings.RULES)
                assert said and said <= set(findings.RULES), (path, call.lineno)
                named |= said
    assert named == set(findings.RULES)


def test_every_rule_says_what_it_looks_for_and_what_to_do() -> None:
    keys = voice_of("en").keys.keys()
    for rule in findings.RULES:
        assert {f"finding-{rule}-{part}" for part in ("rule", "found", "expected", "todo")} <= keys


@pytest.mark.parametrize("body", [as_csv(calm()), as_xlsx(calm()), as_csv(long(calm())), as_csv(total(calm()))])
def test_the_good_file_passes_every_rule(body: bytes, about: Context) -> None:
    report = check(body, about)
    assert report.findings == ()
    assert report.clean


def test_a_quotation_mark_that_never_closes_does_not_swallow_the_rows_below_it(about: Context) -> None:
    lines = as_csv(calm()).split(b"\r\n")
    lines[8] = b'"' + lines[8]
    assert not check(b"\r\n".join(lines), about).clean


def test_a_row_of_errors_is_not_a_blank_row(about: Context) -> None:
    errors = b"".join(b'<c r="%c11" t="e"><v>#REF!</v></c>' % letter for letter in b"ABCDEFGHIJKLMNOPQRST")
    body = in_sheet(as_xlsx(calm()), b"</sheetData>", b'<row r="11">' + errors + b"</row></sheetData>")
    assert not check(body, about).clean


def test_a_table_that_is_both_wide_and_long_is_not_read_as_either(about: Context) -> None:
    extra = [["measure", "value"], *[["eligible", "7"]] * 9]
    assert not check(as_csv([[*row, *more] for row, more in zip(calm(), extra, strict=True)]), about).clean


@settings(deadline=None, max_examples=50)
@given(st.integers(-40, 40), st.sampled_from([Happening.ENDED, Happening.PAUSED, Happening.LAUNCHED]))
def test_a_quarter_in_which_the_program_did_not_run_never_passes_unseen(
    about: Context, step: int, what: Happening
) -> None:
    """Before a launch it is critical, after an end or in a pause it is asked about, and else nothing is said."""
    on = (QUARTER + step).start
    context = lived((what, str(on)))(about)
    found = [f for f in read(calm(), context).findings if f.rule in ("before_its_launch", "outside_its_life")]
    before, after = on > QUARTER.end, on < QUARTER.start or (on == QUARTER.start and what is Happening.PAUSED)
    expected = [Severity.CRITICAL] * before if what is Happening.LAUNCHED else [Severity.CONFIRM] * after
    assert [f.severity for f in found] == expected


def test_every_fault_of_a_file_is_said_at_once(about: Context) -> None:
    faulty = put(put(put(calm(), 2, eligible="-3"), 5, offered="9%"), 7, call_type="Alien landing")
    found = {(f.rule, f.place.row) for f in check(as_csv(faulty), about).findings}
    assert found >= {("negative_count", 2), ("percentage", 5), ("unknown_call_type", 7)}


def test_a_finding_names_the_row_that_a_spreadsheet_shows(about: Context) -> None:
    title = [["Calls, July to September"], ["Source: CAD,\nexported by hand"], []]
    report = check(as_csv([*title, *put(calm(), 2, eligible="-3")]), about)
    assert [(f.rule, f.place.row, f.place.column) for f in report.findings] == [("negative_count", 5, "D")]


def test_a_finding_in_a_workbook_names_its_sheet_and_the_cell_as_it_stands(about: Context) -> None:
    def moved(_: Workbook, sheet: Worksheet) -> None:
        sheet.move_range(f"A1:T{sheet.max_row}", rows=4, cols=2)

    report = check(as_xlsx(put(calm(), 2, eligible=-3), moved), about)
    assert [spoken.place(f.place) for f in report.findings] == ["sheet Counts, row 6, column F"]


def test_a_formula_beside_the_counts_names_its_sheet(about: Context) -> None:
    def beside(book: Workbook, _: Worksheet) -> None:
        book.create_sheet("Workings")["B3"] = "=1+1"

    report = check(as_xlsx(calm(), beside), about)
    assert [(f.rule, spoken.place(f.place)) for f in report.findings] == [
        ("formula", "sheet Workings, row 3, column B")
    ]


@pytest.mark.parametrize("name", ["n" * 5000, "Counts\u202etxt"])
def test_a_sheet_never_speaks_at_length_or_in_hidden_characters(name: str, about: Context) -> None:
    def renamed(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'name="Counts"', f'name="{name}"'.encode(), 1)

    report = check(repacked(as_xlsx(put(calm(), 2, eligible=-3)), renamed), about)
    assert report.findings
    for finding in report.findings:
        assert len(spoken.place(finding.place)) <= 160
        assert "\u202e" not in spoken.whole(finding)


def test_the_nearest_call_type_is_named(about: Context) -> None:
    report = check(as_csv(put(calm(), 2, call_type="25A Pyschiatric")), about)
    assert "Nearest: 25A Psychiatric." in next(spoken.todo(f) for f in report.findings if f.rule == "unknown_call_type")


def test_a_part_above_its_whole_says_what_the_public_would_have_read(about: Context) -> None:
    report = check(as_csv(put(calm(), 2, felt_safe="240")), about)
    assert "This would publish 200%." in spoken.whole(report.findings[0])


@pytest.mark.parametrize("quarter", [Quarter(1900, 1), Quarter(1900, 4), Quarter(1901, 4), Quarter(2200, 3)])
def test_a_quarter_at_the_edge_of_the_calendar_gives_a_report(quarter: Quarter, about: Context) -> None:
    report = check(as_csv(everywhere(calm(), quarter=str(quarter))), about)
    assert report.quarters


def test_a_line_left_out_of_a_long_table_is_asked_about(about: Context) -> None:
    lines = [line for line in long(calm()) if line[2:4] != ["other", "police_sent"]]
    assert not check(as_csv(lines), about).clean
