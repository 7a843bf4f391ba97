"""Why, as a value: a key and what goes into its words. Whoever shows it says it, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """The key of a message and its values. A value is a text of somebody else's (a name, a cell of a file), a whole
    number, a day, a value of the core that has words of its own (a quarter, a tier), another reason, or a tuple of
    these, which is said as a list."""

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def get(self, name: str) -> object:
        """One of its values; None if it has none of this name."""
        return dict(self.values).get(name)


def reason(key: str, **values: object) -> Reason:
    """A reason with its values in the order of their names, so that two that say the same are equal."""
    return Reason(key, tuple(sorted(values.items())))


def to_json(why: Reason) -> dict[str, Any]:
    """A reason as JSON keeps it. TypeError for a value that it cannot keep."""
    return {"key": why.key, "values": {name: _plain(value) for name, value in why.values}}


def from_json(kept: dict[str, Any]) -> Reason:
    """The reason that `to_json` wrote."""
    return reason(kept["key"], **{name: _value(value) for name, value in kept["values"].items()})


def _plain(value: object) -> object:
    match value:
        case str() | int():
            return value
        case date():
            return {"day": value.isoformat()}
        case Reason():
            return to_json(value)
        case tuple():
            return [_plain(one) for one in value]
        case _:
            raise TypeError(f"{value!r} cannot be kept: give its key, or what it says")


def _value(kept: object) -> object:
    match kept:
        case list():
            return tuple(_value(one) for one in kept)
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case dict():
            return from_json(kept)
        case _:
            return kept
