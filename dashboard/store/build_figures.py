"""Rows about published figures to core types: the figure, its trace, records of checks and challenges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.core.amount import NO_UNIT, UNITS, Amount, Bound, Ratio
from dashboard.core.evidence import Challenge, Claim, EvidenceTier, Source, union
from dashboard.core.figure import Figure, Number, Trace, Withheld
from dashboard.core.ledger import ALL, Missing
from dashboard.core.life import Life
from dashboard.core.metric import Definition, Method, Polarity, Wording
from dashboard.core.quarter import Period
from dashboard.core.reason import reason
from dashboard.core.standing import Subject, combine, earned, stated
from dashboard.core.verification import Check, Read, Relation, Verification
from dashboard.store import build
from dashboard.store import tables as t
from dashboard.store.files import Where
from dashboard.store.references import NOT_TRACED


def verification(row: t.VerificationRow, where: Where, source: Source) -> Verification:
    """A record of a check. One that a verifier made here names the bytes of its document, which is read whole."""
    return build.checked(
        where,
        "",
        lambda: Verification(
            figure_id=row.figure_id,
            revision=row.figure_revision,
            verifier=row.verifier,
            method=row.method,
            kind=Check(row.kind),
            read=Read.FULL if row.document_sha256 else Read(row.read),
            relation=Relation(row.relation),
            claim=Claim(row.claim),
            scope=row.scope,
            agrees=row.agrees,
            found=row.found,
            source=source,
            dated=row.dated,
        ),
    )


def challenge(row: t.ChallengeRow, source: Source) -> Challenge:
    return Challenge(figure_id=row.figure_id, statement=row.statement, source=source)


def trace(row: t.TraceRow) -> tuple[Trace | None, Wording]:
    """A figure as its source prints it, or none where it was not traced; and whose words its denominator is told in."""
    wording = Wording(row.denominator_words)
    return None if row.printed == NOT_TRACED else Trace(row.printed, row.place, row.seen_at, row.read_on), wording


_RESPELLED = {"offences": "offenses"}  # units of rows that were public before their key was spelled anew


def definition(row: t.PublishedFigureRow, wording: Wording) -> Definition:
    """What a published figure is. ValueError for a unit that is not known, or a percentage of nobody knows what."""
    unit = _RESPELLED.get(row.unit, row.unit)
    if unit and unit not in UNITS:
        raise ValueError(f"unit {row.unit!r} is not known; use one of {', '.join(UNITS)}")
    if row.unit == "percent" and not row.denominator:
        raise ValueError("a percentage without its denominator in words; say 'not stated' if the source does not say")
    counted = row.numerator_count is not None and row.denominator_count is not None
    share = counted and row.unit == "percent" and row.bound == Bound.EXACT and bool(row.numerator)
    return Definition(
        key=row.metric,
        family=row.family,
        name=row.statement,
        statement=row.statement,
        numerator=row.numerator,
        denominator=row.denominator,
        unit=UNITS.get(unit, NO_UNIT),
        method=Method.SHARE if share else Method.STATED,
        polarity=Polarity(row.polarity),
        denominator_by=wording,
    )


_UNLIKE = ("unlike", "changed")

# why a published row has no number, by what stands in its column for the bound
_NO_NUMBER = {
    "exact": "missing-direction",
    "approx": "missing-direction",
    "null": "missing-no_effect",
    "unfit": "missing-unfit",
    "words": "missing-in_words",
    "superseded": "missing-overtaken",
    "unlike": "missing-unlike",
    "changed": "missing-changed",
}


def figure(
    row: t.PublishedFigureRow,
    source: Source,
    inputs: Sequence[Number],
    records: tuple[Verification, ...],
    challenges: tuple[Challenge, ...],
    traced: tuple[Trace | None, Wording] | None,
    published_on: date | None,
    life: Life,
    *,
    past: bool = False,
) -> Number:
    """A published figure as its row states it; withheld where the row has no value. What is computed from others rests
    on them as they stand; a revision that is `past` keeps the tier that its row states, whatever became of them since.
    No row says by itself that it was verified. ValueError for what no figure can be."""
    sources = union([*(i.sources for i in inputs), (source,)])
    basis = stated(EvidenceTier.from_key(row.stated_tier), sources)
    if inputs and not past:
        basis = combine((i.standing for i in inputs), beside=(source,))
    period = Period(start=row.period_start, end=row.period_end, label=row.period_label)
    amount = None if row.value is None else Amount(row.value, Bound(row.bound), row.value_high)
    counts = (row.numerator_count, row.denominator_count)
    known = amount is not None and counts[0] is not None and counts[1] is not None
    ratio = Ratio(counts[0] or 0, counts[1] or 0) if known else None
    what = definition(row, traced[1] if traced else Wording.PRINTED)
    of = Subject(row.program_id, row.figure_id, row.revision, what, period, row.call_type, amount, ratio)
    about: dict[str, Any] = {
        "figure_id": row.figure_id,
        "program_id": row.program_id,
        "definition": what,
        "period": period,
        "call_type": row.call_type,
        "standing": earned(basis, of, records),
        "computed_here": row.computed_here,
        "revision": row.revision,
        "caveat": row.caveat,
        "challenges": challenges,
        "own_call_type": "" if row.call_type == ALL else row.call_type,
        "published_on": published_on,
        "trace": traced[0] if traced else None,
        "cover": life.cover(period),
    }
    if amount is None:
        if row.bound not in _NO_NUMBER:
            raise ValueError(f"a row without a value says why under bound: one of {', '.join(_NO_NUMBER)}")
        why = Missing.NOT_COMPARABLE if row.bound in _UNLIKE else Missing.NOT_STATED
        return Withheld(why=why, note=(reason(_NO_NUMBER[row.bound]),), **about)
    return Figure(amount=amount, ratio=ratio, **about)
