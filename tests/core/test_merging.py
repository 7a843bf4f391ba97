"""Call types counted under `other`: nothing is lost, what is offered is what would be public, and it is safe."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.core.figure import Figure
from dashboard.core.ledger import ALL, COUNTS, TOGETHER, Counts, Missing, add
from dashboard.core.measure import measure
from dashboard.core.metric import Method
from dashboard.core.metrics import METRICS
from dashboard.core.privacy.disclosure import Policy
from dashboard.core.privacy.disclosure_audit import leaks
from dashboard.core.privacy.merging import MOST, offer, rates
from dashboard.core.privacy.under_other import merged
from dashboard.core.privacy.withholding import release
from tests import make
from tests.core.test_withholding import Table, phone, quarters
from tests.refusals import refuses

ORDER = (*"ABCDEFGHI", "other")
SHOWN = METRICS.headline_and_beside
# what calls that were all resolved by phone give: capture, both diversion rates, phone resolution
BY_PHONE = 4


@st.composite
def chosen(draw: st.DrawFn) -> tuple[Policy, Table, list[str]]:
    """A policy, a quarter that may have `other`, and some of its call types."""
    policy, table = draw(quarters())
    if draw(st.booleans()):
        table = {"other" if kind == "D" else kind: counts for kind, counts in table.items()}
    kinds = [kind for kind in table if kind != "other"]
    return policy, table, draw(st.lists(st.sampled_from(kinds), unique=True)) if kinds else []


def shown(table: Table, policy: Policy) -> int:
    return rates(release(table, ORDER, policy).rows)


# ---- counting under other


def test_counts_add_up_under_other_and_the_rest_stays() -> None:
    table = {"A": phone(20, police_sent=3), "B": phone(40), "C": phone(60), "other": phone(5, never_offered=7)}
    found = merged(table, ["A", "C"])
    assert list(found) == ["B", "other"]
    assert found["B"] is table["B"]
    assert found["other"] == phone(85, police_sent=3, never_offered=7)
    assert list(table) == ["A", "B", "C", "other"]


def test_other_is_made_where_there_was_none() -> None:
    assert merged({"A": phone(20), "B": phone(40)}, ["A"]) == {"B": phone(40), "other": phone(20)}


def test_a_call_type_that_is_named_twice_is_counted_once() -> None:
    assert merged({"A": phone(20), "other": phone(40)}, ["A", "A"]) == {"other": phone(60)}


@pytest.mark.parametrize("in_other", [True, False])
def test_a_missing_count_stays_missing_with_its_reason(in_other: bool) -> None:
    lacks = Counts(dict(phone(20)) | {"felt_safe": Missing.LATE})
    found = merged({"A": phone(40), "other": lacks} if in_other else {"A": lacks, "other": phone(40)}, ["A"])
    assert found["other"]["felt_safe"] is Missing.LATE
    assert found["other"]["eligible"] == 60


@pytest.mark.parametrize("kinds", [["other"], ["A", "other"], ["Z"], ["A", "Z"], ["all"], [""]])
def test_only_call_types_of_the_quarter_are_merged_and_never_other_itself(kinds: list[str]) -> None:
    with refuses("Pick call types of this quarter other than other, found"):
        merged({"A": phone(20), "B": phone(20), "other": phone(20)}, kinds)


@settings(max_examples=150, deadline=None)
@given(chosen())
def test_totals_are_the_same_before_and_after(case: tuple[Policy, Table, list[str]]) -> None:
    policy, table, kinds = case
    after = merged(table, kinds) if kinds else table
    for key in COUNTS:
        one, two = add(row[key] for row in table.values()), add(row[key] for row in after.values())
        assert one == two or (isinstance(one, Missing) and isinstance(two, Missing)), key
    first, second = release(table, ORDER, policy).rows[ALL], release(after, ORDER, policy).rows[ALL]
    for key in COUNTS:
        assert first[key] == second[key] or isinstance(first[key], Missing) or isinstance(second[key], Missing), key


# ---- how much is public


def test_every_rate_of_every_call_type_is_counted_where_nothing_is_withheld() -> None:
    """Rows of several call types are none by call type."""
    table = {"A": phone(200), "B": phone(300, contact=100)}
    made = release(table, ORDER)
    assert set(made.rows) == {"A", "B", ALL}
    # of calls by a mobile team also backup, no contact, injuries and answered safety questions
    assert rates(made.rows) == rates(table) == 2 * BY_PHONE + 4
    assert rates(made.rows, [METRICS["capture_rate"]]) == 2
    assert rates(made.rows, [METRICS["no_contact"]]) == 1
    assert rates(made.rows, []) == 0


def test_neither_growth_nor_a_rate_of_nothing_is_counted() -> None:
    """The public gets neither of a first quarter whose calls were all resolved by phone."""
    table = {"A": phone(80), "B": phone(40)}
    assert rates(release(table, ORDER).rows) == rates(table) == 2 * BY_PHONE
    assert rates(table, [METRICS["growth"], METRICS["police_backup"]]) == 0


@settings(max_examples=100, deadline=None)
@given(quarters())
def test_the_rates_that_are_counted_are_those_that_the_public_gets(case: tuple[Policy, Table]) -> None:
    policy, table = case
    made = release(table, ORDER, policy)
    rows = [make.changed(make.row(), counts=row) for kind, row in made.rows.items() if kind not in (ALL, TOGETHER)]
    got = [measure(m, row) for row in rows for m in SHOWN if m.definition.method is not Method.CHANGE]
    assert rates(made.rows) == sum(isinstance(one, Figure) for one in got)
    assert rates(made.rows) <= rates(table), "nothing is shown that the received counts do not give"


# ---- what is offered

ONE_SMALL = {"A": phone(4), "B": phone(200), "other": phone(200)}


def test_nothing_is_offered_where_nothing_is_gained() -> None:
    assert offer({"A": phone(200), "B": phone(200), "other": phone(200)}, ORDER) is None
    assert offer({"other": phone(4)}, ORDER) is None
    assert offer({}, ORDER) is None


def test_a_small_call_type_is_offered_with_what_it_shows() -> None:
    found = offer(ONE_SMALL, ORDER)
    assert found is not None
    # the first is too small to be told from the others, so that nothing is shown by call type
    assert (found.kinds, found.without, found.with_it) == (("A",), 0, 2 * BY_PHONE)


def test_other_is_never_offered_even_where_it_is_the_small_one() -> None:
    found = offer({"A": phone(200), "B": phone(200), "other": phone(4)}, ORDER)
    assert found is not None
    assert found.kinds in (("A",), ("B",))


def test_a_policy_decides_what_is_offered() -> None:
    assert offer(ONE_SMALL, ORDER, Policy(smallest=3)) is None


def test_no_more_than_a_few_are_offered_however_many_are_small() -> None:
    """Each of the four that is merged here shows more."""
    table = {kind: phone(300, police_sent=2 if kind in "BDFH" else 100) for kind in ORDER}
    found = offer(table, ORDER)
    assert found is not None
    assert found.kinds == ("B", "D", "F")
    assert len(found.kinds) == MOST
    assert shown(merged(table, "BDFH"), Policy()) > found.with_it


def test_two_call_types_that_help_only_together_are_offered_together() -> None:
    """Either of them alone keeps all others back."""
    table = {"A": phone(4), "B": phone(4), "C": phone(200), "other": phone(200)}
    both = shown(merged(table, ["A", "B"]), Policy())
    assert both == 2 * BY_PHONE > shown(table, Policy())
    found = offer(table, ORDER)
    assert found is not None
    assert (found.kinds, found.with_it) == (("A", "B"), both)


@pytest.mark.parametrize(("one", "other"), [(4, 7), (7, 4)])
def test_which_of_two_is_the_smaller_does_not_decide_what_is_offered(one: int, other: int) -> None:
    """Whoever sees what was merged would know it."""
    found = offer({"A": phone(200), "B": phone(one), "C": phone(other), "other": phone(200)}, ORDER)
    assert found is not None
    assert found.kinds == ("B", "C")


@settings(max_examples=100, deadline=None)
@given(chosen())
def test_what_is_offered_is_what_would_be_public(case: tuple[Policy, Table, list[str]]) -> None:
    policy, table, _ = case
    found = offer(table, ORDER, policy)
    if found is None:
        for kind in table:
            assert kind == "other" or shown(merged(table, [kind]), policy) <= shown(table, policy)
        return
    assert "other" not in found.kinds
    assert 1 <= len(set(found.kinds)) == len(found.kinds) <= MOST
    assert found.without == shown(table, policy)
    assert found.with_it == shown(merged(table, found.kinds), policy) > found.without


@settings(max_examples=200, deadline=None)
@given(chosen())
def test_an_offered_merging_gives_nothing_away(case: tuple[Policy, Table, list[str]]) -> None:
    policy, table, _ = case
    if found := offer(table, ORDER, policy):
        after = merged(table, found.kinds)
        assert leaks(after, release(after, ORDER, policy)) == []
