"""Reruns are threads that fight for the interpreter; taking turns makes everybody's faster (see benchmarks/).

The next turn is that of the address which has had least of late (least attained service), so that whoever asks much
waits for others, and nobody for him. Among sessions of one address the first come is the first served. After a turn
the server rests as long as the turn took before one begins for an address that has had plenty: what is not a run, such
as a light page or what others are sent, needs the interpreter too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from time import monotonic, thread_time

_HALF = 10.0  # seconds after which half of what an address has had is forgotten
_PLENTY = 0.3  # seconds of processor time: some twenty runs of late
_REMEMBERED = 4096  # addresses


@dataclass(slots=True, eq=False)
class _Waiting:
    address: str
    called: Event = field(default_factory=Event)


class Turn:
    """One at a time. Not to be taken twice by one thread, and to be given by the thread that took it."""

    def __init__(self, clock: Callable[[], float] = monotonic, worked: Callable[[], float] = thread_time) -> None:
        self._clock, self._worked = clock, worked
        self._lock = Lock()
        self._whose: str | None = None
        self._began = self._began_work = self._rested = 0.0
        self._waiting: list[_Waiting] = []
        self._had: dict[str, tuple[float, float]] = {}  # processor seconds of late, and when they were counted

    @contextmanager
    def of(self, address: str) -> Iterator[None]:
        """Wait for a turn, for somebody at this address, and have it."""
        self.take(address)
        try:
            yield
        finally:
            self.give()

    def take(self, address: str) -> None:
        """Wait for a turn, for somebody at this address."""
        mine = _Waiting(address)
        with self._lock:
            self._waiting.append(mine)
        while (wait := self._begun(mine)) != 0:
            mine.called.wait(wait)

    def _begun(self, mine: _Waiting) -> float | None:
        """0 if the turn is mine now, else the seconds until it may be, or None until I am called."""
        with self._lock:
            mine.called.clear()
            if self._whose is not None or self._next() is not mine:
                return None
            now = self._clock()
            if now < self._rested and self._had_of(mine.address) > _PLENTY:
                return self._rested - now
            self._waiting.remove(mine)
            self._whose, self._began, self._began_work = mine.address, now, self._worked()
            return 0

    def give(self) -> str:
        """End the turn and call the next; the address whose turn it was."""
        with self._lock:
            whose, self._whose = self._whose or "", None
            now = self._clock()
            had = self._had_of(whose) + self._worked() - self._began_work
            self._had.pop(whose, None)  # so that the first in the dictionary is the one that was counted longest ago
            self._had[whose] = (had, now)
            if len(self._had) > _REMEMBERED:
                del self._had[next(iter(self._had))]
            self._rested = now + (now - self._began)
            if self._waiting:
                self._next().called.set()
        return whose

    def _next(self) -> _Waiting:
        return min(self._waiting, key=lambda one: self._had_of(one.address))

    def _had_of(self, address: str) -> float:
        seconds, at = self._had.get(address, (0.0, 0.0))
        return seconds * float(0.5 ** ((self._clock() - at) / _HALF))


TURN = Turn()


@contextmanager
def stepping_aside() -> Iterator[None]:
    """Let other readers go on while something slow is waited for, such as a child process that reads a file."""
    whose = TURN.give()
    try:
        yield
    finally:
        TURN.take(whose)
