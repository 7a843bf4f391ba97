"""The rows that the public sees, by table and revision, and the events that wrote them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from dashboard.store import tables as t
from dashboard.store.files import SourcedRow, Where

Row = TypeVar("Row", bound=t.Revised)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event as the public saw it: its day, its place among all of them, the moment until which it was held back,
    whether somebody recorded by hand what they saw at that moment, and the load of data files it is part of."""

    on: date
    place: int
    released: str = ""
    by_hand: bool = False
    load: str = ""


class Rows:
    """The rows by table, in the order they were first published; `latest` keeps the newest revision of each key."""

    def __init__(self, located: Iterable[SourcedRow], happened: Mapping[int, Happened]) -> None:
        self._happened = happened
        self._by_table: dict[type[t.Revised], dict[str, list[SourcedRow]]] = defaultdict(lambda: defaultdict(list))
        for one in located:
            self._by_table[type(one.row)][one.row.key].append(one)

    def revisions(self, table: type[Row]) -> list[list[tuple[Row, Where]]]:
        keys = self._by_table[table].values()
        return [[(cast(Row, o.row), o.where) for o in sorted(k, key=lambda o: o.row.revision)] for k in keys]

    def published_on(self, row: t.Revised) -> date | None:
        """The day of the event that wrote a row; None for a row that is in a file only."""
        event = self._happened.get(row.event_id)
        return event.on if event else None

    def event(self, row: t.Revised) -> Happened | None:
        """The event that wrote a row; None for a row that is in a file only."""
        return self._happened.get(row.event_id)

    def latest(self, table: type[Row]) -> list[tuple[Row, Where]]:
        return [revisions[-1] for revisions in self.revisions(table)]
