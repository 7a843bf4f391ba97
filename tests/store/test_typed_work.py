"""A text that somebody is typing is kept, whatever else is typed, sent or forgotten meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.core.people import Refused
from dashboard.store.staff.typed_work import LONGEST
from tests.refusals import refuses
from tests.store import staff
from tests.store.staff import NOBODY, STAFF, VERIFIER, Desk

PEOPLE, PLACES, FIELDS = (STAFF, VERIFIER), ("verify", "accounts"), ("title", "link", "scope")
MOST = 4  # texts of an account, so few that a life meets the limit
KEEP = st.tuples(
    st.just("keep"),
    st.integers(0, 1),
    st.sampled_from(PLACES),
    st.sampled_from(FIELDS),
    st.text(max_size=20) | st.just("x" * (LONGEST + 5)),
)
FORGET = st.tuples(
    st.just("forget"), st.integers(0, 1), st.sampled_from(PLACES), st.sampled_from((*FIELDS, None)), st.just("")
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(KEEP | KEEP | FORGET, max_size=25))
def test_what_is_kept_is_what_a_dict_would_hold(desk: Desk, steps: list[tuple[str, int, str, str | None, str]]) -> None:
    """Of two people who type in the same places at the same time; of each, no more texts than are let in."""
    typing = desk.store.typed_work
    for who in PEOPLE:
        for place in PLACES:
            typing.forget(who, place)
    model: dict[tuple[int, str, str], str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashboard.store.staff.typed_work.MOST", MOST)
        for what, whose, place, field, text in steps:
            if what == "forget":
                typing.forget(PEOPLE[whose], place, field)
                model = {k: v for k, v in model.items() if k[:2] != (whose, place) or field not in (None, k[2])}
            else:
                assert field is not None
                full = sum(k[0] == whose for k in model) >= MOST and (whose, place, field) not in model
                try:
                    typing.keep(PEOPLE[whose], place, field, text)
                except Refused:
                    assert full
                else:
                    assert not full
                    model[whose, place, field] = text[:LONGEST]
            for n, who in enumerate(PEOPLE):
                for here in PLACES:
                    mine = {f: kept for (w, p, f), kept in model.items() if (w, p) == (n, here)}
                    assert typing.of(who, here) == mine


@pytest.mark.parametrize("what", ["of", "keep", "forget"])
def test_nobody_who_is_not_signed_in_types_anything(what: str, desk: Desk) -> None:
    asked = {"of": (NOBODY, "verify"), "keep": (NOBODY, "verify", "title", "x"), "forget": (NOBODY, "verify")}[what]
    with refuses():
        getattr(desk.store.typed_work, what)(*asked)
