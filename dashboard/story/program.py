"""One program: what it is, what has been published about it, and its quarters when it has them."""

from __future__ import annotations

from dashboard import words
from dashboard.analysis import measures
from dashboard.analysis.published import comparable
from dashboard.analysis.questions import is_opposite
from dashboard.core.catalogue import Program, ProgramKind
from dashboard.core.figure import Figure
from dashboard.core.metric import Polarity
from dashboard.core.record import PublicRecord
from dashboard.story import overview, parts, program_facts, small_counts, timing, trends
from dashboard.story.blocks import Block, Cell, Chart, Facts, Link, Note, Panel, Story, Table
from dashboard.story.charts import published as published_charts
from dashboard.story.choice import PROGRAM, program_of
from dashboard.story.lifeline import covers, lifeline
from dashboard.story.page import Page
from dashboard.story.question import Question, of_program
from dashboard.story.two_questions import two_questions_of
from dashboard.voice import say, written


def program_page(record: PublicRecord, program: Program) -> Story:
    """Facts, published figures by family with their caveats, what may be compared over time, and the quarters."""
    blocks: list[Block] = [*parts.example_mark(program), _facts(program)]
    if program.kind is not ProgramKind.CONTEXT:  # of which there is nothing to classify
        blocks.append(program_facts.model(program))
    blocks += lifeline(record, program)
    blocks += program_facts.search(record, program)
    published = record.published_of(program.program_id)
    series = record.published_of(program.program_id, series=True)
    if not published and not series and not program.is_example:
        blocks.append(Note(name="nothing", text=say("program-nothing", program=program.place)))
    for family in record.catalogue.families:
        mine = [p for p in published if p.figure.definition.family == family.key]
        thing = [p for p in mine if p.figure.definition.polarity is Polarity.THING]
        opposite = [p for p in mine if is_opposite(p.figure)]
        near = [p for p in mine if p not in thing and p not in opposite]
        lower, name = words.lower_first(words.family(family)), f"family-{family.key}"
        for some, key, title in (
            (thing, name, say("program-family_title", name=words.family(family), question=words.question(family))),
            (opposite, f"{name}-absence", say("program-family_absence", name=lower)),
            (near, f"{name}-near", say("program-family_near", name=lower)),
        ):
            if some:
                blocks.append(parts.published_table(key, title, some, record.as_of))
    blocks += two_questions_of(record, program)
    blocks += [_over_periods(i, group) for i, group in enumerate(comparable([*published, *series]))]
    if series:
        blocks.append(parts.published_table("series", say("program-series_title"), series, record.as_of, by_type=True))
    if program.kind is not ProgramKind.CONTEXT:  # which sends in no quarters
        blocks.append(_quarters(record, program))
    return Story(title=words.title(program), blocks=tuple(blocks), illustrative=program.is_example)


def _facts(program: Program) -> Facts:
    blank = say("program-not_stated")
    rows = {
        "hours": program.coverage_hours,
        "launch": program.launch_date,
        "operator": program.operator,
        "home": program.org_home,
        "staff": program.staff,
        "population": written(program.population_served) if program.population_served else "",
        "notes": program.notes,
    }
    return Facts(
        name="facts",
        title=say("program-facts_title"),
        rows=tuple((say(f"program-{key}"), text or blank) for key, text in rows.items() if text or key != "notes"),
        tier=program.tier,
        source=program.source,
    )


def _over_periods(index: int, group: list[Figure]) -> Chart:
    ordered = sorted(group, key=lambda f: (str(f.period.start or ""), str(f.period.end or "")))
    first = ordered[0]
    about = words.named(first)
    title = say("program-period_title", statement=about, finding=trends.trend(ordered))
    alt = "; ".join(f"{words.of(f.period)}: {words.full(f)}" for f in ordered)
    spec = published_charts.over_periods(ordered)
    table = Table.of(
        f"periods-{index}",
        title,
        [say("program-column_period"), say("program-column_value"), say("program-column_source")],
        [[words.of(f.period), f, f.sources] for f in ordered],
    )
    panel = Panel(label=about, alt=f"{about}. {alt}.", spec=spec)
    return Chart(name=f"periods-{index}", title=title, panels=(panel,), table=table, figures=tuple(ordered))


def _quarters(record: PublicRecord, program: Program) -> Block:
    quarters = record.quarters(program.program_id)
    if not quarters:
        return Note(name="quarters", text=say("program-quarters_none", program=program.place))
    metric = record.catalogue.metrics.headline[0]
    rows: list[list[Cell]] = []
    covered: list[str] = []
    for quarter in reversed(list(measures.span(quarters[0], quarters[-1]))):
        fiscal = quarter.fiscal_label(first_month=program.fiscal_first_month)
        submission = record.submission(program.program_id, quarter)
        if submission is None and not program.life.is_due(quarter):
            covered.append(f"{words.of(program.life.runs_in(quarter))}.")
            continue
        if submission is None:  # a newer one was published meanwhile
            never, nothing = say("due-never"), say("overview-no_counts", quarter=words.of(quarter))
            rows.append([words.of(quarter), fiscal, nothing, str(program.due_on(quarter)), never, "–", "–"])
            continue
        figure = measures.figure(record, metric, program.program_id, quarter)
        covered.append(covers([figure]) if figure else "")
        rows.append(
            [
                Link(words.of(quarter), Question(program=program.program_id, quarter=str(quarter))),
                fiscal,
                figure or say("overview-no_counts", quarter=words.of(quarter)),
                timing.due(submission),
                timing.in_short(submission),
                f"{submission.rule_version}: {submission.rule_note}",
                submission.note,
            ]
        )
    columns = [say(f"program-column_{c}") for c in ("quarter", "fiscal")] + [words.name(metric)]
    columns += [say(f"program-column_{c}") for c in ("due", "published", "rule", "note")]
    note = " ".join(filter(None, (small_counts.rule(record, [metric], program.program_id), *covered)))
    return Table.of("quarters", say("program-quarters_title"), columns, rows, note=note)


def _story(record: PublicRecord, asked: Question) -> Story:
    return program_page(record, program_of(record, asked))


def _alone(record: PublicRecord, asked: Question) -> Story:
    """What has been published about a program, and its page; its quarters have pages of their own."""
    about = _story(record, asked)
    quarters = record.quarters(asked.program)
    first = () if quarters else overview.program_quarter(record, program_of(record, asked), None).blocks
    return Story(title=about.title, blocks=(*first, *about.blocks), illustrative=about.illustrative)


PAGE = Page(
    name="program",
    story=_story,
    takes=(PROGRAM,),
    alone=_alone,
    asks=lambda record: (of_program(p.program_id) for p in record.programs_in_order()),
    titled=True,
)
