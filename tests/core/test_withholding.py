"""What is public of a quarter is what the rule on small counts says, and nothing that was withheld can be worked out.

Tables are made of endings (how many calls of a call type ended how), so that they cannot contradict themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.core.ledger import ALL, COUNTS, TOGETHER, Counts, Missing, broken_rules
from dashboard.core.privacy.disclosure import DEFAULT, Blocking, Partition, Policy, Release
from dashboard.core.privacy.withholding import release
from tests.core.disclosure_oracle import (
    COUNTED,
    FIELD,
    FORKS,
    GROUPS,
    LEAVES,
    PARENT,
    STAFF,
    Oracle,
    counts_of,
    endings,
    inside,
    row_of,
    size,
    tree,
)

ORDER = ("A", "B", "C", "D")
REASONS = [reason for reason in Missing if reason is not Missing.PRIVACY]
ABOUT_STAFF = (*STAFF, "safety_answers", "felt_safe")
Table = dict[str, Counts]
PHONE, MOBILE, EMS, POLICE = "resolved_by_phone", "contact", "ems_fire_sent", "police_sent"
NEVER, LOST = "never_offered", "lost_in_transfer"


def calls(**ended: int) -> Counts:
    """A row of so many calls of each ending, and 0 of all others."""
    return Counts(counts_of(dict.fromkeys((*LEAVES, *STAFF), 0) | ended))


def phone(n: int, **ended: int) -> Counts:
    return calls(resolved_by_phone=n, **ended)


def made(table: Mapping[str, Counts], policy: Policy = DEFAULT, earlier: Partition | None = None) -> Release:
    return release(table, ORDER, policy, earlier)


# ---- tables of any kind


@st.composite
def tables(draw: st.DrawFn, smallest: int, *, missing: bool = True) -> Table:
    """One to four call types whose counts are 0, just below, at or well above the threshold."""
    k = smallest
    palettes = [
        [0, k, 2 * k],
        [0, 0, 1, k, 3 * k],
        [0, 0, 0, 0, k, 2 * k, 1],
        [0, 1, k - 1, k, k + 1, 5 * k],
        [0, 0, 0, 0, 0, 0, 0, k, 3 * k, 6 * k, 1],
    ]
    some = st.sampled_from(draw(st.sampled_from(palettes)))
    kinds = draw(st.lists(st.sampled_from(ORDER), min_size=1, max_size=4, unique=True))
    table = {}
    for kind in kinds:
        sizes = draw(st.lists(some, min_size=len(LEAVES) + 2, max_size=len(LEAVES) + 2))
        row = dict(zip((*LEAVES, *STAFF), sizes, strict=True))
        row["contact"] = max(row["contact"], row["felt_safe"] + row["not_felt_safe"] - row["no_contact"])
        counts: dict[str, int | Missing] = dict(counts_of(row))
        counts["backup_requested"] = min(counts["backup_requested"], counts["mobile_team_sent"])
        if missing:
            counts |= draw(st.dictionaries(st.sampled_from(COUNTED), st.sampled_from(REASONS), max_size=4))
        table[kind] = Counts(counts)
    return table


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    k = draw(st.sampled_from([2, 3, 11]))
    return Policy(smallest=k, exact_from=draw(st.sampled_from([None, k, 3 * k, 9 * k])))


@st.composite
def quarters(draw: st.DrawFn, *, missing: bool = True) -> tuple[Policy, Table]:
    policy = draw(policies())
    return policy, draw(tables(policy.smallest, missing=missing))


@st.composite
def corrections(draw: st.DrawFn, *, missing: bool = True) -> tuple[Policy, Table, Table]:
    """Two revisions of one quarter: nothing in common but the threshold, or one call type changed."""
    policy, first = draw(quarters(missing=missing))
    second = draw(tables(policy.smallest, missing=missing))
    if draw(st.booleans()):
        second = first | dict(list(second.items())[:1])
    return policy, first, second


def numbers(row: Mapping[str, int | Missing]) -> dict[str, int]:
    return {key: value for key, value in row.items() if not isinstance(value, Missing)}


def public(row: Mapping[str, int | Missing]) -> dict[str, int]:
    """The numbers of a row that are about people, and the sums and differences of them that are groups."""
    found = {key: value for key, value in numbers(row).items() if key not in STAFF}
    if isinstance(row, Counts) and FIELD in row.sums:
        found["field"] = row.sums[FIELD]
    for _ in range(2):
        for whole, (one, other) in FORKS.items():
            for known, sought in ((one, other), (other, one)):
                if whole in found and known in found:
                    found[sought] = found[whole] - found[known]
            if one in found and other in found:
                found[whole] = found[one] + found[other]
    return found


# ---- the same as the rule, said another way


@settings(max_examples=150, deadline=None)
@given(corrections(), st.booleans())
def test_what_is_public_is_what_the_rule_says(case: tuple[Policy, Table, Table], corrected: bool) -> None:
    policy, first, table = case
    earlier = made(first, policy).blocks if corrected else None
    found, rule = made(table, policy, earlier), Oracle(table, ORDER, policy, earlier)
    assert found.together == rule.together()
    assert bool(found.reveals) == rule.given_away("eligible")
    assert set(found.rows) == {*table, ALL, *([TOGETHER] if found.together else [])}
    for kind, row in found.rows.items():
        said = rule.row(kind)
        assert numbers(row) == numbers(said), kind
        if kind in table:
            assert dict(row) == said, kind
        if kind != TOGETHER:
            assert (FIELD in row.sums) == rule.field_sum(kind), kind


# ---- laws


@settings(max_examples=100, deadline=None)
@given(quarters())
def test_every_public_number_is_the_received_one_or_their_sum(case: tuple[Policy, Table]) -> None:
    policy, table = case
    found = made(table, policy)
    for kind, row in found.rows.items():
        assert not list(broken_rules(row))
        members = {ALL: tuple(table), TOGETHER: found.together}.get(kind, (kind,))
        for key, value in numbers(row).items():
            assert value == sum(table[m][key] for m in members)
        for keys, value in row.sums.items():
            assert value == sum(table[m][key] for m in members for key in keys)


@settings(max_examples=100, deadline=None)
@given(quarters())
def test_a_reason_why_a_count_is_missing_stays_as_it_was_sent(case: tuple[Policy, Table]) -> None:
    policy, table = case
    for kind, row in made(table, policy).rows.items():
        for key in COUNTS if kind in table else ():
            sent, base = table[kind][key], table[kind]["mobile_team_sent"]
            if key == "no_contact" and isinstance(base, Missing):
                assert row[key] is base
            elif isinstance(sent, Missing):
                assert row[key] is sent
            else:
                assert row[key] in (sent, Missing.PRIVACY)


@settings(max_examples=150, deadline=None)
@given(quarters())
def test_no_small_group_of_people_is_public_or_left_by_subtraction(case: tuple[Policy, Table]) -> None:
    policy, table = case
    found = made(table, policy)
    in_total = public(found.rows[ALL])
    for kind, row in found.rows.items():
        for group, value in public(row).items():
            if kind != ALL or not found.blocks.exact or group in tree("safety_answers"):
                assert not 0 < value < policy.smallest or (
                    # nobody of the call types shown: what is left of an exact total is that total
                    kind == TOGETHER and value == in_total[group]
                ), (kind, group)
    for group, whole in in_total.items():
        left = whole
        for kind in ORDER:
            if kind not in table:
                continue
            shown = public(found.rows[kind])
            if group not in shown:
                break
            left -= shown[group]
            assert not 0 < left < policy.smallest or (found.blocks.exact and left == whole), (kind, group)


SMALL_OF_ONE = {"A": phone(3, police_sent=47), "B": calls(never_offered=50)}


def pinned(found: Release, kinds: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Groups of one call type that the public numbers leave no choice about: between what the totals, the forks and
    the other call types allow at least and at most, found by narrowing until nothing moves."""
    rows = [*kinds, ALL]
    top = 10**6
    low = dict.fromkeys(((kind, group) for kind in rows for group in GROUPS), 0)
    high = dict.fromkeys(low, top)
    for kind in rows:
        for group, value in public(found.rows[kind]).items():
            if group in GROUPS:
                low[kind, group] = high[kind, group] = value
    whole_and_parts = [((k, whole), [(k, part) for part in FORKS[whole]]) for k in rows for whole in FORKS]
    whole_and_parts += [((ALL, group), [(k, group) for k in kinds]) for group in GROUPS]
    moved = True
    while moved:
        before = (dict(low), dict(high))
        for whole, parts in whole_and_parts:
            least, most = sum(low[p] for p in parts), sum(high[p] for p in parts)
            low[whole], high[whole] = max(low[whole], least), min(high[whole], most)
            for p in parts:
                low[p] = max(low[p], low[whole] - (most - high[p]))
                high[p] = min(high[p], high[whole] - (least - low[p]))
        moved = before != (low, high)
    for (kind, group), value in low.items():
        if kind != ALL and value == high[kind, group]:
            yield kind, group, value


@settings(max_examples=150, deadline=None)
@given(quarters(missing=False))
@example((DEFAULT, SMALL_OF_ONE))
def test_no_small_group_of_a_call_type_follows_from_all_that_is_public(case: tuple[Policy, Table]) -> None:
    policy, table = case
    for kind, group, value in pinned(made(table, policy), list(table)):
        assert not 0 < value < policy.smallest, (kind, group, value)


@settings(max_examples=100, deadline=None)
@given(quarters())
def test_the_same_again_is_the_same_release(case: tuple[Policy, Table]) -> None:
    policy, table = case
    first = made(table, policy)
    again = made(table, Policy(smallest=2, exact_from=None), first.blocks)
    assert (again.rows, again.together, again.blocks, again.reveals) == (first.rows, first.together, first.blocks, ())


def blocks_of(blocks: Partition) -> set[tuple[str, str]]:
    alone = {(kind, group) for group, kinds in blocks.shown.items() for kind in kinds}
    return alone | {(ALL, group) for group in blocks.totals}


@settings(max_examples=100, deadline=None)
@given(corrections())
def test_a_correction_is_never_finer_than_the_revision_before(case: tuple[Policy, Table, Table]) -> None:
    policy, table, second = case
    first = made(table, policy)
    then = made(second, DEFAULT, first.blocks)
    assert blocks_of(then.blocks) <= blocks_of(first.blocks)
    for kind in set(table) & set(second):
        no_base = isinstance(second[kind]["mobile_team_sent"], Missing)
        for key, value in public(then.rows[kind]).items():
            if key in GROUPS and (kind, key) not in blocks_of(first.blocks):
                assert value == 0 or no_base, (kind, key)  # part of a group of nobody


@settings(max_examples=100, deadline=None)
@given(corrections(missing=False))
def test_a_correction_shows_the_same_calls_or_says_what_it_would_reveal(case: tuple[Policy, Table, Table]) -> None:
    policy, table, second = case
    before = blocks_of(made(table, policy).blocks)
    then = made(second, policy, made(table, policy).blocks)
    gone = {group for _, group in before - blocks_of(then.blocks)}
    if not then.reveals:
        assert not gone & set(inside("eligible"))
        for root in ("not_triaged", "followup_due", "safety_answers"):  # another tree goes as a whole
            if gone & set(tree(root)):
                assert not {group for _, group in blocks_of(then.blocks)} & set(tree(root))


@settings(max_examples=100, deadline=None)
@given(quarters(), st.sampled_from([1, 2, 9]))
def test_a_stricter_threshold_never_shows_more(case: tuple[Policy, Table], more: int) -> None:
    """Without exact totals: with them, what is kept back by call type may be what makes a total harmless."""
    policy, table = case
    loose = made(table, Policy(smallest=policy.smallest, exact_from=None))
    strict = made(table, Policy(smallest=policy.smallest + more, exact_from=None))
    assert blocks_of(strict.blocks) <= blocks_of(loose.blocks)


def test_without_exact_totals_more_call_types_may_be_shown() -> None:
    """Exact totals raise what a call type needs, so to give them up is not stricter in everything."""
    table = {"A": phone(12), "B": phone(200, never_offered=4)}
    assert made(table).rows["A"]["eligible"] is Missing.PRIVACY
    without = made(table, Policy(exact_from=None))
    assert without.rows["A"]["eligible"] == 12
    assert without.rows[ALL]["reached_clinician"] is Missing.PRIVACY


@settings(max_examples=100, deadline=None)
@given(quarters(), st.randoms(use_true_random=False))
def test_the_order_in_which_call_types_were_sent_does_not_matter(case: tuple[Policy, Table], chance: Any) -> None:
    policy, table = case
    kinds = list(table)
    chance.shuffle(kinds)
    one, other = made(table, policy), made({kind: table[kind] for kind in kinds}, policy)
    assert (one.rows, one.together, one.blocks, one.why) == (other.rows, other.together, other.blocks, other.why)


def test_an_unknown_call_type_is_refused() -> None:
    with pytest.raises(ValueError, match="Z: not in the declared order"):
        made({"A": phone(20), "Z": phone(20)})


@settings(max_examples=100, deadline=None)
@given(quarters())
def test_every_group_that_is_kept_back_says_why_and_no_other_does(case: tuple[Policy, Table]) -> None:
    """Not so for answers about safety where the mobile team calls they go with are kept back or missing: those say it."""
    policy, table = case
    mobile_known = all(not isinstance(row["mobile_team_sent"], Missing) for row in table.values())
    found = made(table, policy)
    blocks, rows = blocks_of(found.blocks), {kind: row_of(table[kind]) for kind in table}
    for kind in (ALL, *table):
        for group in GROUPS:
            if (kind, group) in blocks:
                assert (kind, group) not in found.why
            elif group not in tree("safety_answers") or (mobile_known and (kind, "mobile_team_sent") in blocks):
                assert (kind, group) in found.why
    for why in found.why.values():
        after = ORDER[ORDER.index(why.after) + 1 :] if why.call_type == TOGETHER else ()
        whose = {ALL: tuple(table), TOGETHER: after}.get(why.call_type, (why.call_type,))
        assert why.value == sum(size(rows[k], why.node) for k in whose if k in rows)
        assert 0 < why.value < 2 * policy.smallest
        assert found.blocks.exact or why.value < policy.smallest


# ---- whoever knows the rule tries every table that gives the same release


@cache
def _counts(leaves: tuple[str, ...], sizes: tuple[int, ...]) -> Counts:
    return calls(**dict(zip(leaves, sizes, strict=True)))


def shares(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in shares(total - first, cells - 1):
            yield (first, *rest)


Sizes = tuple[tuple[int, ...], ...]  # by call type, by ending


def alike(kinds: str, leaves: tuple[str, ...], totals: range, policy: Policy) -> list[list[Sizes]]:
    """All tables of so many calls, in groups that nobody can tell apart by their releases."""
    found: dict[Any, list[Sizes]] = defaultdict(list)
    width = len(leaves)
    for total in totals:
        for cells in shares(total, len(kinds) * width):
            sizes = tuple(cells[i : i + width] for i in range(0, len(cells), width))
            shown = release({k: _counts(leaves, s) for k, s in zip(kinds, sizes, strict=True)}, kinds, policy)
            seen = ((kind, tuple(row.values()), tuple(row.sums.items())) for kind, row in shown.rows.items())
            found[tuple(seen), shown.together].append(sizes)
    return list(found.values())


def worked_out(kinds: str, leaves: tuple[str, ...], totals: range, policy: Policy) -> list[tuple[str, str, set[int]]]:
    """Small groups for which too few values are left: the call type (or `all`), the group, the values.

    Enough is k − 1, as many as there are small values. Where the total of the group is exact and small, c, a call type
    has 0 to c of it, and enough is min(k − 1, c + 1)."""
    k = policy.smallest
    columns = {tuple(i for i, leaf in enumerate(leaves) if leaf in endings(group)): group for group in GROUPS}
    columns.pop((), None)
    told = []
    for tables_ in alike(kinds, leaves, totals, policy):
        exact = policy.exact_from is not None and sum(map(sum, tables_[0])) >= policy.exact_from
        for at, group in columns.items():
            values = {kind: {sum(sizes[row][i] for i in at) for sizes in tables_} for row, kind in enumerate(kinds)} | {
                ALL: {sum(row[i] for row in sizes for i in at) for sizes in tables_}
            }
            total = values[ALL]
            enough = min(k - 1, min(total) + 1) if exact and len(total) == 1 else k - 1
            for kind, left in values.items():
                small = any(0 < value < k for value in left)
                if small and len(left) < enough and not (kind == ALL and exact):
                    told.append((kind, group, left))
    return told


FAMILIES = [
    ("AB", (PHONE, NEVER), 13),
    ("ABC", (PHONE, NEVER), 8),
    ("ABCD", (PHONE, NEVER), 4),
    ("AB", (PHONE, MOBILE, POLICE), 9),
    ("AB", ("followup_reached", "not_followed_up"), 13),
    ("AB", (PHONE, LOST, NEVER), 8),
    ("AB", (PHONE, MOBILE, EMS, POLICE), 6),
]


@pytest.mark.parametrize(("kinds", "leaves", "most"), FAMILIES)
def test_nobody_who_knows_the_rule_can_work_out_a_small_group(kinds: str, leaves: tuple[str, ...], most: int) -> None:
    assert worked_out(kinds, leaves, range(1, most + 1), Policy(smallest=3, exact_from=None)) == []


@pytest.mark.parametrize(("kinds", "leaves", "most"), FAMILIES[:2] + FAMILIES[3:4])
def test_nor_under_a_larger_threshold(kinds: str, leaves: tuple[str, ...], most: int) -> None:
    assert worked_out(kinds, leaves, range(1, most + 1), Policy(smallest=4, exact_from=None)) == []


@pytest.mark.parametrize(("kinds", "leaves", "most"), [f for f in FAMILIES if "followup_reached" not in f[1]])
def test_nor_with_exact_totals(kinds: str, leaves: tuple[str, ...], most: int) -> None:
    assert worked_out(kinds, leaves, range(3, most + 1), Policy(smallest=3, exact_from=3)) == []


@pytest.mark.parametrize(("kinds", "leaves", "most"), [("AB", (PHONE, NEVER), 10), ("AB", (PHONE, MOBILE, POLICE), 7)])
def test_nor_on_both_sides_of_where_exact_totals_begin(kinds: str, leaves: tuple[str, ...], most: int) -> None:
    assert worked_out(kinds, leaves, range(1, most + 1), Policy(smallest=3, exact_from=6)) == []


@pytest.mark.parametrize(
    ("kinds", "leaves", "totals"), [("AB", (PHONE, NEVER), range(8, 14)), ("AB", (PHONE, MOBILE, POLICE), range(9, 10))]
)
def test_nor_with_exact_totals_under_a_larger_threshold(kinds: str, leaves: tuple[str, ...], totals: range) -> None:
    assert worked_out(kinds, leaves, totals, Policy(smallest=4, exact_from=4)) == []


# ---- what it comes to, case by case


def test_whose_an_exact_total_is_cannot_be_seen_where_one_call_type_has_all_of_a_group() -> None:
    """The 50 that were reached are all A's, so the 3 by phone in total are too: that they are A's is not shown."""
    found = made(SMALL_OF_ONE)
    assert (found.rows["A"]["eligible"], found.rows["B"]["eligible"]) == (50, 50)
    assert found.rows["A"]["reached_clinician"] is found.rows["B"]["reached_clinician"] is Missing.PRIVACY
    assert (found.rows[ALL]["reached_clinician"], found.rows[ALL]["resolved_by_phone"]) == (50, 3)


def test_nor_where_those_that_are_shown_as_one_have_none_of_the_group() -> None:
    """A has all 50 that were not resolved by phone."""
    table = {"A": calls(police_sent=47, contact=3), "B": phone(5), "C": phone(60)}
    found = made(table)
    assert found.rows["A"]["reached_clinician"] == 50
    assert found.rows["A"]["resolved_by_phone"] is Missing.PRIVACY
    assert found.rows[ALL]["resolved_by_phone"] == 65
    assert found.rows[ALL]["mobile_team_sent"] == 3


def test_nor_of_follow_ups() -> None:
    table = {"A": phone(60, followup_reached=3, not_followed_up=47), "B": phone(60)}
    found = made(table)
    assert found.rows["A"]["followup_due"] is found.rows["B"]["followup_due"] is Missing.PRIVACY
    assert (found.rows[ALL]["followup_due"], found.rows[ALL]["followup_reached"]) == (50, 3)


def test_one_call_type_may_have_all_of_a_group_of_which_no_part_is_small() -> None:
    found = made({"A": phone(60), "B": calls(police_sent=30, contact=30)})
    assert [found.rows[kind]["resolved_by_phone"] for kind in "AB"] == [60, 0]
    assert [found.rows[kind]["police_sent"] for kind in "AB"] == [0, 30]


def test_an_exact_total_is_exact_whoever_has_it() -> None:
    """All totals of people of a quarter of a hundred calls of two call types, however they are shared out."""
    for table in (
        {"A": phone(99, lost_in_transfer=1), "B": phone(1)},
        SMALL_OF_ONE,
        {"A": phone(50), "B": calls(lost_in_transfer=47, never_offered=3)},
    ):
        row = made(table).rows[ALL]
        assert all(isinstance(row[key], int) for key in COUNTS if key not in ABOUT_STAFF)


def test_a_correction_that_leaves_one_call_type_has_no_exact_totals_or_is_refused() -> None:
    before = made({"A": phone(5), "B": phone(100)})
    then = made({"B": phone(97, lost_in_transfer=3)}, earlier=before.blocks)
    assert then.reveals or then.rows[ALL]["lost_in_transfer"] is Missing.PRIVACY


def test_a_correction_to_a_quarter_of_few_calls_has_no_exact_totals_or_is_refused() -> None:
    before = made({"A": phone(5), "B": phone(100)})
    then = made({"A": phone(3), "B": phone(4)}, earlier=before.blocks)
    assert then.reveals or then.rows[ALL]["eligible"] is Missing.PRIVACY


@pytest.mark.parametrize(
    "sent",
    [
        {"eligible": 5, "reached_clinician": 15},
        {"eligible": 50, "offered": 5, "reached_clinician": 20},
        {"eligible": 50, "offered": 12, "lost_in_transfer": 12, "resolved_by_phone": 20, "police_sent": 20},
    ],
    ids=["reached above eligible", "reached above offered", "more endings than were reached"],
)
def test_a_row_that_contradicts_itself_beside_a_missing_count_is_refused(sent: dict[str, int]) -> None:
    """The rules of a row compare neighbours only, so one missing count between two lets a contradiction pass."""
    with pytest.raises(ValueError, match=r"more than|add up"):
        made({"A": Counts(sent)})


def test_one_small_call_type_in_the_middle_stops_all_that_come_after_it() -> None:
    found = made(dict(zip(ORDER, map(phone, (40, 5, 40, 40)), strict=True)))
    assert [found.rows[kind]["eligible"] for kind in ORDER] == [40, *[Missing.PRIVACY] * 3]
    assert found.together == ("B", "C", "D")
    assert found.why["D", "eligible"] == Blocking("eligible", "B", 5)


def test_the_last_but_one_is_kept_back_with_a_small_last_one() -> None:
    found = made(dict(zip(ORDER, map(phone, (40, 40, 40, 5)), strict=True)))
    assert [found.rows[kind]["eligible"] for kind in ORDER] == [40, 40, Missing.PRIVACY, Missing.PRIVACY]
    assert found.together == ("C", "D")
    assert found.why["C", "eligible"] == Blocking("eligible", TOGETHER, 5, after="C")


def test_those_shown_as_one_are_the_total_less_those_shown() -> None:
    found = made(dict(zip(ORDER, map(phone, (40, 30, 20, 5)), strict=True)))
    assert found.rows[TOGETHER]["eligible"] == 25
    assert found.rows[TOGETHER]["resolved_by_phone"] == found.rows[ALL]["resolved_by_phone"] - 70


def test_a_call_type_without_calls_is_passed_by() -> None:
    found = made(dict(zip(ORDER, map(phone, (40, 0, 40, 0)), strict=True)))
    assert [found.rows[kind]["eligible"] for kind in ORDER] == [40, 0, 40, 0]
    assert found.together == ()
    assert not found.why


@pytest.mark.parametrize("n", [1, 5, 10])
def test_a_quarter_of_ten_calls_or_fewer_shows_nothing_about_people(n: int) -> None:
    found = made({"A": phone(n, responder_injuries=1), "B": phone(0)})
    for kind, row in found.rows.items():
        shown = {key: value for key, value in numbers(row).items() if key not in ABOUT_STAFF}
        assert set(shown) <= {"not_triaged", "followup_due", "followup_reached"}, kind
    assert found.rows[ALL]["responder_injuries"] == 1


def test_a_quarter_of_eleven_calls_shows_them() -> None:
    assert made({"A": phone(11)}).rows["A"]["eligible"] == 11


def test_totals_are_exact_from_a_hundred_calls_on_and_not_of_99() -> None:
    enough = made({"A": phone(50), "B": phone(47, police_sent=3)}).rows[ALL]
    assert (enough["reached_clinician"], enough["resolved_by_phone"], enough["police_sent"]) == (100, 97, 3)
    fewer = made({"A": phone(50), "B": phone(46, police_sent=3)}).rows[ALL]
    assert fewer["reached_clinician"] == 99
    assert fewer["resolved_by_phone"] is fewer["police_sent"] is Missing.PRIVACY


def test_where_few_were_never_offered_a_call_type_needs_as_many_more() -> None:
    """For what was offered in total is public, so that what a call type was offered is known to within those few."""
    few = {"A": phone(13), "B": phone(97, never_offered=3)}
    row = made(few).rows[ALL]
    assert (row["eligible"], row["offered"], row["lost_in_transfer"]) == (113, 110, 0)
    assert made(few).rows["A"]["eligible"] is Missing.PRIVACY
    assert made({**few, "A": phone(14)}).rows["A"]["eligible"] == 14


def test_where_few_were_not_diverted_a_call_type_needs_as_many_more() -> None:
    few = {"A": phone(13), "B": phone(60, contact=60, police_sent=3)}
    assert made(few).rows["A"]["reached_clinician"] is Missing.PRIVACY
    assert made({**few, "A": phone(14)}).rows["A"]["reached_clinician"] == 14


@pytest.mark.parametrize(
    "table", [{"A": phone(197, never_offered=3)}, {"A": phone(197, never_offered=3), "B": phone(0)}]
)
def test_a_single_call_type_has_no_exact_totals(table: Table) -> None:
    row = made(table).rows[ALL]
    assert row["eligible"] == 200
    assert row["reached_clinician"] is Missing.PRIVACY


def test_injuries_are_always_public_in_total_and_by_call_type_with_the_mobile_team() -> None:
    found = made({"A": calls(contact=30, responder_injuries=2), "B": calls(contact=5, responder_injuries=1)})
    assert found.rows[ALL]["responder_injuries"] == 3
    assert found.rows["A"]["responder_injuries"] is Missing.PRIVACY
    apart = made({"A": calls(contact=30, responder_injuries=2), "B": calls(contact=15, responder_injuries=1)})
    assert [apart.rows[k]["responder_injuries"] for k in ("A", "B", ALL)] == [2, 1, 3]


def test_backup_is_public_only_where_the_mobile_team_calls_are() -> None:
    small = made({"A": calls(contact=30, backup_requested=2), "B": calls(contact=5, backup_requested=1)})
    assert [small.rows[k]["backup_requested"] for k in ("A", "B", ALL)] == [Missing.PRIVACY, Missing.PRIVACY, 3]
    large = made({"A": calls(contact=30, backup_requested=2), "B": calls(contact=15, backup_requested=1)})
    assert [large.rows[k]["backup_requested"] for k in ("A", "B", ALL)] == [2, 1, 3]
    hidden = made({"A": calls(contact=5, police_sent=30, backup_requested=2)})
    assert hidden.rows[ALL]["mobile_team_sent"] is hidden.rows[ALL]["backup_requested"] is Missing.PRIVACY


def test_backup_is_not_public_where_mobile_team_calls_are_not_collected() -> None:
    """For it says that there were as many mobile teams at least."""
    sent = dict(calls(police_sent=30)) | {"mobile_team_sent": Missing.NOT_COLLECTED, "backup_requested": 2}
    found = made({"A": Counts(sent)})
    assert found.rows["A"]["backup_requested"] is found.rows[ALL]["backup_requested"] is Missing.PRIVACY


def test_mobile_and_ems_are_public_as_one_where_neither_is_alone() -> None:
    row = made({"A": phone(20, contact=8, ems_fire_sent=9, police_sent=11)}).rows["A"]
    assert (row["mobile_team_sent"], row["ems_fire_sent"], row["police_sent"]) == (Missing.PRIVACY, Missing.PRIVACY, 11)
    assert row.sums == {FIELD: 17}
    assert row.sum(("resolved_by_phone", *FIELD)) == 37


def test_answers_are_public_with_eleven_on_both_sides_and_only_beside_the_mobile_team() -> None:
    def answers(yes: int, no: int, mobile: int = 60) -> tuple[Any, Any]:
        row = made({"A": calls(contact=mobile, police_sent=20, felt_safe=yes, not_felt_safe=no)}).rows["A"]
        return row["safety_answers"], row["felt_safe"]

    assert answers(30, 11) == (41, 30)
    assert answers(30, 11, mobile=41) == (41, 30)
    assert answers(30, 11, mobile=51) == (Missing.PRIVACY, Missing.PRIVACY)  # ten did not answer
    assert answers(30, 11, mobile=52) == (41, 30)
    assert answers(30, 10) == (40, Missing.PRIVACY)
    assert answers(10, 30) == (40, Missing.PRIVACY)
    assert answers(10, 0) == (Missing.PRIVACY, Missing.PRIVACY)
    assert answers(8, 2, mobile=10) == (Missing.PRIVACY, Missing.PRIVACY)


def test_no_more_answers_than_mobile_team_calls_tell_nothing_of_a_few() -> None:
    """With 40 answers of 40 calls shown, a total of 130 would leave 10 or 11 to the 11 calls of B."""
    table = {
        "A": calls(contact=80, police_sent=20, felt_safe=60, not_felt_safe=20),
        "B": calls(contact=11, police_sent=20, felt_safe=10),
        "C": calls(contact=40, police_sent=20, felt_safe=40),
    }
    rows = made(table).rows
    assert [rows[kind]["mobile_team_sent"] for kind in "ABC"] == [80, 11, 40]
    assert {rows[kind]["safety_answers"] for kind in (*"ABC", ALL)} == {Missing.PRIVACY}


def test_answers_have_no_exact_total() -> None:
    found = made({"A": calls(contact=100, felt_safe=40, not_felt_safe=3), "B": calls(contact=100, felt_safe=40)})
    assert found.blocks.exact
    assert found.rows[ALL]["safety_answers"] == 83
    assert found.rows[ALL]["felt_safe"] is Missing.PRIVACY


def test_nearly_all_of_an_exact_total_raises_what_a_call_type_needs() -> None:
    def shown(n: int) -> Any:
        return made({"A": phone(n), "B": phone(200, never_offered=4)}).rows["A"]["eligible"]

    assert (shown(14), shown(15)) == (Missing.PRIVACY, 15)


def test_a_correction_that_takes_a_shown_group_to_ten_says_so() -> None:
    before = made({"A": phone(11), "B": phone(40)})
    then = made({"A": phone(10), "B": phone(40)}, earlier=before.blocks)
    assert before.reveals == ()
    assert then.reveals == (Blocking("eligible", "A", 10),)
    assert made({"A": phone(12), "B": phone(40)}, earlier=before.blocks).reveals == ()


def test_a_correction_from_ten_to_eleven_stays_hidden() -> None:
    before = made({"A": phone(10), "B": phone(40)})
    then = made({"A": phone(11), "B": phone(40)}, earlier=before.blocks)
    assert then.rows["A"]["eligible"] is Missing.PRIVACY
    assert then.reveals == ()
    assert then.rows[ALL]["eligible"] == 51
    assert made({"A": phone(11), "B": phone(40)}).rows["A"]["eligible"] == 11


def test_follow_ups_that_a_correction_would_give_away_are_left_out_and_the_calls_stay() -> None:
    before = made({"A": phone(40, followup_reached=11), "B": phone(40, followup_reached=30)})
    then = made({"A": phone(40, followup_reached=10), "B": phone(40, followup_reached=30)}, earlier=before.blocks)
    assert then.reveals == ()
    for kind in ("A", "B", ALL):
        assert before.rows[kind]["followup_reached"] == before.rows[kind]["followup_due"]
        assert then.rows[kind]["followup_due"] is then.rows[kind]["followup_reached"] is Missing.PRIVACY
        assert then.rows[kind]["eligible"] == before.rows[kind]["eligible"]


@pytest.mark.parametrize(
    ("policy", "looser"),
    [
        (DEFAULT, False),
        (Policy(smallest=20), False),
        (Policy(exact_from=None), False),
        (Policy(exact_from=500), False),
        (Policy(smallest=10), True),
        (Policy(exact_from=99), True),
        (Policy(smallest=10, exact_from=None), True),
    ],
)
def test_a_policy_says_whether_it_shows_more_than_the_default(policy: Policy, looser: bool) -> None:
    assert policy.looser is looser


@pytest.mark.parametrize(
    "nonsense",
    [
        {"smallest": 1},
        {"smallest": 0},
        {"smallest": -3},
        {"exact_from": 10},
        {"smallest": 101},
        {"smallest": 10**9},
        {"exact_from": 10**9},
    ],
)
def test_a_policy_refuses_nonsense(nonsense: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"two people or more|exact totals begin"):
        Policy(**nonsense)


def test_the_tree_falls_into_the_groups_that_are_decided() -> None:
    assert all(PARENT[part] == whole for whole, parts in FORKS.items() for part in parts)
    assert set(COUNTED) == set(COUNTS)
    assert made({"A": phone(20)}).blocks.shown.keys() == set(GROUPS)
