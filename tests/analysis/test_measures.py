"""Every figure a page can show agrees with a slow, separate computation from the CSV files."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from dashboard import words
from dashboard.analysis import measures
from dashboard.analysis.published import comparable, tally
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure, Withheld
from dashboard.core.ledger import COUNTS, TOGETHER, Missing
from dashboard.core.metrics import METRICS
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from tests import make, oracle

ORDER = list(dict.fromkeys(line["call_type"] for line in oracle.rows()))
CALL_TYPES = ["all", *ORDER]
EXAMPLE = "example_county"

# of the numbers that the received counts give by call type, the share in percent that the public sees at least
SHOWN = {
    "capture_rate": 85, "offer_rate": 44, "diversion_of_eligible": 64, "diversion_of_handled": 64,
    "phone_resolution": 70, "mobile_response": 41, "returned_to_police": 31, "lost_in_transfer": 44,
    "police_backup": 41, "no_contact": 35, "responder_injuries": 41, "felt_safe": 0, "safety_answer_rate": 40,
    "growth": 80, "followup_reached": 57,
}  # fmt: skip

# every group that calls fall into, restated: columns that add up to it, and columns to take away
GROUPS: dict[str, tuple[str, str]] = {
    "eligible": ("eligible", ""),
    "reached": ("reached_clinician", ""),
    "not reached": ("eligible", "reached_clinician"),
    "lost": ("lost_in_transfer", ""),
    "never offered": ("eligible", "offered"),
    "phone": ("resolved_by_phone", ""),
    "not phone": ("reached_clinician", "resolved_by_phone"),
    "field": ("mobile_team_sent ems_fire_sent", ""),
    "not diverted": ("reached_clinician", "resolved_by_phone mobile_team_sent ems_fire_sent"),
    "mobile": ("mobile_team_sent", ""),
    "EMS": ("ems_fire_sent", ""),
    "police": ("police_sent", ""),
    "neither": ("reached_clinician", "resolved_by_phone mobile_team_sent ems_fire_sent police_sent"),
    "no contact": ("no_contact", ""),
    "contact": ("mobile_team_sent", "no_contact"),
    "due": ("followup_due", ""),
    "followed up": ("followup_reached", ""),
    "not followed up": ("followup_due", "followup_reached"),
    "answers": ("safety_answers", ""),
    "felt safe": ("felt_safe", ""),
    "did not": ("safety_answers", "felt_safe"),
}


@cache
def few(quarter: str, call_type: str) -> bool:
    """Whether a group of a call type up to this one, or of all that come after one of those, is a small one: of 1 to 10,
    or where an exact total tells of up to 10 others, of up to 20."""
    upto = ORDER[: ORDER.index(call_type) + 1]
    for i in range(len(upto)):
        for plus, less in GROUPS.values():
            for kinds in ([ORDER[i]], ORDER[i + 1 :]):
                added = [oracle.count(quarter, kind, plus) or 0 for kind in kinds]
                taken = [oracle.count(quarter, kind, less) or 0 if less else 0 for kind in kinds]
                if 0 < sum(added) - sum(taken) <= 20:
                    return True
    return False


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_equals_the_oracle(metric: str, record: PublicRecord) -> None:
    """A number that is shown is the one that the received counts give; one that is not shown is withheld for a reason
    that is there, without a number in it; all calls together, but for opinions, are never withheld."""
    about = METRICS[metric]
    compared = missing = held = shown = by_type = 0
    for quarter in record.quarters(EXAMPLE):
        for call_type in CALL_TYPES:
            found = measures.figure(record, about, EXAMPLE, quarter, call_type)
            expected = oracle.value(metric, str(quarter), call_type)
            if expected is None:
                assert isinstance(found, Withheld)
                missing += 1
                continue
            by_type += call_type != "all"
            if isinstance(found, Figure):
                assert found.value == pytest.approx(expected, abs=1e-9)
                compared += 1
                shown += call_type != "all"
            else:
                assert found is not None
                assert found.why is Missing.PRIVACY
                assert words.of(found) == "withheld to protect privacy (fewer than 11 here or in a count beside it)"
                assert (found.ratio, found.amount, found.value, found.inputs) == (None, None, None, ())
                assert call_type != "all" or metric == "felt_safe"
                years = [quarter, quarter - 4] if metric == "growth" else [quarter]
                rows = [r for q in years if (r := record.row(EXAMPLE, q, call_type))]
                counts = {*about.numerator, *about.less, *about.denominator}
                assert any(row.counts[key] is Missing.PRIVACY for row in rows for key in counts)
                assert call_type == "all" or any(few(str(q), call_type) for q in years)
                held += 1
    assert compared + missing + held == 16 * 10
    assert 100 * shown >= SHOWN[metric] * by_type


def test_all_calls_that_are_shown_as_one_are_what_the_others_leave(record: PublicRecord) -> None:
    """The row of the call types shown as one is their sum, count by count, in the counts that were received."""
    compared = 0
    for quarter in record.quarters(EXAMPLE):
        row = record.row(EXAMPLE, quarter, TOGETHER)
        if row is None:
            continue
        assert set(row.holds) < set(ORDER) and len(row.holds) > 1
        for key in COUNTS:
            if isinstance(row.counts[key], int):
                received = [oracle.count(str(quarter), kind, key) for kind in row.holds]
                assert row.counts[key] == sum(n or 0 for n in received)
                assert row.counts[key] == 0 or row.counts[key] > 10 or key in ("backup_requested", "responder_injuries")
                compared += 1
        for keys, value in row.counts.sums.items():
            assert value == sum(oracle.count(str(quarter), kind, " ".join(keys)) or 0 for kind in row.holds)
    assert compared > 60


def test_the_endings_add_up_to_every_eligible_call(record: PublicRecord) -> None:
    for quarter in record.quarters("example_county"):
        row = record.row("example_county", quarter)
        assert row is not None
        found = measures.endings(row)
        numerators = [f.ratio.numerator for f in found if isinstance(f, Figure) and f.ratio]
        assert sum(numerators) == oracle.count(str(quarter), "all", "eligible")
        assert len(numerators) == 8


def test_a_missing_quarter_is_a_gap_with_a_reason(record: PublicRecord) -> None:
    gone = record.quarters("example_county")[5]
    holed = replace(
        record,
        rows=[r for r in record.rows if r.quarter != gone],
        submissions=[s for s in record.submissions if s.quarter != gone],
    )
    figures = measures.over_time(holed, METRICS["capture_rate"], "example_county")
    assert len(figures) == 16
    assert isinstance(figures[5], Withheld)
    assert words.of(figures[5]) == "not reported yet"
    assert figures[5].tier is EvidenceTier.ILLUSTRATIVE


def said_of(record: PublicRecord, quarter: Quarter, call_type: str) -> str:
    """What stands in the place of a number of a quarter, in its history."""
    figures = measures.over_time(record, METRICS["capture_rate"], EXAMPLE, call_type)
    found = figures[quarter.since(record.quarters(EXAMPLE)[0])]
    assert isinstance(found, Withheld)
    return words.of(found)


def counted_under_other(record: PublicRecord, quarter: Quarter, call_type: str) -> PublicRecord:
    """The record as if a quarter counted a call type under Other."""
    rows = [r for r in record.rows if (r.program_id, r.quarter, r.call_type) != (EXAMPLE, quarter, call_type)]
    return replace(
        record,
        rows=[
            replace(r, holds=(call_type,))
            if (r.program_id, r.quarter, r.call_type) == (EXAMPLE, quarter, "other")
            else r
            for r in rows
        ],
    )


def test_a_call_type_that_is_counted_under_other_says_so(record: PublicRecord) -> None:
    quarter = record.quarters(EXAMPLE)[5]
    merged = counted_under_other(record, quarter, "trespass")
    assert said_of(merged, quarter, "trespass") == "not applicable (counted under Other)"


def test_a_quarter_in_which_nothing_had_to_be_put_together_says_so(record: PublicRecord) -> None:
    quarter = record.quarters(EXAMPLE)[5]
    rows = [r for r in record.rows if (r.quarter, r.call_type) != (quarter, TOGETHER)]
    apart = replace(record, rows=rows)
    assert said_of(apart, quarter, TOGETHER) == "not applicable (no call types are shown as one)"


def test_a_call_type_that_is_not_in_a_quarter_that_was_reported_has_no_number_stated(record: PublicRecord) -> None:
    quarter = record.quarters(EXAMPLE)[5]
    without = replace(record, rows=[r for r in record.rows if (r.quarter, r.call_type) != (quarter, "trespass")])
    assert said_of(without, quarter, "trespass") == "no number stated"


@pytest.mark.parametrize("call_type", ["trespass", TOGETHER])
def test_no_call_type_of_a_withdrawn_quarter_says_where_it_is_counted(record: PublicRecord, call_type: str) -> None:
    quarter = record.quarters(EXAMPLE)[5]
    merged = counted_under_other(record, quarter, call_type)
    here = (EXAMPLE, quarter)
    submissions = [replace(s, withdrawn=(s.program_id, s.quarter) == here) for s in record.submissions]
    assert said_of(replace(merged, submissions=submissions), quarter, call_type) == "retracted"


@pytest.mark.parametrize("call_type", CALL_TYPES)
def test_a_program_with_a_submission_and_no_row_has_a_history_of_gaps(record: PublicRecord, call_type: str) -> None:
    bare = replace(record, rows=[r for r in record.rows if r.program_id != EXAMPLE])
    figures = measures.over_time(bare, METRICS["capture_rate"], EXAMPLE, call_type)
    assert {words.of(f) for f in figures if isinstance(f, Withheld)} == {"no number stated"}
    assert len(figures) == 16
    assert {f.tier for f in figures} == {EvidenceTier.ILLUSTRATIVE}


def test_the_tally_is_counted_from_the_record(record: PublicRecord) -> None:
    found = tally(record)
    counted = [p.figure for p in record.counted()]
    assert sum(found.by_tier.values()) == found.printed
    assert found.entries == len(counted)
    assert found.unnumbered == sum(isinstance(f, Withheld) for f in counted)
    assert found.points == sum(
        p.series for p in record.published if record.program(p.figure.program_id).kind.value in ("program", "statewide")
    )
    assert found.by_tier[EvidenceTier.ILLUSTRATIVE] == 0
    assert (found.quarters, found.quarters_checked, found.phone_checked) == (0, 0, 0)


def test_what_may_be_compared_never_overlaps_and_never_mixes_lengths(record: PublicRecord) -> None:
    for program in record.programs:
        both = [*record.published_of(program.program_id), *record.published_of(program.program_id, series=True)]
        for group in comparable(both):
            ordered = sorted(group, key=lambda f: str(f.period.start))
            for one, other in pairwise(ordered):
                assert one.period.end is not None
                assert other.period.start is not None
                assert one.period.end < other.period.start
                assert words.base(one.definition) == words.base(other.definition)
                assert one.definition.family == other.definition.family


def test_eight_months_of_calls_are_not_set_beside_two(record: PublicRecord) -> None:
    groups = comparable([*record.published_of("seattle_care"), *record.published_of("seattle_care", series=True)])
    assert groups == []


def test_a_withheld_count_makes_the_ending_withheld() -> None:
    found = measures.endings(make.row(offered=Missing.NOT_COLLECTED, reached_clinician=650))
    by_key = {f.definition.key: f for f in found}
    assert isinstance(by_key["ending_never_offered"], Withheld)
    assert isinstance(by_key["ending_resolved_by_phone"], Figure)
