"""What a title says of call types together is what their intervals allow, pair by pair."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.catalogue import CallType, Catalogue
from dashboard.core.figure import Figure
from dashboard.core.metrics import METRICS
from dashboard.core.record import PublicRecord
from dashboard.story import call_types, parts
from dashboard.story.blocks import Chart
from tests import make

ALIKE, SOME, OTHERS = "no two intervals lie apart", "not all intervals lie apart", "the other intervals"
TYPES = tuple(CallType(key=f"kind_{i}", name=f"Kind {i}", meaning="a kind of call") for i in range(6))
SHARES = st.integers(0, 400).flatmap(lambda n: st.tuples(st.just(n), st.integers(max(n, 1), 400)))


def title(catalogue: Catalogue, figures: list[Figure]) -> str:
    metrics = [(METRICS["phone_resolution"], figures)]
    return parts.call_type_chart("resolved", metrics, catalogue, make.QUARTER, "").title.split(": ", 1)[1]


def apart(one: Figure, other: Figure) -> bool:
    """Whether two intervals have nothing in common."""
    assert one.interval and other.interval
    return one.interval.high < other.interval.low or other.interval.high < one.interval.low


def check(said: str, figures: list[Figure], names: list[str]) -> None:
    """The slow way: every pair by itself."""
    pairs = [(a, b) for a, b in combinations(figures, 2) if apart(a, b)]
    alone = [f for f in figures if all(apart(f, g) for g in figures if g is not f)]
    named = [f for f, name in zip(figures, names, strict=True) if f"({name.lower()})" in said]
    if said.endswith("for every call type with a number"):
        assert len({words.of(f) for f in figures}) == 1
    elif said == ALIKE:
        assert not pairs
    elif said.endswith(SOME):
        one, other = sorted(named, key=lambda f: f.value)
        assert apart(one, other)
        assert other.value - one.value == max(abs(a.value - b.value) for a, b in pairs), "the widest pair"
        assert len(pairs) < len(figures) * (len(figures) - 1) // 2, "some two cannot be told apart"
        assert said.startswith(words.of(other))
    elif OTHERS in said:
        (end,) = named
        assert end in alone
        assert not [pair for pair in pairs if end not in pair], "the others cannot be told apart"
    else:
        low, high = sorted(named, key=lambda f: f.value)
        assert low in alone and high in alone
        assert (low.value, high.value) == (min(f.value for f in figures), max(f.value for f in figures))


@given(st.lists(SHARES, min_size=2, max_size=6))
@settings(max_examples=300, deadline=None)
def test_a_title_claims_what_the_pairs_allow(record: PublicRecord, shares: list[tuple[int, int]]) -> None:
    catalogue = Catalogue(families=record.catalogue.families, call_types=TYPES, metrics=record.catalogue.metrics)
    kinds = TYPES[: len(shares)]
    figures = [
        make.figure(n, d, call_type=t.key, figure_id=f"somewhere.2026Q3.{t.key}.phone_resolution")
        for (n, d), t in zip(shares, kinds, strict=True)
    ]
    check(title(catalogue, figures), figures, [t.name for t in kinds])


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        (((40, 100), (44, 100)), ALIKE),
        (((572, 1000), (400, 700), (270, 1000), (300, 1000)), SOME),
        (((90, 100), (40, 100), (44, 100)), "highest 90.0%"),
        (((10, 1000), (500, 1000), (900, 1000)), "from 1.0%"),
    ],
)
def test_each_case_by_its_words(record: PublicRecord, shares: tuple[tuple[int, int], ...], said: str) -> None:
    catalogue = Catalogue(families=record.catalogue.families, call_types=TYPES, metrics=record.catalogue.metrics)
    figures = [make.figure(n, d, call_type=t.key) for (n, d), t in zip(shares, TYPES, strict=False)]
    assert said in title(catalogue, figures)


def test_every_title_on_record_holds(record: PublicRecord) -> None:
    seen = 0
    for program in record.programs:
        for quarter in record.quarters(program.program_id):
            for block in call_types.call_types(record, program, quarter, "all").blocks:
                if isinstance(block, Chart) and block.name.startswith("by-type-"):
                    seen += 1
                    first = block.figures[0].definition.key
                    found = [f for f in block.figures if isinstance(f, Figure) and f.definition.key == first]
                    if len(found) > 1:
                        names = [words.call_type(record.catalogue, f.call_type) for f in found]
                        check(block.title.split(": ", 1)[1], found, names)
    assert seen
