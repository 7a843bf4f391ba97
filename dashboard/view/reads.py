"""Cached reads. A published revision never changes, so whatever is made from one is made once a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from dashboard.core.catalogue import Program
from dashboard.core.metric import Registry
from dashboard.core.metrics import METRICS
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.settings import settings
from dashboard.store.ledger import Store
from dashboard.story import call_types as call_types_story
from dashboard.story import compare as compare_story
from dashboard.story import evidence as evidence_story
from dashboard.story import methods as methods_story
from dashboard.story import overview as overview_story
from dashboard.story import program as program_story
from dashboard.story.evidence import Filter
from dashboard.view.draw import Drawn, prepare

_MAKING = Lock()


@lru_cache(maxsize=1)
def store() -> Store:
    return Store(settings().url)


def metrics() -> Registry:
    """The metrics in force."""
    return METRICS


@dataclass(frozen=True, slots=True)
class _State:
    """What a page depends on besides the reader's choice: the revision of the record and the settings in force."""

    version: int
    example: bool
    metrics: Registry


def _state() -> _State:
    return _State(store().version(), settings().example == "on", metrics())


@lru_cache(maxsize=4)
def _record(state: _State) -> PublicRecord:
    return store().record(example=state.example, metrics=state.metrics)


def record() -> PublicRecord:
    """The public record as it is now; read anew only after something was published."""
    state = _state()
    with _MAKING:
        return _record(state)


@lru_cache(maxsize=4096)
def _story(page: str, state: _State, program_id: str, quarter: Quarter | None, call_type: str) -> Drawn:
    now = _record(state)
    program = now.program(program_id)
    match page:
        case "known":
            return prepare(overview_story.known(now))
        case "methods":
            return prepare(methods_story.methods(now))
        case "gaps":
            return prepare(evidence_story.gap_map(now))
        case "differ":
            return prepare(evidence_story.differing(now))
    assert program is not None
    match page:
        case "overview":
            return prepare(overview_story.program_quarter(now, program, quarter))
        case "call_types":
            return prepare(call_types_story.call_types(now, program, quarter, call_type))
        case _:
            return prepare(program_story.program_page(now, program))


def _read(page: str, program: Program | None = None, quarter: Quarter | None = None, call_type: str = "all") -> Drawn:
    return _story(page, _state(), program.program_id if program else "", quarter, call_type)


def known() -> Drawn:
    """What is known about all programs, and who checked it."""
    return _read("known")


def overview(program: Program, quarter: Quarter | None) -> Drawn:
    return _read("overview", program, quarter)


def call_types(program: Program, quarter: Quarter | None, call_type: str) -> Drawn:
    return _read("call_types", program, quarter, call_type)


def program_page(program: Program) -> Drawn:
    return _read("program", program)


def methods() -> Drawn:
    return _read("methods")


def gap_map() -> Drawn:
    return _read("gaps")


def differing() -> Drawn:
    return _read("differ")


@lru_cache(maxsize=512)
def _compare(state: _State, figure_id: str) -> Drawn:
    return prepare(compare_story.compare(_record(state), figure_id))


def compare(figure_id: str) -> Drawn:
    """A published figure beside those that may share its axis."""
    return _compare(_state(), figure_id)


@lru_cache(maxsize=512)
def _evidence(state: _State, asked: Filter, start: int, length: int) -> Drawn:
    return prepare(evidence_story.evidence(_record(state), asked, start=start, length=length))


def evidence(asked: Filter, *, start: int, length: int) -> Drawn:
    """A page of the published figures that match."""
    return _evidence(_state(), asked, start, length)


def count_matching(asked: Filter) -> int:
    return len(evidence_story.matching(record(), asked))


def forget() -> None:
    """Drop everything remembered; for tests that change settings."""
    if store.cache_info().currsize:
        store().close()
    for cached in (store, _record, _story, _compare, _evidence, settings):
        cached.cache_clear()


def warm() -> None:
    """Make what the first visitor will ask for."""
    now = record()
    known()
    for program in now.programs_in_order():
        quarters = now.quarters(program.program_id)
        overview(program, quarters[-1] if quarters else None)
