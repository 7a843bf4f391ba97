"""Cached reads. A published revision never changes, so whatever is made from one is made once a process."""

from __future__ import annotations

from functools import lru_cache

from dashboard.core.catalogue import Program
from dashboard.core.quarter import Quarter
from dashboard.store import current
from dashboard.store.current import State
from dashboard.store.people import now
from dashboard.story import evidence as evidence_story
from dashboard.story import programs as programs_story
from dashboard.story.evidence import Filter
from dashboard.story.programs import ProgramFilter
from dashboard.story.shelf import Subject, tell
from dashboard.view.draw import Drawn, prepare

_NOTHING = Subject()


@lru_cache(maxsize=4096)
def _story(name: str, state: State, about: Subject) -> Drawn:
    return prepare(tell(name, current.record_of(state), about))


def story(name: str, about: Subject = _NOTHING) -> Drawn:
    """A public story by its name, ready to be drawn."""
    return _story(name, current.state(), about)


def overview(program: Program, quarter: Quarter | None) -> Drawn:
    return story("overview", Subject(program_id=program.program_id, quarter=quarter))


def call_types(program: Program, quarter: Quarter | None, call_type: str) -> Drawn:
    return story("call_types", Subject(program_id=program.program_id, quarter=quarter, call_type=call_type))


def program_page(program: Program) -> Drawn:
    return story("program", Subject(program_id=program.program_id))


def compare(figure_id: str) -> Drawn:
    return story("compare", Subject(figure_id=figure_id))


def due_dates() -> Drawn:
    """When quarters were due, as of today."""
    return story("due", Subject(today=now().date()))


@lru_cache(maxsize=512)
def _evidence(state: State, asked: Filter, start: int, length: int) -> Drawn:
    return prepare(evidence_story.evidence(current.record_of(state), asked, start=start, length=length))


def evidence(asked: Filter, *, start: int, length: int) -> Drawn:
    """A page of the published figures that match."""
    return _evidence(current.state(), asked, start, length)


@lru_cache(maxsize=512)
def _programs(state: State, asked: ProgramFilter) -> Drawn:
    return prepare(programs_story.programs(current.record_of(state), asked))


def programs(asked: ProgramFilter) -> Drawn:
    """The programs that match."""
    return _programs(current.state(), asked)


def count_matching(asked: Filter) -> int:
    return len(evidence_story.matching(current.record(), asked))


def warm() -> None:
    """Make what the first visitor will ask for."""
    now = current.record()
    story("known")
    for program in now.programs_in_order():
        quarters = now.quarters(program.program_id)
        overview(program, quarters[-1] if quarters else None)
