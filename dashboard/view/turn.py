"""Reruns are threads that fight for the interpreter; taking turns makes everybody's faster (see benchmarks/).

The next turn is that of the address which has had least of late (least attained service), so that whoever asks much
waits for others, and nobody for him. Among sessions of one address the first come is the first served.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from time import monotonic

_HALF = 10.0  # seconds after which half of what an address has had is forgotten
_REMEMBERED = 4096  # addresses


@dataclass(slots=True, eq=False)
class _Waiting:
    address: str
    called: Event = field(default_factory=Event)


class Turn:
    """One at a time. Not to be taken twice by one thread."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._whose: str | None = None
        self._since = 0.0
        self._waiting: list[_Waiting] = []
        self._had: dict[str, tuple[float, float]] = {}  # seconds of late, and when they were last counted

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
            if self._whose is None:
                self._begin(mine)
            else:
                self._waiting.append(mine)
        mine.called.wait()

    def give(self) -> str:
        """End the turn and call the next; the address whose turn it was."""
        with self._lock:
            whose, self._whose = self._whose or "", None
            had = self._had_of(whose) + self._clock() - self._since
            self._had.pop(whose, None)  # so that the first in the dictionary is the one that was counted longest ago
            self._had[whose] = (had, self._clock())
            if len(self._had) > _REMEMBERED:
                del self._had[next(iter(self._had))]
            if self._waiting:
                following = min(self._waiting, key=lambda one: self._had_of(one.address))
                self._waiting.remove(following)
                self._begin(following)
        return whose

    def _begin(self, one: _Waiting) -> None:
        self._whose, self._since = one.address, self._clock()
        one.called.set()

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
