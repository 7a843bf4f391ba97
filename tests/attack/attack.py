"""An attacker who archives every publication and works the withheld counts out of it, by linear programming, and by
integer programming where that leaves parts of a call.

Knows only public bytes, the ledger's arithmetic, and which cells a correction changed (more than a reader is told).
Shares no code with the product.

Every call is in exactly one leaf (`LEAVES`); every count of the ledger and every part of one is a sum of leaves
(`CELLS`, `STAFF`). A published number is one equation on the leaves of its call types. The lowest and highest value
of a withheld cell under all equations is what an attacker knows about it. Counts that were never collected exist
all the same: they are variables without an equation.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import highspy
import numpy as np

ALL, TOGETHER = "all", "together"

# where a call can end: every call is in one of these
_BY_TEAM = ("no_contact", "contact")
_NOT_REACHED = ("lost_in_transfer", "never_offered")
_OTHER = ("other_outcome", "unaccounted")
_NOT_DIVERTED = ("police_sent", *_OTHER)
_FIELD = (*_BY_TEAM, "ems_fire_sent")
_REACHED = ("resolved_by_phone", *_FIELD, *_NOT_DIVERTED)

# what is about people: the counts of the ledger, and the parts that follow from them
CELLS: dict[str, tuple[str, ...]] = {
    "eligible": (*_REACHED, *_NOT_REACHED),
    "not_triaged": ("not_triaged",),
    "offered": (*_REACHED, "lost_in_transfer"),
    "lost_in_transfer": ("lost_in_transfer",),
    "reached_clinician": _REACHED,
    "resolved_by_phone": ("resolved_by_phone",),
    "mobile_team_sent": _BY_TEAM,
    "ems_fire_sent": ("ems_fire_sent",),
    "police_sent": ("police_sent",),
    "other_outcome": ("other_outcome",),
    "no_contact": ("no_contact",),
    "followup_due": ("followup_reached", "not_followed_up"),
    "followup_reached": ("followup_reached",),
    "not_reached": _NOT_REACHED,
    "never_offered": ("never_offered",),
    "not_by_phone": (*_FIELD, *_NOT_DIVERTED),
    "field": _FIELD,
    "not_diverted": _NOT_DIVERTED,
    "other_or_unaccounted": _OTHER,
    "unaccounted": ("unaccounted",),
    "contact": ("contact",),
    "not_followed_up": ("not_followed_up",),
    "diverted": ("resolved_by_phone", *_FIELD),
    "safety_answers": ("felt_safe", "not_felt_safe"),
    "felt_safe": ("felt_safe",),
    "not_felt_safe": ("not_felt_safe",),
}
STAFF: dict[str, tuple[str, ...]] = {
    "backup_requested": ("backup_requested",),
    "responder_injuries": ("responder_injuries",),
}
SUMS = CELLS | STAFF
LEAVES = tuple(dict.fromkeys(leaf for leaves in SUMS.values() for leaf in leaves))
COUNTS = (
    *("eligible not_triaged offered lost_in_transfer reached_clinician resolved_by_phone mobile_team_sent".split()),
    *("ems_fire_sent police_sent other_outcome backup_requested no_contact responder_injuries".split()),
    *("safety_answers felt_safe followup_due followup_reached".split()),
)
NO_MORE_THAN_MOBILE = ("backup_requested", "safety_answers")

# numerator and denominator of every figure, as counts or parts that add up to it
_DIVERTED = ("resolved_by_phone", "field")
FIGURES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "capture_rate": (("reached_clinician",), ("eligible",)),
    "offer_rate": (("offered",), ("eligible",)),
    "diversion_of_eligible": (_DIVERTED, ("eligible",)),
    "diversion_of_handled": (_DIVERTED, ("reached_clinician",)),
    "phone_resolution": (("resolved_by_phone",), ("reached_clinician",)),
    "mobile_response": (("mobile_team_sent",), ("reached_clinician",)),
    "returned_to_police": (("police_sent",), ("reached_clinician",)),
    "lost_in_transfer": (("lost_in_transfer",), ("offered",)),
    "police_backup": (("backup_requested",), ("mobile_team_sent",)),
    "no_contact": (("no_contact",), ("mobile_team_sent",)),
    "responder_injuries": (("responder_injuries",), ("mobile_team_sent",)),
    "felt_safe": (("felt_safe",), ("safety_answers",)),
    "safety_answer_rate": (("safety_answers",), ("mobile_team_sent",)),
    "followup_reached": (("followup_reached",), ("followup_due",)),
    "ending_resolved_by_phone": (("resolved_by_phone",), ("eligible",)),
    "ending_mobile_team_sent": (("mobile_team_sent",), ("eligible",)),
    "ending_ems_fire_sent": (("ems_fire_sent",), ("eligible",)),
    "ending_police_sent": (("police_sent",), ("eligible",)),
    "ending_other_outcome": (("other_outcome",), ("eligible",)),
    "ending_unaccounted_for": (("unaccounted",), ("eligible",)),
    "ending_lost_in_transfer": (("lost_in_transfer",), ("eligible",)),
    "ending_never_offered": (("never_offered",), ("eligible",)),
}
GROWTH = "growth"  # calls that reached a clinician, against those of the same quarter a year before

SLACK = 1e-6
MOST = 100_000.0  # no quarter has so many calls; a cell that can be so high has no upper end

Changed = Mapping[tuple[str, str, int], set[tuple[str, str]]]  # by program, quarter, revision: call types and leaves


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What was public at one moment."""

    ledger_csv: str
    figures_csv: str = ""
    figures_json: str = ""
    pages: Sequence[str] = ()


class Fact(NamedTuple):
    """One published number: of which row and revision, and the sum that it is of."""

    revision: int
    row: str
    sums: tuple[str, ...]
    value: int


class Range(NamedTuple):
    """What an attacker knows of one cell that is not public."""

    program: str
    quarter: str
    revision: int
    row: str
    cell: str
    low: float
    high: float


class Contradiction(ValueError):
    """No counts at all are as published: the attacker was told something wrong."""


def attack(snapshots: Sequence[Snapshot], changed: Changed | None = None) -> list[Range]:
    """The range of every cell about people that is not public as a number."""
    return [
        Range(program, quarter, *place, *known.range(*place))
        for (program, quarter), known in read(snapshots, changed).items()
        for place in known.withheld()
    ]


def read(snapshots: Sequence[Snapshot], changed: Changed | None = None) -> dict[tuple[str, str], Known]:
    """Everything that the snapshots say, by program and quarter."""
    found: dict[tuple[str, str], Known] = {}
    for snapshot in snapshots:
        revisions = _read_ledger(snapshot.ledger_csv, found)
        for name, numerator, denominator in _figures(snapshot):
            _add_figure(found, revisions, name, numerator, denominator)
    for (program, quarter), known in found.items():
        told = changed or {}
        known.changed = {r: told.get((program, quarter, r), set()) for r in known.rows}
    return found


def _read_ledger(text: str, found: dict[tuple[str, str], Known]) -> dict[tuple[str, str], int]:
    """Adds every number of a ledger; the revision that it has of each quarter."""
    lines = list(csv.DictReader(io.StringIO(text)))
    revisions: dict[tuple[str, str], int] = {}
    for line in lines:
        here = (line["program_id"], line["quarter"])
        revisions[here] = max(int(line["revision"]), revisions.get(here, 0))
    for line in lines:
        here = (line["program_id"], line["quarter"])
        known, row, revision = found.setdefault(here, Known()), line["call_type"], revisions[here]
        holds = set(filter(None, line["holds"].split(";"))) | {row} - {ALL, TOGETHER}
        known.rows.setdefault(revision, {}).setdefault(row, set()).update(holds)
        for key in COUNTS:
            if line[key].isdigit():
                known.facts.append(Fact(revision, row, (key,), int(line[key])))
                known.numbers.add((revision, row, key, int(line[key])))
            elif not re.fullmatch(r"[a-z_]+", line[key]):
                raise ValueError(f"neither a number nor a word: {line[key]!r}")
    return revisions


def _figures(snapshot: Snapshot) -> Iterator[tuple[str, int, int]]:
    """The name, numerator and denominator of every figure with a number."""
    rows = list(csv.DictReader(io.StringIO(snapshot.figures_csv))) if snapshot.figures_csv else []
    if snapshot.figures_json:
        rows += json.loads(snapshot.figures_json)["figures"]
    for row in rows:
        name, value = row["figure_id"], row["value"]
        if name.count(".") != 3 or value in ("", None):
            continue
        if row["numerator"] in ("", None) or row["denominator"] in ("", None):
            raise ValueError(f"{name}: a value without its parts, which this attack cannot read")
        yield name, int(row["numerator"]), int(row["denominator"])
    for page in snapshot.pages:
        name_of = re.search(r'"identifier": "([^"]+)"', page)
        base = re.search(r'class="fo-base">([\d,]+) (?:of|in|calls, after) ([\d,]+)', page)
        if name_of and base and name_of[1].count(".") == 3:
            yield name_of[1], int(base[1].replace(",", "")), int(base[2].replace(",", ""))


def _add_figure(
    found: dict[tuple[str, str], Known], revisions: dict[tuple[str, str], int], name: str, numerator: int, base: int
) -> None:
    program, quarter, row, metric = name.split(".")
    if metric == GROWTH:
        year_before = f"{int(quarter[:4]) - 1}{quarter[4:]}"
        parts = ((quarter, ("reached_clinician",), numerator), (year_before, ("reached_clinician",), base))
    else:
        top, bottom = FIGURES[metric]
        parts = ((quarter, top, numerator), (quarter, bottom, base))
    for when, sums, value in parts:
        found[program, when].facts.append(Fact(revisions[program, when], row, sums, value))


@dataclass
class Known:
    """What is public of one quarter of one program: the call types in each row of each revision, and numbers."""

    rows: dict[int, dict[str, set[str]]] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    numbers: set[tuple[int, str, str, int]] = field(default_factory=set)  # those that stand in the ledger itself
    changed: dict[int, set[tuple[str, str]]] = field(default_factory=dict)
    _columns: dict[tuple[int, str, str], int] = field(default_factory=dict)
    _models: dict[bool, Model] = field(default_factory=dict)

    def types(self, revision: int) -> list[str]:
        return sorted(set().union(*self.rows[revision].values()))

    def ever(self) -> list[str]:
        """The call types of any revision."""
        return sorted(set().union(*map(self.types, self.rows)))

    def withheld(self) -> Iterator[tuple[int, str, str]]:
        """Every cell about people that is not public as a number: revision, row, cell."""
        public = {fact[:3] for fact in self.numbers}
        for revision, rows in sorted(self.rows.items()):
            for row in rows:
                yield from ((revision, row, cell) for cell in CELLS if (revision, row, cell) not in public)

    def range(self, revision: int, row: str, cell: str, *, totals_only: bool = False) -> tuple[float, float]:
        """The lowest and the highest value of a cell, under everything public or only under what is so in total: then
        nobody knows which call types have no row."""
        columns = self._sum(revision, row, (cell,), totals_only)
        return self._model(totals_only).range(columns) if columns else (0.0, 0.0)

    def _model(self, totals_only: bool) -> Model:
        model = self._models.get(totals_only)
        if model is None:
            self._lay_out()
            facts = [fact for fact in self.facts if fact.row == ALL or not totals_only]
            equal: dict[tuple[int, ...], int] = {}
            for fact in facts:
                sum_ = self._sum(*fact[:3], totals_only)
                if equal.setdefault(sum_, fact.value) != fact.value:
                    raise Contradiction(f"{fact} and {equal[sum_]}")
            below = dict.fromkeys(
                (self._sum(revision, kind, (part,)), self._sum(revision, kind, ("mobile_team_sent",)))
                for revision in self.rows
                for kind in self.types(revision)
                for part in NO_MORE_THAN_MOBILE
            )
            model = self._models[totals_only] = Model(max(self._columns.values()) + 1, equal, below)
        return model

    def _lay_out(self) -> None:
        """One variable for each leaf of each call type; a revision has its own only for what it changed."""
        if self._columns:
            return
        count, before = 0, 0
        for revision in sorted(self.rows):
            for kind in self.ever():
                for leaf in LEAVES:
                    old = self._columns.get((before, kind, leaf))
                    if old is None or (kind, leaf) in self.changed[revision]:
                        old, count = count, count + 1
                    self._columns[revision, kind, leaf] = old
            before = revision

    def _sum(self, revision: int, row: str, sums: Iterable[str], every: bool = False) -> tuple[int, ...]:
        """The variables that a cell is the sum of; of `every` call type, or those with a row."""
        self._lay_out()
        all_ = self.ever() if every else self.types(revision)
        kinds = all_ if row == ALL else self.rows[revision].get(row, {row})
        return tuple(
            sorted(self._columns[revision, kind, leaf] for kind in kinds for sum_ in sums for leaf in SUMS[sum_])
        )


class Model:
    """Variables of 0 or more, sums of them that are known, and sums that are no more than others."""

    solved = 0  # linear programs, over all models

    def __init__(
        self,
        width: int,
        equal: Mapping[tuple[int, ...], int],
        below: Iterable[tuple[tuple[int, ...], tuple[int, ...]]],
    ) -> None:
        rows = [([*sum_], [1.0] * len(sum_), float(value), float(value)) for sum_, value in equal.items()]
        for part, whole in below:
            rows.append(([*part, *whole], [1.0] * len(part) + [-1.0] * len(whole), -highspy.kHighsInf, 0.0))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = width, len(rows)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(width), np.zeros(width), np.full(width, MOST)
        lp.row_lower_ = np.array([row[2] for row in rows])
        lp.row_upper_ = np.array([row[3] for row in rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row[0]) for row in rows)])
        lp.a_matrix_.index_ = np.array([column for row in rows for column in row[0]])
        lp.a_matrix_.value_ = np.array([value for row in rows for value in row[1]])
        self.highs = highspy.Highs()
        for option, value in (("output_flag", False), ("presolve", "off"), ("threads", 1), ("solver", "simplex")):
            self.highs.setOptionValue(option, value)
        self.highs.passModel(lp)
        self.found: dict[tuple[int, ...], tuple[float, float]] = {}

    def range(self, columns: tuple[int, ...]) -> tuple[float, float]:
        """The lowest and the highest sum of these variables."""
        found = self.found.get(columns)
        if found is None:
            low, high = self._least(columns, 1.0), -self._least(columns, -1.0)
            found = self.found[columns] = (low, float("inf") if high >= MOST - SLACK else high)
        return found

    def _least(self, columns: tuple[int, ...], sign: float) -> float:
        index = np.array(columns, dtype=np.int32)
        self.highs.changeColsCost(len(index), index, np.full(len(index), sign))
        self.highs.run()
        Model.solved += 1
        status = self.highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise Contradiction(f"no counts are as published: {status}")
        least = self.highs.getInfo().objective_function_value
        found = np.array(self.highs.getSolution().col_value)
        if np.abs(found - np.round(found)).max(initial=0.0) > SLACK:
            least = self._least_of_whole()
        self.highs.changeColsCost(len(index), index, np.zeros(len(index)))
        return float(least)

    def _least_of_whole(self) -> float:
        """The same with whole calls only."""
        width = self.highs.getNumCol()
        every, whole = np.arange(width, dtype=np.int32), highspy.HighsVarType.kInteger
        self.highs.changeColsIntegrality(width, every, np.array([whole] * width))
        self.highs.run()
        least = self.highs.getInfo().objective_function_value
        self.highs.changeColsIntegrality(width, every, np.array([highspy.HighsVarType.kContinuous] * width))
        return float(least)
