"""Where this record differs from what was first gathered: every correction, in a reader's words and not the files'."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dashboard import words
from dashboard.core.amount import UNITS
from dashboard.core.ledger import ALL
from dashboard.core.record import DataCorrection, PublicRecord
from dashboard.story import register
from dashboard.story.blocks import Block, Cell, Link, Note, Story, Table
from dashboard.story.choice import Options, a_filter, a_page
from dashboard.story.page import Page
from dashboard.story.question import Question, about
from dashboard.voice import say, under

_NOTHING = "nothing"  # as the file has it
_KEY = re.compile(r"\b[a-z]\w*_\w+\b")  # what a source is called in the files
ROWS = 50  # of the list on one screen; the light edition has all that are about a program in one page


def corrections(record: PublicRecord, program_id: str = "", *, start: int = 0, length: int | None = None) -> Story:
    """The corrections that are about a program, or all of them, from `start` for `length` rows."""
    found = about_program(record, program_id)
    shown = found[start : start + length if length else None]
    listed: Block = Note(name="none", text=say("corrections-none"))
    if shown:
        said = say("corrections-listed", first=start + 1, last=start + len(shown), of=len(found))
        listed = _listed(record, shown, said)
    of = record.program(program_id)
    title = say("corrections-title_of", program=words.title(of)) if of else say("corrections-title")
    return Story(title=title, intro=say("corrections-intro"), blocks=(listed,))


def by_program(record: PublicRecord) -> Table:
    """How many corrections are about each program, each leading to them."""
    grouped = _grouped(record)
    rows: list[list[Cell]] = [
        [
            Link(title, Question(page=PAGE.name, program=program_id)),
            register.entries(record, title, len(grouped[program_id])),
        ]
        for program_id, title in _programs(record, grouped).items()
    ]
    columns = [say("pick-program"), say("corrections-column_count")]
    title = say("corrections-title")
    return Table.of(
        "mends", title, columns, rows, note=say("corrections-by_program_note", count=len(record.corrections))
    )


def owners(record: PublicRecord) -> dict[str, set[str]]:
    """Whom a correction of a row is about, by the row: the program that it belongs to, or, of a source, those of which
    anything rests on it. What belongs to none is not in it, such as a source that speaks of the field."""
    found: dict[str, set[str]] = {p.program_id: {p.program_id} for p in record.programs}
    for one in record.published:
        found[one.figure_id] = {one.figure.program_id}
    for name, repeated in record.links.items():
        found[name] = found[repeated]
    rests = [(p.program_id, p.source) for p in record.programs]
    rests += [(p.figure.program_id, s) for p in record.published for s in p.figure.sources]
    rests += [(p.figure.program_id, v.source) for p in record.published for v in p.figure.standing.records]
    rests += [(d.program_id, d.source) for d in record.decisions]
    for name, source in rests:
        found.setdefault(source.source_id, set()).add(name)
    return found


def about_program(record: PublicRecord, program_id: str) -> Sequence[DataCorrection]:
    """The corrections that are about a program; all of them where none is named."""
    return _grouped(record).get(program_id, ()) if program_id else record.corrections


def _grouped(record: PublicRecord) -> Mapping[str, Sequence[DataCorrection]]:
    """The corrections by the program that they are about, each in the order of the file."""
    of = owners(record)
    found: dict[str, list[DataCorrection]] = {}
    for mend in record.corrections:
        for program_id in of.get(mend.row.partition("|")[0], ()):
            found.setdefault(program_id, []).append(mend)
    return found


def _listed(record: PublicRecord, mends: Sequence[DataCorrection], title: str) -> Table:
    """One of a figure is shown with the figure as it stands, its time and its calls; one of words without a number."""
    published, of = {p.figure_id: p.figure for p in record.published}, record.links
    rows: list[list[Cell]] = [
        [
            _about(record, m, published.keys() | of.keys()),
            say(f"mended-{m.column}"),
            _said(record, m.column, m.was),
            _said(record, m.column, m.now),
            m.why,
            published.get(of.get(m.row, m.row), ""),
        ]
        for m in mends
    ]
    columns = [say(f"methods-column_{name}") for name in ("row", "what_changed", "was", "now", "why")]
    return Table.of("mends", title, [*columns, say("program-column_value")], rows, stacked=True, dated=record.as_of)


def _about(record: PublicRecord, mend: DataCorrection, figures: set[str]) -> Cell:
    """What a correction is about: the page of a figure, a program and its decision, a source."""
    name, _, number = mend.row.partition("|")
    if name in figures:
        return Link(name, about(name))
    if program := record.program(name):
        return (
            f"{words.title(program)}, {say('programs-decision').lower()} {number}" if number else words.title(program)
        )
    return _source(record, name)


def _said(record: PublicRecord, column: str, value: str) -> str:
    """What stood or stands there: a key of the files in the words that pages have for it, all else as it is."""
    match column:
        case _ if value in ("", _NOTHING):
            return say("mended-nothing")
        case "family":
            return words.family(record.catalogue.family(value))
        case "unit":
            return words.unit(UNITS[value]) if value in UNITS else value
        case "call_type" if any(value == kind.key for kind in record.catalogue.call_types) or value == ALL:
            return words.call_type(record.catalogue, value)
        case "metric":
            return value.replace("_", " ")
    return _KEY.sub(lambda key: _source(record, key[0]), under("mended_to").get(value, value))


def _source(record: PublicRecord, key: str) -> str:
    return next((words.of(s) for s in record.sources if s.source_id == key), key)


def _programs(record: PublicRecord, grouped: Mapping[str, object] | None = None) -> Options:
    there = _grouped(record) if grouped is None else grouped
    return {p.program_id: words.title(p) for p in record.programs_in_order() if p.program_id in there}


PAGE = Page(
    name="corrections",
    story=lambda record, asked: corrections(record, asked.program, start=(asked.position - 1) * ROWS, length=ROWS),
    takes=(
        a_filter("program", lambda: say("pick-program"), _programs),
        a_page(ROWS, lambda record, asked: len(about_program(record, asked.program))),
    ),
    alone=lambda record, asked: corrections(record, asked.program),
    asks=lambda record: (Question(page="corrections", program=name) for name in _programs(record)),
    listed=False,
    titled=True,
)
