"""The overview: what is known and who checked it, then one program and one quarter."""

from __future__ import annotations

from dashboard.analysis import measures
from dashboard.analysis.published import Tally, tally
from dashboard.core.amount import UNITS, Amount
from dashboard.core.catalogue import Program
from dashboard.core.evidence import EvidenceTier, Register, Source
from dashboard.core.figure import Figure
from dashboard.core.ledger import Missing
from dashboard.core.metric import Definition, Direction
from dashboard.core.quarter import Period, Quarter
from dashboard.core.record import PublicRecord, Published
from dashboard.core.standing import earned, stated
from dashboard.story import charts, palette, parts, small_counts, words
from dashboard.story.blocks import Block, Card, Chart, FigureRow, Note, Panel, Sentence, Story, Table
from dashboard.text import say

_COLOURS = {
    "resolved_by_phone": palette.BLUE,
    "mobile_team_sent": palette.TEAL,
    "ems_fire_sent": palette.PLUM,
    "police_sent": palette.OCHRE,
    "other_outcome": palette.GREY,
    "unaccounted_for": palette.RED,
    "lost_in_transfer": palette.GREY,
    "never_offered": palette.GREY,
}


def known(record: PublicRecord) -> Story:
    """What is known about all programs, and who checked it: the first thing anybody reads."""
    found = tally(record)
    text = say(
        "overview.known",
        figures=found.figures,
        programs=found.programs,
        verified=found.by_tier[EvidenceTier.INDEPENDENTLY_VERIFIED],
    )
    exact = found.verified_phone_resolution_in_psap
    text += " " + (say("overview.known_some", count=exact) if exact else say("overview.known_none"))
    aside = say(
        "overview.known_rest",
        reported=found.by_tier[EvidenceTier.PROGRAM_REPORTED],
        third=found.by_tier[EvidenceTier.THIRD_PARTY_UNREVIEWED],
    )
    block = Sentence(name="known", text=text, aside=aside, headline=True, figures=_counts(record, found))
    return Story(title=say("overview.title"), blocks=(block,))


def _counts(record: PublicRecord, found: Tally) -> tuple[Figure, ...]:
    """The site's own counts as figures. They are ours and nobody has reviewed them, and say so."""
    ours = Source(
        source_id="this_site",
        title="The register of published figures",
        publisher="This site",
        publisher_kind="third_party",
    )
    counts = {"published_figures": ("published figures about real programs", found.figures)}
    counts |= {f"tier_{tier.key}": (f"published figures, {tier.words.lower()}", n) for tier, n in found.by_tier.items()}
    return tuple(
        Figure(
            figure_id=f"register.{key}",
            program_id="all",
            definition=Definition(
                key=key,
                family="context",
                name=name,
                statement=f"Count of {name}",
                numerator=name,
                denominator="",
                unit=UNITS["figures"],
                direction=Direction.NEITHER,
            ),
            period=Period(start=None, end=record.as_of),
            call_type="all",
            amount=Amount(count),
            standing=earned(
                stated(Register.REGISTER, (ours,)),
                figure_id=f"register.{key}",
                revision=1,
                period=Period(start=None, end=record.as_of),
                family="context",
            ),
            computed_here=True,
        )
        for key, (name, count) in counts.items()
    )


def program_quarter(record: PublicRecord, program: Program, quarter: Quarter | None) -> Story:
    """One program: its quarter if it publishes quarters, else what has been published about it and what is missing."""
    blocks = parts.example_mark(program)
    blocks += _from_ledger(record, program, quarter) if quarter else _from_press(record, program)
    title = say("overview.program_title", program=program.title)
    return Story(title=title, blocks=blocks, illustrative=program.is_example)


def _from_ledger(record: PublicRecord, program: Program, quarter: Quarter) -> tuple[Block, ...]:
    return (
        *_hundred(record, program, quarter),
        *_headline(record, program, quarter),
        _trend(record, program),
        *_about_quarter(record, program, quarter),
    )


def _hundred(record: PublicRecord, program: Program, quarter: Quarter) -> tuple[Block, ...]:
    submission = record.submission(program.program_id, quarter)
    if submission is not None and submission.withdrawn:
        text = say("overview.withdrawn", quarter=quarter.words, on=submission.published_on, reason=submission.note)
        return (Note(name="ends", title=say("overview.withdrawn_title"), text=text),)
    row = record.row(program.program_id, quarter)
    if row is None:
        return (Note(name="ends", text=say("overview.no_counts", quarter=quarter.words)),)
    found = measures.endings(row)
    numbers = [f for f in found if isinstance(f, Figure)]
    if len(numbers) < len(found):
        why = words.missing_sentence(found)
        return (Note(name="ends", text=say("overview.ends_missing", quarter=quarter.words, why=why)),)
    counts = charts.dots(numbers)
    keys = list(measures.ENDINGS)
    labels = [ending.name for ending in measures.ENDINGS.values()]
    by_key = dict(zip(keys, counts, strict=True))
    reached = 100 - by_key["lost_in_transfer"] - by_key["never_offered"]
    diverted = by_key["resolved_by_phone"] + by_key["mobile_team_sent"] + by_key["ems_fire_sent"]
    sentence = say("overview.ends_sentence", quarter=quarter.words, reached=reached, diverted=diverted)
    base = numbers[0].ratio.denominator if numbers[0].ratio else 0
    said = "; ".join(f"{count} {label.lower()}" for label, count in zip(labels, counts, strict=True))
    alt = say("overview.ends_alt", quarter=quarter.words, parts=said, base=f"{base:,}") + f" {row.tier.words}."
    spec = charts.hundred(numbers, labels, [_COLOURS[key] for key in keys])
    table = Table.of(
        "ends",
        sentence,
        ["Ending", "Of 100 eligible calls", "Share, and what it is counted from"],
        [[label, str(count), f] for label, count, f in zip(labels, counts, numbers, strict=True)],
        note=small_counts.rule(record, measures.ENDINGS.values(), row.program_id, quarter),
    )
    left_out = row.counts["not_triaged"]
    note = say(
        "overview.ends_note",
        not_triaged=left_out.words if isinstance(left_out, Missing) else f"{left_out:,} in this quarter",
    )
    chart = Chart(
        name="ends",
        title=sentence,
        panels=(Panel(label=say("overview.ends_title"), alt=alt, spec=spec),),
        table=table,
        figures=tuple(numbers),
        note=note,
    )
    return (chart,)


def _headline(record: PublicRecord, program: Program, quarter: Quarter) -> tuple[Block, ...]:
    cards = [
        Card(label=metric.name, figure=figure, context=metric.note)
        for metric in record.catalogue.metrics.headline_and_beside
        if (figure := measures.figure(record, metric, program.program_id, quarter)) is not None
    ]
    title = say("overview.headline_title", quarter=quarter.words)
    return (FigureRow.of("headline", title, cards, lead=say("overview.headline_lead")),) if cards else ()


def _trend(record: PublicRecord, program: Program) -> Chart:
    metrics = record.catalogue.metrics
    chosen = [m for m in metrics.headline_and_beside if m.definition.family in ("capture", "diversion")]
    series = [(m.name, measures.over_time(record, m, program.program_id)) for m in chosen]
    name, figures = series[min(1, len(series) - 1)]
    rule = small_counts.rule(record, chosen, program.program_id)
    return parts.trend_chart("trend", f"{name}: {words.lower_first(words.trend(figures))}", series, rule)


def _about_quarter(record: PublicRecord, program: Program, quarter: Quarter) -> tuple[Block, ...]:
    submission = record.submission(program.program_id, quarter)
    if submission is None or submission.published_on is None:
        return ()
    key = "overview.late" if submission.days_late else "overview.in_time"
    text = say(
        key,
        quarter=quarter.words,
        due=f"{submission.due_on:%b} {submission.due_on.day}, {submission.due_on.year}",
        published=f"{submission.published_on:%b} {submission.published_on.day}, {submission.published_on.year}",
        days=submission.days_late,
    )
    tier = "; ".join(sorted({r.tier.label for r in record.rows if r.program_id == program.program_id}))
    rule = say("overview.rule", version=submission.rule_version)
    if submission.rule_note:
        rule = say("overview.rule_words", version=submission.rule_version, words=submission.rule_note)
    note = submission.note
    if submission.revision > 1 and note:
        note = say("overview.revised", revision=submission.revision, change=submission.change, reason=note)
    office = say("overview.certified", office=submission.certified_by) if submission.certified_by else ""
    return (
        Note(
            name="about",
            title=say("overview.quarter_note"),
            text=" ".join(filter(None, (text, office, note, rule, tier))),
        ),
    )


def _from_press(record: PublicRecord, program: Program) -> tuple[Block, ...]:
    published = record.published_of(program.program_id)
    cards: list[Card] = []
    missing: list[str] = []
    for family in record.catalogue.families:
        if not family.headline:
            continue
        mine = [p for p in published if p.figure.definition.family == family.key]
        if mine:
            cards.append(parts.published_card(_latest(mine), family.name))
        else:
            missing.append(words.lower_first(family.name))
    blocks: list[Block] = []
    if cards:
        title = say("overview.published_title")
        blocks.append(FigureRow.of("published", title, cards, lead=say("overview.published_lead")))
    key = "overview.missing_all" if missing else "overview.missing_some"
    text = say(key, program=program.place, families=", ".join(missing))
    if any(p.is_example for p in record.programs):
        text += " " + say("overview.see_example")
    blocks.append(Note(name="missing", title=say("overview.missing_title"), text=text))
    return tuple(blocks)


def _latest(published: list[Published]) -> Published:
    """The one whose period ends last; a figure without a period comes before those with one."""
    return max(published, key=lambda p: (str(p.figure.period.end or ""), str(p.figure.period.start or "")))
