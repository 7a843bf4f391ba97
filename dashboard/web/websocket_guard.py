"""The websocket protocol of the server: it ends a socket that asks faster than a person can, before anybody has to read
what it sent.

Why this cannot be done in middleware: uvicorn reads up to 256 KiB at once and its parser, in Python, takes all of it
apart before the application is asked: 32,000 messages of 8 bytes are a quarter of a second in which nobody else is
answered, for each of 200 sockets. And a socket that is slowed down by not reading it is not seen to close, so what it
left in the buffers is worked off long after it is gone. Therefore here:

- A socket has a budget of bytes. It holds what a person's page may send, and one that overdraws it is cut off unread.
- What has arrived is taken apart in slices, with a look after each at how many messages wait.
- Reading never pauses, so that the end of a socket is noticed at once and what it left is dropped.
- Control frames and fragments, of which a browser sends few, cost as much as a slice.
- A message that says it is larger than any page's is never read.
- Whoever is cut off gets a penalty by address, and the gate takes no new socket from there for a while.

It builds on uvicorn's own protocol and its queue of messages; a test floods a server for a second, so that another
version which works differently is noticed.
"""

from __future__ import annotations

from asyncio import BaseTransport
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from dashboard.web.connections import HELD, penalized
from dashboard.web.limits import PENALTIES

# bytes of a message: the state of all widgets of a page takes a few thousand, a hundred reasons in full some forty
# thousand
LARGEST = 98_304
_BURST, _RATE = 131_072.0, 65_536.0  # bytes at once, and a second
_SLICE = 512  # bytes: at most 64 messages are taken apart before the next look
_WAITING = 32  # messages that may wait; a person has one or two on the way


class GuardedWebSocket(WebSocketsSansIOProtocol):
    """One websocket, no faster than a person."""

    idle = False  # it is never the first to be closed when there are too many connections

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._room, self._at = _BURST, self.loop.time()

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        HELD.keep(self.transport, self)

    def data_received(self, data: bytes) -> None:
        now = self.loop.time()
        self._room = min(_BURST, self._room + (now - self._at) * _RATE) - len(data)
        self._at = now
        for start in range(0, len(data), _SLICE):
            if self._room < 0 or self.queue.qsize() > _WAITING:
                self._cut()
            if self.transport.is_closing():
                return
            super().data_received(data[start : start + _SLICE])
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()

    def handle_ping(self) -> None:
        self._room -= _SLICE
        super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        self._room -= _SLICE
        super().handle_pong(event)

    def handle_cont(self, event: Frame) -> None:
        self._room -= _SLICE
        super().handle_cont(event)

    def handle_parser_exception(self) -> None:
        """A message that is too large, or none at all: cut off by its first bytes, before the rest is taken apart."""
        self._cut()

    def connection_lost(self, exc: Exception | None) -> None:
        """Whatever was not read yet is dropped, so that the application hears of the end next."""
        HELD.gone(self.transport)
        self._forget()
        super().connection_lost(exc)

    def _cut(self) -> None:
        self._forget()
        if self.client is not None:
            asked = self.scope["headers"] if hasattr(self, "scope") else ()
            PENALTIES.put(penalized(self.client[0], asked))
        self.transport.abort()

    def _forget(self) -> None:
        while not self.queue.empty():
            self.queue.get_nowait()
