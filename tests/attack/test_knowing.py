"""Nobody who knows the rule, and has every revision, finds a small count: other counts would be published the same.

The search is in `knowing`. What it found once is kept here, with the part of the rule that gave it away put back.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from functools import partial

import pytest

from dashboard.core.ledger import ALL, Missing
from dashboard.core.privacy import withholding
from dashboard.core.privacy.call_tree import OPINIONS, Node
from dashboard.core.privacy.disclosure import DEFAULT, Policy, Release
from dashboard.core.privacy.disclosure_audit import Leak, leaks
from tests.attack.knowing import Reader, Small
from tests.attack.lives import published
from tests.attack.tables import ORDER, Received, any_program, ended, example, on_the_edge
from tests.attack.test_attack import FOUND, HARD

A, B, C, D, E = ORDER[:5]


def decide(received: Received, before: Release | None) -> Release:
    return published(received, before)


def not_shown(*revisions: Received, policy: Policy = DEFAULT) -> list[Small]:
    """The small counts of which fewer values than promised were shown to be possible."""

    by = partial(published, policy=policy)
    return [small for small in Reader(revisions, by, smallest=policy.smallest).smalls() if not small.kept]


# what was found once, with what gave it away put back

ONE_HAS_ALL = {
    "all that were reached": (
        Received({
            A: ended(never_offered=60),
            C: ended(never_offered=30),
            E: ended(never_offered=3, resolved_by_phone=10, police_sent=2),
        }),
        (C, E, "never_offered"),
        33,
    ),
    "all that were not resolved by phone": (
        Received({
            A: ended(resolved_by_phone=60, never_offered=20),
            B: ended(resolved_by_phone=45, never_offered=12),
            C: ended(resolved_by_phone=4, contact=9, no_contact=2, ems_fire_sent=1, police_sent=2, other_outcome=1,
                     never_offered=15),
        }),
        (B, C, "resolved_by_phone"),
        360,
    ),
}  # fmt: skip


def fitting(received: Received, one: str, other: str, back: str) -> Iterator[Received]:
    """Every way to share the other endings of a call type with another one that has none of them, with as many calls
    of each: all that fit what is public."""
    has = received.leaves[other]
    leaves = [leaf for leaf in has if has[leaf] and leaf not in (back, "never_offered")]
    for moved in itertools.product(*(range(has[leaf] + 1) for leaf in leaves)):
        gone = dict(zip(leaves, moved, strict=True)) | {back: -sum(moved)}
        mine, theirs = dict(received.leaves[one]), dict(has)
        for leaf, n in gone.items():
            mine[leaf], theirs[leaf] = mine[leaf] + n, theirs[leaf] - n
        yield Received({**received.leaves, one: mine, other: theirs})


def same(received: Received, other: Received) -> bool:
    made, then = decide(received, None), decide(other, None)
    return (made.rows, made.together) == (then.rows, then.together)


@pytest.fixture
def exempted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule with an exemption for a call type that has all of a group: it needs no more than others do there, and
    then exact totals end where that can be seen."""
    quarter = withholding._Quarter
    least, split = quarter._least, quarter._split

    def has_all(self: withholding._Quarter, part: Node, kinds: Sequence[str]) -> bool:
        whole = self.quarter.value(part, self.kinds)
        return whole > 0 and any(self.quarter.value(part, [kind]) == whole for kind in self.kinds if kind in kinds)

    def exempt(self: withholding._Quarter, part: Node) -> int:
        return self.smallest if has_all(self, part, self.kinds) else least(self, part)

    def ended_by_it(
        self: withholding._Quarter, parts: tuple[Node, ...], limit: tuple[str, ...], *, exact: bool
    ) -> None:
        above = [node for node in withholding.NODES.values() if node.parts == parts]
        seen = any(has_all(self, node, self.shown.get(node.key, ())) for node in above)
        split(self, parts, limit, exact=exact and not seen)

    monkeypatch.setattr(quarter, "_least", exempt)
    monkeypatch.setattr(quarter, "_split", ended_by_it)
    monkeypatch.setattr(quarter, "_of_one", lambda self, part: None)


@pytest.mark.parametrize("case", ONE_HAS_ALL)
def test_a_lower_bar_for_a_call_type_that_has_all_tells_everything(case: str, exempted: None) -> None:
    received, where, many = ONE_HAS_ALL[case]
    tables = list(fitting(received, *where))
    assert len(tables) == many
    assert [other.leaves for other in tables if same(received, other)] == [received.leaves]
    assert {small.value for small in not_shown(received) if small.possible == {small.value}}


@pytest.mark.parametrize("case", ONE_HAS_ALL)
def test_without_it_every_table_that_fits_is_published_the_same(case: str) -> None:
    received, where, _ = ONE_HAS_ALL[case]
    assert all(same(received, other) for other in fitting(received, *where))
    assert not not_shown(received)


VISITS = Received({
    A: ended(contact=80, police_sent=20, felt_safe=60, not_felt_safe=20),
    B: ended(contact=11, police_sent=20, felt_safe=10),
    C: ended(contact=40, police_sent=20, felt_safe=40),
})  # fmt: skip


def test_answers_beside_the_calls_they_are_of_tell_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten answers of eleven calls: with the total of the answers public, they are ten or eleven."""
    monkeypatch.setattr(withholding, "ANSWERS", (OPINIONS,))
    made = decide(VISITS, None)
    assert (made.rows[ALL]["safety_answers"], made.rows[B]["mobile_team_sent"]) == (130, 11)
    assert made.rows[B]["safety_answers"] is Missing.PRIVACY
    assert Leak(B, "safety_answers", 10, 11) in leaks(VISITS.counts, made)
    assert {small.group for small in not_shown(VISITS)} >= {"safety_answers"}


def test_nor_do_they_where_those_who_gave_none_are_a_group_too() -> None:
    assert not leaks(VISITS.counts, decide(VISITS, None))
    assert not not_shown(VISITS)


# quarters of every kind


@pytest.mark.parametrize("case", FOUND | HARD)
def test_nobody_is_found_in_a_hard_quarter(case: str) -> None:
    assert not not_shown((FOUND | HARD)[case])


@pytest.mark.parametrize("seed", range(2))
def test_nobody_is_found_where_every_count_is_near_the_threshold(seed: int) -> None:
    rng = random.Random(seed)
    assert not [small for _ in range(15) for small in not_shown(on_the_edge(rng))]


def test_nobody_is_found_in_any_program() -> None:
    rng = random.Random(5)
    made = [any_program(rng) for _ in range(14)]
    assert 2 < sum(bool(received.missing) for received in made) < 12
    assert not [small for received in made for small in not_shown(received)]


def test_nobody_is_found_in_a_quarter_of_the_example_county() -> None:
    quarters = list(example().values())
    assert not not_shown(quarters[5])


def test_nobody_is_found_under_a_stricter_policy_or_without_exact_totals() -> None:
    rng = random.Random(9)
    for policy in (Policy(exact_from=None), Policy(smallest=5, exact_from=50)):
        assert not [small for _ in range(6) for small in not_shown(on_the_edge(rng), policy=policy)]


# the search itself


def test_a_count_that_is_published_has_one_value() -> None:
    """The search finds no other value for what is public: here everything is."""

    def open_(received: Received, before: Release | None) -> Release:
        made = decide(received, before)
        return Release(rows={**received.counts, ALL: made.rows[ALL]}, together=(), blocks=made.blocks)

    reader = Reader([HARD["two call types, one small"]], open_)
    found = reader.smalls()
    assert found
    assert all(small.possible == {small.value} and not small.kept for small in found if small.call_type != ALL)


def test_every_value_that_is_shown_is_one_of_a_table_published_the_same() -> None:
    """By hand: of five calls to the police of two call types, each may have had none to all."""
    received = Received(
        {A: ended(resolved_by_phone=100, police_sent=2), B: ended(resolved_by_phone=100, police_sent=3)}
    )
    found = {(s.call_type, s.group): s for s in Reader([received], decide).smalls()}
    assert found[A, "police_sent"].possible == found[B, "police_sent"].possible == frozenset(range(6))
    assert found[A, "police_sent"].promised == 6
