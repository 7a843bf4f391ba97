"""How often each open page has asked of late, for those who give out turns: a page that asks again before it was
answered, as no person does who has seen nothing yet, comes after one that has not."""

from __future__ import annotations

import math
from collections.abc import Callable
from time import monotonic

from dashboard.lately import Lately

SOCKET = "x-fourth-option-socket"  # the header in which the gate, and nobody else, names the socket of a page
GONE = math.inf  # messages of late of a socket that is closed


class Asked:
    """Messages of each open socket of late, the older the less."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._opened = 0
        self._asked = Lately(clock)

    def opened(self) -> str:
        """A name for a new socket."""
        self._opened += 1
        name = str(self._opened)
        self._asked.add(name, 0)
        return name

    def once_more(self, socket: str) -> None:
        """A message of this socket has come; nothing happens for one that is closed."""
        if socket in self._asked:
            self._asked.add(socket, 1)

    def by(self, socket: str) -> float:
        """How often a socket has asked of late: GONE if it is closed, for then nobody waits for an answer, and 0 where
        there is none, as in a test of a page."""
        return self._asked.of(socket) if socket in self._asked or not socket else GONE

    def closed(self, socket: str) -> None:
        """Nothing of it is remembered."""
        self._asked.forget(socket)


ASKED = Asked()
