"""What the check found of how a file looks is read on the upload page; what was chosen stays after a refresh."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from playwright.sync_api import Browser, expect

from tests.browser import looks
from tests.browser.conftest import serving, settle
from tests.browser.test_staff import file_of, people, signed_in
from tests.intake.files import typed

pytestmark = pytest.mark.browser


def workbook(body: Path, to: Path) -> Path:
    """A file of counts as a workbook with a white cell, and one in thousands."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    with body.open(encoding="utf-8", newline="") as file:
        for n, row in enumerate(csv.reader(file)):
            sheet.append([typed(cell) if n == 0 or at < 3 else int(cell) for at, cell in enumerate(row)])
    sheet["F2"].font = Font(color="FFFFFFFF")
    sheet["D2"].number_format = "#,##0,"
    book.save(to)
    return to


def test_what_a_spreadsheet_does_not_show_is_asked_on_the_page(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as site, people(site, tmp_path) as office:
        ana, adam = signed_in(browser, office.links["ana"]), signed_in(browser, office.links["adam"])
        file = workbook(file_of(tmp_path, "counts.csv"), tmp_path / "counts.xlsx")
        ana.set_input_files("input[type=file]", str(file))
        expect(ana.get_by_text("cannot be seen, too small or in the color").first).to_be_visible(timeout=30_000)
        expect(ana.get_by_text("another number than is in it by its format or its looks").first).to_be_visible()
        assert looks.inaccessible(ana) == []
        role = adam.get_by_role("combobox", name="Role")
        role.click()
        adam.get_by_role("option").nth(2).click()
        settle(adam)
        chosen = role.input_value()
        adam.wait_for_timeout(1000)
        adam.reload()
        settle(adam)
        expect(adam.get_by_role("combobox", name="Role")).to_have_value(chosen)
        assert looks.inaccessible(adam) == []
        for page in (ana, adam):
            page.context.close()
