"""The call types page: every headline measure by call type, its history, and the program's own labels."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import words
from dashboard.analysis import measures
from dashboard.core.catalogue import Program
from dashboard.core.figure import Number
from dashboard.core.ledger import ALL
from dashboard.core.metric import Metric
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.story import parts, program_facts, small_counts, trends
from dashboard.story.blocks import Block, Card, Cards, Cell, Note, Story, Table
from dashboard.story.choice import CALL_TYPE, PROGRAM, QUARTER, program_of, quarter_of
from dashboard.story.page import Page
from dashboard.story.question import Question
from dashboard.voice import say


def call_types(record: PublicRecord, program: Program, quarter: Quarter | None, call_type: str = ALL) -> Story:
    """All call types side by side, or one of them with its history."""
    blocks = list(parts.example_mark(program))
    if quarter is None:
        blocks += _published(record, program)
    elif call_type == ALL:
        blocks += _side_by_side(record, program, quarter)
    else:
        blocks += _one(record, program, quarter, call_type)
    blocks.append(_labels(record, program, call_type))
    return Story(
        title=words.title_on(program, quarter.end) if quarter else words.title(program),
        blocks=tuple(blocks),
        illustrative=program.is_example,
    )


def _side_by_side(record: PublicRecord, program: Program, quarter: Quarter) -> list[Block]:
    catalogue = record.catalogue
    blocks: list[Block] = [*small_counts.together(record, program.program_id, quarter)]
    if record.row(program.program_id, quarter) is None:
        blocks.append(Note(name="nothing", text=say("overview-no_counts", quarter=words.of(quarter))))
    for family in dict.fromkeys(m.definition.family for m in catalogue.metrics.headline):
        group = [m for m in catalogue.metrics.headline if m.definition.family == family]
        found = [(m, by_type) for m in group if (by_type := _by_type(record, m, program, quarter))]
        numbers = [f for _, by_type in found for f in by_type]
        rule = small_counts.rule(record, group, program.program_id, quarter)
        if found and not any(f.is_known for f in numbers):
            title = say("call_types-no_number_title", name=words.name(found[0][0]), quarter=words.of(quarter))
            why = "; ".join(dict.fromkeys(words.of(f) for f in numbers))
            text = say("call_types-no_number", why=words.sentence_case(why), rule=rule)
            blocks.append(Note(name=f"by-type-{family}", title=title, text=text))
        elif found:
            blocks.append(parts.call_type_chart(f"by-type-{family}", found, catalogue, quarter, rule))
    for metric in catalogue.metrics.headline[:1]:
        blocks += _multiples(record, program, metric)
    return blocks


def _by_type(record: PublicRecord, metric: Metric, program: Program, quarter: Quarter) -> list[Number]:
    kinds = [kind for kind in measures.kinds(record) if kind != ALL]
    found = (measures.figure(record, metric, program.program_id, quarter, kind) for kind in kinds)
    return [f for f in found if f is not None]


def _multiples(record: PublicRecord, program: Program, metric: Metric) -> list[Block]:
    """One small picture for each call type, all on the same scale of quarters."""
    kinds = [c for c in record.catalogue.call_types if any(r.call_type == c.key for r in record.rows)]
    series = [(words.of(c), measures.over_time(record, metric, program.program_id, c.key)) for c in kinds]
    title = say("call_types-multiples_title", name=words.name(metric))
    rule = small_counts.rule(record, [metric], program.program_id)
    return [parts.trend_chart("multiples", title, series, rule, height=110)] if series else []


def _one(record: PublicRecord, program: Program, quarter: Quarter, call_type: str) -> list[Block]:
    name = words.call_type(record.catalogue, call_type)
    metrics = record.catalogue.metrics.headline_and_beside
    found = [(m, measures.number(record, m, program.program_id, quarter, call_type)) for m in metrics]
    cards = [Card(label=words.name(m), figure=figure, context=words.context(m, figure)) for m, figure in found]
    blocks: list[Block] = [Cards.of("headline", f"{name}, {words.of(quarter)}", cards)]
    for metric in record.catalogue.metrics.headline:
        figures = measures.over_time(record, metric, program.program_id, call_type)
        finding = words.lower_first(trends.trend(figures))
        title = say("call_types-multiples_one", name=words.name(metric), type=name.lower(), finding=finding)
        rule = small_counts.rule(record, [metric], program.program_id)
        blocks.append(parts.trend_chart(f"trend-{metric.key}", title, [(words.name(metric), figures)], rule))
    return blocks


def _published(record: PublicRecord, program: Program) -> list[Block]:
    everything = record.all_published_of(program.program_id)
    typed = [p for p in everything if p.figure.call_type != ALL]
    if not typed:
        text = say("call_types-nothing", program=program.place)
        return [Note(name="nothing", text=" ".join(filter(None, (text, program_facts.searched(program)))))]
    return [parts.published_table("published", say("call_types-published_title"), typed, record.as_of, by_type=True)]


def _labels(record: PublicRecord, program: Program, call_type: str) -> Block:
    labels = [o for o in record.labels_of(program.program_id) if call_type in (ALL, o.call_type)]
    if not labels:
        return Note(name="labels", text=say("call_types-no_labels", program=program.place))
    rows: list[list[Cell]] = [
        [
            o.label,
            say("call_types-labels_flag") if o.is_flag else words.call_type(record.catalogue, o.call_type),
            o.note,
            words.label(o.tier),
            (o.source,),
        ]
        for o in labels
    ]
    columns = [say(f"call_types-column_{c}") for c in ("label", "common", "note")]
    columns += [say("methods-column_tier"), say("program-column_source")]
    return Table.of("labels", say("call_types-labels_title"), columns, rows)


def _story(record: PublicRecord, asked: Question) -> Story:
    return call_types(record, program_of(record, asked), quarter_of(record, asked), asked.call_type or ALL)


def _asks(record: PublicRecord) -> Iterator[Question]:
    for program in record.programs_in_order():
        for quarter in record.quarters(program.program_id):
            yield Question(page=PAGE.name, program=program.program_id, quarter=str(quarter))


PAGE = Page(name="call_types", story=_story, takes=(PROGRAM, QUARTER, CALL_TYPE), asks=_asks, titled=True)
