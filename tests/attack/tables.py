"""Made-up quarters: how many calls ended where, by call type, and what a program sends in of it."""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from dashboard.core.ledger import Counts, Missing
from dashboard.core.privacy.call_tree import filled
from dashboard.core.privacy.under_other import INTO, merged_again
from dashboard.settings import ROOT
from tests.attack.attack import COUNTS, LEAVES, SUMS

with (ROOT / "data" / "call_types.csv").open(encoding="utf-8") as _file:
    ORDER = tuple(row["call_type"] for row in csv.DictReader(_file))

Leaves = dict[str, int]

# the counts from which each cell follows; one that is there itself needs nothing else
_ENDINGS = ("resolved_by_phone", "mobile_team_sent", "ems_fire_sent", "police_sent", "other_outcome")
COUNTED: dict[str, tuple[str, ...]] = {key: (key,) for key in COUNTS} | {
    "not_reached": ("eligible", "reached_clinician"),
    "never_offered": ("eligible", "offered"),
    "not_by_phone": ("reached_clinician", *_ENDINGS[:1]),
    "field": _ENDINGS[1:3],
    "not_diverted": ("reached_clinician", *_ENDINGS[:3]),
    "other_or_unaccounted": ("reached_clinician", *_ENDINGS[:4]),
    "unaccounted": ("reached_clinician", *_ENDINGS),
    "contact": ("mobile_team_sent", "no_contact"),
    "not_followed_up": ("followup_due", "followup_reached"),
    "diverted": _ENDINGS[:3],
    "not_felt_safe": ("safety_answers", "felt_safe"),
}
_TRANSFER = {"offered", "lost_in_transfer", "reached_clinician"}
_FREE = {  # counts, and the endings of which there may be none where they are missing
    **{key: SUMS[key] for key in (*_ENDINGS, "not_triaged", "no_contact", "followup_reached", "felt_safe")},
    "eligible": ("never_offered",),
    "followup_due": ("not_followed_up",),
    "safety_answers": ("not_felt_safe",),
}


@dataclass(frozen=True)
class Received:
    """One quarter as it was, which counts of it are missing and why, and how it is published: which call types are
    counted under `other`, and which there were at that time."""

    leaves: Mapping[str, Leaves]
    missing: frozenset[tuple[str, str]] = field(default_factory=frozenset)  # call type and count
    why: Missing = Missing.NOT_COLLECTED
    merged: tuple[str, ...] = ()
    order: tuple[str, ...] = ORDER

    @cached_property
    def counts(self) -> dict[str, Counts]:
        """What the program sends in."""
        return {
            kind: Counts(
                {key: self.why if (kind, key) in self.missing else sum(leaves[k] for k in SUMS[key]) for key in COUNTS}
            )
            for kind, leaves in self.leaves.items()
        }

    @cached_property
    def sent(self) -> dict[str, Counts]:
        """What is published of it, before anything is withheld: some call types may be counted under `other`."""
        return merged_again(self.counts, self.merged)

    def held(self, kind: str) -> list[str]:
        """The call types that are counted in the row of one."""
        return [one for one in (kind, *(self.merged if kind == INTO else ())) if one in self.leaves]

    @cached_property
    def settled(self) -> dict[str, Leaves]:
        """Where the calls ended as the rule takes them: what is missing is as small as what is known allows."""
        gone = {kind for kind, _ in self.missing}
        return {
            kind: leaves if kind not in gone else dict.fromkeys(LEAVES, 0) | leaves_of(filled(self.counts[kind]))
            for kind, leaves in self.leaves.items()
        }

    def nobody(self, kind: str) -> set[str]:
        """The endings of which the rule takes a call type to have none, because something is missing."""
        gone = {key for key in COUNTS if (kind, key) in self.missing}
        none = {leaf for key in gone.intersection(_FREE) for leaf in _FREE[key]}
        if len(gone & _TRANSFER) > 1:
            none |= {"unaccounted"} if "reached_clinician" in gone else {"lost_in_transfer"}
            none |= {"lost_in_transfer"} if gone >= {"offered", "lost_in_transfer"} else set()
        return none

    def knows(self, kind: str, keys: Iterable[str]) -> bool:
        """Whether the program knows these counts: it has collected them, or they follow from those it has."""
        missing = {key for key in COUNTS if (kind, key) in self.missing}
        if len(missing & _TRANSFER) == 1:
            missing -= _TRANSFER
        return not missing.intersection(keys)


def least_eligible(counts: Counts) -> int:
    """How many calls were eligible at least, where that was not collected."""

    def known(key: str) -> int:
        value = counts[key]
        return value if isinstance(value, int) else 0

    reached = max(known("reached_clinician"), sum(map(known, _ENDINGS)))
    return max(known("eligible"), known("offered"), reached + known("lost_in_transfer"))


def leaves_of(counts: Mapping[str, int]) -> Leaves:
    """Where the calls ended, from complete counts."""
    ends = {key: counts[key] for key in LEAVES if key in counts}
    return ends | {
        "contact": counts["mobile_team_sent"] - counts["no_contact"],
        "unaccounted": counts["reached_clinician"] - sum(counts[key] for key in _ENDINGS),
        "never_offered": counts["eligible"] - counts["offered"],
        "not_followed_up": counts["followup_due"] - counts["followup_reached"],
        "not_felt_safe": counts["safety_answers"] - counts["felt_safe"],
    }


def ended(**leaves: int) -> Leaves:
    """Calls of one call type by where they ended, none where nothing is said."""
    assert set(leaves) <= set(LEAVES)
    return dict.fromkeys(LEAVES, 0) | leaves


def example() -> dict[str, Received]:
    """The quarters of the example county as it sent them in."""
    quarters: dict[str, dict[str, Leaves]] = {}
    missing: dict[str, set[tuple[str, str]]] = {}
    with (ROOT / "data" / "example" / "ledger.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            kind, quarter = row["call_type"], row["quarter"]
            missing.setdefault(quarter, set()).update((kind, key) for key in COUNTS if not row[key].isdigit())
            counts = {key: int(row[key]) if row[key].isdigit() else 0 for key in COUNTS}
            quarters.setdefault(quarter, {})[kind] = leaves_of(counts)
    return {quarter: Received(table, frozenset(missing[quarter])) for quarter, table in quarters.items()}


# made at random


def any_program(rng: random.Random) -> Received:
    """Any quarter of any program: of 5 to 5,000 eligible calls, few or many call types, common and rare endings."""
    kinds = sorted(rng.sample(ORDER, rng.randint(1, len(ORDER))), key=ORDER.index)
    calls = round(math.exp(rng.uniform(math.log(5), math.log(5000))))
    weights = [rng.expovariate(1) ** rng.choice([1, 2, 3]) + 1e-6 for _ in kinds]
    here = {kind: round(calls * weight / sum(weights)) for kind, weight in zip(kinds, weights, strict=True)}
    usual = {name: _rate(rng) for name in _SPLITS}
    own = rng.random() < 0.5
    return Received(
        {kind: _ended(rng, n, {k: _rate(rng) if own and rng.random() < 0.3 else r for k, r in usual.items()})
         for kind, n in here.items()},
        _missing(rng, kinds),
    )  # fmt: skip


_SPLITS = ("reached", "lost", "phone", "field", "mobile", "contact", "police", "other", "triage", "due", "followed",
           "backup", "asked", "safe")  # fmt: skip


def _rate(rng: random.Random) -> float:
    kind = rng.random()
    if kind < 0.15:
        return rng.choice([0.0, 1.0])
    if kind < 0.4:
        return abs(rng.choice([0.0, 1.0]) - rng.random() * 0.05)
    return rng.random()


def _some(rng: random.Random, n: int, rate: float) -> int:
    return sum(rng.random() < rate for _ in range(n))


def _ended(rng: random.Random, n: int, rates: Mapping[str, float]) -> Leaves:
    some = {name: lambda n, name=name: _some(rng, n, rates[name]) for name in _SPLITS}
    reached = some["reached"](n)
    lost = some["lost"](n - reached)
    phone = some["phone"](reached)
    sent = some["field"](reached - phone)
    mobile = some["mobile"](sent)
    contact = some["contact"](mobile)
    police = some["police"](reached - phone - sent)
    rest = reached - phone - sent - police
    other = some["other"](rest)
    due = some["due"](reached)
    followed = some["followed"](due)
    asked = some["asked"](mobile)
    safe = some["safe"](asked)
    return ended(
        never_offered=n - reached - lost,
        lost_in_transfer=lost,
        resolved_by_phone=phone,
        no_contact=mobile - contact,
        contact=contact,
        ems_fire_sent=sent - mobile,
        police_sent=police,
        other_outcome=other,
        unaccounted=rest - other,
        not_triaged=some["triage"](n),
        followup_reached=followed,
        not_followed_up=due - followed,
        backup_requested=some["backup"](mobile),
        responder_injuries=rng.choice([0, 0, 0, 1]) if mobile else 0,
        felt_safe=safe,
        not_felt_safe=asked - safe,
    )


def _missing(rng: random.Random, kinds: list[str]) -> frozenset[tuple[str, str]]:
    """Nothing, mostly; else whole columns, or single cells."""
    kind = rng.random()
    if kind < 0.6:
        return frozenset()
    if kind < 0.85:
        columns = rng.sample(COUNTS, rng.randint(1, 4))
        return frozenset((k, c) for k in kinds for c in columns)
    return frozenset((rng.choice(kinds), rng.choice(COUNTS)) for _ in range(rng.randint(1, 5)))


_EDGES = (0, 0, 0, 0, 0, 0, 1, 2, 3, 5, 9, 10, 11, 11, 12, 13, 14, 20, 21, 22, 23, 33, 100, 400)


def on_the_edge(rng: random.Random) -> Received:
    """Few call types, and in every ending none, nearly the threshold, just above it, or many."""
    kinds = sorted(rng.sample(ORDER, rng.choice([2, 2, 3, 3, 4, 5])), key=ORDER.index)
    used = rng.sample(LEAVES[:9], rng.randint(2, 9))
    table = {}
    for kind in kinds:
        empty = rng.random() < 0.15
        leaves = {leaf: 0 if empty else rng.choice(_EDGES) for leaf in used}
        due = {leaf: rng.choice(_EDGES) for leaf in ("not_triaged", "followup_reached", "not_followed_up")}
        table[kind] = ended(**leaves, **(due if rng.random() < 0.5 else {}))
    return Received(table)


# corrected

_CORRECTED = tuple(leaf for leaf in LEAVES if leaf in LEAVES[:9] or leaf in ("not_triaged", "not_followed_up"))


def corrected(rng: random.Random, before: Received) -> tuple[Received, set[tuple[str, str]]]:
    """A correction: one cell by one, or by more, or several cells, or calls moved from one ending or type to another;
    or a call type that is left out, added, or has no call any more. And the leaf cells that it changed."""
    table = {kind: dict(leaves) for kind, leaves in before.leaves.items()}
    kinds, nothing = list(table), ended()
    if rng.random() < 0.2:
        kind, new = rng.choice(kinds), [kind for kind in before.order if kind not in kinds]
        what = rng.choice(["left out", "added", "emptied"])
        if what == "emptied":
            table[kind] = ended()
        elif what == "left out" and len(kinds) > 1:
            del table[kind]
        elif new:
            table[rng.choice(new)] = ended(**{leaf: rng.choice(_EDGES) for leaf in rng.sample(_CORRECTED, 3)})
        kinds = list(table)

    def move(kind: str, leaf: str, by: int) -> int:
        old = table[kind][leaf]
        least = max(table[kind]["backup_requested"], table[kind]["felt_safe"] + table[kind]["not_felt_safe"])
        team = ("contact", "no_contact")
        floor = max(0, least - table[kind][team[leaf == team[0]]]) if leaf in team else 0
        table[kind][leaf] = max(min(floor, old), old + by)
        return table[kind][leaf] - old

    for _ in range(rng.choice([1, 1, 1, 2, 3, 6])):
        kind, leaf = rng.choice(kinds), rng.choice(_CORRECTED)
        by = rng.choice([-1, 1, -1, 1, -1, 1, -3, 3, -rng.randint(1, 40), rng.randint(1, 40)])
        moved = move(kind, leaf, by)
        if rng.random() < 0.4:
            where = rng.random()
            move(
                kind if where < 0.6 else rng.choice(kinds),
                rng.choice(_CORRECTED[:9]) if where < 0.8 else leaf,
                -moved,
            )
    told = {
        (kind, leaf)
        for kind in {*table, *before.leaves}
        for leaf in LEAVES
        if table.get(kind, nothing)[leaf] != before.leaves.get(kind, nothing)[leaf]
    }
    gone = frozenset(cell for cell in before.missing if cell[0] in table)
    return replace(before, leaves=table, missing=gone), told
