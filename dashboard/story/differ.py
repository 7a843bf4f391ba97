"""One question, different numbers: what contradicts itself, what was counted otherwise, what changed over time."""

from __future__ import annotations

from datetime import date

from dashboard import words
from dashboard.analysis.disagreements import Difference, Disagreement, disagreements
from dashboard.core.figure import Figure
from dashboard.core.record import PublicRecord
from dashboard.story import parts
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
    if found.kind is Difference.OVERLAP:  # each measure by itself
        measures = list(dict.fromkeys(f.definition.counted[0] for f in ordered))
        ordered.sort(key=lambda f: measures.index(f.definition.counted[0]))
    if found.kind not in (Difference.OVER_TIME, Difference.OVERLAP):
        ordered = sorted(found.figures, key=lambda f: f.value)
    of_a_type, mixed = any(map(words.only, ordered)), len({f.call_type for f in ordered}) > 1
    question = words.family(found.family)
    if of_a_type and not mixed:
        question = say("number-named", name=question, only=words.only(ordered[0]))
    about = {"program": words.title(found.program), "question": question}
    same_time = len({f.period for f in ordered}) == 1
    if found.kind is Difference.OVERLAP:  # too many to be told in a title, and each with its own time
        title = say("differ-one_overlap", count=len(ordered), **about)
    else:
        told = ", ".join(_told(f, kind=mixed, time=not same_time) for f in ordered)
        title = say("differ-one", values=told, parts=words.not_the_same(found.differing), **about)
    columns = [
        say("program-column_figure"),
        *([say("call_types-column_type")] if of_a_type else []),
        say("program-column_value"),
        say("methods-column_numerator"),
        say("methods-column_denominator"),
        say("program-column_period"),
        say("program-column_source"),
        say("program-column_caveat"),
    ]
    rows: list[list[Cell]] = [
        [
            words.statement(f.definition),
            *([f.call_type] if of_a_type else []),
            f,
            words.numerator(f.definition) or "–",
            words.denominator(f) or "–",
            words.when(f, today),
            f.sources,
            parts.caveats(f),
        ]
        for f in ordered
    ]
    return Table.of(name, title, columns, rows)


def _told(figure: Figure, *, kind: bool, time: bool) -> str:
    """A value in a title, with what the title has to tell it apart by."""
    more = ", ".join(filter(None, (words.only(figure) if kind else "", words.of(figure.period) if time else "")))
    return f"{words.of(figure)} ({more})" if more else words.of(figure)


PAGE = Page(name="differ", story=lambda record, _asked: differing(record))
