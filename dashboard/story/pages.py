"""The one list of public pages, in the order of the navigation; the first is the home page."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.core.record import PublicRecord
from dashboard.story import (
    call_types,
    compare,
    corrections,
    differ,
    due,
    evidence,
    figure,
    gaps,
    methods,
    overview,
    program,
    programs,
)
from dashboard.story.blocks import Story
from dashboard.story.choice import Settled, settle, short
from dashboard.story.page import Page
from dashboard.story.question import HOME, ONE_FIGURE, Question
from dashboard.voice import say

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    call_types.PAGE,
    program.PAGE,
    programs.PAGE,
    evidence.PAGE,
    gaps.PAGE,
    differ.PAGE,
    compare.PAGE,
    due.PAGE,
    methods.PAGE,
    corrections.PAGE,
    figure.PAGE,
)
_NAMED = {page.name: page for page in PAGES}


def page(name: str) -> Page | None:
    """The page of that name, or None."""
    return _NAMED.get(name)


def story_of(record: PublicRecord, asked: Question) -> Story:
    """The story of a question. KeyError if there is no such page, or nothing on record that it could be about."""
    return _NAMED[asked.page].story(record, asked)


def settled(record: PublicRecord, asked: Question) -> Settled:
    """The question with everything chosen that its page asks for. KeyError if there is no such page."""
    return settle(_NAMED[asked.page].takes, record, asked)


def shortest(record: PublicRecord, question: Question) -> Question:
    """A settled question without what would be taken anyway."""
    return short(_NAMED[question.page].takes, record, question)


def particular(record: PublicRecord, question: Question) -> Question:
    """What a settled question is about. The home page is about everything first: what it shows anyway is left out."""
    return shortest(record, question) if question.page == HOME else question


def asks(record: PublicRecord) -> Iterator[Question]:
    """Every question with a page in the light edition, in a fixed order."""
    for one in PAGES:
        yield from one.questions(record)


def name_of(record: PublicRecord, question: Question) -> str:
    """What a settled question is called, most particular first: what was chosen, and the page."""
    return " · ".join([*_chosen(record, question), *_called(question)])


def title_of(record: PublicRecord, question: Question) -> str:
    """The title of the window: the name of the question and that of the site."""
    return " · ".join(filter(None, (name_of(record, question), say("site-name"))))


def heading_of(record: PublicRecord, question: Question) -> str:
    """The same as one heading: what was chosen, then the page."""
    return ": ".join([*_chosen(record, question)[:1], *_called(question)])


def _called(question: Question) -> list[str]:
    named = question.page == HOME or (question.figure and question.page == ONE_FIGURE)
    return [] if named else [_NAMED[question.page].title]


def _chosen(record: PublicRecord, question: Question) -> list[str]:
    """The words for what was chosen."""
    told = particular(record, question)
    found: list[str] = []
    for choice in _NAMED[question.page].takes:
        value = told.value(choice.name)
        if value and not choice.typed and value != choice.plain:
            found.append(choice.options(record, question)[value])
    return found
