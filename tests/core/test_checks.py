"""What was told of a check when it became public is told for ever, with what ended it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.checks import CheckOutcome, Counted, as_counted
from dashboard.core.evidence import EvidenceTier
from dashboard.core.quarter import Period
from dashboard.core.source_life import Sighting, SourceLife, State
from dashboard.core.standing import earned, stated
from dashboard.core.verification import Verification
from tests import make

BODIES = ("County Auditor", "State Comptroller", "City University")
KNOWN = Period(start=date(2024, 7, 1), end=date(2025, 6, 30))
# what happens at one moment: a body records a check that agrees or not, or its document is withdrawn, or that is taken
# back
Step = tuple[int, str]


def day(moment: int) -> date:
    return date(2026, 1, 1) + timedelta(days=moment)


def after(steps: Sequence[Step]) -> list[CheckOutcome]:
    """What is told of one figure when all of this has happened, one thing at each moment."""
    records: dict[int, Verification] = {}
    seen: dict[int, list[Sighting]] = {}
    for moment, (body, what) in enumerate(steps, 1):
        if what in ("withdrawn", "taken back"):
            on, mine = Period.dated(day(moment).isoformat()), seen.setdefault(body, [])
            state = State.WITHDRAWN if what == "withdrawn" else State.IN_ERROR
            gone = Sighting(source_id=f"of-{body}", state=state, on=on, entry=f"e{body}", revision=len(mine) + 1)
            mine.append(replace(gone, entered=moment, entered_on=day(moment)))
            continue
        made = make.verification(
            "somewhere-01", verifier=BODIES[body], agrees=what == "agrees", found="" if what == "agrees" else "12%"
        )
        was = records.get(body)
        before = (*was.before, replace(was, before=())) if was else ()
        records[body] = replace(made, made=moment, made_on=day(moment), seen=1, before=before)
    checked = [_of(record, body, seen.get(body, [])) for body, record in records.items()]
    basis = stated(EvidenceTier.PROGRAM_REPORTED, (make.source(),))
    return list(as_counted(earned(basis, make.subject(figure_id="somewhere-01", period=KNOWN), checked)))


def _of(record: Verification, body: int, seen: Sequence[Sighting]) -> Verification:
    source = replace(record.source, source_id=f"of-{body}", life=SourceLife.of(seen))
    return replace(record, source=source, before=tuple(replace(one, source=source) for one in record.before))


def short(found: Sequence[CheckOutcome]) -> list[tuple[str, str]]:
    return [(one.record.verifier, one.counted.value) for one in found]


def test_a_document_that_is_withdrawn_later_ends_a_check_and_unsays_nothing() -> None:
    (one,) = after([(0, "agrees")])
    assert (one.counted, one.ended) == (Counted.VERIFIED, None)
    (one,) = after([(0, "agrees"), (0, "withdrawn")])
    assert one.counted is Counted.VERIFIED
    assert one.ended is not None and words.of(one.ended) == "its document was withdrawn by its publisher on Jan 3, 2026"
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
    assert first.ended is not None
    assert (first.counted, words.of(first.ended), first.ended_on) == (Counted.VERIFIED, why, day(2))


def test_a_document_that_was_withdrawn_before_was_never_a_check() -> None:
    assert short(after([(0, "withdrawn"), (0, "agrees")])) == [("County Auditor", "short")]


def test_a_withdrawal_that_is_taken_back_stays_told_and_the_check_counts_again() -> None:
    (one,) = after([(0, "agrees"), (0, "withdrawn"), (0, "withdrawn"), (0, "taken back")])
    assert (one.counted, one.ended) == (Counted.VERIFIED, None)
    (lapse,) = one.lapses
    assert words.of(lapse.why) == "its document was withdrawn by its publisher on Jan 3, 2026"
    assert (lapse.since, lapse.until) == (day(2), day(4))
    (one,) = after([(0, "agrees"), (0, "withdrawn"), (0, "taken back"), (0, "withdrawn")])
    assert (len(one.lapses), one.ended_on) == (1, day(4))


steps = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["agrees", "agrees", "differs", "withdrawn", "taken back"])),
    max_size=9,
)


@settings(deadline=None, max_examples=300)
@given(steps)
def test_a_document_counts_as_withdrawn_exactly_in_the_times_that_are_told(done: list[Step]) -> None:
    seen = [(0, what) for _, what in done if what in ("withdrawn", "taken back")]
    for upto in range(len(seen) + 1):
        one = after([*seen[:upto], (0, "agrees"), *seen[upto:]])[-1]
        last = seen[upto - 1][1] if upto else ""
        assert (one.counted is Counted.SHORT) == (last == "withdrawn")
        if one.counted is Counted.VERIFIED:
            later = [what for _, what in seen[upto:]]
            turns = sum(a != b for a, b in zip(["taken back", *later], later, strict=False))
            assert (len(one.lapses), bool(one.ended)) == divmod(turns, 2)


@settings(deadline=None, max_examples=300)
@given(steps)
def test_what_was_told_once_is_told_ever_after(done: list[Step]) -> None:
    for upto in range(len(done) + 1):
        then, now = short(after(done[:upto])), short(after(done))
        assert now[: len(then)] == then


@settings(deadline=None, max_examples=300)
@given(steps)
def test_a_check_has_ended_exactly_where_it_raises_nothing_any_more(done: list[Step]) -> None:
    entries = ("withdrawn", "taken back")
    gone = {body for body, what in {b: w for b, w in done if w in entries}.items() if what == "withdrawn"}
    last = {body: what for body, what in done if what not in entries}
    raises = not any(what == "differs" and body not in gone for body, what in last.items())
    for one in after(done):
        body = BODIES.index(one.record.verifier)
        newest = max(n for n, (of, what) in enumerate(done, 1) if of == body and what not in entries)
        holds = raises and body not in gone and last[body] == "agrees" and one.record.made == newest
        if one.counted is Counted.VERIFIED:
            assert bool(one.ended) is not holds
