"""What this site knew of a program's life from a moment on: an event that is entered late is told of the past since
then, and was not known before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.core.change import How
from dashboard.core.happening import Event
from dashboard.core.life import Life


@dataclass(frozen=True, slots=True)
class News:
    """One entry about a life that readers met at a moment: what became of it, as what, and the reason that was given.
    What is taken back is told as it stood before."""

    how: How
    event: Event
    reason: str = ""
    was: Event | None = None  # as what it stood before, if it did

    @property
    def events(self) -> tuple[Event, ...]:
        return (self.event, self.was) if self.was else (self.event,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The life of a program as it was told from a moment on, and what was new in it; nothing is new in the first. What
    came with one load (`moment`) was seen at once. `place` is its place among all publications."""

    program_id: str
    life: Life
    news: tuple[News, ...] = ()
    seen_on: date | None = None
    moment: str = ""
    place: int = 0


def news_between(before: Life, after: Life, reasons: Mapping[str, str]) -> tuple[News, ...]:
    """What is told otherwise than before, in order of time; `reasons` by entry. A launch that the program's own row
    stated already is none."""
    was, now = _told(before), _told(after)
    said = {e.content for e in was.values()}
    stated = {name: e for name, e in was.items() if not e.entry}  # at most its launch
    found: list[News] = []
    for name, event in now.items():
        old = was.get(name) or next((e for n, e in stated.items() if n not in now and e.what is event.what), None)
        reason = reasons.get(event.entry, "")
        if old is None:
            found.append(News(How.ENTERED, event, reason))
        elif old.content != event.content:
            found.append(News(How.CORRECTED, event, reason, old))
    replaced = {e.what for e in now.values() if e.content in said or e.entry not in was}
    for name, old in was.items():
        if name not in now and (old.entry or old.what not in replaced):
            found.append(News(How.TAKEN_BACK, old, reasons.get(old.entry, ""), old))
    return tuple(sorted(found, key=lambda n: (n.event.first, n.event.last, n.event.entry)))


def _told(life: Life) -> dict[str, Event]:
    """Everything that a life is told of, by its permanent name, or for a launch in the program's row by what it is."""
    return {e.entry or f"{e.program_id} {e.what}": e for e in (*life.events, *life.beside)}
