"""Reading a file in a child process that may use little memory, little time, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from dashboard.core.finding import Finding, Place, Severity
from dashboard.intake.grids import MOST_BYTES
from dashboard.settings import ROOT

_ENVIRONMENT = {"PATH": "/usr/bin:/bin"}
MEMORY, PROCESSOR, WALL = 1 << 30, 20, 30  # bytes, seconds, seconds


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet (or the whole of a CSV file, without a name) as text."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def read(body: bytes) -> tuple[Sheet, ...] | Finding:
    """The sheets of a file, or the finding that says why it cannot be read. Never raises for what is in the file."""
    if len(body) > MOST_BYTES:
        todo = f"A quarter takes a few kilobytes; {MOST_BYTES:,} bytes at most."
        return unreadable("too_large", f"{len(body):,} bytes", todo)
    command = [sys.executable, "-I", "-c", _START]
    about: dict[str, Any] = {"capture_output": True, "timeout": WALL, "cwd": ROOT, "env": _ENVIRONMENT}
    try:
        done = subprocess.run(command, input=body, check=False, **about)  # noqa: S603 - nothing of it comes from a file
    except subprocess.TimeoutExpired:
        return unreadable("too_slow", "a file that takes too long to read", "Copy the counts into a new file.")
    if done.returncode == 1:
        return unreadable(
            "broken_file", "a file that cannot be opened", "Open it, save it anew as .xlsx or .csv, upload that."
        )
    if done.returncode != 0:
        return unreadable(
            "too_heavy", "a file that takes too much memory or time to read", "Copy the counts into a new file."
        )
    answer = json.loads(done.stdout)
    if "unreadable" in answer:
        told = answer["unreadable"]
        place = Place(sheet=told["sheet"], row=told["row"], column=told["column"])
        return unreadable(told["rule"], told["found"], told["todo"], place)
    return tuple(Sheet(s["name"], tuple(tuple(r) for r in s["rows"])) for s in answer["sheets"])


_START = f"""
import os, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({PROCESSOR}, {PROCESSOR}))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.path.insert(0, {str(ROOT)!r})
from dashboard.intake.grids import main
sys.excepthook = lambda kind, *_: os._exit(3 if kind is MemoryError else 1)
main()
"""


def unreadable(rule: str, found: str, todo: str, place: Place | None = None) -> Finding:
    """The finding of a file that could not be read at all."""
    return Finding(
        rule=rule,
        severity=Severity.CRITICAL,
        place=place or Place(),
        found=found,
        expected="an .xlsx or .csv file with the counts of a quarter",
        todo=todo,
    )
