"""A file that has been read, judged against its context: its quarters and everything found in it, as plain data that
`check` takes up again. Runs in the child process, for a file may hold more than a server has time to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.core.finding import Severity, folded, to_json
from dashboard.intake import rules, table
from dashboard.intake.cells import typed
from dashboard.intake.context import Context
from dashboard.intake.findings import finding, shown, valued
from dashboard.intake.unseen import unseen

MOST_QUARTERS = 40  # each is compared with what is published; a file of more is no report but a mistake


def judge(sheets: Sequence[table.Sheet], context: Context, names: Mapping[str, str]) -> dict[str, Any]:
    """The quarters of a file with their counts, its findings, and the headings that nobody has explained yet. `names`
    are the program's own headings, told before. A file of too many quarters has none."""
    found = table.find(sheets, names)
    quarters, wrong = typed(found, context)
    many = len(quarters) > MOST_QUARTERS
    if many:
        many_of = finding("too_many_quarters", many=len(quarters), most=MOST_QUARTERS)
        asked = [valued(many_of, {"begins": str(quarters[0].quarter), "ends": str(quarters[-1].quarter)})]
    else:
        asked = [*rules.apply(quarters, context), *unseen(sheets, found, context, names)]
    made = folded((*found.findings, *wrong, *asked))
    findings = sorted(made, key=lambda f: (f.severity is not Severity.CRITICAL, f.place.row, f.place.column))
    return {
        "quarters": {} if many else {str(q.quarter): q.counts for q in quarters},
        "findings": [to_json(one) for one in shown(findings)],
        "unknown": list(found.unknown),
    }
