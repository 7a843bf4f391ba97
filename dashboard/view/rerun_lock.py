"""Reruns are threads that fight for the interpreter; taking turns makes everybody's faster (see benchmarks/).

The next turn is that of the session which has had least of late (least attained service), so that whoever asks much
waits for others, and nobody for him: a new reader is the first, and of two new ones the one that has not asked again
before its first answer. What an address has had beyond plenty counts for each of its sessions, so that many sessions,
or ever new ones, win nothing. After a turn the server rests as long as the turn took before one begins for an address
that has had plenty, and several times as long before one for a page that asks again and again while others wait: what
is not a run, such as a light page or what others are sent, needs the interpreter too, and to send what a run has made
takes longer than the run. One person who is quick, and alone with it, waits for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from time import monotonic, thread_time

from dashboard.asked import GONE
from dashboard.lately import Lately

_PLENTY = 0.5  # seconds of processor time: some forty runs of late
_REMEMBERED = 8192  # addresses and sessions
_PATIENT, _ASKING = 2.0, 0.04  # messages of late that cost nothing, and seconds that each further one counts for
_EAGER = 4.0  # messages of late; more than a person has on the way who looks at what comes
_REST, _LONG_REST = 1.0, 4.0  # of the time that the turn before took
_CROWD = 4  # pages that wait for a turn at once; one person has one or two


@dataclass(slots=True, eq=False)
class _Waiting:
    address: str
    session: str
    asked: Callable[[], float]  # messages of late
    called: Event = field(default_factory=Event)


class RerunLock:
    """One rerun at a time. No thread acquires it twice, and the thread that acquired it releases it."""

    def __init__(self, clock: Callable[[], float] = monotonic, worked: Callable[[], float] = thread_time) -> None:
        self._clock, self._worked = clock, worked
        self._lock = Lock()
        self._holder: _Waiting | None = None
        self._began = self._began_work = self._rested = self._rested_long = 0.0
        self._waiting: list[_Waiting] = []
        self._had = Lately(clock, _REMEMBERED)  # processor seconds, of addresses and sessions

    @contextmanager
    def held(self, address: str, session: str = "", asked: Callable[[], float] = lambda: 0.0) -> Iterator[None]:
        """Hold it for a session of somebody at this address, in their turn. `asked` is how often the session has asked
        of late, whenever it is looked at."""
        self.acquire(address, session, asked)
        try:
            yield
        finally:
            self.release()

    def acquire(self, address: str, session: str = "", asked: Callable[[], float] = lambda: 0.0) -> None:
        """Wait for a turn, for a session of somebody at this address."""
        mine = _Waiting(f"at {address}", session, asked)
        with self._lock:
            self._waiting.append(mine)
        while (wait := self._begun(mine)) != 0:
            mine.called.wait(wait)

    def _begun(self, mine: _Waiting) -> float | None:
        """0 if the turn is mine now, else the seconds until it may be, or None until I am called."""
        with self._lock:
            mine.called.clear()
            if self._holder is not None:
                return None
            if (first := self._next()) is not mine:  # what counts fades, so the order may have changed meanwhile
                first.called.set()
                return None
            now = self._clock()
            if (rest := self._rest(mine) - now) > 0:
                return rest
            self._waiting.remove(mine)
            self._holder, self._began, self._began_work = mine, now, self._worked()
            return 0

    def release(self) -> tuple[str, str, Callable[[], float]]:
        """End the turn and call the next; whose turn it was: the address, the session, and how often it asks.
        RuntimeError if it is nobody's."""
        with self._lock:
            holder, self._holder = self._holder, None
            if holder is None:
                raise RuntimeError("the lock is released that nobody holds")
            now = self._clock()
            for name in (holder.address, holder.session):
                self._had.add(name, self._worked() - self._began_work)
            took = now - self._began
            self._rested = max(self._rested, now + _REST * took)
            self._rested_long = max(self._rested_long, now + _LONG_REST * took)
            if self._waiting:
                self._next().called.set()
        return holder.address.removeprefix("at "), holder.session, holder.asked

    def _rest(self, one: _Waiting) -> float:
        """Until when the server rests before the turn of this one."""
        if one.asked() == GONE:
            return 0.0
        if one.asked() > _EAGER and len(self._waiting) >= _CROWD:
            return self._rested_long
        return self._rested if self._had.of(one.address) > _PLENTY else 0.0

    def _next(self) -> _Waiting:
        return min(self._waiting, key=self._standing)

    def _standing(self, one: _Waiting) -> float:
        if one.asked() == GONE:  # it has nothing to do but to end
            return -GONE
        had = self._had.of(one.session) + max(0.0, self._had.of(one.address) - _PLENTY)
        return had + _ASKING * max(0.0, one.asked() - _PATIENT)


RERUNS = RerunLock()


@contextmanager
def stepping_aside() -> Iterator[None]:
    """Let other readers go on while something slow is waited for, such as a child process that reads a file."""
    holder = RERUNS.release()
    try:
        yield
    finally:
        RERUNS.acquire(*holder)
