"""A file, checked: its quarters ready to be drafts, and every finding at once."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard import words
from dashboard.core.change import RevisionKind
from dashboard.core.finding import Finding, Severity, Value, critical, from_json, to_confirm
from dashboard.core.ledger import COUNTS, Count, Counts, Missing
from dashboard.core.privacy.under_other import merged_again
from dashboard.core.quarter import Quarter
from dashboard.intake import sandbox
from dashboard.intake.annotated import Mark
from dashboard.intake.cells import GIVEN, MOST_DIGITS, Quarterly
from dashboard.intake.context import Context, Declared
from dashboard.intake.findings import RULES, SHOWN, finding
from dashboard.intake.grids import HIDDEN, MOST_BYTES, MOST_COLUMNS
from dashboard.intake.judge import MOST_QUARTERS
from dashboard.store.staff.draft_rows import NewDraft
from dashboard.words import findings as spoken

_SCRATCH = 100_000_000  # bytes: a workbook is written sheet by sheet to files first
MOST_TEXT = 1000  # characters of a text of a finding
MOST_COUNT = 10**MOST_DIGITS - 1
MOST_NUMBER = MOST_BYTES * MOST_COUNT  # what no sum of the counts of a file reaches


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
    called = {name: key for key in COUNTS for name in (words.count(key), f"{COUNTS[key].symbol} {words.count(key)}")}
    answer = sandbox.ask(("check", context, called | dict(names or {})), body)
    if isinstance(answer, Finding):
        return Report(findings=(answer,))
    try:
        return _report(json.loads(answer), context)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):  # not what `judge` says
        return Report(findings=(finding("broken_file"),))


def annotated_copy(body: bytes, findings: Sequence[Finding]) -> bytes | None:
    """A copy of a file with the cells at fault marked, as a workbook made in a child process; None if the file could
    not be read, or is too large to be marked."""
    marks = tuple(Mark(one.place, one.severity, spoken.whole(one)) for one in findings)
    answer = sandbox.ask(("mark", marks), body, scratch=_SCRATCH)
    return answer if isinstance(answer, bytes) and answer.startswith(b"PK\x03\x04") else None


def _report(told: dict[str, Any], context: Context) -> Report:
    """The report of an answer. It comes from where the file was, so that nothing in it is taken for granted: ValueError
    or the like for what no check says."""
    if "unreadable" in told:
        stops = {"severity": "critical", **told["unreadable"]}
        return Report(findings=(_believed(from_json(stops)),))
    kinds = {kind.key for kind in context.call_types}
    quarters = tuple(
        Quarterly(Quarter.parse(quarter), {_one_of(kind, kinds): _counts(counts) for kind, counts in types.items()})
        for quarter, types in told["quarters"].items()
    )
    findings = tuple(_believed(from_json(one)) for one in told["findings"])
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


_DEEP = 4  # findings under findings


def _believed(found: Finding, within: int = 0) -> Finding:
    """A finding that a check can make: of a rule in the list, as severe as it is, of short texts, and with all that its
    sentences need. Of what follows from it nothing else is believed."""
    rule = RULES[found.rule]
    if len(found.also) > SHOWN or within > _DEEP:
        raise ValueError("more follows than one slip can cause")
    stops = bool(critical(found.also))
    escalated = stops and rule.severity is Severity.CONFIRM
    if found.written or found.public is not rule.public or found.escalated is not escalated:
        raise ValueError("what no rule says")
    if found.severity is not (Severity.CRITICAL if escalated else rule.severity):
        raise ValueError("what no rule says")
    for number in (found.place.row, found.times):
        _number(number, MOST_BYTES)
    about = (found.quarter, found.call_type, found.count, found.beside, found.place.sheet, found.place.column)
    for value in (*about, *(value for _, value in found.values)):
        _value(value)
    for one in found.also:
        _believed(one, within + 1)
    if not spoken.whole(found):
        raise ValueError("a finding is said")
    return replace(found, because=())


def _value(told: Value) -> None:
    if isinstance(told, int):
        _number(abs(told), MOST_NUMBER)
    for text in (told,) if isinstance(told, str) else told if isinstance(told, tuple) else ():
        _text(text)


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
    report: Report, heads: Mapping[Quarter, int], declared: Declared, change: RevisionKind, reason: str
) -> list[NewDraft]:
    """Quarters of a clean report as drafts, those of `heads`: the revisions that stand, 0 for none. Change and
    reason are of the quarters that are published already."""
    return [
        NewDraft(
            quarter=q.quarter,
            counts=report.counts(q.quarter),
            findings=tuple(to_confirm(report.of(q.quarter))),
            base_revision=heads[q.quarter],
            change=change if heads[q.quarter] else RevisionKind.FIRST,
            reason=reason if heads[q.quarter] else "",
            rule_version=declared.rule_version,
            rule_note=declared.rule_note,
            merged=report.merged.get(q.quarter, ()),
        )
        for q in report.quarters
        if q.quarter in heads
    ]
