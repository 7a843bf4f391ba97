"""Every revision of every quarter as core types, in the order in which it became public."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from dashboard.core import catalogue as c
from dashboard.core.evidence import EvidenceTier, Source
from dashboard.core.keys import FigureId
from dashboard.core.known import Known
from dashboard.core.ledger import ALL, TOGETHER, LedgerRow
from dashboard.core.publication import Publication, in_order
from dashboard.core.quarter import Quarter
from dashboard.core.verification import Verification
from dashboard.store import build, counts_json
from dashboard.store import tables as t
from dashboard.store.files import Where
from dashboard.store.rows import Rows

Order = Sequence[tuple[int, Known | tuple[t.SubmissionRow, Where]]]  # each with the place of the event that wrote it


def in_public_order(rows: Rows, known: Sequence[tuple[int, Known]]) -> Order:
    """Every revision of every quarter, and what was known of lives, in the order in which it became public. Of quarters
    that came with the data files at once, the files say on which days they were published, one after the other; what
    the same load says of lives was known with the first of them."""
    found: list[tuple[tuple[int, date, int], Known | tuple[t.SubmissionRow, Where]]] = []
    found += [((place, date.min, -1), one) for place, one in known]
    for revisions in rows.revisions(t.SubmissionRow):
        place, on = 0, date.min
        for row, where in revisions:  # a later revision never comes before an earlier one
            if event := rows.event(row):
                place, on = max(place, event.place), max(on, event.on if row.published_on is None else on)
            on = max(on, row.published_on or on)
            found.append(((place, on, len(found)), (row, where)))
    return [(key[0], one) for key, one in sorted(found, key=lambda f: f[0])]


def seen_before(rows: Rows, row: t.VerificationRow, order: Order) -> int | None:
    """How much of this order was public when a record of a check was made here; None for one that came with the data
    files, which names the revision it is about."""
    made = rows.event(row)
    if made is None or not made.by_hand:
        return None
    return sum(1 for place, _ in order if place < made.place)


def publications(
    rows: Rows,
    order: Order,
    source: Callable[[Any, Where], Source],
    program: Callable[[Any, Where], c.Program],
    verifications: Sequence[Verification],
    labels: Sequence[c.OwnLabel],
) -> tuple[tuple[Publication, ...], tuple[Known, ...]]:
    """Every revision of every quarter with what is public of it, and what was known of lives, in the order in which it
    became public."""
    beside = _Beside.of(rows, verifications, labels)

    def publication(row: t.SubmissionRow, at: Where) -> Publication:
        program(row, at)
        submission = build.checked(at, "quarter", partial(build.submission, row))
        event = rows.event(row)
        return Publication(
            submission=submission,
            rows=_released(row, at, source, beside, row.published_on or rows.published_on(row)),
            seen_on=event.on if event else None,
            released=event.released if event else "",
            moment=event.load if event else "",
        )

    return in_order(one if isinstance(one, Known) else publication(*one) for _, one in order)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What is on record beside the submissions: what was released of each revision of a quarter, who checked the counts
    of a quarter and call type, what a program calls its calls, and what call types are commonly called."""

    releases: Mapping[tuple[str, int], t.ReleaseRow]
    verified: Mapping[tuple[str, str], Sequence[Verification]]
    own: Mapping[tuple[str, str], Sequence[str]]
    kinds: Mapping[str, c.CallType]

    @classmethod
    def of(cls, rows: Rows, verifications: Sequence[Verification], labels: Sequence[c.OwnLabel]) -> _Beside:
        verified: dict[tuple[str, str], list[Verification]] = {}
        for verification in verifications:
            if named := FigureId.of(verification.figure_id):
                verified.setdefault((named.quarter_key, named.call_type), []).append(verification)
        own: dict[tuple[str, str], list[str]] = {}
        for label in labels:
            own.setdefault((label.program_id, label.call_type), []).append(label.label)
        return cls(
            releases={(r.key, r.revision): r for revisions in rows.revisions(t.ReleaseRow) for r, _ in revisions},
            verified=verified,
            own=own,
            kinds={kind.call_type: build.call_type(kind) for kind, _ in rows.latest(t.CallTypeRow)},
        )

    def kind(self, key: str) -> c.CallType | str:
        return self.kinds.get(key, key)

    def called(self, program_id: str, kind: str, holds: Iterable[str]) -> str:
        """What a program calls a call type; of those shown as one, which these are."""
        return "; ".join(
            (self.kinds[held].name if held in self.kinds else held for held in holds)
            if kind == TOGETHER
            else self.own.get((program_id, kind), ())
        )


def _released(
    submission: t.SubmissionRow,
    at: Where,
    source: Callable[[Any, Where], Source],
    beside: _Beside,
    published_on: date | None,
) -> tuple[LedgerRow, ...]:
    """The rows that are public of a revision of a quarter; none where nothing of it was released."""
    release = beside.releases.get((submission.key, submission.revision))
    if release is None:
        return ()
    public = build.checked(at, "", partial(counts_json.load_rows, release.rows))
    quarter = Quarter.parse(submission.quarter)
    return tuple(
        LedgerRow(
            program_id=submission.program_id,
            quarter=quarter,
            call_type=kind,
            counts=stated,
            tier=EvidenceTier.from_key(submission.stated_tier),
            sources=(source(submission, at),),
            revision=submission.revision,
            rule_version=submission.rule_version,
            computed_here=kind in (ALL, TOGETHER),
            verifications=tuple(beside.verified.get((submission.key, kind), ())),
            own_call_type=beside.called(submission.program_id, kind, holds),
            published_on=published_on,
            caveats=build.caveats(submission, kind, public, beside.kind),
            smallest=counts_json.load_blocks(release.blocks).smallest,
            holds=holds,
        )
        for kind, (stated, holds) in public.items()
    )
