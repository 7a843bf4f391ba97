"""The life of a program: when it began, paused, ended, changed its name or its hours, and what of a period it ran.
Never knows what today is, and never fills in a day that nobody stated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from dashboard.core.cover import WHOLE, Cover, Extent, Span, joined, share, within
from dashboard.core.happening import STARTS, STOPS, Event, Happening
from dashboard.core.quarter import Period, Quarter
from dashboard.core.reason import Reason, reason


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of service, between events whose days may be known only to the month or the year."""

    begins: Event | None
    ends: Event | None

    def owes(self, period: Period) -> bool:
        """Whether it ran on some day of a period, if it stopped as early, and went on as late, as it can have."""
        assert period.start and period.end
        begins = period.start  # what was published shows when a launch was; nothing shows it of a pause that ended
        if self.begins:
            begins = self.begins.last if self.begins.what is Happening.RESUMED else self.begins.first
        return bool(within((begins, self.ends.first - self._less if self.ends else period.end), period))

    @property
    def _less(self) -> timedelta:
        """A program still runs on the day it ends, and no longer on the day on which it is paused."""
        return timedelta(days=1 if self.ends and self.ends.what is Happening.PAUSED else 0)

    def days(self, period: Period) -> tuple[list[Span], list[Span]]:
        """The days of a period on which it certainly ran, and those on which it may have."""
        assert period.start and period.end
        certain = (
            self.begins.last if self.begins else period.start,
            self.ends.first - self._less if self.ends else period.end,
        )
        possible = (
            self.begins.first if self.begins else period.start,
            self.ends.last - self._less if self.ends else period.end,
        )
        return within(certain, period), within(possible, period)


@dataclass(frozen=True)
class Life:
    """What is known of a program's life, in order of time. `beside` are events of other programs that changed this one:
    what merged into it, and what was split from it. ValueError for events that cannot follow each other."""

    events: tuple[Event, ...] = ()
    beside: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        for name in ("events", "beside"):
            happened = (e for e in getattr(self, name) if e.what is not Happening.IN_ERROR)
            object.__setattr__(self, name, tuple(sorted(happened, key=lambda e: (e.first, e.last, e.entry))))
        running: bool | None = None  # None: nothing is known yet
        last: Event | None = None
        for event in self.events:
            wrong = {
                Happening.LAUNCHED: running is not None and not (last and last.what is Happening.ENDED),
                Happening.RESUMED: running is True or (last is not None and last.what is not Happening.PAUSED),
                Happening.PAUSED: running is False,
                Happening.ENDED: last is not None and last.what in (Happening.ENDED, Happening.MERGED_INTO),
                Happening.MERGED_INTO: last is not None and last.what in (Happening.ENDED, Happening.MERGED_INTO),
            }
            if wrong.get(event.what):
                before = f"after it was {last.what} ({last.on.label})" if last else "before anything else"
                raise ValueError(f"a program cannot be {event.what} ({event.on.label}) {before}")
            if event.what in STARTS or event.what in STOPS:
                running, last = event.what not in STOPS, event

    @cached_property
    def _runs(self) -> tuple[_Run, ...]:
        runs: list[_Run] = []
        begins: Event | None = None
        running = not any(e.what in STARTS for e in self._turns[:1])  # before anything is known it is not doubted
        for event in self._turns:
            if event.what in STOPS:
                if running:
                    runs.append(_Run(begins, event))
                running = False
            else:
                begins, running = event, True
        return (*runs, _Run(begins, None)) if running else tuple(runs)

    @cached_property
    def _turns(self) -> tuple[Event, ...]:
        """Where service begins or stops. A split is a beginning only where nothing came before it."""
        turns: list[Event] = []
        for event in self.events:
            split = event.what is Happening.SPLIT_FROM and bool(turns)
            if (event.what in STARTS or event.what in STOPS) and not split:
                turns.append(event)
        return tuple(turns)

    @cached_property
    def _changes(self) -> tuple[Event, ...]:
        """What made the service another one: before and after it, calls are not counted alike."""
        kinds = (
            Happening.HOURS_CHANGED,
            Happening.AREA_CHANGED,
            Happening.OFFICE_CHANGED,
            Happening.MOVED,
            Happening.SPLIT_FROM,
        )
        mine = (e for e in self.events if e.what in kinds and e not in self._turns)
        return tuple(sorted((*mine, *self.beside), key=lambda e: (e.first, e.last, e.entry)))

    @property
    def launched(self) -> Event | None:
        """Its first beginning, where a day, month or year of it is known."""
        first = self._turns[:1]
        return first[0] if first and first[0].what not in STOPS else None

    @property
    def stopped(self) -> Event | None:
        """What stopped it, if it has stopped: an end, a merger or a pause."""
        last = self._turns[-1:]
        return last[0] if last and last[0].what in STOPS else None

    @property
    def ended_on(self) -> Event | None:
        """Its end, or its merger into another program; None while it runs or is paused."""
        return self.stopped if self.stopped and self.stopped.what is not Happening.PAUSED else None

    def former(self, what: Happening, day: date) -> str:
        """The former name or place that a program still had on a day; nothing if it had the present one."""
        return next((e.text for e in self.events if e.what is what and day < e.first), "")

    def is_due(self, quarter: Quarter) -> bool:
        """Whether counts of a quarter are owed: not before the launch or in a pause, and not of the quarter of an end,
        for nobody is left who could send them. Of a stop that is known by its month or year alone it is not held that
        the program ran on until the last day of that."""
        if self.runs_in(quarter).extent is Extent.NONE:
            return False
        if self._runs and not any(run.owes(quarter.period) for run in self._runs):
            return False
        return self.ended_on is None or self.ended_on.first >= quarter.end

    def runs_in(self, quarter: Quarter) -> Cover:
        """What of a quarter the program ran."""
        return self.cover(quarter.period)

    def cover(self, period: Period) -> Cover:
        """What of a period the program ran: whole where nothing says otherwise, also where an end of it is unknown."""
        if not (period.start and period.end):
            return WHOLE
        changes = tuple(e for e in self._changes if e.first <= period.end)
        ran = [run.days(period) for run in self._runs]
        certain, possible = (joined(span for one in ran for span in one[which]) for which in (0, 1))
        if not possible and self._runs:
            by = self._why_none(period)
            key = "cover-none" if by.what in STOPS else "cover-before"
            return Cover(Extent.NONE, (reason(key, period=period, event=by),), (by,), changes)
        # a change on the first day leaves one service for all of the period
        inside = tuple(e for e in changes if e.last > period.start)
        reasons: list[Reason] = []
        turns: tuple[Event, ...] = ()
        if certain != [(period.start, period.end)]:
            turns = tuple(e for e in self._turns if e.first <= period.end and e.last >= period.start)
            covered = share(period, certain, possible)
            reasons.append(reason("cover-partial", period=period, share=covered, events=turns))
        sure = tuple(e for e in inside if e.first > period.start and e.last <= period.end)
        if sure:
            reasons.append(reason("cover-changed", period=period, events=_told(sure)))
        if maybe := tuple(
            e for e in inside if e not in sure
        ):  # known by its month or year alone, which reaches outside
            key = "cover-may_also" if sure else "cover-may_have_changed"
            reasons.append(reason(key, period=period, events=_told(maybe)))
        if not reasons:
            return Cover(changes=changes) if changes else WHOLE
        return Cover(Extent.PARTIAL, tuple(reasons), (*turns, *inside), changes)

    def _why_none(self, period: Period) -> Event:
        """What kept a program from running in a period: the stop before it, or else the beginning after it."""
        assert period.start and period.end
        stops = [e for e in self._turns if e.what in STOPS and e.first <= period.start]
        return stops[-1] if stops else next(e for e in self._turns if e.last >= period.end or e is self._turns[-1])


def _told(changes: tuple[Event, ...]) -> tuple[Reason, ...]:
    """What changed the service, told of the program itself and of others apart."""
    own = tuple(e for e in changes if not e.beside)
    told = [reason("cover-the_program", events=own)] if own else []
    return (*told, *(reason("cover-another_program", events=(e,)) for e in changes if e.beside))


NOTHING_KNOWN = Life()
