"""What the register says of each program beside its description: its dispatch model, its choices, what was searched."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import words
from dashboard.core.catalogue import Program, ProgramKind
from dashboard.core.record import PublicRecord
from dashboard.story.blocks import Cell, Facts, Link, Note, Table
from dashboard.story.question import of_program
from dashboard.voice import say


def models(programs: Sequence[Program]) -> Table:
    """How each program was classified, and on whose word."""
    rows: list[list[Cell]] = [
        [_link(p), words.of(p.dispatch_model), p.model_note, words.label(p.model_tier), (p.model_source,)]
        for p in programs
    ]
    columns = [say("pick-program"), say("program-model"), say("programs-model_note"), *_told()]
    return Table.of("models", say("programs-models"), columns, rows, note=say("programs-models_note"), stacked=True)


def model(program: Program) -> Facts:
    """How one program was classified: words with the tier and source of the classification, not of the description."""
    rows = {"program-model": words.of(program.dispatch_model), "programs-model_note": program.model_note}
    return Facts(
        name="model",
        title=say("programs-model"),
        rows=tuple((say(key), text) for key, text in rows.items() if text),
        tier=program.model_tier,
        source=program.model_source,
    )


def searched(program: Program) -> str:
    """What this site looked at about one program and when, and what it knows of and could not read."""
    when = say("program-searched", on=words.day(program.searched_on)) if program.searched_on else ""
    return " ".join(filter(None, (when, program.searched, program.unread)))


def search(record: PublicRecord, program: Program) -> tuple[Note, ...]:
    """The same under a heading of its own, with how new the newest figure is; nothing if this site never looked."""
    end = record.newest_of(program.program_id)
    newest = say("program-newest", on=words.day(end)) if end else ""
    told = f"{searched(program)} {newest}".rstrip()
    return (Note(name="searched", title=say("programs-searched_title"), text=told),) if program.searched_on else ()


def searches(programs: Sequence[Program]) -> Table:
    """What this site looked for, when, and what is known to exist and could not be read."""
    rows: list[list[Cell]] = [
        [
            _link(p),
            words.day(p.searched_on) if p.searched_on else say("programs-not_searched"),
            p.searched or say("programs-not_searched"),
            p.unread or say("programs-none_known"),
        ]
        for p in programs
    ]
    columns = [say("pick-program"), *(say(f"programs-column_{c}") for c in ("searched_on", "searched", "unread"))]
    ours = words.counted_here()  # the days are this site's own
    return Table.of(
        "searches",
        say("programs-searches"),
        columns,
        rows,
        note=f"{say('programs-searches_note')} {ours}",
        stacked=True,
    )


def decisions(record: PublicRecord, shown: set[str]) -> tuple[Table, ...]:
    """What these programs chose on each design decision; nothing if no choice of theirs is on record."""
    titles = {p.program_id: words.title(p) for p in record.programs}
    rows: list[list[Cell]] = [
        [
            f"{d.number}. {say(f'decision-{d.number}')}",
            titles[d.program_id],
            d.choice,
            say("programs-disputed", note=d.note) if d.disputed else d.note,
            words.label(d.tier),
            (d.source,),
        ]
        for d in sorted(record.decisions, key=lambda d: (d.number, titles[d.program_id]))
        if d.program_id in shown
    ]
    columns = [say("programs-decision"), say("pick-program"), say("programs-choice"), say("call_types-column_note")]
    title = say("programs-decisions")
    return (Table.of("decisions", title, [*columns, *_told()], rows),) if rows else ()


def _link(program: Program) -> Link:
    return Link(words.title(program), of_program(program.program_id))


def _told() -> list[str]:
    return [say("methods-column_tier"), say("program-column_source")]


def by_name(record: PublicRecord) -> Table:
    """Every program with its page, its kind of dispatch, whose word that is, and whether it is disputed."""
    there = [p for p in record.programs_in_order() if p.kind is not ProgramKind.CONTEXT]
    disputed = {d.program_id for d in record.decisions if d.number == 1 and d.disputed}
    rows: list[list[Cell]] = [
        [
            Link(words.title(p), of_program(p.program_id)),
            words.of(p.dispatch_model),
            words.label(p.model_tier) + (f". {say('light-disputed')}" if p.program_id in disputed else ""),
        ]
        for p in there
    ]
    columns = [say("light-column_program"), say("light-column_model"), say("light-column_model_by")]
    return Table.of("programs", say("light-programs_title"), columns, rows)
