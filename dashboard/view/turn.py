"""Reruns are threads that fight for the interpreter; taking turns makes everybody's faster (see benchmarks/).

The next turn is that of the session which has had least of late (least attained service), so that whoever asks much
waits for others, and nobody for him: a new reader is the first. What an address has had beyond plenty counts for each
of its sessions, so that many sessions, or ever new ones, win nothing. After a turn the server rests as long as the turn
took before one begins for an address that has had plenty: what is not a run, such as a light page or what others are
sent, needs the interpreter too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from time import monotonic, thread_time

_HALF = 10.0  # seconds after which half of what an address has had is forgotten
_PLENTY = 0.5  # seconds of processor time: some forty runs of late
_REMEMBERED = 8192  # addresses and sessions


@dataclass(slots=True, eq=False)
class _Waiting:
    address: str
    session: str
    called: Event = field(default_factory=Event)


class Turn:
    """One at a time. Not to be taken twice by one thread, and to be given by the thread that took it."""

    def __init__(self, clock: Callable[[], float] = monotonic, worked: Callable[[], float] = thread_time) -> None:
        self._clock, self._worked = clock, worked
        self._lock = Lock()
        self._whose: _Waiting | None = None
        self._began = self._began_work = self._rested = 0.0
        self._waiting: list[_Waiting] = []
        self._had: dict[str, tuple[float, float]] = {}  # processor seconds of late, and when they were counted

    @contextmanager
    def of(self, address: str, session: str = "") -> Iterator[None]:
        """Wait for a turn, for a session of somebody at this address, and have it."""
        self.take(address, session)
        try:
            yield
        finally:
            self.give()

    def take(self, address: str, session: str = "") -> None:
        """Wait for a turn, for a session of somebody at this address."""
        mine = _Waiting(f"at {address}", session)
        with self._lock:
            self._waiting.append(mine)
        while (wait := self._begun(mine)) != 0:
            mine.called.wait(wait)

    def _begun(self, mine: _Waiting) -> float | None:
        """0 if the turn is mine now, else the seconds until it may be, or None until I am called."""
        with self._lock:
            mine.called.clear()
            if self._whose is not None:
                return None
            if (first := self._next()) is not mine:  # what counts fades, so the order may have changed meanwhile
                first.called.set()
                return None
            now = self._clock()
            if now < self._rested and self._had_of(mine.address) > _PLENTY:
                return self._rested - now
            self._waiting.remove(mine)
            self._whose, self._began, self._began_work = mine, now, self._worked()
            return 0

    def give(self) -> tuple[str, str]:
        """End the turn and call the next; the address and session whose turn it was. RuntimeError if it is nobody's."""
        with self._lock:
            whose, self._whose = self._whose, None
            if whose is None:
                raise RuntimeError("a turn is given that nobody has taken")
            now = self._clock()
            for name in (whose.address, whose.session):
                self._count(name, now)
            self._rested = max(self._rested, now + (now - self._began))
            if self._waiting:
                self._next().called.set()
        return whose.address.removeprefix("at "), whose.session

    def _count(self, name: str, now: float) -> None:
        had = self._had_of(name) + self._worked() - self._began_work
        self._had.pop(name, None)  # so that the first in the dictionary is the one that was counted longest ago
        self._had[name] = (had, now)
        if len(self._had) > _REMEMBERED:
            del self._had[next(iter(self._had))]

    def _next(self) -> _Waiting:
        return min(self._waiting, key=self._standing)

    def _standing(self, one: _Waiting) -> float:
        return self._had_of(one.session) + max(0.0, self._had_of(one.address) - _PLENTY)

    def _had_of(self, name: str) -> float:
        seconds, at = self._had.get(name, (0.0, 0.0))
        return seconds * float(0.5 ** ((self._clock() - at) / _HALF))


TURN = Turn()


@contextmanager
def stepping_aside() -> Iterator[None]:
    """Let other readers go on while something slow is waited for, such as a child process that reads a file."""
    whose = TURN.give()
    try:
        yield
    finally:
        TURN.take(*whose)
