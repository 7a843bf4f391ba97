"""The upload page finds the step that waits from what is kept: after a refresh, in a second tab, and the next day."""

from __future__ import annotations

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.core.ledger import COUNTS
from dashboard.core.people import Refused, Role
from dashboard.core.reason import reason
from dashboard.store import current
from dashboard.store.staff.people import Caller
from dashboard.view.staff import upload_file
from tests.pages.test_staff_pages import PEOPLE, alerts, opened, said_in
from tests.ready import ready
from tests.store import staff
from tests.store.staff import PROGRAM, QUARTER

UPLOAD = "10_upload.py"
SEEN = "I have seen it: go on to sending it"


@pytest.fixture
def site(environment: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    ready()
    staff.invite_all(current.store())
    return environment


def who() -> Caller:
    return PEOPLE[Role.STAFF]


def table(**renamed: str) -> bytes:
    """A file of one quarter, with the program's own words for some columns."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["quarter", "call type", *(renamed.get(key, key) for key in COUNTS)])
    for kind in ("welfare_check", "suicidal_ideation", "other"):
        rows.writerow([str(QUARTER), kind, *staff.counts().values()])
    return out.getvalue().encode()


def choose(body: bytes) -> None:
    current.store().chosen_files.keep(who(), PROGRAM, "ours.csv", body)


def waits(app: AppTest) -> str:
    """The step that is marked."""
    (steps,) = said_in(app, 'class="steps"')
    return steps.split('aria-current="step">')[1].split("<")[0]


def everywhere(site: pytest.MonkeyPatch, step: str) -> AppTest:
    """The page in a new tab, after a refresh, and after a restart of the server, where the same step waits."""
    app = opened(site, UPLOAD, Role.STAFF)
    assert waits(app) == step
    assert waits(app.run()) == step
    current.forget()
    again = opened(site, UPLOAD, Role.STAFF)
    assert waits(again) == step
    return again


def press(app: AppTest, label: str) -> AppTest:
    (button,) = (b for b in app.button if b.label == label)
    button.click().run()
    assert not app.exception
    return app


def test_every_step_is_found_again(site: pytest.MonkeyPatch) -> None:
    everywhere(site, "Choose a file")
    choose(table(eligible="What we took"))
    everywhere(site, "Match its columns")
    choose(table().replace(b"welfare_check", b"no such type"))
    assert "Keep as a draft" not in [b.label for b in everywhere(site, "Fix what was found").button]
    choose(table())
    app = press(everywhere(site, "Fix what was found"), "Keep as a draft")
    assert current.store().chosen_files.of(who(), PROGRAM) is None, "it is received, and not chosen any more"
    assert waits(app) == "See what the public will read"
    app = everywhere(site, "See what the public will read")
    assert "Send to be certified" not in [b.label for b in app.button]
    press(app, SEEN)
    app = everywhere(site, "Send it to be certified")
    (draft,) = current.store().drafts.of(who())
    for field in app.text_input:
        if field.label.endswith("Why is this right?"):
            field.set_value("It is the first quarter of the program here.").run()
    press(app, "Send to be certified")
    assert waits(app) == "Choose a file"
    assert current.store().drafts.get(who(), draft.draft_id).stage == "sent"
    assert current.store().typed_work.of(who(), f"send-{draft.draft_id}") == {}


def test_a_file_is_put_aside_and_nothing_of_it_is_kept(site: pytest.MonkeyPatch) -> None:
    choose(b"\x00\x01 no table at all")
    app = opened(site, UPLOAD, Role.STAFF)
    assert waits(app) == "Fix what was found"
    press(app, "Put this file aside")
    assert waits(app) == "Choose a file"
    assert current.store().chosen_files.of(who(), PROGRAM) is None


def test_a_file_that_is_there_takes_nobody_elses_page(site: pytest.MonkeyPatch) -> None:
    choose(table())
    site.setitem(PEOPLE, Role.STAFF, staff.STAFF2)
    assert waits(opened(site, UPLOAD, Role.STAFF)) == "Choose a file"


def test_a_file_that_cannot_be_kept_is_checked_all_the_same(site: pytest.MonkeyPatch) -> None:
    """The database is full, or the sign-in ends meanwhile: nothing that was chosen is lost from the page."""

    class Given:
        file_id, name = "1", "ours.csv"

        def getvalue(self) -> bytes:
            return table()

    def full(*_: object) -> None:
        raise Refused(reason("refused-texts"))

    site.setattr(upload_file.st, "file_uploader", lambda *_, **__: Given())
    site.setattr(type(current.store().chosen_files), "keep", full)
    app = opened(site, UPLOAD, Role.STAFF)
    assert waits(app) == "Fix what was found"
    assert "Keep as a draft" in [b.label for b in app.button]
    assert app.warning
    assert not alerts(app)


def test_an_open_page_asks_what_a_new_one_asks(site: pytest.MonkeyPatch) -> None:
    """The same counts come in for another quarter while a page with a checked file stands open."""
    choose(table())
    app = opened(site, UPLOAD, Role.STAFF)
    assert not said_in(app, "equal those of")
    rows = {kind: staff.counts() for kind in ("welfare_check", "suicidal_ideation", "other")}
    staff.receive(current.store(), staff.new(QUARTER - 1, counts=rows))
    press(app, "Keep as a draft")
    kept = max(current.store().drafts.of(who()), key=lambda d: d.draft_id)
    assert "same_counts" in [f.rule for f in kept.findings]


def test_what_is_said_of_the_counts_is_there_in_another_tab(site: pytest.MonkeyPatch) -> None:
    choose(table())
    app = opened(site, UPLOAD, Role.STAFF)
    (version,) = app.number_input
    version.set_value(2).run()
    (there,) = opened(site, UPLOAD, Role.STAFF).number_input
    assert there.value == 2
    press(opened(site, UPLOAD, Role.STAFF), "Keep as a draft")
    (draft,) = current.store().drafts.of(who())
    assert draft.rule_version == 2


def test_the_draft_that_waits_comes_before_one_that_was_sent(site: pytest.MonkeyPatch) -> None:
    first = staff.receive(current.store(), staff.new(QUARTER - 1))
    second = staff.receive(current.store(), staff.new(QUARTER))
    current.store().drafts.send(who(), second, {})
    app = everywhere(site, "See what the public will read")
    (pick,) = (one for one in app.selectbox if one.label == "Draft")
    assert pick.value.draft_id == first
