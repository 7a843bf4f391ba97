"""One machine against everybody: what readers notice while others flood the server, and how soon it is over.

What is promised, for each attack: while it lasts, a light page answers in 0.5 s and a whole Streamlit visit in 2 s at
the 95th percentile; within 5 s of its end both are as quick as before; within 60 s the memory is given back, but for a
tenth of what there was. Attackers, light readers and Streamlit readers have addresses of their own in 127.0.0.0/8.
Every attack is bounded in sockets and seconds, and nothing but this machine is spoken to.

    uv run python benchmarks/flood.py            all attacks, some 12 minutes
    uv run python benchmarks/flood.py raw idle   those whose name begins so
"""

from __future__ import annotations

import asyncio
import multiprocessing
import statistics
import struct
import sys
import time
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg

from client import Visitor
from servers import Server, database, ours, table

SECONDS = 10.0  # how long an attack lasts
SOCKETS = 200
MOST = 40.0  # seconds after which a reader is counted as not answered
QUICK_LIGHT, QUICK_VISIT = 0.1, 1.0  # seconds; what counts as back
LIGHT_READER, READER = "127.2.0.1", "127.3.0.1"
_GONE = (OSError, EOFError, asyncio.IncompleteReadError, TimeoutError)


# what attackers send


def rerun(query: str = "") -> bytes:
    """A message that asks for a run of the script."""
    message = BackMsg()
    message.rerun_script.SetInParent()
    message.rerun_script.query_string = query
    return message.SerializeToString()


def frame(body: bytes, *, compressed: bool = False) -> bytes:
    """A websocket frame as a client sends it, with a mask of zeros (RFC 6455, section 5.2)."""
    size = len(body)
    if size < 126:
        length = bytes([128 | size])
    else:
        length = struct.pack("!BH", 254, size) if size < 65_536 else struct.pack("!BQ", 255, size)
    return bytes([0xC2 if compressed else 0x82]) + length + b"\0\0\0\0" + body


def bomb() -> bytes:
    """150 MB of zeros in 146 kB, as permessage-deflate sends them (RFC 7692, section 7.2.1)."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = bytes(1_000_000)
    packed = b"".join(pack.compress(zeros) for _ in range(150)) + pack.flush(zlib.Z_SYNC_FLUSH)
    return packed.removesuffix(b"\0\0\xff\xff")


Socket = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def opened(port: int, address: str, *, extensions: str = "") -> Socket:
    """A websocket of somebody at this address. ConnectionError if the server does not want it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
    wanted = f"Sec-WebSocket-Extensions: {extensions}\r\n" if extensions else ""
    writer.write(
        f"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: streamlit\r\n"
        f"{wanted}\r\n".encode()
    )
    answer = await reader.readuntil(b"\r\n\r\n")
    if b" 101 " not in answer:
        writer.close()
        raise ConnectionError(answer.split(b"\r\n", 1)[0].decode())
    return reader, writer


async def listen(reader: asyncio.StreamReader) -> None:
    while await reader.read(1 << 16):
        pass


async def as_fast_as_it_goes(port: int, address: str, body: bytes, again: bool) -> None:
    """Send frames without a pause; when cut, come back at once, or not."""
    while True:
        with suppress(*_GONE):
            reader, writer = await opened(port, address)
            deaf = asyncio.create_task(listen(reader))
            try:
                while True:
                    writer.write(body)
                    await writer.drain()
                    await asyncio.sleep(0)
            finally:
                deaf.cancel()
                writer.transport.abort()
        if not again:
            return
        await asyncio.sleep(0.01)


async def politely(port: int, address: str) -> None:
    """Five messages a second, and every answer is read."""
    while True:
        with suppress(*_GONE):
            reader, writer = await opened(port, address)
            ear = asyncio.create_task(listen(reader))
            try:
                while not ear.done():
                    writer.write(frame(rerun()))
                    await writer.drain()
                    await asyncio.sleep(0.2)
            finally:
                ear.cancel()
                writer.transport.abort()
        await asyncio.sleep(0.1)


async def packed(port: int, address: str, body: bytes) -> None:
    """A compressed frame that is large when it is unpacked, again and again."""
    while True:
        with suppress(*_GONE):
            reader, writer = await opened(port, address, extensions="permessage-deflate")
            try:
                writer.write(body)
                await writer.drain()
                await listen(reader)
            finally:
                writer.transport.abort()
        await asyncio.sleep(0.1)


async def idly(port: int, address: str) -> None:
    """A connection on which nothing is said; when it is closed, another."""
    while True:
        with suppress(*_GONE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
            try:
                await listen(reader)
            finally:
                writer.transport.abort()
        await asyncio.sleep(0.1)


@dataclass(frozen=True, slots=True)
class Attack:
    """What somebody does with how many sockets, from one address or from many."""

    name: str
    by: str
    sockets: int = SOCKETS
    addresses: int = 1
    open_files: int = 0  # a limit for the server; 0 for the machine's own

    def one(self, port: int, number: int) -> Awaitable[None]:
        address = f"127.1.{number % self.addresses // 250}.{number % self.addresses % 250 + 1}"
        small, large = frame(rerun()) * 4096, frame(rerun("a" * 90_000))
        ways: dict[str, Callable[[], Awaitable[None]]] = {
            "raw": lambda: as_fast_as_it_goes(port, address, small, again=False),
            "raw again": lambda: as_fast_as_it_goes(port, address, small, again=True),
            "large again": lambda: as_fast_as_it_goes(port, address, large, again=True),
            "polite": lambda: politely(port, address),
            "packed": lambda: packed(port, address, frame(BOMB, compressed=True)),
            "idle": lambda: idly(port, address),
        }
        return ways[self.by]()


BOMB = bomb()
ATTACKS = (
    Attack("raw", "raw"),
    Attack("raw, reconnecting", "raw again"),
    Attack("raw, reconnecting, 200 addresses", "raw again", addresses=200),
    Attack("90 kB messages, reconnecting", "large again"),
    Attack("90 kB messages, reconnecting, 200 addresses", "large again", addresses=200),
    Attack("five messages a second", "polite"),
    Attack("five messages a second, 200 addresses", "polite", addresses=200),
    Attack("compressed frames", "packed", sockets=20),
    Attack("1,100 idle connections, 1,024 open files", "idle", sockets=1100, open_files=1024),
)


def rage(attack: Attack, port: int) -> None:
    """The attack, in a process of its own, until its time is over."""

    async def all_of_them() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS):
                await asyncio.gather(*(attack.one(port, number) for number in range(attack.sockets)))
                await asyncio.sleep(SECONDS)

    asyncio.run(all_of_them())


# what readers notice

Visit = Callable[[Server], Awaitable[float]]


async def light(server: Server) -> float:
    """A light page on a connection of its own; seconds until its last byte, at most MOST."""
    began = time.perf_counter()
    with suppress(*_GONE):
        async with asyncio.timeout(MOST):
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port, local_addr=(LIGHT_READER, 0))
            writer.write(f"GET /read/ HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n".encode())
            answer = await reader.read(-1)
            writer.close()
            if answer.startswith(b"HTTP/1.1 200"):
                return time.perf_counter() - began
    return MOST


async def visit(server: Server) -> float:
    """A whole visit to the Streamlit page: a new session and its first run; seconds, at most MOST."""
    began = time.perf_counter()
    with suppress(Exception):
        async with asyncio.timeout(MOST), Visitor(server, address=READER) as visitor:
            await visitor.run()
            return time.perf_counter() - began
    return MOST


async def until(over: asyncio.Event, what: Visit, server: Server, pause: float) -> list[float]:
    """What each visit took, one after the other, the last begun before it is over."""
    took: list[float] = []
    while not over.is_set() or not took:
        took.append(await what(server))
        await asyncio.sleep(pause)
    return took


async def back(server: Server) -> float | None:
    """Seconds until five light pages in a row and a visit are quick again; None if not within two minutes."""
    began, row = time.perf_counter(), 0
    while time.perf_counter() - began < 120:
        row = row + 1 if await light(server) < QUICK_LIGHT else 0
        if row >= 5 and await visit(server) < QUICK_VISIT:
            return time.perf_counter() - began
    return None


def p95(took: list[float]) -> float:
    return max(took) if len(took) < 20 else statistics.quantiles(took, n=20)[-1]


async def watched(server: Server, attack: Attack) -> list[str]:
    """One row of the table."""
    for _ in range(3):
        await asyncio.gather(light(server), visit(server))
    before, most, written = server.memory(), 0.0, server.logged()
    attackers = multiprocessing.get_context("spawn").Process(target=rage, args=(attack, server.port), daemon=True)
    attackers.start()
    over = asyncio.Event()
    readers = asyncio.gather(until(over, light, server, 0.1), until(over, visit, server, 0.25))
    end = time.monotonic() + SECONDS + 5
    while attackers.is_alive() and time.monotonic() < end:
        most = max(most, server.memory())
        await asyncio.sleep(0.2)
    if attackers.exitcode:
        raise RuntimeError(f"the attack itself failed: {attack.name}")
    attackers.kill()
    over.set()
    ended = time.monotonic()
    returned = await back(server)
    pages, visits = await readers
    while time.monotonic() - ended < 60:
        await asyncio.gather(light(server), visit(server))
        most = max(most, server.memory())
        await asyncio.sleep(5)
    after, said = server.memory(), server.logged() - written
    kept = (
        p95(pages) <= 0.5
        and p95(visits) <= 2
        and returned is not None
        and returned - EASY <= 5
        and after <= 1.1 * before
    )
    return [
        attack.name,
        f"{p95(pages):.3f}{' (never)' if min(pages) >= MOST else ''}",
        f"{p95(visits):.2f}{' (never)' if min(visits) >= MOST else ''}",
        "not in 120" if returned is None else f"{returned:.1f}",
        f"{before:.0f} → {most:.0f} → {after:.0f}",
        f"{said / 1000:.0f}",
        "yes" if kept else "no",
    ]


EASY = 0.3  # the seconds that five answers and a visit take on a server that nothing has happened to


def chosen(names: list[str]) -> Iterator[Attack]:
    for attack in ATTACKS:
        if not names or any(attack.name.startswith(name) for name in names):
            yield attack


def main() -> None:
    rows = []
    with database(scaled=False) as env:
        for attack in chosen(sys.argv[1:]):
            with ours(env, open_files=attack.open_files) as server:
                rows.append(asyncio.run(watched(server, attack)))
                print("  " + " | ".join(rows[-1]), flush=True)
    columns = "attack|light p95 s|Streamlit p95 s|back after s|memory MB: before → most → 60 s after|log kB|kept"
    print(table(columns.split("|"), rows))
    print(f"{sum(row[-1] == 'yes' for row in rows)} of {len(rows)} attacks kept the promise.")


if __name__ == "__main__":
    main()
