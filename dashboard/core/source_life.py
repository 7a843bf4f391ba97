"""The life of a source: when it was read, where a copy is kept, that it moved, was withdrawn, or is gone. Nothing here
asks a source: a person looks, and enters what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dashboard.core.change import How
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
    revision: int = 1
    reason: str = ""  # why there is another revision of the entry
    entered_on: date | None = None  # the day on which it became public here
    entered: int | None = field(default=None, compare=False)  # the place of that event among all of them
    is_news: bool = field(default=False, compare=False)  # whether its source was on record before, so that it is news

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

    @property
    def place(self) -> int:
        """Where it stands among all events; before them where nobody wrote it down."""
        return self.entered or 0

    @property
    def content(self) -> tuple[object, ...]:
        """What it says, by which an entry is told from the one that corrects it."""
        return self.state, self.on.start, self.on.end, self.address, self.note


@dataclass(frozen=True, slots=True)
class SourceNews:
    """One entry about a source that readers met at a moment: what became of it, as what it stands, and what it was
    before. What is taken back is told as it stood before, with the day and the reason of that."""

    how: How
    sighting: Sighting
    was: Sighting | None = None
    on: date | None = None
    reason: str = ""

    @property
    def states(self) -> tuple[State, ...]:
        return (self.sighting.state, self.was.state) if self.was else (self.sighting.state,)


@dataclass(frozen=True, slots=True)
class SourceLife:
    """Everything found of one source, in order of time, as it stands now. `every` is each revision of each entry that
    readers could see, also what is taken back, in the order in which they became public."""

    sightings: tuple[Sighting, ...] = ()
    every: tuple[Sighting, ...] = ()

    def __post_init__(self) -> None:
        every = self.every or self.sightings
        seen = (s for s in self.sightings if s.state is not State.IN_ERROR)
        object.__setattr__(self, "sightings", tuple(sorted(seen, key=lambda s: (s.last, s.entry))))
        object.__setattr__(self, "every", tuple(sorted(every, key=lambda s: (s.place, s.revision))))

    @classmethod
    def of(cls, every: Iterable[Sighting]) -> SourceLife:
        """A life of everything that was entered of it: of each entry its newest revision stands."""
        held = tuple(every)
        newest = {s.entry: s for s in sorted(held, key=lambda s: s.revision)}
        return cls(tuple(newest.values()), held)

    def as_of(self, place: int) -> SourceLife:
        """The life as it stood after an event, whatever was entered, corrected or taken back since."""
        return SourceLife.of(s for s in self.every if s.place <= place)

    def withdrawals(self) -> Iterator[tuple[Sighting, Sighting | None]]:
        """Each time at which it began to count as withdrawn, with the entry that took that back; None if none did."""
        begun: Sighting | None = None
        for place in sorted({s.place for s in self.every}):
            stands = self.as_of(place).withdrawn
            if begun is None:
                begun = stands
            elif stands is None:
                yield begun, next(s for s in self.every if s.place == place)
                begun = None
        if begun is not None:
            yield begun, None

    def news(self) -> Iterator[SourceNews]:
        """What readers were told of it since it is on record, oldest first: what was entered, and what was corrected or
        taken back of it. What only says the same again is none."""
        held: dict[str, Sighting] = {}
        for now in self.every:
            was = held.get(now.entry)
            stood = was if was is not None and was.state is not State.IN_ERROR else None
            held[now.entry] = now
            if (
                not now.is_news
                or (stood and stood.content == now.content)
                or (not stood and now.state is State.IN_ERROR)
            ):
                continue
            how = How.TAKEN_BACK if now.state is State.IN_ERROR else How.CORRECTED if stood else How.ENTERED
            said = stood if how is How.TAKEN_BACK and stood else now
            yield SourceNews(how, said, stood, now.entered_on, now.reason)

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
