"""What a check found in a file: where, what was found, what was expected, what to do, and what it would publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

MOST = 160  # characters of what was found


class Severity(StrEnum):
    """Whether a finding stops publication, or is explained in public instead."""

    CRITICAL = "critical"
    CONFIRM = "confirm"

    @property
    def icon(self) -> str:
        return "■" if self is Severity.CRITICAL else "△"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a file that a person can go to; 0 and nothing where a finding is about all of it."""

    sheet: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        parts = [
            f"sheet {self.sheet}" if self.sheet else "",
            f"row {self.row}" if self.row else "",
            f"column {self.column}" if self.column else "",
        ]
        return ", ".join(p for p in parts if p) or "the whole file"


def key_of(rule: str, quarter: object, call_type: str = "", count: str = "") -> str:
    """What a finding is called: by its rule and by what it is about."""
    return f"{rule}|{quarter}|{call_type}|{count}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a rule found. `consequence` is what the public page would have said. `because` are keys of
    findings: of the first of them that is there, this one is only a consequence. `also` is what follows from this."""

    rule: str
    severity: Severity
    place: Place
    found: str
    expected: str
    todo: str
    consequence: str = ""
    quarter: str = ""
    call_type: str = ""
    count: str = ""
    times: int = 1  # how many findings this one stands for
    beside: str = ""  # what else it is about: the quarter it was compared with, a hidden sheet
    told: bool = True  # whether the public reads the answer to it; not where the question tells of withheld counts
    because: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "found", self.found[:MOST])  # a file never speaks at length on a page
        object.__setattr__(self, "also", tuple(self.also))
        object.__setattr__(self, "because", tuple(self.because))

    @property
    def key(self) -> str:
        """What a reason is given for: the same finding of the same quarter has the same key."""
        key = key_of(self.rule, self.quarter, self.call_type, self.count)
        return f"{key}|{self.beside}" if self.beside else key

    @property
    def where(self) -> str:
        """The quarter it is about, and the place in the file."""
        if not self.quarter:
            return str(self.place)
        place = str(self.place) if self.place != Place() else "the whole quarter"
        return f"{self.quarter}: {place}"

    @property
    def follows(self) -> str:
        """What was found besides and follows from this, in a sentence; nothing where nothing does."""
        said = self.also[:_FOLLOWING]
        more = len(self.also) - len(said)
        rest = f"; and {more:,} more" if more else ""
        return f"This follows from it: {'; '.join(one.rstrip('.') for one in said)}{rest}." if said else ""

    @property
    def words(self) -> str:
        said = f"{self.where}: found {self.found.rstrip('.')}; expected {self.expected}. {self.todo}"
        return " ".join(filter(None, (said, self.consequence, self.follows)))


_FOLLOWING = 3  # of what follows from a finding, so many are said; the rest is a number


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
    said: dict[str, Finding] = {}
    for at in sorted(under):
        one = _with(*under[at])
        if same := said.get(one.words):
            worst = one if critical((one,)) else same
            one = replace(worst, times=same.times + one.times)
        said[one.words] = one
    return list(said.values())


def _root(findings: Sequence[Finding], first: dict[str, int], at: int) -> int:
    """Where the finding stands that this one follows from in the end; its own place where it follows from none."""
    seen = {at}
    while (cause := next((first[key] for key in findings[at].because if key in first), None)) is not None:
        if cause in seen:
            return min(seen)
        seen.add(cause)
        at = cause
    return at


def _with(root: Finding, *following: Finding) -> Finding:
    """A finding with what follows from it."""
    also = (*root.also, *(one.found for one in following))
    stops = critical(following)
    if not stops or root.severity is Severity.CRITICAL:
        return replace(root, also=also)
    return replace(root, also=also, severity=Severity.CRITICAL, todo=stops[0].todo)


SHOWN = 200  # findings that a person is shown at once; the rest is a number


def shown(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings that are shown, kept and printed: all of them, or the first with a last one that counts the rest. It
    is critical, for nobody can answer for what they are not shown."""
    if len(findings) <= SHOWN:
        return tuple(findings)
    rest = sum(f.times for f in findings[SHOWN:])
    more = Finding(
        rule="more_findings",
        severity=Severity.CRITICAL,
        place=Place(),
        found=f"{rest:,} further findings, which are not listed",
        expected=f"at most {SHOWN} findings in a file",
        todo="Correct those that are listed, or upload fewer quarters at a time; then upload the file again.",
        times=rest,
    )
    return (*findings[:SHOWN], more)


def critical(findings: Sequence[Finding]) -> list[Finding]:
    return [f for f in findings if f.severity is Severity.CRITICAL]


def to_confirm(findings: Sequence[Finding]) -> list[Finding]:
    return [f for f in findings if f.severity is Severity.CONFIRM]
