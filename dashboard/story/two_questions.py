"""Why one well-known chart is not here: a share of all calls beside a share of the calls a program took."""

from __future__ import annotations

from dashboard.analysis.questions import choose
from dashboard.core.catalogue import Program
from dashboard.core.figure import Figure
from dashboard.core.metric import Polarity
from dashboard.core.record import PublicRecord
from dashboard.story import words
from dashboard.story.blocks import Cell, Number, Table
from dashboard.text import say

_OF_ALL, _OF_TAKEN = "capture", "police_free"


def two_questions(record: PublicRecord) -> tuple[Table, ...]:
    """The refusal in words, and every program that has published both shares, each with what it is a share of. Nothing
    where no program has."""
    rows: list[list[Cell]] = [
        [program.standing, *(cell for figure in pair for cell in (figure, words.when(figure, record.as_of)))]
        for program in record.programs_in_order()
        for pair in _pairs(record, program)
    ]
    if not rows:
        return ()
    columns = [
        say("pick.program"),
        say("two.of_all"),
        say("two.when"),
        say("two.of_taken"),
        say("two.when"),
    ]
    note = f"{say('two.text')} {say('two.note')}"
    return (Table.of("two-questions", say("two.title"), columns, rows, note=note, stacked=True),)


def _pairs(record: PublicRecord, program: Program) -> list[tuple[Figure, Figure]]:
    """Both shares of a program, if it has published both: the ones that stand for it, and before them those of the very
    same time. None of the made-up program."""
    if program.is_example:
        return []
    all_calls, taken = (choose(record, program, record.catalogue.family(key)).figure for key in (_OF_ALL, _OF_TAKEN))
    if not (_share(all_calls) and _share(taken)):
        return []
    alike = [
        p.figure
        for p in record.published_of(program.program_id)
        if p.figure.definition.family == _OF_TAKEN and _share(p.figure) and p.figure.period == all_calls.period
    ]
    pairs = [(all_calls, figure) for figure in dict.fromkeys((*alike, taken))]
    return [(one, other) for one, other in pairs if isinstance(one, Figure) and isinstance(other, Figure)]


def _share(figure: Number) -> bool:
    counts_it = figure.definition.polarity is Polarity.THING
    return isinstance(figure, Figure) and figure.definition.unit.key == "percent" and counts_it
