"""The public record of this process: read once for each revision of the database, the same for every page and route."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from dashboard.core.metric import Registry
from dashboard.core.metrics import METRICS
from dashboard.core.record import PublicRecord
from dashboard.settings import settings
from dashboard.store.ledger import Store

_MAKING = Lock()


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


def state() -> State:
    return State(store().version(), settings().example == "on", metrics())


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
    for cached in (store, record_of, settings):
        cached.cache_clear()
