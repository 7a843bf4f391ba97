"""Whoever knows the rule and has every revision finds nobody, whatever became of the quarter: corrected, completed
late, withdrawn and published again, with call types under another, new ones, and some that come and go."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from dashboard.core.ledger import COUNTS, Counts, Missing
from dashboard.core.privacy import released_rows
from dashboard.core.privacy.disclosure import Release
from dashboard.core.privacy.withholding import release
from tests.attack.knowing import Reader, Small
from tests.attack.lives import HOSTILE, Life, Step, all_hostile, life, lived, published
from tests.attack.tables import ORDER, Received, any_program, ended, example

A, B, C = ORDER[:3]


def not_kept(one: Life, decide: Callable[[Received, Release | None], Release] = published, **how: Any) -> list[Small]:
    return [small for small in Reader(one.revisions, decide, **how).smalls() if not small.kept]


@pytest.mark.parametrize("name", HOSTILE)
def test_nobody_is_found_in_a_hostile_life(name: str) -> None:
    assert not not_kept(lived(HOSTILE[name]))


def test_what_is_found_to_be_published_the_same_passes_the_attack_before_a_publication() -> None:
    """Else a table would be no candidate, for it would have been refused."""
    for name in ("mobile teams of one call type come late", "one call more, four times"):
        assert not not_kept(lived(HOSTILE[name][:2]), gate=True)


def test_a_hostile_life_is_one_of_each_kind() -> None:
    """Late counts that arrive, withdrawals, what is published after them, mergings, new call types, and refusals."""
    lives = all_hostile().values()
    several = [one for one in lives if len(one.revisions) > 1]
    assert sum(any(r.missing for r in one.revisions) for one in several) > 8
    assert sum(None in one.steps[:-1] for one in several) > 3
    assert sum(bool(one.revisions[0].merged) for one in several) > 3
    assert sum(len({r.order for r in one.revisions}) > 1 for one in several) > 0
    assert 3 < sum(bool(one.refused) for one in lives) < 9


def test_nobody_is_found_in_lives_at_random() -> None:
    lives = [life(random.Random(seed), most=2) for seed in (500, 501, 502, 504, 507, 508)]
    assert sum(len(one.revisions) > 1 for one in lives) > 3
    assert sum(any(r.missing for r in one.revisions) for one in lives) > 1
    assert not [small for one in lives for small in not_kept(one, rounds=6)]


def test_nobody_is_found_where_the_example_county_completes_and_corrects_a_quarter() -> None:
    first = list(example().values())[2]
    kinds = list(first.leaves)[:3]
    few = {kind: first.leaves[kind] for kind in kinds}
    late = frozenset((kind, key) for kind in kinds for key in ("safety_answers", "felt_safe", "followup_reached"))
    one = Received(few, late, why=Missing.LATE)
    more = {**few, kinds[1]: few[kinds[1]] | {"other_outcome": few[kinds[1]]["other_outcome"] + 1}}
    made = lived([one, None, replace(one, missing=frozenset()), Received(more)])
    assert not made.refused and len(made.revisions) == 3
    assert not not_kept(made)


# what is missing


def test_which_counts_are_missing_is_public_and_what_they_are_is_not_read() -> None:
    """So an attacker need not guess which are: a count that is missing has its word, and no other has that word. The
    one exception is that of no contact where the mobile team's is missing: it is never read."""
    rng, several = random.Random(11), 0
    for received in (any_program(rng) for _ in range(120)):
        rows = published(received, None).rows
        for kind, counts in received.counts.items():
            teams = isinstance(counts["mobile_team_sent"], int)
            several += not teams
            for key in COUNTS:
                if teams or key != "no_contact":
                    missing = isinstance(counts[key], Missing)
                    assert missing == (isinstance(rows[kind][key], Missing) and rows[kind][key] is not Missing.PRIVACY)
            for n in () if teams else (0, 3, 10, 50, Missing.NOT_COLLECTED):
                other = received.counts | {kind: Counts({**counts, "no_contact": n})}
                then = release(other, ORDER).rows
                assert all(dict(then[k]) == dict(rows[k]) for k in then if k != "together")
    assert several > 5


# the search finds what there is to find


BESIDE_LATE: tuple[Step, ...] = (
    Received(
        {A: ended(resolved_by_phone=100, police_sent=30), B: ended(resolved_by_phone=100, contact=7, police_sent=9)},
        frozenset((kind, "reached_clinician") for kind in (A, B)),
        Missing.LATE,
    ),
)


def test_it_finds_people_where_what_stands_beside_a_missing_count_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A count that is missing taken for none, and nothing of what is known beside it for a part of a group."""
    filled = released_rows.filled

    def nothing_known(counts: Mapping[str, int | Missing]) -> dict[str, int]:
        made = filled(counts)  # type: ignore[arg-type]
        return made if isinstance(counts["reached_clinician"], int) else dict.fromkeys(made, 0)

    assert not not_kept(lived(BESIDE_LATE))
    monkeypatch.setattr(released_rows, "filled", nothing_known)
    revisions = [step for step in BESIDE_LATE if step]
    assert [small for small in Reader(revisions, published).smalls() if not small.kept]


def test_it_finds_people_where_what_comes_after_a_withdrawal_is_decided_afresh() -> None:
    many = Received({A: ended(resolved_by_phone=11, contact=40), B: ended(resolved_by_phone=60, contact=40)})
    fewer = Received({**many.leaves, A: ended(resolved_by_phone=10, contact=40)})

    def afresh(received: Received, before: Release | None) -> Release:
        return published(received, None)

    assert lived([many, None, fewer]).refused == 1
    found = {(s.revision, s.call_type, s.group): s for s in Reader([many, fewer], afresh, told=True).smalls()}
    assert found[1, A, "resolved_by_phone"].possible == {10}


# whoever is told which call types a correction changed


def told_of(*steps: Step) -> list[Small]:
    made = lived(steps)
    assert not made.refused
    return Reader(made.revisions, published, told=True).smalls()


FEW = Received({
    A: ended(resolved_by_phone=300, contact=60, police_sent=40, other_outcome=40),
    B: ended(resolved_by_phone=200, contact=60, police_sent=3, other_outcome=40),
    C: ended(resolved_by_phone=100, contact=60, police_sent=5, other_outcome=40),
})  # fmt: skip


@pytest.mark.parametrize("moved", [1, 4])
def test_whoever_is_told_whose_calls_a_correction_changed_loses_one_value_for_each(moved: int) -> None:
    """The limit of what is promised, and it is reached: where B alone was corrected, and by so many calls to the
    police more, it has at least as many."""
    more = {**FEW.leaves, B: FEW.leaves[B] | {"police_sent": 3 + moved}}
    found = told_of(FEW, Received(more))
    assert found and all(small.kept and small.moved == moved for small in found)
    (after,) = (s for s in found if (s.revision, s.call_type, s.group) == (1, B, "police_sent"))
    assert min(after.possible) == moved
    assert not not_kept(lived([FEW, Received(more)]))


def test_whoever_is_told_loses_no_more_in_lives_at_random() -> None:
    lives = [life(random.Random(seed), most=2) for seed in range(700, 703)]
    found = [small for one in lives for small in Reader(one.revisions, published, told=True).smalls()]
    assert any(small.moved for small in found)
    assert all(small.kept for small in found)
