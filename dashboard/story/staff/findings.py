"""What a check found, for staff: as a table, as one sentence, as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import words
from dashboard.core.finding import Finding
from dashboard.story.blocks import Cell, Table
from dashboard.voice import say
from dashboard.words import findings as found


def findings_table(findings: Sequence[Finding], reasons: Mapping[str, str] | None = None) -> Table:
    """Every finding with its place, what to do, and what the public would have read."""
    given = reasons or {}
    columns = [say(f"staff-finding_{name}") for name in ("severity", "place", "found", "expected", "todo")]
    rows: list[list[Cell]] = [
        [
            f"{f.severity.icon} {words.of(f.severity)}",
            found.where(f),
            found.found(f),
            found.expected(f),
            " ".join(filter(None, (*_after(f), _answer(given.get(f.key, ""))))),
        ]
        for f in findings
    ]
    return Table.of("findings", findings_sentence(findings), columns, rows, stacked=True)


def _after(finding: Finding) -> tuple[str, ...]:
    return found.todo(finding), found.consequence(finding), found.follows(finding)


def _answer(reason: str) -> str:
    return say("staff-reason_given", reason=reason) if reason else ""


def findings_sentence(findings: Sequence[Finding]) -> str:
    """How many findings block, and how many ask."""
    return found.counted(findings) or say("staff-no_findings")


def findings_csv(findings: Sequence[Finding]) -> list[dict[str, str]]:
    """The findings as rows of a file."""
    return [
        {
            "severity": words.of(f.severity),
            "rule": f.rule,
            "quarter": f.quarter,
            "sheet": f.place.sheet,
            "row": str(f.place.row or ""),
            "column": f.place.column,
            "found": found.found(f),
            "expected": found.expected(f),
            "what_to_do": found.todo(f),
            "public_consequence": found.consequence(f),
            "what_follows": "; ".join(map(found.found, f.also)),
        }
        for f in findings
    ]
