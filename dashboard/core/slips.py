"""Whether counts of a quarter were pasted one line off, or have a nought too many or too few: questions to ask, never
verdicts. What chance, seasons and growth do to an honest quarter stays far below what is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import median

from dashboard.core.ledger import COUNTS, Count, add
from dashboard.core.repeats import FOLLOW, NEARLY, Table, beside, rare, same_lines

_PAIRS = 3  # call types that are set beside a neighbour, at least
_ENOUGH, _MANY_PAIRS = 3, 6  # columns that say the same are enough, or one column of so many call types
_LIKELIER = 40.0  # twice the logarithm: so many counts fall from the neighbour's line by chance once in 500 million
_UNLIKE, _LIKE = log(1.4), log(1.3)  # how far a count is from its own line, and how near to its neighbour's
_TWICE = 2  # as far as that, at least
_TENFOLD = (10**0.8, 10**1.2)  # ten, with as much as a quarter may grow or shrink beside
_APART = 5.0  # times; counts that reached half of ten times by themselves may do it again
_MANY, _FEW = 30, 3  # a total that is compared has one side of 30 at least, and none below 3
_OF_LINES = 2 / 3  # of the call types must have grown with their column, where they can tell

_BOTH_WAYS = (1, -1)


@dataclass(frozen=True, slots=True)
class Shift:
    """Counts that stand in the line of a neighbour: 1 where each call type has those of the one above it, −1 of the one
    below; in which columns, none where it is all of them; and of which other quarter they are a copy, if of one."""

    by: int
    columns: tuple[str, ...] = ()
    copied: int | None = None


@dataclass(frozen=True, slots=True)
class Scaled:
    """Columns whose totals are about ten times those of other quarters, or a tenth, and whether it is all of them."""

    up: bool
    columns: tuple[str, ...]
    whole: bool


def shifted(now: Table, others: Sequence[Table]) -> Shift | None:
    """Whether call types have the counts of their neighbours in other quarters, nearest first, as they were or grown.
    None where their own counts of those quarters fit them as well, or where neighbours are too alike to tell."""
    for by in _BOTH_WAYS:
        for place, then in enumerate(others):
            if len(pairs := _pairs(now, then, by)) >= _PAIRS and _copied(now, then, pairs):
                return Shift(by, copied=place)
    for by in _BOTH_WAYS:  # a copy is told from chance more surely than growth, whichever way it went
        usual = _together(now, others)
        pairs = _pairs(now, usual, by)
        columns = tuple(key for key in COUNTS if _fits_the_neighbour(now, usual, pairs, key))
        told = [key for key in COUNTS if any(now[kind][key] for kind, _ in pairs)]
        most = 2 * len(columns) > len(told)
        if columns and (most or len(columns) >= _ENOUGH or len(pairs) >= _MANY_PAIRS):
            return Shift(by, () if most else columns)
    return None


def _pairs(now: Table, then: Table, by: int) -> list[tuple[str, str]]:
    """Each call type with the neighbour whose counts it would have."""
    kinds = [kind for kind in now if kind in then]
    return [(kinds[n], kinds[n - by]) for n in range(len(kinds)) if 0 <= n - by < len(kinds)]


def _together(now: Table, others: Sequence[Table]) -> dict[str, dict[str, Count]]:
    """The sum of other quarters, of the call types that this one and all of them have."""
    kinds = [kind for kind in now if others and all(kind in other for other in others)]
    return {kind: {key: add(other[kind][key] for other in others) for key in COUNTS} for kind in kinds}


def _copied(now: Table, then: Table, pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether nearly all counts are those of the neighbour, which chance would not do."""
    cells = [cell for cell in beside(now, then, lines=pairs, keys=tuple(COUNTS)) if cell.now or cell.then]
    equal = [cell for cell in cells if cell.now == cell.then]
    own = sum(cell.now == then[cell.kind][cell.key] for cell in cells)
    told = (cell.now for cell in equal if cell.key not in FOLLOW)
    return len(equal) >= max(NEARLY * len(cells), own + 1) and rare(told)


def _fits_the_neighbour(now: Table, then: Table, pairs: Sequence[tuple[str, str]], key: str) -> bool:
    """Whether a column fits its neighbours' lines and not its own. It is told by how the counts are shared out among
    call types: growth of all of them says nothing."""
    cells = [
        (a, b, c)
        for kind, _, a, b in beside(now, then, lines=pairs, keys=(key,))
        if isinstance(c := then[kind][key], int)
    ]
    if len(cells) < _PAIRS or not any(a for a, _, _ in cells):
        return False
    neighbours, own = [(a, b) for a, b, _ in cells], [(a, c) for a, _, c in cells]
    alike = median(abs(log((b + 0.5) / (c + 0.5))) for _, b, c in cells) < _UNLIKE
    if alike or _apart(own) - _apart(neighbours) < _LIKELIER:
        return False
    near = sorted(_off(neighbours))[(3 * len(cells)) // 4 - 1]
    return near <= _LIKE and median(_off(own)) >= max(_UNLIKE, _TWICE * near)


def _apart(cells: Sequence[tuple[int, int]]) -> float:
    """How unlike two columns are shared out: the deviance of counts that come of themselves (Poisson)."""
    first, second = sum(a for a, _ in cells), sum(b for _, b in cells)
    if not first or not second:
        return 0.0
    found = 0.0
    for a, b in cells:
        both = (a + b) / (first + second)
        found += (a * log(a / (both * first)) if a else 0) + (b * log(b / (both * second)) if b else 0)
    return 2 * found


def _off(cells: Sequence[tuple[int, int]]) -> list[float]:
    """How far each count is from its partner, as a logarithm, beside what is usual in the column."""
    ratios = [log((a + 0.5) / (b + 0.5)) for a, b in cells]
    usual = median(ratios)
    return [abs(ratio - usual) for ratio in ratios]


def scaled(now: Table, others: Sequence[Table]) -> Scaled | None:
    """Columns of a quarter that are about ten times, or a tenth, of what each of the other quarters has."""
    for up in (True, False):
        can = [key for key in COUNTS if (found := _totals(now, others, key)) and max(map(max, found)) >= _MANY]
        columns = tuple(key for key in can if _tenfold(now, others, key, up=up))
        if columns:
            return Scaled(up, columns, 2 * len(columns) > len(can))
    return None


def _totals(now: Table, others: Sequence[Table], key: str) -> list[tuple[int, int]]:
    """The total of a column beside that of each other quarter, each of the call types that both state."""
    columns = (beside(now, other, lines=same_lines(now, other), keys=(key,)) for other in others)
    return [(sum(cell.now for cell in cells), sum(cell.then for cell in cells)) for cells in columns if cells]


def _tenfold(now: Table, others: Sequence[Table], key: str, *, up: bool) -> bool:
    totals = _totals(now, others, key)
    if not all(min(pair) >= _FEW and max(pair) >= _MANY for pair in totals):
        return False
    ratios = [a / b if up else b / a for a, b in totals]
    if min(ratios) < _APART or not _TENFOLD[0] <= median(ratios) <= _TENFOLD[1]:
        return False
    nearest = next(other for other in others if any(kind in other for kind in now))
    lines = [
        (a / b if up else b / a) >= _APART - 1
        for _, _, a, b in beside(now, nearest, lines=same_lines(now, nearest), keys=(key,))
        if min(a, b) >= _FEW
    ]
    return sum(lines) >= _OF_LINES * len(lines)
