"""Every figure a page can show agrees with a slow, separate computation from the CSV files."""

from itertools import pairwise

import pytest

from dashboard.analysis import measures
from dashboard.analysis.published import comparable, tally
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure, Withheld
from dashboard.core.metrics import METRICS
from dashboard.core.record import PublicRecord
from tests import make, oracle

CALL_TYPES = ["all", *dict.fromkeys(line["call_type"] for line in oracle.rows())]


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_equals_the_oracle(metric: str, record: PublicRecord) -> None:
    compared = missing = 0
    for quarter in record.quarters("example_county"):
        for call_type in CALL_TYPES:
            found = measures.figure(record, METRICS[metric], "example_county", quarter, call_type)
            expected = oracle.value(metric, str(quarter), call_type)
            if expected is None:
                assert isinstance(found, Withheld)
                missing += 1
            else:
                assert isinstance(found, Figure)
                assert found.value == pytest.approx(expected, abs=1e-9)
                compared += 1
    assert compared + missing == 16 * 10
    assert compared >= 80


def test_the_endings_add_up_to_every_eligible_call(record: PublicRecord) -> None:
    for quarter in record.quarters("example_county"):
        row = record.row("example_county", quarter)
        assert row is not None
        found = measures.endings(row)
        numerators = [f.ratio.numerator for f in found if isinstance(f, Figure) and f.ratio]
        assert sum(numerators) == oracle.count(str(quarter), "all", "eligible")
        assert len(numerators) == 8


def test_a_missing_quarter_is_a_gap_with_a_reason(record: PublicRecord) -> None:
    from dataclasses import replace

    gone = record.quarters("example_county")[5]
    holed = replace(
        record,
        rows=[r for r in record.rows if r.quarter != gone],
        submissions=[s for s in record.submissions if s.quarter != gone],
    )
    figures = measures.over_time(holed, METRICS["capture_rate"], "example_county")
    assert len(figures) == 16
    assert isinstance(figures[5], Withheld)
    assert figures[5].words == "not reported yet"
    assert figures[5].tier is EvidenceTier.ILLUSTRATIVE


def test_the_tally_is_counted_from_the_record(record: PublicRecord) -> None:
    found = tally(record)
    assert sum(found.by_tier.values()) == found.figures == len(list(record.counted()))
    assert found.by_tier[EvidenceTier.ILLUSTRATIVE] == 0
    assert found.verified_phone_resolution_in_psap == 0


def test_what_may_be_compared_never_overlaps_and_never_mixes_lengths(record: PublicRecord) -> None:
    for program in record.programs:
        both = [*record.published_of(program.program_id), *record.published_of(program.program_id, series=True)]
        for group in comparable(both):
            ordered = sorted(group, key=lambda f: str(f.period.start))
            for one, other in pairwise(ordered):
                assert one.period.end is not None
                assert other.period.start is not None
                assert one.period.end < other.period.start
                assert one.definition.denominator == other.definition.denominator
                assert one.definition.family == other.definition.family


def test_eight_months_of_calls_are_not_set_beside_two(record: PublicRecord) -> None:
    groups = comparable([*record.published_of("seattle_care"), *record.published_of("seattle_care", series=True)])
    assert groups == []


def test_a_withheld_count_makes_the_ending_withheld() -> None:
    from dashboard.core.ledger import Missing

    found = measures.endings(make.row(offered=Missing.NOT_COLLECTED, reached_clinician=650))
    by_key = {f.definition.key: f for f in found}
    assert isinstance(by_key["ending_never_offered"], Withheld)
    assert isinstance(by_key["ending_resolved_by_phone"], Figure)
