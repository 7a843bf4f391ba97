"""The life of a quarter that is not published yet: uploaded, sent, certified, published, and where it may end early."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import reduce

from dashboard.core.change import RevisionKind
from dashboard.core.finding import Finding, critical, to_confirm
from dashboard.core.ledger import Counts
from dashboard.core.people import Action, Refused
from dashboard.core.publication import delivers
from dashboard.core.quarter import Quarter
from dashboard.core.reason import reason

SENTENCE = 10  # characters that a reason has at least
LONGEST = timedelta(days=366)  # an embargo cannot be taken back, so it ends within a year


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
    change: RevisionKind
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


def check_received(findings: Sequence[Sequence[Finding]]) -> None:
    """Refused for a file without a quarter, or with a finding that stops publication; the findings of each quarter."""
    if not findings or any(map(critical, findings)):
        raise Refused(reason("refused-critical"))


def check_quarters(quarters: Sequence[Quarter]) -> None:
    """Refused for a file that holds a quarter twice."""
    if len(set(quarters)) != len(quarters):
        raise Refused(reason("refused-quarter_twice"))


def check_change(
    quarter: Quarter, counts: Iterable[Counts], change: RevisionKind, why: str, *, base: int, head: int
) -> None:
    """Refused unless a draft has counts, rests on what stands, and a further revision says why."""
    about = str(quarter)
    if not delivers(counts):
        raise Refused(reason("refused-no_counts", quarter=about))
    if base != head:
        raise Refused(reason("refused-head", quarter=about, head=str(head), base=str(base)))
    if base == 0:
        if change is not RevisionKind.FIRST:
            raise Refused(reason("refused-first", quarter=about))
    elif change in (RevisionKind.FIRST, RevisionKind.WITHDRAWAL):
        raise Refused(reason("refused-change", quarter=about))
    elif len(why.strip()) < SENTENCE:
        raise Refused(reason("refused-change_reason", quarter=about))


def check_answers(findings: Sequence[Finding], given: Mapping[str, str]) -> None:
    """Refused unless every finding that asks has a written reason, by its key."""
    if left := [f for f in to_confirm(findings) if len(given.get(f.key, "")) < SENTENCE]:
        raise Refused(reason("refused-answers", many=len(left)))


def check_merge(stage: Stage, base: int) -> None:
    """Refused for a draft that was sent, or that corrects a published quarter: its blocks are fixed."""
    if stage is not Stage.CHECKED or base:
        raise Refused(reason("refused-merge"))


def check_return(why: str) -> None:
    """Refused for a return that does not say what to change."""
    if not why.strip():
        raise Refused(reason("refused-return"))


def check_release(public_from: datetime | None, now: datetime) -> None:
    """Refused for a release that is too far ahead."""
    if public_from and public_from > now + LONGEST:
        raise Refused(reason("refused-release", days=LONGEST.days, day=f"{public_from:%Y-%m-%d}"))


def check_withdrawal(why: str) -> None:
    """Refused for a withdrawal that does not say why."""
    if len(why.strip()) < SENTENCE:
        raise Refused(reason("refused-withdrawal"))


def check_base(quarter: Quarter, *, base: int, head: int, waiting: str) -> None:
    """Refused if the revision of a quarter that another one rests on is not the newest any more, or if one of it is
    already set to be released: `waiting` is the moment, or nothing."""
    if waiting:
        raise Refused(reason("refused-waiting", quarter=str(quarter), moment=waiting))
    if head != base:
        raise Refused(reason("refused-moved_on", quarter=str(quarter), head=str(head), base=str(base)))
