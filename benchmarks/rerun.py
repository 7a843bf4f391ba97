"""What one change of a filter costs the server: the dashboard against the usual way, in turns on the same machine.

What is promised at 30 programs, 24 quarters and 9 call types, for what nobody has asked for before as well as for
what somebody has: on the overview at most a third of the usual way's processor time; on any page at most 150 ms at
the median. One visitor, no pause between changes, no browser.
"""

from __future__ import annotations

import asyncio
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from client import Visitor
from scale_data import PREFIX
from servers import Others, Server, database, median, ours, table, usual

ROUNDS = 5
CHANGES = 12  # in each pass of each round
PACE = 1.0  # seconds: a socket may ask so often, and some twenty times at once, before the dashboard makes it wait
SETTLE = 0.4  # seconds for what Streamlit does after it has told the browser that it is done
NEW, AGAIN = "never asked before", "asked again"


@dataclass(slots=True)
class Cost:
    """Processor time a change, by pass, and every change's time until the script has finished."""

    cpu: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    charts: int = 0
    kilobytes: float = 0


Costs = dict[tuple[str, str, str], Cost]  # by page, changed filter, and whether it was asked before


async def change(server: Server, visitor: Visitor, label: str, options: Sequence[str], cost: Cost) -> None:
    """One pass: choose each option once, after a pause in which all of them are granted."""
    if server.name == "ours":
        await asyncio.sleep(PACE * len(options))
    before = server.cpu()
    for option in options:
        cost.took.append(await visitor.choose(label, option))
    cost.charts, cost.kilobytes = visitor.charts, visitor.bytes / 1000
    await asyncio.sleep(SETTLE)
    cost.cpu.append((server.cpu() - before) / len(options))


async def both_passes(server: Server, visitor: Visitor, page: str, label: str, options: list[str], c: Costs) -> None:
    for asked in (NEW, AGAIN):
        await change(server, visitor, label, options, c[page, label, asked])


async def overview(server: Server, visitor: Visitor, number: int, costs: Costs) -> None:
    """Round `number`: the quarters of a program nobody looked at, then the programs at a quarter nobody looked at."""
    programs = made_up(visitor)
    await visitor.choose("Program", programs[number])
    quarters = visitor.options("Quarter")
    await both_passes(server, visitor, "overview", "Quarter", quarters[1 : CHANGES + 1], costs)
    await visitor.choose("Quarter", quarters[-1 - number])
    others = programs[ROUNDS : ROUNDS + CHANGES]
    await both_passes(server, visitor, "overview", "Program", others, costs)


async def call_types(server: Server, visitor: Visitor, number: int, costs: Costs) -> None:
    """Round `number`: the call types of a program nobody looked at, then programs at a quarter nobody looked at."""
    programs = made_up(visitor)
    await visitor.choose("Program", programs[number])
    everything, *types = visitor.options("Call type")
    await both_passes(server, visitor, "call types", "Call type", types, costs)
    await visitor.choose("Call type", everything)
    await visitor.choose("Quarter", visitor.options("Quarter")[-1 - number])
    others = programs[ROUNDS : ROUNDS + CHANGES]
    await both_passes(server, visitor, "call types", "Program", others, costs)


def made_up(visitor: Visitor) -> list[str]:
    return [option for option in visitor.options("Program") if option.startswith(PREFIX)]


async def warm(server: Server, visitor: Visitor) -> None:
    """Whatever a server only does once is not a change of a filter; it is told apart."""
    first = await visitor.run()
    chart = await visitor.choose("Program", made_up(visitor)[-1])
    await visitor.choose("Program", made_up(visitor)[-2])
    print(
        f"{server.name}: first run after the start {first:.2f} s, first charts {chart:.2f} s (once a start)", flush=True
    )


async def measure(mine: Server, theirs: Server) -> tuple[Costs, Costs]:
    ours_cost: Costs = defaultdict(Cost)
    usual_cost: Costs = defaultdict(Cost)
    async with Visitor(mine) as me, Visitor(theirs) as them, Visitor(mine, "call_types") as types:
        await warm(mine, me)
        await warm(theirs, them)
        await types.run()
        for number in range(ROUNDS):
            await overview(mine, me, number, ours_cost)
            await overview(theirs, them, number, usual_cost)
            await call_types(mine, types, number, ours_cost)
    return ours_cost, usual_cost


def report(mine: Costs, theirs: Costs) -> None:
    rows = []
    for key, cost in mine.items():
        them = theirs.get(key)
        ratio = statistics.median(cost.cpu) / statistics.median(them.cpu) if them else 0
        rows.append(
            [
                *key,
                median(cost.cpu),
                median(them.cpu) if them else "–",
                f"1/{1 / ratio:.1f}" if ratio else "–",
                median(cost.took),
                median(them.took) if them else "–",
                f"{cost.charts}, {cost.kilobytes:.0f}" + (f" / {them.charts}, {them.kilobytes:.0f}" if them else ""),
            ]
        )
    columns = "page|changed|choice|CPU ms, ours|CPU ms, usual|ratio|done after ms, ours|usual|charts, kB sent"
    print(table(columns.split("|"), rows))
    for asked in (NEW, AGAIN):
        keys = [key for key in theirs if key[2] == asked]
        cpu = [statistics.median([c for key in keys for c in costs[key].cpu]) for costs in (mine, theirs)]
        print(f"Overview, {asked}: 1/{cpu[1] / cpu[0]:.1f} of the usual way's processor time (promised: 1/3 or less).")
    worst = max(statistics.median(cost.took) for cost in mine.values())
    print(f"Slowest change of ours, at the median: {1000 * worst:.0f} ms (promised: 150 or less).")


def main() -> None:
    with database(scaled=True) as env, ours(env) as mine, usual(env) as theirs:
        others = Others(mine, theirs)
        found = asyncio.run(measure(mine, theirs))
        report(*found)
        print(
            f"Medians (lowest to highest) of {ROUNDS} rounds; other work on this machine: {others.cores():.2f} cores."
        )


if __name__ == "__main__":
    main()
