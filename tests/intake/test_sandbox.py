"""A hostile file costs its own child process and nothing else: little memory, little time, no files, no secrets."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.core.finding import Finding, Severity
from dashboard.intake import sandbox
from dashboard.intake.check import annotated_copy, check
from dashboard.intake.context import Context
from dashboard.intake.findings import finding
from dashboard.intake.handed import from_bytes, to_bytes
from dashboard.settings import ROOT
from dashboard.words import findings as spoken
from tests.intake.files import as_csv, as_xlsx, calm, in_sheet, repacked

ANSWER = """
import json, os, sys
sys.stdin.buffer.read()
print(json.dumps(dict(os.environ)))
"""

MODULES = """
import io, json
from dashboard.intake import grids
def watched(body, read=grids.read):
    global after
    found = read(body)
    after = sorted(m for m in sys.modules if m.startswith("dashboard"))
    return found
grids.read, said, sys.stdout = watched, sys.stdout, io.TextIOWrapper(io.BytesIO())
main()
print(json.dumps([after, sorted({m.split(".")[0] for m in sys.modules})]), file=said, flush=True)
"""


def start(**limits: int) -> str:
    """What the child is started with, with some of its limits set lower."""
    made = sandbox._START
    for name, value in limits.items():
        made, changed = re.subn(rf"(RLIMIT_{name}, )\(\d+, \d+\)", rf"\g<1>({value}, {value})", made)
        assert changed == 1
    return made


QUESTION = ("mark", ())


def asked(body: bytes) -> bytes:
    found = sandbox.ask(QUESTION, body)
    assert isinstance(found, bytes), found
    return found


def refused(body: bytes) -> Finding:
    found = sandbox.ask(QUESTION, body)
    if isinstance(found, bytes):
        told = json.loads(found)["unreadable"]
        found = finding(told["rule"], **told["values"])
    assert found.severity is Severity.CRITICAL
    assert spoken.todo(found)
    return found


def test_a_child_that_takes_too_long_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WALL", 0.3)
    monkeypatch.setattr(sandbox, "_START", "import time\ntime.sleep(60)")
    began = time.monotonic()
    assert refused(b"a,b").rule == "too_slow"
    assert time.monotonic() - began < 5


def test_a_child_that_computes_too_long_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_START", start(CPU=1).replace("main()", "while True: pass"))
    assert refused(b"a,b").rule == "too_heavy"


def test_a_child_that_takes_too_much_memory_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_START", start().replace("main()", "x = bytearray(1 << 31)"))
    assert refused(b"a,b").rule == "too_heavy"


def test_a_workbook_that_needs_too_much_memory_is_a_finding(about: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    body = repacked(as_xlsx(calm()), lambda p: p.update({"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 11_000_000}))
    monkeypatch.setattr(sandbox, "_START", start(AS=150_000_000))
    assert check(as_xlsx(calm()), about).clean
    assert refused(body).rule == "too_heavy"


@pytest.mark.parametrize("what", ["no room for a folder", "no process"])
def test_a_site_that_has_no_room_to_check_says_so(
    what: str, tmp_path: Path, about: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk under the scratch folder, or too many processes, is no fault of the file, and no traceback."""
    if what == "no process":

        def none(*_: object, **__: object) -> None:
            raise BlockingIOError(11, "Resource temporarily unavailable")

        monkeypatch.setattr(sandbox.subprocess, "Popen", none)
    else:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    (found,) = check(as_csv(calm()), about).findings
    assert found.rule == "not_checked" and "Nothing is wrong with the file" in spoken.todo(found)


def test_a_child_that_dies_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_START", "import os\nos.abort()")
    assert refused(b"a,b").rule == "too_heavy"


def test_a_report_of_a_file_that_took_too_long_is_not_clean(about: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WALL", 0.01)
    report = check(as_csv(calm()), about)
    assert [f.rule for f in report.findings] == ["too_slow"]
    assert not report.clean


def test_the_child_can_write_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "mark"
    write = f"open({str(mark)!r}, 'w', buffering=1).write('x' * 10)\nmain()"
    monkeypatch.setattr(sandbox, "_START", start().replace("main()", write))
    sandbox.ask(QUESTION, b"a,b")
    assert not mark.exists() or mark.read_bytes() == b""


def test_reading_leaves_no_file_behind(about: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "dashboard", copy / "dashboard", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(sandbox, "_START", start().replace(str(ROOT), str(copy)))
    monkeypatch.setattr(sandbox, "ROOT", copy)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = sorted(tmp_path.rglob("*"))
    assert check(as_xlsx(calm()), about).clean
    assert annotated_copy(as_xlsx(calm()), ())
    monkeypatch.setattr(sandbox, "WALL", 0.4)
    annotated_copy(as_csv(calm() * 1000), ())
    assert [p for p in sorted(tmp_path.rglob("*")) if p not in before and p.is_file()] == []


def test_the_child_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOURTH_OPTION_SECRET", "do-not-tell")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setattr(sandbox, "_START", ANSWER)
    seen = json.loads(asked(b"a,b"))
    assert seen["PATH"] == "/usr/bin:/bin"
    assert not {k for k in seen if k.startswith(("FOURTH_OPTION", "PYTHON"))}
    assert "do-not-tell" not in seen.values()


def test_the_child_imports_nothing_of_the_site_before_it_has_read_the_file(
    about: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_START", start().replace("main()", MODULES))
    answer = sandbox.ask(("check", about, {}), as_csv(calm()))
    assert isinstance(answer, bytes)
    after, all_of_them = json.loads(answer)
    reads = ["child", "folds", "formats", "grids", "looks", "seen"]
    assert after == ["dashboard", "dashboard.intake", *[f"dashboard.intake.{name}" for name in reads]]
    assert not {"sqlalchemy", "streamlit", "scipy", "numpy", "pydantic"} & set(all_of_them)


def test_the_child_is_handed_one_program_and_no_record(about: Context) -> None:
    handed = to_bytes(about)
    assert from_bytes(handed) == about
    assert b"dashboard.core.record" not in handed
    assert b"austin_emcot" not in handed
    assert len(handed) < 600_000


@pytest.mark.parametrize(
    "value", [object(), {1: object()}, Path("/etc/passwd"), datetime(2026, 1, 1, tzinfo=UTC), b"x"]
)
def test_what_is_no_plain_data_is_not_handed_over(value: object) -> None:
    with pytest.raises(TypeError, match="no plain data"):
        to_bytes(("check", value))


@pytest.mark.parametrize("name", ["os:system", "subprocess:Popen", "builtins:eval", "pathlib:Path"])
def test_the_child_makes_nothing_but_values_of_this_application(name: str) -> None:
    for kind, told in (("enum", "true"), ("data", {})):
        with pytest.raises(ValueError, match="no value of this application"):
            from_bytes(json.dumps([kind, name, told]).encode())


@pytest.mark.parametrize("address", ["XFD1048576", "xfd1048576", "A99999999999", "ZZZZZ1", "A0", "1A", ""])
def test_a_small_workbook_with_a_far_cell_is_refused_at_once(address: str, about: Context) -> None:
    far = f'<row><c r="{address}" t="n"><v>1</v></c></row></sheetData>'.encode()
    body = in_sheet(as_xlsx([["x"]]), b"</sheetData>", far)
    assert len(body) < 6_000
    began = time.monotonic()
    report = check(body, about)
    assert time.monotonic() - began < 4
    assert not report.clean
    assert address != "XFD1048576" or [f.rule for f in report.findings] == ["far_cell"]


def test_a_workbook_that_openpyxl_saved_with_a_far_cell_is_refused_at_once() -> None:
    body = as_xlsx([["x"]], lambda _, sheet: sheet.cell(1_048_576, 16_384, "x"))
    assert len(body) < 6_000
    began = time.monotonic()
    assert refused(body).rule in ("far_cell", "too_many_rows")
    assert time.monotonic() - began < 4


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lies.xlsx"
    path.write_bytes(repacked(as_xlsx(calm()), lambda p: p.update({"xl/sharedStrings.xml": b" " * 300_000_000})))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/sharedStrings.xml").file_size
    lied = path.read_bytes().replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    began = time.monotonic()
    refused(lied)
    assert time.monotonic() - began < 10
