"""What holds for every file: counts come back exactly, and no bytes at all raise anything but a finding."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.finding import Finding, critical
from dashboard.core.ledger import COUNTS, Count, Counts, Missing
from dashboard.intake import grids, rules, table
from dashboard.intake.cells import Quarterly, typed
from dashboard.intake.check import check
from dashboard.intake.context import Context
from dashboard.intake.findings import finding
from dashboard.intake.table import Sheet
from dashboard.words import findings as spoken
from tests.intake.files import HEAD, as_csv, as_xlsx, calm, put

CALL_TYPES = [row[2] for row in calm()[1:]]
GIVEN = [Missing.NOT_COLLECTED, Missing.NOT_REPORTED, Missing.LATE, Missing.NOT_APPLICABLE]
ENCODINGS = [
    ("utf-8", b""),
    ("utf-8", b"\xef\xbb\xbf"),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
    ("utf-16-le", b""),
    ("utf-16-be", b""),
    ("cp1252", b""),
]
SEPARATORS = ["", ",", " ", "'", "’", "\xa0"]
NASTY = st.sampled_from(
    [
        "",
        " ",
        "0",
        "-0",
        "007",
        "<11",
        "=1",
        "1e3",
        "nan",
        "٣",
        "９",
        "½",
        "²",
        "late",
        "total",
        "E",
        "2026Q3",
        "\u2028",
        "\\",
        "'",
    ]
)

counts = st.one_of(st.integers(0, 999_999), st.sampled_from(GIVEN))
ledgers = st.dictionaries(st.sampled_from(CALL_TYPES), st.fixed_dictionaries(dict.fromkeys(COUNTS, counts)), min_size=1)
fast = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])


class Reader:
    """What `check` does, without a child process. Unreadable is the one thing that may be raised."""

    def __init__(self, about: Context) -> None:
        self._about = about

    def __repr__(self) -> str:
        return "Reader()"

    def __call__(self, body: bytes) -> tuple[list[Quarterly], list[Finding]]:
        read = grids.read(body)
        sheets = [Sheet(s["name"], tuple(map(tuple, s["rows"]))) for s in read["sheets"]]
        found = table.find(sheets, {})
        quarters, wrong = typed(found, self._about)
        return quarters, [*found.findings, *wrong, *rules.apply(quarters, self._about)]

    def accepts_or_refuses(self, body: bytes) -> None:
        told = None
        try:
            quarters, findings = self(body)
        except grids.Unreadable as refusal:
            told = refusal.told
        if told is not None:
            one = finding(told["rule"], **told["values"])
            assert spoken.found(one) and spoken.todo(one)
            return
        assert quarters or findings
        for one in findings:
            assert spoken.found(one) and spoken.todo(one)


@pytest.fixture(scope="module")
def reader(about: Context) -> Reader:
    return Reader(about)


def written(count: Count, separator: str) -> str:
    return words.of(count) if isinstance(count, Missing) else f"{count:,}".replace(",", separator)


def as_rows(ledger: Mapping[str, Mapping[str, Count]], separator: str = "") -> list[list[str]]:
    lines = [[t, *[written(row[key], separator) for key in COUNTS]] for t, row in ledger.items()]
    return [HEAD, *[["example_county", "2026Q3", *line] for line in lines]]


@fast
@given(
    ledgers,
    st.sampled_from(ENCODINGS),
    st.sampled_from(",;\t|"),
    st.sampled_from(SEPARATORS),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_whatever_is_written_is_read_back(
    reader: Reader,
    ledger: dict[str, dict[str, Count]],
    encoding: tuple[str, bytes],
    delimiter: str,
    separator: str,
    end: str,
) -> None:
    name, mark = encoding
    quarters, _ = reader(as_csv(as_rows(ledger, separator), name, delimiter, end, mark))
    assert [q.counts for q in quarters] == [ledger]


def test_millions_with_commas_are_read_back_from_a_file_with_semicolons(reader: Reader) -> None:
    ledger: dict[str, dict[str, Count]] = {t: dict.fromkeys(COUNTS, 1_234_567) for t in CALL_TYPES}
    quarters, _ = reader(as_csv(as_rows(ledger, ","), delimiter=";"))
    assert [q.counts for q in quarters] == [ledger]


@settings(deadline=None, max_examples=15)
@given(ledgers)
def test_whatever_a_workbook_holds_is_read_back(reader: Reader, ledger: dict[str, dict[str, Count]]) -> None:
    quarters, _ = reader(as_xlsx(as_rows(ledger)))
    assert [q.counts for q in quarters] == [ledger]


@settings(deadline=None, max_examples=400)
@given(st.binary(max_size=600).filter(lambda b: not b.startswith(b"PK\x03\x04")))
@example(b"\xff\xfe")
@example(b"\xff\xfe\x00\x00")
@example(b'"')
@example(b"PK\x05\x06" + b"\0" * 18)
def test_any_bytes_are_read_or_refused(reader: Reader, body: bytes) -> None:
    reader.accepts_or_refuses(body)


edits = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 8), st.binary(max_size=6)), min_size=1, max_size=6)


def edited(body: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for at, gone, put_in in changes:
        start = at % (len(body) + 1)
        body = body[:start] + put_in + body[start + gone :]
    return body


@settings(deadline=None, max_examples=300)
@given(edits, st.sampled_from(ENCODINGS))
def test_a_damaged_csv_is_read_or_refused(
    reader: Reader, changes: list[tuple[int, int, bytes]], encoding: tuple[str, bytes]
) -> None:
    body = edited(as_csv(calm(), encoding[0], mark=encoding[1]), changes)
    if not body.startswith(b"PK\x03\x04"):
        reader.accepts_or_refuses(body)


cells = st.tuples(
    st.integers(1, 10),
    st.sampled_from(HEAD),
    st.one_of(NASTY, st.text(max_size=30), st.from_regex(r"[0-9]{4}Q[1-4]", fullmatch=True)),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(cells, min_size=1, max_size=4))
@example([(2, "quarter", "1900Q1")])
@example([(2, "quarter", "2200Q4")])
def test_any_words_in_cells_are_read_or_refused(reader: Reader, changes: list[tuple[int, str, str]]) -> None:
    rows = calm()
    for row, name, text in changes:
        rows = put(rows, row, **{name: text.encode(errors="ignore").decode()})
    reader.accepts_or_refuses(as_csv(rows))


small = st.one_of(st.integers(0, 30), st.sampled_from(GIVEN))


@settings(deadline=None, max_examples=300)
@given(st.fixed_dictionaries(dict.fromkeys(COUNTS, small)))
def test_what_has_no_critical_finding_is_accepted_by_the_ledger(reader: Reader, row: dict[str, Count]) -> None:
    quarters, findings = reader(as_csv(as_rows({"other": row})))
    if not critical(findings):
        assert Counts(quarters[0].counts["other"])


@settings(deadline=None, max_examples=300)
@given(st.fixed_dictionaries(dict.fromkeys(COUNTS, small)))
def test_what_the_ledger_refuses_has_a_critical_finding(reader: Reader, row: dict[str, Count]) -> None:
    try:
        Counts(row)
    except ValueError:
        assert critical(reader(as_csv(as_rows({"other": row})))[1])


@settings(deadline=None, max_examples=40)
@given(edits)
def test_a_damaged_workbook_is_read_or_refused(about: Context, changes: list[tuple[int, int, bytes]]) -> None:
    report = check(edited(as_xlsx(calm()), changes), about)
    assert report.quarters or report.findings


@settings(deadline=None, max_examples=20)
@given(st.binary(max_size=200))
def test_any_bytes_that_begin_like_a_workbook_are_refused(about: Context, body: bytes) -> None:
    (found,) = check(b"PK\x03\x04" + body, about).findings
    assert found.rule in ("broken_file", "not_a_table", "old_or_locked_workbook", "unpacks_too_large")


@pytest.mark.parametrize("count", [Missing.PRIVACY, Missing.RETRACTED, Missing.NOT_COMPARABLE, Missing.NOT_STATED])
def test_a_reason_that_is_decided_here_is_never_read_from_a_file(count: Missing, reader: Reader) -> None:
    rows = put(calm(), 2, felt_safe=words.of(count))
    assert [f.rule for f in reader(as_csv(rows))[1]] == ["reason_not_yours"]
