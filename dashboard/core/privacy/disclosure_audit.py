"""The last gate before publication: an attack on what is about to be public, by somebody with a pencil and a computer.

Everything public of a quarter is a linear equation over the smallest groups of calls, and everything that must hold in
a row is one too, or says that one sum is no more than another. What an attacker can know of a small count is then the
range between the least and the greatest value that solves them all in whole numbers, by integer programming (HiGHS,
through SciPy). The tests have two wider attacks of their own: on the files that are served, and by somebody who knows
the rule and tries which other counts it would have published in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf

from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from dashboard.core.ledger import ALL, COUNTS, TOGETHER, Counts
from dashboard.core.privacy.call_tree import ACROSS, ANSWERS, BASE, NODES, OF_ANSWERS, Node, filled
from dashboard.core.privacy.disclosure import Release

_ENOUGH = 1e-6
_NODES = (*NODES.values(), *ACROSS)


@dataclass(frozen=True, slots=True)
class Leak:
    """A small count that can be worked out too closely from what would be public."""

    call_type: str
    node: str
    low: float
    high: float


def leaks(received: Mapping[str, Counts], published: Release) -> list[Leak]:
    """The counts below the smallest group that what is released narrows to fewer values than the smallest group has,
    or, where an exact total is smaller than that, than the total itself allows. Where no counts at all are as released,
    every one of them."""
    kinds = list(received)
    table = {kind: filled(received[kind]) for kind in kinds}
    leaves = [node.key for node in NODES.values() if not node.parts]
    model = _Model({place: n for n, place in enumerate(product(kinds, leaves))})
    for row, expression, value in _facts(published):
        held = published.together if row == TOGETHER else kinds if row == ALL else [row]
        model.know(held, expression, value)
    for kind in kinds:
        backup = published.rows[kind]["backup_requested"]
        model.at_least(kind, _leaves(NODES[BASE]), backup if isinstance(backup, int) else 0)
        model.same(kind, _leaves(NODES[BASE]), [leaf for root in ANSWERS for leaf in _leaves(root)])
    found = []
    for kind, node in product(kinds, _NODES):
        if not 0 < node.of(table[kind]) < published.blocks.smallest:
            continue
        exact = NODES[BASE] if node.key in OF_ANSWERS else node  # no more answers than mobile team calls
        total = sum(exact.of(table[k]) for k in kinds) if published.blocks.exact else published.blocks.smallest
        wanted = min(published.blocks.smallest - 1, total)
        low, high = model.range(kind, _leaves(node), wanted)
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
        self.lines: list[list[float]] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.found: list[list[int]] = []  # counts that are as released

    def know(self, kinds: Sequence[str], leaves: Sequence[str], value: int) -> None:
        self._add(self._line(kinds, leaves), value, value)

    def at_least(self, kind: str, leaves: Sequence[str], value: int) -> None:
        self._add(self._line([kind], leaves), value, inf)

    def same(self, kind: str, leaves: Sequence[str], others: Sequence[str]) -> None:
        pairs = zip(self._line([kind], leaves), self._line([kind], others), strict=True)
        self._add([one - other for one, other in pairs], 0, 0)

    def range(self, kind: str, leaves: Sequence[str], enough: int) -> tuple[float, float]:
        """The least and the greatest value of a sum that all of it allows in whole numbers, or any two of them that are
        far enough apart; nothing between the two where no counts at all are so. No group is larger than ten times
        everything."""
        aim = self._line([kind], leaves)
        known = LinearConstraint(csr_array(self.lines), self.low, self.high)
        bounds = Bounds(0, 10.0 * (1000 + sum(self.low)))
        for sign in (1.0, -1.0):
            values = self._values(aim)
            if values and max(values) - min(values) >= enough:
                break
            solved = milp([sign * one for one in aim], integrality=[1] * len(aim), bounds=bounds, constraints=known)
            if solved.x is None:
                return 0.0, 0.0
            self.found.append([round(one) for one in solved.x])
        values = self._values(aim)
        return min(values), max(values)

    def _values(self, aim: Sequence[float]) -> list[float]:
        places = [place for place, one in enumerate(aim) if one]
        return [sum(counts[place] for place in places) for counts in self.found]

    def _add(self, line: list[float], low: float, high: float) -> None:
        self.lines.append(line)
        self.low.append(low)
        self.high.append(high)

    def _line(self, kinds: Sequence[str], leaves: Sequence[str]) -> list[float]:
        line = [0.0] * len(self.at)
        for place in product(kinds, leaves):
            line[self.at[place]] += 1.0
        return line
