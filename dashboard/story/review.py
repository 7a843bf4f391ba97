"""What somebody should look at again: sources, programs and figures whose last reading is old, or never was. Nothing is
asked of any other machine; a person opens each and enters what was found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dashboard import words
from dashboard.core.catalogue import ProgramKind
from dashboard.core.evidence import Source
from dashboard.core.happening import Happening
from dashboard.core.record import PublicRecord
from dashboard.voice import say

YEAR = 365  # days after which a reading is old


def to_look_at(record: PublicRecord, today: date, *, days: int = YEAR) -> dict[str, list[str]]:
    """What is to be looked at again, under headings, each heading with its count; headings without anything are left
    out. A reading or a search is old after so many days."""
    sources = [s for s in record.sources if s.publisher_kind != "example" and s.url]
    programs = [p for p in record.programs if p.kind in (ProgramKind.PROGRAM, ProgramKind.STATEWIDE)]
    lost = {s.source_id: s for s in record.sources if s.life.lost}
    moved = {s.source_id: s for s in sources if s.life.moved and s.source_id not in lost}
    left = [s for s in sources if s.source_id not in lost and s.source_id not in moved]
    found = {
        say("review-lost"): [f"{s.source_id}: {words.of(s.life)}{_rests(record, s)}" for s in lost.values()],
        say("review-moved"): [f"{s.source_id}: {words.of(s.life.moved)}" for s in moved.values() if s.life.moved],
        say("review-never_read"): [f"{s.source_id}: {s.url}" for s in left if s.read_on is None],
        say("review-old", days=days): [
            f"{s.source_id}: {say('review-read_on', on=s.read_on)}, {s.url}"
            for s in sorted(left, key=lambda s: (s.read_on or today, s.source_id))
            if s.read_on and (today - s.read_on).days > days
        ],
        say("review-untraced"): list(_untraced(record)),
        say("review-searches", days=days): [
            f"{p.program_id}: {say('review-searched', on=p.searched_on or say('review-never'))}"
            for p in sorted(programs, key=lambda p: (p.searched_on or date.min, p.program_id))
            if not p.life.ended_on and (p.searched_on is None or (today - p.searched_on).days > days)
        ],
        say("review-paused"): [
            f"{p.program_id} {words.of(stopped)}"
            for p in programs
            if (stopped := p.life.stopped) and stopped.what is Happening.PAUSED
        ],
        say("review-no_launch"): [p.program_id for p in programs if p.life.launched is None],
        say("review-undated"): [
            f"{e.entry or p.program_id}: {p.program_id} {words.of(e)}"
            for p in programs
            for e in p.life.events
            if e.first != e.last
        ],
    }
    return {f"{heading} ({len(lines)})": lines for heading, lines in found.items() if lines}


def _rests(record: PublicRecord, source: Source) -> str:
    """Which figures rest on a source."""
    names = [p.figure_id for p in record.published if source in p.figure.sources]
    return f". {say('feed-rests', figures=', '.join(names))}" if names else ""


def _untraced(record: PublicRecord) -> Iterator[str]:
    """The figures that nobody has traced to the words of their source."""
    for one in record.counted():
        if one.figure.trace is None and not one.figure.computed_here:
            sources = ", ".join(s.source_id for s in one.figure.sources)
            yield f"{one.figure_id}: {words.named(one.figure)} ({sources})"
