"""A file, checked: its quarters ready to be drafts, and every finding at once."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, fields
from typing import Any

from dashboard.core.change import Change
from dashboard.core.finding import SHOWN, Finding, Place, Severity, critical, to_confirm
from dashboard.core.ledger import COUNTS, Count, Counts, Missing
from dashboard.core.quarter import Quarter
from dashboard.core.under_other import merged_again
from dashboard.intake import sandbox
from dashboard.intake.context import Context, Declared
from dashboard.intake.grids import HIDDEN, MOST_BYTES, MOST_COLUMNS
from dashboard.intake.judge import MOST_QUARTERS
from dashboard.intake.typed import GIVEN, MOST_DIGITS, Quarterly
from dashboard.store.staff.draft_rows import NewDraft

_SCRATCH = 100_000_000  # bytes: a workbook is written sheet by sheet to files first
MOST_TEXT = 1000  # characters of a text of a finding
MOST_COUNT = 10**MOST_DIGITS - 1
_TEXTS = tuple(f.name for f in fields(Finding) if f.type == "str" and f.name != "severity")


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

    @property
    def taken(self) -> tuple[Quarter, ...]:
        """The quarters that the file is about, in order."""
        return tuple(q.quarter for q in self.quarters)

    def of(self, quarter: Quarter) -> tuple[Finding, ...]:
        """The findings that are asked about one quarter."""
        return tuple(f for f in self.findings if f.quarter == str(quarter))


def check(body: bytes, context: Context, names: Mapping[str, str] | None = None) -> Report:
    """Read and check a file for one program, in a child process. Never raises for what is in the file."""
    answer = sandbox.ask(("check", context, dict(names or {})), body)
    if isinstance(answer, Finding):
        return Report(findings=(answer,))
    try:
        return _report(json.loads(answer), context)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):  # not what `judge` says
        return Report(findings=(sandbox.broken(),))


def marked(body: bytes, findings: Sequence[Finding]) -> bytes | None:
    """A copy of a file with the cells at fault marked, as a workbook made in a child process; None if the file could
    not be read, or is too large to be marked."""
    answer = sandbox.ask(("mark", tuple(findings)), body, scratch=_SCRATCH)
    return answer if isinstance(answer, bytes) and answer.startswith(b"PK\x03\x04") else None


def _report(told: dict[str, Any], context: Context) -> Report:
    """The report of an answer. It comes from where the file was, so that nothing in it is taken for granted: ValueError
    or the like for what no check says."""
    if "unreadable" in told:
        why = told["unreadable"]
        place = _place({key: why[key] for key in ("sheet", "row", "column")})
        return Report(
            findings=(sandbox.unreadable(_text(why["rule"]), _text(why["found"]), _text(why["todo"]), place),)
        )
    kinds = {kind.key for kind in context.call_types}
    quarters = tuple(
        Quarterly(Quarter.parse(quarter), {_one_of(kind, kinds): _counts(counts) for kind, counts in types.items()})
        for quarter, types in told["quarters"].items()
    )
    findings = tuple(map(_finding, told["findings"]))
    unknown = tuple(map(_text, told["unknown"]))
    if len(quarters) > MOST_QUARTERS or len(findings) > SHOWN + 1 or len(unknown) > MOST_COLUMNS:
        raise ValueError("more than a check says")
    merged = {q.quarter: context.merged(q.quarter) for q in quarters}
    report = Report(quarters=quarters, findings=findings, unknown=unknown, merged=merged)
    for quarter in merged if report.clean else ():  # what a clean report holds can be published
        reasons = {c for counts in report.counts(quarter).values() for c in counts.values() if isinstance(c, Missing)}
        if not reasons <= set(GIVEN):
            raise ValueError("a reason that files cannot give")
    return report


def _counts(told: dict[str, Any]) -> dict[str, Count]:
    if set(told) != set(COUNTS):
        raise ValueError("a row has every count of the ledger, and no other")
    return {key: _count(value) for key, value in told.items()}


def _count(told: object) -> Count:
    if isinstance(told, str):
        return Missing(told)
    return _number(told, MOST_COUNT)


def _finding(told: dict[str, Any]) -> Finding:
    given = {key: _text(told[key]) for key in _TEXTS}
    place, severity = _place(told["place"]), Severity(told["severity"])
    also = tuple(map(_text, told["also"]))
    if not isinstance(told["told"], bool):
        raise ValueError("an answer is public or it is not")
    times = _number(told["times"], MOST_BYTES)
    return Finding(place=place, severity=severity, times=times, told=told["told"], because=(), also=also, **given)


def _place(told: dict[str, Any]) -> Place:
    return Place(sheet=_text(told["sheet"]), row=_number(told["row"], MOST_BYTES), column=_text(told["column"]))


def _text(told: object) -> str:
    if not isinstance(told, str) or len(told) > MOST_TEXT or not HIDDEN.isdisjoint(map(unicodedata.category, told)):
        raise ValueError("a text is short, and all of it can be seen")
    return told


def _number(told: object, most: int) -> int:
    if not isinstance(told, int) or isinstance(told, bool) or not 0 <= told <= most:
        raise ValueError(f"a whole number of 0 to {most}")
    return told


def _one_of(told: str, known: Set[str]) -> str:
    if told not in known:
        raise ValueError("a call type of the register")
    return told


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
