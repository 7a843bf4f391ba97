"""Numbers of one program on one question: which contradict each other, which overlap, which are a series."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from dashboard import words
from dashboard.analysis.disagreements import _TAKEN as TAKEN
from dashboard.analysis.disagreements import Difference, disagreements
from dashboard.analysis.published import overlap
from dashboard.analysis.questions import QUESTIONS
from dashboard.core.amount import Bound
from dashboard.core.figure import Figure, differences
from dashboard.core.metric import Polarity
from dashboard.core.record import PublicRecord
from dashboard.story.blocks import Table
from dashboard.story.differ import differing
from dashboard.voice import say


def of_kind(record: PublicRecord, kind: Difference) -> list[tuple[str, str, list[str]]]:
    return [
        (d.program.program_id, d.family.name, [words.of(f) for f in d.figures])
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
        if one.kind in (Difference.SAME_COUNT, Difference.OVER_TIME):
            assert not [differences(a, b) for a, b in combinations(one.figures, 2) if differences(a, b)], one
        if one.kind is Difference.SAME_COUNT:
            assert len({f.period for f in one.figures}) == 1
    assert {d.kind for d in told} >= {Difference.OTHER_COUNT, Difference.OVER_TIME}


def test_what_a_note_named_stands_on_the_page_with_both_sources(record: PublicRecord) -> None:
    """Two words for one measure, and two counts of one report."""
    told = {(d.kind, frozenset(f.figure_id for f in d.figures)) for d in disagreements(record)}
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
    """Nearly 15,000 and 14,900 are one fact in two roundings. 16% and about 15% of one half-year are two."""
    told = [{f.figure_id for f in d.figures} for d in disagreements(record) if d.kind is not Difference.OVERLAP]
    assert {p.figure_id for p in record.published} >= {"nyc_bheard-20", "nyc_bheard-31"}
    assert not [one for one in told if {"nyc_bheard-20", "nyc_bheard-31"} <= one]
    same = [d for d in disagreements(record) if d.kind is Difference.SAME_COUNT]
    assert [d for d in same if {"nyc_bheard-09", "nyc_bheard-40"} <= {f.figure_id for f in d.figures}]
    assert [one for one in told if {"nyc_bheard-07", "nyc_bheard-09"} <= one], "a longer time is another number"


def test_numbers_are_told_apart_by_their_values_as_they_would_be_by_their_words(record: PublicRecord) -> None:
    """On record, what reads the same is written the same, whatever the language."""
    by_unit: dict[tuple[str, str], list[Figure]] = {}
    for figure in (p.figure for p in record.published):
        if figure.is_known:
            by_unit.setdefault((figure.program_id, figure.definition.unit.key), []).append(figure)
    pairs = [pair for figures in by_unit.values() for pair in combinations(figures, 2)]
    assert len(pairs) > 1000
    for one, other in pairs:
        same = words.of(one) == words.of(other)
        assert one.amount.reads_as(other.amount, one.definition.unit) is same, (one.figure_id, other.figure_id)


@pytest.mark.parametrize(
    "together",
    [
        "durham_heart-09 durham_heart-10 durham_heart-34 durham_heart-37",
        "minneapolis_bcr-03 minneapolis_bcr-21 minneapolis_bcr-22 minneapolis_bcr-24",
    ],
)
def test_counts_from_one_start_or_over_times_that_overlap_stand_together(together: str, record: PublicRecord) -> None:
    found = [d for d in disagreements(record) if d.kind is Difference.OVERLAP]
    assert [d for d in found if set(together.split()) <= {f.figure_id for f in d.figures}]


def test_what_the_page_leaves_out_is_what_its_lede_says(record: PublicRecord) -> None:
    """Any two numbers of one program that are alike in all but their time, and differ, stand together on the page; but
    for those without both days, and those that were not found again in their source."""
    shown: dict[str, list[set[str]]] = {}
    for d in disagreements(record):
        shown.setdefault(d.program.program_id, []).append({f.figure_id for f in d.figures})
    families = {key for group in QUESTIONS.values() for key in group}
    for program in record.programs:
        mine = [p.figure for p in record.published_of(program.program_id)]
        told = [
            f
            for f in mine
            if isinstance(f, Figure)
            and f.trace
            and f.period.start
            and f.period.end
            and f.definition.family in families
            and f.definition.polarity is Polarity.THING
        ]
        for a, b in combinations(told, 2):
            if differences(a, b) or words.of(a) == words.of(b):
                continue
            same = [one for one in shown.get(program.program_id, []) if {a.figure_id, b.figure_id} <= one]
            rounds = a.amount.bound is not Bound.EXACT or b.amount.bound is not Bound.EXACT
            assert same or rounds, (a.figure_id, b.figure_id)


def test_numbers_over_times_that_overlap_are_of_one_unit_and_each_shares_a_day(record: PublicRecord) -> None:
    """People are no calls, and no number stands in a table with none of whose times it has a day in common."""
    found = [d for d in disagreements(record) if d.kind is Difference.OVERLAP]
    assert len(found) >= 10
    for d in found:
        assert len({f.definition.unit.counted_as for f in d.figures}) == 1, d.program.program_id
        for f in d.figures:
            assert any(overlap(f.period, other.period) for other in d.figures if other is not f), f.figure_id
        counts = {f.definition.key for f in d.figures}
        assert counts <= TAKEN or len(counts) == 1, "calls taken, calls among them, or one measure"


ASSUMED = re.compile(r"\b(assumed|inferred|is given|month of the report)\b")


def test_where_a_day_was_assumed_its_row_says_so(record: PublicRecord) -> None:
    assert "not known" in (lede := say("differ-intro")) and "assumed" in lede
    seen = set()
    for table in (b for b in differing(record).blocks if isinstance(b, Table)):
        for row in table.rows:
            (figure,) = (c for c in row if isinstance(c, Figure))
            note = words.caveat(figure)
            assert note in row[-1]  # type: ignore[operator]
            seen |= {figure.figure_id} if ASSUMED.search(note) else set()
    assert seen >= {"austin_emcot-35", "durham_heart-37", "louisville_ccdp-07", "sf_scrt-23"}


def test_a_table_of_one_call_type_says_which_and_one_of_several_says_each(record: PublicRecord) -> None:
    seen = 0
    for table in (b for b in differing(record).blocks if isinstance(b, Table)):
        kinds = {f.call_type for f in table.figures}
        if kinds != {"all"}:
            seen += 1
            assert say("call_types-column_type") in table.columns
            assert all(kind in table.title for kind in kinds), table.title
    assert seen >= 5
