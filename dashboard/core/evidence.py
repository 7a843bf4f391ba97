"""Who says so: tiers, sources, verifications and challenges. A tier is earned, never claimed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class EvidenceTier(IntEnum):
    """Who stands behind a number, weakest first. Ordered so that `min` is the weakest."""

    ILLUSTRATIVE = 0
    THIRD_PARTY_UNREVIEWED = 1
    PROGRAM_REPORTED = 2
    INDEPENDENTLY_VERIFIED = 3

    @property
    def key(self) -> str:
        return self.name.lower()

    @property
    def words(self) -> str:
        return _WORDS[self][0]

    @property
    def icon(self) -> str:
        """A shape of its own for each tier, the same in text and in charts, so colour is never needed."""
        return _WORDS[self][1]

    @property
    def shape(self) -> str:
        """The Vega name of the icon's shape."""
        return _WORDS[self][2]

    @property
    def label(self) -> str:
        return f"{self.icon} {self.words}"

    @property
    def meaning(self) -> str:
        return _WORDS[self][3]

    @classmethod
    def from_key(cls, key: str) -> EvidenceTier:
        try:
            return cls[key.upper()]
        except KeyError:
            raise ValueError(f"{key!r} is not an evidence tier; use one of {', '.join(t.key for t in cls)}") from None


_WORDS = {
    EvidenceTier.ILLUSTRATIVE: (
        "Illustrative",
        "◇",
        "diamond",
        "Made-up example data, to show how the page works. It describes no real place.",
    ),
    EvidenceTier.THIRD_PARTY_UNREVIEWED: (
        "Third party, unreviewed",
        "△",
        "triangle-up",
        "Counted by somebody outside the program (students, watchdogs, unions, newsrooms, this site) "
        "and not reviewed by anyone else.",
    ),
    EvidenceTier.PROGRAM_REPORTED: (
        "Program-reported",
        "○",
        "circle",
        "The program, its government or its funder says so, or the press quoting them. "
        "No body outside the program has checked it.",
    ),
    EvidenceTier.INDEPENDENTLY_VERIFIED: (
        "Independently verified",
        "■",
        "square",
        "A body outside the program's chain of command checked this figure for this period, "
        "and a public document says how.",
    ),
}


def weakest(tiers: Iterable[EvidenceTier]) -> EvidenceTier:
    """The tier of anything computed from these: never stronger than the weakest. ValueError on none."""
    found = list(tiers)
    if not found:
        raise ValueError("nothing has no tier: name at least one")
    return min(found)


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

    def __post_init__(self) -> None:
        for name in ("source_id", "title", "publisher"):
            if not getattr(self, name).strip() or getattr(self, name).strip().lower() in ("n/a", "none", "-"):
                raise ValueError(f"a source needs a {name}, found {getattr(self, name)!r}")
        if self.url and not self.url.startswith(("http://", "https://")):
            raise ValueError(f"a link starts with http:// or https://, found {self.url!r}")

    @property
    def words(self) -> str:
        return f"{self.publisher}: {self.title}" + (f" ({self.published})" if self.published else "")


def union(groups: Iterable[Iterable[Source]]) -> tuple[Source, ...]:
    """Every source once, in the order of their ids: the sources of anything computed from these."""
    return tuple(sorted({s.source_id: s for group in groups for s in group}.values(), key=lambda s: s.source_id))


class Claim(StrEnum):
    """What a study can support. Only the last two may be worded 'reduced', 'prevented', 'saved'."""

    COUNT = "count"
    BEFORE_AFTER = "before_after"
    COMPARISON_GROUP = "comparison_group"
    RANDOMIZED = "randomized"

    @property
    def causal(self) -> bool:
        return self in (Claim.COMPARISON_GROUP, Claim.RANDOMIZED)

    @property
    def words(self) -> str:
        return {
            Claim.COUNT: "a count",
            Claim.BEFORE_AFTER: "a before-and-after comparison",
            Claim.COMPARISON_GROUP: "a comparison-group study",
            Claim.RANDOMIZED: "a randomized study",
        }[self]


_DATED = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """A record that somebody outside the program checked one revision of one figure, and how."""

    figure_id: str
    revision: int
    verifier: str
    method: str
    claim: Claim
    scope: str
    agrees: bool
    found: str
    source: Source
    dated: str

    def __post_init__(self) -> None:
        if not _DATED.match(self.dated):
            raise ValueError(
                f"a verification is dated by year, month or day (2025, 2025-05, 2025-05-23), found {self.dated!r}"
            )

    @property
    def words(self) -> str:
        verdict = "agrees" if self.agrees else f"differs: {self.found}"
        return f"{self.verifier}, {self.method} ({self.claim.words}, {self.dated}): {verdict}. {self.scope}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A published critique, linked beside the figure it challenges."""

    figure_id: str
    statement: str
    source: Source


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a revision stands: its tier, what raised it, and what no longer does."""

    tier: EvidenceTier
    raised_by: tuple[Verification, ...] = ()
    lapsed: tuple[Verification, ...] = ()
    disagreeing: tuple[Verification, ...] = ()


def earned(
    stated: EvidenceTier, *, revision: int, verifications: Iterable[Verification], figure_id: str = ""
) -> Standing:
    """The tier a revision has earned. Only an agreeing verification of this very revision raises it;
    one of an earlier revision has lapsed. ValueError if the data itself claims to be verified."""
    if stated is EvidenceTier.INDEPENDENTLY_VERIFIED:
        raise ValueError("a tier is earned: only a verification record can make a figure independently verified")
    records = [v for v in verifications if not figure_id or v.figure_id == figure_id]
    raised = tuple(v for v in records if v.revision == revision and v.agrees)
    lapsed = tuple(v for v in records if v.revision < revision and v.agrees)
    differs = tuple(v for v in records if v.revision == revision and not v.agrees)
    lifts = bool(raised) and not differs and stated is not EvidenceTier.ILLUSTRATIVE
    return Standing(EvidenceTier.INDEPENDENTLY_VERIFIED if lifts else stated, raised if lifts else (), lapsed, differs)
