"""A data folder as large as the dashboard promises to stay quick with: 30 programs, 24 quarters, 9 call types.

What is promised: the same bytes for the same arguments; the shipped data untouched beside it; every rule of the
ledger kept, since the rows come from the generator of Example County. Everything made up is labelled illustrative.
"""

from __future__ import annotations

import csv
import os
import random
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SEED = 20260930
PREFIX = "Test County"  # every made-up program's place begins with it
LAST = (2026, 3)

Row = Mapping[str, Any]


def build(folder: Path, programs: int = 30, quarters: int = 24) -> Path:
    """Copy the shipped data into `folder` and add made-up programs with `quarters` full quarters each."""
    shutil.copytree(ROOT / "data", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    made = runpy.run_path(str(ROOT / "data" / "example" / "generate.py"))
    example = _first(folder / "example" / "programs.csv")
    source = _first(folder / "example" / "sources.csv") | {"source_id": "scale_ledger", "title": "A made-up ledger"}
    last = LAST[0] * 4 + LAST[1] - 1
    when = [divmod(number, 4) for number in range(last - quarters + 1, last + 1)]
    places: list[Row] = []
    submissions: list[Row] = []
    ledger: list[Row] = []
    for number in range(1, programs + 1):
        chance = random.Random(SEED + number)
        mine = {"program_id": f"test_{number:02}"}
        about = {"kind": "program", "jurisdiction": f"{PREFIX} {number:02}", "source_id": "scale_ledger"}
        places.append(example | mine | about)
        for step, (year, index) in enumerate(when):
            submission = made["submission"]((year, index)) | mine | {"source_id": "scale_ledger"}
            submissions.append(submission)
            for call_type in made["CALL_TYPES"]:
                name = mine | {"quarter": submission["quarter"], "call_type": call_type, "revision": 1}
                counts = made["row"](chance, step, (year, index + 1), call_type)
                ledger.append(name | {key: counts[key] for key in made["COUNTS"]})
    _write(folder / "sources.csv", [source])
    _write(folder / "programs.csv", places)
    _write(folder / "submissions.csv", submissions)
    _write(folder / "ledger.csv", ledger)
    return folder


def load(data: Path, database: Path) -> dict[str, str]:
    """Load a data folder into a new database, as an operator would; the environment in which it is used."""
    place = {"FOURTH_OPTION_DATA": str(data), "FOURTH_OPTION_DATABASE_PATH": str(database)}
    command = [str(Path(sys.executable).parent / "fourth-option"), "load"]
    subprocess.run(command, cwd=ROOT, env=os.environ | place, check=True, capture_output=True, timeout=300)
    return place


def _first(path: Path) -> dict[str, str]:
    with path.open(newline="", encoding="utf-8") as file:
        return next(csv.DictReader(file))


def _write(path: Path, rows: Iterable[Row]) -> None:
    everything = list(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(everything[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(everything)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "benchmarks" / "out" / "data")
    print(f"{build(target)}: {sum(1 for _ in (target / 'ledger.csv').open()) - 1} made-up ledger entries")
