"""The public record of this process: read once for each revision of the database, the same for every page and route."""

from __future__ import annotations

import logging
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
from dashboard.store.clock import ClockBehind
from dashboard.store.faults import DatabaseFailed
from dashboard.store.files import BrokenRow
from dashboard.store.load import Loaded, Progress
from dashboard.store.store import Store

log = logging.getLogger("fourth_option")

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
_ASKED: dict[tuple[str, bool], float] = {}  # when each was last asked which revision it is at
_SERVED: dict[tuple[str, bool], State] = {}  # the last state of each that could be read whole
_WRONG: dict[str, Exception] = {}  # why the database could not be read when it was last asked


def store() -> Store:
    """The database of the settings in force."""
    return _store_at(settings().url)


def make_ready(*, progress: Progress | None = None) -> Loaded:
    """Create or upgrade the database and load the data files. BrokenRow and ClockBehind leave the record as it was."""
    opened = store()
    opened.prepare()
    loaded = opened.load(settings().data, example=settings().example == "on", progress=progress)
    changed()
    return loaded


def start(*, progress: Progress | None = None) -> Loaded | ClockBehind:
    """The same before readers are let in. While the clock stands before what the record has seen nothing new is taken,
    and what is on record is served: the refusal, to be said in the log."""
    try:
        return make_ready(progress=progress)
    except ClockBehind as behind:
        changed()
        return behind


def _store_at(url: str) -> Store:
    with _OPENING:
        return _STORES.get(url) or _STORES.setdefault(url, Store(url))


def metrics() -> Registry:
    """The metrics in force."""
    return METRICS


def state() -> State:
    """What is public now; another process's publication is seen within a tenth of a second, this one's at once. While
    the database cannot be read, what was public last: readers read on. DatabaseFailed or BrokenRow before the first."""
    found, now = settings(), monotonic()
    asked = (found.url, found.example == "on")
    held = _SERVED.get(asked)
    if held is not None and held.metrics is metrics() and now - _ASKED.get(asked, -math.inf) <= _FRESH:
        return held
    try:
        made = State(found.url, _store_at(found.url).version(), asked[1], metrics())
        if made != held:
            with _MAKING:
                record_of(made)
    except (DatabaseFailed, BrokenRow) as wrong:
        if held is None:
            raise
        if found.url not in _WRONG:
            log.error("readers are served what was public last: %s", wrong)
        made, _WRONG[found.url] = held, wrong
    else:
        _WRONG.pop(found.url, None)
    _ASKED[asked], _SERVED[asked] = now, made
    return made


def wrong() -> Exception | None:
    """Why what readers see may be old or nothing can be changed: the database, or a row in it. None if all is well."""
    try:
        state()
    except (DatabaseFailed, BrokenRow) as wrong:
        return wrong
    return unread() or store().condition()


def unread() -> Exception | None:
    """Why the database could not be read when it was last asked; None if it could."""
    return _WRONG.get(settings().url)


def served() -> int | None:
    """The revision that readers see; None before the first."""
    held = _SERVED.get((settings().url, settings().example == "on"))
    return held.version if held else None


def changed() -> None:
    """Something was published by this process: ask the database again."""
    _ASKED.clear()


def check_load(data: Path) -> tuple[PublicRecord, PublicRecord] | None:
    """BrokenRow for what a load of these files would refuse because of what is on record here; nothing lands, and where
    there is no database yet, nothing is made. The record before and after the load, where it tells anything of the
    lives of programs."""
    return store().rehearse(data) if settings().has_database else None


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
    for kept in (_STORES, _SERVED, _WRONG):
        kept.clear()
    changed()
    settings.cache_clear()
