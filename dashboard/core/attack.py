"""The last gate before publication: an attack on what is about to be public, by somebody with a pencil and a computer.

Everything public of a quarter is a linear equation over the smallest groups of calls. What an attacker can know of a
small count is then the range between the least and the greatest value that solves them all, by linear programming
(HiGHS, through SciPy). The tests have a wider attack of their own, on the files that are served.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from scipy.optimize import linprog

from dashboard.core.call_tree import BASE, NODES, OPINIONS, Node, filled
from dashboard.core.disclosure import Release
from dashboard.core.ledger import ALL, COUNTS, TOGETHER, Counts

_ENOUGH = 1e-6
_NODES = tuple(NODES.values())


@dataclass(frozen=True, slots=True)
class Leak:
    """A small count that can be worked out too closely from what would be public."""

    call_type: str
    node: str
    low: float
    high: float


def leaks(received: Mapping[str, Counts], made: Release) -> list[Leak]:
    """The counts below the smallest group that what is released narrows to fewer values than the smallest group has,
    or, where an exact total is smaller than that, than the total itself allows. Where no counts at all are as released,
    every one of them."""
    kinds = list(received)
    table = {kind: filled(received[kind]) for kind in kinds}
    leaves = [node.key for node in _NODES if not node.parts]
    model = _Model({place: n for n, place in enumerate(product(kinds, leaves))})
    for row, expression, value in _facts(made):
        held = made.together if row == TOGETHER else kinds if row == ALL else [row]
        model.know(held, expression, value)
    for kind in kinds:
        backup = made.rows[kind]["backup_requested"]
        model.at_least(kind, _leaves(NODES[BASE]), backup if isinstance(backup, int) else 0)
    found = []
    for kind, node in product(kinds, _NODES):
        if not 0 < node.of(table[kind]) < made.blocks.smallest:
            continue
        low, high = model.range(kind, _leaves(node))
        total = sum(node.of(table[k]) for k in kinds)
        few = made.blocks.exact and node not in (OPINIONS, *OPINIONS.below())
        wanted = min(made.blocks.smallest - 1, total if few else made.blocks.smallest)
        if high - low < wanted - _ENOUGH:
            found.append(Leak(kind, node.key, low, high))
    return found


def _leaves(node: Node) -> tuple[str, ...]:
    """The smallest groups that a group falls into."""
    return tuple(part.key for part in node.below() if not part.parts) or (node.key,)


def _count_leaves(key: str) -> tuple[str, ...]:
    """The smallest groups that add up to a count; none for a count of what agencies did."""
    if key == "offered":
        return (*_leaves(NODES["reached_clinician"]), "lost_in_transfer")
    return _leaves(NODES[key]) if key in NODES else ()


def _facts(made: Release) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """What is public: row, the smallest groups that it is the sum of, and the sum."""
    for row, counts in made.rows.items():
        for key in COUNTS:
            value, expression = counts[key], _count_leaves(key)
            if isinstance(value, int) and expression:
                yield row, expression, value
        for keys, value in counts.sums.items():
            yield row, tuple(leaf for key in keys for leaf in _count_leaves(key)), value


class _Model:
    """What is known of the smallest groups of each call type, each of 0 or more: sums of them, and bounds."""

    def __init__(self, at: Mapping[tuple[str, str], int]) -> None:
        self.at = at
        self.equal: list[list[float]] = []
        self.values: list[float] = []
        self.below: list[list[float]] = []
        self.bounds: list[float] = []

    def know(self, kinds: Sequence[str], leaves: Sequence[str], value: int) -> None:
        self.equal.append(self._line(kinds, leaves))
        self.values.append(value)

    def at_least(self, kind: str, leaves: Sequence[str], value: int) -> None:
        self.below.append([-one for one in self._line([kind], leaves)])
        self.bounds.append(-value)

    def range(self, kind: str, leaves: Sequence[str]) -> tuple[float, float]:
        """The least and the greatest value of a sum that all of it allows; nothing between the two where no counts at
        all are so. No group is larger than ten times everything."""
        ends, aim = [], self._line([kind], leaves)
        most = 10.0 * (1000 + sum(self.values))
        for sign in (1.0, -1.0):
            solved = linprog(
                [sign * one for one in aim],
                A_ub=self.below,
                b_ub=self.bounds,
                A_eq=self.equal or None,
                b_eq=self.values or None,
                bounds=(0, most),
                method="highs",
            )
            if solved.fun is None:
                return 0.0, 0.0
            ends.append(sign * solved.fun)
        return ends[0], ends[1]

    def _line(self, kinds: Sequence[str], leaves: Sequence[str]) -> list[float]:
        line = [0.0] * len(self.at)
        for place in product(kinds, leaves):
            line[self.at[place]] += 1.0
        return line
