"""The programs page: where they are, how a call reaches a clinician, and who chose what on nine design decisions."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import words
from dashboard.core.catalogue import DispatchModel, Program, ProgramKind, Topic
from dashboard.core.record import PublicRecord
from dashboard.story import program_facts
from dashboard.story.blocks import Block, Cell, Link, MapPoint, Note, ProgramMap, Story, Table
from dashboard.story.choice import Choice, a_filter
from dashboard.story.page import Page
from dashboard.story.question import Question, of_program
from dashboard.story.remarks import said
from dashboard.voice import say


@dataclass(frozen=True, slots=True)
class ProgramFilter:
    """Which programs a reader asks for; an empty field asks for all."""

    model: str = ""
    home: str = ""
    hours: str = ""
    state: str = ""

    def keeps(self, program: Program) -> bool:
        return (
            self.model in ("", program.dispatch_model.value)
            and self.home in ("", program.home_kind)
            and self.hours in ("", program.hours_kind)
            and self.state in ("", program.state)
        )


def _real(record: PublicRecord) -> list[Program]:
    return [p for p in record.programs_in_order() if p.kind in (ProgramKind.PROGRAM, ProgramKind.STATEWIDE)]


def choices(record: PublicRecord) -> dict[str, dict[str, str]]:
    """What each filter can be set to, with the words for it."""
    real = _real(record)
    return {
        "model": {m.value: words.of(m) for m in DispatchModel},
        "home": {h: h for h in sorted({p.home_kind for p in real})},
        "hours": {h: h for h in sorted({p.hours_kind for p in real})},
        "state": {s: s for s in sorted({p.state for p in real})},
    }


def programs(record: PublicRecord, asked: ProgramFilter) -> Story:
    """The programs that match as a map and as the same in a table, what they chose and what speaks for and against it;
    then what documents say about all of them."""
    found = [p for p in _real(record) if asked.keeps(p)]
    if not found:
        none = Note(name="nothing", text=say("programs-nothing"))
        return Story(title=say("programs-title"), intro=say("programs-intro"), blocks=(none,))
    blocks: tuple[Block, ...] = (
        _map(found),
        _table(found),
        program_facts.models(found),
        *said(record, Topic.RESPONSE_MODEL),
        *said(record, Topic.TIP),
        *program_facts.decisions(record, {p.program_id for p in found}),
        *said(record, Topic.TRADEOFF),
        *said(record, Topic.REPORT),
        *said(record, Topic.POSITION),
        program_facts.searches(found),
    )
    return Story(title=say("programs-title"), intro=say("programs-intro"), blocks=blocks)


def _map(found: list[Program]) -> ProgramMap:
    places = tuple(
        MapPoint(
            name=words.title(p),
            words=words.of(p.dispatch_model),
            kind=p.dispatch_model.value,
            latitude=p.latitude,
            longitude=p.longitude,
        )
        for p in found
    )
    states = len({p.state for p in found})
    text = say("programs-map", count=len(found), states=states)
    tier = min(p.tier for p in found)
    return ProgramMap(name="map", title=text, places=places, tier=tier)


def _table(found: list[Program]) -> Table:
    rows: list[list[Cell]] = [
        [
            Link(words.title(p), of_program(p.program_id)),
            words.of(p.dispatch_model),
            p.home_kind,
            p.coverage_hours or say("program-not_stated"),
            p.launch_date or say("program-not_stated"),
            p.notes,
            words.label(p.tier),
            (p.source,),
        ]
        for p in found
    ]
    columns = [
        say("pick-program"),
        say("program-model"),
        say("program-home"),
        say("program-hours"),
        say("program-launch"),
    ]
    columns += [say("program-notes"), say("methods-column_tier"), say("program-column_source")]
    return Table.of("programs", say("programs-table"), columns, rows)


def _filter(name: str) -> Choice:
    return a_filter(name, lambda: say(f"programs-filter_{name}"), lambda record: choices(record)[name])


FILTERS = ("model", "home", "hours", "state")


def _story(record: PublicRecord, asked: Question) -> Story:
    return programs(record, ProgramFilter(**{name: asked.value(name) for name in FILTERS}))


PAGE = Page(name="programs", story=_story, takes=tuple(_filter(name) for name in FILTERS))
