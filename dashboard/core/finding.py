"""What a check found in a file: where, what was found, what was expected, what to do, and what it would publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST = 160  # characters of what was found


class Severity(StrEnum):
    """Whether a finding stops publication, or is explained in public instead."""

    CRITICAL = "critical"
    CONFIRM = "please confirm"

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a rule found. `consequence` is what the public page would have said."""

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "found", self.found[:MOST])  # a file never speaks at length on a page

    @property
    def key(self) -> str:
        """What a reason is given for: the same finding of the same quarter has the same key."""
        return "|".join((self.rule, self.quarter, self.call_type, self.count))

    @property
    def words(self) -> str:
        said = f"{self.place}: found {self.found.rstrip('.')}; expected {self.expected}. {self.todo}"
        return f"{said} {self.consequence}" if self.consequence else said


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
