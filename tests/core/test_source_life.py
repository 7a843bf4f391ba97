"""The life of a source, and what a record of a check is worth when its document was withdrawn."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure
from dashboard.core.quarter import Period
from dashboard.core.source_life import Sighting, SourceLife, State
from tests import make

COPY = "https://archive.test/copy"


def seen(*found: tuple[State, str]) -> SourceLife:
    return SourceLife(
        tuple(
            Sighting(source_id="council", state=state, on=Period.dated(on), address=COPY, note="", entry=f"{number}")
            for number, (state, on) in enumerate(found)
        )
    )


CASES: list[tuple[SourceLife, str]] = [
    (seen(), ""),
    (seen((State.READ, "2026-01-02")), ""),
    (seen((State.WITHDRAWN, "2026-05-03")), "was withdrawn by its publisher on May 3, 2026"),
    (
        seen((State.WITHDRAWN, "2026-05-03"), (State.READ, "2026-06-01")),
        "was withdrawn by its publisher on May 3, 2026",
    ),
    (seen((State.GONE, "2026-05")), "was no longer found at its address in May 2026"),
    (seen((State.GONE, "2026-05-01"), (State.READ, "2026-06-01")), ""),
    (seen((State.GONE, "2026-05-01"), (State.MOVED, "2026-06-01")), ""),
    (seen((State.READ, "2026-06-01"), (State.GONE, "2026-07-01")), "was no longer found at its address on Jul 1, 2026"),
    (seen((State.IN_ERROR, "2026-05-01")), ""),
]


@pytest.mark.parametrize(("life", "said"), CASES)
def test_what_became_of_a_source_is_said_where_it_is_named(life: SourceLife, said: str) -> None:
    assert words.of(life) == said
    figure = make.figure(sources=(make.source(life=life),))
    assert said in words.lost(figure)
    assert bool(words.lost(figure)) is bool(said)


@given(st.lists(st.tuples(st.sampled_from(State), st.integers(1, 28)), max_size=6))
def test_a_withdrawal_is_never_forgotten_and_the_newest_sighting_of_an_address_counts(
    found: list[tuple[State, int]],
) -> None:
    """Told again by going through the days: a withdrawal stays; gone is what nobody has read or found elsewhere since."""
    life = seen(*((state, f"2026-05-{day:02}") for state, day in found))
    gone = withdrawn = False
    for state, _ in sorted(found, key=lambda one: one[1]):
        withdrawn |= state is State.WITHDRAWN
        gone = state is State.GONE if state in (State.GONE, State.READ, State.MOVED) else gone
    assert (bool(life.withdrawn), bool(life.gone)) == (withdrawn, gone)
    assert bool(words.of(life)) is (withdrawn or gone)


def test_a_source_was_read_on_its_newest_day() -> None:
    assert make.source(accessed="2026-03-04").read_on == date(2026, 3, 4)
    life = seen((State.READ, "2026-06-01"), (State.GONE, "2026-07-01"))
    assert make.source(accessed="2026-03-04", life=life).read_on == date(2026, 6, 1)
    assert make.source().read_on is None


def test_a_check_whose_document_was_withdrawn_raises_nothing() -> None:
    name = "somewhere.2026Q3.all.phone_resolution"
    for life, tier in ((seen(), "INDEPENDENTLY_VERIFIED"), (seen((State.WITHDRAWN, "2026-11")), "PROGRAM_REPORTED")):
        figure = make.figure(verifications=(make.verification(name, source=make.audit(life=life)),))
        assert isinstance(figure, Figure)
        assert figure.tier is EvidenceTier[tier]
    assert "its document was withdrawn by its publisher in Nov 2026" in words.tier_sentence(figure)


@pytest.mark.parametrize("state", [State.ARCHIVED_AT, State.MOVED])
@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "ftp://x"])
def test_an_address_that_is_none_is_refused(state: State, address: str) -> None:
    with pytest.raises(ValueError, match=r"address|http"):
        Sighting(source_id="council", state=state, on=Period.dated("2026"), address=address)
