"""The public record of this process: read once for each revision of the database, the same for every page and route."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from time import monotonic

from dashboard.core.metric import Registry
from dashboard.core.metrics import METRICS
from dashboard.core.record import PublicRecord
from dashboard.settings import settings
from dashboard.store.ledger import Store

_MAKING, _OPENING = Lock(), Lock()
_FRESH = 0.1  # seconds; a page asks several times, and a thousand visitors in one second ask ten times


@dataclass(frozen=True, slots=True)
class State:
    """What anything public depends on besides the reader's choice: the database, its revision, and the settings in
    force. Whatever is remembered is remembered of a state, so that no two databases answer for each other."""

    url: str
    version: int
    example: bool
    metrics: Registry


_STORES: dict[str, Store] = {}  # by the address of the database
_ASKED: dict[str, tuple[int, float]] = {}  # the last answer of each to which revision it is at, and when it was asked


def store() -> Store:
    """The database of the settings in force."""
    return _store_at(settings().url)


def _store_at(url: str) -> Store:
    with _OPENING:
        return _STORES.get(url) or _STORES.setdefault(url, Store(url))


def metrics() -> Registry:
    """The metrics in force."""
    return METRICS


def state() -> State:
    """What is public now; another process's publication is seen within a tenth of a second, this one's at once."""
    url, now = settings().url, monotonic()
    version, at = _ASKED.get(url, (0, -math.inf))
    if now - at > _FRESH:
        version = _store_at(url).version()
        _ASKED[url] = (version, now)
    return State(url, version, settings().example == "on", metrics())


def changed() -> None:
    """Something was published by this process: ask the database again."""
    _ASKED.clear()


def check_load(data: Path) -> None:
    """BrokenRow for what a load of these files would refuse because of what is on record here; nothing lands, and where
    there is no database yet, nothing is made."""
    if settings().has_database:
        store().rehearse(data)


@lru_cache(maxsize=4)
def record_of(of: State) -> PublicRecord:
    return _store_at(of.url).record(example=of.example, metrics=of.metrics)


def record() -> PublicRecord:
    """The public record as it is now; read anew only after something was published."""
    now = state()
    with _MAKING:
        return record_of(now)


def forget() -> None:
    """Close every database and read the settings anew; for tests that change them. What was made of a state stays
    true of it."""
    for opened in _STORES.values():
        opened.close()
    _STORES.clear()
    changed()
    settings.cache_clear()
