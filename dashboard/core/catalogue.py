"""The nouns a page is about: programs, call types, families, and the metrics in force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from dashboard.core.evidence import EvidenceTier, Mark, Source
from dashboard.core.happening import Happening
from dashboard.core.life import NOTHING_KNOWN, Life
from dashboard.core.metric import Registry
from dashboard.core.metrics import METRICS
from dashboard.core.quarter import FISCAL_FIRST_MONTHS, Quarter


class DispatchModel(StrEnum):
    """Who decides that a clinician takes the call (LEAP, Center for American Progress and NYU Policing Project)."""

    DISPATCHER_ROUTED = "1A"
    WARM_TRANSFER = "1B"
    EMBEDDED = "1C"
    DUAL = "1F"
    OTHER = "other"
    NOT_KNOWN = "unknown"  # its source leaves it open, or nothing that was read tells it

    @property
    def clinician_in_psap(self) -> bool:
        return self in (DispatchModel.EMBEDDED, DispatchModel.DUAL)


class ProgramKind(StrEnum):
    """What a row of the program register is."""

    PROGRAM = "program"
    STATEWIDE = "statewide"
    CONTEXT = "context"
    EXAMPLE = "example"


DUE_DAYS = 45  # after the end of a quarter, unless a program has agreed on another number


def due_on(quarter: Quarter, days: int | None = None) -> date:
    """The day by which a quarter should be published: as many days after its end as were agreed on."""
    return quarter.end + timedelta(days=days or DUE_DAYS)


def _of_words(tier: Mark) -> None:
    """ValueError if words claim to be verified: that is earned by a figure, for one period, and by nothing else."""
    if tier is EvidenceTier.INDEPENDENTLY_VERIFIED:
        raise ValueError("words are never independently verified; say who tells them: the program or a third party")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Under which name and place this site showed a program from a day on."""

    on: date
    name: str
    jurisdiction: str


_IN_A_STATE = re.compile(r", [A-Z]{2}\Z")


def placed(kind: str, jurisdiction: str, state: str) -> str:
    """Where a program is: what is called after a jurisdiction alone could be in many states. A former place may name
    its own, as `Old Town, KS`, for a program that moved over the line."""
    if kind != ProgramKind.PROGRAM or _IN_A_STATE.search(jurisdiction):
        return jurisdiction
    return f"{jurisdiction}, {state}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One program as its sources describe it."""

    program_id: str
    kind: ProgramKind
    name: str
    jurisdiction: str
    state: str
    latitude: float
    longitude: float
    dispatch_model: DispatchModel
    coverage_hours: str
    launch_date: str
    operator: str
    org_home: str
    home_kind: str
    hours_kind: str
    population_served: int | None
    staff: str
    source: Source
    tier: EvidenceTier
    notes: str
    model_source: Source
    model_tier: Mark  # the register's, where this site chose the class
    model_note: str = ""
    searched_on: date | None = None  # the day on which this site last looked for what it publishes
    searched: str = ""
    unread: str = ""  # a dashboard or data set that is known and could not be read
    fiscal_first_month: int = 7
    due_days: int = DUE_DAYS
    life: Life = NOTHING_KNOWN
    printed: tuple[Printed, ...] = ()  # oldest first

    def __post_init__(self) -> None:
        if self.fiscal_first_month not in FISCAL_FIRST_MONTHS:
            raise ValueError(f"a fiscal year begins in month 1, 4, 7 or 10, found {self.fiscal_first_month}")
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"not a place on earth: {self.latitude}, {self.longitude}")
        _of_words(self.tier)
        _of_words(self.model_tier)

    @property
    def place(self) -> str:
        return self._place(self.jurisdiction)

    def _place(self, jurisdiction: str) -> str:
        return placed(self.kind, jurisdiction, self.state)

    def name_on(self, day: date) -> str:
        """The name that the program had on a day."""
        return self.life.former(Happening.RENAMED, day) or self.name

    def place_on(self, day: date) -> str:
        """The place to which the program belonged on a day."""
        return self._place(self.life.former(Happening.MOVED, day) or self.jurisdiction)

    def printed_on(self, day: date) -> str:
        """The name under which this site showed the program on a day."""
        shown = [one.name for one in self.printed if one.on <= day]
        return shown[-1] if shown else self.name

    @property
    def is_example(self) -> bool:
        return self.kind is ProgramKind.EXAMPLE

    def due_on(self, quarter: Quarter) -> date:
        """The day by which a quarter should be published."""
        return due_on(quarter, self.due_days)

    @property
    def upload_tier(self) -> EvidenceTier:
        """What a quarter that the program uploads is worth: never more than program-reported."""
        return EvidenceTier.ILLUSTRATIVE if self.is_example else EvidenceTier.PROGRAM_REPORTED


@dataclass(frozen=True, slots=True, kw_only=True)
class CallType:
    """One of the common call types, to which every program's own labels are mapped."""

    key: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLabel:
    """A program's own call-type label, and the common type it is counted under."""

    program_id: str
    label: str
    call_type: str
    is_flag: bool
    source: Source
    tier: EvidenceTier
    note: str

    def __post_init__(self) -> None:
        _of_words(self.tier)


DECISIONS = 9  # the questions that every program has to answer; what they are is said under their number


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a program chose on one of the nine design decisions, and whether its sources agree on that."""

    program_id: str
    number: int
    choice: str
    disputed: bool
    source: Source
    tier: EvidenceTier
    note: str

    def __post_init__(self) -> None:
        if not 1 <= self.number <= DECISIONS:
            raise ValueError(f"a design decision is 1 to {DECISIONS}, found {self.number}")
        _of_words(self.tier)


class Topic(StrEnum):
    """What remarks are about; an item of the topic is named beside each."""

    RESPONSE_MODEL = "response_model"  # item: one of the ways to answer a call
    REPORT = "report"  # item: a subject of the joint report that the field cites most
    TRADEOFF = "tradeoff"  # item: the number of a design decision
    TIP = "tip"  # item: its number
    STANDARD = "standard"  # item: a measure that somebody else asks for
    POSITION = "position"  # item: who holds it, or the open question


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a document says without a number: about a topic, an item of it, with its own tier and source."""

    topic: str
    item: str
    position: int
    text: str
    detail: str
    source: Source
    tier: EvidenceTier

    def __post_init__(self) -> None:
        if self.topic not in list(Topic):
            raise ValueError(f"remarks are about {', '.join(Topic)}, found {self.topic!r}")
        if self.topic == Topic.TRADEOFF and self.item not in {str(n + 1) for n in range(DECISIONS)}:
            raise ValueError(f"a trade-off belongs to a design decision, 1 to {DECISIONS}, found {self.item!r}")
        if not self.text:
            raise ValueError("a remark says something, found nothing")
        _of_words(self.tier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A question that figures answer. Figures of different families never share an axis. `of_absence`: the question
    itself asks what did not happen (`ended without police`)."""

    key: str
    name: str
    question: str
    headline: bool = False
    of_absence: bool = False

    def negated_by(self, words: str) -> str:
        """The word by which what was counted negates the name of this family; nothing where none does."""
        contrary = _HAPPENED if self.of_absence else _NEGATION
        found = contrary.search(words.lower()) if self.headline else None
        return found.group() if found else ""


_NEGATION = re.compile(  # a net for slips
    r"n['’]t\b|\b(not|no|never|without|neither|nobody|none|fail(s|ed|ure)?|miss(ed|ing)|refused|waiting|danger(ous)?|"
    r"ignored|abandoned|dropped|team alone|un(safe|served|met|answered|reached|resolved|handled|attended|available))\b"
)
_HAPPENED = re.compile(
    r"\b(not|never) (be |been )?(diverted|resolved|settled|ended|handled)\b|\bundiverted\b|"
    r"(?<!not )(?<!without )\b(needed|required|needing|requiring|ended with|sent to) (a )?police\b|"
    r"\bpolice (was|were|had to be) (sent|needed|called)\b"
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that names and orders figures: the one argument a story needs besides the figures."""

    call_types: Sequence[CallType]
    families: Sequence[Family]
    metrics: Registry = field(default_factory=lambda: METRICS)

    def call_type(self, key: str) -> CallType:
        """A call type by its key; one that is not known goes by its key."""
        return next((c for c in self.call_types if c.key == key), CallType(key=key, name=key, meaning=""))

    def family(self, key: str) -> Family:
        return next(
            (f for f in self.families if f.key == key), Family(key=key, name=key.replace("_", " "), question="")
        )
