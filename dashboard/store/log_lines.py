"""Lines of the public log as they are kept: the key of a message with its values, which whoever shows it says. A line
is sealed and never rewritten, so a key that was written once stays in the message files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from enum import Enum
from typing import Any, Literal

from dashboard.core.change import RevisionKind
from dashboard.core.happening import Happening, Outline
from dashboard.core.privacy.disclosure import Policy
from dashboard.core.quarter import Period
from dashboard.core.reason import Reason, reason
from dashboard.core.source_life import Sighting, State
from dashboard.store.engine import check_plain

FILES = "data files"  # who writes what a load of them brings
SITE = "this site"  # and what an upgrade decides
_BY = {FILES: reason("log-by_files"), SITE: reason("log-by_site")}
ONE_MAKER = {  # as it stands in rows behind an office: of two people who check each other, of one alone, of one outside
    "both": "(both accounts go back to one administrator of this site)",
    "alone": "(this account goes back to one administrator of this site)",
    "outside": "(the account behind this goes back to one administrator of this site)",
}


def of_one_maker(office: str, whom: Literal["both", "alone", "outside"]) -> str:
    """An office as it is kept where one administrator issued the links of the accounts behind what it states."""
    return f"{office} {ONE_MAKER[whom]}".strip()


def by(kept: str) -> Reason | str:
    """Who put something on record, of how that is kept: an office as it calls itself, or words of this site."""
    for whom, mark in ONE_MAKER.items():
        if kept.endswith(mark):
            return reason(f"log-by_one_maker_{whom}", office=kept.removesuffix(mark).strip())
    return _BY.get(kept, kept)


def written(line: Reason) -> str:
    """A line as it is kept. Refused for a text with a character that cannot be seen; TypeError for a value that could
    not be read again."""
    kept = _plain(line)
    _check(kept)
    return json.dumps(kept, ensure_ascii=False)


def _check(kept: object) -> None:
    """Before it is JSON, which writes what cannot be seen so that it can be."""
    if isinstance(kept, dict):
        for one in kept.values():
            _check(one)
    else:
        check_plain({"line": kept})


def read(text: str) -> Reason:
    """A line that was written. ValueError for a text that none is."""
    try:
        line = _value(json.loads(text))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{text!r} is no line of the public log") from error
    if not isinstance(line, Reason):
        raise ValueError(f"{text!r} is no line of the public log")
    return line


def _plain(value: object) -> object:
    match value:
        case Reason():
            return {"key": value.key, "values": {name: _plain(one) for name, one in value.values}}
        case RevisionKind():
            return {"change": value.value}
        case Outline():
            about = {"what": value.what.value, "on": value.on.label, "text": value.text, "other": value.other}
            return {"event": about}
        case Sighting():
            about = {"source_id": value.source_id, "state": value.state.value, "on": value.on.label}
            return {"sighting": about | {"address": value.address, "note": value.note}}
        case Policy():
            return {"policy": asdict(value)}
        case str() | int() if not isinstance(value, Enum):
            return value
        case _:
            raise TypeError(f"{value!r} cannot stand in a line of the public log")


def _value(kept: Any) -> Any:
    match kept:
        case {"key": str(key), "values": values}:
            return reason(key, **{name: _value(one) for name, one in values.items()})
        case {"change": change}:
            return RevisionKind(change)
        case {"event": about}:
            return Outline(**about | {"what": Happening(about["what"]), "on": _on(about)})
        case {"sighting": about}:
            return Sighting(**about | {"state": State(about["state"]), "on": _on(about)})
        case {"policy": about}:
            return Policy(**about)
        case _:
            return kept


def _on(about: Mapping[str, str]) -> Period:
    return Period.between(about["on"])
