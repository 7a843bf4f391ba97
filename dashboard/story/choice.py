"""What a reader can choose on a page, and what becomes of it: one way for every page and both editions.

A page names its choices in order. Each says what it can be, given what was chosen before it; what is asked for and is
not there is answered in words, and the first that it can be is taken instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard import words
from dashboard.core.catalogue import Program, ProgramKind
from dashboard.core.ledger import ALL
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.story.question import Question
from dashboard.voice import say

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to choose. `options` are what it can be with the words for each, given the question as it was asked up
    to here; without any, there is nothing to choose yet. `first` is what is taken where nothing was chosen, `unknown`
    what is said of a value that is not there, `read` how a value in an address is written. Text that is typed has no
    options: `typed` is the most of its characters. What is not `shown` comes by links alone. What is `kept` goes along
    when the reader opens another page; a `plain` value limits nothing, so no title names it. `within` is the choice
    that this one is made in: an address that names this one names that one too."""

    name: str
    label: Callable[[], str]
    options: Callable[[PublicRecord, Question], Options] = lambda _record, _asked: {}
    first: Callable[[PublicRecord, Options], str] = lambda _record, options: next(iter(options), "")
    unknown: Callable[[PublicRecord, Question, str], str] = lambda _record, _settled, _found: ""
    read: Callable[[str], str] = str
    typed: int = 0
    shown: bool = True
    kept: bool = False
    within: str = ""
    plain: str = ""

    def taken(self, record: PublicRecord, asked: Question) -> str:
        """What is taken of what was asked for."""
        wanted = self.read(asked.value(self.name))
        if self.typed:
            return wanted[: self.typed]
        options = self.options(record, asked)
        return wanted if wanted in options else self.first(record, options)


@dataclass(frozen=True, slots=True)
class Settled:
    """A question of which everything is there, and in words what was asked for and is not."""

    question: Question
    problems: tuple[str, ...] = ()


def settle(choices: Sequence[Choice], record: PublicRecord, asked: Question) -> Settled:
    """Each choice made as it was asked for or, where there is no such thing, as the first that it can be. What the page
    does not ask about is left out."""
    settled = asked.only(())
    problems: list[str] = []
    for choice in choices:
        wanted = asked.value(choice.name)
        taken = choice.taken(record, settled.having(choice.name, wanted))
        settled = settled.having(choice.name, taken)
        if wanted and taken != choice.read(wanted) and (said := choice.unknown(record, settled, wanted)):
            problems.append(said)
    return Settled(settled, tuple(problems))


def short(choices: Sequence[Choice], record: PublicRecord, settled: Question) -> Question:
    """The same question without what would be taken anyway, for the address that a reader sees: one that was not
    chosen stays free to change, such as the newest quarter."""
    said = settled
    named: set[str] = set()
    for choice in reversed(choices):
        first = choice.taken(record, settled.having(choice.name, ""))
        if settled.value(choice.name) == first and choice.name not in named:
            said = said.having(choice.name, "")
        elif choice.within:
            named.add(choice.within)
    return said


def a_filter(name: str, label: Callable[[], str], options: Callable[[PublicRecord], Options]) -> Choice:
    """A choice that limits what is listed, and may be left open."""
    return Choice(
        name=name,
        label=label,
        options=lambda record, _asked: {"": say("evidence-any")} | dict(options(record)),
        unknown=lambda _record, _settled, found: say("evidence-unknown", name=label(), found=found),
    )


def a_page(rows: int, length: Callable[[PublicRecord, Question], int]) -> Choice:
    """Which page of a list of this length, with so many rows on each; nothing to choose where there is one."""

    def pages(record: PublicRecord, asked: Question) -> Options:
        count = -(-length(record, asked) // rows)
        numbers = range(1, count + 1) if count > 1 else ()
        return {str(n) if n > 1 else "": say("pick-page_of", number=n, count=count) for n in numbers}

    return Choice(name="page", label=lambda: say("pick-page"), options=pages)


def _programs(record: PublicRecord, asked: Question) -> Options:
    """Every program in its order; what only gives context to others is offered where it was asked for alone."""
    there = record.programs_in_order()
    return {
        p.program_id: words.title(p)
        for p in there
        if p.kind is not ProgramKind.CONTEXT or p.program_id == asked.program
    }


def _first_program(record: PublicRecord, options: Options) -> str:
    """The first program, in alphabetical order, about which anything has been published."""
    return next((key for key in options if record.published_of(key)), next(iter(options), ""))


def _no_program(record: PublicRecord, settled: Question, found: str) -> str:
    return say("pick-unknown_program", found=found, shown=words.title(program_of(record, settled)))


def _quarters(record: PublicRecord, asked: Question) -> Options:
    """The quarters of the program, newest first, in its own fiscal years."""
    program = program_of(record, asked)
    first_month = program.fiscal_first_month
    found = reversed(record.quarters(program.program_id))
    return {str(q): f"{words.of(q)} ({q.fiscal_label(first_month=first_month)})" for q in found}


def _no_quarter(record: PublicRecord, settled: Question, found: str) -> str:
    key = "pick-unknown_quarter" if settled.quarter else "pick-no_quarters"
    return say(key, program=program_of(record, settled).place, found=found, shown=settled.quarter)


def _call_types(record: PublicRecord, _asked: Question) -> Options:
    return {key: words.call_type(record.catalogue, key) for key in (ALL, *(c.key for c in record.catalogue.call_types))}


def program_of(record: PublicRecord, asked: Question) -> Program:
    """The program that a question is about. KeyError if there is none."""
    found = record.program(asked.program)
    if found is None:
        raise KeyError(asked.program)
    return found


def quarter_of(record: PublicRecord, asked: Question) -> Quarter | None:
    """The published quarter that a question is about, or None."""
    return next((q for q in record.quarters(asked.program) if str(q) == asked.quarter), None)


PROGRAM = Choice(
    name="program",
    label=lambda: say("pick-program"),
    options=_programs,
    first=_first_program,
    unknown=_no_program,
    kept=True,
)
QUARTER = Choice(
    name="quarter",
    label=lambda: say("pick-quarter"),
    options=_quarters,
    unknown=_no_quarter,
    read=str.upper,
    kept=True,
    within="program",
)
CALL_TYPE = Choice(
    name="call_type",
    label=lambda: say("pick-call_type"),
    plain=ALL,
    options=_call_types,
    unknown=lambda _record, _asked, found: say("pick-unknown_call_type", found=found),
    kept=True,
    within="program",
)
