"""The gate before publication: it lets through what the rule releases, and finds a small count that was put back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.core.ledger import ALL, COUNTS, Count, Counts, Missing
from dashboard.core.privacy.disclosure import DEFAULT, Policy, Release
from dashboard.core.privacy.disclosure_audit import Leak, leaks
from tests.core.disclosure_oracle import FIELD, STAFF
from tests.core.test_withholding import Table, calls, corrections, made, phone, quarters, tables

ABOUT_CALLS = [key for key in COUNTS if key not in (*STAFF, "offered", "safety_answers", "felt_safe")]


def with_counts(release: Release, kind: str, **counts: Count) -> Release:
    """The release with counts of a row put in."""
    row = release.rows[kind]
    return replace(release, rows={**release.rows, kind: Counts(dict(row) | counts, row.sums)})


def found(received: Mapping[str, Counts], release: Release) -> dict[tuple[str, str], tuple[float, float]]:
    """What can be known of each small count that leaks."""
    return {(leak.call_type, leak.node): (leak.low, leak.high) for leak in leaks(received, release)}


# ---- nothing is found in what the rule releases


@settings(max_examples=200, deadline=None)
@given(tables(DEFAULT.smallest))
def test_nothing_is_found_in_a_release_under_the_default(table: Table) -> None:
    assert leaks(table, made(table)) == []


@settings(max_examples=200, deadline=None)
@given(quarters())
def test_nothing_is_found_in_a_release_under_any_policy(case: tuple[Policy, Table]) -> None:
    policy, table = case
    assert leaks(table, made(table, policy)) == []


@settings(max_examples=100, deadline=None)
@given(corrections(missing=False))
def test_nothing_is_found_in_a_correction_that_is_not_refused(case: tuple[Policy, Table, Table]) -> None:
    policy, first, second = case
    then = made(second, policy, made(first, policy).blocks)
    assert then.reveals or leaks(second, then) == []


def test_a_total_that_follows_though_it_was_not_collected_is_a_total() -> None:
    """What was never offered follows from the eligible, the reached and the lost; all who were not reached are C's."""
    lost = dict(calls(lost_in_transfer=20, never_offered=3)) | {"offered": Missing.NOT_COLLECTED}
    table = {"A": phone(100), "C": Counts(lost)}
    assert leaks(table, made(table)) == []


# ---- what is planted is found

PLAIN = {"A": phone(200, police_sent=80), "B": phone(196, police_sent=4), "C": phone(200, police_sent=80)}


def test_a_small_cell_that_is_put_back_is_found() -> None:
    release = made(PLAIN)
    assert release.rows["B"]["police_sent"] is Missing.PRIVACY
    assert leaks(PLAIN, release) == []
    planted = with_counts(release, "B", police_sent=4)
    assert Leak("B", "police_sent", 4, 4) in leaks(PLAIN, planted)
    assert {kind for kind, _ in found(PLAIN, planted)} == {"B"}


@settings(max_examples=100, deadline=None)
@given(tables(DEFAULT.smallest, missing=False), st.data())
def test_any_small_cell_of_any_table_is_found_when_put_back(table: Table, data: st.DataObject) -> None:
    small = [
        (kind, key)
        for kind, row in table.items()
        for key in ABOUT_CALLS
        if isinstance(value := row[key], int) and 0 < value < DEFAULT.smallest
    ]
    assume(small)
    kind, key = data.draw(st.sampled_from(small))
    assert (kind, key) in found(table, with_counts(made(table), kind, **{key: table[kind][key]}))


@pytest.mark.parametrize(
    ("key", "row"),
    [
        ("not_triaged", phone(200, not_triaged=4)),
        ("lost_in_transfer", phone(200, lost_in_transfer=4)),
        ("no_contact", calls(contact=196, no_contact=4)),
        ("followup_reached", phone(200, followup_reached=4, not_followed_up=20)),
        ("felt_safe", calls(contact=200, felt_safe=4, not_felt_safe=40)),
    ],
)
def test_no_group_of_people_is_too_far_down_to_be_found(key: str, row: Counts) -> None:
    table = {"A": phone(200), "B": row, "C": row}
    release = made(table)
    assert release.rows["B"][key] is Missing.PRIVACY
    assert leaks(table, release) == []
    assert ("B", key) in found(table, with_counts(release, "B", **{key: 4}))


def test_what_is_left_of_a_total_is_found() -> None:
    """Only the small cell is blanked; the total and all others tell it."""
    release = made(PLAIN)
    planted = with_counts(release, "C", police_sent=80, resolved_by_phone=200)
    assert planted.rows["B"]["police_sent"] is Missing.PRIVACY
    assert planted.rows[ALL]["police_sent"] == 164
    assert found(PLAIN, planted)["B", "police_sent"] == (4, 4)


def test_what_is_left_of_a_call_types_own_calls_is_found() -> None:
    """The small cell is blanked, and every other ending of the call type is shown."""
    table = {"A": phone(200, police_sent=80), "B": phone(200, police_sent=4), "C": phone(200, unaccounted=80)}
    planted = with_counts(made(table), "B", eligible=204, reached_clinician=204, resolved_by_phone=200)
    assert planted.rows["B"]["police_sent"] is Missing.PRIVACY
    # with another ending, or with none: the police count is between nobody and all of the four
    assert found(table, planted)["B", "police_sent"] == (0, 4)


SENT = {kind: calls(resolved_by_phone=100, contact=200, ems_fire_sent=40, police_sent=60) for kind in "AC"} | {
    "B": calls(resolved_by_phone=100, contact=200, ems_fire_sent=4, police_sent=60)
}


def test_a_sum_of_two_columns_gives_away_the_one_that_is_not_shown() -> None:
    release = made(SENT)
    assert release.rows["B"].sums == {FIELD: 204}
    assert leaks(SENT, release) == []
    assert found(SENT, with_counts(release, "B", mobile_team_sent=200))["B", "ems_fire_sent"] == (4, 4)


def test_the_sum_in_total_less_the_sum_of_the_others_is_found() -> None:
    table = {"A": calls(contact=100), "B": calls(contact=4)}
    sums = {"A": 100, ALL: 104}
    both = {kind: Counts({}, {FIELD: value}) for kind, value in sums.items()} | {"B": Counts()}
    release = made(table)
    assert leaks(table, replace(release, rows=both | {ALL: Counts()})) == []
    assert leaks(table, replace(release, rows=both | {"A": Counts()})) == []
    assert found(table, replace(release, rows=both))["B", "mobile_team_sent"] == (0, 4)


def test_numbers_that_contradict_each_other_do_not_open_the_gate() -> None:
    """Where no counts at all are as released, every small one is told of."""
    planted = with_counts(made(PLAIN), ALL, police_sent=1)
    assert ("B", "police_sent") in found(PLAIN, planted)


def test_more_calls_reached_or_lost_than_were_eligible_is_no_row() -> None:
    """Also where the calls that were offered were not counted, so that no two counts beside each other say it."""
    odd = dict.fromkeys(COUNTS, 0) | {"eligible": 100, "reached_clinician": 95, "resolved_by_phone": 95}
    with pytest.raises(ValueError, match="more than the 100 eligible calls"):
        Counts(odd | {"lost_in_transfer": 20, "offered": Missing.NOT_COLLECTED})


# ---- what is no leak


def test_a_small_exact_total_is_a_rule_and_no_leak() -> None:
    table = {"A": phone(60, police_sent=2), "B": phone(60, police_sent=2)}
    release = made(table)
    assert release.blocks.exact
    assert release.rows[ALL]["police_sent"] == 4
    assert leaks(table, release) == []


def test_the_same_total_is_a_leak_where_totals_are_not_exact() -> None:
    table = {"A": phone(40, police_sent=2), "B": phone(40, police_sent=2)}
    release = made(table)
    assert not release.blocks.exact
    assert leaks(table, release) == []
    planted = found(table, with_counts(release, ALL, police_sent=4))
    assert planted["A", "police_sent"] == planted["B", "police_sent"] == (0, 4)


def test_nothing_is_found_where_no_count_is_small() -> None:
    table = {"A": phone(200, police_sent=80), "B": phone(200)}
    assert leaks(table, replace(made(table), rows=table | {ALL: made(table).rows[ALL]})) == []
    assert leaks({}, made({})) == []
