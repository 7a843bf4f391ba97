"""What a check found in a file: which rule, where, and the values that its sentences need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

MOST = 160  # characters of what was found
SAID = 3  # of what follows from a finding, so many are said; the rest is a number

Value = str | int | tuple[str, ...]
_T = TypeVar("_T")


class Severity(StrEnum):
    """Whether a finding stops publication, or is explained in public instead."""

    CRITICAL = "critical"
    CONFIRM = "confirm"

    @property
    def icon(self) -> str:
        return "■" if self is Severity.CRITICAL else "△"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellAddress:
    """A place in a file that a person can go to; 0 and nothing where a finding is about all of it."""

    sheet: str = ""
    row: int = 0
    column: str = ""


def key_of(rule: str, quarter: object, call_type: str = "", count: str = "") -> str:
    """What a finding is called: by its rule and by what it is about."""
    return f"{rule}|{quarter}|{call_type}|{count}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a rule found, with the values that go into its sentences: what a cell says, numbers, a quarter as
    `2026Q3`, the keys of counts. `because` are keys of findings: of the first of them that is there, this one is only a
    consequence. `also` is what follows from this."""

    rule: str
    severity: Severity
    place: CellAddress
    values: tuple[tuple[str, Value], ...] = ()
    quarter: str = ""
    call_type: str = ""
    count: str = ""
    times: int = 1  # how many findings this one stands for
    beside: str = ""  # what else it is about: the quarter it was compared with, a hidden sheet
    public: bool = True  # whether the public reads the answer to it; not where the question tells of withheld counts
    because: tuple[str, ...] = ()
    also: tuple[Finding, ...] = ()
    escalated: bool = False  # it asks, and stops publication for what follows from it, which says what to do
    written: tuple[tuple[str, str], ...] = ()  # its sentences, where an earlier version of this site kept those

    def __post_init__(self) -> None:
        values = ((name, _cut(value)) for name, value in self.values)  # a file never speaks at length on a page
        object.__setattr__(self, "values", tuple(sorted(values)))

    @property
    def key(self) -> str:
        """What a reason is given for: the same finding of the same quarter has the same key."""
        key = key_of(self.rule, self.quarter, self.call_type, self.count)
        return f"{key}|{self.beside}" if self.beside else key

    @property
    def says(self) -> object:
        """What its sentences depend on: two findings with the same read the same."""
        following = tuple((one.rule, one.quarter, one.values, one.written) for one in self.also[:SAID])
        stops = critical(self.also)[:1] if self.escalated else []
        instead = [(one.rule, one.quarter, one.values, one.written) for one in stops]
        return self.rule, self.place, self.quarter, self.values, self.written, len(self.also), following, *instead


def _cut(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(one[:MOST] for one in value)
    return value[:MOST] if isinstance(value, str) else value


def folded(findings: Sequence[Finding]) -> list[Finding]:
    """The findings in their order, each that only follows from another one under it, and none twice in the same words.
    What stops publication is not made a question by that: the finding it is folded under stops it then."""
    first: dict[str, int] = {}
    for at, finding in enumerate(findings):
        first.setdefault(finding.key, at)
    under: dict[int, list[Finding]] = {}
    for at, finding in enumerate(findings):
        here = under.setdefault(_root(findings, first, at), [])
        here.insert(0, finding) if _root(findings, first, at) == at else here.append(finding)
    said: dict[object, Finding] = {}
    for at in sorted(under):
        one = _with(*under[at])
        if same := said.get(one.says):
            worst = one if critical((one,)) else same
            one = replace(worst, times=same.times + one.times)
        said[one.says] = one
    return list(said.values())


def _root(findings: Sequence[Finding], first: dict[str, int], at: int) -> int:
    """Where the finding stands that this one follows from in the end; its own place where it follows from none. None
    is a cause of itself."""
    seen = {at}
    while (cause := next((one for key in findings[at].because if (one := first.get(key, at)) != at), None)) is not None:
        if cause in seen:
            return min(seen)
        seen.add(cause)
        at = cause
    return at


def _with(root: Finding, *following: Finding) -> Finding:
    """A finding with what follows from it."""
    made = replace(root, also=(*root.also, *following))
    if not critical(following) or root.severity is Severity.CRITICAL:
        return made
    return replace(made, severity=Severity.CRITICAL, escalated=True)


def critical(findings: Sequence[Finding]) -> list[Finding]:
    return [f for f in findings if f.severity is Severity.CRITICAL]


def to_confirm(findings: Sequence[Finding]) -> list[Finding]:
    return [f for f in findings if f.severity is Severity.CONFIRM]


def to_json(finding: Finding) -> dict[str, Any]:
    """A finding as JSON keeps it: in a draft, and in what the child process answers."""
    about = asdict(finding)
    if not finding.written:
        del about["written"]
    return about | {"values": dict(finding.values), "also": [to_json(one) for one in finding.also]}


def from_json(kept: Mapping[str, Any]) -> Finding:
    """The finding that `to_json` wrote, or one of an earlier version of this site, that kept sentences: those are said
    as they stand. ValueError, TypeError, KeyError or AttributeError for anything else."""
    about = {name: _is(str, kept.get(name, "")) for name in ("quarter", "call_type", "count", "beside")}
    place = {"sheet": _is(str, kept["place"]["sheet"]), "column": _is(str, kept["place"]["column"])}
    written = kept["written"] if "written" in kept else [(name, kept[name]) for name in _PARTS if "found" in kept]
    return Finding(
        rule=_is(str, kept["rule"]),
        severity=Severity(_RENAMED.get(kept["severity"], kept["severity"])),
        place=CellAddress(row=_is(int, kept["place"]["row"]), **place),
        values=tuple((name, _value(value)) for name, value in kept.get("values", {}).items()),
        times=_is(int, kept.get("times", 1)),
        public=_is(bool, kept.get("public", kept.get("told", True))),
        because=tuple(_is(str, key) for key in kept.get("because", ())),
        also=tuple(_following(one, kept) for one in kept.get("also", ())),
        escalated=_is(bool, kept.get("escalated", kept.get("turned", False))),
        written=tuple((_is(str, part), _is(str, sentence)) for part, sentence in written),
        **about,
    )


_RENAMED = {"please confirm": "confirm"}  # as earlier versions of this site kept it
_PARTS = ("found", "expected", "todo", "consequence")


def _following(one: Any, root: Mapping[str, Any]) -> Finding:
    """What follows from a finding; earlier versions kept only what was found."""
    if isinstance(one, Mapping):
        return from_json(one)
    return from_json({**root, **dict.fromkeys(_PARTS, ""), "found": one, "also": ()})


def _value(kept: Any) -> Value:
    if isinstance(kept, list):
        return tuple(_is(str, one) for one in kept)
    return kept if isinstance(kept, str) else _is(int, kept)


def _is(kind: type[_T], value: Any) -> _T:
    """The value, if it is of this kind and no other. TypeError else."""
    if type(value) is not kind:
        raise TypeError(f"a {kind.__name__} was expected, found {value!r}")
    return value
