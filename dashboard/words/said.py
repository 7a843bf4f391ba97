"""One way to say a value of the core, whatever it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum

from dashboard.core.catalogue import CallType, Family, Program
from dashboard.core.cover import Cover
from dashboard.core.evidence import Mark, Source
from dashboard.core.figure import Figure, Withheld
from dashboard.core.happening import Event, Outline
from dashboard.core.ledger import Missing
from dashboard.core.metric import Definition, Metric
from dashboard.core.people import Refused
from dashboard.core.privacy.disclosure import Policy
from dashboard.core.quarter import Period, Quarter
from dashboard.core.reason import Reason
from dashboard.core.source_life import Sighting, SourceLife
from dashboard.core.verification import Verification
from dashboard.voice import DEFAULT, say, speaking, voice, written
from dashboard.words import amounts, evidence, kinds, measures, times


def of(value: object) -> str:
    """A value as a reader should read it. TypeError for what has no words."""
    match value:
        case Mark():
            return evidence.tier(value)
        case Enum():
            return kinds.kind(value)
        case Refused():
            return of(value.why)
        case str():
            return value
        case int():
            return written(value)
        case date():
            return times.day(value)
        case Reason():
            return say(value.key, **{name: _put_in(one) for name, one in value.values})
        case tuple():
            return voice().listed(of(one) for one in value)
        case Quarter():
            return times.quarter(value)
        case Period():
            return times.period(value)
        case Figure():
            return amounts.amount(value.amount, value.definition.unit)
        case Withheld():
            return because(value.why, value.note)
        case _:
            return _of_named(value)


def _of_named(value: object) -> str:
    match value:
        case Program():
            return evidence.title(value)
        case Source():
            return evidence.source(value)
        case Event() | Outline():
            return evidence.event(value)
        case Sighting():
            return evidence.sighting(value)
        case SourceLife():
            return evidence.source_life(value)
        case Verification():
            return evidence.verification(value)
        case Cover():
            return joined(value.why)
        case CallType():
            return measures.of_kind(value)
        case Family():
            return measures.family(value)
        case Metric():
            return measures.name(value)
        case Definition():
            return measures.base(value)
        case Policy():
            return measures.policy(value)
        case _:
            raise TypeError(f"{value!r} has no words")


def plainly(value: object) -> str:
    """A value in the site's own language, whoever asks and whatever they speak: for an operator, a machine, or where it
    is written down for good."""
    with speaking(DEFAULT):
        return of(value)


def because(why: Missing, note: Iterable[Reason | str]) -> str:
    """Why there is no number, with all that is known of it."""
    more = joined(note)
    return say("missing-more", why=of(why), note=more) if more else of(why)


def joined(reasons: Iterable[Reason | str]) -> str:
    """Several reasons, one after the other; nothing where there is none."""
    return "; ".join(of(one) for one in reasons)


def _put_in(value: object) -> object:
    """What stands in a message: a number as one, so that the message can count with it; all else in words."""
    return value if type(value) is int else of(value)
