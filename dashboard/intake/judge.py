"""A file that has been read, judged against its context: its quarters and everything found in it, as plain data that
`check` takes up again. Runs in the child process, for a file may hold more than a server has time to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from dashboard.core.finding import Finding, Place, Severity, folded, shown
from dashboard.intake import rules, table
from dashboard.intake.context import Context
from dashboard.intake.typed import Quarterly, critical, typed
from dashboard.intake.unseen import unseen

MOST_QUARTERS = 40  # each is compared with what is published; a file of more is no report but a mistake


def judge(sheets: Sequence[table.Sheet], context: Context, names: Mapping[str, str]) -> dict[str, Any]:
    """The quarters of a file with their counts, its findings, and the headings that nobody has explained yet. `names`
    are the program's own headings, told before. A file of too many quarters has none."""
    found = table.find(sheets, names)
    quarters, wrong = typed(found, context)
    many = len(quarters) > MOST_QUARTERS
    asked = [_too_many(quarters)] if many else rules.apply(quarters, context)
    asked += [] if many else unseen(sheets, found, context, names)
    made = folded((*found.findings, *wrong, *asked))
    findings = sorted(made, key=lambda f: (f.severity is not Severity.CRITICAL, f.place.row, f.place.column))
    return {
        "quarters": {} if many else {str(q.quarter): q.counts for q in quarters},
        "findings": [asdict(finding) for finding in shown(findings)],
        "unknown": list(found.unknown),
    }


def _too_many(quarters: Sequence[Quarterly]) -> Finding:
    return critical(
        "too_many_quarters",
        Place(),
        f"{len(quarters):,} quarters, from {quarters[0].quarter} to {quarters[-1].quarter}",
        f"at most {MOST_QUARTERS} quarters in a file",
        "Check the column of the quarter. If it is right, upload ten years at a time.",
    )
