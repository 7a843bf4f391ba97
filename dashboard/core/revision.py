"""A revision of a quarter: what it says, who certified it, why it is there, under which rule. A publication writes one,
and a preview rehearses the same one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dashboard.core.change import RevisionKind
from dashboard.core.keys import QuarterKey
from dashboard.core.ledger import Counts
from dashboard.core.people import Action
from dashboard.core.quarter import Quarter
from dashboard.core.workflow import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the program was asked about a count before publication, and what it answered. Without a call type it was
    asked of all of them, without a count of the whole row; `rule` is what asked."""

    call_type: str
    count: str
    reason: str
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Everything a revision of a quarter says before it is public. ValueError for one that cannot be."""

    program_id: str
    quarter: Quarter
    number: int
    change: RevisionKind
    reason: str
    rule_version: int
    rule_note: str
    certified_by: str  # an office, never a name; nothing where nobody has certified it yet
    counts: Mapping[str, Counts] = field(default_factory=dict)  # as received, by call type
    merged: tuple[str, ...] = ()  # call types that staff chose to count under `other`
    answers: tuple[Answer, ...] = ()
    file_sha256: str = ""
    public_from: datetime | None = None  # None: at once

    def __post_init__(self) -> None:
        if (self.number == 1) is not (self.change is RevisionKind.FIRST) or self.number < 1:
            raise ValueError(f"revision {self.number} cannot be of the kind {self.change.value!r}")
        if self.withdrawn and self.counts:
            raise ValueError("a withdrawal states no counts")

    @property
    def key(self) -> str:
        """The quarter of the program that this is a revision of."""
        return QuarterKey(self.program_id, self.quarter)

    @property
    def withdrawn(self) -> bool:
        return self.change is RevisionKind.WITHDRAWAL

    @property
    def action(self) -> str:
        """What it does to the public record, in a word."""
        return "withdraw" if self.withdrawn else "publish" if self.number == 1 else "correct"


def of_draft(draft: Draft, *, office: str = "", public_from: datetime | None = None) -> Revision:
    """What a draft says when it is published. `office` stands for whoever certified it where nobody has yet."""
    certified = (step.by for step in reversed(draft.steps) if step.action is Action.CERTIFY)
    return Revision(
        program_id=draft.program_id,
        quarter=draft.quarter,
        number=draft.base_revision + 1,
        change=draft.change,
        reason=draft.reason,
        rule_version=draft.rule_version,
        rule_note=draft.rule_note,
        certified_by=next(certified, office),
        counts=draft.counts,
        merged=draft.merged,
        answers=tuple(
            Answer(call_type=f.call_type, count=f.count, reason=draft.reasons[f.key], rule=f.rule)
            for f in draft.findings
            if f.public and f.key in draft.reasons
        ),
        file_sha256=draft.file_sha256,
        public_from=public_from,
    )
