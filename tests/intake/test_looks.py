"""Text in the color of what it stands on, and formats that show another number than is in the cell, are asked about."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, GradientFill, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.intake.check import Report, check
from dashboard.intake.context import Context
from dashboard.intake.formats import section_of, sections
from dashboard.intake.looks import Styles
from dashboard.words import findings as spoken
from tests.intake.files import Rows, as_xlsx, calm, in_sheet, long, repacked, shipped

TWO: Rows = [*calm(), *shipped("2026Q1", "2026Q1")[1:]]  # rows 2 to 10 are of July, rows 11 to 19 of January
Change = Callable[[Workbook, Worksheet], None]


def asked(report: Report) -> list[tuple[str, str, str]]:
    return [
        (f.rule, f.quarter, spoken.found(f)) for f in report.findings if f.rule in ("hidden_text", "shown_otherwise")
    ]


def styled(*cells: str, **style: object) -> Change:
    def change(_: Workbook, sheet: Worksheet) -> None:
        for cell in cells:
            for name, value in style.items():
                setattr(sheet[cell], name, value)

    return change


WHITE = Font(color="FFFFFFFF")


@pytest.mark.parametrize(
    "style",
    [
        {"font": WHITE},
        {"font": Font(color="FFFDFDFD")},
        {"font": Font(color=Color(theme=0))},
        {"font": Font(color=Color(theme=1, tint=0.99))},
        {"font": Font(color=Color(indexed=9))},
        {"font": Font(color="FF2244AA"), "fill": PatternFill("solid", fgColor="FF2244AA")},
        {"font": Font(color="FF000000"), "fill": PatternFill("solid", fgColor=Color(theme=1))},
        {"font": WHITE, "fill": PatternFill("solid", fgColor=Color(theme=0, tint=-0.05))},
        {"font": WHITE, "fill": GradientFill(stop=("FFFFFFFF", "FFFEFEFE"))},
        {"font": Font(sz=1)},
        {"number_format": "[White]0"},
    ],
)
def test_text_that_cannot_be_seen_is_asked_about(style: dict[str, object], about: Context) -> None:
    (told,) = asked(check(as_xlsx(TWO, styled("D12", "E12", **style)), about))
    said = "the text of 2 cells that cannot be seen, too small or in the color of what it stands on: D12, E12"
    assert told == ("hidden_text", "2026Q1", said)


@pytest.mark.parametrize(
    "style",
    [
        {"font": Font(color="FF0000FF")},
        {"font": WHITE, "fill": PatternFill("solid", fgColor="FF1F4E78")},
        {"font": WHITE, "fill": PatternFill("solid", fgColor=Color(theme=4))},
        {"font": Font(color=Color(theme=1, tint=0.35))},
        {"font": Font(color=Color(auto=True))},
        {"fill": PatternFill("solid", fgColor="FFFFF2CC")},
        {"fill": PatternFill("lightGray")},
        {"number_format": "#,##0"},
        {"number_format": "0.00"},
        {"number_format": '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)'},
        {"number_format": '#,##0 "calls"'},
        {"number_format": "0000"},
        {"number_format": "[Red]0;[Blue]-0;[Green]0;@"},
        {"number_format": "General;-General;0;@"},
        {"number_format": "# ?/?"},
        {"number_format": "@"},
    ],
)
def test_what_can_be_read_is_nobodys_question(style: dict[str, object], about: Context) -> None:
    every = [f"{column}{row}" for column in "BCDEFGHIJKLMNOPQRST" for row in range(2, 20)]
    assert asked(check(as_xlsx(TWO, styled(*every, **style)), about)) == []


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (";;;", "nothing for “595”"),
        ("0,", "“1” for “595”"),
        ("-0", "“-595” for “595”"),
        ("(0)", "“(595)” for “595”"),
        ('#,##0.0,"k"', "“0.6k” for “595”"),
        ("0%", "“59,500%” for “595”"),
        ("0.00%", "“59,500.00%” for “595”"),
        ('"12"', "“12” for “595”"),
        ('0"0"', "“5950” for “595”"),
        ("0\\0", "“5950” for “595”"),
        ('[<600]"fewer";0', "“fewer” for “595”"),
        ("0E+00", "“6E+02” for “595”"),
        ('"n/a"', "“n/a” for “595”"),
    ],
)
def test_a_format_that_shows_another_number_is_asked_about(code: str, shown: str, about: Context) -> None:
    body = as_xlsx([["title"], *TWO], styled("D4", number_format=code))
    assert str(TWO[2][3]) == "595"
    told = asked(check(body, about))
    said = f"1 cell that shows another number than is in it by its format or its looks: D4; D4 shows {shown}"
    assert told == [("shown_otherwise", "2026Q3", said)]


def test_a_nought_that_the_sheet_shows_as_nothing_is_asked_about(about: Context) -> None:
    rows = calm()
    rows[3][-5] = "0"

    def change(_: Workbook, sheet: Worksheet) -> None:
        sheet.sheet_view.showZeros = False

    assert asked(check(as_xlsx(rows), about)) == []
    ((rule, _, said),) = asked(check(as_xlsx(rows, change), about))
    assert rule == "shown_otherwise" and "nothing for “0”" in said


def test_the_title_and_what_is_not_read_may_look_as_they_like(about: Context) -> None:
    body = as_xlsx([["A title"], *calm()], styled("A1", "D2", "A5", font=WHITE))
    assert asked(check(body, about)) == []


def test_lines_of_a_long_table_and_cells_without_an_address(about: Context) -> None:
    (told,) = asked(check(as_xlsx(long(calm()), styled("E5", font=WHITE)), about))
    assert told[0] == "hidden_text" and told[2].endswith(": E5")
    body = as_xlsx(calm(), styled("D4", number_format="0,"))
    bare = in_sheet(body, b'<c r="D4" ', b"<c ")
    assert [rule for rule, *_ in asked(check(bare, about))] == ["shown_otherwise"]


def test_the_answer_to_it_is_not_for_the_public_and_it_stops_nothing(about: Context) -> None:
    report = check(as_xlsx(calm(), styled("D4", font=WHITE, number_format="0,")), about)
    assert report.clean
    assert [(f.rule, f.public) for f in report.findings] == [("hidden_text", False), ("shown_otherwise", False)]


def test_what_a_format_says_cannot_break_the_message(about: Context) -> None:
    code = '"\u202e<b>' + "9" * 200 + '"'
    ((_, _, said),) = asked(check(as_xlsx(calm(), styled("D4", number_format=code)), about))
    assert "\u202e" not in said and len(said) <= 160


@pytest.mark.parametrize("without", ["xl/styles.xml", "xl/theme/theme1.xml"])
def test_a_workbook_without_styles_or_theme_is_read(without: str, about: Context) -> None:
    body = repacked(as_xlsx(calm(), styled("D4", font=Font(color=Color(theme=0)))), lambda parts: parts.pop(without))
    assert len(asked(check(body, about))) == (without != "xl/styles.xml")


def test_styles_that_make_no_sense_are_a_broken_file_or_plain(about: Context) -> None:
    beyond = in_sheet(as_xlsx(calm()), b'<c r="D4" ', b'<c s="77" r="D4" ')
    assert asked(check(beyond, about)) == []
    broken = in_sheet(as_xlsx(calm()), b'<c r="D4" ', b'<c s="x" r="D4" ')
    assert [f.rule for f in check(broken, about).findings] == ["broken_file"]


HONEST = ["0", "#,##0", "0.00", "General", "#,##0;(#,##0)", '#,##0;-#,##0;"-"', "0_);[Red]\\(0\\)", "00000", "0 ;-0 "]
BENT = ["0,", "#,##0,,", "0%", "0.0%", ";;;", '"0"', "0\\0", '"1"0', '0.0,,"M"', '0"k"']


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 9_999_999), st.sampled_from(HONEST), st.sampled_from(BENT))
def test_every_count_is_shown_by_an_honest_format_and_none_by_a_bent_one(count: int, honest: str, bent: str) -> None:
    def shows(code: str) -> str | None:
        found = section_of(sections(code), float(count))
        return found.show(float(count)) if found else None

    assert shows(honest) is None
    assert shows(bent) is not None


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from('0#?.,;%"\\[]<>=_*@E+-WhiteGnral1'), max_size=30), st.floats(0, 1e7))
def test_no_format_is_too_odd_to_be_read(code: str, value: float) -> None:
    found = section_of(sections(code), value)
    assert found is None or isinstance(found.show(value), (str, type(None)))


def test_the_usual_palette_is_whole() -> None:
    assert len(Styles()._palette) == 64


# parts of a text


def rich(*parts: tuple[str, InlineFont]) -> Change:
    """A cell whose text has parts with looks of their own."""

    def change(_: Workbook, sheet: Worksheet) -> None:
        sheet["D12"].value = CellRichText(*(TextBlock(font, text) for text, font in parts))

    return change


def in_shared_strings(body: bytes) -> bytes:
    """The same workbook with every text in the part that cells share, as most programs write it."""
    texts: list[bytes] = []

    def put(found: re.Match[bytes]) -> bytes:
        texts.append(found[2])
        return b'<c%s t="s"><v>%d</v></c>' % (found[1], len(texts) - 1)

    def change(parts: dict[str, bytes]) -> None:
        sheet = "xl/worksheets/sheet1.xml"
        parts[sheet] = re.sub(rb'<c([^>]*) t="inlineStr"><is>(.*?)</is></c>', put, parts[sheet], flags=re.S)
        space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        parts["xl/sharedStrings.xml"] = b"<sst %s>%s</sst>" % (space, b"".join(b"<si>%s</si>" % t for t in texts))

    return repacked(body, change)


LOST = [
    InlineFont(color="FFFFFFFF"),
    InlineFont(sz=1),
    InlineFont(vertAlign="superscript"),
    InlineFont(vertAlign="subscript"),
    InlineFont(strike=True),
]


@pytest.mark.parametrize("kept", ["shared", "inline"])
@pytest.mark.parametrize("font", LOST, ids=["white", "tiny", "above", "below", "struck"])
def test_a_part_of_a_number_that_no_reader_takes_for_one_is_asked_about(
    font: InlineFont, kept: str, about: Context
) -> None:
    body = as_xlsx(TWO, rich(("31", InlineFont()), ("5", font)))
    (told,) = asked(check(in_shared_strings(body) if kept == "shared" else body, about))
    assert told[:2] == ("shown_otherwise", "2026Q1")
    assert "31" in told[2] and "315" in told[2] and "D12" in told[2]


@settings(deadline=None, max_examples=30)
@given(parts=st.lists(st.tuples(st.text("0123456789", min_size=1, max_size=3), st.booleans()), min_size=1, max_size=4))
def test_what_is_left_of_a_number_is_what_is_said_to_be_shown(parts: list[tuple[str, bool]], about: Context) -> None:
    looks = [(text, InlineFont(color="FFFFFFFF") if lost else InlineFont(b=True)) for text, lost in parts]
    told = asked(check(as_xlsx(TWO, rich(*looks)), about))
    left = "".join(text for text, lost in parts if not lost)
    if not any(lost for _, lost in parts):
        assert told == []
    elif not left:
        assert [one[0] for one in told] == ["hidden_text"]
    else:
        assert [one[0] for one in told] == ["shown_otherwise"]
        assert left in told[0][2]


def test_a_white_cell_with_black_parts_is_seen(about: Context) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        rich(("31", InlineFont(color="FF000000")), ("5", InlineFont(color="FF000000")))(book, sheet)
        sheet["D12"].font = WHITE

    assert asked(check(as_xlsx(TWO, change), about)) == []
