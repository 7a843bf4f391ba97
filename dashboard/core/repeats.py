"""Whether counts of a quarter are those of another one, copied: a question to ask, never a verdict. Equal counts also
come by chance, small ones often; what is asked about would not in a million comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log10, pi, sqrt
from typing import NamedTuple

from dashboard.core.ledger import COUNTS, Count, add

Table = Mapping[str, Mapping[str, Count]]  # the counts of a quarter by call type, in the order of its rows

RARE = -6.0  # the power of ten of a chance that is asked about: a quarter has a thousand columns and rows to be beside
NEARLY = 0.9  # of the counts above 0: a copy in which some cells were typed over is a copy
FOLLOW = frozenset({"offered", "reached_clinician"})  # sums of other counts of their row: equal where those are


@dataclass(frozen=True, slots=True)
class Repeat:
    """What of a quarter is equal to another one: `same` of the `of` counts that both state, and, where that is not
    nearly all of them, which counts are equal in every call type and which call types in every count."""

    same: int
    of: int
    columns: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all or nearly all counts are equal."""
        return not (self.columns or self.kinds)


class Beside(NamedTuple):
    """A count of a quarter beside one of another quarter; `kind` is the call type that it has here."""

    kind: str
    key: str
    now: int
    then: int


def beside(now: Table, then: Table, *, lines: Iterable[tuple[str, str]], keys: Iterable[str]) -> list[Beside]:
    """The counts that two quarters both state, line by line: each line names a call type of the one and the call type
    of the other that it is set beside."""
    cells = ((kind, key, now[kind][key], then[other][key]) for kind, other in lines for key in keys)
    return [Beside(kind, key, a, b) for kind, key, a, b in cells if isinstance(a, int) and isinstance(b, int)]


def same_lines(now: Table, then: Table) -> list[tuple[str, str]]:
    """Each call type of both quarters beside itself."""
    return [(kind, kind) for kind in now if kind in then]


def together_under(into: str, now: Table, then: Table) -> Table:
    """The counts of a quarter with those call types counted under `into` that another quarter, which has none of them,
    may count there."""
    gone = [kind for kind in now if kind not in then and kind != into]
    if not gone or into not in then:
        return now
    together = [now[kind] for kind in (into, *gone) if kind in now]
    kept = {kind: counts for kind, counts in now.items() if kind not in gone}
    return kept | {into: {key: add(counts[key] for counts in together) for key in COUNTS}}


def repeat(now: Table, then: Table) -> Repeat | None:
    """What of the counts of a quarter repeats another quarter, both by call type; None where nothing does that chance
    would not do. Only counts that both state are compared."""
    cells = beside(now, then, lines=same_lines(now, then), keys=tuple(COUNTS))
    above = [cell for cell in cells if cell.now or cell.then]
    equal = [(kind, key, a) for kind, key, a, b in above if a == b]
    alike = len(cells) - len(above) + len(equal)
    if above and len(equal) >= NEARLY * len(above) and rare(a for _, key, a in equal if key not in FOLLOW):
        return Repeat(alike, len(cells))
    other_kinds = {kind for kind, _, a, b in above if a != b}
    other_keys = {key for _, key, a, b in above if a != b}
    columns = [k for k in COUNTS if k not in other_keys and rare(a for _, key, a in equal if key == k)]
    kinds = [
        k for k in now if k not in other_kinds and rare(a for kind, key, a in equal if kind == k and key not in FOLLOW)
    ]
    return Repeat(alike, len(cells), tuple(columns), tuple(kinds)) if columns or kinds else None


def rare(equal: Iterable[int]) -> bool:
    """Whether counts as high as these are all equal by chance less than once in a million. Two counts that come of
    themselves (Poisson) around c are equal with a chance of about 1 / (2 √(π c)): 13% for 5, 3% for 100."""
    return sum(log10(1 / (2 * sqrt(pi * count))) for count in equal) < RARE
