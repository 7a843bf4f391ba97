"""Which small call types to count under `other`: a choice of the program that can show more than withholding does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from dashboard.core.ledger import ALL, TOGETHER, Counts
from dashboard.core.measure import rate
from dashboard.core.metric import Method, Metric
from dashboard.core.metrics import METRICS
from dashboard.core.privacy.disclosure import DEFAULT, Policy
from dashboard.core.privacy.under_other import INTO, merged
from dashboard.core.privacy.withholding import release

MOST = 3  # call types that are offered to be merged; with more of them little would be left to compare


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Call types counted under `other`, and how many rates by call type are public without it and with it."""

    kinds: tuple[str, ...]
    without: int
    with_it: int


def rates(rows: Mapping[str, Counts], metrics: Iterable[Metric] = METRICS.headline_and_beside) -> int:
    """How many rates by call type these rows give, as received or as released: both sides known, and calls to divide
    by. Growth is not among them, for it also needs the same quarter a year before."""
    by_type = [counts for kind, counts in rows.items() if kind not in (ALL, TOGETHER)]
    chosen = [metric for metric in metrics if metric.definition.method is not Method.CHANGE]
    return sum(rate(metric, counts).why is None for counts in by_type for metric in chosen)


def offer(received: Mapping[str, Counts], order: Sequence[str], policy: Policy = DEFAULT) -> Merge | None:
    """The call types whose merging shows the most rates by call type; None where none that was tried shows more than
    now. Tried are each one, each two, and each one on top of the best two. Of equals the fewest are taken, and those
    that come first in the declared order: to take the smaller of two would tell which that is."""
    without = rates(release(received, order, policy).rows)
    kinds = [kind for kind in order if kind in received and kind != INTO]
    best = Merge(kinds=(), without=without, with_it=without)
    for many in range(1, MOST + 1):
        tried = combinations(kinds, many) if many <= 2 else ((*best.kinds, kind) for kind in kinds)
        found = [
            Merge(kinds=some, without=without, with_it=rates(release(merged(received, some), order, policy).rows))
            for some in tried
            if len(set(some)) == many
        ]
        best = max([best, *found], key=lambda merge: merge.with_it)
    return best if best.kinds else None
