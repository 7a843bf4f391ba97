"""Cached reads. A published revision never changes, so whatever is made from one is made once a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from dashboard import words
from dashboard.store import current
from dashboard.store.clock import now
from dashboard.store.current import State
from dashboard.story import pages
from dashboard.story.choice import Choice, Options
from dashboard.story.page import Page
from dashboard.story.question import HOME, Question
from dashboard.view.draw import Drawn, prepare
from dashboard.voice import say, spoken


@dataclass(frozen=True, slots=True)
class View:
    """What is on the screen: a settled question, what was asked for and is not there, what else can be chosen, the
    short address and the title."""

    question: Question
    problems: tuple[str, ...]
    options: tuple[tuple[Choice, Options], ...]
    address: Mapping[str, str]
    title: str


def view(asked: Question) -> View:
    """What is on the screen for a question. KeyError if there is no such page."""
    return _view(current.state(), asked)


@lru_cache(maxsize=4096)
def _view(state: State, asked: Question) -> View:
    record = current.record_of(state)
    page = _page(asked.page)
    settled = pages.settled(record, asked)
    question = settled.question
    then = (say("pick-as_of", day=words.day(asked.as_of)),) if asked.as_of else ()
    return View(
        question,
        (*settled.problems, *then),
        tuple((choice, choice.options(record, question)) for choice in page.takes),
        pages.shortest(record, question).params(),
        pages.title_of(record, question),
    )


def story(question: Question) -> Drawn:
    """The story of a settled question, ready to be drawn; of whatever day it asks, that of the record as it stands."""
    dated = _page(question.page).dated
    return _story(current.state(), replace(question, as_of=now().date() if dated else None))


@lru_cache(maxsize=4096)
def _story(state: State, question: Question) -> Drawn:
    return prepare(pages.story_of(current.record_of(state), question))


def lead(page: Page) -> Drawn | None:
    """What stands above everything that can be chosen on a page."""
    return _lead(current.state(), page.name, spoken()) if page.lead else None


@lru_cache(maxsize=64)
def _lead(state: State, name: str, _lang: str) -> Drawn | None:
    made = _page(name).lead
    return prepare(made(current.record_of(state))) if made else None


def _page(name: str) -> Page:
    found = pages.page(name)
    if found is None:
        raise KeyError(name)
    return found


def warm() -> None:
    """Make what the first visitor will ask for."""
    record = current.record()
    lead(_page(HOME))
    for program in record.programs_in_order():
        quarters = record.quarters(program.program_id)
        story(view(Question(program=program.program_id, quarter=str(quarters[-1]) if quarters else "")).question)
