"""Who says so: evidence tiers, sources, the kinds of claim, and challenges."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from dashboard.core.quarter import Period
from dashboard.core.source_life import UNSEEN, SourceLife, State


class Mark(IntEnum):
    """What stands beside a number in words, with an icon and a shape of its own: a tier, or that this site counted."""

    @property
    def key(self) -> str:
        return self.name.lower()

    @property
    def icon(self) -> str:
        """A shape of its own for each mark, the same in text and in charts, so color is never needed."""
        return _SHAPES[self][0]

    @property
    def shape(self) -> str:
        """The Vega name of the icon's shape."""
        return _SHAPES[self][1]


class EvidenceTier(Mark):
    """Who stands behind a number, weakest first. Ordered so that `min` is the weakest."""

    ILLUSTRATIVE = 0
    THIRD_PARTY_UNREVIEWED = 1
    PROGRAM_REPORTED = 2
    INDEPENDENTLY_VERIFIED = 3

    @classmethod
    def from_key(cls, key: str) -> EvidenceTier:
        try:
            return cls[key.upper()]
        except KeyError:
            raise ValueError(f"{key!r} is not an evidence tier; use one of {', '.join(t.key for t in cls)}") from None


class Register(Mark):
    """What this site counted in its own register: none of the tiers, for it says nothing about a program."""

    REGISTER = 9


_SHAPES: dict[Mark, tuple[str, str]] = {
    EvidenceTier.ILLUSTRATIVE: ("◇", "diamond"),
    EvidenceTier.THIRD_PARTY_UNREVIEWED: ("△", "triangle-up"),
    EvidenceTier.PROGRAM_REPORTED: ("○", "circle"),
    EvidenceTier.INDEPENDENTLY_VERIFIED: ("■", "square"),
    Register.REGISTER: ("+", "cross"),
}


def mark_of(key: str) -> Mark:
    """The mark of a class: a tier, or the register's where this site chose it. ValueError for any other key."""
    return Register.REGISTER if key == Register.REGISTER.key else EvidenceTier.from_key(key)


def weakest(marks: Iterable[Mark]) -> Mark:
    """The mark of anything computed from these: never stronger than the weakest. ValueError on none, and where a count
    of this site's register would be combined with anything else."""
    found = set(marks)
    if not found:
        raise ValueError("nothing has no tier: name at least one")
    if len(found) > 1 and any(isinstance(mark, Register) for mark in found):
        raise ValueError("a count of this site's own register never combines with a figure about a program")
    return min(found)


OUTSIDE_KINDS = ("nonprofit-research", "academic", "third_party", "auditor")  # publishers that are not the program


_NO_NAMES = ("", "na", "none", "null", "nil", "unknown", "notapplicable", "tbd")  # with nothing but letters


def is_name(text: str) -> bool:
    """Whether a text names a document or whoever published it, and does not say that there is none."""
    return re.sub(r"[\W_]+", "", text.casefold()) not in _NO_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document a reader can open, or at least ask for."""

    source_id: str
    title: str
    publisher: str
    publisher_kind: str
    published: str = ""
    url: str = ""
    notes: str = ""
    accessed: str = ""  # the day on which it was read here; nothing if it was not
    sha256: str = ""  # of the bytes, where they are held
    life: SourceLife = UNSEEN

    def __post_init__(self) -> None:
        for name in ("source_id", "title", "publisher"):
            if not is_name(getattr(self, name)):
                raise ValueError(f"a source needs a {name}, found {getattr(self, name)!r}")
        if self.url and not self.url.startswith(("http://", "https://")):
            raise ValueError(f"a link starts with http:// or https://, found {self.url!r}")
        if self.accessed:
            try:
                date.fromisoformat(self.accessed)
            except ValueError:
                raise ValueError(f"a source is read on a day as 2026-09-30, found {self.accessed!r}") from None

    def is_document(self, source_id: str, sha256: str, url: str) -> bool:
        """Whether this is the document of that id, of those bytes or at that address."""
        alike = ((self.source_id, source_id), (self.sha256, sha256), (self.url, url))
        return any(mine and mine == other for mine, other in alike)

    @property
    def read_on(self) -> date | None:
        """The last day on which it was read here, as far as is known; None if it never was."""
        read = self.life.newest(State.READ)
        days = [read.last] if read else []
        if self.accessed:
            days.append(Period.dated(self.accessed).end or date.min)
        return max(days, default=None)


def union(groups: Iterable[Iterable[Source]]) -> tuple[Source, ...]:
    """Every source once, in the order of their ids: the sources of anything computed from these."""
    return tuple(sorted({s.source_id: s for group in groups for s in group}.values(), key=lambda s: s.source_id))


class Claim(StrEnum):
    """What a study can support. Only the last two may be worded 'reduced', 'prevented', 'saved'."""

    COUNT = "count"
    BEFORE_AFTER = "before_after"
    COMPARISON_GROUP = "comparison_group"
    RANDOMIZED = "randomized"


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A published critique, linked beside the figure it challenges."""

    figure_id: str
    statement: str
    source: Source
