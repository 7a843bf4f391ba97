"""The public record of this process: read once for each revision of the database, the same for every page and route."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from time import monotonic

from dashboard.core.metric import Registry
from dashboard.core.metrics import METRICS
from dashboard.core.record import PublicRecord
from dashboard.settings import settings
from dashboard.store.ledger import Store

_MAKING = Lock()
_FRESH = 0.1  # seconds; a page asks several times, and a thousand visitors in one second ask ten times


@dataclass(frozen=True, slots=True)
class State:
    """What anything public depends on besides the reader's choice: the revision and the settings in force."""

    version: int
    example: bool
    metrics: Registry


@lru_cache(maxsize=1)
def store() -> Store:
    return Store(settings().url)


def metrics() -> Registry:
    """The metrics in force."""
    return METRICS


@dataclass(slots=True)
class _Asked:
    """The last answer of the database to which revision it is at, and when it was asked."""

    version: int = 0
    at: float = -math.inf


_asked = _Asked()


def state() -> State:
    """What is public now; another process's publication is seen within a tenth of a second, this one's at once."""
    now = monotonic()
    if now - _asked.at > _FRESH:
        _asked.version, _asked.at = store().version(), now
    return State(_asked.version, settings().example == "on", metrics())


def changed() -> None:
    """Something was published by this process: ask the database again."""
    _asked.at = -math.inf


@lru_cache(maxsize=4)
def record_of(of: State) -> PublicRecord:
    return store().record(example=of.example, metrics=of.metrics)


def record() -> PublicRecord:
    """The public record as it is now; read anew only after something was published."""
    now = state()
    with _MAKING:
        return record_of(now)


def forget() -> None:
    """Drop everything remembered; for tests that change settings."""
    if store.cache_info().currsize:
        store().close()
    changed()
    for cached in (store, record_of, settings):
        cached.cache_clear()
