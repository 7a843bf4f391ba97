"""Whether a number is out of the ordinary for its own series: a question to ask, never a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

LEAST = 4  # fewer points say nothing about what is ordinary
_CONSTANT = 2.66  # three sigma over d2 = 1.128: D. J. Wheeler and D. S. Chambers, Understanding SPC, 2nd ed. 1992


def limits(values: Sequence[int]) -> tuple[float, float] | None:
    """Natural process limits of a series (XmR chart): mean plus and minus 2.66 mean moving ranges, not below 0.
    None for fewer than four values."""
    if len(values) < LEAST:
        return None
    mean = sum(values) / len(values)
    spread = sum(abs(b - a) for a, b in pairwise(values)) / (len(values) - 1)
    return max(0.0, mean - _CONSTANT * spread), mean + _CONSTANT * spread
