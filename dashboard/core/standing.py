"""The only way to a tier. What a figure rests on is stated or combined; a check may then raise it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import InitVar, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from dashboard.core.amount import Amount, Ratio
from dashboard.core.evidence import EvidenceTier, Mark, Register, Source, union, weakest
from dashboard.core.quarter import Period
from dashboard.core.reason import Reason, reason
from dashboard.core.verification import Verification

if TYPE_CHECKING:  # a definition is made of counts of the ledger, whose rows say what they rest on
    from dashboard.core.metric import Definition

_DOOR = object()
_VERIFIED = EvidenceTier.INDEPENDENTLY_VERIFIED


class Subject(NamedTuple):
    """What a standing is of: all that tells one number from another. What differs in any of it was not checked."""

    program_id: str
    figure_id: str
    revision: int
    definition: Definition
    period: Period
    call_type: str
    amount: Amount | None = None
    ratio: Ratio | None = None

    def __str__(self) -> str:
        what = f"{self.definition.family}, {self.definition.statement}, {self.call_type}"
        return f"{self.figure_id}, revision {self.revision}, {self.period.label or self.period}, {what}"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure rests on before anybody checked it; `of` are the figures it is computed from, `unchecked` its mark
    if nobody had checked those. Made by `stated` and `combine` alone; else TypeError."""

    mark: Mark
    unchecked: Mark
    sources: tuple[Source, ...]
    of: tuple[Subject, ...]
    door: InitVar[object]

    def __post_init__(self, door: object) -> None:
        if door is not _DOOR:
            raise TypeError("what a figure rests on is made by stated() or combine()")


def stated(mark: Mark, sources: Iterable[Source]) -> Basis:
    """What a source or a program says by itself. ValueError if it claims to be verified; TypeError if it is no mark."""
    if not isinstance(mark, EvidenceTier | Register):
        raise TypeError(f"a figure carries an evidence tier, found {mark!r}")
    if mark is _VERIFIED:
        raise ValueError("a tier is earned: only a verification record can make a figure independently verified")
    return Basis(mark, mark, tuple(sources), (), _DOOR)


def combine(parts: Iterable[Basis | Standing], *, beside: Iterable[Source] = ()) -> Basis:
    """What anything computed from these rests on: the weakest mark and every source once, with those `beside` them that
    say how they were put together. Rows of the ledger come as what they rest on, figures as where they stand.
    ValueError on none, and where a count of this site's register would be combined with a figure about a program."""
    found = list(parts)
    bases = [one.basis if isinstance(one, Standing) else one for one in found]
    sources = union([*(one.sources for one in bases), tuple(beside)])
    mark = weakest(one.tier if isinstance(one, Standing) else one.mark for one in found)
    unchecked = weakest(one.unchecked for one in bases)
    of: list[Subject] = []
    for one in found:
        of += (new for new in ((one.of,) if isinstance(one, Standing) else one.of) if new not in of)
    return Basis(mark, unchecked, sources, tuple(of), _DOOR)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one revision of one figure stands: its tier, what raised it, what no longer does, and what never did. It is
    `of` this very figure and number, and can stand at no other. Made by `earned` alone; else TypeError."""

    of: Subject
    basis: Basis
    tier: Mark
    records: tuple[Verification, ...]
    raised_by: tuple[Verification, ...]
    lapsed: tuple[Verification, ...]
    disagreeing: tuple[Verification, ...]
    short: tuple[tuple[Verification, Reason], ...]  # records of this revision that are no check of it, and why
    door: InitVar[object]

    def __post_init__(self, door: object) -> None:
        if door is not _DOOR:
            raise TypeError("a tier is earned: a standing is made by earned()")

    def misplaced(self, at: Subject) -> str:
        """Why this is not the standing of a figure; nothing if it is."""
        if self.of[:6] != at[:6]:
            return f"this standing is of {self.of}, of {self.of.program_id}; the figure is {at}"
        if self.of != at:
            found, here = (f"{one.amount}, of {one.ratio}" for one in (self.of, at))
            return f"{at.figure_id}: this standing is of the number {found}; here stands {here}"
        if self.tier is not Register.REGISTER and not at.figure_id.startswith(
            (f"{at.program_id}-", f"{at.program_id}.")
        ):
            return f"{at.figure_id} is not a figure of {at.program_id}"
        return ""


def earned(basis: Basis, of: Subject, records: Iterable[Verification] = ()) -> Standing:
    """The tier that a revision has earned. Only an agreeing check of this very revision from outside the program raises
    it (see `Verification.falls_short`), by a document that does not quote the program's own number; one of an earlier
    revision has lapsed, and one that found something else keeps the tier where it was. What is made up, or counted by
    this site, is never raised. What is computed from checked figures is checked only where their periods fill its own.
    ValueError if a figure would be computed from itself or from those of another program."""
    if any(one.figure_id == of.figure_id for one in basis.of):
        raise ValueError(f"{of.figure_id} is not computed from itself: a revision takes no tier from the one before it")
    if others := sorted({one.program_id for one in basis.of} - {of.program_id}):
        raise ValueError(f"{of.figure_id} of {of.program_id} is not computed from figures of {', '.join(others)}")
    mark = basis.mark if basis.mark is not _VERIFIED or _filled(of.period, basis.of) else basis.unchecked
    mine = tuple(r for r in records if r.figure_id == of.figure_id)
    if not mine:
        return Standing(of, basis, mark, (), (), (), (), (), _DOOR)
    here = [(r, _falls_short(r, basis, of)) for r in mine if r.revision == of.revision]
    checks = [r for r, short in here if not short]
    raised = tuple(r for r in checks if r.agrees)
    differs = tuple(r for r in checks if not r.agrees)
    lapsed = tuple(r for r in mine if r.revision < of.revision and r.agrees and not _falls_short(r, basis, of))
    may = mark in (EvidenceTier.THIRD_PARTY_UNREVIEWED, EvidenceTier.PROGRAM_REPORTED, _VERIFIED)
    lifts = bool(raised) and not differs and may
    tier = _VERIFIED if lifts else mark
    if differs and tier is _VERIFIED:  # computed from what was checked, and checked itself with another finding
        tier = basis.unchecked
    short = tuple((r, why) for r, why in here if why)
    return Standing(of, basis, tier, mine, raised if lifts else (), lapsed, differs, short, _DOOR)


def own_document(basis: Basis, document: Source) -> Reason | None:
    """Why a document is no check of the program's own number: that is quoted from it. None where it is quoted from
    others; a document whose own count the figure is may be a check of it."""
    if basis.unchecked is not EvidenceTier.PROGRAM_REPORTED:
        return None
    return quoted(basis, source_id=document.source_id, sha256=document.sha256, url=document.url)


def quoted(basis: Basis, *, source_id: str = "", sha256: str, url: str) -> Reason | None:
    """That a number, whoever's it is, is quoted from the document of this id, of these bytes or at this address; None
    where it rests on others."""
    mine = any(source.is_document(source_id, sha256, url) for source in basis.sources)
    return reason("short-own") if mine else None


def _falls_short(record: Verification, basis: Basis, of: Subject) -> Reason | None:
    """Why a record is no check of this figure; None if it is one."""
    if why := record.falls_short(of.period, of.definition.family):
        return why
    return own_document(basis, record.source)


def _filled(period: Period, of: Iterable[Subject]) -> bool:
    """Whether every day of a period lies in that of one of these figures, of those that lie inside it."""
    if not (period.start and period.end):
        return False
    spans: list[tuple[date, date]] = sorted(
        (one.period.start, one.period.end) for one in of if one.period.start and one.period.end
    )
    day = period.start
    for start, end in spans:
        if period.start <= start <= day and end <= period.end:
            day = max(day, end + timedelta(days=1))
    return day > period.end
