"""What verifiers and administrators are writing outlives a restart, is theirs alone, and is gone once it is sent."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.core.people import Role
from dashboard.core.quarter import Quarter
from dashboard.core.verification import Relation
from dashboard.settings import ROOT, settings
from dashboard.store import current
from dashboard.store.staff.typed_work import LONGEST, MOST
from dashboard.view.staff.verify import METHODS
from tests.pages.test_staff_pages import opened, said_by
from tests.pages.test_upload_steps import table
from tests.ready import ready
from tests.refusals import refuses
from tests.store import staff
from tests.store.staff import ADMIN, STAFF, STAFF2, VERIFIER

VERIFY, ACCOUNTS, CHALLENGES = "30_verify.py", "40_accounts.py", "60_challenges.py"
UPLOAD, CERTIFY = "10_upload.py", "20_certify.py"
FIELDS = {
    VERIFY: (Role.VERIFIER, ("scope", "found", "title", "link", "sha256")),
    ACCOUNTS: (Role.ADMIN, ("email", "name", "title", "organization")),
    CHALLENGES: (Role.ADMIN, ("statement", "title", "publisher", "link")),
}


@pytest.fixture
def site(environment: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    ready()
    staff.invite_all(current.store())
    return environment


def field(app: AppTest, name: str) -> str:
    """The key of a field that is kept as it is typed."""
    (found,) = [
        str(f.key) for f in app.text_input if f.key and f.key.startswith("typed-") and f.key.split("-")[-2] == name
    ]
    return found


def kept() -> list[tuple[str, ...]]:
    """Everything that anybody is writing, as it lies in the database."""
    with sqlite3.connect(settings().database_path) as connection:
        return list(connection.execute("select place, field, text from typed_text"))


@pytest.mark.parametrize("page", FIELDS)
def test_what_was_typed_is_there_after_a_restart_and_nobody_elses(page: str, site: pytest.MonkeyPatch) -> None:
    role, names = FIELDS[page]
    app = opened(site, page, role)
    for name in names:
        app.text_input(key=field(app, name)).set_value(f"what I say of {name}").run()
    assert not app.exception
    current.forget()  # the server is started again, and the browser comes with a new session
    again = opened(site, page, role)
    assert [again.text_input(key=field(again, name)).value for name in names] == [f"what I say of {n}" for n in names]
    assert len(kept()) == len(names)
    for other in (STAFF, STAFF2, VERIFIER if role is Role.ADMIN else ADMIN):
        for place, _, _ in kept():
            assert current.store().typed_work.of(other, place) == {}
    again.text_input(key=field(again, names[0])).set_value("").run()
    assert len(kept()) == len(names) - 1, "what was cleared is kept by nobody"
    assert opened(site, page, role).text_input(key=field(again, names[0])).value == ""


def pick(app: AppTest, label: str) -> Any:
    """The one drop-down, or other choice, of that label."""
    kinds = ("selectbox", "multiselect", "radio", "date_input")
    (found,) = (one for kind in kinds for one in app.get(kind) if one.label == label)
    return found


# what is chosen on each page, by the words beside it
CHOICES: dict[str, dict[str, Any]] = {
    VERIFY: {
        "Program": "example_county",
        "Quarter": Quarter(2024, 2),
        "Measures that were checked": ["capture_rate", "police_backup"],
        "Call types that were checked": ["welfare_check"],
        "Method": METHODS[2],
        "How your organization stands to it": Relation.HIRED,
        "Finding": False,
        "Date of the document": date(2025, 6, 3),
    },
    ACCOUNTS: {"Role": Role.VERIFIER, "Programs": ["abq_acs", "austin_emcot"]},
    CHALLENGES: {"Figure": "abq_acs-02"},
}


@pytest.mark.parametrize("page", CHOICES)
def test_what_was_chosen_is_there_after_a_restart_and_nobody_elses(page: str, site: pytest.MonkeyPatch) -> None:
    role, _ = FIELDS[page]
    if page == VERIFY:
        staff.published(current.store(), staff.new(Quarter(2025, 1)))
        current.changed()
    app = opened(site, page, role)
    first = {label: pick(app, label).value for label in CHOICES[page]}
    for label, value in CHOICES[page].items():
        pick(app, label).set_value(current.record().program(value) if label == "Program" else value).run()
        assert not app.exception
    said = {label: pick(app, label).value for label in CHOICES[page]}
    assert all(said[label] != first[label] for label in said)
    again = opened(site, page, role)  # the sign-in turned over, and the page is a new one
    assert {label: pick(again, label).value for label in said} == said
    current.forget()  # the server is started again, and the browser comes with a new session
    again = opened(site, page, role)
    assert {label: pick(again, label).value for label in said} == said
    for other in (STAFF, VERIFIER if role is Role.ADMIN else ADMIN):
        for place, *_ in kept():
            assert current.store().typed_work.of(other, place) == {}


def test_a_choice_that_there_is_no_longer_is_the_first_one_again(site: pytest.MonkeyPatch) -> None:
    current.store().typed_work.keep(ADMIN, "invite", "role", "janitor")
    current.store().typed_work.keep(ADMIN, "invite", "programs", '["gone_program", "abq_acs"]')
    current.store().typed_work.keep(ADMIN, "challenge", "figure", "gone-01")
    app = opened(site, ACCOUNTS, Role.ADMIN)
    assert pick(app, "Role").value is Role.STAFF
    assert pick(app, "Programs").value == ["abq_acs"]
    assert pick(opened(site, CHALLENGES, Role.ADMIN), "Figure").value != "gone-01"
    current.store().typed_work.keep(ADMIN, "invite", "programs", "cut [")
    assert pick(opened(site, ACCOUNTS, Role.ADMIN), "Programs").value == []


def test_a_quarter_is_not_public_at_once_because_its_release_was_forgotten(site: pytest.MonkeyPatch) -> None:
    """An officer picks the moment, and presses the button after a restart: the quarter waits for that moment."""
    staff.certified(current.store(), staff.new())
    app = opened(site, CERTIFY, Role.CERTIFIER)
    later = datetime.combine(current.record().as_of + timedelta(days=40), time(9))
    (release,) = app.datetime_input
    release.set_value(later).run()
    current.forget()
    again = opened(site, CERTIFY, Role.CERTIFIER)
    (release,) = again.datetime_input
    assert release.value == later
    (button,) = (b for b in again.button if b.label == "Publish")
    button.click().run()
    assert not again.exception
    assert f"{later:%Y-%m-%d %H:%M}" in said_by(again)
    assert not current.record().quarters(staff.PROGRAM)
    assert not kept()


def test_what_headings_stand_for_is_there_after_a_restart(site: pytest.MonkeyPatch) -> None:
    own = table(eligible="What we took", offered="What we gave")
    current.store().chosen_files.keep(STAFF, staff.PROGRAM, "own.csv", own)
    app = opened(site, UPLOAD, Role.STAFF)
    (heading,) = (one for one in app.selectbox if one.label == "Column 1")
    assert heading.value is None
    heading.set_value("eligible").run()
    assert not app.exception
    current.forget()
    again = opened(site, UPLOAD, Role.STAFF)
    assert [one.value for one in again.selectbox if one.label.startswith("Column ")] == ["eligible", None]


def test_what_was_recorded_starts_anew_with_the_same_quarter(site: pytest.MonkeyPatch) -> None:
    staff.published(current.store(), staff.new(Quarter(2025, 1)))
    current.changed()
    app = opened(site, VERIFY, Role.VERIFIER)
    given = {"scope": "Every call of the quarter.", "title": "Audit", "link": "https://a.test/x", "sha256": "a" * 64}
    pick(app, "Measures that were checked").set_value(["capture_rate"]).run()
    program, quarter = pick(app, "Program").value, pick(app, "Quarter").value
    for name, text in given.items():
        app.text_input(key=field(app, name)).set_value(text).run()
    app.button(key="record").click().run()
    assert "Recorded for 1 figure" in said_by(app)
    assert (pick(app, "Program").value, pick(app, "Quarter").value) == (program, quarter)
    assert pick(app, "Measures that were checked").value == []
    assert [where for where, *_ in kept() if where != "verify"] == []


def test_an_invitation_that_was_sent_is_dropped_and_its_link_is_never_kept(site: pytest.MonkeyPatch) -> None:
    app = opened(site, ACCOUNTS, Role.ADMIN)
    given = {"email": "nina@auditor.test", "name": "Nina N", "title": "Auditor", "organization": "County Auditor"}
    for name, text in given.items():
        app.text_input(key=field(app, name)).set_value(text).run()
    next(s for s in app.selectbox if s.label == "Role").set_value(Role.VERIFIER).run()
    assert len(kept()) == len(given) + 1, "the role is kept too"
    app.button(key="invite").click().run()
    assert "/account/set-up?token=" in said_by(app)
    assert kept() == []
    assert [app.text_input(key=field(app, name)).value for name in given] == [""] * len(given)
    app.run()
    assert kept() == []


def test_one_that_was_refused_is_kept(site: pytest.MonkeyPatch) -> None:
    app = opened(site, ACCOUNTS, Role.ADMIN)
    app.text_input(key=field(app, "email")).set_value("no address").run()
    app.button(key="invite").click().run()
    assert [text for *_, text in kept()] == ["no address"]
    assert app.text_input(key=field(app, "email")).value == "no address"


def test_a_challenge_that_was_attached_is_dropped(site: pytest.MonkeyPatch) -> None:
    app = opened(site, CHALLENGES, Role.ADMIN)
    said = {
        "statement": "The denominator leaves out calls that were never triaged.",
        "title": "A critique",
        "publisher": "A university",
        "link": "https://university.test/critique",
    }
    for name, text in said.items():
        app.text_input(key=field(app, name)).set_value(text).run()
    app.button(key="attach").click().run()
    assert "Attach this challenge" in said_by(app)
    assert not app.exception
    assert kept() == []


def test_staff_find_the_note_on_their_rule_again(site: pytest.MonkeyPatch) -> None:
    app = opened(site, "10_upload.py", Role.STAFF)
    app.text_input(key=field(app, "note")).set_value("Calls of the new district are eligible too.").run()
    current.forget()
    again = opened(site, "10_upload.py", Role.STAFF)
    assert again.text_input(key=field(again, "note")).value == "Calls of the new district are eligible too."


def test_it_is_bounded_and_goes_with_the_account(site: pytest.MonkeyPatch) -> None:
    typing = current.store().typed_work
    for n in range(MOST):
        typing.keep(VERIFIER, "verify-x", f"f{n}", "x" * 5000)
    with refuses("Too many texts"):
        typing.keep(VERIFIER, "verify-x", "one more", "x")
    assert max(len(text) for *_, text in kept()) == LONGEST
    typing.keep(ADMIN, "invite", "email", "somebody@else.test")
    current.store().people.close(VERIFIER.email)
    assert [text for *_, text in kept()] == ["somebody@else.test"]


def test_no_field_of_the_staff_pages_takes_a_password() -> None:
    """Passwords are typed on the light pages of the gate, which keep nothing of what is typed."""
    for path in sorted(Path(ROOT, "dashboard/view").rglob("*.py")):
        assert 'type="password"' not in path.read_text(encoding="utf-8"), path
    for path in sorted(Path(ROOT, "dashboard/web").glob("*.py")):
        assert ".typed_work." not in path.read_text(encoding="utf-8"), path
