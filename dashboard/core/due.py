"""Which quarters of a program are due. Never knows what today is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from dashboard.core.quarter import Quarter


def quarters_due(
    published: Iterable[Quarter], today: date, *, owes: Callable[[Quarter], bool] = lambda _: True
) -> list[Quarter]:
    """Every quarter that a program has published or owes, in order: from its first on, each that has ended by `today`,
    however many newer ones came meanwhile. `owes` says of a quarter that was never published whether it is owed at all.
    None for a program that has published nothing: nobody knows when its first is due."""
    came = set(published)
    if not came:
        return []
    first, newest = min(came), max(came)
    steps = max(newest.since(first), Quarter.containing(today).since(first))
    every = (first + step for step in range(steps + 1))
    return [quarter for quarter in every if quarter in came or (quarter.end < today and owes(quarter))]
