"""Pieces that several stories share: a trend, a measure by call type, a list of published figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from dashboard import words
from dashboard.analysis.questions import Chosen
from dashboard.core.catalogue import Catalogue, Program
from dashboard.core.figure import Figure, Number
from dashboard.core.metric import Metric
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord, Published
from dashboard.story import trends
from dashboard.story.blocks import Block, Card, Chart, Note, Panel, Table
from dashboard.story.charts import quarterly
from dashboard.story.lifeline import covers
from dashboard.voice import say


def example_mark(program: Program) -> tuple[Block, ...]:
    """The watermark that stands above everything about the made-up program."""
    return (Note(name="example", text=say("site-example_mark")),) if program.is_example else ()


def panel(label: str, figures: Sequence[Number], *, height: int = 180) -> Panel:
    """A trend with its sentence as alternative text."""
    missing = words.missing_sentence(figures)
    tier = ", ".join(sorted({words.of(f.tier) for f in figures}))
    without = say("chart-without", missing=missing) if missing else ""
    alt = " ".join(filter(None, (f"{label}: {trends.trend(figures)}.", without, covers(figures), f"{tier}.")))
    return Panel(label=label, alt=alt, spec=quarterly.trend(figures, height=height))


def trend_chart(
    name: str, title: str, series: Sequence[tuple[str, Sequence[Number]]], rule: str, *, height: int = 180
) -> Chart:
    """Several metrics of one program over the same quarters, a panel each, and one table of all of them. `rule` says
    under the table which small counts are withheld."""
    quarters = [f.period.label for f in series[0][1]]
    columns = [say("pick-quarter"), *(label for label, _ in series)]
    rows = [[quarter, *(figures[i] for _, figures in series)] for i, quarter in enumerate(quarters)]
    drawable = _drawable(series)
    drawn = [figures for _, figures in drawable]
    return Chart(
        name=name,
        title=title,
        panels=tuple(panel(label, figures, height=height) for label, figures in drawable),
        table=Table.of(name, title, columns, rows, note=_under(rule, [f for _, figures in series for f in figures])),
        figures=tuple(f for _, figures in series for f in figures),
        note=say("chart-hole_mark") if any(map(_has_holes, drawn)) else "",
    )


def _under(rule: str, figures: Sequence[Number]) -> str:
    """What stands under a table: which small counts are withheld, and which quarters were not covered whole."""
    return " ".join(filter(None, (rule, covers(figures))))


def _has_holes(figures: Sequence[Number]) -> bool:
    return not all(f.is_known for f in figures)


def _drawable(series: Sequence[tuple[str, Sequence[Number]]]) -> Sequence[tuple[str, Sequence[Number]]]:
    """The series with a number in them: the others are in the table, and an empty picture says nothing. All of them
    where none has one."""
    return [one for one in series if any(f.is_known for f in one[1])] or series


def call_type_chart(
    name: str, metrics: Sequence[tuple[Metric, Sequence[Number]]], catalogue: Catalogue, quarter: Quarter, rule: str
) -> Chart:
    """One question by call type: a panel for each metric that answers it, never a shared axis. `rule` says under the
    table which small counts are withheld."""
    first, figures = metrics[0]
    names = [words.sentence_case(words.call_type(catalogue, f.call_type)) for f in figures]
    title = say(
        "call_types-chart_title", name=words.name(first), quarter=words.of(quarter), finding=_spread(figures, catalogue)
    )
    panels = []
    for metric, found in metrics:
        items = "; ".join(
            ", ".join(filter(None, (f"{words.call_type(catalogue, f.call_type)} {words.of(f)}", words.steadiness(f))))
            for f in found
        )
        tiers = ", ".join(sorted({words.of(f.tier) for f in found}))
        alt = (
            say("call_types-chart_alt", name=words.name(metric), quarter=words.of(quarter), items=items) + f" {tiers}."
        )
        panels.append(Panel(label=words.name(metric), alt=alt, spec=quarterly.by_call_type(found, names)))
    rows = [[names[i], *(found[i] for _, found in metrics)] for i in range(len(names))]
    return Chart(
        name=name,
        title=title,
        panels=tuple(panels),
        table=Table.of(
            name,
            title,
            [say("call_types-column_type"), *(words.name(m) for m, _ in metrics)],
            rows,
            note=_under(rule, [f for _, found in metrics for f in found]),
        ),
        figures=tuple(f for _, found in metrics for f in found),
        note=say("call_types-hollow"),
    )


def _spread(figures: Sequence[Number], catalogue: Catalogue) -> str:
    """What the call types say together, no more and no less than their intervals allow: that no two lie apart
    is said only where none do, and an end stands alone only where it is apart from all others. Else the
    two furthest from each other are named, of those that are apart."""
    known = sorted((f for f in figures if f.is_known), key=lambda f: f.value)
    if not known:
        return say("call_types-chart_none")
    low, high = known[0], known[-1]
    if low is high:
        return say("call_types-chart_one", value=words.of(low), type=words.call_type(catalogue, low.call_type).lower())
    if words.of(low) == words.of(high):
        return say("call_types-chart_same", value=words.of(low))
    apart = [(one, other) for one, other in combinations(known, 2) if _below(one, other)]
    if not apart:
        return say("call_types-chart_alike")
    lowest, highest = (low, "lowest"), (high, "highest")
    alone = [
        (end, name)
        for end, name in (lowest, highest)
        if all(_below(end, f) or _below(f, end) for f in known if f is not end)
    ]
    others = [pair for pair in apart if not any(end in pair for end, _ in alone)]
    if len(alone) == 1 and others:
        alone = []
    finding = "finding" if len(alone) == 2 else alone[0][1] if alone else "some"
    if finding == "some":
        low, high = max(apart, key=lambda pair: pair[1].value - pair[0].value)
    return say(
        f"call_types-chart_{finding}",
        low=words.of(low),
        low_type=words.call_type(catalogue, low.call_type).lower(),
        high=words.of(high),
        high_type=words.call_type(catalogue, high.call_type).lower(),
    )


def _below(one: Figure, other: Figure) -> bool:
    """Whether the whole interval of one figure lies below that of another."""
    return one.interval is not None and other.interval is not None and one.interval.high < other.interval.low


def published_table(
    name: str, title: str, published: Sequence[Published], today: date, *, by_type: bool = False
) -> Table:
    """Published figures with everything needed to doubt them; `today` tells how old each is."""
    columns = [
        say("program-column_figure"),
        *([say("call_types-column_type")] if by_type else []),
        say("program-column_value"),
        say("program-column_period"),
        say("program-column_source"),
        say("program-column_caveat"),
    ]
    rows = [
        [
            words.statement(p.figure.definition) if by_type else words.named(p.figure),
            *([p.figure.call_type] if by_type else []),
            p.figure,
            words.when(p.figure, today),
            p.figure.sources,
            " ".join(filter(None, (_checks(p.figure), caveats(p.figure)))),
        ]
        for p in published
    ]
    return Table.of(name, title, columns, rows)


def caveats(figure: Number) -> str:
    challenges = [say("program-challenged", statement=c.statement) for c in figure.challenges]
    return " ".join([words.caveat(figure), *challenges]).strip()


def _checks(figure: Number) -> str:
    """Who checked a figure, or why a record of a check does not count; nothing where there is no record."""
    return words.tier_sentence(figure) if figure.verifications else ""


def published_card(chosen: Chosen, shown: Published, family: str, today: date) -> Card:
    """The figure chosen for a question, and why this one. One that counts the opposite stands under its own words."""
    figure = shown.figure
    source = figure.sources[0].publisher if figure.sources else ""
    why = say(f"overview-why_{chosen.why}", dated="yes" if chosen.dated else "no") if chosen.why else ""
    context = " · ".join(part for part in (words.when(figure, today), source, why) if part)
    over = family if chosen.published is not None else ""
    return Card(label=words.named(figure), figure=figure, over=over, context=context)


def dates(record: PublicRecord) -> str:
    """The newest day that a figure speaks of, and the day of the last change to the record: two different things."""
    newest = say("site-newest", date=words.day(record.newest_figure)) if record.newest_figure else ""
    return f"{newest} {say('site-changed', date=words.day(record.as_of), version=record.version)}".strip()
