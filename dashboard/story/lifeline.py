"""What happened to a program, told with its days and sources; and what that means for the quarters around it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dashboard import words
from dashboard.core.catalogue import Program
from dashboard.core.figure import Number
from dashboard.core.record import PublicRecord
from dashboard.story.blocks import Cell, Table
from dashboard.voice import say


def lifeline(record: PublicRecord, program: Program) -> tuple[Table, ...]:
    """What is known to have happened to a program, oldest first, each with who says so; nothing where nothing is."""
    told = sorted((*program.life.events, *program.life.beside), key=lambda e: (e.first, e.last, e.entry))
    rows: list[list[Cell]] = []
    for event in told:
        whose = record.program(event.program_id)
        said = (
            words.of(event)
            if event.program_id == program.program_id
            else f"{whose.name if whose else ''} {words.of(event)}"
        )
        rows.append([words.of(event.on), words.sentence_case(said), words.label(event.tier), (event.source,)])
    columns = [say(f"life-{name}") for name in ("day", "what")]
    columns += [say("methods-column_tier"), say("program-column_source")]
    return (Table.of("life", say("life-title"), columns, rows, stacked=True),) if rows else ()


def covers(figures: Iterable[Number]) -> str:
    """Which periods of these figures the program did not run for whole, and why; nothing if it ran for all of them."""
    return " ".join(dict.fromkeys(f"{words.of(f.cover)}." for f in figures if f.cover.why))


def called(program: Program, figure: Number) -> str:
    """Under which name a figure's program went at the time, and under which it was published here; nothing where both
    are the present ones."""
    day = day_of(figure)
    then = f"{program.place_on(day)}: {program.name_on(day)}" if day else ""
    now = f"{program.place}: {program.name}"
    shown = program.printed_on(figure.published_on) if figure.published_on else program.name
    said = []
    if then and then != now:
        said.append(say("life-called", name=then, now=now))
    if shown != program.name and figure.published_on:
        said.append(say("life-published_as", name=shown, on=words.day(figure.published_on), now=program.name))
    return " ".join(said)


def day_of(figure: Number) -> date | None:
    """The day whose names a figure keeps: the last of its period, or else that of its publication here."""
    return figure.period.end or figure.published_on
