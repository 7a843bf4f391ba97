"""The life of a source: when it was read, where a copy is kept, that it moved, was withdrawn, or is gone. Nothing here
asks a source: a person looks, and enters what was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dashboard.core.quarter import Period


class State(StrEnum):
    """What somebody found of a source on a day."""

    READ = "read"
    ARCHIVED_AT = "archived_at"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    GONE = "gone"
    IN_ERROR = "in_error"  # an entry that is taken back


_ADDRESSED = {State.ARCHIVED_AT: "the address of the copy", State.MOVED: "the address it had before"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What was found of one source on a day, or in a month or year where no more is known. `address` is that of an
    archived copy, or for a source that moved the one it had before. ValueError without an address that is needed."""

    source_id: str
    state: State
    on: Period
    address: str = ""
    note: str = ""
    entry: str = ""
    entered_on: date | None = None  # the day on which it became public here
    entered: int | None = field(default=None, compare=False)  # the place of that event among all of them

    def __post_init__(self) -> None:
        if self.on.start is None or self.on.end is None:
            raise ValueError(f"{self.state} has a day, a month or a year, found none")
        if self.state in _ADDRESSED and not self.address:
            raise ValueError(f"{self.state} gives {_ADDRESSED[self.state]}, found nothing")
        if self.address and not self.address.startswith(("http://", "https://")):
            raise ValueError(f"a link starts with http:// or https://, found {self.address!r}")

    @property
    def last(self) -> date:
        """The last day on which it can have been."""
        assert self.on.end is not None
        return self.on.end


@dataclass(frozen=True, slots=True)
class SourceLife:
    """Everything found of one source, in order of time."""

    sightings: tuple[Sighting, ...] = ()

    def __post_init__(self) -> None:
        seen = (s for s in self.sightings if s.state is not State.IN_ERROR)
        object.__setattr__(self, "sightings", tuple(sorted(seen, key=lambda s: (s.last, s.entry))))

    def newest(self, *states: State) -> Sighting | None:
        """The last sighting of one of these states."""
        return next((s for s in reversed(self.sightings) if s.state in states), None)

    @property
    def withdrawn(self) -> Sighting | None:
        """Its withdrawal by whoever published it; nobody's reading it again takes that back."""
        return self.newest(State.WITHDRAWN)

    @property
    def gone(self) -> Sighting | None:
        """That it is not at its address, unless it was read since or found at another."""
        last = self.newest(State.GONE, State.READ, State.MOVED)
        return last if last and last.state is State.GONE else None

    @property
    def moved(self) -> Sighting | None:
        """That it moved, unless it was read since."""
        last = self.newest(State.READ, State.MOVED)
        return last if last and last.state is State.MOVED else None

    @property
    def lost(self) -> tuple[Sighting, ...]:
        """Why a reader can no longer rely on it: it was withdrawn, or is gone."""
        return tuple(s for s in (self.withdrawn, self.gone) if s)

    @property
    def archive(self) -> str:
        """Where a copy of it is kept; nothing if none is known."""
        kept = self.newest(State.ARCHIVED_AT)
        return kept.address if kept else ""


UNSEEN = SourceLife()
