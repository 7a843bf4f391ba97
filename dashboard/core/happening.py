"""What can happen to a program, and when it did: never more exactly than its source says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dashboard.core.evidence import EvidenceTier, Source
from dashboard.core.quarter import Period


class Happening(StrEnum):
    """What can happen to a program."""

    LAUNCHED = "launched"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"
    RENAMED = "renamed"
    MOVED = "moved"
    MERGED_INTO = "merged_into"
    SPLIT_FROM = "split_from"
    HOURS_CHANGED = "hours_changed"
    AREA_CHANGED = "area_changed"
    OFFICE_CHANGED = "office_changed"
    IN_ERROR = "in_error"  # an entry that is taken back: it never happened


BEGINNINGS = (Happening.LAUNCHED, Happening.SPLIT_FROM)
STARTS = (Happening.LAUNCHED, Happening.RESUMED, Happening.SPLIT_FROM)
STOPS = (Happening.PAUSED, Happening.ENDED, Happening.MERGED_INTO)
NAMES = {
    Happening.RENAMED: "former name",
    Happening.MOVED: "former place",
    Happening.MERGED_INTO: "other program",
    Happening.SPLIT_FROM: "other program",
}
LINKS = (Happening.MERGED_INTO, Happening.SPLIT_FROM)  # what these name is another program of the register


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What happened and when, without who says so: as much of an event as the public log tells."""

    what: Happening
    on: Period
    text: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to a program, on a day or in the month or year that its source states. `text` is the
    former name or place, the other program, or what changed. `other` is the name of a program that `text` names.
    ValueError if what must be named is not, or if words claim to be verified."""

    program_id: str
    what: Happening
    on: Period
    text: str
    source: Source
    tier: EvidenceTier
    other: str = ""
    entry: str = ""  # its permanent name; nothing for a launch that only the register's own row states
    revision: int = 1
    entered_on: date | None = None  # the day on which it became public here
    beside: bool = False  # it happened to another program, and changed the one in whose life it stands

    def __post_init__(self) -> None:
        if self.what in NAMES and not self.text.strip():
            raise ValueError(f"{self.what} names the {NAMES[self.what]} under text, found nothing")
        if self.on.start is None or self.on.end is None:
            raise ValueError(f"{self.what} has a day, a month or a year, found none")
        if self.tier is EvidenceTier.INDEPENDENTLY_VERIFIED:
            raise ValueError("words are never independently verified; say who tells them: the program or a third party")

    @property
    def first(self) -> date:
        """The first day on which it can have happened."""
        assert self.on.start is not None
        return self.on.start

    @property
    def last(self) -> date:
        """The last day on which it can have happened; the first as well where the day is known."""
        assert self.on.end is not None
        return self.on.end

    @property
    def outline(self) -> Outline:
        """The same without who says so."""
        return Outline(what=self.what, on=self.on, text=self.text, other=self.other)

    @property
    def content(self) -> tuple[object, ...]:
        """What it says, by which an entry is told from the one that corrects it."""
        return self.program_id, self.what, self.on.start, self.on.end, self.text
