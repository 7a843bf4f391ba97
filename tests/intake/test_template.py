"""The template is made from the registry, asks in the program's own words, and reads back what was filled in."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from dashboard import words
from dashboard.core.ledger import COUNTS, Count, Missing
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.intake.check import check
from dashboard.intake.context import Context, context
from dashboard.intake.findings import RULES
from dashboard.intake.template import as_csv, as_workbook
from dashboard.words import findings as spoken
from tests.intake.files import QUARTER, calm, counts, shipped, typed

SHEET, DEFINITIONS, LAST = "Counts", "Definitions", "Published before"


def opened(about: Context, quarter: Quarter = QUARTER) -> Workbook:
    return load_workbook(io.BytesIO(as_workbook(about, quarter)))


def _shown(public: Count, received: str) -> int | str:
    """A count of the file, or the words for why the public does not see it."""
    return words.of(public) if isinstance(public, Missing) else int(received)


def lines(book: Workbook, sheet: str) -> list[tuple[object, ...]]:
    return list(book[sheet].iter_rows(values_only=True))


def test_the_columns_are_the_registry(about: Context) -> None:
    wanted = ["program", "quarter", "call_type", *COUNTS]
    assert list(lines(opened(about), SHEET)[0]) == wanted
    assert next(csv.reader(io.StringIO(as_csv(about, QUARTER).decode("utf-8-sig")))) == wanted


def test_there_is_a_row_for_each_call_type_under_its_own_label(about: Context, record: PublicRecord) -> None:
    wanted = [("example_county", "2026Q3", about.shown[t.key]) for t in record.catalogue.call_types]
    assert [row[:3] for row in lines(opened(about), SHEET)[1:]] == wanted
    table = list(csv.reader(io.StringIO(as_csv(about, QUARTER).decode("utf-8-sig"))))
    assert [tuple(row[:3]) for row in table[1:]] == wanted
    assert "25A Psychiatric" in [row[2] for row in wanted]


def test_a_program_without_labels_gets_the_common_names(record: PublicRecord) -> None:
    labelled = {label.program_id for label in record.labels}
    program = next(p for p in record.programs if p.program_id not in labelled)
    plain = context(record, program, today=date(2026, 11, 21))
    assert [row[2] for row in lines(opened(plain), SHEET)[1:]] == [t.name for t in record.catalogue.call_types]
    assert lines(opened(plain), LAST) == [("Nothing published before.",)]


def test_the_choices_stand_on_a_hidden_sheet(about: Context) -> None:
    book = opened(about)
    assert book["Lists"].sheet_state == "hidden"
    assert [row[0] for row in lines(book, "Lists")] == [about.shown[t.key] for t in about.call_types]
    lists = [v for v in book[SHEET].data_validations.dataValidation if v.type == "list"]
    assert [(str(v.sqref), v.formula1) for v in lists] == [("C2:C10", "=Lists!$A$1:$A$9")]


def test_every_count_is_defined(about: Context) -> None:
    book = opened(about)
    defined = {row[:3] for row in lines(book, DEFINITIONS)}
    for index, count in enumerate(COUNTS.values(), 4):
        assert (count.key, count.symbol, words.count_meaning(count.key)) in defined
        comment = book[SHEET].cell(1, index).comment
        assert comment is not None and comment.text == f"{count.symbol}: {words.count_meaning(count.key)}"


def test_every_reason_is_offered(about: Context) -> None:
    offered = {row[0] for row in lines(opened(about), DEFINITIONS)}
    assert offered >= {"not_collected", "not_reported_yet", "late", "not_applicable"}
    assert "withheld_for_privacy" not in offered


def test_every_rule_is_listed_with_what_it_does(about: Context) -> None:
    listed = {row[:3] for row in lines(opened(about), DEFINITIONS)}
    assert ("critical", "blank_count", "No cell for a count is empty: a blank is not zero.") in listed
    for rule in RULES.values():
        assert (words.of(rule.severity), rule.name, spoken.rule(rule.name)) in listed


def test_the_quarter_before_is_shown_in_grey(about: Context) -> None:
    book = opened(about)
    said, head, *rest = lines(book, LAST)
    assert "Apr to Jun 2026" in str(said[0])
    assert list(head[1:]) == [words.count(key) for key in COUNTS]
    public = about.published(QUARTER - 1)
    assert [list(row) for row in rest] == [
        [about.shown[kind], *(_shown(public[kind].counts[key], n) for key, n in zip(COUNTS, received, strict=True))]
        for _, _, kind, *received in shipped(of="2026Q2")[1:]
    ]
    assert sum(isinstance(cell, int) for row in rest for cell in row) > 50
    assert all(cell.font.color.rgb.endswith("767676") for row in book[LAST].iter_rows() for cell in row)


def test_a_reason_of_the_quarter_before_is_shown_in_words(about: Context) -> None:
    book = opened(about, Quarter(2023, 1))
    assert words.of(Missing.NOT_COLLECTED) in lines(book, LAST)[2]


@pytest.mark.parametrize("make", [as_csv, as_workbook])
def test_a_template_that_nobody_filled_in_is_blank(make: object, about: Context) -> None:
    assert callable(make)
    report = check(make(about, QUARTER), about)
    assert [f.rule for f in report.findings] == ["blank_template"]
    assert report.quarters == ()
    assert not report.clean


def test_a_workbook_that_was_filled_in_reads_back(about: Context) -> None:
    book = opened(about)
    for row, filled in enumerate(calm()[1:], 2):
        for column, cell in enumerate(filled[3:], 4):
            book[SHEET].cell(row, column, typed(cell))
    out = io.BytesIO()
    book.save(out)
    report = check(out.getvalue(), about)
    assert report.findings == ()
    assert {key: dict(row) for key, row in report.counts(QUARTER).items()} == counts(calm())


def test_a_csv_that_was_filled_in_reads_back(about: Context) -> None:
    table = list(csv.reader(io.StringIO(as_csv(about, QUARTER).decode("utf-8-sig"))))
    filled = [table[0], *[[*blank[:3], *row[3:]] for blank, row in zip(table[1:], calm()[1:], strict=True)]]
    out = io.StringIO()
    csv.writer(out).writerows(filled)
    report = check(out.getvalue().encode(), about)
    assert report.findings == ()
    assert {key: dict(row) for key, row in report.counts(QUARTER).items()} == counts(calm())


def test_a_template_half_filled_in_names_each_cell_that_is_blank(about: Context) -> None:
    book = opened(about)
    book[SHEET]["D2"] = 930
    out = io.BytesIO()
    book.save(out)
    found = {(f.place.row, f.place.column) for f in check(out.getvalue(), about).findings if f.rule == "blank_count"}
    assert len(found) == 9 * len(COUNTS) - 1
    assert (2, "D") not in found


def test_a_new_count_would_be_a_new_column(about: Context) -> None:
    one = replace(about, call_types=about.call_types[:1])
    assert len(lines(opened(one), SHEET)) == 2
