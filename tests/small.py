"""The shipped data cut down to a few programs: what a test needs that is about accounts, drafts and quarters, and not
about what is published. Sources stay where something cites them; remarks and corrections, which may be about any
program, are left out. A database of it is read in a fifth of the time."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from dashboard.settings import ROOT

PROGRAMS = ("austin_emcot", "houston_ccd")
Row = dict[str, str]


def small_data(folder: Path, programs: Collection[str] = PROGRAMS) -> Path:
    """A data folder in this one, with nothing about a program but these, and the made-up one."""
    data = Path(shutil.copytree(ROOT / "data", folder / "data"))
    published = data / "published"
    figures = {row["figure_id"] for name in ("figures", "series") for row in _rows(published / f"{name}.csv")
               if row["program_id"] in programs}  # fmt: skip
    files: dict[str, Callable[[Row], bool]] = dict.fromkeys(
        ("programs", "crosswalk", "decisions", "program_events", "figures", "series"),
        lambda row: row["program_id"] in programs,
    )
    files |= dict.fromkeys(("challenges", "traces", "verifications"), lambda row: row["figure_id"] in figures)
    for name, keeps in files.items():
        _cut(published / f"{name}.csv", keeps)
    cited = {row.get(name) for path in published.glob("*.csv") if path.stem not in ("sources", "remarks")
             for row in _rows(path) for name in ("source_id", "model_source_id")}  # fmt: skip
    _cut(published / "sources.csv", lambda row: row["source_id"] in cited)
    for name in ("remarks", "corrections"):
        _cut(published / f"{name}.csv", lambda row: False)
    return data


def bare_data(folder: Path, program_id: str) -> Path:
    """A data folder in this one with one program, the sources of its row, and nothing published."""
    data = folder / "data"
    (data / "published").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "call_types.csv", data)
    programs, sources = (data / "published" / name for name in ("programs.csv", "sources.csv"))
    for path in (programs, sources):
        shutil.copy(ROOT / "data" / "published" / path.name, path)
    _cut(programs, lambda row: row["program_id"] == program_id)
    (row,) = _rows(programs)
    _cut(sources, lambda source: source["source_id"] in (row["source_id"], row["model_source_id"]))
    return data


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cut(path: Path, keeps: Callable[[Row], bool]) -> None:
    """Write a file anew with the rows that are kept."""
    rows = _rows(path)
    columns = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if keeps(row))
