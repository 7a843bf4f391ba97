"""An administrator who made both accounts could be both people: the public page says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from dashboard import words
from dashboard.core.people import Role
from dashboard.store.log_lines import ONE_MAKER
from dashboard.store.staff.makers import makers
from dashboard.store.staff.people import Caller
from dashboard.story.pages import story_of
from dashboard.story.question import about
from tests.store import staff
from tests.store.staff import ADMIN, CERTIFIER, CERTIFIER2, PROGRAM, QUARTER, STAFF, VERIFIER, Desk
from tests.store.test_drafts import checked

SAID, ALONE, OUTSIDE = (ONE_MAKER[whom].strip("()") for whom in ("both", "alone", "outside"))
SECOND = Caller(email="second@site.test")


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
        words.of(found.certified_by)
        for record in (preview, desk.store.record())
        if (found := record.submission(PROGRAM, QUARTER)) is not None
    }
    return said


def add_second(desk: Desk, by: Caller | None) -> None:
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
def test_a_second_administrator_is_one_only_if_somebody_else_made_them(by: Caller | None, desk: Desk) -> None:
    add_second(desk, by)
    desk.store.people.invite(STAFF.email, ADMIN)
    desk.store.people.invite(CERTIFIER.email, SECOND)
    assert (SAID in certified_by(desk)) is (by is ADMIN)


def test_the_operator_can_take_a_link_out_of_an_administrators_hands(desk: Desk) -> None:
    for who in (STAFF, CERTIFIER):
        desk.store.people.invite(who.email, ADMIN)
    desk.store.people.invite(STAFF.email)
    assert SAID not in certified_by(desk)


# whoever had the account when it did something


def take(desk: Desk, step: str, number: int) -> int:
    """One step of a quarter on its way, a minute after what was before it; the number of its draft."""
    desk.clock.move(minutes=1)
    drafts = desk.store.drafts
    if step == "upload":
        number = staff.receive(desk.store, staff.new())
        drafts.send(STAFF, number, {})
    elif step == "certify":
        drafts.certify(CERTIFIER, number)
    else:
        drafts.publish(CERTIFIER2 if step == "publish by another" else CERTIFIER, number)
    desk.clock.move(minutes=1)
    return number


def public(desk: Desk) -> str:
    found = desk.store.record().submission(PROGRAM, QUARTER)
    assert found is not None
    return words.of(found.certified_by)


@pytest.mark.parametrize("last", ["publish", "publish by another"])
def test_a_pair_of_one_administrator_is_said_whoever_publishes(last: str, desk: Desk) -> None:
    for who in (STAFF, CERTIFIER):
        desk.store.people.invite(who.email, ADMIN)
    number = 0
    for step in ("upload", "certify", last):
        number = take(desk, step, number)
    assert public(desk) == f"Deputy director, Integral Care ({SAID})"


def test_a_publisher_of_the_one_who_uploaded_is_said_too(desk: Desk) -> None:
    for who in (STAFF, CERTIFIER2):
        desk.store.people.invite(who.email, ADMIN)
    number = 0
    for step in ("upload", "certify", "publish by another"):
        number = take(desk, step, number)
    assert SAID in public(desk)


@pytest.mark.parametrize("after", ["upload", "certify"])
def test_a_new_link_covers_nothing_that_was_done_before_it(after: str, desk: Desk) -> None:
    """An administrator has both accounts until a step is taken; then the operator issues the links anew."""
    for who in (STAFF, CERTIFIER):
        desk.store.people.invite(who.email, ADMIN)
    number = take(desk, "upload", 0)
    if after == "certify":
        take(desk, "certify", number)
        desk.store.people.invite(CERTIFIER.email)
    desk.store.people.invite(STAFF.email)
    if after == "upload":
        take(desk, "certify", number)
    preview = desk.store.drafts.rehearse(CERTIFIER, number).submission(PROGRAM, QUARTER)
    take(desk, "publish", number)
    assert SAID in public(desk)
    assert preview is not None and words.of(preview.certified_by) == public(desk)


def test_who_got_an_account_later_did_not_do_what_was_done_before(desk: Desk) -> None:
    number = take(desk, "upload", 0)
    take(desk, "certify", number)
    for who in (STAFF, CERTIFIER):
        desk.store.people.invite(who.email, ADMIN)
    take(desk, "publish", number)
    assert SAID not in public(desk)


EVENTS = st.lists(
    st.tuples(st.sampled_from(["staff", "certifier", "second"]), st.sampled_from(["operator", "admin", "second"])),
    max_size=5,
)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS, st.integers(0, 5))
def test_whose_an_account_is_follows_the_links_that_were_issued_by_then(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[str, str]], at: int
) -> None:
    """A model in a dict: who is issued a link by whom goes back to them and to whomever they go back to."""
    people = {"staff": STAFF, "certifier": CERTIFIER, "second": SECOND, "admin": ADMIN}
    with staff.desk(tmp_path_factory.mktemp("makers")) as desk:
        add_second(desk, None)
        number_of = {a.email: a.account_id for a in desk.store.people.all(ADMIN)}
        model: dict[str, set[str]] = {name: set() for name in people}
        then, line = dict(model), None
        for n, (whom, by) in enumerate(events):
            if n == at:
                then, line = dict(model), len(desk.store.people.audit_log(ADMIN, newest=10_000)[0]) + 1
            if whom == by:
                continue
            desk.store.people.invite(people[whom].email, None if by == "operator" else people[by])
            model[whom] = set() if by == "operator" else {by, *model[by]}
        with create_engine(desk.url).connect() as connection:
            for name, who in people.items():
                now = {number_of[people[m].email] for m in model[name]}
                assert makers(connection, number_of[who.email]) == now
                if line is not None:
                    before = {number_of[people[m].email] for m in then[name]}
                    assert makers(connection, number_of[who.email], line) == before


# one person alone


@pytest.mark.parametrize("by", [None, ADMIN], ids=["the operator's", "an administrator's"])
def test_a_withdrawal_says_whose_the_account_is(by: Caller | None, desk: Desk) -> None:
    staff.published(desk.store, staff.new())
    desk.store.people.invite(CERTIFIER.email, by)
    reason = "The counts of a week were left out."
    preview = desk.store.drafts.rehearse_withdrawal(CERTIFIER, PROGRAM, QUARTER, reason).submission(PROGRAM, QUARTER)
    desk.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER, reason)
    assert public(desk) == (
        "Deputy director, Integral Care" if by is None else f"Deputy director, Integral Care ({ALONE})"
    )
    assert preview is not None and words.of(preview.certified_by) == public(desk)


@pytest.mark.parametrize("by", [None, ADMIN, SECOND], ids=["the operator's", "an administrator's", "the second one's"])
def test_a_verification_says_whose_the_account_is(by: Caller | None, desk: Desk) -> None:
    add_second(desk, ADMIN)
    staff.published(desk.store, staff.new())
    desk.store.people.invite(VERIFIER.email, by)
    figure = desk.figure()
    desk.store.verifying.record(VERIFIER, checked(PROGRAM, (figure.figure_id, 1)))
    (record,) = desk.store.record().verifications
    assert (OUTSIDE in words.of(record)) is (by is not None)
    assert (OUTSIDE in words.of(desk.store.record().changes[-1].what)) is (by is not None)
    page = story_of(desk.store.record(), about(figure.figure_id))
    assert (OUTSIDE in repr(page)) is (by is not None)
