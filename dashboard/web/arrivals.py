"""New sockets are handed to the application one after the other, the newest first.

Streamlit makes a session as soon as a socket is accepted, on the event loop, so that two hundred at once hold everybody
for seconds. Therefore a socket waits here until it has asked for something, and for its turn; one that is gone by then,
such as one that was cut off, never becomes a session. The newest is the first, since of many at once most have to wait
long in any order, and who comes after a crowd then does not wait for all of it; every fourth turn is the oldest's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

from starlette.types import Message, Receive

ASKS_WITHIN = 1.0  # seconds; a page asks at once, but one that has lost its line may say nothing
_EARLY, _EARLY_BYTES = 4, 131_072  # messages that are kept until the application listens; a page has one or two
_OLDEST = 4  # of so many turns one is the oldest's
_REST, _LONGEST_REST = 1.0, 0.25  # of the time that the turn before took, and in seconds


class SocketClosed(Exception):
    """The socket was closed before it had its turn."""


class AdmissionQueue:
    """Turns of new sockets, one at a time."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._waiting: list[asyncio.Future[None]] = []
        self._busy = False
        self._turns = 0
        self._began = 0.0

    async def acquire(self) -> None:
        """Wait for a turn, to be given back with `release`. Whoever is canceled has none."""
        if not self._busy:
            self._busy, self._began = True, self._clock()
            return
        mine = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine in self._waiting:
                self._waiting.remove(mine)
            else:
                self.release()
            raise

    def release(self) -> None:
        """The turn has ended; after a rest for everything else the next begins."""
        rest = min(_LONGEST_REST, _REST * (self._clock() - self._began))
        asyncio.get_running_loop().call_later(rest, self._next)

    def _next(self) -> None:
        self._turns += 1
        self._waiting = [one for one in self._waiting if not one.done()]  # who left in this very moment
        self._busy, self._began = bool(self._waiting), self._clock()
        if self._waiting:
            self._waiting.pop(0 if self._turns % _OLDEST == 0 else -1).set_result(None)


class PendingSocket:
    """One new socket, from when it is accepted until the application listens to it."""

    def __init__(self, arrivals: AdmissionQueue, receive: Receive) -> None:
        self._arrivals, self._receive = arrivals, receive
        self._early: list[Message] = []  # what it sent before the application listened
        self._next: asyncio.Task[Message] | None = None
        self._has_turn = False

    async def wait(self) -> None:
        """Until it has asked for something, or might have, and it is its turn. SocketClosed if it was closed by then,
        or asked for more than a page does that has not been answered."""
        clock = asyncio.get_running_loop().time
        asks_by = clock() + ASKS_WITHIN
        turn: asyncio.Task[None] | None = None
        try:
            while turn is None or not turn.done():
                self._next = self._next or asyncio.ensure_future(self._receive())
                news = {self._next, turn} if turn else {self._next}
                within = None if turn else asks_by - clock()
                await asyncio.wait(news, timeout=within, return_when=asyncio.FIRST_COMPLETED)
                if self._next.done():
                    self._keep(self._next.result())
                    self._next = None
                turn = turn or asyncio.ensure_future(self._arrivals.acquire())
            self._has_turn = True
        finally:
            if turn and not self._has_turn:
                self._arrivals.release() if turn.done() else turn.cancel()

    def _keep(self, message: Message) -> None:
        if message["type"] == "websocket.disconnect" or len(self._early) == _EARLY:
            raise SocketClosed
        self._early.append(message)
        if sum(len(one.get("bytes") or one.get("text") or b"") for one in self._early) > _EARLY_BYTES:
            raise SocketClosed

    async def receive(self) -> Message:
        """What the application hears next. As soon as it asks, it is the turn of another."""
        self.hand_back()
        if self._early:
            return self._early.pop(0)
        if self._next is not None:
            waiting, self._next = self._next, None
            return await waiting
        return await self._receive()

    def hand_back(self) -> None:
        """Give the turn back, if it was not yet."""
        if self._has_turn:
            self._has_turn = False
            self._arrivals.release()

    def close(self) -> None:
        """Nothing more is listened to."""
        self.hand_back()
        if self._next is not None:
            self._next.cancel()
