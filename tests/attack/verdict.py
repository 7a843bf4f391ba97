"""Whether an attacker found anybody: what is public of a group of 1 to 10 people that was to be withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tests.attack.attack import ALL, CELLS, SLACK, TOGETHER, Changed, Known, Snapshot, read
from tests.attack.tables import COUNTED, Received, least_eligible

OPINIONS = ("safety_answers", "felt_safe", "not_felt_safe")  # no total of them is exact by law
Truth = Mapping[tuple[str, str, int], Received]  # by program, quarter and revision


class Leak(NamedTuple):
    """A small group that can be worked out, and how closely. `allowed` is what the law on exact totals allows."""

    program: str
    quarter: str
    revision: int
    row: str
    cell: str
    value: int
    low: float
    high: float
    allowed: float


def leaks(
    snapshots: Sequence[Snapshot],
    truth: Truth,
    changed: Changed | None = None,
    *,
    smallest: int = 11,
    exact_from: int | None = 100,
) -> list[Leak]:
    """Every group of 1 to `smallest` − 1 people that is known more closely than it may be.

    The totals of a whole quarter of `exact_from` or more eligible calls are exact by law, if more than one call type
    had any: such a total is no leak, also not in a row of all call types that had any calls; and neither is what the
    totals alone tell of a call type.
    """
    found = []
    for (program, quarter), known in read(snapshots, changed).items():
        first = truth[program, quarter, min(known.rows)]
        exact = is_exact(first, exact_from)
        for revision, row, cell, value in _small(known, {r: truth[program, quarter, r] for r in known.rows}, smallest):
            people = cell not in OPINIONS
            if exact and people and (row == ALL or _is_all(known, revision, row, cell)):
                continue
            low, high = known.range(revision, row, cell)
            assert low - SLACK <= value <= high + SLACK, "the attack itself is wrong"
            allowed = float(smallest - 1)
            if high - low < allowed - SLACK and exact:
                least, most = known.range(revision, row, cell, totals_only=True)
                allowed = min(allowed, most - least)
            if high - low < allowed - SLACK:
                found.append(Leak(program, quarter, revision, row, cell, value, low, high, allowed))
    return found


def is_exact(received: Received, exact_from: int | None) -> bool:
    """Whether the law on exact totals is about this quarter."""
    eligible = [least_eligible(counts) for counts in received.counts.values()]
    return exact_from is not None and sum(eligible) >= exact_from and sum(map(bool, eligible)) > 1


def _is_all(known: Known, revision: int, row: str, cell: str) -> bool:
    """Whether a row of several call types is the total: the others publicly have nothing at all of a group that this
    cell is a part of, as where they had no call, or none that reached anybody; and more than one of it may have some."""
    holds = known.rows[revision][row]
    others = [kind for kind in known.rows[revision] if kind not in (*holds, ALL, TOGETHER)]
    groups = [name for name, group in CELLS.items() if set(group) > set(CELLS[cell])] or [cell]
    return any(
        sum(known.range(revision, kind, group)[1] > SLACK for kind in holds) > 1
        and all(known.range(revision, kind, group)[1] < SLACK for kind in others)
        for group in groups
    )


def _small(known: Known, truth: Mapping[int, Received], smallest: int) -> list[tuple[int, str, str, int]]:
    """Every group that is to be withheld: revision, row, cell and how many."""
    found = []
    for revision, rows in known.rows.items():
        received = truth[revision]
        for row, holds in rows.items():
            kinds = list(received.leaves) if row == ALL else sorted(holds)
            for cell, leaves in CELLS.items():
                if not all(received.knows(kind, COUNTED[cell]) for kind in kinds):
                    continue
                value = sum(received.leaves[kind][leaf] for kind in kinds for leaf in leaves)
                if 0 < value < smallest:
                    found.append((revision, row, cell, value))
    return found
