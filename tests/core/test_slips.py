"""Counts one line off and counts times ten are found; honest quarters, also small and unsteady ones, are not."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from math import exp

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.core.ledger import COUNTS, Count, Missing
from dashboard.core.slips import Shift, scaled, shifted
from dashboard.settings import ROOT

Table = dict[str, dict[str, Count]]


def shipped() -> list[Table]:
    """The quarters of the example ledger as first published, newest first."""
    found: dict[str, Table] = {}
    with (ROOT / "data/example/ledger.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            counts = {k: int(line[k]) if line[k].isdigit() else Missing(line[k]) for k in COUNTS}
            found.setdefault(line["quarter"], {}).setdefault(line["call_type"], counts)
    return [found[quarter] for quarter in sorted(found, reverse=True)]


SHIPPED = shipped()


def moved(of: Table, by: int, columns: Sequence[str] = tuple(COUNTS), *, around: bool = True) -> Table:
    """Each call type with the counts of the one above it, or below; the last one's at the first, or the first stays."""
    kinds, made = list(of), {kind: dict(row) for kind, row in of.items()}
    for n, kind in enumerate(kinds):
        if around or 0 <= n - by < len(kinds):
            made[kind] |= {key: of[kinds[(n - by) % len(kinds)]][key] for key in columns}
    return made


def times(of: Table, factor: float, columns: Sequence[str] = tuple(COUNTS)) -> Table:
    return {
        kind: {k: int(c * factor) if k in columns and isinstance(c, int) else c for k, c in row.items()}
        for kind, row in of.items()
    }


def honest(seed: int, lines: int, size: float, spread: float, noise: float, quarters: int) -> list[Table]:
    """Quarters of one program: call types of their own size, growth, seasons and chance, a line each."""
    by = random.Random(seed)
    usual = [[size * exp(by.gauss(0, spread)) * by.uniform(0.02, 1) for _ in COUNTS] for _ in range(lines)]

    def one(mean: float) -> int:
        mean *= by.gammavariate(1 / noise**2, noise**2) if noise else 1
        return (
            max(0, round(by.gauss(mean, mean**0.5))) if mean > 30 else sum(by.random() < mean / 200 for _ in range(200))
        )

    return [
        {f"kind {n}": {key: one(mean) for key, mean in zip(COUNTS, row, strict=True)} for n, row in enumerate(usual)}
        for _ in range(quarters)
    ]


@pytest.mark.parametrize("at", range(10))
@pytest.mark.parametrize("by", [1, -1])
@pytest.mark.parametrize("around", [True, False])
def test_rows_one_off_are_found_with_new_counts(at: int, by: int, around: bool) -> None:
    """Every quarter of the example ledger with each row in its neighbour's place: none of these counts was seen before."""
    found = shifted(moved(SHIPPED[at], by, around=around), SHIPPED[at + 1 : at + 5])
    assert found is not None and found.by == by and found.copied is None


@pytest.mark.parametrize("by", [1, -1])
def test_the_neighbours_numbers_of_the_quarter_before_are_found(by: int) -> None:
    assert shifted(moved(SHIPPED[1], by), SHIPPED[1:5]) == Shift(by, copied=0)
    assert shifted(moved(SHIPPED[3], by), SHIPPED[1:5]) == Shift(by, copied=2)


@pytest.mark.parametrize("column", ["eligible", "offered", "mobile_team_sent", "resolved_by_phone"])
def test_a_column_one_off_is_named(column: str) -> None:
    found = shifted(moved(SHIPPED[0], 1, [column]), SHIPPED[1:5])
    assert found is not None and column in found.columns and len(found.columns) <= 2


@settings(deadline=None, max_examples=60)
@example(seed=227885, lines=7, by=-1)  # grown one way as well
@given(st.integers(0, 10**6), st.integers(5, 11), st.sampled_from([1, -1]))
def test_copied_rows_of_small_programs_are_found_too(seed: int, lines: int, by: int) -> None:
    then = honest(seed, lines, 25.0, 1.0, 0.1, 1)
    now = moved(then[0], by)
    assert now == then[0] or shifted(now, then) == Shift(by, copied=0)


@pytest.mark.parametrize("at", range(10))
@pytest.mark.parametrize(("factor", "up"), [(10, True), (0.1, False)])
def test_a_quarter_times_ten_or_a_tenth_is_found(at: int, factor: float, up: bool) -> None:
    found = scaled(times(SHIPPED[at], factor), SHIPPED[at + 1 : at + 9])
    assert found is not None and found.up is up and found.whole


@pytest.mark.parametrize("before", [1, 3, 8])
@pytest.mark.parametrize("column", ["eligible", "not_triaged", "police_sent", "safety_answers", "followup_due"])
def test_a_column_times_ten_is_named(column: str, before: int) -> None:
    found = scaled(times(SHIPPED[0], 10, [column]), SHIPPED[1 : 1 + before])
    assert found is not None and found.up and found.columns == (column,) and not found.whole


def test_no_quarter_of_the_example_is_asked_about() -> None:
    for at in range(len(SHIPPED) - 1):
        assert shifted(SHIPPED[at], SHIPPED[at + 1 : at + 5]) is None
        assert scaled(SHIPPED[at], SHIPPED[at + 1 : at + 9]) is None


programs = {
    "seed": st.integers(0, 10**9),
    "lines": st.integers(1, 11),
    "size": st.sampled_from([1.0, 5.0, 20.0, 100.0, 500.0, 3000.0]),
    "spread": st.sampled_from([0.0, 0.3, 1.0, 1.5]),
    "noise": st.sampled_from([0.0, 0.05, 0.1, 0.2]),
    "quarters": st.integers(2, 9),
}


@settings(deadline=None, max_examples=400, derandomize=True)
@given(**programs)
def test_honest_quarters_are_not_asked_about(
    seed: int, lines: int, size: float, spread: float, noise: float, quarters: int
) -> None:
    """Also of a handful of calls, of call types of one size, and of counts that come and go by a fifth beside chance."""
    now, *others = honest(seed, lines, size, spread, noise, quarters)
    assert shifted(now, others[:4]) is None
    assert scaled(now, others) is None


def test_how_seldom_an_honest_quarter_is_asked_about() -> None:
    """Of a thousand programs at random, of a fifth to three fifths of unsteadiness beside chance, at most a few."""
    asked = 0
    for seed in range(1000):
        by = random.Random(-seed)
        lines, size = by.randint(3, 11), 10 ** by.uniform(0, 3.5)
        now, *others = honest(seed, lines, size, by.choice([0, 0.5, 1]), by.choice([0, 0.1, 0.3]), by.randint(2, 9))
        asked += shifted(now, others[:4]) is not None or scaled(now, others) is not None
    assert asked <= 3


def test_reasons_and_nothing_before_are_no_slip() -> None:
    late: Table = {kind: dict.fromkeys(COUNTS, Missing.LATE) for kind in SHIPPED[0]}
    for now, others in ((late, SHIPPED[1:4]), (SHIPPED[0], [late]), (SHIPPED[0], []), (late, [late])):
        assert shifted(now, others) is None
        assert scaled(now, others) is None
