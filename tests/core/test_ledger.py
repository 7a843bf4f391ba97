"""The ledger adds up, or says in words how it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure, Withheld
from dashboard.core.ledger import COUNTS, OUTCOMES, Counts, Missing, add, broken_rules
from dashboard.core.measure import measure
from dashboard.core.metric import Metric, Registry
from dashboard.core.metrics import METRICS
from tests import make


def test_a_good_row_breaks_no_rule() -> None:
    assert list(broken_rules(make.COUNTS)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"eligible": -1}, "0 or more"),
        ({"eligible": 3.5}, "whole number"),
        ({"eligible": True}, "whole number"),
        ({"offered": 1001}, "more than the 1000 of eligible"),
        ({"lost_in_transfer": 701}, "more than the 700 of offered"),
        ({"reached_clinician": 640}, "offered 700 less lost_in_transfer 50 is 650"),
        ({"police_sent": 200}, "the outcomes add up to 760"),
        ({"backup_requested": 201}, "more than the 200 of mobile_team_sent"),
        ({"no_contact": 201}, "more than the 200 of mobile_team_sent"),
        ({"felt_safe": 121}, "more than the 120 of safety_answers"),
        ({"followup_reached": 91}, "more than the 90 of followup_due"),
        ({"captured": 5}, "not a count of the ledger"),
    ],
)
def test_a_row_that_cannot_be_is_refused(change: dict[str, int], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Counts(make.COUNTS | change)


def test_what_is_not_accounted_for_is_counted() -> None:
    assert make.row().counts.unaccounted == 10
    assert make.row(police_sent=Missing.NOT_COLLECTED).counts.unaccounted is Missing.NOT_COLLECTED


def test_a_total_with_a_missing_part_is_missing() -> None:
    assert add([1, 2, 3]) == 6
    assert add([1, Missing.LATE, 3]) is Missing.LATE


@given(st.dictionaries(st.sampled_from(sorted(COUNTS)), st.integers(0, 300)))
def test_whatever_is_accepted_adds_up(values: dict[str, int]) -> None:
    try:
        counts = Counts(values)
    except ValueError:
        assert list(broken_rules(values))
        return
    reached, outcomes = counts["reached_clinician"], add(counts[k] for k in OUTCOMES)
    if isinstance(reached, int) and isinstance(outcomes, int) and not isinstance(outcomes, Missing):
        assert outcomes <= reached


def test_growth_is_refused_across_a_change_of_rule() -> None:
    before = make.row(make.QUARTER - 4)
    after = make.changed(make.row(), rule_version=2)
    found = measure(METRICS["growth"], after, year_before=before)
    assert isinstance(found, Withheld)
    assert found.why is Missing.NOT_COMPARABLE


def test_growth_without_a_year_before_says_so() -> None:
    found = measure(METRICS["growth"], make.row(), year_before=None)
    assert isinstance(found, Withheld)
    assert "a year before" in words.of(found)


def test_growth_takes_the_weakest_tier_of_both_quarters() -> None:
    before = make.changed(make.row(make.QUARTER - 4), tier=EvidenceTier.THIRD_PARTY_UNREVIEWED)
    found = measure(METRICS["growth"], make.row(), year_before=before)
    assert isinstance(found, Figure)
    assert found.tier is EvidenceTier.THIRD_PARTY_UNREVIEWED
    assert words.of(found) == "0.0%"


def test_a_missing_count_is_never_a_zero() -> None:
    found = measure(
        METRICS["felt_safe"], make.row(safety_answers=Missing.NOT_COLLECTED, felt_safe=Missing.NOT_COLLECTED)
    )
    assert isinstance(found, Withheld)
    assert words.of(found) == "not collected"


def test_no_calls_is_not_applicable_rather_than_a_division() -> None:
    none = dict.fromkeys(("mobile_team_sent", "backup_requested", "no_contact", "safety_answers", "felt_safe"), 0)
    found = measure(METRICS["police_backup"], make.row(**none))
    assert isinstance(found, Withheld)
    assert found.why is Missing.NOT_APPLICABLE


def test_a_verification_raises_the_figure_it_names_and_no_other() -> None:
    name = "somewhere.2026Q3.welfare_check.phone_resolution"
    row = make.changed(make.row(), verifications=(make.verification(name),))
    assert measure(METRICS["phone_resolution"], row).tier is EvidenceTier.INDEPENDENTLY_VERIFIED
    assert measure(METRICS["capture_rate"], row).tier is EvidenceTier.PROGRAM_REPORTED


def test_every_metric_is_registered_once_and_speaks_in_full() -> None:
    assert len(METRICS) == len(set(METRICS))
    for metric in METRICS.values():
        assert words.numerator(metric)
        assert words.base(metric)
        assert words.statement(metric)
        assert words.formula(metric)
    with pytest.raises(ValueError, match="registered twice"):
        Registry([METRICS["growth"], METRICS["growth"]])


def test_the_headline_is_the_five_measures_and_never_one_diversion_rate_alone() -> None:
    families = list(dict.fromkeys(m.definition.family for m in METRICS.headline))
    assert families == ["diversion", "phone_resolution", "police_backup", "responder_safety", "felt_safe", "growth"]
    shown = [m.key for m in METRICS.headline_and_beside]
    assert shown[:3] == ["capture_rate", "diversion_of_eligible", "diversion_of_handled"]


def test_a_metric_of_unknown_counts_is_refused() -> None:
    with pytest.raises(ValueError, match="not a count of the ledger"):
        Metric(definition=make.definition(), numerator=("captured",), denominator=("eligible",))
