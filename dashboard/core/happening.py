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
_NAMES = {
    Happening.RENAMED: "former name",
    Happening.MOVED: "former place",
    Happening.MERGED_INTO: "other program",
    Happening.SPLIT_FROM: "other program",
}
LINKS = (Happening.MERGED_INTO, Happening.SPLIT_FROM)  # what these name is another program of the register


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
        if self.what in _NAMES and not self.text.strip():
            raise ValueError(f"{self.what} names the {_NAMES[self.what]} under text, found nothing")
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
    def when(self) -> str:
        return f"{'on' if self.first == self.last else 'in'} {self.on.words}"

    @property
    def mark(self) -> str:
        """What stands at its place in a picture."""
        return self.what.value.replace("_", " ").removesuffix(" into").removesuffix(" from")

    @property
    def whose(self) -> str:
        """Of whom it is told, in the life in which it stands."""
        return "another program" if self.beside else "the program"

    @property
    def words(self) -> str:
        """What happened, as it follows `the program`: `ended on Apr 7, 2025`."""
        other = self.other or self.text
        said = {
            Happening.LAUNCHED: f"began {self.when}",
            Happening.PAUSED: f"was paused {self.when}",
            Happening.RESUMED: f"resumed {self.when}",
            Happening.ENDED: f"ended {self.when}",
            Happening.RENAMED: f"was called {self.text} until it was renamed {self.when}",
            Happening.MOVED: f"belonged to {self.text} until it moved {self.when}",
            Happening.MERGED_INTO: f"became part of {other} {self.when}",
            Happening.SPLIT_FROM: f"was split from {other} {self.when}",
            Happening.HOURS_CHANGED: f"changed its hours {self.when}",
            Happening.AREA_CHANGED: f"changed the area it serves {self.when}",
            Happening.OFFICE_CHANGED: f"changed the office it belongs to {self.when}",
            Happening.IN_ERROR: "has an entry that was made in error",
        }[self.what]
        return f"{said} ({self.text})" if self.text and self.what not in _NAMES else said
