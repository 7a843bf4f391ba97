"""What was told of a check when it became public is told for ever, with what ended it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.core.checks import Counted, Told, told
from dashboard.core.evidence import EvidenceTier
from dashboard.core.quarter import Period
from dashboard.core.source_life import Sighting, SourceLife, State
from dashboard.core.standing import earned, stated
from dashboard.core.verification import Verification
from tests import make

BODIES = ("County Auditor", "State Comptroller", "City University")
KNOWN = Period(start=date(2024, 7, 1), end=date(2025, 6, 30))
# what happens at one moment: a body records a check that agrees or not, or its document is withdrawn
Step = tuple[int, str]


def day(moment: int) -> date:
    return date(2026, 1, 1) + timedelta(days=moment)


def after(steps: Sequence[Step]) -> list[Told]:
    """What is told of one figure when all of this has happened, one thing at each moment."""
    records: dict[int, Verification] = {}
    seen: dict[int, Sighting] = {}
    for moment, (body, what) in enumerate(steps, 1):
        if what == "withdrawn":
            on = Period.dated(day(moment).isoformat())
            gone = Sighting(source_id=f"of-{body}", state=State.WITHDRAWN, on=on, entry=f"e{body}")
            seen.setdefault(body, replace(gone, entered=moment, entered_on=day(moment)))
            continue
        made = make.verification(
            "somewhere-01", verifier=BODIES[body], agrees=what == "agrees", found="" if what == "agrees" else "12%"
        )
        was = records.get(body)
        before = (*was.before, replace(was, before=())) if was else ()
        records[body] = replace(made, made=moment, made_on=day(moment), seen=1, before=before)
    mine = [_of(record, body, seen.get(body)) for body, record in records.items()]
    basis = stated(EvidenceTier.PROGRAM_REPORTED, (make.source(),))
    return list(told(earned(basis, make.subject(figure_id="somewhere-01", period=KNOWN), mine)))


def _of(record: Verification, body: int, gone: Sighting | None) -> Verification:
    life = SourceLife((gone,) if gone else ())
    source = replace(record.source, source_id=f"of-{body}", life=life)
    return replace(record, source=source, before=tuple(replace(one, source=source) for one in record.before))


def short(found: Sequence[Told]) -> list[tuple[str, str]]:
    return [(one.record.verifier, one.counted.value) for one in found]


def test_a_document_that_is_withdrawn_later_ends_a_check_and_unsays_nothing() -> None:
    (one,) = after([(0, "agrees")])
    assert (one.counted, one.ended) == (Counted.VERIFIED, "")
    (one,) = after([(0, "agrees"), (0, "withdrawn")])
    assert one.counted is Counted.VERIFIED
    assert one.ended == "its document was withdrawn by its publisher on Jan 3, 2026"
    assert one.ended_on == day(2)


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ((1, "differs"), "State Comptroller found something else: 12%"),
        ((0, "differs"), "County Auditor found something else: 12%"),
        ((0, "agrees"), "County Auditor recorded it anew"),
    ],
)
def test_another_finding_ends_a_check_and_unsays_nothing(step: Step, why: str) -> None:
    first, *_ = after([(0, "agrees"), step])
    assert (first.counted, first.ended, first.ended_on) == (Counted.VERIFIED, why, day(2))


def test_a_document_that_was_withdrawn_before_was_never_a_check() -> None:
    assert short(after([(0, "withdrawn"), (0, "agrees")])) == [("County Auditor", "short")]


steps = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["agrees", "agrees", "differs", "withdrawn"])), max_size=8
)


@settings(deadline=None, max_examples=300)
@given(steps)
def test_what_was_told_once_is_told_ever_after(done: list[Step]) -> None:
    for upto in range(len(done) + 1):
        then, now = short(after(done[:upto])), short(after(done))
        assert now[: len(then)] == then


@settings(deadline=None, max_examples=300)
@given(steps)
def test_a_check_has_ended_exactly_where_it_raises_nothing_any_more(done: list[Step]) -> None:
    gone = {body for body, what in done if what == "withdrawn"}
    last = {body: what for body, what in done if what != "withdrawn"}
    raises = not any(what == "differs" and body not in gone for body, what in last.items())
    for one in after(done):
        body = BODIES.index(one.record.verifier)
        newest = max(n for n, (of, what) in enumerate(done, 1) if of == body and what != "withdrawn")
        holds = raises and body not in gone and last[body] == "agrees" and one.record.made == newest
        if one.counted is Counted.VERIFIED:
            assert bool(one.ended) is not holds
