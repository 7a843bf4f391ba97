"""What was public is what the history says: no revision that nobody could read, none that somebody read is gone."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.core.figure import Figure, Withheld
from dashboard.core.history import What, history
from dashboard.core.ledger import ALL, Counts, Missing, Submission
from dashboard.core.metrics import METRICS
from dashboard.core.publication import Publication, in_order, newest
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from tests import lives, make
from tests.lives import PROGRAM

GROWTH = METRICS["growth"]
NOW = Quarter(2025, 3)
BASE = NOW - 4
STEP = st.tuples(
    st.integers(0, len(lives.QUARTERS) - 1),
    st.sampled_from((False, False, False, True)),
    st.integers(0, 5),
    st.sampled_from((0b111, 0b111, 0b001, 0b011, 0b101, 0b110)),
    st.sampled_from((1, 1, 2)),
    st.sampled_from((0, 1, 7, 40)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=14))
def test_what_was_public_is_what_the_history_says(life: list[lives.Step]) -> None:
    lives.play(life)


def test_the_lives_that_are_drawn_have_everything_in_them() -> None:
    """Else the law would hold of nothing: corrections, withdrawals, publications anew, of both quarters of a growth."""
    met: set[tuple[What, bool]] = set()
    for seed in range(100):
        lived = lives.Life()
        for step in lives.steps(random.Random(seed)):
            lived.take(step)
        record = lived.record()
        for quarter in record.quarters(PROGRAM):
            entries = history(record, GROWTH, PROGRAM, quarter)
            met |= {(cause.what, cause.year_before) for entry in entries for cause in entry.causes}
    assert met == {(what, which) for what in What for which in (False, True)}


# one life, told in full


def publication(quarter: Quarter, reached: int | None, on: date, revision: int, reason: str = "") -> Publication:
    """A revision of a quarter with so many calls reached; a withdrawal without them."""
    submission = Submission(
        program_id=PROGRAM,
        quarter=quarter,
        revision=revision,
        due_on=quarter.end + timedelta(days=45),
        published_on=on,
        rule_version=1,
        note=reason,
        withdrawn=reached is None,
    )
    gone = dict.fromkeys(make.COUNTS, Missing.RETRACTED)
    stated = Counts(gone if reached is None else {"eligible": 10_000, "reached_clinician": reached})
    row = make.changed(make.row(quarter, ALL), program_id=PROGRAM, counts=stated, revision=revision, published_on=on)
    return Publication(submission=submission, rows=(row,), seen_on=on)


def record_of(*bare: Publication) -> PublicRecord:
    publications = in_order(bare)
    standing = newest(publications).values()
    return replace(
        lives.EMPTY,
        publications=publications,
        submissions=tuple(one.submission for one in standing),
        rows=tuple(row for one in standing for row in one.rows),
    )


def told(record: PublicRecord, quarter: Quarter = NOW) -> list[tuple[int, str, str, bool]]:
    """Revision, number or reason, what happened, and whether to the quarter a year before."""
    entries = history(record, GROWTH, PROGRAM, quarter)
    return [
        (e.figure.revision, e.figure.words, cause.what.value, cause.year_before) for e in entries for cause in e.causes
    ]


DAYS = [date(2026, 1, day) for day in range(1, 20)]


def test_each_correction_of_either_quarter_is_a_revision_with_its_day_and_cause() -> None:
    record = record_of(
        publication(BASE, 5000, DAYS[0], 1),
        publication(NOW, 5430, DAYS[1], 1),
        publication(NOW, 5860, DAYS[2], 2, "A week was left out of 2025."),
        publication(BASE, 6288, DAYS[3], 2, "A month was counted twice in 2024."),
    )
    assert told(record) == [
        (1, "+8.6%", "first", False),
        (2, "+17.2%", "corrected", False),
        (3, "-6.8%", "corrected", True),
    ]
    entries = history(record, GROWTH, PROGRAM, NOW)
    assert [e.figure.published_on for e in entries] == DAYS[1:4]
    assert [e.causes[0].reason for e in entries] == [
        "",
        "A week was left out of 2025.",
        "A month was counted twice in 2024.",
    ]
    assert entries[2].causes[0].quarter == BASE


def test_a_base_that_is_withdrawn_and_published_again_leaves_every_number_in_place() -> None:
    record = record_of(
        publication(BASE, 5000, DAYS[0], 1),
        publication(NOW, 5500, DAYS[1], 1),
        publication(BASE, None, DAYS[2], 2, "The vendor counted twice."),
        publication(BASE, 4400, DAYS[3], 3, "Counted anew."),
    )
    assert told(record) == [
        (1, "+10.0%", "first", False),
        (2, "retracted (the same quarter a year before was withdrawn)", "withdrawn", True),
        (3, "+25.0%", "again", True),
    ]


def test_a_base_that_comes_later_is_a_revision() -> None:
    record = record_of(publication(NOW, 5500, DAYS[0], 1), publication(BASE, 5000, DAYS[1], 1))
    assert told(record) == [
        (1, "not applicable (no figures for the same quarter a year before)", "first", False),
        (2, "+10.0%", "first", True),
    ]


def test_what_happened_to_the_base_before_its_own_quarter_is_no_revision() -> None:
    record = record_of(
        publication(BASE, 5000, DAYS[0], 1),
        publication(BASE, 4400, DAYS[1], 2),
        publication(NOW, 5500, DAYS[2], 1),
    )
    assert told(record) == [(1, "+25.0%", "first", False)]


def test_what_is_released_at_the_same_moment_is_seen_at_once() -> None:
    """Nobody could read what the one of them would have made without the other."""
    held = [publication(BASE, 4400, DAYS[2], 2, "Both years."), publication(NOW, 6600, DAYS[2], 2, "Both years.")]
    record = record_of(
        publication(BASE, 5000, DAYS[0], 1),
        publication(NOW, 5500, DAYS[1], 1),
        *(replace(one, released="2026-01-03T12:00") for one in held),
    )
    assert told(record) == [
        (1, "+10.0%", "first", False),
        (2, "+50.0%", "corrected", True),
        (2, "+50.0%", "corrected", False),
    ]
    both = [replace(publication(q, 5000, DAYS[0], 1), released="2026-01-01T12:00") for q in (NOW, BASE)]
    assert told(record_of(*both))[0][:2] == (1, "0.0%")


def test_a_correction_that_leaves_a_figure_as_it_was_says_so() -> None:
    record = record_of(
        publication(BASE, 5000, DAYS[0], 1),
        publication(NOW, 5500, DAYS[1], 1),
        publication(BASE, 5000, DAYS[2], 2, "Another column was corrected."),
    )
    assert [e.same for e in history(record, GROWTH, PROGRAM, NOW)] == [False, True]


def test_a_withdrawn_quarter_is_retracted_whatever_stands_a_year_before() -> None:
    for before in ((), (publication(BASE, 5000, DAYS[0], 1),)):
        record = record_of(*before, publication(NOW, 5500, DAYS[1], 1), publication(NOW, None, DAYS[2], 2, "Wrong."))
        last = history(record, GROWTH, PROGRAM, NOW)[-1].figure
        assert isinstance(last, Withheld)
        assert last.words == "retracted"


def test_a_call_type_that_a_correction_leaves_out_keeps_its_history() -> None:
    first = publication(NOW, 5500, DAYS[0], 1)
    kind = make.changed(first.rows[0], call_type="trespass")
    record = record_of(replace(first, rows=(*first.rows, kind)), publication(NOW, 5400, DAYS[1], 2, "Left out."))
    entries = history(record, METRICS["capture_rate"], PROGRAM, NOW, "trespass")
    assert [(e.figure.revision, e.figure.words) for e in entries] == [(1, "55.0%"), (2, "no number stated")]
    assert history(record, METRICS["capture_rate"], PROGRAM, NOW, "welfare_check") == ()


def test_a_data_file_that_comes_later_with_an_older_day_is_dated_when_it_was_seen() -> None:
    late = replace(publication(BASE, 5000, DAYS[0], 1), seen_on=DAYS[9])
    record = record_of(publication(NOW, 5500, DAYS[3], 1), late)
    assert [e.figure.published_on for e in history(record, GROWTH, PROGRAM, NOW)] == [DAYS[3], DAYS[9]]


# checks


def checked(record: PublicRecord, revision: int, seen: int | None) -> Figure | Withheld:
    """The newest growth with a record of a check that was made when so many revisions of quarters were public."""
    name = f"{PROGRAM}.{NOW}.{ALL}.growth"
    one = make.verification(name, revision, seen=seen)
    publications = tuple(
        replace(p, rows=tuple(replace(r, verifications=(one,)) for r in p.rows)) for p in record.publications
    )
    return history(replace(record, publications=publications), GROWTH, PROGRAM, NOW)[-1].figure


@pytest.mark.parametrize("revision", [1, 2, 7])
def test_a_check_is_of_what_stood_when_it_was_made_however_revisions_were_numbered(revision: int) -> None:
    """An older version of this site numbered growth by adding up the revisions of both quarters."""
    record = record_of(
        publication(BASE, 5000, DAYS[0], 1),
        publication(BASE, 4400, DAYS[1], 2),
        publication(NOW, 5500, DAYS[2], 1),
    )
    assert checked(record, revision, 3).tier.key == "independently_verified"
    later = record_of(*record.publications, publication(BASE, 4000, DAYS[3], 3, "Counted anew."))
    lapsed = checked(later, revision, 3)
    assert lapsed.tier.key == "program_reported"
    assert [v.revision for v in lapsed.standing.lapsed] == [1]
    assert checked(later, revision, 4).tier.key == "independently_verified"


def test_a_check_that_came_with_the_data_files_names_its_revision() -> None:
    record = record_of(publication(BASE, 5000, DAYS[0], 1), publication(NOW, 5500, DAYS[2], 1))
    assert checked(record, 1, None).tier.key == "independently_verified"
    assert checked(record, 2, None).tier.key == "program_reported"


# due, first published, corrected


def stands(*bare: Publication) -> Submission:
    found = record_of(*bare).submission(PROGRAM, NOW)
    assert found is not None
    return found


ON_TIME, DUE, LATE = date(2025, 10, 20), date(2025, 11, 14), date(2025, 11, 27)


def test_a_correction_never_makes_an_on_time_quarter_late() -> None:
    one = stands(publication(NOW, 5500, ON_TIME, 1), publication(NOW, 5400, LATE, 2, "Corrected."))
    assert (one.due_on, one.first_published_on, one.corrected_on, one.days_late) == (DUE, ON_TIME, LATE, 0)


def test_a_correction_before_the_due_day_is_a_correction() -> None:
    one = stands(publication(NOW, 5500, ON_TIME, 1), publication(NOW, 5400, DUE, 2, "Corrected."))
    assert (one.first_published_on, one.corrected_on, one.days_late) == (ON_TIME, DUE, 0)


def test_a_correction_never_makes_a_late_quarter_later() -> None:
    one = stands(publication(NOW, 5500, LATE, 1), publication(NOW, 5400, date(2026, 5, 1), 2, "Corrected."))
    assert (one.first_published_on, one.corrected_on, one.days_late) == (LATE, date(2026, 5, 1), 13)


def test_a_quarter_that_was_withdrawn_and_published_again_came_when_it_first_came() -> None:
    first, gone = publication(NOW, 5500, ON_TIME, 1), publication(NOW, None, DUE, 2, "Wrong.")
    one = stands(first, gone)
    assert (one.first_published_on, one.corrected_on, one.days_late, one.withdrawn) == (ON_TIME, None, 0, True)
    one = stands(first, gone, publication(NOW, 5400, LATE, 3, "Counted anew."))
    assert (one.first_published_on, one.corrected_on, one.days_late) == (ON_TIME, LATE, 0)


def test_a_report_without_a_count_is_not_a_publication() -> None:
    empty = publication(NOW, 5500, ON_TIME, 1)
    none = Counts(dict.fromkeys(make.COUNTS, Missing.NOT_COLLECTED))
    empty = replace(empty, rows=tuple(replace(row, counts=none) for row in empty.rows))
    assert stands(empty).first_published_on is None
    one = stands(empty, publication(NOW, 5400, LATE, 2, "Now with counts."))
    assert (one.first_published_on, one.corrected_on, one.days_late) == (LATE, None, 13)


def test_a_count_that_is_withheld_for_privacy_was_published() -> None:
    small = publication(NOW, 5500, ON_TIME, 1)
    hidden = Counts(dict.fromkeys(make.COUNTS, Missing.PRIVACY))
    assert stands(replace(small, rows=tuple(replace(r, counts=hidden) for r in small.rows))).days_late == 0


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 60)), min_size=1, max_size=8))
def test_no_later_revision_changes_when_a_quarter_first_came(life: list[tuple[bool, int]]) -> None:
    """Found by trying every life: the first day and the lateness of it are those of the first publication."""
    on, bare, withdrawn = ON_TIME, [publication(NOW, 5500, ON_TIME, 1)], False
    for number, (withdraws, days) in enumerate(life, 2):
        on += timedelta(days=days)
        withdrawn = withdraws and not withdrawn
        bare.append(publication(NOW, None if withdrawn else 5000 + number, on, number, "A reason."))
        one = stands(*bare)
        assert (one.first_published_on, one.days_late) == (ON_TIME, 0)
        assert one.corrected_on == (None if withdrawn else on)
