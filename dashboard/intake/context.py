"""What a file is checked against: the program, its labels, what it has published, and what day it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dashboard.core.catalogue import CallType, Program
from dashboard.core.ledger import Count, LedgerRow
from dashboard.core.merging import INTO
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.intake.table import plain

LOOKS_BACK = 8  # quarters that a count is set beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the uploader says about the eligibility rule of the quarters in a file."""

    rule_version: int = 1
    rule_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything a rule may look at besides the file itself."""

    program: Program
    call_types: tuple[CallType, ...]
    labels: Mapping[str, str]  # the program's own labels and the common names, as compared, to the common call type
    shown: Mapping[str, str]  # common call type to the program's own label for it
    record: PublicRecord
    today: date
    declared: Declared = field(default_factory=Declared)

    def published(self, quarter: Quarter) -> dict[str, LedgerRow]:
        """The rows of a quarter that stand now, by call type."""
        found = {t.key: self.record.row(self.program.program_id, quarter, t.key) for t in self.call_types}
        return {key: row for key, row in found.items() if row is not None}

    def merged(self, quarter: Quarter) -> tuple[str, ...]:
        """The call types that the published revision of a quarter counts under `other`."""
        row = self.record.row(self.program.program_id, quarter, INTO)
        return row.holds if row else ()

    def before(self, quarter: Quarter, call_type: str, count: str, *, quarters: int = LOOKS_BACK) -> list[int]:
        """A count in the quarters before this one, oldest first, of the same eligibility rule, where it is known."""
        found: list[int] = []
        for earlier in self.record.quarters(self.program.program_id):
            if not 0 < quarter.since(earlier) <= quarters:
                continue
            row = self.record.row(self.program.program_id, earlier, call_type)
            value: Count | None = row.counts[count] if row and row.rule_version == self.declared.rule_version else None
            if isinstance(value, int):
                found.append(value)
        return found

    def last(self, quarter: Quarter) -> Quarter | None:
        """The newest published quarter before this one."""
        earlier = [q for q in self.record.quarters(self.program.program_id) if q < quarter]
        return max(earlier, default=None)

    def rule_of(self, quarter: Quarter) -> int | None:
        """The eligibility rule under which the newest quarter before this one was counted."""
        last = self.last(quarter)
        submission = self.record.submission(self.program.program_id, last) if last else None
        return submission.rule_version if submission else None


def context(record: PublicRecord, program: Program, *, today: date, declared: Declared | None = None) -> Context:
    """What files of a program are checked against, from the public record."""
    types = tuple(record.catalogue.call_types)
    own = [label for label in record.labels_of(program.program_id) if not label.is_flag]
    labels = {plain(t.key): t.key for t in types} | {plain(t.name): t.key for t in types}
    labels |= {plain(label.label): label.call_type for label in own}
    many = {t.key: [label.label for label in own if label.call_type == t.key] for t in types}
    shown = {t.key: many[t.key][0] if len(many[t.key]) == 1 else t.name for t in types}
    about = declared or Declared()
    return Context(
        program=program, call_types=types, labels=labels, shown=shown, record=record, today=today, declared=about
    )
