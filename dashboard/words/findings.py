"""What a check found, in the reader's language: four sentences of each finding, and where in the file it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from dashboard.core.amount import UNITS
from dashboard.core.finding import MOST, SAID, CellAddress, Finding, Value, critical, to_confirm
from dashboard.core.happening import Happening
from dashboard.core.ledger import Missing
from dashboard.core.privacy.disclosure import Blocking
from dashboard.core.quarter import Period, Quarter
from dashboard.voice import say, voice
from dashboard.words import measures
from dashboard.words.amounts import rounded
from dashboard.words.evidence import happened
from dashboard.words.said import of
from dashboard.words.times import before, distance


def found(finding: Finding) -> str:
    """What was found; what a file says in it is cut short."""
    said = _written(finding, "found") or say(f"finding-{finding.rule}-found", **_values(finding))
    if more := dict(finding.values).get("more"):
        said = say("findings-in_more_rows", found=said, more=more)
    return said[:MOST]


def expected(finding: Finding) -> str:
    """What was expected instead."""
    return _written(finding, "expected") or say(f"finding-{finding.rule}-expected", **_values(finding))


def todo(finding: Finding) -> str:
    """What to do about it."""
    if finding.escalated:
        return todo(critical(finding.also)[0])
    return _written(finding, "todo") or say(f"finding-{finding.rule}-todo", **_values(finding))


def consequence(finding: Finding) -> str:
    """What the public page would have said; nothing where it would have said nothing."""
    if finding.written or not voice().has(f"finding-{finding.rule}-consequence"):
        return _written(finding, "consequence")
    return say(f"finding-{finding.rule}-consequence", **_values(finding))


def rule(name: str) -> str:
    """What a rule looks for."""
    return say(f"finding-{name}-rule")


def place(one: CellAddress) -> str:
    """A place in a file: `sheet Counts, row 3, column D`."""
    parts = (
        say("findings-sheet", sheet=one.sheet) if one.sheet else "",
        say("findings-row", row=str(one.row)) if one.row else "",
        say("findings-column", column=one.column) if one.column else "",
    )
    return voice().row(filter(None, parts)) or say("findings-whole_file")


def where(finding: Finding) -> str:
    """The quarter it is about, and the place in the file."""
    if not finding.quarter:
        return place(finding.place)
    spot = place(finding.place) if finding.place != CellAddress() else say("findings-whole_quarter")
    return say("findings-where", quarter=of(Quarter.parse(finding.quarter)), place=spot)


def follows(finding: Finding) -> str:
    """What was found besides and follows from this, in a sentence; nothing where nothing does."""
    said = "; ".join(found(one).rstrip(".") for one in finding.also[:SAID])
    if more := len(finding.also[SAID:]):
        return say("findings-follows_more", said=said, more=more)
    return say("findings-follows", said=said) if said else ""


def whole(finding: Finding) -> str:
    """All of it, in one line."""
    parts = {"where": where(finding), "found": found(finding).rstrip("."), "expected": expected(finding)}
    said = say("findings-line", todo=todo(finding), **parts)
    return " ".join(filter(None, (said, consequence(finding), follows(finding))))


def counted(findings: Sequence[Finding]) -> str:
    """How many findings block, and how many ask; nothing where there are none."""
    stops, asks = (sum(one.times for one in some) for some in (critical(findings), to_confirm(findings)))
    parts = (say("findings-stop", many=stops) if stops else "", say("findings-ask", many=asks) if asks else "")
    return voice().row(filter(None, parts))


def _written(finding: Finding, part: str) -> str:
    """A sentence that an earlier version of this site kept; nothing where none was."""
    return dict(finding.written).get(part, "")


def _values(finding: Finding) -> dict[str, object]:
    """The values of a finding as they stand in its sentences, with what follows from them."""
    values = dict(finding.values)
    said: dict[str, object] = {name: _said(name, value) for name, value in values.items()}
    if finding.quarter:
        here = Quarter.parse(finding.quarter)
        said["quarter"] = of(here)
        said |= {f"{name}_apart": _apart(Quarter.parse(str(values[name])), here) for name in _QUARTERS & values.keys()}
    if "denominator" in values:
        said["rate"] = _rate(values["numerator"], values["denominator"])
    if "happened" in values:
        said["happened"] = _happened(values)
    if "nodes" in values:
        said["small"] = _small(values)
    return said


def _said(name: str, value: Value) -> object:
    if name in _QUARTERS:
        return of(Quarter.parse(str(value)))
    if name in _WORDS:
        return _WORDS[name](value)
    return voice().row(value) if isinstance(value, tuple) else value


def _apart(one: Quarter, here: Quarter) -> str:
    """How a quarter stands to the one that a finding is about; nothing if it is the same."""
    if one == here:
        return ""
    return before(one, here) if one < here else say("findings-later", distance=distance(here, one))


def _rate(part: Value, whole: Value) -> str:
    if isinstance(part, int) and isinstance(whole, int) and whole:
        return rounded(100 * part / whole, UNITS["percent"], 0)
    return say("findings-nothing")


def _happened(values: Mapping[str, Value]) -> str:
    """What happened to a program: its key, first and last day with the label of its period, and what it names."""
    first, last, label = _each(values["dates"])
    on = Period(start=date.fromisoformat(first), end=date.fromisoformat(last), label=label)
    return happened(Happening(str(values["happened"])), on, str(values["event_text"]), str(values["event_other"]))


def _small(values: Mapping[str, Value]) -> str:
    """The small counts that a correction would give away."""
    parts = zip(*(_each(values[name]) for name in ("nodes", "whose", "sizes", "after")), strict=True)
    lines = (measures.too_small(Blocking(node, whose, int(size), after)) for node, whose, size, after in parts)
    return "; ".join(dict.fromkeys(lines))


def _quoted(text: Value) -> str:
    return repr(text) if text else say("findings-nothing")


def _few(names: Sequence[str]) -> str:
    if len(names) <= 2:
        return voice().row(names)
    return say("findings-few", first=names[0], more=len(names) - 1)


def _count(key: Value) -> str:
    return measures.count(str(key))


def _each(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _span(span: str) -> str:
    first, _, last = span.partition(":")
    return say("findings-span", first=first, last=last) if last else first


_QUARTERS = frozenset({"last", "newest", "due", "other"})  # values that are quarters
_WORDS: Mapping[str, Callable[[Value], str]] = {  # values that are keys, or that a file said
    "text": _quoted,
    "part": _count,
    "whole": _count,
    "parts": lambda keys: _few([_count(key) for key in _each(keys)]),
    "kinds": lambda names: _few(_each(names)),
    "quarters": lambda keys: voice().row(of(Quarter.parse(key)) for key in _each(keys)),
    "missing": lambda keys: voice().row(of(Missing(key)) for key in _each(keys)),
    "spans": lambda spans: voice().row(map(_span, _each(spans))),
    "sheets": lambda names: voice().listed(_each(names)),
}
