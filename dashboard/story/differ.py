"""One question, different numbers: what contradicts itself, what was counted otherwise, what changed over time."""

from __future__ import annotations

from datetime import date

from dashboard import words
from dashboard.analysis.disagreements import Difference, Disagreement, disagreements
from dashboard.core.record import PublicRecord
from dashboard.story.blocks import Block, Cell, Note, Story, Table
from dashboard.story.page import Page
from dashboard.voice import say


def differing(record: PublicRecord) -> Story:
    """Three parts, each with its own heading: only figures of one definition and one period contradict each other."""
    found = disagreements(record)
    blocks: list[Block] = []
    for kind in Difference:
        mine = [d for d in found if d.kind is kind]
        key = f"{kind}" if mine else f"{kind}_none"
        blocks.append(Note(name=kind, title=say(f"differ-{kind}_title"), text=say(f"differ-{key}")))
        blocks += [_table(f"{kind}-{i}", d, record.as_of) for i, d in enumerate(mine)]
    return Story(title=say("differ-title"), intro=say("differ-intro"), blocks=tuple(blocks))


def _table(name: str, found: Disagreement, today: date) -> Table:
    ordered = sorted(found.figures, key=lambda f: (str(f.period.end or ""), str(f.period.start or "")))
    if found.kind is not Difference.OVER_TIME:
        ordered = sorted(found.figures, key=lambda f: f.value)
    same_time = len({f.period for f in ordered}) == 1
    title = say(
        "differ-one",
        program=words.title(found.program),
        question=found.question,
        values=", ".join(words.of(f) if same_time else f"{words.of(f)} ({words.of(f.period)})" for f in ordered),
        parts=words.not_the_same(found.differing),
    )
    columns = [
        say("program-column_figure"),
        say("program-column_value"),
        say("methods-column_numerator"),
        say("methods-column_denominator"),
        say("program-column_period"),
        say("program-column_source"),
    ]
    rows: list[list[Cell]] = [
        [
            words.statement(f.definition),
            f,
            words.numerator(f.definition) or "–",
            words.denominator(f) or "–",
            words.when(f, today),
            f.sources,
        ]
        for f in ordered
    ]
    return Table.of(name, title, columns, rows)


PAGE = Page(name="differ", tell=lambda record, _asked: differing(record))
