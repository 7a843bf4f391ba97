"""The gate before the application: where a request comes from, who is asking, who may upload, and how much at once.

Identity goes to Streamlit in a header whose name is random for each process and which is taken out of whatever a client
sends. Its value is only a key: what the account may do is read from the database at every run and in every operation.
A websocket that is not wanted is refused before it is accepted: Streamlit's own page then tries again ever more slowly
and keeps what it shows, while no code with which an accepted one is closed stops it from coming back at once.
"""

from __future__ import annotations

import asyncio
import secrets
import time

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.address import is_proxy, one_address, true_address
from dashboard.asked import ASKED, SOCKET
from dashboard.core.people import Account, Action, Role
from dashboard.settings import settings
from dashboard.store import current
from dashboard.store.staff.people import digest
from dashboard.voice import say
from dashboard.web import hosts
from dashboard.web.arrivals import AdmissionQueue, PendingSocket, SocketClosed
from dashboard.web.limits import SOCKETS, unwanted
from dashboard.web.pools import light
from dashboard.words import of

COOKIE = "fourth_option_sign_in"
HEADER = f"x-fourth-option-{secrets.token_hex(12)}"
_UPLOAD = "/_stcore/upload_file"
_CLOSED = ("/_stcore/metrics",)
_IGNORED = frozenset({"clear_cache", "set_run_on_save", "load_git_info"})  # messages that would change things for all
_RATE, _BURST = 1.0, 20.0  # messages a second, and at once; more waits, and is counted (websocket_guard.py)


def token_of(scope: Scope) -> str:
    """The sign-in cookie of a request; nothing if there is none."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            return cookie_parser(value.decode("latin-1")).get(COOKIE, "")
    return ""


class Gate:
    """Middleware that says who asks from where, closes what is not public, and holds back who asks too much."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._arrivals = AdmissionQueue()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        scope["headers"] = [h for h in scope["headers"] if h[0].lower() not in (HEADER.encode(), SOCKET.encode())]
        _say_where_from(scope)
        refusal = PlainTextResponse(say("gate-other_name"), 421) if hosts.refused(scope) else None
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send, refusal)
            return
        refusal = refusal or await _refused(scope)
        await (refusal or self._app)(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send, refusal: PlainTextResponse | None) -> None:
        address = one_address(scope["client"][0]) if scope["client"] else ""
        if refusal or unwanted(address):
            await _deny(scope, send, refusal)
            return
        socket = ASKED.opened()
        SOCKETS.opened(address)  # before anything is waited for, so that many at once are many
        try:
            account = await _account(scope)
            if account is not None:
                scope["headers"].append((HEADER.encode(), digest(token_of(scope)).encode()))
            elif SOCKETS.in_all() > settings().sockets:  # who is signed in has work to do and is let in
                await _deny(scope, send)
                return
            scope["headers"].append((SOCKET.encode(), socket.encode()))
            await self._arrive(scope, _Slow(receive, socket).receive, send)
        finally:
            SOCKETS.closed(address)
            ASKED.closed(socket)

    async def _arrive(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a socket to the application: it accepts it and hears nothing more until it is the turn of this one."""
        arriving = PendingSocket(self._arrivals, receive)

        async def accept(message: Message) -> None:
            await send(message)
            if message["type"] == "websocket.accept":
                await arriving.wait()

        try:
            await self._app(scope, arriving.receive, accept)
        except SocketClosed:
            return
        finally:
            arriving.close()


def _say_where_from(scope: Scope) -> None:
    """Put the true address, and the scheme that a trusted proxy was asked by, where everything else looks for them."""
    if not scope.get("client"):
        return
    peer, port = scope["client"]
    headers = Headers(scope=scope)
    if is_proxy(peer):
        kind = "ws" if scope["type"] == "websocket" else "http"
        if headers.get("x-forwarded-proto", "").strip().lower() in ("https", "wss"):
            scope["scheme"] = f"{kind}s"
        scope["client"] = (true_address(peer, headers.getlist("x-forwarded-for")), port)


async def _account(scope: Scope) -> Account | None:
    token = token_of(scope)
    return await light(current.store().sign_ins.who, digest(token)) if token else None


async def _deny(scope: Scope, send: Send, answer: PlainTextResponse | None = None) -> None:
    """Refuse a websocket before it is accepted, in words where the server can carry them."""
    answer = answer or PlainTextResponse(say("gate-too_many"), 429)
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1013})
        return
    start = {"status": answer.status_code, "headers": [*answer.raw_headers, (b"retry-after", b"30")]}
    await send({"type": "websocket.http.response.start", **start})
    await send({"type": "websocket.http.response.body", "body": answer.body})


async def _refused(scope: Scope) -> PlainTextResponse | None:
    path = scope["path"]
    if path.endswith(_CLOSED):
        return PlainTextResponse(say("gate-not_found"), 404)
    if _UPLOAD in path and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
        account = await _account(scope)
        if account is None or account.role is not Role.STAFF:
            return PlainTextResponse(say("gate-upload", action=of(Action.UPLOAD)), 401)
    return None


class _Slow:
    """One websocket's messages, no faster than a person can mean them; what would change things for all is dropped."""

    def __init__(self, receive: Receive, socket: str) -> None:
        self._receive, self._socket, self._left, self._at = receive, socket, _BURST, time.monotonic()

    async def receive(self) -> Message:
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            now = time.monotonic()
            ASKED.once_more(self._socket)
            self._left = min(_BURST, self._left + (now - self._at) * _RATE) - 1
            self._at = now
            if self._left < 0:
                await asyncio.sleep(1 / _RATE)
            if not _ignored(message.get("bytes") or b""):
                return message


def _ignored(body: bytes) -> bool:
    if len(body) > 64:
        return False
    parsed = BackMsg()
    try:
        parsed.ParseFromString(body)
    except DecodeError:  # Streamlit answers bytes that are not a message itself
        return False
    return parsed.WhichOneof("type") in _IGNORED
