"""What is decided about the small counts of a quarter: the policy, how it was taken apart, what is public of it and why
no more. `withholding` decides it.

Threshold: cell-size policy of the Centers for Medicare and Medicaid Services, no cell of 1 to 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dashboard.core.ledger import Counts

SMALLEST = 11
EXACT_FROM = 100
MOST = 1_000_000  # no threshold is higher


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a deployment decided: the smallest group shown, and from how many eligible calls on the totals of a whole
    program and quarter are exact. None for never.

    What it promises, to a reader who knows the rule and every revision: of a withheld count below `smallest`, as many
    values stay possible as there are such counts (`smallest` - 1), or all that an exact total leaves where that is
    smaller, c + 1 of a total of c. Whoever is told, beyond what is public, which call types a correction changed knows
    by how much, and that exact totals of other revisions hold for the rest: to them no more of the values that all of
    those leave are lost than calls came, went or ended another way. Mere presence is not protected: it may be seen that
    a withheld count is not 0."""

    smallest: int = SMALLEST
    exact_from: int | None = EXACT_FROM

    def __post_init__(self) -> None:
        if not 2 <= self.smallest <= MOST:
            raise ValueError(f"a group is of two people or more, and of no more than {MOST:,}")
        if self.exact_from is not None and not self.smallest <= self.exact_from <= MOST:
            raise ValueError(f"exact totals begin at or above the smallest group, and at no more than {MOST:,}")

    @property
    def looser(self) -> bool:
        """Whether it shows more than the default does."""
        exact = self.exact_from if self.exact_from is not None else EXACT_FROM
        return self.smallest < SMALLEST or exact < EXACT_FROM


DEFAULT = Policy()


@dataclass(frozen=True, slots=True)
class Blocking:
    """Why a group stays together: the part that would be too small, whose it is, and how many."""

    node: str
    call_type: str  # one call type, `all`, or `together` for those that come after `after`
    value: int
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """How a quarter was taken apart: by group the call types that show it, and whether the total does. Every revision
    of a quarter keeps the blocks of its first. `known` adds to those shown the call types of which it is plain how many
    of the group they have: they have no row, or none of a larger group, or it follows from a change of totals."""

    smallest: int
    exact: bool
    shown: Mapping[str, tuple[str, ...]]
    totals: frozenset[str]
    known: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What is public of a quarter: rows by call type, in total (`all`) and for the call types shown as one
    (`together`). `why` is for those who uploaded it, and never public."""

    rows: Mapping[str, Counts]
    together: tuple[str, ...]
    blocks: Partition
    why: Mapping[tuple[str, str], Blocking] = field(default_factory=dict)
    reveals: tuple[Blocking, ...] = ()  # what showing what an earlier revision showed would give away


def since(blocks: Partition, rows: Iterable[str], order: Iterable[str]) -> Partition:
    """How a quarter was taken apart, as it is read today. `rows` are the call types that its revision had, `order` all
    that there are now: of one that is newer everybody knows that the quarter had none."""
    there = {*rows, *(kind for kinds in blocks.known.values() for kind in kinds)}
    newer = [kind for kind in order if kind not in there]
    return replace(blocks, known={key: (*kinds, *newer) for key, kinds in blocks.known.items()}) if newer else blocks


def in_order(order: Iterable[str], earlier: Partition | None) -> tuple[str, ...]:
    """The call types as a quarter is taken apart. One that is newer than its first revision was not in the order by
    which that was decided, so it comes after all others."""
    kinds = tuple(order)
    early = set().union(*earlier.shown.values()) if earlier else set(kinds)
    return tuple(sorted(kinds, key=lambda kind: kind not in early))
