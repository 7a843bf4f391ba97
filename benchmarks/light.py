"""The light edition against the overview written the usual way, from this machine in one run.

Promised: at least 100 times the visits a second at a 95th percentile under 1 s; all of /data/*.csv at 30 programs,
24 quarters and 9 call types in 1 s cold and 20 ms warm; the same pages as files behind nginx faster still.
"""

from __future__ import annotations

import asyncio
import http.client
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from client import Visitor
from servers import Others, Server, database, edition, ours, table, usual

SECONDS = 8.0
FILES = ("figures", "ledger", "programs", "sources")


def fetch(address: str) -> float:
    """One request on a connection of its own, as a first visitor makes it; seconds until the last byte.
    It accepts gzip, as browsers, pandas and `curl --compressed` do."""
    where = urlsplit(address)
    started = time.perf_counter()
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
    connection.request("GET", where.path, headers={"accept-encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{address} answered {answer.status}")
    return time.perf_counter() - started


async def light(server: Server) -> float:
    return await asyncio.to_thread(fetch, f"{server.url}/read/")


async def whole_page(server: Server) -> float:
    """A visit of the usual way: open a session and wait for the first run."""
    started = time.perf_counter()
    async with Visitor(server) as visitor:
        await visitor.run()
    return time.perf_counter() - started


async def flood(visit: Callable[[Server], Awaitable[float]], server: Server, clients: int) -> tuple[float, float]:
    """Visits a second, and their 95th percentile, when so many clients ask without pause."""
    took: list[float] = []
    end = time.perf_counter() + SECONDS

    async def one() -> None:
        while time.perf_counter() < end:
            took.append(await visit(server))

    await asyncio.gather(*(one() for _ in range(clients)))
    return len(took) / SECONDS, sorted(took)[int(0.95 * (len(took) - 1))]


def main() -> None:
    with (
        database(scaled=True) as env,
        database(scaled=False) as shipped,
        ours(env) as mine,
        usual(env) as other,
        edition(shipped) as files,
    ):
        others = Others(mine, other, files)
        cold = sum(fetch(f"{mine.url}/data/{name}.csv") for name in FILES)
        warm = min(sum(fetch(f"{mine.url}/data/{name}.csv") for name in FILES) for _ in range(5))
        rows: list[list[str]] = []
        best = {mine.name: 0.0, other.name: 0.0, files.name: 0.0}
        for server, visit, steps in ((other, whole_page, (1, 2, 4)), (mine, light, (4, 16)), (files, light, (4, 16))):
            for clients in steps:
                rate, slow = asyncio.run(flood(visit, server, clients))
                if slow < 1:
                    best[server.name] = max(best[server.name], rate)
                rows.append([server.name, str(clients), f"{rate:.1f}", f"{slow * 1000:.0f}"])
        print(table(["server", "clients", "visits a second", "p95 ms"], rows))
        print(f"{best[mine.name] / best[other.name]:.0f} times the visits of the usual way (promised: 100 or more).")
        print(f"As files behind nginx: {best[files.name] / best[mine.name]:.1f} times ours (promised: faster still).")
        print(f"All of /data/*.csv: {cold:.2f} s cold, {warm * 1000:.0f} ms warm (promised: 1 s and 20 ms).")
        print(f"Other work on this machine, this script's own clients among it: {others.cores():.2f} cores.")


if __name__ == "__main__":
    main()
