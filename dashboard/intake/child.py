"""What the child process of `sandbox` does: it reads a file, and only then what it was asked about the file.

Standard input: the length of the question in ten digits, the question, the file. Standard output: the answer, JSON for
a check and a workbook for a marked copy. The question is plain data (see `handed`); of the answer the server believes
nothing that it has not looked at.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from dashboard.intake import grids

DIGITS = 10


def main() -> None:
    """Answer the question on standard input."""
    asked = sys.stdin.buffer.read(int(sys.stdin.buffer.read(DIGITS)))
    try:
        read = grids.read(sys.stdin.buffer.read(grids.MOST_BYTES + 1))["sheets"]
    except grids.Unreadable as problem:
        answer = json.dumps({"unreadable": problem.told}).encode()
    else:
        answer = _answer(asked, read)
    sys.stdout.buffer.write(answer)


def _answer(question: bytes, read: list[dict[str, Any]]) -> bytes:
    # only what the answer needs is imported, and nothing of the site before the file has been read
    from dashboard.intake.handed import from_bytes
    from dashboard.intake.table import Sheet

    asked = from_bytes(question)
    sheets = [
        Sheet(
            name=sheet["name"],
            rows=tuple(map(tuple, sheet["rows"])),
            hidden=sheet.get("hidden", False),
            hidden_rows=frozenset(sheet.get("hidden_rows", ())),
            hidden_columns=frozenset(sheet.get("hidden_columns", ())),
            pale=frozenset(sheet.get("pale", ())),
            under=frozenset(sheet.get("under", ())),
            shows=sheet.get("shows", {}),
        )
        for sheet in read
    ]
    if asked[0] == "mark":
        import resource

        from dashboard.intake.annotated import copy

        most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        return copy(sheets, asked[1])
    from dashboard.intake.judge import judge

    return json.dumps(judge(sheets, *asked[1:])).encode()
