"""An attacker who knows the rule as well: which other tables would have been published with the very same bytes?

Everything else in this folder asks what follows from the published numbers. This asks what follows from them and from
the rule, which is public: a table is possible only if the rule, run on it, publishes the same. For each small count
that is withheld, other tables with other values of it are searched by integer programming and each is checked by
running the rule again, revision by revision. A value is shown to be possible by such a table and by nothing else: where
the search gives up, the value counts as not shown, never as possible.

A count that is missing is so in every table, for the public reads which are; what it is does not matter to the rule,
which takes it to be as small as what is known beside it allows. So the tables that are searched are the rule's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import highspy
import numpy as np

from dashboard.core.ledger import Counts
from dashboard.core.privacy.disclosure import Partition, Release, in_order
from dashboard.core.privacy.disclosure_audit import leaks
from tests.attack.attack import ALL, CELLS, COUNTS, LEAVES, NO_MORE_THAN_MOBILE, SUMS, TOGETHER
from tests.attack.tables import COUNTED, Leaves, Received
from tests.attack.verdict import OPINIONS
from tests.core.disclosure_oracle import FORKS, ROOTS

Decide = Callable[[Received, Release | None], Release]  # of a revision, after what was public of the one before
Sum = tuple[int, ...]  # columns that are added up

TRIES = 30  # searches for one value of one count before it is given up
SECONDS = 2.0  # of one search


@dataclass(frozen=True, slots=True)
class Small:
    """A small count that is withheld, the values that were shown to be possible, and how many are promised."""

    revision: int
    call_type: str
    group: str
    value: int
    possible: frozenset[int]
    promised: int
    moved: int = 0  # calls that corrections moved, for whoever is told of which call types they were

    @property
    def kept(self) -> bool:
        """Whether as many values as promised were shown to be possible: to whoever is told, less one for each call
        that was moved."""
        return len(self.possible) >= self.promised - self.moved


@dataclass
class Reader:
    """What somebody knows who has every revision of a quarter and the rule. With `told`, also which call types each
    correction changed: all the others are the same in both revisions."""

    revisions: Sequence[Received]
    decide: Decide
    smallest: int = 11
    told: bool = False
    gate: bool = False  # whether the attack before a publication is run on each table too
    rounds: int = 1  # how often the search begins again for what it gave up
    seed: int = 0
    _columns: dict[tuple[int, str, str], int] = field(default_factory=dict)
    _values: dict[tuple[int, str, str], set[int]] = field(default_factory=dict)
    others: list[list[Received]] = field(default_factory=list)  # tables that were found to be published the same
    solved: int = 0
    refused: int = 0

    def __post_init__(self) -> None:
        self._public = list(self._published(self.revisions))
        width = 0
        for n, received in enumerate(self.revisions):
            for kind, leaves in received.settled.items():
                before = self.revisions[n - 1].settled.get(kind) if n and self.told else None
                for leaf in LEAVES:
                    if before is not None and before == leaves:
                        self._columns[n, kind, leaf] = self._columns[n - 1, kind, leaf]
                    else:
                        self._columns[n, kind, leaf] = width
                        width += 1
        self._width = width
        self._rng = random.Random(self.seed)

    def _published(self, revisions: Sequence[Received]) -> Iterator[Release]:
        made = None
        for received in revisions:
            made = self.decide(received, made)
            yield made

    def smalls(self) -> list[Small]:
        """Every small count that is withheld."""
        wanted = {place: (value, promised) for place, value, promised in self._small()}
        self._values = {place: {value} for place, (value, _) in wanted.items()}
        if wanted:
            search = _Search(self, list(wanted))
            for place, (_, promised) in self.rounds * list(wanted.items()):
                self._look(search, place, promised)
        return [
            Small(*place, value, frozenset(self._values[place]), promised, self.moved)
            for place, (value, promised) in wanted.items()
        ]

    @property
    def moved(self) -> int:
        """How many calls the corrections moved, if it is told whose they were: came, went, or ended another way."""
        return sum(_moved(*pair) for pair in pairwise(self.revisions)) if self.told else 0

    def _small(self) -> Iterator[tuple[tuple[int, str, str], int, int]]:
        k = self.smallest
        for n, (received, made) in enumerate(zip(self.revisions, self._public, strict=True)):
            for kind, (group, leaves) in ((kind, item) for kind in received.leaves for item in CELLS.items()):
                if not received.knows(kind, COUNTED[group]) or _unread(received, kind, group):
                    continue
                value = sum(received.leaves[kind][leaf] for leaf in leaves)
                if 0 < value < k:
                    yield (n, kind, group), value, self._least_promised(n, kind, group)
            if not made.blocks.exact:
                for group, leaves in CELLS.items():
                    if all(received.knows(kind, COUNTED[group]) for kind in received.leaves):
                        total = sum(received.leaves[kind][leaf] for kind in received.leaves for leaf in leaves)
                        if 0 < total < k:
                            yield (n, ALL, group), total, k - 1

    def _least_promised(self, revision: int, kind: str, group: str) -> int:
        """What is promised of a count in its revision; for whoever is told what a correction did not change, in any."""
        pairs = list(zip(self.revisions, self._public, strict=True))
        which = [pair for pair in pairs if kind in pair[0].leaves] if self.told else [pairs[revision]]
        return min(self._promised(*pair, group) for pair in which)

    def _promised(self, received: Received, made: Release, group: str) -> int:
        """As many values as there are small ones, or as exact totals that are public and smaller leave: its own, or
        where that is not known, that of a larger group less those of others in it."""
        if group in OPINIONS:
            group = "mobile_team_sent"  # no more answers than those
        if not made.blocks.exact:
            return self.smallest - 1
        mine = set(CELLS[group])
        known = [
            set(leaves)
            for cell, leaves in CELLS.items()
            if cell not in OPINIONS and all(received.knows(kind, COUNTED[cell]) for kind in received.leaves)
        ]
        left = [
            whole.difference(*(part for part in known if part < whole and part.isdisjoint(mine)))
            for whole in known
            if mine <= whole
        ]
        totals = [sum(row[leaf] for row in received.settled.values() for leaf in leaves) for leaves in left]
        return min([self.smallest - 1, *(total + 1 for total in totals)])

    def _look(self, search: _Search, place: tuple[int, str, str], promised: int) -> None:
        k, seen = self.smallest, self._values[place]
        for value in (*range(1, k), 0, *range(k, 3 * k)):
            if len(seen) >= promised:
                return
            for _ in range(TRIES):
                if value in seen:
                    break
                found = search.table(place, value, self._rng)
                self.solved += 1
                if found is None:
                    continue
                if self._same(found):
                    self.others.append(found)
                    for other, values in self._values.items():
                        values.add(_of(found, other))
                else:
                    self.refused += 1

    def _same(self, found: Sequence[Received]) -> bool:
        """Whether the rule publishes the same of other tables, and with `gate` the attack before it lets them pass."""
        return not (self.gate and any(leaks(*one) for one in self._sent(found))) and all(
            (one.rows, one.together) == (other.rows, other.together)
            and all(
                dict(one.rows[k]) == dict(other.rows[k]) and one.rows[k].sums == other.rows[k].sums for k in one.rows
            )
            and not other.reveals
            for one, other in zip(self._public, self._published(found), strict=True)
        )

    def _sent(self, found: Sequence[Received]) -> Iterator[tuple[Mapping[str, Counts], Release]]:
        return ((one.sent, made) for one, made in zip(found, self._public, strict=True))

    def sum(self, revision: int, kinds: Sequence[str], leaves: Sequence[str]) -> Sum:
        """The columns of so many call types and endings."""
        there = self.revisions[revision].leaves
        return tuple(self._columns[revision, kind, leaf] for kind in kinds if kind in there for leaf in leaves)

    def table(self, solution: np.ndarray) -> list[Received]:
        """The tables of all revisions that a solution stands for."""
        return [
            replace(
                received,
                leaves={
                    kind: {leaf: round(solution[self._columns[n, kind, leaf]]) for leaf in LEAVES}
                    for kind in received.leaves
                },
            )
            for n, received in enumerate(self.revisions)
        ]


def _unread(received: Received, kind: str, group: str) -> bool:
    """Whether the rule never reads a count: that of no contact where that of the mobile team is missing."""
    return group == "no_contact" and not received.knows(kind, ("mobile_team_sent",))


def _moved(one: Received, other: Received) -> int:
    """How many calls came or went between two revisions; one that ended another way is one."""
    nothing = dict.fromkeys(LEAVES, 0)
    changes = [
        other.settled.get(kind, nothing)[leaf] - one.settled.get(kind, nothing)[leaf]
        for kind in {*one.leaves, *other.leaves}
        for leaf in LEAVES
    ]
    return max(sum(n for n in changes if n > 0), -sum(n for n in changes if n < 0))


def _of(found: Sequence[Received], place: tuple[int, str, str]) -> int:
    revision, kind, group = place
    table: Mapping[str, Leaves] = found[revision].leaves
    return sum(table[k][leaf] for k in (table if kind == ALL else [kind]) for leaf in CELLS[group])


class _Search:
    """An integer program: the published numbers, and where the rule stopped, that something there was small."""

    def __init__(self, reader: Reader, places: Sequence[tuple[int, str, str]]) -> None:
        self.reader, self.width = reader, reader._width
        self.rows: list[tuple[Sequence[int], Sequence[float], float, float]] = []
        self.most = 200 + 2 * max(
            (v for r in reader.revisions for row in r.settled.values() for v in row.values()), default=0
        )
        self.start = np.zeros(self.width)
        for (n, kind, leaf), column in reader._columns.items():
            self.start[column] = reader.revisions[n].settled[kind][leaf]
        self.stops: list[tuple[frozenset[str], list[int], list[int], int]] = []
        for revision, made in enumerate(reader._public):
            self._facts(revision, made)
            before = reader._public[revision - 1].blocks if revision else None
            self._stops(revision, made.blocks, before)
        self.at = {}
        for place in places:
            self.at[place] = len(self.rows)
            revision, kind, group = place
            kinds = list(reader.revisions[revision].leaves) if kind == ALL else [kind]
            self._know(reader.sum(revision, kinds, CELLS[group]), -highspy.kHighsInf, highspy.kHighsInf)
        for column, value in enumerate(self.start):
            self.rows.append(((column, self.width + column), (1.0, -1.0), -highspy.kHighsInf, value))
            self.rows.append(((column, self.width + column), (1.0, 1.0), value, highspy.kHighsInf))
        self.highs = self._model()

    def _know(self, sum_: Sum, low: float, high: float) -> None:
        self.rows.append((sum_, [1.0] * len(sum_), low, high))

    def _facts(self, revision: int, made: Release) -> None:
        received = self.reader.revisions[revision]
        everybody = list(received.leaves)
        for row, counts in made.rows.items():
            rows = {ALL: list(received.sent), TOGETHER: list(made.together)}.get(row, [row])
            kinds = [held for one in rows for held in received.held(one)]
            facts = [((key,), counts[key]) for key in COUNTS] + list(counts.sums.items())
            for keys, value in facts:
                if isinstance(value, int):
                    sum_ = self.reader.sum(revision, kinds, [leaf for key in keys for leaf in SUMS[key]])
                    self._know(sum_, value, value)
        for kind in everybody:
            self._know_nobody(revision, kind)
            if not received.knows(kind, ("mobile_team_sent",)):
                continue
            mobile = self.reader.sum(revision, [kind], SUMS["mobile_team_sent"])
            for part in NO_MORE_THAN_MOBILE:
                ours = self.reader.sum(revision, [kind], SUMS[part])
                self.rows.append(((*ours, *mobile), [1.0] * len(ours) + [-1.0] * len(mobile), -highspy.kHighsInf, 0.0))

    def _know_nobody(self, revision: int, kind: str) -> None:
        for leaf in sorted(self.reader.revisions[revision].nobody(kind)):
            self._know(self.reader.sum(revision, [kind], [leaf]), 0, 0)

    def _stops(self, revision: int, blocks: Partition, before: Partition | None) -> None:
        """Where a group is not taken apart, one of these is small: a part of it in total; or a part of the first call
        type that does not show it, or of those after it."""
        k, received = blocks.smallest, self.reader.revisions[revision]
        order = [kind for kind in in_order(received.order, before) if kind in received.sent]
        above = {"safety_answers": "mobile_team_sent"}
        forks = [(above.get(root), (root,)) for root in ROOTS] + [(group, parts) for group, parts in FORKS.items()]
        for parent, parts in forks:
            if any(part not in CELLS for part in parts):
                continue
            if parts[0] not in blocks.shown or (before and parts[0] not in before.totals):
                continue
            if parts[0] not in blocks.totals:
                if not before and (parent is None or parent in blocks.totals):
                    self._one_is_small(parts, [self._columns(revision, order, part) for part in parts], k - 1)
                continue
            limit = order if parent is None else [kind for kind in order if kind in blocks.shown[parent]]
            hidden = [kind for kind in limit if kind not in blocks.shown[parts[0]]]
            if hidden and not (before and hidden[0] not in before.shown.get(parts[0], ())):
                first = hidden[0]
                after = order[order.index(first) + 1 :]
                sums = [self._columns(revision, kinds, part) for part in parts for kinds in ([first], after) if kinds]
                most = 2 * k - 2 if blocks.exact and any(part in FORKS for part in parts) else k - 1
                self._one_is_small(parts, sums, most)

    def _columns(self, revision: int, kinds: Sequence[str], group: str) -> Sum:
        received = self.reader.revisions[revision]
        return self.reader.sum(revision, [held for kind in kinds for held in received.held(kind)], CELLS[group])

    def _one_is_small(self, parts: Sequence[str], sums: Sequence[Sum], most: int) -> None:
        """Remember rows of which one is to be from 1 to so many, and which of them is."""
        about = frozenset(leaf for part in parts for leaf in CELLS[part])
        now = [column for sum_ in sums for column in [sum(self.start[c] for c in sum_)]]
        rows = range(len(self.rows), len(self.rows) + len(sums))
        for sum_ in sums:
            self._know(sum_, -highspy.kHighsInf, highspy.kHighsInf)
        small = [row for row, value in zip(rows, now, strict=True) if 0 < value <= most]
        self.stops.append((about, list(rows), small, most))

    def _model(self) -> highspy.Highs:
        """A column for each ending of each call type, and one for how far it is from what it was."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = 2 * self.width, len(self.rows)
        lp.col_cost_ = np.zeros(2 * self.width)
        lp.col_lower_ = np.zeros(2 * self.width)
        lp.col_upper_ = np.full(2 * self.width, float(self.most))
        lp.row_lower_ = np.array([row[2] for row in self.rows])
        lp.row_upper_ = np.array([row[3] for row in self.rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row[0]) for row in self.rows)])
        lp.a_matrix_.index_ = np.array([column for row in self.rows for column in row[0]])
        lp.a_matrix_.value_ = np.array([value for row in self.rows for value in row[1]])
        whole, any_ = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        lp.integrality_ = [whole] * self.width + [any_] * self.width
        highs = highspy.Highs()
        for option, value in {"output_flag": False, "threads": 1, "time_limit": SECONDS, "mip_rel_gap": 0.3}.items():
            highs.setOptionValue(option, value)
        highs.passModel(lp)
        return highs

    def table(self, place: tuple[int, str, str], value: int, rng: random.Random) -> list[Received] | None:
        """Tables of all revisions in which this count has this value; None where none was found."""
        bounds = {self.at[place]: (value, value)}
        mine, as_it_was, pick = CELLS[place[2]], rng.choice((0.0, 0.5, 0.9)), rng.random()
        for about, rows, small, most in self.stops:
            keep = small and rng.random() < (as_it_was if about.intersection(mine) else 0.9)
            if keep or small or rng.random() < 0.5:
                bounds[rng.choice(small) if keep else rows[int(pick * len(rows))]] = (1, most)
        for row, (low, high) in bounds.items():
            self.highs.changeRowBounds(row, low, high)
        here = {column for (revision, _, _), column in self.reader._columns.items() if revision == place[0]}
        far = [column in here and rng.random() < 0.9 for column in range(self.width)] if rng.random() < 0.5 else []
        costs = [float(rng.choice((-1, 0, 0, 1))) if far and far[n] else 0.0 for n in range(self.width)]
        costs += [0.0 if far and far[n] else float(rng.choice((1, 1, 2, 3, 5))) for n in range(self.width)]
        self.highs.changeColsCost(2 * self.width, np.arange(2 * self.width, dtype=np.int32), np.array(costs))
        self.highs.run()
        feasible = self.highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        found = self.reader.table(np.array(self.highs.getSolution().col_value)) if feasible else None
        for row in bounds:
            self.highs.changeRowBounds(row, -highspy.kHighsInf, highspy.kHighsInf)
        return found
