"""The overview: what is known and who checked it, then one program and one quarter."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import words
from dashboard.analysis import measures
from dashboard.analysis.published import Tally, tally
from dashboard.analysis.questions import QUESTIONS, choose
from dashboard.core.catalogue import Program, ProgramKind
from dashboard.core.evidence import EvidenceTier
from dashboard.core.ledger import Missing
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.story import parts, program_facts, register, small_counts, timing, trends
from dashboard.story.blocks import Block, Card, Cards, Cell, Chart, Note, Panel, Sentence, Story, Table
from dashboard.story.charts import one_hundred, palette, quarterly
from dashboard.story.choice import PROGRAM, QUARTER, program_of, quarter_of, settle
from dashboard.story.page import Page
from dashboard.story.question import HOME, Question
from dashboard.voice import say, written

_COLOURS = {
    "resolved_by_phone": palette.BLUE,
    "mobile_team_sent": palette.TEAL,
    "ems_fire_sent": palette.PLUM,
    "police_sent": palette.OCHRE,
    "unaccounted_for": palette.RED,
    **dict.fromkeys(("other_outcome", "lost_in_transfer", "never_offered"), palette.GREY),
}


def known(record: PublicRecord) -> Story:
    """What is known about all programs, and who checked it: the first thing anybody reads."""
    found = tally(record)
    checked = found.by_tier[EvidenceTier.INDEPENDENTLY_VERIFIED]
    text = say(
        "overview-known" if checked else "overview-known_nobody",
        figures=found.printed,
        programs=register.programs(found),
        verified=checked,
    )
    text = " ".join(filter(None, (text, _phone(found), _computed(found))))
    quarters = say("overview-known_quarters", quarters=found.quarters, checked=found.quarters_checked)
    aside = say(
        "overview-known_rest",
        reported=found.by_tier[EvidenceTier.PROGRAM_REPORTED],
        third=found.by_tier[EvidenceTier.THIRD_PARTY_UNREVIEWED],
        computed=found.computed,
        unnumbered=found.unnumbered,
        quarters=quarters if found.quarters else say("overview-known_no_quarters"),
    )
    if found.untraced:
        aside += " " + say("overview-known_untraced", figures=found.printed, count=found.untraced)
    block = Sentence(name="known", text=text, aside=aside, headline=True, figures=register.counts(record, found))
    return Story(title=say("overview-title"), blocks=(block,))


def _phone(found: Tally) -> str:
    """How many of the printed numbers that were checked are phone-resolution rates, and of those made from quarters."""
    printed, counted = found.phone_checked, found.phone_counted
    said = ""
    if found.by_tier[EvidenceTier.INDEPENDENTLY_VERIFIED]:
        said = say("overview-known_none")
        if printed:
            said = say("overview-known_one") if printed == 1 else say("overview-known_some", count=printed)
    more = ""
    if counted:
        more = say("overview-known_counted_one") if counted == 1 else say("overview-known_counted", count=counted)
    return " ".join(filter(None, (said, more)))


def _computed(found: Tally) -> str:
    """How many figures that this site computed from printed numbers were checked; nothing where none was."""
    if found.computed_checked == 1:
        return say("overview-known_computed_one")
    return say("overview-known_computed", count=found.computed_checked) if found.computed_checked else ""


def program_quarter(record: PublicRecord, program: Program, quarter: Quarter | None) -> Story:
    """One program: its quarter if it publishes quarters, else what has been published about it and what is missing."""
    blocks = parts.example_mark(program)
    blocks += _from_ledger(record, program, quarter) if quarter else _from_press(record, program)
    title = say(
        "overview-program_title", program=words.title_on(program, quarter.end) if quarter else words.title(program)
    )
    return Story(title=title, blocks=blocks, illustrative=program.is_example)


def _from_ledger(record: PublicRecord, program: Program, quarter: Quarter) -> tuple[Block, ...]:
    return (
        *_hundred(record, program, quarter),
        *_headline(record, program, quarter),
        *_said_and_counted(record, program, quarter),
        _trend(record, program),
        *_about_quarter(record, program, quarter),
    )


def _hundred(record: PublicRecord, program: Program, quarter: Quarter) -> tuple[Block, ...]:
    submission = record.submission(program.program_id, quarter)
    if submission is not None and submission.withdrawn:
        text = say("overview-withdrawn", quarter=words.of(quarter), on=submission.published_on, reason=submission.note)
        return (Note(name="ends", title=say("overview-withdrawn_title"), text=text),)
    row = record.row(program.program_id, quarter)
    if row is None:
        return (Note(name="ends", text=say("overview-no_counts", quarter=words.of(quarter))),)
    if row.counts["eligible"] == 0:
        text = f"{say('overview-ends_none', quarter=words.of(quarter))} {words.of(row.tier)}."
        return (Note(name="ends", text=text),)
    found = measures.endings(row)
    numbers = [f for f in found if f.is_known]
    if len(numbers) < len(found):
        why = words.missing_sentence(found)
        return (Note(name="ends", text=say("overview-ends_missing", quarter=words.of(quarter), why=why)),)
    counts = one_hundred.dots(numbers)
    keys = list(measures.ENDINGS)
    labels = [words.name(ending) for ending in measures.ENDINGS.values()]
    told = one_hundred.labels(numbers)
    by_key = dict(zip(keys, zip(counts, numbers, strict=True), strict=True))
    reached, diverted = (
        one_hundred.together([by_key[key] for key in keys if key in some])
        for some in (measures.REACHED, measures.WITHOUT_POLICE)
    )
    diverted = words.sentence_case(diverted)
    sentence = say("overview-ends_sentence", quarter=words.of(quarter), reached=reached, diverted=diverted)
    base = numbers[0].ratio.denominator if numbers[0].ratio else 0
    said = "; ".join(f"{count} {words.lower_first(label)}" for label, count in zip(labels, told, strict=True))
    alt = (
        say("overview-ends_alt", quarter=words.of(quarter), parts=said, base=written(base)) + f" {words.of(row.tier)}."
    )
    spec = quarterly.hundred(numbers, labels, [_COLOURS[key] for key in keys])
    table = Table.of(
        "ends",
        sentence,
        [say(f"overview-ends_{column}") for column in ("ending", "of_hundred", "share")],
        [[label, count, f] for label, count, f in zip(labels, told, numbers, strict=True)],
        note=small_counts.rule(record, measures.ENDINGS.values(), row.program_id, quarter),
    )
    left_out, nobody = row.counts["not_triaged"], row.counts["no_contact"]
    note = say(
        "overview-ends_note",
        not_triaged=words.of(left_out) if isinstance(left_out, Missing) else say("overview-in_quarter", count=left_out),
        nobody=words.of(nobody) if isinstance(nobody, Missing) else say("overview-in_quarter", count=nobody),
    )
    chart = Chart(
        name="ends",
        title=sentence,
        panels=(Panel(label=say("overview-ends_title"), alt=alt, spec=spec),),
        table=table,
        figures=tuple(numbers),
        note=note,
    )
    return (chart,)


def _headline(record: PublicRecord, program: Program, quarter: Quarter) -> tuple[Block, ...]:
    cards = [
        Card(label=words.name(metric), figure=figure, context=words.context(metric, figure))
        for metric in record.catalogue.metrics.headline_and_beside
        if (figure := measures.figure(record, metric, program.program_id, quarter)) is not None
    ]
    title = say("overview-headline_title", quarter=words.of(quarter))
    return (Cards.of("headline", title, cards, lead=say("overview-headline_lead")),) if cards else ()


def _said_and_counted(record: PublicRecord, program: Program, quarter: Quarter) -> tuple[Block, ...]:
    """What was claimed before the quarter was published, beside what the quarter counts, question by question."""
    rows: list[list[Cell]] = []
    for question, families in QUESTIONS.items():
        said = [choose(record, program, record.catalogue.family(key)) for key in families]
        claims = [shown.figure for c in said if (shown := c.published or c.opposite) is not None]
        counted = [
            figure
            for metric in record.catalogue.metrics.headline_and_beside
            if metric.definition.family in families
            and (figure := measures.figure(record, metric, program.program_id, quarter)) is not None
        ]
        if claims and counted:
            for kind, figures in (("said", claims), ("counted", counted)):
                rows += [
                    [
                        say(f"overview-question_{question}"),
                        say(f"overview-{kind}"),
                        f,
                        words.named(f),
                        words.when(f, record.as_of),
                        f.sources,
                    ]
                    for f in figures
                ]
    if not rows:
        return ()
    columns = [say(f"overview-column_{name}") for name in ("question", "kind", "value", "what", "when", "source")]
    title, note = say("overview-said_title"), say("overview-said_note")
    return (Table.of("said-and-counted", title, columns, rows, note=note, stacked=True),)


def _trend(record: PublicRecord, program: Program) -> Chart:
    metrics = record.catalogue.metrics
    chosen = [m for m in metrics.headline_and_beside if m.definition.family in ("capture", "diversion")]
    series = [(words.name(m), measures.over_time(record, m, program.program_id)) for m in chosen]
    name, figures = series[min(1, len(series) - 1)]
    rule = small_counts.rule(record, chosen, program.program_id)
    return parts.trend_chart("trend", f"{name}: {words.lower_first(trends.trend(figures))}", series, rule)


def _about_quarter(record: PublicRecord, program: Program, quarter: Quarter) -> tuple[Block, ...]:
    submission = record.submission(program.program_id, quarter)
    if submission is None or submission.published_on is None:
        return ()
    text = timing.in_sentences(submission)
    tier = "; ".join(
        sorted({words.label(r.tier) for r in record.rows if (r.program_id, r.quarter) == (program.program_id, quarter)})
    )
    rule = say("overview-rule", version=submission.rule_version)
    if submission.rule_note:
        rule = say("overview-rule_words", version=submission.rule_version, words=submission.rule_note.rstrip("."))
    note = submission.note
    if submission.revision > 1 and note:
        change = words.of(submission.change) if submission.change else ""
        note = say("overview-revised", revision=submission.revision, change=change, reason=note)
    cover = words.of(program.life.runs_in(quarter))
    covered = f"{cover}." if cover else ""
    office = say("overview-certified", office=words.of(submission.certified_by)) if submission.certified_by else ""
    return (
        Note(
            name="about",
            title=say("overview-quarter_note"),
            text=" ".join(filter(None, (text, covered, office, note, rule, tier))),
        ),
    )


def _from_press(record: PublicRecord, program: Program) -> tuple[Block, ...]:
    cards: list[Card] = []
    missing: list[str] = []
    others = {p.figure_id for p in record.all_published_of(program.program_id) if p.figure.is_known}
    for family in (f for f in record.catalogue.families if f.headline):
        chosen = choose(record, program, family)
        shown = chosen.published or chosen.opposite
        if shown is not None and shown.figure.is_known:
            cards.append(parts.published_card(chosen, shown, words.family(family), record.as_of))
            others.discard(shown.figure_id)
        else:
            missing.append(words.lower_first(words.family(family)))
    blocks: list[Block] = []
    none = program.kind is ProgramKind.CONTEXT  # no program, so nobody sends in quarters of it
    if cards:
        title = say("overview-published_title")
        lead = say("overview-published_lead")
        lead = lead if none else f"{say('overview-published_no_quarter')} {lead}"
        blocks.append(Cards.of("published", title, cards, lead=lead))
    said = [] if none else [say("overview-missing", program=program.place)]
    said += [say("overview-missing_printed")] if (cards or others) and not none else []
    said += [say("overview-missing_on", families=", ".join(missing))] if missing else []
    said += [say("overview-missing_others")] if others and missing else []
    text = " ".join(filter(None, (*said, program_facts.searched(program))))
    if any(p.is_example for p in record.programs):
        text += " " + say("overview-see_example")
    blocks.append(Note(name="missing", title=say("overview-missing_title"), text=text))
    return tuple(blocks)


def _story(record: PublicRecord, asked: Question) -> Story:
    return program_quarter(record, program_of(record, asked), quarter_of(record, asked))


def _alone(record: PublicRecord, asked: Question) -> Story:
    """A program and quarter; or what is known, then every program by its name."""
    if asked.program:
        return _story(record, settle((PROGRAM, QUARTER), record, asked).question)
    about_all = known(record)
    return Story(title=about_all.title, blocks=(*about_all.blocks, program_facts.by_name(record)))


def _asks(record: PublicRecord) -> Iterator[Question]:
    yield Question()
    for program in record.programs_in_order():
        for quarter in record.quarters(program.program_id):
            yield Question(program=program.program_id, quarter=str(quarter))


def _is_there(record: PublicRecord, asked: Question) -> bool:
    """Each of those, and a program alone, which is its newest quarter: the map of the site names that once."""
    alone = asked == Question(program=asked.program) and record.program(asked.program) is not None
    return alone or asked in _asks(record)


PAGE = Page(
    name=HOME,
    story=_story,
    takes=(PROGRAM, QUARTER),
    lead=known,
    alone=_alone,
    asks=_asks,
    is_there=_is_there,
    titled=True,
)
