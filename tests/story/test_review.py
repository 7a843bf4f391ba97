"""What is to be looked at again is listed, each thing once, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.happening import Happening
from dashboard.core.record import PublicRecord
from dashboard.core.source_life import SourceLife, State
from dashboard.story.review import to_look_at
from tests import make
from tests.core.test_life import life
from tests.core.test_source_life import seen

TODAY = date(2026, 11, 29)


def listed(record: PublicRecord, name: str, today: date = TODAY, days: int = 365) -> list[str]:
    """Under which headings something is listed, without their counts."""
    found = to_look_at(record, today, days=days)
    for heading, lines in found.items():
        assert heading.endswith(f"({len(lines)})")
        assert lines == list(dict.fromkeys(lines))
    return [heading.split(" (")[0] for heading, lines in found.items() if any(name in line for line in lines)]


def with_source(record: PublicRecord, source_life: SourceLife, accessed: str = "2026-11-01") -> PublicRecord:
    one = make.source("the_one", url="https://x.test/one", accessed=accessed, life=source_life)
    return replace(record, sources=[*record.sources, one])


CASES: list[tuple[SourceLife, str, list[str]]] = [
    (seen(), "2026-11-01", []),
    (seen(), "", ["Sources that were never read here"]),
    (seen(), "2025-11-01", ["Sources not read for 365 days"]),
    (seen((State.READ, "2026-10-01")), "2025-11-01", []),
    (seen((State.GONE, "2026-10-01")), "2026-11-01", ["Sources that were withdrawn or are gone"]),
    (seen((State.WITHDRAWN, "2026-10")), "", ["Sources that were withdrawn or are gone"]),
    (seen((State.MOVED, "2026-10-01")), "2026-09-01", ["Sources that moved and were not read since"]),
    (seen((State.MOVED, "2026-10-01"), (State.READ, "2026-10-02")), "2026-09-01", []),
]


@pytest.mark.parametrize(("source_life", "accessed", "headings"), CASES)
def test_a_source_is_listed_under_what_is_wrong_with_it(
    source_life: SourceLife, accessed: str, headings: list[str], record: PublicRecord
) -> None:
    assert listed(with_source(record, source_life, accessed), "the_one") == headings


@given(st.integers(0, 900), st.integers(1, 800))
def test_a_reading_is_old_after_as_many_days_as_are_asked_for(record: PublicRecord, ago: int, days: int) -> None:
    changed = with_source(record, seen(), str(TODAY - timedelta(days=ago)))
    assert bool(listed(changed, "the_one", days=days)) is (ago > days)


def test_programs_are_listed_where_their_search_is_old_or_they_are_paused(record: PublicRecord) -> None:
    one = record.program("houston_ccd")
    assert one is not None

    def with_(**changes: object) -> PublicRecord:
        return replace(record, programs=[replace(one, **changes)])  # type: ignore[arg-type]

    launched = (Happening.LAUNCHED, "2015-01-01")
    fine = with_(life=life(launched), searched_on=TODAY)
    assert listed(fine, "houston_ccd: ") == []
    assert listed(with_(life=life(launched), searched_on=None), "houston_ccd: ") == [
        "Programs not searched for 365 days"
    ]
    ended = life(launched, (Happening.ENDED, "2020-01-01"))
    assert listed(with_(life=ended, searched_on=None), "houston_ccd: ") == []
    paused = life(launched, (Happening.PAUSED, "2026-01-01"))
    assert listed(with_(life=paused, searched_on=TODAY), "houston_ccd was") == [
        "Programs that were paused: have they resumed?"
    ]
    assert listed(with_(life=life(), searched_on=TODAY), "houston_ccd") == ["Programs without a known launch"]


def test_an_untraced_figure_is_listed_with_its_source(record: PublicRecord) -> None:
    untraced = [p for p in record.counted() if p.figure.trace is None and not p.figure.computed_here]
    assert untraced
    for published in untraced:
        headings = listed(record, f"{published.figure_id}: ")
        assert headings == ["Figures not traced to the words of their source"]
