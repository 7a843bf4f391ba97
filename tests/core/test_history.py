"""What was public is what the history says: no revision that nobody could read, none that somebody read is gone."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.change import How
from dashboard.core.figure import Figure, Withheld
from dashboard.core.happening import Event, Happening
from dashboard.core.history import What, history
from dashboard.core.known import Known, news_between
from dashboard.core.ledger import ALL, Counts, Missing, Submission
from dashboard.core.life import Life
from dashboard.core.metrics import METRICS
from dashboard.core.publication import Publication, in_order, newest
from dashboard.core.quarter import Period, Quarter
from dashboard.core.record import PublicRecord
from tests import lives, make
from tests.lives import PROGRAM

GROWTH = METRICS["growth"]
NOW = Quarter(2025, 3)
BASE = NOW - 4
PUBLISHED = st.tuples(
    st.integers(0, len(lives.QUARTERS) - 1),
    st.sampled_from((False, False, False, True)),
    st.integers(0, 5),
    st.sampled_from((0b111, 0b111, 0b001, 0b011, 0b101, 0b110)),
    st.sampled_from((1, 1, 2)),
    st.sampled_from((0, 1, 7, 40)),
)
ENTRY = st.tuples(
    st.integers(0, 2), st.sampled_from((*lives.HAPPENINGS, Happening.IN_ERROR)), st.sampled_from(lives.DAYS)
)
TOLD = st.builds(
    lives.Told,
    st.lists(ENTRY, min_size=1, max_size=2, unique_by=lambda entry: entry[0]).map(tuple),
    st.sampled_from((0, 1, 7)),
)
CALLED = st.integers(0, 2**32).map(lambda seed: lives.called(random.Random(seed)))
STEP = PUBLISHED | PUBLISHED | TOLD | CALLED


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=14))
def test_what_was_public_is_what_the_history_says(life: list[lives.Step]) -> None:
    lives.play(life)


def test_the_lives_that_are_drawn_have_everything_in_them() -> None:
    """Else the law would hold of nothing: corrections, withdrawals, publications anew, of both quarters of a growth, and
    what is entered, corrected and taken back of the program's life."""
    met: set[tuple[What, bool]] = set()
    happened: set[tuple[Happening, bool]] = set()
    for seed in range(300):
        lived = lives.Life()
        for step in lives.steps(random.Random(seed), names=True):
            lived.take(step)
        record = lived.record()
        happened |= {(event.what, bool(record.quarters(PROGRAM))) for event in lived.called}
        for quarter in record.quarters(PROGRAM):
            entries = history(record, GROWTH, PROGRAM, quarter)
            met |= {(cause.what, cause.year_before) for entry in entries for cause in entry.causes}
    quarters = {(what, which) for what in What for which in (False, True) if not what.startswith("life_")}
    assert met == quarters | {(What.LIFE_ENTERED, False), (What.LIFE_CORRECTED, False), (What.LIFE_TAKEN_BACK, False)}
    assert {what for what, published in happened if published} == set(lives.CALLED), "and other names, places, mergers"


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


def record_of(*bare: Publication | Known) -> PublicRecord:
    publications, known = in_order(bare)
    standing = newest(publications).values()
    return replace(
        lives.EMPTY,
        publications=publications,
        known=known,
        submissions=tuple(one.submission for one in standing),
        rows=tuple(row for one in standing for row in one.rows),
    )


def told(record: PublicRecord, quarter: Quarter = NOW) -> list[tuple[int, str, str, bool]]:
    """Revision, number or reason, what happened, and whether to the quarter a year before."""
    entries = history(record, GROWTH, PROGRAM, quarter)
    return [
        (e.figure.revision, words.of(e.figure), cause.what.value, cause.year_before)
        for e in entries
        for cause in e.causes
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
        assert words.of(last) == "retracted"


def test_a_call_type_that_a_correction_leaves_out_keeps_its_history() -> None:
    first = publication(NOW, 5500, DAYS[0], 1)
    kind = make.changed(first.rows[0], call_type="trespass")
    record = record_of(replace(first, rows=(*first.rows, kind)), publication(NOW, 5400, DAYS[1], 2, "Left out."))
    entries = history(record, METRICS["capture_rate"], PROGRAM, NOW, "trespass")
    assert [(e.figure.revision, words.of(e.figure)) for e in entries] == [(1, "55.0%"), (2, "no number stated")]
    assert history(record, METRICS["capture_rate"], PROGRAM, NOW, "welfare_check") == ()


def test_a_data_file_that_comes_later_with_an_older_day_is_dated_when_it_was_seen() -> None:
    late = replace(publication(BASE, 5000, DAYS[0], 1), seen_on=DAYS[9])
    record = record_of(publication(NOW, 5500, DAYS[3], 1), late)
    assert [e.figure.published_on for e in history(record, GROWTH, PROGRAM, NOW)] == [DAYS[3], DAYS[9]]


# what is entered late of the program's life


def told_of(
    *events: Event,
    before: Known,
    on: date,
    moment: str = "",
    reasons: Mapping[str, str] = MappingProxyType({}),
) -> Known:
    """What is known after a load in which these are all the events."""
    life = Life(events)
    news = news_between(before.life, life, reasons)
    return Known(program_id=PROGRAM, life=life, news=news, seen_on=on, moment=moment)


NOTHING = Known(program_id=PROGRAM, life=Life())
HOURS = lives.happened(1, Happening.HOURS_CHANGED, "2025-01-10")
PAUSE = lives.happened(2, Happening.PAUSED, "2025-09-01")


def compared(*then: Publication | Known) -> PublicRecord:
    """A growth of 10% that was public on the second day, and what came then."""
    return record_of(NOTHING, publication(BASE, 5000, DAYS[0], 1), publication(NOW, 5500, DAYS[1], 1), *then)


def test_what_was_public_before_an_event_was_entered_stays_public() -> None:
    """Entered, corrected and taken back, each is a revision with its day, what was told, and why."""
    entered = told_of(HOURS, before=NOTHING, on=DAYS[4])
    other = replace(HOURS, on=Period.dated("2025-02-10"), revision=2)
    mended = told_of(other, before=entered, on=DAYS[5], reasons={"entry-1": "The minutes give another day."})
    gone = told_of(before=mended, on=DAYS[6], reasons={"entry-1": "It was another program."})
    record = compared(entered, mended, gone)
    assert told(record) == [
        (1, "+10.0%", "first", False),
        (2, "not comparable (the program changed its hours on Jan 10, 2025, between the two)", "life_entered", False),
        (3, "not comparable (the program changed its hours on Feb 10, 2025, between the two)", "life_corrected", False),
        (4, "+10.0%", "life_taken_back", False),
    ]
    entries = history(record, GROWTH, PROGRAM, NOW)
    assert [e.figure.published_on for e in entries] == [DAYS[1], *DAYS[4:7]]
    assert [e.causes[0].event for e in entries] == [None, HOURS, other, other]
    assert [e.causes[0].reason for e in entries[2:]] == ["The minutes give another day.", "It was another program."]
    assert [e.same for e in entries] == [False] * 4
    (row,) = (row for row in record.rows if row.quarter == NOW)
    assert [began.revision for began in row.growth_revisions] == [1, 2, 3, 4]
    assert [began.revision for began in row.figure_revisions] == [1]


def test_an_event_that_bears_on_nothing_compared_is_no_revision() -> None:
    early = lives.happened(1, Happening.HOURS_CHANGED, "2024-01-10")
    late = lives.happened(2, Happening.ENDED, "2025-11-01")
    assert len(told(compared(told_of(early, late, before=NOTHING, on=DAYS[4])))) == 1
    retracted = publication(BASE, None, DAYS[2], 2, "Counted twice.")
    assert len(told(compared(retracted, told_of(HOURS, before=NOTHING, on=DAYS[4])))) == 2
    other_rule = publication(NOW, 5500, DAYS[2], 2, "Another rule.")
    rows = tuple(replace(row, rule_version=2) for row in other_rule.rows)
    other_rule = replace(other_rule, submission=replace(other_rule.submission, rule_version=2), rows=rows)
    assert len(told(compared(other_rule, told_of(HOURS, before=NOTHING, on=DAYS[4])))) == 2


def test_what_was_known_before_a_figure_began_is_no_revision() -> None:
    entered = told_of(HOURS, before=NOTHING, on=DAYS[1])
    record = record_of(NOTHING, publication(BASE, 5000, DAYS[0], 1), entered, publication(NOW, 5500, DAYS[2], 1))
    assert [(revision, what) for revision, _, what, _ in told(record)] == [(1, "first")]


def test_what_one_load_tells_is_seen_at_once() -> None:
    """Nobody could read what one entry would have made without the other, or without the quarter that came with it."""
    both = told_of(HOURS, PAUSE, before=NOTHING, on=DAYS[4], moment="7")
    entries = history(compared(both), GROWTH, PROGRAM, NOW)
    assert [[cause.event for cause in e.causes] for e in entries] == [[None], [HOURS, PAUSE]]
    with_it = replace(publication(NOW, 5600, DAYS[4], 2, "A week was left out."), moment="7")
    assert [(revision, what) for revision, _, what, _ in told(compared(both, with_it))] == [
        (1, "first"),
        (2, "corrected"),
        (2, "life_entered"),
        (2, "life_entered"),
    ]
    apart = compared(both, replace(with_it, moment="8"))
    assert [revision for revision, *_ in told(apart)] == [1, 2, 2, 3]


def test_only_what_bears_on_a_figure_is_its_cause() -> None:
    end = lives.happened(3, Happening.ENDED, "2025-11-01")
    entries = history(compared(told_of(HOURS, end, before=NOTHING, on=DAYS[4])), GROWTH, PROGRAM, NOW)
    assert [cause.event for cause in entries[1].causes] == [HOURS]


def test_an_old_revision_keeps_what_was_known_of_its_quarter() -> None:
    """Also of a figure whose number does not hang on it."""
    entered = told_of(PAUSE, before=NOTHING, on=DAYS[4])
    record = compared(publication(NOW, 5400, DAYS[2], 2, "Corrected."), entered)
    covers = [e.figure.cover for e in history(record, METRICS["capture_rate"], PROGRAM, NOW)]
    assert [words.of(cover) for cover in covers] == [
        "",
        "Jul to Sep 2025 covers two months of three: the program was paused on Sep 1, 2025",
    ]
    (row,) = (row for row in record.rows if row.quarter == NOW)
    assert row.cover == covers[-1]


def test_a_check_lapses_when_what_it_checked_is_withheld() -> None:
    entered = told_of(HOURS, before=NOTHING, on=DAYS[4])
    record = compared(entered, told_of(before=entered, on=DAYS[5]))
    assert checked(record, 1, 3).tier.key == "program_reported"
    assert [v.revision for v in checked(record, 1, 3).standing.lapsed] == [1]
    assert checked(record, 1, 5).tier.key == "independently_verified", "made of the number that came back"


@settings(max_examples=60, deadline=None)
@given(st.lists(TOLD, min_size=1, max_size=6), st.integers(0, 5), st.integers(0, 5))
def test_nothing_that_is_told_of_a_life_shows_a_count_that_was_withheld(
    loads: list[lives.Told], first: int, second: int
) -> None:
    """Growth that appears because an entry was taken back is made of counts that are public themselves."""
    lived = lives.Life()
    for which, seed in ((0, first), (2, second)):
        lived.take((which, False, seed, 0b111, 1, 1))
    rows = {(row.quarter, row.call_type): row.counts for row in lived.record().rows}
    for load in loads:
        lived.take(load)
    record = lived.record()
    assert {(row.quarter, row.call_type): row.counts for row in record.rows} == rows
    for quarter, kind in rows:
        for entry in history(record, GROWTH, PROGRAM, quarter, kind):
            if isinstance(entry.figure, Figure):
                assert entry.figure.ratio
                public = [rows[q, kind]["reached_clinician"] for q in (quarter, quarter - 4)]
                assert [entry.figure.ratio.numerator, entry.figure.ratio.denominator] == public


def test_news_are_what_is_told_otherwise() -> None:
    launch = lives.happened(0, Happening.LAUNCHED, "2020")
    stated = replace(launch, entry="")
    assert news_between(Life((stated,)), Life((launch,)), {}) == (), "the program's row said so already"
    assert news_between(Life((launch,)), Life((replace(launch, revision=2),)), {}) == ()
    sooner = replace(launch, on=Period.dated("2019-12"))
    (news,) = news_between(Life((stated,)), Life((sooner,)), {"entry-0": "Found the day."})
    assert (news.how, news.event, news.was, news.reason) == (How.CORRECTED, sooner, stated, "Found the day.")
    (news,) = news_between(Life((launch, HOURS)), Life((launch,)), {})
    assert (news.how, news.event) == (How.TAKEN_BACK, HOURS)
    (news,) = news_between(Life((stated,)), Life(), {})
    assert (news.how, news.event) == (How.TAKEN_BACK, stated)


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
