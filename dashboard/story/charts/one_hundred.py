"""Shares of one whole told as so many of one hundred."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import words
from dashboard.core.amount import Ratio
from dashboard.core.figure import Number


def labels(shares: Sequence[Number]) -> list[str]:
    """How many of one hundred each share is, as its dots are labeled."""
    return [together([one]) for one in zip(dots(shares), shares, strict=True)]


def together(some: Sequence[tuple[int, Number]]) -> str:
    """How many of one hundred some shares of one whole are together, from the dots of each."""
    ratios = [f.ratio for _, f in some if f.ratio is not None]
    whole = Ratio(sum(r.numerator for r in ratios), ratios[0].denominator)
    return words.of_hundred(sum(count for count, _ in some), whole)


def dots(shares: Sequence[Number]) -> list[int]:
    """How many of one hundred dots each share gets: whole numbers that add up to 100 (largest remainders).
    ValueError unless the shares have one base and add up to it."""
    ratios = [f.ratio for f in shares if f.ratio is not None]
    if len(ratios) != len(shares) or len({r.denominator for r in ratios}) != 1:
        raise ValueError("dots are shares of one base: give figures with the same denominator")
    base = ratios[0].denominator
    if sum(r.numerator for r in ratios) != base:
        raise ValueError(f"the shares add up to {sum(r.numerator for r in ratios)} of {base}: name the unaccounted for")
    floors = [100 * r.numerator // base for r in ratios]
    order = sorted(range(len(ratios)), key=lambda i: (100 * ratios[i].numerator) % base, reverse=True)
    for i in order[: 100 - sum(floors)]:
        floors[i] += 1
    return floors
