"""Numbers of one program on one question: which contradict each other, which overlap, which are a series."""

from __future__ import annotations

from itertools import combinations

from dashboard import words
from dashboard.analysis.disagreements import Difference, disagreements
from dashboard.analysis.published import overlap
from dashboard.core.figure import differences
from dashboard.core.record import PublicRecord


def of_kind(record: PublicRecord, kind: Difference) -> list[tuple[str, str, list[str]]]:
    return [
        (d.program.program_id, d.question, [words.of(f) for f in d.figures])
        for d in disagreements(record)
        if d.kind is kind
    ]


def test_shares_set_beside_each_other_as_of_one_time_share_a_day(record: PublicRecord) -> None:
    found = [d for d in disagreements(record) if d.kind is Difference.OTHER_COUNT]
    assert len(found) >= 5
    for one in found:
        assert all(overlap(a.period, b.period) for a, b in combinations(one.figures, 2)), one


def test_shares_of_years_that_do_not_overlap_are_not_set_beside_each_other(record: PublicRecord) -> None:
    denver = [values for name, _, values in of_kind(record, Difference.OTHER_COUNT) if name == "denver_star"]
    assert denver
    assert not [values for values in denver if {"44%", "46%"} <= set(values)]


def test_a_series_is_of_one_definition_and_a_contradiction_of_one_period(record: PublicRecord) -> None:
    told = disagreements(record)
    for one in told:
        if one.kind is not Difference.OTHER_COUNT:
            assert not [differences(a, b) for a, b in combinations(one.figures, 2) if differences(a, b)], one
        if one.kind is Difference.SAME_COUNT:
            assert len({f.period for f in one.figures}) == 1
    assert {d.kind for d in told} >= {Difference.OTHER_COUNT, Difference.OVER_TIME}


def test_what_a_note_named_stands_on_the_page_with_both_sources(record: PublicRecord) -> None:
    """Two reports of one count, two words for one measure, and two counts of one report."""
    told = {(d.kind, frozenset(f.figure_id for f in d.figures)) for d in disagreements(record)}
    assert (Difference.SAME_COUNT, frozenset({"nyc_bheard-09", "nyc_bheard-40"})) in told
    assert (Difference.OTHER_COUNT, frozenset({"austin_emcot-37", "austin_emcot-40"})) in told
    eugene = frozenset({"eugene_cahoots-46", "eugene_cahoots-s46", "eugene_cahoots-s47"})
    assert (Difference.SAME_COUNT, eugene) in told


def test_a_stricter_share_stands_beside_the_wider_one(record: PublicRecord) -> None:
    """Calls without police or fire and calls without police, of one year: a reader sees both."""
    (columbus,) = [d for d in disagreements(record) if "columbus_rru-09" in {f.figure_id for f in d.figures}]
    assert columbus.kind is Difference.OTHER_COUNT
    assert "columbus_rru-37" in {f.figure_id for f in columbus.figures}
    assert "family" not in columbus.differing


def test_a_number_told_as_about_does_not_contradict_the_one_that_it_rounds(record: PublicRecord) -> None:
    """Nearly 15,000 and 14,900 are one fact in two roundings; 15% and 16% are not."""
    told = [{f.figure_id for f in d.figures} for d in disagreements(record)]
    assert {p.figure_id for p in record.published} >= {"nyc_bheard-20", "nyc_bheard-31"}
    assert not [one for one in told if {"nyc_bheard-20", "nyc_bheard-31"} <= one]
    assert {"nyc_bheard-09", "nyc_bheard-40"} in told
