"""How many readers one process serves: sessions that each change the quarter every 5 seconds or so.

What is promised: at least eight times as many sessions as the usual way with the 95th percentile of a change under
1 second, at 30 programs, 24 quarters and 9 call types. Pauses are exponential with a mean of 5 s; every session looks
at a program of its own choice; a number of sessions is held for 12 s.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from contextlib import AsyncExitStack

from client import Visitor
from scale_data import PREFIX
from servers import Others, Server, database, ours, table, usual

LIMIT = 1.0
THINK = 5.0
SECONDS = 12.0
STEPS = {"the usual way": (10, 20, 30, 40, 60, 80), "ours": (100, 160, 200, 240, 300, 360, 420)}
ARRIVING = 4  # sessions that open at once

Step = tuple[int, float]  # sessions, and their 95th percentile in seconds


async def arrive(
    server: Server, number: int, stack: AsyncExitStack, chance: random.Random, turn: asyncio.Semaphore
) -> Visitor:
    """A new session, from an address of its own, that has chosen a program."""
    async with turn:
        address = f"127.3.{number // 250}.{number % 250 + 1}"
        visitor = await stack.enter_async_context(Visitor(server, address=address))
        await visitor.run()
        programs = [name for name in visitor.options("Program") if name.startswith(PREFIX)]
        await visitor.choose("Program", chance.choice(programs))
        return visitor


async def read(visitor: Visitor, chance: random.Random, end: float, took: list[float]) -> None:
    """Pause, change the quarter, and again until the time is over; a change that has begun is waited for."""
    while (pause := chance.expovariate(1 / THINK)) < end - time.monotonic():
        await asyncio.sleep(pause)
        took.append(await visitor.choose("Quarter", chance.choice(visitor.options("Quarter"))))


async def climb(server: Server) -> tuple[list[Step], list[list[str]]]:
    """Add sessions step by step, up to the first step beyond the limit."""
    chance = random.Random(1)
    steps: list[Step] = []
    rows: list[list[str]] = []
    turn = asyncio.Semaphore(ARRIVING)
    async with AsyncExitStack() as stack:
        visitors: list[Visitor] = []
        for wanted in STEPS[server.name]:
            fresh = range(len(visitors), wanted)
            visitors += await asyncio.gather(*(arrive(server, number, stack, chance, turn) for number in fresh))
            took: list[float] = []
            others, cpu, began = Others(server), server.cpu(), time.monotonic()
            await asyncio.gather(*(read(v, chance, began + SECONDS, took) for v in visitors))
            passed, cores = time.monotonic() - began, others.cores()
            p95 = statistics.quantiles(took, n=20)[-1]
            steps.append((wanted, p95))
            used = server.cpu() - cpu
            cells = (statistics.median(took), p95, len(took) / passed, used / passed, 1000 * used / len(took), cores)
            formats = ("{:.3f}", "{:.3f}", "{:.1f}", "{:.2f}", "{:.0f}", "{:.2f}")
            rows.append([server.name, str(wanted), *(f.format(c) for f, c in zip(formats, cells, strict=True))])
            print(f"  {server.name}, {wanted} sessions: p95 {p95:.3f} s", flush=True)
            if p95 > LIMIT:
                break
    return steps, rows


def held(steps: list[Step]) -> int:
    """The largest number of sessions within the limit."""
    return max((number for number, p95 in steps if p95 <= LIMIT), default=0)


def main() -> None:
    with database(scaled=True) as env:
        with usual(env) as theirs:
            usual_steps, usual_rows = asyncio.run(climb(theirs))
        with ours(env) as mine:
            our_steps, our_rows = asyncio.run(climb(mine))
    columns = "server|sessions|p50 s|p95 s|changes a second|its cores|CPU ms a change|other work, cores"
    print(table(columns.split("|"), usual_rows + our_rows))
    few, many = held(usual_steps), held(our_steps)
    beyond = usual_steps[-1][0]  # where the usual way was last tried: the cautious side of the comparison
    more = " or more" if our_steps[-1][1] <= LIMIT else ""
    most = f" to {many / few:.0f}" if few else ""
    print(f"p95 under {LIMIT:.0f} s: ours {many}{more} sessions; the usual way {few}, and tried up to {beyond}.")
    print(f"Sessions a process holds: {many / beyond:.0f}{most} times the usual way (promised: 8 or more).")


if __name__ == "__main__":
    main()
