"""Who may do what, every pair of it; and what may follow what in the life of a quarter."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from dashboard import words
from dashboard.core.people import WHO, Account, Action, Refused, Role, check_outside, check_second_person
from dashboard.core.workflow import AFTER, Stage, after
from dashboard.words import of
from tests.refusals import refuses

INSIDE = (Role.STAFF, Role.CERTIFIER)
PLACES = ("somewhere", "elsewhere", "")


def account(role: Role = Role.STAFF, **changes: Any) -> Account:
    about: dict[str, Any] = {
        "account_id": 1,
        "email": "person@somewhere.test",
        "name": "A. Person",
        "role": role,
        "title": "Deputy director",
        "organization": "Office of Emergency Communications",
        "programs": frozenset({"somewhere"}) if role in INSIDE else frozenset(),
    }
    return Account(**(about | changes))


def allowed(role: Role, action: Action, program: str) -> bool:
    return role is WHO[action] and (role not in INSIDE or program == "somewhere")


@pytest.mark.parametrize(("role", "action", "program"), list(product(Role, Action, PLACES)))
def test_a_role_may_do_what_is_its_own_and_nothing_else(role: Role, action: Action, program: str) -> None:
    one = account(role)
    assert one.may(action, program) is allowed(role, action, program)
    if allowed(role, action, program):
        one.check(action, program)
        return
    with pytest.raises(Refused) as refused:
        one.check(action, program)
    said = of(refused.value)
    assert said.endswith(".")
    assert len(said.split()) > 4
    article = "an" if WHO[action] is Role.ADMIN else "a"
    expected = f"takes {article} {WHO[action]} account" if role is not WHO[action] else "is not for the program"
    assert expected in said
    assert said.startswith(f"To {of(action)} takes") is (role is not WHO[action])


def test_every_action_is_somebodys() -> None:
    assert set(WHO) == set(Action)
    assert set(WHO.values()) == set(Role)


def test_nobody_both_uploads_and_certifies() -> None:
    assert not {r for a, r in WHO.items() if a in (Action.UPLOAD, Action.SEND)} & {
        r for a, r in WHO.items() if a in (Action.CERTIFY, Action.PUBLISH, Action.VERIFY)
    }


@pytest.mark.parametrize(("role", "action"), list(product(Role, Action)))
def test_a_closed_account_may_do_nothing(role: Role, action: Action) -> None:
    with refuses("has been closed"):
        account(role, active=False).check(action, "somewhere")


def test_an_account_may_be_for_several_programs() -> None:
    one = account(programs=frozenset({"somewhere", "elsewhere"}))
    assert one.may(Action.UPLOAD, "somewhere")
    assert one.may(Action.UPLOAD, "elsewhere")
    assert not one.may(Action.UPLOAD, "nowhere")


@pytest.mark.parametrize("role", INSIDE)
def test_who_works_for_a_program_names_it(role: Role) -> None:
    with refuses("names the programs"):
        account(role, programs=frozenset())


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.ADMIN])
def test_who_stands_outside_has_no_program(role: Role) -> None:
    with refuses("belongs to no program"):
        account(role, programs=frozenset({"somewhere"}))


@pytest.mark.parametrize(("field", "blank"), list(product(("email", "name", "title", "organization"), ("", "  "))))
def test_an_account_says_who_it_is(field: str, blank: str) -> None:
    with refuses(f"needs an? {field}"):
        account(**{field: blank})


def test_the_public_sees_an_office_and_no_name() -> None:
    one = account()
    assert one.public == "Deputy director, Office of Emergency Communications"
    assert one.name not in one.public
    assert one.email not in one.public


def test_every_role_is_said_in_words() -> None:
    assert len({words.of(role) for role in Role}) == len(Role)


def test_a_second_person_certifies() -> None:
    check_second_person(account(Role.CERTIFIER, account_id=2), uploader_id=1)
    with refuses("a second person must"):
        check_second_person(account(Role.CERTIFIER, account_id=1), uploader_id=1)


@pytest.mark.parametrize(
    "insider",
    [
        "Harris Center",
        "harris center ",
        "HARRIS CENTER",
        "Run by the Harris Center for Mental Health and IDD",
    ],
)
def test_a_verifier_from_inside_is_refused(insider: str) -> None:
    inside = account(Role.VERIFIER, organization="Harris Center")
    with refuses("stands outside"):
        check_outside(inside, "City of Houston", insider)


def test_a_verifier_from_outside_passes() -> None:
    outside = account(Role.VERIFIER, organization="County Auditor")
    check_outside(outside)
    check_outside(outside, "Harris Center", "City of Houston", "")


def test_letters_inside_another_word_are_not_an_organization() -> None:
    check_outside(account(Role.VERIFIER, organization="RAND"), "Grand County", "Brandon Police")


@pytest.mark.parametrize(("stage", "action"), list(product(Stage, Action)))
def test_only_what_may_follow_follows(stage: Stage, action: Action) -> None:
    if (stage, action) in AFTER:
        assert after(stage, action) is AFTER[stage, action]
        return
    with refuses("is not possible now") as refused:
        after(stage, action)
    said = of(refused.value)
    assert said.startswith(f"This draft is {of(stage)}; to {of(action)} is not possible now. ")
    if stage.open:
        may = " or ".join(of(a) for s, a in AFTER if s is stage)
        assert said.endswith(f"It is possible to {may}.")
    else:
        assert said.endswith("Nothing more can happen to it.")


def test_an_end_is_an_end() -> None:
    assert {s for s in Stage if not s.open} == {Stage.PUBLISHED, Stage.RETURNED, Stage.DISCARDED}
    assert all(stage.open for stage, _ in AFTER)


def test_nothing_is_published_that_was_not_certified() -> None:
    assert [s for (s, a) in AFTER if a is Action.PUBLISH] == [Stage.CERTIFIED]
    assert [s for (s, a) in AFTER if a is Action.CERTIFY] == [Stage.SENT]
    assert [s for (s, a) in AFTER if a is Action.SEND] == [Stage.CHECKED]
