"""The operator's commands: what they print, what they exit with, and no traceback for what an operator can mend."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.settings import ROOT


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("FOURTH_OPTION_")}
    return subprocess.run(
        [sys.executable, "-m", "dashboard.cli", *words],
        cwd=ROOT,
        env=clean | environment | {"COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_help_is_the_front_door() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in ("serve", "load", "check"):
        assert command in done.stdout
    assert "Example" in run("serve", "--help").stdout


def test_loading_says_what_it_read(tmp_path: Path) -> None:
    place = {"FOURTH_OPTION_DATABASE_PATH": str(tmp_path / "deep" / "down" / "ledger.sqlite3")}
    first = run("load", **place)
    assert first.returncode == 0, first.stderr
    assert "438 published figures, 42 programs, 137 sources" in first.stdout
    assert "nothing new" in run("load", **place).stdout


def test_a_broken_row_is_one_line_without_a_traceback(tmp_path: Path, data: Path) -> None:
    figures = data / "published" / "figures.csv"
    figures.write_text(
        figures.read_text(encoding="utf-8").replace(",90,,percent", ",ninety,,percent", 1), encoding="utf-8"
    )
    done = run("load", FOURTH_OPTION_DATA=str(data), FOURTH_OPTION_DATABASE_PATH=str(tmp_path / "x.sqlite3"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "figures.csv, line 2, column \"value\": found 'ninety'. Give a number" in done.stderr
    assert run("check", "--data", str(data)).returncode == 1


@pytest.mark.parametrize(
    ("name", "value", "said"), [("EXAMPLE", "maybe", "'on' or 'off'"), ("DATA", "/nowhere", "no data file")]
)
def test_a_bad_setting_is_explained(name: str, value: str, said: str, tmp_path: Path) -> None:
    done = run("load", **{f"FOURTH_OPTION_{name}": value, "FOURTH_OPTION_DATABASE_PATH": str(tmp_path / "x.sqlite3")})
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_shipped_data_is_in_order() -> None:
    done = run("check")
    assert done.returncode == 0
    assert "rows are in order" in done.stdout
