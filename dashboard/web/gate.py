"""The gate before the application: who is asking, who may upload, and how fast anybody may ask.

Identity goes to Streamlit in a header whose name is random for each process and which is taken out of whatever a client
sends. Its value is only a key: what the account may do is read from the database at every run and in every operation.
"""

from __future__ import annotations

import asyncio
import secrets
import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.core.people import Action, Role
from dashboard.store import current
from dashboard.store.people import digest

COOKIE = "fourth_option_sign_in"
HEADER = f"x-fourth-option-{secrets.token_hex(12)}"
_UPLOAD = "/_stcore/upload_file"
_CLOSED = ("/_stcore/metrics",)
_IGNORED = frozenset({"clear_cache", "set_run_on_save", "load_git_info"})  # messages that would change things for all
_RATE, _BURST = 5.0, 40.0  # messages a second, and at once; who sends more waits, and the socket with them


def token_of(scope: Scope) -> str:
    """The sign-in cookie of a request; nothing if there is none."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            return cookie_parser(value.decode("latin-1")).get(COOKIE, "")
    return ""


class Gate:
    """Middleware that says who asks, closes what is not public, and slows down who asks too fast."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        name = HEADER.encode()
        scope["headers"] = [h for h in scope["headers"] if h[0].lower() != name]
        if scope["type"] == "http":
            refused = await _refused(scope)
            if refused is not None:
                await refused(scope, receive, send)
                return
        elif token := token_of(scope):
            account = await run_in_threadpool(current.store().sign_ins.who, digest(token))
            if account is not None:
                scope["headers"].append((name, digest(token).encode()))
        await self._app(scope, _Slow(receive).receive if scope["type"] == "websocket" else receive, send)


async def _refused(scope: Scope) -> PlainTextResponse | None:
    path = scope["path"]
    if path.endswith(_CLOSED):
        return PlainTextResponse("Not found.", 404)
    if _UPLOAD in path and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
        token = token_of(scope)
        account = await run_in_threadpool(current.store().sign_ins.who, digest(token)) if token else None
        if account is None or account.role is not Role.STAFF:
            return PlainTextResponse(f"To {Action.UPLOAD} takes a signed-in staff account.", 401)
    return None


class _Slow:
    """One websocket's messages, no faster than a person can mean them; what would change things for all is dropped."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._left, self._at = receive, _BURST, time.monotonic()

    async def receive(self) -> Message:
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            now = time.monotonic()
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
    except ValueError:  # what protobuf raises for bytes that are not a message; Streamlit answers those itself
        return False
    return parsed.WhichOneof("type") in _IGNORED
