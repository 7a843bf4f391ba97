"""The life of a quarter that is not published yet: uploaded, sent, certified, published, and where it may end early."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce

from dashboard.core.change import Change
from dashboard.core.finding import Finding
from dashboard.core.ledger import Counts
from dashboard.core.people import Action, Refused
from dashboard.core.quarter import Quarter
from dashboard.core.reason import reason


class Stage(StrEnum):
    """Where a draft stands. It is never stored: it follows from the last step taken."""

    CHECKED = "checked"
    SENT = "sent"
    CERTIFIED = "certified"
    PUBLISHED = "published"
    RETURNED = "returned"
    DISCARDED = "discarded"

    @property
    def open(self) -> bool:
        """Whether something can still happen to it."""
        return self in (Stage.CHECKED, Stage.SENT, Stage.CERTIFIED)


AFTER: dict[tuple[Stage, Action], Stage] = {
    (Stage.CHECKED, Action.SEND): Stage.SENT,
    (Stage.CHECKED, Action.DISCARD): Stage.DISCARDED,
    (Stage.SENT, Action.DISCARD): Stage.DISCARDED,
    (Stage.SENT, Action.CERTIFY): Stage.CERTIFIED,
    (Stage.SENT, Action.RETURN): Stage.RETURNED,
    (Stage.CERTIFIED, Action.PUBLISH): Stage.PUBLISHED,
    (Stage.CERTIFIED, Action.RETURN): Stage.RETURNED,
}


def after(stage: Stage, action: Action) -> Stage:
    """The stage that an action leads to; Refused if it cannot be taken now."""
    if (stage, action) not in AFTER:
        now: list[object] = [a for (s, a) in AFTER if s is stage]
        either = reduce(lambda one, other: reason("refused-either", one=one, other=other), now) if now else None
        can = reason("refused-can", actions=either) if either else reason("refused-can_nothing")
        raise Refused(reason("refused-stage", stage=stage, action=action, can=can))
    return AFTER[stage, action]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was done to a draft, by whom, when, and what they said."""

    action: Action
    by: str
    at: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One quarter of a received file, on its way to being published. It is never changed: steps are added to it."""

    draft_id: int
    program_id: str
    quarter: Quarter
    change: Change
    reason: str
    rule_version: int
    rule_note: str
    counts: Mapping[str, Counts]  # by call type
    findings: tuple[Finding, ...]
    base_revision: int
    file_name: str
    file_sha256: str
    uploader_id: int
    uploaded_by: str
    at: str
    stage: Stage
    merged: tuple[str, ...] = ()  # call types that staff chose to count under `other`
    steps: tuple[Step, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)  # by the key of the finding they answer

    def still(self, head: int) -> bool:
        """Whether this draft is on its way to, or is, what stands as the newest revision of its quarter."""
        if self.stage is Stage.PUBLISHED:
            return self.base_revision + 1 == head
        return self.stage.open and self.base_revision == head
