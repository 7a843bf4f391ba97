"""One row to one core type. What breaks a rule of the core becomes a broken row with a place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from dashboard.core import catalogue as c
from dashboard.core.change import RevisionKind
from dashboard.core.evidence import EvidenceTier, Source, mark_of
from dashboard.core.ledger import ALL, OUTCOMES, TOGETHER, Caveat, Counts, Missing, Submission
from dashboard.core.life import Life
from dashboard.core.privacy.disclosure import Policy
from dashboard.core.quarter import Quarter
from dashboard.core.reason import Reason, reason
from dashboard.core.record import PolicyInForce
from dashboard.core.source_life import UNSEEN, SourceLife
from dashboard.store import log_lines
from dashboard.store import tables as t
from dashboard.store.files import BrokenRow, Where

Made = TypeVar("Made")


def checked(where: Where, column: str, make: Callable[[], Made]) -> Made:
    """What `make` gives; a rule of the core that it breaks becomes a broken row with a place."""
    try:
        return make()
    except (ValueError, TypeError) as error:
        raise BrokenRow(where, column, str(error), "Correct the row.") from None


def source(row: t.SourceRow, life: SourceLife = UNSEEN) -> Source:
    return Source(
        source_id=row.source_id,
        title=row.title,
        publisher=row.publisher,
        publisher_kind=row.publisher_kind,
        published=row.published,
        url=row.url,
        notes=row.notes,
        accessed=row.accessed,
        sha256=row.sha256,
        life=life,
    )


def program(
    row: t.ProgramRow, where: Where, source: Source, model_source: Source, life: Life, printed: tuple[c.Printed, ...]
) -> c.Program:
    return checked(
        where,
        "",
        lambda: c.Program(
            program_id=row.program_id,
            kind=c.ProgramKind(row.kind),
            name=row.name,
            jurisdiction=row.jurisdiction,
            state=row.state,
            latitude=row.latitude,
            longitude=row.longitude,
            dispatch_model=c.DispatchModel(row.dispatch_model),
            coverage_hours=row.coverage_hours,
            launch_date=row.launch_date,
            operator=row.operator,
            org_home=row.org_home,
            home_kind=row.home_kind,
            hours_kind=row.hours_kind,
            population_served=row.population_served,
            staff=row.staff,
            source=source,
            tier=EvidenceTier.from_key(row.stated_tier),
            notes=row.notes,
            model_source=model_source,
            model_tier=mark_of(row.model_tier or row.stated_tier),
            model_note=row.model_note,
            searched_on=row.searched_on,
            searched=row.searched,
            unread=row.unread,
            fiscal_first_month=row.fiscal_first_month or 1,
            due_days=row.due_days or c.DUE_DAYS,
            life=life,
            printed=printed,
        ),
    )


def decision(row: t.DecisionRow, source: Source) -> c.Decision:
    return c.Decision(
        program_id=row.program_id,
        number=row.number,
        choice=row.choice,
        disputed=row.disputed,
        source=source,
        tier=_said(row.stated_tier),
        note=row.note,
    )


def remark(row: t.RemarkRow, source: Source) -> c.Remark:
    return c.Remark(
        topic=row.topic,
        item=row.item,
        position=row.position,
        text=row.text,
        detail=row.detail,
        source=source,
        tier=_said(row.stated_tier),
    )


def _said(key: str) -> EvidenceTier:
    """The tier of words. A row from before its tier was asked for is worth no more than a third party's word."""
    return EvidenceTier.from_key(key) if key else EvidenceTier.THIRD_PARTY_UNREVIEWED


def call_type(row: t.CallTypeRow) -> c.CallType:
    return c.CallType(key=row.call_type, name=row.name, meaning=row.meaning)


def label(row: t.OwnLabelRow, where: Where, source: Source, call_types: set[str]) -> c.OwnLabel:
    if not row.is_flag and row.call_type not in call_types:
        raise BrokenRow(where, "call_type", repr(row.call_type), f"Use one of {', '.join(sorted(call_types))}.")
    return checked(
        where,
        "stated_tier",
        lambda: c.OwnLabel(
            program_id=row.program_id,
            label=row.label,
            call_type=row.call_type,
            is_flag=row.is_flag,
            source=source,
            tier=_said(row.stated_tier),
            note=row.note,
        ),
    )


def submission(row: t.SubmissionRow) -> Submission:
    return Submission(
        program_id=row.program_id,
        quarter=Quarter.parse(row.quarter),
        revision=row.revision,
        due_on=row.due_on,
        published_on=row.published_on,
        rule_version=row.rule_version,
        rule_note=row.rule_note,
        note=row.note,
        certified_by=log_lines.by(row.certified_by),
        file_sha256=row.file_sha256,
        change=RevisionKind(row.change) if row.change else None,
        withdrawn=row.withdrawn,
    )


def policy(row: t.PolicyRow, on: date | None) -> PolicyInForce:
    """A decision on small counts, with its reason."""
    return PolicyInForce(policy=Policy(smallest=row.smallest, exact_from=row.exact_from), reason=row.reason, on=on)


def caveats(
    row: t.SubmissionRow,
    kind: str,
    public: Mapping[str, tuple[Counts, Sequence[str]]],
    kind_of: Callable[[str], object],
) -> tuple[Caveat, ...]:
    """What the program was asked about this row before publication, and what it answered. What was asked about a call
    type that is not there is about every row, for it is missing from the totals. What is asked is said again from the
    numbers that are public, for what was found was counted before call types were merged and small counts withheld;
    and it is not said where one of the numbers is withheld, where the row holds further call types, or where totals
    are withheld that would have been asked about instead: the question alone would tell something of them. `kind_of` is
    the call type of a key, as a value that has words."""
    found = [Caveat("", row.note)] if row.withdrawn else []
    merged = {held: whose for whose, (_, holds) in public.items() if whose != TOGETHER for held in holds}
    if kind in merged.values():
        holds = tuple(kind_of(held) for held in public[kind][1])
        found.append(Caveat("", reason("caveat-merged", types=holds)))
    answers = json.loads(row.confirmations or "[]")
    for answer in sorted(answers, key=lambda one: (one["call_type"], one["count"])):  # the file's order is not public
        about, count = answer["call_type"], answer["count"]
        if about in (*merged, *merged.values()) or (kind not in (about, ALL) and about in public):
            continue
        if asked := _asked(row, answer.get("rule", ""), about, count, public, kind_of):
            found.append(Caveat(count, reason("caveat-asked", asked=asked, answer=answer["reason"])))
    return tuple(dict.fromkeys(found))


def _asked(
    row: t.SubmissionRow,
    rule: str,
    about: str,
    count: str,
    public: Mapping[str, tuple[Counts, Sequence[str]]],
    kind_of: Callable[[str], object],
) -> Reason | None:
    """A question about a count of a call type (or of all, or about neither), said from what is public; nothing where
    that would tell something that is not."""
    if not count:
        if not about and rule == "not_the_next":
            return reason("caveat-which_quarter")
        if not about:
            return reason("caveat-rule", version=str(row.rule_version))
        return None if about in public else reason("caveat-no_row", type=kind_of(about))
    asked_of, totals = (public[whose][0] if whose in public else None for whose in (about or ALL, ALL))
    if asked_of is None or totals is None:
        return None
    needed = [asked_of[key] for key in _named(count)] + [totals[key] for key in _TOTALS if about]
    if Missing.PRIVACY in needed:
        return None
    value, left = asked_of[count], asked_of.unaccounted if count == "reached_clinician" else 0
    what = reason(f"count-{count}")
    number = reason("caveat-number", value=value, count=what) if isinstance(value, int) else what
    ending = reason("caveat-ending", left=left) if isinstance(left, int) and left else ""
    kind = kind_of(about) if about else reason("caveat-all_types")
    return reason("caveat-count", number=number, type=kind, ending=ending)


_TOTALS = ("eligible", "reached_clinician", *OUTCOMES)


def _named(count: str) -> tuple[str, ...]:
    """The counts of which a question about one speaks: that about calls reached speaks of their endings."""
    return (count, *OUTCOMES) if count == "reached_clinician" else (count,)
