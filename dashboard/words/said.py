"""One way to say a value of the core, whatever it is."""

from __future__ import annotations

from datetime import date

from dashboard.core.people import Refused
from dashboard.core.quarter import Period, Quarter
from dashboard.core.reason import Reason
from dashboard.voice import say, voice


def of(value: object) -> str:
    """A value as a reader should read it. TypeError for what has no words."""
    match value:
        case Refused():
            return of(value.why)
        case str():
            return value
        case int():
            return voice().number(value)
        case date():
            return voice().day(value)
        case Reason():
            return say(value.key, **{name: _put_in(one) for name, one in value.values})
        case tuple():
            return voice().listed(of(one) for one in value)
        case Quarter() | Period():
            return value.words
        case _:
            raise TypeError(f"{value!r} has no words")


def _put_in(value: object) -> object:
    """What stands in a message: a number as one, so that the message can count with it; all else in words."""
    return value if type(value) is int else of(value)
