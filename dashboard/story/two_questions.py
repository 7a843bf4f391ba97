"""Why one well-known chart is not here: a share of all calls beside a share of the calls a program took."""

from __future__ import annotations

from dashboard import words
from dashboard.analysis.bases import Base, base
from dashboard.analysis.questions import choose
from dashboard.core.catalogue import Program
from dashboard.core.figure import Figure
from dashboard.core.metric import Polarity
from dashboard.core.record import PublicRecord
from dashboard.story.blocks import Cell, Table
from dashboard.voice import say

_OF_ALL, _OF_TAKEN = ("capture", "routed"), "police_free"
_BASES = {
    **{family: frozenset({Base.CRISIS}) for family in _OF_ALL},
    _OF_TAKEN: frozenset({Base.CLINICIAN, Base.TAKEN}),
}


def two_questions(record: PublicRecord) -> tuple[Table, ...]:
    """The refusal in words, and every program that has published both shares, each with what it is a share of. Nothing
    where no program has."""
    rows = [row for program in record.programs_in_order() for row in _rows(record, program)]
    note = f"{say('two-text')} {say('two-note')}"
    return (_table(say("two-title"), rows, note),) if rows else ()


def two_questions_of(record: PublicRecord, program: Program) -> tuple[Table, ...]:
    """The same about one program, for its own page. Nothing where it has not published both shares."""
    rows = _rows(record, program)
    return (_table(say("two-title_one"), rows, say("two-text")),) if rows else ()


def _table(title: str, rows: list[list[Cell]], note: str) -> Table:
    columns = [say("pick-program"), say("two-of_all"), say("two-when"), say("two-of_taken"), say("two-when")]
    return Table.of("two-questions", title, columns, rows, note=note, stacked=True)


def _rows(record: PublicRecord, program: Program) -> list[list[Cell]]:
    return [
        [words.standing(program), *(cell for figure in pair for cell in (figure, words.when(figure, record.as_of)))]
        for pair in _pairs(record, program)
    ]


def _pairs(record: PublicRecord, program: Program) -> list[tuple[Figure, Figure]]:
    """Both shares of a program, if it has published both: each two of the very same time, oldest first, and last the
    ones that stand for it. A share that went to the program and one that was passed on to it are both of all calls.
    None of the made-up program."""
    if program.is_example:
        return []
    alike = [
        (one, other)
        for family in _OF_ALL
        for one in _shares(record, program, family)
        for other in _shares(record, program, _OF_TAKEN)
        if (one.period.end or one.period.label) and one.period == other.period
    ]
    alike.sort(key=lambda pair: str(pair[0].period.end or ""))
    taken = choose(record, program, record.catalogue.family(_OF_TAKEN)).figure
    for family in _OF_ALL:
        all_calls = choose(record, program, record.catalogue.family(family)).figure
        if all_calls.is_known and taken.is_known and _share(all_calls) and _share(taken):
            alike.append((all_calls, taken))
    return list(dict.fromkeys(alike))


def _shares(record: PublicRecord, program: Program, family: str) -> list[Figure]:
    mine = (p.figure for p in record.published_of(program.program_id))
    return [f for f in mine if f.is_known and f.definition.family == family and _share(f)]


def _share(figure: Figure) -> bool:
    """Whether a share is of what its column says, and nobody on record says otherwise."""
    about = figure.definition
    fits = about.family in _BASES and base(about) in _BASES[about.family] and not figure.challenges
    return fits and about.unit.key == "percent" and about.polarity is Polarity.THING
