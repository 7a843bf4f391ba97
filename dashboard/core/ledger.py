"""The call ledger: what is counted per program, quarter and call type, and what must add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dashboard.core.change import RevisionKind
from dashboard.core.cover import WHOLE, Cover
from dashboard.core.evidence import EvidenceTier, Source
from dashboard.core.quarter import Quarter
from dashboard.core.reason import Reason, reason
from dashboard.core.standing import Basis, stated
from dashboard.core.verification import Verification

ALL = "all"
TOGETHER = "together"  # the call types that are shown only as one


class Missing(StrEnum):
    """Why there is no number. Never 0, never blank."""

    NOT_COLLECTED = "not_collected"
    NOT_REPORTED = "not_reported_yet"
    LATE = "late"
    PRIVACY = "withheld_for_privacy"
    NOT_APPLICABLE = "not_applicable"
    RETRACTED = "retracted"
    NOT_COMPARABLE = "not_comparable"
    NOT_STATED = "not_stated"
    NOT_FOUND = "not_found"


def too_few(smallest: int) -> Reason:
    """What stands beside a withheld number. It is true of the small one and of its neighbours alike, for to tell them
    apart would help to work the small one out."""
    return reason("missing-too_few", smallest=smallest)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDefinition:
    """One column of the ledger. What it is called and counts is said under its key."""

    key: str
    symbol: str


COUNTS: dict[str, CountDefinition] = {
    key: CountDefinition(key=key, symbol=symbol)
    for key, symbol in (
        ("eligible", "E"),
        ("not_triaged", "T"),
        ("offered", "O"),
        ("lost_in_transfer", "L"),
        ("reached_clinician", "C"),
        ("resolved_by_phone", "Rp"),
        ("mobile_team_sent", "Rm"),
        ("ems_fire_sent", "Re"),
        ("police_sent", "Rb"),
        ("other_outcome", "Ro"),
        ("backup_requested", "B"),
        ("no_contact", "N"),
        ("responder_injuries", "I"),
        ("safety_answers", "A"),
        ("felt_safe", "F"),
        ("followup_due", "D"),
        ("followup_reached", "U"),
    )
}

OUTCOMES = ("resolved_by_phone", "mobile_team_sent", "ems_fire_sent", "police_sent", "other_outcome")
PARTS: tuple[tuple[str, str], ...] = (
    ("offered", "eligible"),
    ("lost_in_transfer", "offered"),
    ("reached_clinician", "offered"),
    ("reached_clinician", "eligible"),
    ("backup_requested", "mobile_team_sent"),
    ("no_contact", "mobile_team_sent"),
    ("safety_answers", "mobile_team_sent"),
    ("felt_safe", "safety_answers"),
    ("followup_reached", "followup_due"),
)

Count = int | Missing


@dataclass(frozen=True, slots=True)
class Counts(Mapping[str, Count]):
    """One row of the ledger: every count a whole number or the reason it is missing. Refuses what cannot be.
    `sums` are of counts that are public together and not apart."""

    values_: Mapping[str, Count] = field(default_factory=dict)
    sums: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = list(broken_rules(self.values_))
        if problems:
            raise ValueError("; ".join(problems))

    def parts(self, keys: Iterable[str]) -> list[tuple[tuple[str, ...], Count]]:
        """These counts one by one, those that are public only together as their sum."""
        left = dict.fromkeys(keys)
        found: list[tuple[tuple[str, ...], Count]] = []
        for group, value in self.sums.items():
            if all(key in left for key in group) and any(isinstance(self[key], Missing) for key in group):
                found.append((group, value))
                for key in group:
                    del left[key]
        return [*(((key,), self[key]) for key in left), *found]

    def sum(self, keys: Iterable[str]) -> Count:
        """The sum of these counts, or the first reason why there is none."""
        if not self.sums:
            return add(map(self.__getitem__, keys))
        return add(value for _, value in self.parts(keys))

    def __getitem__(self, key: str) -> Count:
        return self.values_.get(key, Missing.NOT_COLLECTED) if key in COUNTS else self.values_[key]

    def __iter__(self) -> Iterator[str]:
        return iter(COUNTS)

    def __len__(self) -> int:
        return len(COUNTS)

    @property
    def unaccounted(self) -> Count:
        """Calls that reached a clinician and have no recorded ending: C less the sum of the outcomes."""
        reached = self["reached_clinician"]
        outcomes = add(self[key] for key in OUTCOMES)
        if isinstance(reached, Missing):
            return reached
        return outcomes if isinstance(outcomes, Missing) else reached - outcomes


def add(counts: Iterable[Count]) -> Count:
    """The sum, or the first reason why there is none: a total with a missing part is missing."""
    total = 0
    for count in counts:
        if isinstance(count, Missing):
            return count
        total += count
    return total


def broken_rules(values: Mapping[str, Count]) -> Iterator[str]:
    """Every way in which a row cannot be true, each as a sentence."""
    for key, value in values.items():
        if key not in COUNTS:
            yield f"{key!r} is not a count of the ledger"
        elif not isinstance(value, Missing) and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            yield f"{key} is {value!r}; a count is a whole number of 0 or more"

    def known(key: str) -> int | None:
        value = values.get(key, Missing.NOT_COLLECTED)
        return value if isinstance(value, int) and not isinstance(value, Missing) else None

    for part, whole in PARTS:
        p, w = known(part), known(whole)
        if p is not None and w is not None and p > w:
            yield f"{part} is {p}, more than the {w} of {whole} it is part of"
    offered, lost, reached = known("offered"), known("lost_in_transfer"), known("reached_clinician")
    if offered is not None and lost is not None and reached is not None and reached != offered - lost:
        yield f"reached_clinician is {reached}, but offered {offered} less lost_in_transfer {lost} is {offered - lost}"
    eligible = known("eligible")
    if offered is None and None not in (eligible, lost, reached) and (lost or 0) + (reached or 0) > (eligible or 0):
        yield f"{reached} reached a clinician and {lost} were lost, more than the {eligible} eligible calls"
    most, ended = most_reached(values), sum(known(key) or 0 for key in OUTCOMES)
    if most is not None and ended > most:
        yield f"the outcomes add up to {ended}, more than the {most} calls that had one"


def most_reached(values: Mapping[str, Count]) -> int | None:
    """The most calls that can have reached a clinician, by what is known; None where nothing says."""
    reached, offered, lost, eligible = (
        value if isinstance(value := values.get(key), int) else None
        for key in ("reached_clinician", "offered", "lost_in_transfer", "eligible")
    )
    if reached is not None:
        return reached
    most = offered if offered is not None else eligible
    return most - (lost or 0) if most is not None else None


@dataclass(frozen=True, slots=True)
class Caveat:
    """What was asked about a count before publication, and the answer; without a count it is about the whole row."""

    count: str
    text: Reason | str


@dataclass(frozen=True, slots=True)
class FigureRevision:
    """A publication that changed what a figure is made from: its place in the order of all publications, the day on
    which readers could see it, and which revision of the figure began with it."""

    place: int
    on: date | None
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """The counts of one program, quarter and call type (or `all`), as one revision stated them. `figure_revisions`
    are all those of a figure made from this quarter alone, `growth_revisions` of one made from it and the same quarter
    a year before."""

    program_id: str
    quarter: Quarter
    call_type: str
    counts: Counts
    tier: EvidenceTier
    sources: tuple[Source, ...]
    revision: int = 1
    rule_version: int = 1
    computed_here: bool = False
    verifications: tuple[Verification, ...] = ()
    own_call_type: str = ""
    published_on: date | None = None
    caveats: tuple[Caveat, ...] = ()
    smallest: int = 0  # no group of fewer people is shown in this row; 0 before that was decided
    holds: tuple[str, ...] = ()  # further call types that are counted in this row
    cover: Cover = WHOLE  # how much of the quarter the program ran
    figure_revisions: tuple[FigureRevision, ...] = field(default=(), repr=False, compare=False)
    growth_revisions: tuple[FigureRevision, ...] = field(default=(), repr=False, compare=False)
    basis: Basis = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "basis", stated(self.tier, self.sources))


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One revision of one program's quarter: when it came, and under which eligibility rule. Of the quarter itself it
    says when it was due and when it was first published: those are not the day of a correction."""

    program_id: str
    quarter: Quarter
    revision: int
    due_on: date | None  # None for a quarter that nobody owed: the program did not run to its end
    published_on: date | None  # this revision
    rule_version: int
    rule_note: str = ""
    note: str = ""
    certified_by: Reason | str = ""
    file_sha256: str = ""
    change: RevisionKind | None = None  # None for a quarter of the data files, which state none
    withdrawn: bool = False
    first_revision: int = 0  # the first with a count in it; 0 where there was none yet
    first_published_on: date | None = None

    @property
    def days_late(self) -> int:
        """Days from the due date to the first publication with a count; 0 when in time, not due or not published so."""
        first, due = self.first_published_on, self.due_on
        return max(0, (first - due).days) if first and due else 0

    @property
    def corrected_on(self) -> date | None:
        """The day of this revision, if it corrects what was published before it."""
        corrects = 0 < self.first_revision < self.revision and not self.withdrawn
        return self.published_on if corrects else None
