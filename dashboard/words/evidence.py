"""Who says so, and what became of it: tiers, sources, records of checks, and what happened to programs and sources."""

from __future__ import annotations

from datetime import date

from dashboard.core.catalogue import Program
from dashboard.core.evidence import Mark, Register, Source
from dashboard.core.happening import NAMES, Event, Happening, Outline
from dashboard.core.life import Life
from dashboard.core.quarter import Period
from dashboard.core.source_life import Sighting, SourceLife
from dashboard.core.verification import Check, Verification
from dashboard.voice import say
from dashboard.words import times
from dashboard.words.kinds import kind


def tier(one: Mark) -> str:
    """`Program-reported`."""
    return say(f"tier-{one.key}")


def label(one: Mark) -> str:
    """A tier with its icon: `○ Program-reported`."""
    return f"{one.icon} {tier(one)}"


def counted_here() -> str:
    """The sentence under what this site counted from its own register."""
    return f"{label(Register.REGISTER)}."


def meaning(one: Mark) -> str:
    """What a tier means, in two sentences."""
    return say(f"tier-{one.key}-meaning")


def source(one: Source) -> str:
    """Publisher, title and day of a document, in its own language."""
    about = {"publisher": one.publisher, "title": one.title}
    return say("source-said_dated", **about, published=one.published) if one.published else say("source-said", **about)


def sighting(one: Sighting) -> str:
    """What was found of a source, as it follows its name: `was withdrawn on May 3, 2026: counted twice`."""
    said = say(f"source-life-{one.state.value}", when=times.when(one.on))
    return say("source-life-more", said=said, note=one.note.rstrip(".")) if one.note else said


def source_life(one: SourceLife) -> str:
    """What must be said wherever a source is named; nothing while it stands."""
    return "; ".join(sighting(seen) for seen in one.lost)


def event(one: Event | Outline) -> str:
    """What happened, as it follows `the program`: `ended on Apr 7, 2025`."""
    return happened(one.what, one.on, one.text, one.other)


def happened(what: Happening, on: Period, text: str = "", other: str = "") -> str:
    """The same, of an event by its parts."""
    said = say(f"event-{what.value}", when=times.when(on), text=text, other=other or text)
    return say("event-more", said=said, text=text) if text and what not in NAMES else said


def whose(one: Event) -> str:
    """Of whom an event is told, in the life in which it stands."""
    return say("event-another_program") if one.beside else say("event-the_program")


def mark(one: Event) -> str:
    """What stands at its place in a picture, in a word."""
    return say(f"event-mark-{one.what.value}")


def life(one: Life) -> str:
    """What a list says beside the name of a program that no longer runs: `ended Apr 2025`."""
    stopped = one.stopped
    if stopped is None:
        return ""
    only_year = times.period(stopped.on) == str(stopped.last.year)
    when = str(stopped.last.year) if only_year else times.month(stopped.last)
    if stopped.what in (Happening.ENDED, Happening.PAUSED):
        return say(f"standing-{stopped.what.value}", when=when)
    return say("standing-merged_into", other=stopped.other or stopped.text, when=when)


def title(one: Program) -> str:
    """A program by place and name, and that it has stopped."""
    return ", ".join(filter(None, (f"{one.place}: {one.name}", life(one.life))))


def title_on(one: Program, day: date) -> str:
    """A program as it was called on a day, and what it is called now where that is something else."""
    then = f"{one.place_on(day)}: {one.name_on(day)}"
    now = title(one)
    return now if then == f"{one.place}: {one.name}" else say("program-then_now", then=then, now=now)


def standing(one: Program) -> str:
    """A program by its place alone, and that it has stopped."""
    return ", ".join(filter(None, (one.place, life(one.life))))


def verification(one: Verification) -> str:
    """A record of a check in one line: by whom, how, when, what was read, and what was found."""
    verdicts = {Check.RECOUNT: "check-agrees", Check.STATED: "check-states", Check.REPEATS: "check-repeats_this"}
    verdict = say(verdicts.get(one.kind, "check-found")) if one.agrees else say("check-differs", found=one.found)
    line = say(
        "check-line",
        verifier=one.verifier,
        method=one.method,
        claim=kind(one.claim),
        dated=one.dated,
        read=kind(one.read),
        verdict=verdict,
    )
    return f"{line} {one.scope}".rstrip()
