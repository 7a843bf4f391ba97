"""The compare page: programs side by side on one published figure, and a refusal in words for all that is not alike."""

from __future__ import annotations

from dashboard import words
from dashboard.core.catalogue import ProgramKind
from dashboard.core.figure import differences
from dashboard.core.metric import Polarity
from dashboard.core.record import PublicRecord
from dashboard.story.blocks import Block, Cell, Chart, Panel, Story, Table
from dashboard.story.charts import published
from dashboard.story.choice import Choice
from dashboard.story.page import Page
from dashboard.story.question import Question
from dashboard.story.two_questions import two_questions
from dashboard.voice import say


def candidates(record: PublicRecord) -> dict[str, str]:
    """Figures that can be compared with, by id: rates of real programs, in order of program and family."""
    titles = {p.program_id: words.standing(p) for p in record.programs}
    rank = {p.program_id: i for i, p in enumerate(record.programs_in_order())}
    found = [
        p.figure
        for p in record.counted()
        if p.figure.is_known and p.figure.definition.unit.key == "percent" and words.base(p.figure.definition)
    ]
    found.sort(key=lambda f: (f.definition.family, rank[f.program_id]))
    families = {f.key: words.family(f) for f in record.catalogue.families}
    told = [f"{families[f.definition.family]}: {titles[f.program_id]}, {words.named(f)}" for f in found]
    told = words.apart(told, [words.of(f.period) for f in found])
    return dict(zip([f.figure_id for f in found], words.apart(told, [f.figure_id for f in found]), strict=True))


def compare(record: PublicRecord, figure_id: str) -> Story:
    """The chosen figure beside every other program's that is alike, then the rest of its family with what differs."""
    figures = {p.figure_id: p.figure for p in record.counted() if p.figure.is_known}
    chosen = figures[figure_id]
    titles = {p.program_id: words.standing(p) for p in record.programs}
    rank = {p.program_id: i for i, p in enumerate(record.programs_in_order())}
    kinds = {p.program_id: p.kind for p in record.programs}
    others = [
        f
        for f in figures.values()
        if f.figure_id != figure_id
        and f.definition.family == chosen.definition.family
        and f.definition.unit == chosen.definition.unit
        and kinds[f.program_id] in (ProgramKind.PROGRAM, ProgramKind.STATEWIDE)
    ]
    others.sort(key=lambda f: (rank[f.program_id], str(f.period.start or "")))
    alike = [chosen, *(f for f in others if not differences(chosen, f))]
    alike.sort(key=lambda f: (rank[f.program_id], str(f.period.start or "")))
    refused = [(f, differences(chosen, f)) for f in others if differences(chosen, f)]
    blocks: list[Block] = []
    if len(alike) > 1:
        names = [f"{titles[f.program_id]}, {words.of(f.period)}" for f in alike]
        title = say("compare-together", statement=words.named(chosen))
        told = "; ".join(f"{n}: {words.full(f)}" for n, f in zip(names, alike, strict=True))
        table = Table.of(
            "together",
            title,
            [say("pick-program"), say("program-column_value"), say("program-column_source")],
            [[n, f, f.sources] for n, f in zip(names, alike, strict=True)],
            dated=record.as_of,
        )
        panel = Panel(label=title, alt=f"{title}. {told}.", spec=published.over_periods(alike, names=names))
        blocks.append(Chart(name="together", title=title, panels=(panel,), table=table, figures=tuple(alike)))
    else:
        question = words.family(record.catalogue.family(chosen.definition.family))
        if chosen.definition.polarity is Polarity.ABSENCE:
            question = say("program-family_absence", name=words.lower_first(question))
        blocks.append(
            Table.of(
                "alone",
                say("compare-alone", program=titles[chosen.program_id], question=question),
                [say("pick-program"), say("program-column_value"), say("program-column_source")],
                [[titles[chosen.program_id], chosen, chosen.sources]],
                dated=record.as_of,
                note=say("compare-alone_note", statement=words.named(chosen)),
            )
        )
    if refused:
        columns = [
            say("pick-program"),
            say("program-column_figure"),
            say("program-column_value"),
            say("compare-column_differs"),
        ]
        rows: list[list[Cell]] = [
            [titles[f.program_id], words.named(f), f, words.not_the_same(fields)] for f, fields in refused
        ]
        blocks.append(Table.of("refused", say("compare-refused_title"), columns, rows, dated=record.as_of))
    blocks += two_questions(record)
    return Story(title=say("compare-title"), intro=say("compare-intro"), blocks=tuple(blocks))


FIGURE = Choice(
    name="figure",
    label=lambda: say("compare-pick"),
    options=lambda record, _asked: candidates(record),
    unknown=lambda _record, _settled, found: say("compare-unknown", found=found),
)
PAGE = Page(
    name="compare",
    story=lambda record, asked: compare(record, asked.figure),
    takes=(FIGURE,),
    asks=lambda record: (Question(page="compare", figure=figure_id) for figure_id in candidates(record)),
)
