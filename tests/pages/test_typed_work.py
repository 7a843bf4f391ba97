"""What verifiers and administrators are writing outlives a restart, is theirs alone, and is gone once it is sent."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.core.people import Role
from dashboard.settings import ROOT, settings
from dashboard.store import current
from dashboard.store.typing import LONGEST, MOST
from tests.pages.test_staff_pages import opened, said_by
from tests.ready import ready
from tests.refusals import refuses
from tests.store import staff
from tests.store.staff import ADMIN, STAFF, STAFF2, VERIFIER

VERIFY, ACCOUNTS, CHALLENGES = "30_verify.py", "40_accounts.py", "60_challenges.py"
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
            assert current.store().typing.of(other, place) == {}
    again.text_input(key=field(again, names[0])).set_value("").run()
    assert len(kept()) == len(names) - 1, "what was cleared is kept by nobody"
    assert opened(site, page, role).text_input(key=field(again, names[0])).value == ""


def test_an_invitation_that_was_sent_is_dropped_and_its_link_is_never_kept(site: pytest.MonkeyPatch) -> None:
    app = opened(site, ACCOUNTS, Role.ADMIN)
    given = {"email": "nina@auditor.test", "name": "Nina N", "title": "Auditor", "organization": "County Auditor"}
    for name, text in given.items():
        app.text_input(key=field(app, name)).set_value(text).run()
    next(s for s in app.selectbox if s.label == "Role").set_value(Role.VERIFIER).run()
    assert len(kept()) == len(given)
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
    typing = current.store().typing
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
    for path in sorted(Path(ROOT, "dashboard/view").glob("*.py")):
        assert 'type="password"' not in path.read_text(encoding="utf-8"), path
    for path in sorted(Path(ROOT, "dashboard/web").glob("*.py")):
        assert ".typing." not in path.read_text(encoding="utf-8"), path
