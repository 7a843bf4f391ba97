"""The life of a source, and what a record of a check is worth when its document was withdrawn."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.change import How
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


ENTERED = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(State), st.sampled_from(("2026-05-01", "2026-06"))), max_size=8
)


def life_of(entered: list[tuple[int, State, str]]) -> SourceLife:
    """A source on record, and what was entered of it since, one thing at each moment."""
    many: dict[int, int] = {}
    found = []
    for moment, (entry, state, on) in enumerate(entered, 1):
        many[entry] = many.get(entry, 0) + 1
        about = {"entry": f"e{entry}", "revision": many[entry], "entered": moment, "reason": f"reason {moment}"}
        day = date(2026, 7, moment)
        found.append(
            Sighting(
                source_id="council",
                state=state,
                on=Period.dated(on),
                address=COPY,
                is_news=True,
                entered_on=day,
                **about,
            )
        )
    return SourceLife.of(found)


@given(ENTERED)
def test_what_was_told_of_a_source_once_is_told_ever_after(entered: list[tuple[int, State, str]]) -> None:
    """Each piece of news keeps its words and its name, and tells one change of what stands."""
    told = list(life_of(entered).news())
    assert len({(n.sighting.entry, n.sighting.revision, n.how) for n in told}) == len(told)
    stands: dict[str, Sighting] = {}
    for upto in range(len(entered) + 1):
        then = life_of(entered[:upto])
        assert list(then.news()) == told[: len(list(then.news()))]
        new = [n for n in told if n.on == date(2026, 7, upto)] if upto else []
        for one in new:
            if one.how is How.TAKEN_BACK:
                assert stands.pop(one.sighting.entry).content == one.sighting.content
            else:
                assert (one.how is How.CORRECTED) == (one.sighting.entry in stands)
                stands[one.sighting.entry] = one.sighting
        assert {e: s.content for e, s in stands.items()} == {s.entry: s.content for s in then.sightings}


@given(ENTERED)
def test_a_life_is_withdrawn_in_the_times_that_it_says(entered: list[tuple[int, State, str]]) -> None:
    times = list(life_of(entered).withdrawals())
    for upto in range(len(entered) + 1):
        within = any(begun.place <= upto and (end is None or upto < end.place) for begun, end in times)
        assert within == bool(life_of(entered[:upto]).withdrawn)
