"""The life of a program: what of a quarter it ran, what may be compared, which name it had, and what is due."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.cover import Extent
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure, Withheld
from dashboard.core.happening import Event, Happening
from dashboard.core.ledger import Missing
from dashboard.core.life import Life
from dashboard.core.measure import measure
from dashboard.core.metrics import METRICS
from dashboard.core.quarter import Period, Quarter
from dashboard.core.record import PublicRecord
from tests import make

H = Happening


def event(what: Happening, on: str, text: str = "", **changes: Any) -> Event:
    about: dict[str, Any] = {
        "program_id": "somewhere",
        "entry": f"{what}-{on}",
        "source": make.source(),
        "tier": EvidenceTier.PROGRAM_REPORTED,
    }
    return Event(what=what, on=Period.dated(on), text=text, **(about | changes))


def life(*events: tuple[Happening, str] | tuple[Happening, str, str]) -> Life:
    return Life(tuple(event(*one) for one in events))


def q(text: str) -> Quarter:
    return Quarter.parse(text)


COVERS: list[tuple[Life, str, Extent, str]] = [
    # what happened, the quarter, how much of it was covered, what is said
    (life(), "2024Q1", Extent.WHOLE, ""),
    (life((H.LAUNCHED, "2019-12")), "2019Q3", Extent.NONE, "began in Dec 2019"),
    (life((H.LAUNCHED, "2019-12")), "2019Q4", Extent.PARTIAL, "at most one month of three"),
    (life((H.LAUNCHED, "2019-12")), "2020Q4", Extent.WHOLE, ""),
    (life((H.LAUNCHED, "2019-12-01")), "2019Q4", Extent.PARTIAL, "covers one month of three"),
    (life((H.LAUNCHED, "2019-10-01")), "2019Q4", Extent.WHOLE, ""),
    (life((H.LAUNCHED, "2019-10")), "2019Q4", Extent.PARTIAL, "may not be covered whole"),
    (life((H.LAUNCHED, "2019")), "2019Q4", Extent.PARTIAL, "began in 2019"),
    (life((H.LAUNCHED, "2019")), "2018Q4", Extent.NONE, "began in 2019"),
    (life((H.ENDED, "2025-04-07")), "2025Q1", Extent.WHOLE, ""),
    (life((H.ENDED, "2025-04-07")), "2025Q2", Extent.PARTIAL, "covers 7 of 91 days: the program ended on Apr 7, 2025"),
    (life((H.ENDED, "2025-04-07")), "2026Q2", Extent.NONE, "ended on Apr 7, 2025"),
    (life((H.ENDED, "2025-03-31")), "2025Q1", Extent.WHOLE, ""),
    (life((H.ENDED, "2025-03-31")), "2025Q2", Extent.NONE, "ended"),
    (life((H.PAUSED, "2025-04-01"), (H.RESUMED, "2025-07-01")), "2025Q1", Extent.WHOLE, ""),
    (life((H.PAUSED, "2025-04-01"), (H.RESUMED, "2025-07-01")), "2025Q2", Extent.NONE, "paused on Apr 1, 2025"),
    (life((H.PAUSED, "2025-04-01"), (H.RESUMED, "2025-07-01")), "2025Q3", Extent.WHOLE, ""),
    (life((H.PAUSED, "2025-04-11"), (H.RESUMED, "2025-04-21")), "2025Q2", Extent.PARTIAL, "covers 81 of 91 days"),
    (life((H.RESUMED, "2025-05")), "2025Q1", Extent.NONE, "resumed in May 2025"),
    (life((H.HOURS_CHANGED, "2024-02-04")), "2023Q4", Extent.WHOLE, ""),
    (life((H.HOURS_CHANGED, "2024-02-04")), "2024Q1", Extent.PARTIAL, "changed its hours on Feb 4, 2024"),
    (life((H.HOURS_CHANGED, "2024-02-04")), "2024Q2", Extent.WHOLE, ""),
    (life((H.HOURS_CHANGED, "2024-01-01")), "2024Q1", Extent.WHOLE, ""),
    (life((H.AREA_CHANGED, "2024-03")), "2024Q1", Extent.PARTIAL, "the area it serves"),
    (life((H.HOURS_CHANGED, "2024")), "2024Q1", Extent.PARTIAL, "may not have been one service throughout"),
    (life((H.HOURS_CHANGED, "2024")), "2024Q4", Extent.PARTIAL, "changed its hours in 2024, and it is not known on which day"),
    (life((H.HOURS_CHANGED, "2024-02-04")), "2024Q1", Extent.PARTIAL, "was not one service throughout"),
    (life((H.HOURS_CHANGED, "2024-02-04"), (H.AREA_CHANGED, "2024")), "2024Q1", Extent.PARTIAL, "may hold one more change"),
    (life((H.HOURS_CHANGED, "2024-01")), "2024Q1", Extent.PARTIAL, "may not have been one service throughout"),
    (life((H.HOURS_CHANGED, "2024")), "2025Q1", Extent.WHOLE, ""),
    (life((H.MERGED_INTO, "2024-03-31", "elsewhere")), "2024Q2", Extent.NONE, "became part of elsewhere"),
    (life((H.SPLIT_FROM, "2024-04-01", "elsewhere")), "2024Q1", Extent.NONE, "was split from elsewhere"),
    (life((H.RENAMED, "2024-02-02", "Old")), "2024Q1", Extent.WHOLE, ""),
    (life((H.LAUNCHED, "2020-01-01"), (H.ENDED, "2021-12-31"), (H.LAUNCHED, "2024-02-01")), "2024Q1", Extent.PARTIAL, "two months of three"),
]  # fmt: skip


@pytest.mark.parametrize(("lived", "quarter", "extent", "said"), COVERS)
def test_what_of_a_quarter_a_program_ran(lived: Life, quarter: str, extent: Extent, said: str) -> None:
    cover = lived.runs_in(q(quarter))
    assert cover.extent is extent, cover.why
    assert said in words.of(cover)
    assert bool(cover.why) is (extent is not Extent.WHOLE)


def test_no_period_asserts_a_change_that_another_one_may_hold(record: PublicRecord) -> None:
    """An event known by its year alone is told as certain in one period only where that holds every day of the year."""
    sure = re.compile("was not one service throughout|covers")
    seen = 0
    for p in record.published:
        program, period = record.program(p.figure.program_id), p.figure.period
        if program is None or not (period.start and period.end):
            continue
        cover = program.life.cover(period)
        for event in program.life.events:
            within = period.start < event.first and event.last <= period.end
            if event in cover.by and event.what in (H.HOURS_CHANGED, H.AREA_CHANGED, H.OFFICE_CHANGED) and not within:
                seen += 1
                told = [words.of(one) for one in cover.why if words.of(event) in words.of(one)]
                assert told and not [one for one in told if sure.search(one)], (p.figure_id, told)
    assert seen > 5


def growth(lived: Life, quarter: str) -> Figure | Withheld:
    """Growth of a quarter of a program with this life; each row has counts of its own."""
    now, then = q(quarter), q(quarter) - 4
    return measure(
        METRICS["growth"],
        make.changed(make.row(now), cover=lived.runs_in(now)),
        year_before=make.changed(make.row(then), cover=lived.runs_in(then)),
    )


UNEQUAL: list[tuple[Life, str, str]] = [
    (life((H.LAUNCHED, "2019-12")), "2020Q4", "Oct to Dec 2019 covers at most one month of three: the program began in Dec 2019"),
    (life((H.LAUNCHED, "2022-06-27")), "2023Q2", "covers 4 of 91 days"),
    (life((H.ENDED, "2025-04-07")), "2025Q2", "ended on Apr 7, 2025"),
    (life((H.PAUSED, "2024-05-01"), (H.RESUMED, "2024-06-01")), "2024Q2", "paused on May 1, 2024"),
    (life((H.PAUSED, "2024-05-01"), (H.RESUMED, "2024-06-01")), "2025Q2", "resumed on Jun 1, 2024"),
    (life((H.HOURS_CHANGED, "2024-02-04")), "2024Q1", "changed its hours on Feb 4, 2024"),
    (life((H.HOURS_CHANGED, "2024-02-04")), "2025Q1", "changed its hours on Feb 4, 2024"),
    (life((H.HOURS_CHANGED, "2024-07-01")), "2024Q4", "changed its hours on Jul 1, 2024, between the two"),
    (life((H.AREA_CHANGED, "2024-05")), "2024Q3", "the area it serves in May 2024, between the two"),
    (life((H.MOVED, "2024-05", "Old County")), "2024Q4", "belonged to Old County until it moved"),
    (Life((), (event(H.MERGED_INTO, "2024-05-01", "somewhere", program_id="other", other="This one"),)), "2024Q4", "became part of This one"),
    (Life((), (event(H.SPLIT_FROM, "2024-05-01", "somewhere", program_id="other", other="This one"),)), "2025Q1", "was split from This one"),
]  # fmt: skip


@pytest.mark.parametrize(("lived", "quarter", "said"), UNEQUAL)
def test_growth_between_quarters_of_unequal_cover_is_withheld_with_the_reason(
    lived: Life, quarter: str, said: str
) -> None:
    found = growth(lived, quarter)
    assert isinstance(found, Withheld)
    assert found.why is Missing.NOT_COMPARABLE
    assert said in words.of(found)


EQUAL: list[tuple[Life, str]] = [
    (life((H.LAUNCHED, "2019-12")), "2021Q1"),
    (life((H.HOURS_CHANGED, "2024-02-04")), "2025Q2"),
    (life((H.PAUSED, "2024-04-01"), (H.RESUMED, "2024-07-01")), "2025Q1"),
    (life((H.RENAMED, "2024-05-05", "Old")), "2025Q1"),
    (life((H.ENDED, "2025-03-31")), "2025Q1"),
]


@pytest.mark.parametrize(("lived", "quarter"), EQUAL)
def test_growth_between_quarters_of_equal_cover_is_shown(lived: Life, quarter: str) -> None:
    assert isinstance(growth(lived, quarter), Figure)


@pytest.mark.parametrize("metric", ["capture_rate", "phone_resolution"])
def test_a_rate_of_a_quarter_that_was_covered_in_part_is_shown_and_says_so(metric: str) -> None:
    lived = life((H.LAUNCHED, "2019-12"))
    found = measure(METRICS[metric], make.changed(make.row(q("2019Q4")), cover=lived.runs_in(q("2019Q4"))))
    assert isinstance(found, Figure)
    assert "at most one month of three" in words.of(found.cover)


# what is due


def test_nothing_is_due_before_a_launch_in_a_pause_or_after_an_end() -> None:
    lived = life(
        (H.LAUNCHED, "2021-05-10"), (H.PAUSED, "2022-03-01"), (H.RESUMED, "2022-08-01"), (H.ENDED, "2023-02-10")
    )
    due = [str(q("2021Q1") + n) for n in range(12) if lived.is_due(q("2021Q1") + n)]
    assert due == ["2021Q2", "2021Q3", "2021Q4", "2022Q1", "2022Q3", "2022Q4"]


def test_the_quarter_that_ends_with_the_program_is_due() -> None:
    assert life((H.ENDED, "2025-03-31")).is_due(q("2025Q1"))
    assert not life((H.MERGED_INTO, "2025-03-30", "x")).is_due(q("2025Q1"))


@given(st.integers(2023, 2026), st.integers(1, 12), st.sampled_from([H.ENDED, H.PAUSED]))
def test_of_a_stop_whose_day_is_not_known_no_quarter_is_owed_that_it_may_not_have_reached(
    year: int, month: int, what: H
) -> None:
    """Known by its year or its month alone: the program may have stopped on the first day of that."""
    for day in (f"{year}", f"{year}-{month:02}"):
        lived = life((H.LAUNCHED, "2020-01-01"), (what, day))
        stop = lived.events[-1]
        for n in range(40):
            quarter = q("2020Q1") + n
            ran = quarter.start < stop.first if what is H.PAUSED else quarter.end <= stop.first
            assert lived.is_due(quarter) is ran, (day, str(quarter))


# names and words


def test_a_program_keeps_the_names_of_its_days() -> None:
    lived = life((H.RENAMED, "2020-06-01", "First"), (H.RENAMED, "2023-06", "Second"), (H.MOVED, "2022", "Old County"))
    names = [lived.former(H.RENAMED, date(year, 5, 31)) for year in (2020, 2022, 2024)]
    assert names == ["First", "Second", ""]
    assert lived.former(H.RENAMED, date(2020, 6, 1)) == "Second"
    assert [lived.former(H.MOVED, date(year, 12, 31)) for year in (2021, 2022)] == ["Old County", ""]


STATES: list[tuple[Life, str]] = [
    (life((H.LAUNCHED, "1989"), (H.ENDED, "2025-04-07")), "ended Apr 2025"),
    (life((H.ENDED, "2025")), "ended 2025"),
    (life((H.PAUSED, "2025-04")), "paused since Apr 2025"),
    (life((H.PAUSED, "2025-04"), (H.RESUMED, "2025-05")), ""),
    (life((H.MERGED_INTO, "2024-05-01", "elsewhere")), "merged into elsewhere May 2024"),
    (life((H.ENDED, "2024-05-01"), (H.LAUNCHED, "2025-05-01")), ""),
    (life((H.LAUNCHED, "2024-05-01")), ""),
]


@pytest.mark.parametrize(("lived", "said"), STATES)
def test_a_list_says_that_a_program_no_longer_runs(lived: Life, said: str) -> None:
    assert words.life(lived) == said


IMPOSSIBLE: list[tuple[tuple[Happening, str] | tuple[Happening, str, str], ...]] = [
    ((H.LAUNCHED, "2020"), (H.LAUNCHED, "2021")),
    ((H.ENDED, "2020"), (H.ENDED, "2021")),
    ((H.ENDED, "2020"), (H.PAUSED, "2021")),
    ((H.ENDED, "2020"), (H.RESUMED, "2021")),
    ((H.LAUNCHED, "2020"), (H.RESUMED, "2021")),
    ((H.PAUSED, "2020"), (H.PAUSED, "2021")),
    ((H.ENDED, "2020"), (H.MERGED_INTO, "2021", "x")),
    ((H.ENDED, "2019"), (H.LAUNCHED, "2020"), (H.LAUNCHED, "2021")),
]


@pytest.mark.parametrize("events", IMPOSSIBLE)
def test_events_that_cannot_follow_each_other_are_refused(events: Any) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        life(*events)


@pytest.mark.parametrize("what", [H.RENAMED, H.MOVED, H.MERGED_INTO, H.SPLIT_FROM])
def test_what_an_event_must_name_is_asked_for(what: Happening) -> None:
    with pytest.raises(ValueError, match="under text"):
        event(what, "2024", " ")


def test_an_entry_in_error_never_happened() -> None:
    assert life((H.IN_ERROR, "2020-01-01")).runs_in(q("2021Q1")).extent is Extent.WHOLE


@pytest.mark.parametrize("text", ["2025-13", "2025-02-30", "25", "2025-4-7", "spring 2025", "", "2025-04-07T00"])
def test_a_day_that_is_none_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        Period.dated(text)


# laws

_KINDS = {True: (H.PAUSED, H.ENDED), False: (H.RESUMED, H.LAUNCHED)}
START = date(2020, 1, 1)


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[Happening, date]]:
    """Events of known days that can follow each other."""
    days = sorted(draw(st.sets(st.integers(0, 1200), min_size=1, max_size=6)))
    running, made = True, []
    for index, day in enumerate(days):
        change = draw(st.booleans())
        what = H.HOURS_CHANGED if change else _KINDS[running][0]
        if index == 0 and draw(st.booleans()):
            what = H.LAUNCHED
        running = running if what is H.HOURS_CHANGED else what is not H.PAUSED
        made.append((what, START + timedelta(days=day)))
    return made


def simulated(events: list[tuple[Happening, date]], day: date) -> bool:
    """Whether the program ran on a day, told day by day from the beginning."""
    turns = [(what, on) for what, on in events if what is not H.HOURS_CHANGED]
    running = not turns or turns[0][0] is H.PAUSED
    for what, on in turns:
        if on <= day:
            running = what is not H.PAUSED
    return running


def naive(events: list[tuple[Happening, date]], quarter: Quarter) -> Extent:
    days = [quarter.start + timedelta(days=n) for n in range((quarter.end - quarter.start).days + 1)]
    ran = [simulated(events, day) for day in days]
    if not any(ran):
        return Extent.NONE
    inside = any(what is H.HOURS_CHANGED and quarter.start < on <= quarter.end for what, on in events)
    return Extent.WHOLE if all(ran) and not inside else Extent.PARTIAL


@given(lives(), st.integers(0, 15))
def test_cover_is_what_a_count_of_days_says(events: list[tuple[Happening, date]], step: int) -> None:
    lived = life(*((what, str(on)) for what, on in events))
    quarter = Quarter(2020, 1) + step
    assert lived.runs_in(quarter).extent is naive(events, quarter)


@given(lives(), st.integers(4, 15))
def test_growth_is_shown_only_between_whole_quarters_of_one_service(
    events: list[tuple[Happening, date]], step: int
) -> None:
    lived = life(*((what, str(on)) for what, on in events))
    now, then = Quarter(2020, 1) + step, Quarter(2020, 1) + step - 4
    whole = naive(events, now) is naive(events, then) is Extent.WHOLE
    between = any(what is H.HOURS_CHANGED and then.end < on <= now.start for what, on in events)
    assert isinstance(growth(lived, str(now)), Figure) is (whole and not between)


@given(lives(), st.integers(0, 15), st.data())
def test_what_is_not_known_to_the_day_claims_no_more(
    events: list[tuple[Happening, date]], step: int, data: st.DataObject
) -> None:
    """Whole only if whole for every day that it can have been, none only if none."""
    coarse = [(what, str(on)[: data.draw(st.sampled_from((10, 7, 4)))]) for what, on in events]
    assume(all(Period.dated(a[1]).end < Period.dated(b[1]).start for a, b in pairwise(coarse)))
    lived, quarter = life(*coarse), Quarter(2020, 1) + step
    claimed, true = lived.runs_in(quarter).extent, naive(events, quarter)
    assert claimed is true or claimed is Extent.PARTIAL
