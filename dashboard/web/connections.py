"""The connections of the server: no more than it has open files for, and none that keeps it waiting.

When there are too many, the address that holds most of them gives up the one that has waited longest without asking
anything. So one machine that opens a thousand takes room from itself alone.
"""

from __future__ import annotations

from asyncio import BaseTransport, TimerHandle, Transport
from collections.abc import Iterable
from typing import Any, Protocol, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

from dashboard.address import one_address, true_address
from dashboard.web.limits import unwanted

SECONDS = {"head": 10.0, "body": 60.0}  # that a request may take to arrive
DEAF = 60.0  # seconds that an answer may wait for a reader who takes nothing of it
KEPT_ALIVE = 5  # seconds between two requests
_BACKLOG = 2048  # connections that the system accepts for the server; all of them may become open at once
_OTHER_FILES = 128  # database, log, child processes
_NOT_NOW = b"HTTP/1.1 429 Too Many Requests\r\nconnection: close\r\nretry-after: 30\r\ncontent-length: 0\r\n\r\n"
_FILES_EACH = 2  # the connection, and a file that is being sent on it


class Holder(Protocol):
    """What speaks on a connection."""

    @property
    def idle(self) -> bool:
        """Whether nothing has been asked that is not answered."""


class Held:
    """Every open connection by the address of its peer. `most` may be open at once, and `backlog` wait to be."""

    def __init__(self, most: int = 2_000, backlog: int = _BACKLOG) -> None:
        self.most, self.backlog = most, backlog
        self._count = 0
        self._by: dict[str, dict[Transport, Holder]] = {}

    def __len__(self) -> int:
        return self._count

    def keep(self, transport: Transport, holder: Holder) -> None:
        """A connection is open, or has another holder now. If there are too many, one is closed."""
        mine = self._by.setdefault(_peer(transport), {})
        self._count += transport not in mine
        mine[transport] = holder
        if self._count > self.most:
            self._make_room(transport)

    def gone(self, transport: Transport) -> None:
        """A connection is closed. Safe to repeat."""
        address = _peer(transport)
        mine = self._by.get(address, {})
        if mine.pop(transport, None) is not None:
            self._count -= 1
        if not mine:
            self._by.pop(address, None)

    def _make_room(self, newest: Transport) -> None:
        most = max(self._by.values(), key=len)
        idle = (transport for transport, holder in most.items() if holder.idle)
        victim = next(idle, newest)
        self.gone(victim)
        victim.abort()


HELD = Held()


def penalized(peer: str, headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The address that a penalty is for, of a connection and the headers of its request."""
    forwarded = [value.decode("latin-1") for name, value in headers if name.lower() == b"x-forwarded-for"]
    return one_address(true_address(peer, forwarded))


def _peer(transport: Transport) -> str:
    peer = transport.get_extra_info("peername")
    return one_address(true_address(str(peer[0]), ())) if isinstance(peer, tuple) else ""


class Patient(H11Protocol):
    """One HTTP connection: a request arrives whole within its time, and its answer is taken, or it is closed."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._awaited = ""
        self._timer: TimerHandle | None = None
        self._deaf: TimerHandle | None = None

    @property
    def idle(self) -> bool:
        return self._awaited == "head"

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(cast(Transport, transport))
        self._watch()
        HELD.keep(self.transport, self)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Hand the connection over to the websocket protocol, if its address is wanted: to refuse here costs a third of
        what it costs in the gate, and a flood comes back some thousand times a second."""
        self._stop()
        if self.client is not None and unwanted(penalized(self.client[0], self.headers)):
            self.transport.write(_NOT_NOW)
            self.transport.close()
        else:
            super().handle_websocket_upgrade(event)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._deaf = self._deaf or self.loop.call_later(DEAF, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._deaf is not None:
            self._deaf.cancel()
            self._deaf = None

    def connection_lost(self, exc: Exception | None) -> None:
        HELD.gone(self.transport)
        self._stop()
        super().connection_lost(exc)

    def _watch(self) -> None:
        """Set the clock for what has to arrive next, if that is not what it is set for."""
        if self.transport.get_protocol() not in (self, None) or self.transport.is_closing():
            return
        answered = self.cycle is None or self.cycle.response_complete
        awaited = "head" if answered else "body" if self.cycle.more_body else ""
        if awaited != self._awaited:
            self._stop()
            self._awaited = awaited
            if awaited:
                self._timer = self.loop.call_later(SECONDS[awaited], self.transport.abort)

    def _stop(self) -> None:
        self._awaited = ""
        for timer in (self._timer, self._deaf):
            if timer is not None:
                timer.cancel()
        self._timer = self._deaf = None


def room(open_files: int, wanted: int) -> tuple[int, int]:
    """How many connections may be open at once, at most `wanted`, and how many the system may accept for the server,
    so that neither ever takes the last of the open files: without one, accepting fails again and again, in the log
    too."""
    backlog = max(16, min(_BACKLOG, open_files // 4))
    return max(16, min(wanted, (open_files - backlog - _OTHER_FILES) // _FILES_EACH)), backlog


def files_for(wanted: int) -> int:
    """The open files that so many connections take."""
    return wanted * _FILES_EACH + _BACKLOG + _OTHER_FILES
