"""How many websockets one address and everybody may have open, and for how long an address is not wanted back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from time import monotonic

from dashboard.settings import settings

PENALTY = 30.0  # seconds
_REMEMBERED = 4096  # addresses


class Penalties:
    """Addresses that asked faster than a person can, each until its time is over. Bounded: the oldest is forgotten."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def put(self, address: str) -> None:
        """Nothing new from this address for a while."""
        self._until.pop(address, None)
        self._until[address] = self._clock() + PENALTY
        if len(self._until) > _REMEMBERED:
            del self._until[next(iter(self._until))]

    def holds(self, address: str) -> bool:
        """Whether its time is not over."""
        until = self._until.get(address)
        if until is not None and until <= self._clock():
            del self._until[address]
            return False
        return until is not None


class Sockets:
    """Open websockets, by address and in all."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    def of(self, address: str) -> int:
        return self._open[address]

    def in_all(self) -> int:
        return self._open.total()

    def opened(self, address: str) -> None:
        self._open[address] += 1

    def closed(self, address: str) -> None:
        self._open[address] -= 1
        if self._open[address] <= 0:
            del self._open[address]


SOCKETS, PENALTIES = Sockets(), Penalties()


def unwanted(address: str) -> bool:
    """Whether no further websocket is taken from an address: it has as many as it may, or asked too fast of late."""
    return PENALTIES.holds(address) or SOCKETS.of(address) >= settings().sockets_per_address
