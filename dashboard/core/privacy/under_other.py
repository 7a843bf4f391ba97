"""Counting call types under `other`, where the program chose that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard.core.ledger import COUNTS, Counts, add
from dashboard.core.people import Refused
from dashboard.core.reason import reason

INTO = "other"


def merged(received: Mapping[str, Counts], kinds: Iterable[str]) -> dict[str, Counts]:
    """The counts with these call types counted under `other`. Refused for one that is not there, or `other`."""
    gone = list(dict.fromkeys(kinds))
    if not gone or INTO in gone or any(kind not in received for kind in gone):
        raise Refused(reason("refused-kinds", into=INTO, found=tuple(gone), many=len(gone)))
    together = [received[kind] for kind in (INTO, *gone) if kind in received]
    kept = {kind: counts for kind, counts in received.items() if kind not in gone}
    return kept | {INTO: Counts({key: add(counts[key] for counts in together) for key in COUNTS})}


def merged_again(received: Mapping[str, Counts], kinds: Iterable[str]) -> dict[str, Counts]:
    """The counts of a correction with those call types under `other` that an earlier revision counted there."""
    there = [kind for kind in kinds if kind in received]
    return merged(received, there) if there else dict(received)
