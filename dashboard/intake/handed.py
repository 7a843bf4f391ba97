"""Values of the core as plain data and back: what a child process is handed, and nothing that runs."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any

_OURS = "dashboard."  # no other module's values are handed over


def to_bytes(value: object) -> bytes:
    """A value as JSON: dataclasses, enumerations, dates and the collections that hold them. TypeError for another."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(body: bytes) -> Any:
    """The value again, equal to what it was. ValueError for one that is not of this application."""
    return _value(json.loads(body))


def _plain(value: object) -> Any:
    kind = type(value)
    if isinstance(value, Enum):
        return ["enum", _name(kind), value.value]
    if is_dataclass(value) and not isinstance(value, type):
        return ["data", _name(kind), {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.init}]
    if isinstance(value, date) and kind is date:
        return ["date", value.isoformat()]
    if isinstance(value, (tuple, list, frozenset)):
        return [kind.__name__, [_plain(one) for one in value]]
    if isinstance(value, dict):
        return ["dict", [[_plain(key), _plain(one)] for key, one in value.items()]]
    if value is None or kind in (str, int, bool, float):
        return value
    raise TypeError(f"no plain data: {kind.__name__}")


def _value(told: Any) -> Any:
    if not isinstance(told, list):
        return told
    kind, *rest = told
    if kind == "data":
        return _kind(rest[0])(**{name: _value(one) for name, one in rest[1].items()})
    if kind == "enum":
        return _kind(rest[0])(rest[1])
    if kind == "date":
        return date.fromisoformat(rest[0])
    if kind == "dict":
        return {_value(key): _value(one) for key, one in rest[0]}
    return {"tuple": tuple, "list": list, "frozenset": frozenset}[kind](map(_value, rest[0]))


def _name(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


@cache
def _kind(name: str) -> type:
    module, _, kind = name.partition(":")
    if not module.startswith(_OURS):
        raise ValueError(f"{name} is no value of this application")
    found: type = getattr(import_module(module), kind)
    return found
