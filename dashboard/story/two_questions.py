"""Why one well-known chart is not here: a share of all calls beside a share of the calls a program took."""

from __future__ import annotations

from dashboard.analysis.questions import choose
from dashboard.core.catalogue import Program
from dashboard.core.figure import Figure
from dashboard.core.record import PublicRecord
from dashboard.story import words
from dashboard.story.blocks import Block, Cell, Note, Number, Table
from dashboard.text import say

_OF_ALL, _OF_TAKEN = "capture", "police_free"


def two_questions(record: PublicRecord) -> tuple[Block, ...]:
    """The refusal in words, and every program that has published both shares, each with what it is a share of. Nothing
    where no program has."""
    rows: list[list[Cell]] = [
        [program.place, *(cell for figure in pair for cell in (figure, words.when(figure, record.as_of)))]
        for program in record.programs_in_order()
        if (pair := _pair(record, program)) is not None
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
    return (
        Note(name="why-not", title=say("two.title"), text=say("two.text")),
        Table.of("two-questions", say("two.table"), columns, rows, note=say("two.note"), stacked=True),
    )


def _pair(record: PublicRecord, program: Program) -> tuple[Number, Number] | None:
    """Both shares of a program, if it has published both; never of the made-up one."""
    catalogue = record.catalogue
    pair = tuple(choose(record, program, catalogue.family(key)).figure for key in (_OF_ALL, _OF_TAKEN))
    known = all(isinstance(f, Figure) and f.definition.unit.key == "percent" for f in pair)
    return (pair[0], pair[1]) if known and not program.is_example else None
