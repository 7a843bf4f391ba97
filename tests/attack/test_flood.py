"""Floods of a second: what asks faster than a person is cut off unread, and everybody else is answered meanwhile.

The first half asks the protocols themselves, with a small application behind them; the second a whole server.
"""

from __future__ import annotations

import asyncio
import socket
import statistics
import struct
import threading
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from dashboard.web import connections, websocket_guard
from dashboard.web.connections import Patient
from dashboard.web.limits import Penalties
from tests.browser.conftest import serving

FLOODER, READER = "127.1.0.1", "127.2.0.1"


def frame(body: bytes, opcode: int = 2, *, first: int = 0x80) -> bytes:
    """A frame as a client sends it, with a mask of zeros (RFC 6455, section 5.2)."""
    size = len(body)
    head = bytes([first | opcode])
    if size < 126:
        return head + bytes([0x80 | size]) + b"\0\0\0\0" + body
    long = struct.pack("!BH", 254, size) if size < 65_536 else struct.pack("!BQ", 255, size)
    return head + long + b"\0\0\0\0" + body


def rerun() -> bytes:
    message = BackMsg()
    message.rerun_script.SetInParent()
    return message.SerializeToString()


# the protocols


@dataclass
class Heard:
    """What the application behind the server was given, and how slowly it takes it."""

    pause: float = 0.0
    messages: list[int] = field(default_factory=list)
    ended: int = 0

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:  # type: ignore[type-arg]
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
            await send({"type": "http.response.body", "body": b"ok"})
            return
        await receive()
        await send({"type": "websocket.accept"})
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                self.ended += 1
                return
            self.messages.append(len(message.get("bytes") or message.get("text") or ""))
            await asyncio.sleep(self.pause)


@contextmanager
def server(app: Callable[..., Awaitable[None]]) -> Iterator[int]:
    """The product's protocols around a small application; the port."""
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        port=0,
        http=Patient,
        ws=websocket_guard.GuardedWebSocket,
        ws_max_size=websocket_guard.LARGEST,
        ws_per_message_deflate=False,
        server_header=False,
        lifespan="off",
        log_config=None,
        log_level="critical",
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    try:
        yield running.servers[0].sockets[0].getsockname()[1]
    finally:
        running.should_exit = running.force_exit = True
        thread.join(10)


@pytest.fixture
def penalties(monkeypatch: pytest.MonkeyPatch) -> Penalties:
    made = Penalties()
    monkeypatch.setattr(websocket_guard, "PENALTIES", made)
    return made


def opened(port: int, address: str = FLOODER) -> ClientConnection:
    return connect(f"ws://127.0.0.1:{port}/", source_address=(address, 0), proxy=None, max_size=None, close_timeout=1)


def is_closed(line: ClientConnection, within: float = 5.0) -> bool:
    """Whether the other side ends the line."""
    with suppress(ConnectionClosed):
        end = time.monotonic() + within
        while time.monotonic() < end:
            with suppress(TimeoutError):
                line.recv(timeout=0.2)
        return False
    return True


def blast(line: ClientConnection, body: bytes, seconds: float = 1.0) -> int:
    """Send without a pause, past the client's own bookkeeping; bytes that were taken."""
    end, taken = time.monotonic() + seconds, 0
    line.socket.settimeout(0.5)
    with suppress(OSError):
        while time.monotonic() < end:
            taken += line.socket.send(body)
    return taken


@pytest.mark.parametrize(
    "body",
    [
        frame(b"ab") * 4096,
        frame(b"a" * 100_000),
        frame(b"", 9) * 4096,
        frame(b"", 10) * 4096,
        frame(b"a", 1, first=0) + frame(b"a", 0, first=0) * 8192,
    ],
    ids=["small messages", "large messages", "pings", "pongs", "fragments"],
)
def test_who_asks_faster_than_a_person_is_cut_off_unread(penalties: Penalties, body: bytes) -> None:
    heard = Heard(pause=0.5)
    with server(heard) as port, opened(port) as line:
        blast(line, body)
        assert is_closed(line)
        assert penalties.holds(FLOODER)
        assert not penalties.holds(READER)
        time.sleep(0.6)
        assert heard.ended == 1
        assert len(heard.messages) <= 4, "what waited is dropped"


def test_a_person_is_not_cut_off(penalties: Penalties) -> None:
    heard = Heard()
    with server(heard) as port, opened(port) as line:
        for _ in range(40):
            line.send(b"a" * 3000)
            time.sleep(0.01)
        line.ping().wait(2)
        assert not is_closed(line, 0.5)
        assert heard.messages == [3000] * 40
        assert not penalties.holds(FLOODER)


def test_the_end_of_a_line_is_noticed_though_much_of_it_waits(penalties: Penalties) -> None:
    heard = Heard(pause=1.0)
    with server(heard) as port:
        with opened(port) as line:
            for _ in range(30):
                line.send(b"a")
            line.socket.shutdown(socket.SHUT_RDWR)
        time.sleep(1.6)
        assert heard.ended == 1
        assert len(heard.messages) <= 2


def test_a_message_that_is_too_large_ends_its_line(penalties: Penalties) -> None:
    heard = Heard()
    with server(heard) as port, opened(port) as line:
        with suppress(ConnectionClosed):
            line.send(b"a" * (websocket_guard.LARGEST + 1))
        assert is_closed(line)
        assert heard.messages == []


def test_nothing_is_unpacked(penalties: Penalties) -> None:
    with server(Heard()) as port, opened(port) as line:
        assert line.response is not None
        assert "sec-websocket-extensions" not in line.response.headers
        assert "server" not in line.response.headers
        line.socket.sendall(frame(b"\xca\x49\x4c\x04\x00", first=0xC0))  # "a", compressed
        assert is_closed(line)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"", b""),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", b""),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc", b"200"),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"200"),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHo", b"200"),
    ],
    ids=["nothing", "half a head", "half a body", "a request and nothing more", "one and a half requests"],
)
def test_a_connection_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch, sent: bytes, expected: bytes) -> None:
    monkeypatch.setitem(connections.SECONDS, "head", 0.5)
    monkeypatch.setitem(connections.SECONDS, "body", 0.5)
    with server(Heard()) as port, socket.create_connection(("127.0.0.1", port)) as line:
        line.settimeout(4)
        line.sendall(sent)
        begun, answer = time.monotonic(), b""
        with suppress(ConnectionResetError):
            while part := line.recv(4096):
                answer += part
        assert time.monotonic() - begun < 3
        assert expected in answer


def test_a_slow_reader_is_waited_for_no_longer_than_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "DEAF", 0.5)

    ended = threading.Event()

    async def large(_scope: object, _receive: object, send: Callable[..., Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(2000):
            await send({"type": "http.response.body", "body": b"a" * 65_536, "more_body": True})
        ended.set()

    with server(large) as port, socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert ended.wait(4)
        assert len(connections.HELD) == 0


# a whole server


def light(site: str) -> float:
    """Seconds until a light page is there."""
    begun = time.monotonic()
    with urllib.request.urlopen(f"{site}/read/", timeout=60) as answer:
        assert answer.status == 200
        answer.read()
    return time.monotonic() - begun


def stream(site: str, address: str) -> ClientConnection:
    return connect(
        f"{site.replace('http', 'ws', 1)}/_stcore/stream",
        origin=Origin(site),
        subprotocols=[Subprotocol("streamlit")],
        source_address=(address, 0),
        proxy=None,
        max_size=None,
        close_timeout=1,
    )


def visit(site: str) -> float:
    """Seconds until a new reader of the Streamlit page has all of it."""
    begun = time.monotonic()
    with stream(site, READER) as line:
        line.send(rerun())
        while True:
            answer = ForwardMsg()
            body = line.recv(timeout=60)
            assert isinstance(body, bytes)
            answer.ParseFromString(body)
            if answer.WhichOneof("type") == "script_finished":
                return time.monotonic() - begun


def flood(site: str, number: int, body: bytes, again: threading.Event) -> None:
    """One line after the other, each as fast as it goes, until it is over."""
    while not again.is_set():
        with suppress(OSError, InvalidStatus, ConnectionClosed, TimeoutError), stream(site, FLOODER) as line:
            blast(line, body, 1.0)
        time.sleep(0.05)


@pytest.mark.browser
@pytest.mark.parametrize("body", [frame(rerun()) * 4096, frame(b"a" * 100_000)], ids=["small", "large"])
def test_a_flood_of_a_second_is_not_noticed_by_readers(tmp_path: Path, body: bytes) -> None:
    with serving(tmp_path) as site, ExitStack() as stack:
        visit(site)
        over = threading.Event()
        for number in range(60):
            thread = threading.Thread(target=flood, args=(site, number, body, over))
            thread.start()
            stack.callback(thread.join)
        stack.callback(over.set)
        end = time.monotonic() + 1
        pages, visits = [], []
        while time.monotonic() < end or len(pages) < 5:
            pages.append(light(site))
            visits.append(visit(site))
        over.set()
        ended = time.monotonic()
        assert statistics.median(pages) < 0.5, pages
        assert max(visits) < 5, visits
        while max(light(site), visit(site)) > 1:
            assert time.monotonic() - ended < 5
        assert (tmp_path / "server.log").read_text().count("Traceback") < 4, "each kind of fault once"
        assert (tmp_path / "server.log").stat().st_size < 20_000


@pytest.mark.browser
def test_idle_connections_use_up_neither_the_open_files_nor_the_log(tmp_path: Path) -> None:
    with serving(tmp_path, "--access-log", open_files=1024) as site, ExitStack() as stack:
        port = int(site.rpartition(":")[2])
        urllib.request.urlopen(f"{site}/read/?token=hushhush").close()
        for _ in range(1100):
            with suppress(OSError):
                line = stack.enter_context(socket.socket())
                line.bind((FLOODER, 0))
                line.connect(("127.0.0.1", port))
        assert max(light(site) for _ in range(10)) < 2
        assert visit(site) < 5
        log = (tmp_path / "server.log").read_text()
    assert "it holds at most" in log
    assert "ulimit -n" in log
    assert "out of system resource" not in log
    assert log.count('"GET /read/ HTTP/1.1" 200') == 11
    assert "hushhush" not in log
    assert len(log) < 20_000
