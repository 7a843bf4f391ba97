"""The only way to a tier. What a figure rests on is stated or combined; a check may then raise it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import InitVar, dataclass
from itertools import chain

from dashboard.core.amount import Amount
from dashboard.core.evidence import EvidenceTier, Mark, Register, Source, union, weakest
from dashboard.core.quarter import Period
from dashboard.core.verification import Verification

_DOOR = object()
_VERIFIED = EvidenceTier.INDEPENDENTLY_VERIFIED


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure rests on before anybody checked it; `of` names the figures it is computed from. Made by `stated`
    and `combine` alone; else TypeError."""

    mark: Mark
    sources: tuple[Source, ...]
    of: tuple[str, ...]
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
    return Basis(mark, tuple(sources), (), _DOOR)


def combine(parts: Iterable[Basis | Standing], *, beside: Iterable[Source] = ()) -> Basis:
    """What anything computed from these rests on: the weakest mark and every source once, with those `beside` them that
    say how they were put together. Rows of the ledger come as what they rest on, figures as where they stand.
    ValueError on none, and where a count of this site's register would be combined with a figure about a program."""
    found = list(parts)
    bases = [one.basis if isinstance(one, Standing) else one for one in found]
    sources = union([*(one.sources for one in bases), tuple(beside)])
    names = [(one.figure_id,) if isinstance(one, Standing) else one.of for one in found]
    mark = weakest(one.tier if isinstance(one, Standing) else one.mark for one in found)
    return Basis(mark, sources, tuple(dict.fromkeys(chain.from_iterable(names))), _DOOR)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one revision of one figure stands: its tier, what raised it, what no longer does, and what never did. It is
    of this figure, revision, period, family and amount, and can stand at no other. Made by `earned` alone; else
    TypeError."""

    figure_id: str
    revision: int
    period: Period
    family: str
    amount: Amount | None
    basis: Basis
    tier: Mark
    records: tuple[Verification, ...]
    raised_by: tuple[Verification, ...]
    lapsed: tuple[Verification, ...]
    disagreeing: tuple[Verification, ...]
    short: tuple[tuple[Verification, str], ...]  # records of this revision that are no check of it, and why
    door: InitVar[object]

    def __post_init__(self, door: object) -> None:
        if door is not _DOOR:
            raise TypeError("a tier is earned: a standing is made by earned()")

    def misplaced(self, figure_id: str, program_id: str, revision: int, period: Period, family: str) -> str:
        """Why this is not the standing of a figure; nothing if it is."""
        if (self.figure_id, self.revision, self.period, self.family) != (figure_id, revision, period, family):
            return (
                f"this standing is of {self.figure_id}, revision {self.revision}, {self.period.words}, {self.family}; "
                f"the figure is {figure_id}, revision {revision}, {period.words}, {family}"
            )
        if self.tier is not Register.REGISTER and not figure_id.startswith((f"{program_id}-", f"{program_id}.")):
            return f"{figure_id} is not a figure of {program_id}"
        if self.tier is _VERIFIED and not (period.start and period.end):
            return f"{figure_id}: no check is of a figure whose period nobody states"
        return ""


def earned(
    basis: Basis,
    *,
    figure_id: str,
    revision: int,
    period: Period,
    family: str,
    records: Iterable[Verification] = (),
    amount: Amount | None = None,
) -> Standing:
    """The tier that a revision has earned. Only an agreeing check of this very revision from outside the program raises
    it (see `Verification.falls_short`); one of an earlier revision has lapsed, and one that found something else keeps
    the tier where it was. What is made up, or counted by this site, is never raised. `amount` is what was checked, if
    the figure has a number. ValueError if a figure would be computed from itself."""
    if figure_id in basis.of:
        raise ValueError(f"{figure_id} is not computed from itself: a revision takes no tier from the one before it")
    about = (figure_id, revision, period, family, amount)
    mine = tuple(r for r in records if r.figure_id == figure_id)
    if not mine:
        return Standing(*about, basis, basis.mark, (), (), (), (), (), _DOOR)
    here = [(r, r.falls_short(period, family)) for r in mine if r.revision == revision]
    checks = [r for r, short in here if not short]
    raised = tuple(r for r in checks if r.agrees)
    differs = tuple(r for r in checks if not r.agrees)
    lapsed = tuple(r for r in mine if r.revision < revision and r.agrees and not r.falls_short(period, family))
    may = basis.mark in (EvidenceTier.THIRD_PARTY_UNREVIEWED, EvidenceTier.PROGRAM_REPORTED, _VERIFIED)
    lifts = bool(raised) and not differs and may
    tier = _VERIFIED if lifts else basis.mark
    if differs and tier is _VERIFIED:  # computed from what was checked, and checked itself with another finding
        tier = EvidenceTier.PROGRAM_REPORTED
    short = tuple((r, why) for r, why in here if why)
    return Standing(*about, basis, tier, mine, raised if lifts else (), lapsed, differs, short, _DOOR)
