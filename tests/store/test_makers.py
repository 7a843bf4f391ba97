"""An administrator who made both accounts could be both people: the public page says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.core.people import Role
from dashboard.store.staff.makers import SAID
from dashboard.store.staff.people import Signed
from tests.store import staff
from tests.store.staff import ADMIN, CERTIFIER, PROGRAM, QUARTER, STAFF, Desk

SECOND = Signed(email="second@site.test")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


def certified_by(desk: Desk) -> str:
    """What the public reads, which is what the preview said."""
    number = staff.certified(desk.store, staff.new())
    preview = desk.store.drafts.rehearse(CERTIFIER, number)
    desk.store.drafts.publish(CERTIFIER, number)
    (said,) = {
        found.certified_by
        for record in (preview, desk.store.record())
        if (found := record.submission(PROGRAM, QUARTER)) is not None
    }
    return said


def add_second(desk: Desk, by: Signed | None) -> None:
    desk.store.people.add(staff.account(Role.ADMIN, email=SECOND.email), by)


def test_accounts_that_the_operator_made_say_nothing(desk: Desk) -> None:
    assert SAID not in certified_by(desk)


def test_one_administrator_of_both_is_said(desk: Desk) -> None:
    for who in (STAFF, CERTIFIER):
        desk.store.people.invite(who.email, ADMIN)
    assert certified_by(desk) == f"Deputy director, Integral Care ({SAID})"


def test_one_of_them_is_not_both(desk: Desk) -> None:
    desk.store.people.invite(CERTIFIER.email, ADMIN)
    assert SAID not in certified_by(desk)


@pytest.mark.parametrize("by", [None, ADMIN], ids=["the operator's", "the first one's"])
def test_a_second_administrator_is_one_only_if_somebody_else_made_them(by: Signed | None, desk: Desk) -> None:
    add_second(desk, by)
    desk.store.people.invite(STAFF.email, ADMIN)
    desk.store.people.invite(CERTIFIER.email, SECOND)
    assert (SAID in certified_by(desk)) is (by is ADMIN)


def test_the_operator_can_take_a_link_out_of_an_administrators_hands(desk: Desk) -> None:
    for who in (STAFF, CERTIFIER):
        desk.store.people.invite(who.email, ADMIN)
    desk.store.people.invite(STAFF.email)
    assert SAID not in certified_by(desk)
