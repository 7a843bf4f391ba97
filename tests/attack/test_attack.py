"""Nobody can be found in the numbers: an attack on everything the product publishes, and on what it must not do.

The attack is in `attack`, what counts as having found somebody in `verdict`; both are tested here too.
"""

from __future__ import annotations

import itertools
import json
import random

import numpy as np
import pytest
from scipy.optimize import linprog

from dashboard.core.privacy import withholding
from dashboard.core.privacy.disclosure import DEFAULT, Blocking, Policy
from tests.attack import deploy
from tests.attack.attack import (
    ALL,
    CELLS,
    COUNTS,
    FIGURES,
    LEAVES,
    SUMS,
    TOGETHER,
    Changed,
    Contradiction,
    Model,
    Snapshot,
    attack,
    read,
)
from tests.attack.deploy import PROGRAM, QUARTER, Decide, Site
from tests.attack.tables import ORDER, Leaves, Received, any_program, corrected, ended, example, on_the_edge
from tests.attack.verdict import Leak, leaks

A, B, C, D = ORDER[:4]


def found_in(*revisions: Received, policy: Policy = DEFAULT, decide: Decide = deploy.by_the_product) -> list[Leak]:
    """What is found of a quarter and its corrections, those that are published, by whoever is told which call types
    were corrected."""
    site, before = Site(policy=policy, decide=decide), revisions[0]
    truth, changed = {}, {}
    for received in revisions:
        if revision := site.publish(received):
            here = (PROGRAM, QUARTER, revision)
            told = _whole_types(_differences(before, received))
            truth[here], changed[here], before = received, told, received
    return leaks(site.archive, truth, changed, smallest=policy.smallest, exact_from=policy.exact_from)


_CALLS = CELLS["eligible"]
_KINDS_OF_COUNT = (_CALLS, *((leaf,) for leaf in LEAVES if leaf not in _CALLS))


def _whole_types(cells: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Every cell of the call types of these cells: of their calls, if one of those is among them."""
    return {(kind, other) for kind, leaf in cells for leaves in _KINDS_OF_COUNT if leaf in leaves for other in leaves}


def _differences(one: Received, other: Received) -> set[tuple[str, str]]:
    nothing = ended()
    return {
        (kind, leaf)
        for kind in {*one.leaves, *other.leaves}
        for leaf in LEAVES
        if one.leaves.get(kind, nothing)[leaf] != other.leaves.get(kind, nothing)[leaf]
    }


def of(**leaves_by_kind: Leaves) -> Received:
    return Received(leaves_by_kind)


# hundreds of programs


@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_found_in_a_quarter_of_any_program(seed: int) -> None:
    rng = random.Random(seed)
    assert not [leak for _ in range(40) for leak in found_in(any_program(rng))]


@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_found_where_every_count_is_near_the_threshold(seed: int) -> None:
    rng = random.Random(seed)
    assert not [leak for _ in range(80) for leak in found_in(on_the_edge(rng))]


@pytest.mark.parametrize(
    "policy",
    [
        Policy(smallest=5),
        Policy(smallest=3, exact_from=None),
        Policy(exact_from=None),
        Policy(smallest=20, exact_from=200),
    ],
    ids=str,
)
def test_nobody_is_found_under_another_policy(policy: Policy) -> None:
    rng = random.Random(7)
    assert not [
        leak for _ in range(40) for leak in found_in(rng.choice([any_program, on_the_edge])(rng), policy=policy)
    ]


# every kind of hard quarter

HARD: dict[str, Received] = {
    "one small call type": of(
        **{A: ended(resolved_by_phone=300, police_sent=60), B: ended(contact=200), C: ended(resolved_by_phone=7)}
    ),
    "the first call type is small": of(
        **{A: ended(resolved_by_phone=7), B: ended(resolved_by_phone=300, police_sent=60), C: ended(contact=200)}
    ),
    "all are small": of(**{kind: ended(resolved_by_phone=4, police_sent=3) for kind in ORDER}),
    "all are small and together many": of(**{kind: ended(resolved_by_phone=9, lost_in_transfer=8) for kind in ORDER}),
    "one program with one call type": of(**{A: ended(resolved_by_phone=300, contact=90, police_sent=4)}),
    "one small call type and nothing else": of(**{A: ended(resolved_by_phone=5)}),
    "one call type with calls": of(**{A: ended(), B: ended(resolved_by_phone=300, police_sent=4), C: ended()}),
    "two call types": of(**{A: ended(resolved_by_phone=60, police_sent=40), B: ended(contact=80, unaccounted=30)}),
    "two call types, one small": of(**{A: ended(resolved_by_phone=200, police_sent=40), B: ended(contact=3)}),
    "a call type without calls": of(
        **{A: ended(resolved_by_phone=60, police_sent=40), B: ended(), C: ended(contact=80, unaccounted=30)}
    ),
    "all calls ended one way": of(**{kind: ended(resolved_by_phone=50) for kind in ORDER[:4]}),
    "all calls ended one way but one": of(
        **{kind: ended(resolved_by_phone=50, police_sent=int(kind == B)) for kind in ORDER[:4]}
    ),
    "nobody was reached": of(**{A: ended(never_offered=200), B: ended(lost_in_transfer=30, never_offered=40)}),
    "a rare ending and a call type of 11": of(
        **{A: ended(resolved_by_phone=500, police_sent=2), B: ended(resolved_by_phone=10, police_sent=1)}
    ),
    "nearly all went one way and a call type of 12": of(
        **{A: ended(resolved_by_phone=4, contact=300), B: ended(contact=9, resolved_by_phone=3), C: ended(contact=90)}
    ),
    "no follow-up reached but few": of(
        **{
            A: ended(resolved_by_phone=90, not_followed_up=40, followup_reached=2),
            B: ended(resolved_by_phone=90, not_followed_up=11, followup_reached=1),
        }
    ),
}
HARD |= {
    f"exactly {n} in total": of(
        **{A: ended(resolved_by_phone=90, police_sent=n // 2), B: ended(contact=70, police_sent=n - n // 2)}
    )
    for n in (1, 2, 9, 10, 11, 12)
}
HARD |= {
    f"{n} eligible calls": of(**{A: ended(resolved_by_phone=n - 60, police_sent=5), B: ended(contact=50, no_contact=5)})
    for n in (99, 100, 101)
}
HARD |= {
    f"{n} in a call type and {m} in the rest": of(
        **{
            A: ended(resolved_by_phone=n, contact=40),
            B: ended(resolved_by_phone=m - m // 2, contact=40),
            C: ended(resolved_by_phone=m // 2, contact=40),
        }
    )
    for n, m in itertools.product((10, 11, 12), repeat=2)
}


@pytest.mark.parametrize("case", HARD)
def test_nobody_is_found_in_a_hard_quarter(case: str) -> None:
    assert not found_in(HARD[case])


# what this attack found: smallest quarters in which the product's rule gave somebody away
FOUND: dict[str, Received] = {
    "a total that only one call type can have: nobody else was reached": of(
        **{A: ended(never_offered=200), B: ended(resolved_by_phone=200, police_sent=3)}
    ),
    "a total that only one call type can have: no other follow-up was due": of(
        **{
            A: ended(resolved_by_phone=100),
            B: ended(resolved_by_phone=100, followup_reached=3, not_followed_up=30),
        }
    ),
    "a total that only one call type can have: all others were reached": of(
        **{A: ended(resolved_by_phone=100), B: ended(resolved_by_phone=100, lost_in_transfer=3, never_offered=47)}
    ),
    "offered is known to within those never offered": of(
        **{
            A: ended(resolved_by_phone=1, lost_in_transfer=9, never_offered=1),
            B: ended(resolved_by_phone=50, lost_in_transfer=40, never_offered=6),
        }
    ),
    "what is left after a call type went nearly all one way": of(
        **{
            A: ended(resolved_by_phone=500, ems_fire_sent=50),
            B: ended(ems_fire_sent=10, police_sent=3),
            C: ended(ems_fire_sent=100),
        }
    ),
    "as many mobile teams as asked for backup, though those were not counted": Received(
        {
            A: ended(contact=7, ems_fire_sent=3, lost_in_transfer=1, never_offered=3, backup_requested=7),
            B: ended(lost_in_transfer=8, never_offered=17),
        },
        frozenset((kind, "mobile_team_sent") for kind in (A, B)),
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_what_was_found_once_is_not_found_again(case: str) -> None:
    assert not found_in(FOUND[case])


# several quarters


@pytest.mark.parametrize("seed", range(4))
def test_nobody_is_found_in_years_of_quarters_and_their_growth(seed: int) -> None:
    rng = random.Random(seed)
    site, truth = Site(), {}
    quarters = [f"{year}Q{n}" for year in (2024, 2025, 2026) for n in (1, 3)]
    first = {name: any_program(rng) for name in quarters[:2]}
    for quarter in quarters:
        received = first[quarters[int(quarter[-1] == "3")]]
        for _ in range(rng.randint(0, 9)):
            received, _ = corrected(rng, received)
        truth[PROGRAM, quarter, site.publish(received, quarter)] = received
    assert ".growth," in site.archive[-1].figures_csv
    assert not leaks(site.archive, truth)


# corrections


def published_with_corrections(
    rng: random.Random, decide: Decide = deploy.by_the_product, *, cells: bool = False
) -> tuple[Site, dict[tuple[str, str, int], Received], Changed]:
    """A quarter and up to three corrections of it, each of the last that was not refused; and which call types they
    changed, or with `cells` the very cells."""
    received = rng.choice([any_program, on_the_edge, on_the_edge])(rng)
    site = Site(decide=decide)
    truth, changed = {(PROGRAM, QUARTER, site.publish(received)): received}, {}
    for _ in range(rng.randint(1, 3)):
        again, told = corrected(rng, received)
        if revision := site.publish(again):
            received = truth[PROGRAM, QUARTER, revision] = again
            changed[PROGRAM, QUARTER, revision] = told if cells else _whole_types(told)
    return site, truth, changed


@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_found_by_comparing_revisions(seed: int) -> None:
    rng = random.Random(seed)
    found, refused, published = [], 0, 0
    for _ in range(30):
        site, truth, changed = published_with_corrections(rng)
        found += leaks(site.archive, truth, changed)
        refused, published = refused + site.refused, published + site.published - 1
    assert refused
    assert published > refused
    assert not found


@pytest.mark.parametrize("seed", range(3))
def test_nobody_is_found_in_any_revision_by_whoever_is_not_told_what_was_corrected(seed: int) -> None:
    rng = random.Random(100 + seed)
    anything = set(itertools.product(ORDER, LEAVES))
    found, published = [], 0
    for _ in range(30):
        site, truth, changed = published_with_corrections(rng)
        found += leaks(site.archive, truth, dict.fromkeys(changed, anything))
        published += site.published - 1
    assert published
    assert not found


STEP = of(**{A: ended(resolved_by_phone=11, contact=40), B: ended(resolved_by_phone=60, contact=40)})
ONE_LESS = of(**{A: ended(resolved_by_phone=10, contact=40), B: ended(resolved_by_phone=60, contact=40)})


def test_a_correction_that_would_give_a_small_count_away_is_refused() -> None:
    site = Site()
    assert site.publish(STEP) == 1
    assert site.publish(ONE_LESS) == 0
    assert site.publish(of(**{A: ended(resolved_by_phone=12, contact=40), B: STEP.leaves[B]})) == 2


# corrections by which the product's rule narrowed a small count for whoever is told the very cells that were corrected
FOUND_BY_COMPARING: dict[str, tuple[Received, ...]] = {
    "five calls moved to another call type were there before": (
        of(**{A: ended(resolved_by_phone=5, ems_fire_sent=25), B: ended(resolved_by_phone=6, ems_fire_sent=24)}),
        of(**{A: ended(ems_fire_sent=25), B: ended(resolved_by_phone=11, ems_fire_sent=24)}),
    ),
    "one of a few in total was there before": (
        of(**{A: ended(resolved_by_phone=90, never_offered=40),
              B: ended(resolved_by_phone=90, never_offered=40, lost_in_transfer=5)}),
        of(**{A: ended(resolved_by_phone=90, never_offered=40, lost_in_transfer=1),
              B: ended(resolved_by_phone=90, never_offered=40, lost_in_transfer=4)}),
    ),
    "one call of a call type that had none at first": (
        of(**{A: ended(ems_fire_sent=3, lost_in_transfer=21), B: ended()}),
        of(**{A: ended(ems_fire_sent=3, lost_in_transfer=21), B: ended(resolved_by_phone=14)}),
        of(**{A: ended(ems_fire_sent=3, lost_in_transfer=21), B: ended(resolved_by_phone=14, never_offered=1)}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FOUND_BY_COMPARING)
def test_what_was_found_once_by_comparing_is_not_found_again(case: str) -> None:
    assert not found_in(*FOUND_BY_COMPARING[case])


LARGE = ended(resolved_by_phone=300, contact=90, police_sent=60)
LEFT_OUT: dict[str, tuple[Received, ...]] = {
    "a small call type is left out": (
        of(**{A: ended(resolved_by_phone=80), B: ended(resolved_by_phone=25), C: ended(resolved_by_phone=9)}),
        of(**{A: ended(resolved_by_phone=80), B: ended(resolved_by_phone=25)}),
    ),
    "a small call type is added": (
        of(**{A: ended(resolved_by_phone=80), B: ended(resolved_by_phone=25), D: ended(resolved_by_phone=5)}),
        of(**{A: ended(resolved_by_phone=80), B: ended(resolved_by_phone=25), C: ended(resolved_by_phone=9),
              D: ended(resolved_by_phone=5)}),
    ),
    "a call type of which few went to the police is left out": (
        of(**{A: LARGE, B: ended(resolved_by_phone=80, police_sent=3), C: LARGE}),
        of(**{A: LARGE, C: LARGE}),
    ),
    "a call type of which few went to the police is added": (
        of(**{A: LARGE, C: LARGE}),
        of(**{A: LARGE, B: ended(resolved_by_phone=80, police_sent=3), C: LARGE}),
    ),
    "a call type of which few went to the police has no calls any more": (
        of(**{A: LARGE, B: ended(resolved_by_phone=80, police_sent=3), C: LARGE}),
        of(**{A: LARGE, B: ended(), C: LARGE}),
    ),
    "a call type that had no calls has few that went to the police": (
        of(**{A: LARGE, B: ended(), C: LARGE}),
        of(**{A: LARGE, B: ended(resolved_by_phone=80, police_sent=3), C: LARGE}),
    ),
    "a call type that was added becomes small": (
        of(**{A: LARGE, B: ended(resolved_by_phone=4), D: ended(resolved_by_phone=90)}),
        of(**{A: LARGE, B: ended(resolved_by_phone=4), C: ended(resolved_by_phone=70), D: ended(resolved_by_phone=90)}),
        of(**{A: LARGE, B: ended(resolved_by_phone=4), C: ended(resolved_by_phone=7), D: ended(resolved_by_phone=90)}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LEFT_OUT)
def test_nobody_is_found_where_a_call_type_comes_or_goes(case: str) -> None:
    assert found_in(*LEFT_OUT[case], decide=deploy.afresh)
    assert not found_in(*LEFT_OUT[case])


def test_whoever_is_told_the_very_cells_of_a_correction_learns_by_how_much_they_changed() -> None:
    """The limit of what is promised: the size of a change is public, so who knows from elsewhere that one cell alone
    was corrected knows its change, and a bound on the cell with it. It is rare, and this is how rare."""
    rng = random.Random(7)
    found = [
        leaks(site.archive, *rest) for site, *rest in (published_with_corrections(rng, cells=True) for _ in range(150))
    ]
    assert 0 < sum(map(bool, found)) < 15


def test_a_call_type_that_a_correction_adds_is_not_found() -> None:
    before = of(**{A: ended(resolved_by_phone=90, contact=40), C: ended(resolved_by_phone=60, contact=40)})
    for few in (1, 10, 11, 40):
        assert not found_in(before, Received({**before.leaves, B: ended(resolved_by_phone=few)}))


# the example that is shipped


def test_nobody_is_found_in_the_example_county() -> None:
    site, truth = Site(), {}
    for quarter, received in example().items():
        truth[PROGRAM, quarter, site.publish(received, quarter)] = received
    assert len(truth) == 16
    assert not leaks(site.archive[-1:], truth)


# the attack finds what is there to be found


def test_it_finds_people_where_small_cells_are_only_blanked() -> None:
    rng = random.Random(1)
    found = [found_in(any_program(rng), decide=deploy.naively) for _ in range(40)]
    assert sum(map(bool, found)) > 30
    pinned = [leak for leaks_ in found for leak in leaks_ if leak.high - leak.low < 1e-6]
    assert pinned and all(round(leak.low) == leak.value for leak in pinned)


def test_it_finds_people_where_what_is_left_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    table = of(
        **{A: ended(resolved_by_phone=300, contact=60), B: ended(contact=200, ems_fire_sent=40), C: ended(contact=7)}
    )
    assert not found_in(table)

    def own_parts_only(self: withholding._Quarter, parts, kind):  # type: ignore[no-untyped-def]
        least = {part.key: self._least(part) for part in parts}
        found = self._too_small(parts, [kind] if kind in self.table else [], least)
        return Blocking(found[0], kind, found[1]) if found else None

    rng = random.Random(2)
    programs = [any_program(rng) for _ in range(60)]
    guarded = sum(bool(found_in(received)) for received in programs)
    monkeypatch.setattr(withholding._Quarter, "_stops", own_parts_only)
    assert (C, "eligible", 7) in {(leak.row, leak.cell, leak.value) for leak in found_in(table)}
    assert sum(bool(found_in(received)) for received in programs) > guarded + 10


def test_it_finds_people_where_each_revision_is_decided_afresh() -> None:
    assert not found_in(STEP, ONE_LESS)
    found = found_in(STEP, ONE_LESS, decide=deploy.afresh)
    assert (2, A, "resolved_by_phone", 10) in {leak[2:6] for leak in found}
    rng = random.Random(3)
    archives = [published_with_corrections(rng, deploy.afresh) for _ in range(40)]
    assert sum(bool(leaks(site.archive, *rest)) for site, *rest in archives) > 5


# the attack itself, where the answer is known by hand


def public(*rows: tuple[str, str, str], quarter: str = QUARTER, revision: int = 1) -> str:
    """A ledger of one quarter: call type, what it holds, and its numbers as `count=number`; the rest withheld."""
    names = ("program_id", "quarter", "call_type", "holds", "revision", "eligibility_rule", "tier", "smallest_shown")
    lines = [",".join((*names, *COUNTS))]
    for kind, holds, numbers in rows:
        known = dict(number.split("=") for number in numbers.split())
        cells = [known.get(key, "withheld_for_privacy") for key in COUNTS]
        lines.append(",".join([PROGRAM, quarter, kind, holds, str(revision), "1", "program_reported", "11", *cells]))
    return "\r\n".join(lines)


def ranges(*snapshots: Snapshot, changed: Changed | None = None) -> dict[tuple[int, str, str], tuple[float, float]]:
    return {(revision, row, cell): (low, high) for _, _, revision, row, cell, low, high in attack(snapshots, changed)}


def seen(*rows: tuple[str, str, str], figures: str = "") -> dict[tuple[int, str, str], tuple[float, float]]:
    return ranges(Snapshot(ledger_csv=public(*rows), figures_csv=figures))


def test_a_withheld_cell_is_found_by_subtraction_from_the_total() -> None:
    found = seen((A, "", "police_sent=40"), (B, "", ""), (ALL, "", "police_sent=43"))
    assert found[1, B, "police_sent"] == (3, 3)
    assert (1, A, "police_sent") not in found


def test_two_withheld_cells_share_what_is_left() -> None:
    found = seen((A, "", "police_sent=40"), (B, "", ""), (C, "", ""), (ALL, "", "police_sent=43"))
    assert found[1, B, "police_sent"] == found[1, C, "police_sent"] == (0, 3)


def test_a_cell_is_found_from_the_parts_beside_it() -> None:
    found = seen(
        (A, "", "eligible=90 reached_clinician=80 resolved_by_phone=50 ems_fire_sent=0 police_sent=20 other_outcome=4")
    )
    assert found[1, A, "mobile_team_sent"] == (0, 6)
    assert found[1, A, "unaccounted"] == (0, 6)
    assert found[1, A, "not_reached"] == (10, 10)
    assert found[1, A, "offered"] == (80, 90)
    assert found[1, A, "followup_due"] == (0, float("inf"))


def test_a_whole_is_at_least_its_parts_and_what_staff_did_there() -> None:
    found = seen((A, "", "reached_clinician=30 backup_requested=4 safety_answers=9 no_contact=2 followup_reached=5"))
    assert found[1, A, "mobile_team_sent"] == (9, 30)
    assert found[1, A, "contact"] == (7, 28)
    assert found[1, A, "followup_due"] == (5, float("inf"))


def test_a_row_of_several_call_types_is_their_sum() -> None:
    found = seen((A, "", "eligible=50"), (TOGETHER, f"{B};{C}", "eligible=30"), (B, "", "eligible=22"), (C, "", ""))
    assert found[1, C, "eligible"] == (8, 8)
    alone = seen((A, B, "eligible=50"), (ALL, "", "eligible=55"), (C, "", ""))
    assert alone[1, C, "eligible"] == (5, 5)


def figures_csv(**parts: tuple[int, int]) -> str:
    lines = ["figure_id,numerator,denominator,value"]
    return "\n".join(lines + [f"{name.replace('__', '.')},{n},{d},1.0" for name, (n, d) in parts.items()])


def test_a_rate_tells_a_sum_that_the_ledger_withholds() -> None:
    rate = figures_csv(**{f"{PROGRAM}.{QUARTER}.{A}.diversion_of_handled": (62, 70)})
    found = seen((A, "", "reached_clinician=70 resolved_by_phone=50"), figures=rate)
    assert found[1, A, "field"] == (12, 12)
    assert found[1, A, "not_diverted"] == (8, 8)
    assert found[1, A, "mobile_team_sent"] == (0, 12)


def test_growth_tells_of_the_year_before() -> None:
    then, now = public((A, "", ""), quarter="2025Q3"), public((A, "", "reached_clinician=70"))
    growth = figures_csv(**{f"{PROGRAM}.2026Q3.{A}.growth": (70, 9)})
    both = Snapshot(ledger_csv=then + "\r\n" + now.split("\r\n", 1)[1], figures_csv=growth)
    known = read([both])
    assert known[PROGRAM, "2025Q3"].range(1, A, "reached_clinician") == (9, 9)


def test_the_same_is_read_from_json_and_from_pages() -> None:
    name = f"{PROGRAM}.{QUARTER}.{A}.returned_to_police"
    page = f'<script>{{"identifier": "{name}"}}</script><p class="fo-base">8 of 1,070 calls</p>'
    row = {"figure_id": name, "numerator": 8, "denominator": 1070, "value": 0.7}
    ledger = public((A, "", ""))
    by_page = ranges(Snapshot(ledger_csv=ledger, pages=[page]))
    assert by_page == ranges(Snapshot(ledger_csv=ledger, figures_json=json.dumps({"figures": [row]})))
    assert by_page[1, A, "police_sent"] == (8, 8)


def test_a_figure_it_does_not_know_is_not_overlooked() -> None:
    with pytest.raises(KeyError):
        seen((A, "", ""), figures=figures_csv(**{f"{PROGRAM}.{QUARTER}.{A}.new_metric": (1, 2)}))
    with pytest.raises(ValueError, match="without its parts"):
        seen((A, "", ""), figures=f"figure_id,numerator,denominator,value\n{PROGRAM}.{QUARTER}.{A}.capture_rate,,,50.0")


def test_what_a_correction_did_not_change_is_the_same() -> None:
    one = Snapshot(ledger_csv=public((A, "", "reached_clinician=30 resolved_by_phone=11")))
    other = Snapshot(ledger_csv=public((A, "", "reached_clinician=29"), revision=2))
    told = {(PROGRAM, QUARTER, 2): {(A, "resolved_by_phone")}}
    assert ranges(one, other, changed=told)[2, A, "resolved_by_phone"] == (10, 10)
    told[PROGRAM, QUARTER, 2].add((A, "police_sent"))
    assert ranges(one, other, changed=told)[2, A, "resolved_by_phone"] == (0, 29)


def test_numbers_that_cannot_be_are_told() -> None:
    with pytest.raises(Contradiction):
        seen((A, "", "reached_clinician=10 police_sent=11"))
    one, other = (Snapshot(ledger_csv=public((A, "", f"eligible={n}"))) for n in (10, 11))
    with pytest.raises(Contradiction):
        ranges(one, other)


def test_it_knows_as_much_as_whoever_tries_everything() -> None:
    """Two call types of few calls: every table with these row and column sums, one by one."""
    rows, columns = (9, 5), {"resolved_by_phone": 6, "contact": 3, "police_sent": 5}
    firsts = [first for first in itertools.product(*(range(n + 1) for n in columns.values())) if sum(first) == rows[0]]
    zeros = "ems_fire_sent=0 other_outcome=0 no_contact=0"
    totals = "resolved_by_phone=6 mobile_team_sent=3 police_sent=5"
    found = seen(
        (A, "", f"reached_clinician=9 {zeros}"),
        (B, "", f"reached_clinician=5 {zeros}"),
        (ALL, "", f"reached_clinician=14 {totals} {zeros}"),
    )
    for n, (leaf, total) in enumerate(columns.items()):
        low, high = min(first[n] for first in firsts), max(first[n] for first in firsts)
        assert found[1, A, leaf] == (low, high)
        assert found[1, B, leaf] == (total - high, total - low)


@pytest.mark.parametrize("seed", range(3))
def test_it_agrees_with_another_solver_and_with_the_truth(seed: int) -> None:
    rng = random.Random(seed)
    received = on_the_edge(rng)
    site = Site()
    site.publish(received)
    known = read(site.archive)[PROGRAM, QUARTER]
    cells = list(known.withheld())
    kinds = known.types(1)
    place = {(kind, leaf): n for n, (kind, leaf) in enumerate(itertools.product(kinds, LEAVES))}

    def sum_of(row: str, sums: tuple[str, ...]) -> np.ndarray:
        one = np.zeros(len(place))
        for kind in kinds if row == ALL else known.rows[1][row]:
            for leaf in (leaf for sum_ in sums for leaf in SUMS[sum_]):
                one[place[kind, leaf]] = 1
        return one

    equal = np.array([sum_of(fact.row, fact.sums) for fact in known.facts])
    values = [fact.value for fact in known.facts]
    below = [
        sum_of(kind, (part,)) - sum_of(kind, ("mobile_team_sent",))
        for kind in kinds
        for part in ("backup_requested", "safety_answers")
    ]
    for revision, row, cell in rng.sample(cells, min(12, len(cells))):
        low, high = known.range(revision, row, cell)
        wanted = sum_of(row, (cell,))
        for sign, expected in ((1, low), (-1, -high)):
            other = linprog(sign * wanted, A_ub=below, b_ub=np.zeros(len(below)), A_eq=equal, b_eq=values)
            assert (other.fun if other.status == 0 else -np.inf) == pytest.approx(expected, abs=1e-6)
    for revision, row, cell in cells:
        low, high = known.range(revision, row, cell)
        true = sum(
            received.leaves[k][leaf] for k in (kinds if row == ALL else known.rows[1][row]) for leaf in CELLS[cell]
        )
        assert low - 1e-6 <= true <= high + 1e-6


# the verdict itself


def judged(truth: Received, *rows: tuple[str, str, str], **policy: int | None) -> set[tuple[str, str]]:
    snapshot = Snapshot(ledger_csv=public(*rows))
    return {(leak.row, leak.cell) for leak in leaks([snapshot], {(PROGRAM, QUARTER, 1): truth}, **policy)}  # type: ignore[arg-type]


def test_a_small_total_of_many_calls_is_the_law_and_of_few_is_not() -> None:
    truth = of(**{A: ended(resolved_by_phone=60, police_sent=1), B: ended(resolved_by_phone=60, police_sent=2)})
    rows = ((A, "", ""), (B, "", ""), (ALL, "", "police_sent=3"))
    assert not judged(truth, *rows)
    assert judged(truth, *rows, exact_from=None) >= {(ALL, "police_sent"), (A, "police_sent"), (B, "police_sent")}
    assert (A, "police_sent") in judged(truth, (A, "", "police_sent=1"), *rows[1:])


def test_a_total_of_one_call_type_is_no_total() -> None:
    truth = of(**{A: ended(resolved_by_phone=120, police_sent=3), B: ended()})
    assert (ALL, "police_sent") in judged(truth, (A, "", ""), (B, "", "eligible=0"), (ALL, "", "police_sent=3"))


def test_a_row_of_all_that_were_reached_is_the_total_but_not_of_one() -> None:
    reached = {B: ended(resolved_by_phone=50, police_sent=1), C: ended(resolved_by_phone=50, police_sent=2)}
    rows = ((A, "", "reached_clinician=0"), (B, "", ""), (C, "", ""), (ALL, "", "police_sent=3"))
    several = of(**{A: ended(never_offered=99)}, **reached)
    assert not judged(several, *rows, (TOGETHER, f"{B};{C}", "police_sent=3"))
    one = of(**{A: ended(never_offered=99), B: reached[B], C: ended(never_offered=20)})
    zero = (C, "", "reached_clinician=0")
    assert (B, "police_sent") in judged(one, *rows[:2], zero, (ALL, "", "police_sent=1"))
    some = of(**{A: ended(resolved_by_phone=99)}, **reached)
    shown = (A, "", "reached_clinician=99 police_sent=0")
    assert (TOGETHER, "police_sent") in judged(some, shown, *rows[1:], (TOGETHER, f"{B};{C}", "police_sent=3"))


def test_a_count_that_follows_is_found_though_nobody_wrote_it_down() -> None:
    truth = of(**{A: ended(resolved_by_phone=60, never_offered=4), B: ended(resolved_by_phone=60, police_sent=30)})
    rows = ((A, "", "eligible=64 reached_clinician=60"), (B, "", ""))
    assert (A, "not_reached") in judged(truth, *rows)
    assert not judged(truth, *rows, smallest=4)


def test_every_metric_of_the_product_is_known_to_the_attack() -> None:
    from dashboard.analysis.measures import ENDINGS
    from dashboard.core.metrics import METRICS

    for metric in (*METRICS.values(), *ENDINGS.values()):
        if metric.key == "growth":
            continue
        numerator, denominator = FIGURES[metric.key]

        def leaves(keys: tuple[str, ...]) -> list[str]:
            return sorted(leaf for key in keys for leaf in SUMS[key])

        left = leaves(metric.numerator)
        for leaf in leaves(metric.less):
            left.remove(leaf)
        assert left == leaves(numerator)
        assert leaves(metric.denominator) == leaves(denominator)


def test_it_solves_for_every_withheld_cell_of_a_large_quarter() -> None:
    before = Model.solved
    site = Site()
    site.publish(next(iter(example().values())))
    found = attack(site.archive)
    assert len(found) > 100
    assert Model.solved > before
    assert all(one.low <= one.high for one in found)
