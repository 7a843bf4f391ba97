"""Time never runs backwards for the record: what was released stays so, what has ended stays ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.store.ledger import Store
from dashboard.store.staff.people import SETUP
from tests.refusals import refuses
from tests.store import staff
from tests.store.staff import ADMIN, CERTIFIER, PROGRAM, QUARTER, STAFF, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("back", [timedelta(minutes=3), timedelta(hours=2), timedelta(days=400)])
def test_a_clock_that_was_set_back_takes_nothing_back(restarted: bool, back: timedelta, desk: Desk) -> None:
    release = desk.clock.at + timedelta(hours=1)
    staff.published(desk.store, staff.new(), public_from=release)
    link = desk.store.people.invite(STAFF.email)
    desk.clock.at = max(release, desk.clock.at + SETUP) + timedelta(minutes=2)
    version = desk.store.version()
    assert desk.store.record().submission(PROGRAM, QUARTER) is not None
    assert desk.store.sign_ins.invited(link) is None
    desk.clock.at -= back
    store = Store(desk.url, desk.clock) if restarted else desk.store
    assert store.version() == version
    assert store.record().submission(PROGRAM, QUARTER) is not None
    assert store.sign_ins.invited(link) is None
    if restarted:
        store.close()


def test_nothing_is_put_on_the_record_on_a_day_that_is_made_up(desk: Desk) -> None:
    number = staff.certified(desk.store, staff.new())
    desk.store.version()
    desk.clock.move(days=-2)
    said = staff.refused(desk, lambda: desk.store.drafts.publish(CERTIFIER, number), "its day would be made up")
    assert "fourth-option clock" in said
    desk.clock.move(days=2)
    assert desk.store.drafts.publish(CERTIFIER, number) == 1


def test_an_operator_can_say_that_what_was_seen_was_wrong(desk: Desk) -> None:
    desk.clock.move(days=3650)
    desk.store.version()
    desk.clock.move(days=-3650)
    with refuses("its day would be made up"):
        staff.receive(desk.store, staff.new())
    desk.store.believe_clock("The clock stood ten years ahead.")
    assert staff.receive(desk.store, staff.new()) == 1
    line = next(e for e in desk.store.people.audit_log(ADMIN)[0] if e.action == "set_clock")
    assert (line.before[:4], line.after[:4], line.reason) == ("2036", "2026", "The clock stood ten years ahead.")
