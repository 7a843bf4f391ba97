"""Records of checks: who looked at a figure, how, what of it was read here, and why a record does or does not count."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dashboard.core.evidence import OUTSIDE_KINDS, Claim, Source
from dashboard.core.quarter import Period
from dashboard.core.reason import Reason, reason

EFFECT = "effect"  # the family of studies' findings: the only one that a study can raise
# publishers whose document can be that of a check from outside; the last is who has an account here to check
CHECKING_KINDS = (*OUTSIDE_KINDS, "verifier")


class Check(StrEnum):
    """What kind of check it was. An auditor's recount and a study's finding are different things; what somebody outside
    states or repeats was not counted again, as far as was read."""

    RECOUNT = "recount"
    STUDY_REVIEWED = "study_reviewed"
    STUDY = "study"
    STATED = "stated"
    REPEATS = "repeats"

    @property
    def is_study(self) -> bool:
        return self in (Check.STUDY, Check.STUDY_REVIEWED)


class Read(StrEnum):
    """How much of the document this site has read."""

    FULL = "full"
    SUMMARY = "summary"
    OPENING = "opening"
    ABSTRACT = "abstract"
    PRESS = "press"

    @property
    def enough(self) -> bool:
        """Whether this much tells how the figure was checked."""
        return self in (Read.FULL, Read.SUMMARY)


class Relation(StrEnum):
    """How the body that checked stands to the program."""

    OUTSIDE = "outside"
    DESIGNED = "designed"
    RAN = "ran"
    HIRED = "hired"
    PLANNED = "planned"


_DATED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


# bodies that a government pays and that stand outside its programs all the same
_APART = re.compile(r"\b(?:audit|comptroller|controller|inspector general|ombuds|universit|college)")


def inside(body: str, names: Iterable[str]) -> str:
    """The name of a program, its place or its operator by which this body is one of its own: the body is named in it,
    or names itself by it and is no auditor or school. Nothing if it is not known to be inside."""
    mine = _plain(body)
    for name in names:
        own = _plain(name)
        if mine and own and (_within(mine, own) or (" " in own and _within(own, mine) and not _APART.search(mine))):
            return name
    return ""


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _within(part: str, whole: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", whole) is not None


def _last_day(dated: str) -> date:
    """The last day that a year, month or day can mean. ValueError if there is no such day."""
    found = _DATED.match(dated)
    try:
        year, month, day = found.groups("") if found else ("0", "", "")
        in_month = int(month or 12)
        return date(int(year), in_month, int(day or monthrange(int(year), in_month)[1]))
    except ValueError:
        raise ValueError(
            f"a verification is dated by year, month or day (2025, 2025-05, 2025-05-23), found {dated!r}"
        ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """A record that somebody looked at one revision of one figure: how, and what of the document was read here.

    TypeError if a kind, or whether it agrees, is told in another type. ValueError if it is not dated by a year, month
    or day that exists, if it agrees and found something else, or if a recount is said to support more than a count."""

    figure_id: str
    revision: int
    verifier: str
    method: str
    kind: Check
    read: Read
    relation: Relation
    claim: Claim
    scope: str
    agrees: bool
    found: str
    source: Source
    dated: str
    seen: int | None = None  # how much was public, in order, when it was made here; None: made elsewhere
    made: int | None = field(default=None, compare=False)  # the place of its event among all of them
    made_on: date | None = field(default=None, compare=False)  # the day on which it became public here
    before: tuple[Verification, ...] = field(default=(), compare=False)  # as it was until it was recorded anew

    def __post_init__(self) -> None:
        told = {"agrees": bool, "kind": Check, "read": Read, "relation": Relation, "claim": Claim, "source": Source}
        for name, kind in told.items():
            if not isinstance(found := getattr(self, name), kind):
                raise TypeError(f"{name} of a verification is a {kind.__name__}, found {found!r}")
        _last_day(self.dated)
        if self.claim is not Claim.COUNT and not self.kind.is_study:
            raise ValueError(
                f"only a study supports {self.claim.value}; to recount or repeat a number supports a count"
            )
        if self.agrees and self.found.strip():
            raise ValueError(f"a check that agrees found nothing else, but {self.found!r} is said to be found")

    @property
    def first_day(self) -> date:
        """The first day on which it can have been made, by its date."""
        return date.fromisoformat(f"{self.dated}-01-01"[:10])

    def falls_short(self, period: Period, family: str) -> Reason | None:
        """Why this record is no check of a figure of that period and family; None if it is one."""
        if withdrawn := self.source.life.withdrawn:
            return reason("short-withdrawn", event=withdrawn)
        if self.kind is Check.REPEATS:
            return reason("short-repeats", verifier=self.verifier)
        if self.relation is not Relation.OUTSIDE:
            return reason("short-inside", verifier=self.verifier, relation=self.relation)
        if not self.read.enough:
            return reason("short-read", read=self.read)
        if self.source.publisher_kind not in CHECKING_KINDS:
            return reason("short-publisher", publisher=self.source.publisher)
        if self.source.read_on is None:
            return reason("short-no_day")
        if self.first_day > self.source.read_on:
            return reason("short-dated_after")
        if self.kind is Check.STATED:
            return reason("short-how", verifier=self.verifier)
        if not (period.start and period.end):
            return reason("short-no_period")
        if _last_day(self.dated) < period.end:
            return reason("short-before")
        if self.kind.is_study and family != EFFECT:
            return reason("short-study")
        return None
