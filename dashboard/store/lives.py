"""Rows about what happened to lives: of programs, and of the sources that speak of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from dashboard.core.catalogue import Printed, Program, placed
from dashboard.core.evidence import EvidenceTier, Source
from dashboard.core.happening import BEGINNINGS, LINKS, Event, Happening
from dashboard.core.known import Known, news_between
from dashboard.core.life import Life
from dashboard.core.quarter import Period
from dashboard.core.source_life import Sighting, SourceLife, State
from dashboard.store import build
from dashboard.store import tables as t
from dashboard.store.files import BrokenRow, Where
from dashboard.store.life_tables import ProgramEventRow, SourceEventRow
from dashboard.store.rows import Happened, Rows

NAMED_HERE = re.compile(r"(?:document|challenge)_[0-9a-f]{12}\Z")  # sources that a verifier or an administrator named
Entered = Callable[[t.Revised], date | None]


def of_sources(
    entries: Sequence[Sequence[tuple[SourceEventRow, Where]]],
    sources: Mapping[str, tuple[t.SourceRow, Where]],
    entered: Callable[[t.Revised], Happened | None],
    *,
    files_alone: bool = False,
) -> dict[str, SourceLife]:
    """The life of each source of which anything was entered; `entries` are the revisions of each entry, oldest first,
    and `sources` the first row of each source. BrokenRow names an event of no source; files alone do not
    know the documents that were named on this site, so for them these are left to the load."""
    found: dict[str, list[Sighting]] = defaultdict(list)
    for row, where in (one for revisions in entries for one in _as_seen(revisions, entered)):
        if row.source_id not in sources:
            if files_alone and NAMED_HERE.match(row.source_id):
                continue
            todo = "Add the source to sources.csv, or correct the id."
            raise BrokenRow(where, "source_id", repr(row.source_id), todo)
        now, first = entered(row), entered(sources[row.source_id][0])
        is_news = now is not None and (first is None or _load(now) != _load(first))
        found[row.source_id].append(build.checked(where, "", partial(sighting, row, now, is_news=is_news)))
    return {source_id: SourceLife.of(seen) for source_id, seen in found.items()}


def _as_seen(
    revisions: Sequence[tuple[SourceEventRow, Where]], entered: Callable[[t.Revised], Happened | None]
) -> list[tuple[SourceEventRow, Where]]:
    """The revisions of an entry that anybody could see: of those that came with one load, the last."""
    loads = {_load(made) if (made := entered(one[0])) else "": one for one in revisions}
    return list(loads.values())


def _load(event: Happened) -> str:
    """The load that an event is part of; an event that is part of none is one by itself."""
    return event.load or f"event-{event.place}"


def sighting(row: SourceEventRow, entered: Happened | None = None, *, is_news: bool = False) -> Sighting:
    """What a row says was found of a source; `is_news` where its source was on record before."""
    return Sighting(
        source_id=row.source_id,
        state=State(row.state),
        on=Period.dated(row.day),
        address=row.address,
        note=row.note,
        entry=row.entry,
        revision=row.revision,
        reason=row.reason,
        entered_on=entered.on if entered else None,
        entered=entered.place if entered else None,
        is_news=is_news,
    )


def programs(
    revisions: Sequence[Sequence[tuple[t.ProgramRow, Where]]],
    events: Sequence[tuple[ProgramEventRow, Where]],
    source: Callable[[Any, Where], Source],
    sources: Mapping[str, Source],
    entered: Entered,
) -> dict[str, Program]:
    """The programs by their ids, each with its life. `revisions` are those of each program's row, oldest first."""
    newest = [versions[-1] for versions in revisions]
    lives = _lives(newest, events, source, entered)
    return {
        row.program_id: build.program(
            row,
            where,
            source(row, where),
            sources.get(row.model_source_id) or source(row, where),
            lives[row.program_id],
            _printed(versions, entered),
        )
        for versions, (row, where) in zip(revisions, newest, strict=True)
    }


def known(rows: Rows, source: Callable[[Any, Where], Source]) -> list[tuple[int, Known]]:
    """What was known of each program's life, oldest first, each with the place of the load that told it among all
    events: its first, and whatever was told otherwise since."""
    loads: dict[str, list[tuple[int, t.Revised, Where]]] = defaultdict(list)
    for table in (t.ProgramRow, ProgramEventRow):
        for row, where in (located for revisions in rows.revisions(table) for located in revisions):
            event = rows.event(row)
            loads[(event.load or str(event.place)) if event else ""].append((event.place if event else -1, row, where))
    programs: dict[str, tuple[t.ProgramRow, Where]] = {}
    events: dict[str, tuple[ProgramEventRow, Where]] = {}
    stands: dict[str, Life] = {}
    found: list[tuple[int, Known]] = []
    for load, written in sorted(loads.items(), key=lambda one: min(place for place, _, _ in one[1])):
        for _, row, where in written:
            if isinstance(row, ProgramEventRow):
                events[row.key] = row, where
            elif isinstance(row, t.ProgramRow):
                programs[row.program_id] = row, where
        try:
            lives = _lives(list(programs.values()), list(events.values()), source, rows.published_on)
        except BrokenRow:  # nobody could read that; whether what stands now can be read is asked elsewhere
            continue
        place, first, _ = min(written, key=lambda one: one[0])
        reasons = {row.entry: row.reason for _, row, _ in written if isinstance(row, ProgramEventRow)}
        for program_id, life in lives.items():
            before = stands.get(program_id)
            if before != life:
                news = news_between(before, life, reasons) if before else ()
                on = rows.published_on(first)
                one = Known(program_id=program_id, life=life, news=news, seen_on=on, moment=load)
                found.append((place, one))
        stands = lives
    return found


def _lives(
    programs: Sequence[tuple[t.ProgramRow, Where]],
    events: Sequence[tuple[ProgramEventRow, Where]],
    source: Callable[[Any, Where], Source],
    entered: Entered,
) -> dict[str, Life]:
    """The life of each program: what was entered, and else the launch that its own row states. BrokenRow names an event
    that no program has, that names no program, or that cannot follow the others."""
    names = _called([row for row, _ in programs])
    found: dict[str, list[Event]] = defaultdict(list)
    places: dict[str, Where] = {row.program_id: where for row, where in programs}
    beside: dict[str, list[Event]] = defaultdict(list)
    for row, where in events:
        if row.program_id not in names:
            raise BrokenRow(
                where, "program_id", repr(row.program_id), "Add the program to programs.csv, or correct it."
            )
        event = build.checked(where, "", partial(_event, row, source(row, where), names, entered(row)))
        if event.what in LINKS:
            if row.text not in names or row.text == row.program_id:
                todo = "Name the other program by its id in programs.csv."
                raise BrokenRow(where, "text", repr(row.text), todo)
            beside[row.text].append(replace(event, beside=True))
        found[row.program_id].append(event)
        places[row.program_id] = where
    for program, where in programs:
        mine = found[program.program_id]
        if not any(e.what in BEGINNINGS for e in mine):
            mine += _launch(program, source(program, where))
    return {
        name: build.checked(places[name], "", partial(Life, tuple(found[name]), tuple(beside[name]))) for name in names
    }


def _called(programs: Sequence[t.ProgramRow]) -> dict[str, str]:
    """What a program is called beside another: its name, with its place before it where another has the same name."""
    many = Counter(row.name for row in programs)
    places = {row.program_id: placed(row.kind, row.jurisdiction, row.state) for row in programs}
    return {p.program_id: p.name if many[p.name] == 1 else f"{places[p.program_id]}: {p.name}" for p in programs}


def _event(row: ProgramEventRow, source: Source, names: Mapping[str, str], entered_on: date | None) -> Event:
    what = Happening(row.what)
    return Event(
        program_id=row.program_id,
        what=what,
        on=Period.between(row.day),
        text=row.text,
        source=source,
        tier=EvidenceTier.from_key(row.stated_tier),
        other=names.get(row.text, "") if what in LINKS else "",
        entry=row.entry,
        revision=row.revision,
        entered_on=entered_on,
    )


def _launch(row: t.ProgramRow, source: Source) -> list[Event]:
    """The launch as the program's own row states it; none where it states no day, month or year."""
    try:
        on = Period.dated(row.launch_date)
    except ValueError:
        return []
    tier = EvidenceTier.from_key(row.stated_tier)
    return [Event(program_id=row.program_id, what=Happening.LAUNCHED, on=on, text="", source=source, tier=tier)]


def _printed(versions: Sequence[tuple[t.ProgramRow, Where]], entered: Entered) -> tuple[Printed, ...]:
    """Under which names this site has shown a program, by the revisions of its row, oldest first."""
    return tuple(
        Printed(on=on, name=row.name, jurisdiction=row.jurisdiction) for row, _ in versions if (on := entered(row))
    )
