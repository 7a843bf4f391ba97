"""What a file is checked against: the program, its labels, what it has published, and what day it is. The child process
that checks a file is handed this and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from dashboard.core.catalogue import CallType, Program
from dashboard.core.keys import QuarterKey
from dashboard.core.ledger import ALL, Count, Counts, Missing
from dashboard.core.privacy.disclosure import Partition, Policy
from dashboard.core.privacy.under_other import INTO
from dashboard.core.quarter import Quarter
from dashboard.intake.table import plain

if TYPE_CHECKING:  # with the record come libraries that a child would wait for
    from dashboard.core.record import PublicRecord

Stated = Mapping[str, Mapping[str, Count]]  # the counts of a quarter by call type
LOOKS_BACK = 8  # quarters that a count is set beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the uploader says about the eligibility rule of the quarters in a file."""

    rule_version: int = 1
    rule_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """What stands of a call type (or `all`) in a published quarter, and the call types that are counted in it."""

    counts: Counts
    rule_version: int
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything a rule may look at besides the file itself."""

    program: Program
    call_types: tuple[CallType, ...]
    labels: Mapping[str, str]  # the program's own labels and the common names, as compared, to the common call type
    shown: Mapping[str, str]  # common call type, or all of them, to the program's own label for it
    past: Mapping[Quarter, Mapping[str, Stands]] = field(repr=False)  # what the program has published, by call type
    rule_versions: Mapping[Quarter, int]  # the eligibility rule of each of these quarters
    blocks: Mapping[Quarter, Partition] = field(repr=False)  # how each of them was taken apart
    policy: Policy
    today: date
    title: str = ""  # what the program is called on pages
    reasons: Mapping[str, Missing] = field(default_factory=dict)  # why there is no count, by its words, as compared
    declared: Declared = field(default_factory=Declared)
    counted: Mapping[Quarter, Stated] = field(
        default_factory=dict
    )  # what was received of each quarter before this file
    file: Mapping[Quarter, Stated] = field(default_factory=dict)  # every quarter of the file that is looked at

    def others(self, quarter: Quarter) -> Iterator[tuple[Quarter, Stated]]:
        """The other quarters that a quarter is compared with, nearest first: those before it in the same file as they
        stand there, all others as they were received."""
        before = {other: stated for other, stated in self.file.items() if other < quarter}
        found = {**self.counted, **before}
        for other in sorted(found, key=lambda o: (abs(quarter.since(o)), o)):
            if other != quarter:
                yield other, found[other]

    def published(self, quarter: Quarter) -> dict[str, Stands]:
        """What stands of a quarter now, by call type."""
        stands = self.past.get(quarter, {})
        return {t.key: stands[t.key] for t in self.call_types if t.key in stands}

    def stands(self, quarter: Quarter) -> bool:
        """Whether anything of a quarter is public, and was not withdrawn."""
        rows = self.past.get(quarter, {}).values()
        return any(Missing.RETRACTED not in row.counts.values() for row in rows)

    def merged(self, quarter: Quarter) -> tuple[str, ...]:
        """The call types that the published revision of a quarter counts under `other`."""
        stands = self.past.get(quarter, {}).get(INTO)
        return stands.holds if stands else ()

    def before(self, quarter: Quarter, call_type: str, count: str, *, quarters: int = LOOKS_BACK) -> list[int]:
        """A count in the quarters before this one, oldest first, where it is known: of those of the same eligibility
        rule in which the program ran as it did in this one, all of the time."""
        found: list[int] = []
        life = self.program.life
        for earlier in sorted(self.past):
            if not 0 < quarter.since(earlier) <= quarters or life.runs_in(earlier).unlike(life.runs_in(quarter)):
                continue
            stands = self.past[earlier].get(call_type)
            same = stands is not None and stands.rule_version == self.declared.rule_version
            value: Count | None = stands.counts[count] if stands and same else None
            if isinstance(value, int):
                found.append(value)
        return found

    def last(self, quarter: Quarter) -> Quarter | None:
        """The newest published quarter before this one."""
        return max((q for q in self.past if q < quarter), default=None)

    def rule_of(self, quarter: Quarter) -> int | None:
        """The eligibility rule under which the newest quarter before this one was counted."""
        last = self.last(quarter)
        return self.rule_versions.get(last) if last else None


def context(
    record: PublicRecord,
    program: Program,
    *,
    today: date,
    declared: Declared | None = None,
    received: Mapping[Quarter, Stated] | None = None,
) -> Context:
    """What files of a program are checked against: the public record, and the counts received of other quarters, small
    ones as well; without these, the counts that are public."""
    from dashboard import words  # in this process alone: a child says nothing

    types, mine = tuple(record.catalogue.call_types), program.program_id
    own = [label for label in record.labels_of(mine) if not label.is_flag]
    labels = {plain(t.key): t.key for t in types} | {plain(t.name): t.key for t in types}
    labels |= {plain(label.label): label.call_type for label in own}
    many = {t.key: [label.label for label in own if label.call_type == t.key] for t in types}
    shown = {t.key: many[t.key][0] if len(many[t.key]) == 1 else words.of(t) for t in types}
    quarters = record.quarters(mine)
    submissions = {q: record.submission(mine, q) for q in quarters}
    if received is None:
        public = {q: record.rows_of(mine, q) for q in quarters}
        received = {q: {t.key: rows[t.key].counts for t in types if t.key in rows} for q, rows in public.items()}
    return Context(
        counted=received,
        program=program,
        call_types=types,
        labels=labels,
        shown=shown | {ALL: words.call_type(record.catalogue, ALL)},
        past={
            q: {
                key: Stands(counts=row.counts, rule_version=row.rule_version, holds=row.holds)
                for key, row in record.rows_of(mine, q).items()
            }
            for q in quarters
        },
        rule_versions={q: s.rule_version for q, s in submissions.items() if s},
        blocks={q: found for q in quarters if (found := record.blocks.get(QuarterKey(mine, q)))},
        policy=record.policy,
        today=today,
        title=words.title(program),
        reasons={plain(words.of(why)): why for why in Missing},
        declared=declared or Declared(),
    )
