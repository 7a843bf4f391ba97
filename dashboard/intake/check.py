"""A file, checked: its quarters ready to be drafts, and every finding at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.core.finding import Finding, Place, critical, shown, to_confirm
from dashboard.core.ledger import Counts
from dashboard.core.merging import merged_again
from dashboard.core.quarter import Quarter
from dashboard.core.workflow import Change
from dashboard.intake import rules, sandbox, table
from dashboard.intake.context import Context, Declared
from dashboard.intake.typed import Quarterly, typed
from dashboard.intake.typed import critical as critical_finding
from dashboard.store.draft_rows import NewDraft

MOST_QUARTERS = 40  # each is compared with what is published; a file of more is no report but a mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a file holds and what was found in it."""

    quarters: tuple[Quarterly, ...] = ()
    findings: tuple[Finding, ...] = ()
    unknown: tuple[str, ...] = ()
    merged: Mapping[Quarter, tuple[str, ...]] = field(default_factory=dict)  # counted under `other`, as published

    @property
    def clean(self) -> bool:
        """Whether nothing stops publication."""
        return bool(self.quarters) and not critical(self.findings)

    def counts(self, quarter: Quarter) -> dict[str, Counts]:
        """The counts of a quarter as the ledger keeps them. ValueError for a file that is not clean."""
        if not self.clean:
            raise ValueError("a file with critical findings has no counts")
        found = next(q for q in self.quarters if q.quarter == quarter)
        counts = {call_type: Counts(counts) for call_type, counts in found.counts.items()}
        return merged_again(counts, self.merged.get(quarter, ()))

    def of(self, quarter: Quarter) -> tuple[Finding, ...]:
        """The findings that are asked about one quarter."""
        return tuple(f for f in self.findings if f.quarter == str(quarter))


def check(body: bytes, context: Context, names: Mapping[str, str] | None = None) -> Report:
    """Read and check a file for one program. Never raises for what is in the file."""
    sheets = sandbox.read(body)
    if isinstance(sheets, Finding):
        return Report(findings=(sheets,))
    found = table.find(sheets, names or {})
    quarters, wrong = typed(found, context)
    asked = rules.apply(quarters, context) if len(quarters) <= MOST_QUARTERS else [_too_many(quarters)]
    findings = sorted((*found.findings, *wrong, *asked), key=lambda f: (f.severity.value, f.place.row, f.place.column))
    return Report(
        quarters=tuple(quarters),
        findings=shown(findings),
        unknown=found.unknown,
        merged={q.quarter: context.merged(q.quarter) for q in quarters},
    )


def _too_many(quarters: Sequence[Quarterly]) -> Finding:
    return critical_finding(
        "too_many_quarters",
        Place(),
        f"{len(quarters):,} quarters, from {quarters[0].quarter} to {quarters[-1].quarter}",
        f"at most {MOST_QUARTERS} quarters in a file",
        "Check the column of the quarter. If it is right, upload ten years at a time.",
    )


def drafts_of(
    report: Report, heads: Mapping[Quarter, int], declared: Declared, change: Change, reason: str
) -> list[NewDraft]:
    """The quarters of a clean report as drafts; `heads` are the revisions that stand, 0 where nothing does. Change and
    reason are of the quarters that are published already."""
    return [
        NewDraft(
            quarter=q.quarter,
            counts=report.counts(q.quarter),
            findings=tuple(to_confirm(report.of(q.quarter))),
            base_revision=heads[q.quarter],
            change=change if heads[q.quarter] else Change.FIRST,
            reason=reason if heads[q.quarter] else "",
            rule_version=declared.rule_version,
            rule_note=declared.rule_note,
            merged=report.merged.get(q.quarter, ()),
        )
        for q in report.quarters
    ]
