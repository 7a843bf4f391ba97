"""The staff pages: drawn for their own role, an explanation for everybody else, and no page of another role listed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from dashboard.analysis import measures
from dashboard.core.figure import Figure
from dashboard.core.ledger import COUNTS, Counts
from dashboard.core.people import STAFF_PAGES, Role
from dashboard.core.workflow import Stage
from dashboard.settings import ROOT
from dashboard.store import current
from dashboard.store.staff.guesses import SignInRefused
from dashboard.store.staff.people import Caller
from dashboard.story.staff import withheld
from dashboard.view import signed_in
from tests.pages.screen import to_page
from tests.ready import ready
from tests.store import staff

SITE = str(ROOT / "dashboard" / "view" / "site.py")
PAGES = sorted(p.name for p in (ROOT / "pages" / "staff").glob("[0-9]*.py"))
SAYS = {
    "upload": "1. Choose a file",
    "certify": "Nothing waits for you",
    "verify": "You record this for",
    "accounts": "Invite somebody",
    "audit": "The chain holds",
    "challenges": "Attach this challenge",
}
PEOPLE = {
    Role.STAFF: staff.STAFF,
    Role.CERTIFIER: staff.CERTIFIER,
    Role.VERIFIER: staff.VERIFIER,
    Role.ADMIN: staff.ADMIN,
}


def name_of(page: str) -> str:
    return page.removesuffix(".py").split("_", 1)[1]


def role_of(page: str) -> Role:
    return next(role for role, names in STAFF_PAGES.items() if name_of(page) in names)


@pytest.fixture
def site(environment: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    ready()
    staff.invite_all(current.store())
    return environment


def sign_in(monkeypatch: pytest.MonkeyPatch, role: Role | None) -> None:
    """Whoever opens a page from here on."""
    signed = PEOPLE[role] if role else Caller()
    account = next((a for a in current.store().people.all(staff.ADMIN) if a.email == signed.email), None)
    monkeypatch.setattr(signed_in, "signed", lambda: signed)
    monkeypatch.setattr(signed_in, "account", lambda: account)


def said_by(app: AppTest) -> str:
    return " ".join([*(str(e.proto) for e in app.get("html")), *(b.label for b in app.button)])


def test_every_staff_page_has_a_role_and_a_word_that_only_it_says() -> None:
    listed = [name for names in STAFF_PAGES.values() for name in names]
    assert sorted(listed) == sorted(name_of(p) for p in PAGES) == sorted(SAYS)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_drawn_for_its_own_role(page: str, site: pytest.MonkeyPatch) -> None:
    sign_in(site, role_of(page))
    app = AppTest.from_file(SITE, default_timeout=60).run().switch_page(str(ROOT / "pages" / "staff" / page)).run()
    assert not app.exception
    assert SAYS[name_of(page)] in said_by(app)


OTHERS = [(page, role) for page in PAGES for role in (*Role, None) if role is not role_of(page)]


@pytest.mark.parametrize(("page", "role"), OTHERS)
def test_it_is_listed_for_nobody_else(page: str, role: Role | None, site: pytest.MonkeyPatch) -> None:
    sign_in(site, role)
    app = AppTest.from_file(SITE, default_timeout=60).run()
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        app.switch_page(str(ROOT / "pages" / "staff" / page))


@pytest.mark.parametrize(("page", "role"), OTHERS)
def test_its_body_runs_for_nobody_else(page: str, role: Role | None, site: pytest.MonkeyPatch) -> None:
    """Not even if the page were reached without the navigation."""
    sign_in(site, role)
    app = AppTest.from_file(str(ROOT / "pages" / "staff" / page), default_timeout=60).run()
    assert not app.exception
    assert "Sign in, and open it again" in said_by(app)
    assert SAYS[name_of(page)] not in said_by(app)


# small counts: what staff read before publication, and the public never

FIRST, SMALL, LAST = "welfare_check", "trespass", "other"
FEW = staff.counts(police_sent=4, resolved_by_phone=376)
BY_PHONE = ("eligible", "offered", "reached_clinician", "resolved_by_phone")
TINY = Counts(dict.fromkeys(COUNTS, 0) | dict.fromkeys(BY_PHONE, 4))
WITHHELD = "What the public will not see of this quarter, and why"


def received(middle: Counts = FEW, **changes: Any) -> int:
    """The number of a draft of three call types; the one in the middle is what a test is about."""
    rows = {FIRST: staff.counts(), SMALL: middle, LAST: staff.counts()}
    return staff.receive(current.store(), staff.new(counts=rows, **changes))


def opened(monkeypatch: pytest.MonkeyPatch, page: str, role: Role) -> AppTest:
    sign_in(monkeypatch, role)
    app = AppTest.from_file(SITE, default_timeout=60).run().switch_page(str(ROOT / "pages" / "staff" / page)).run()
    assert not app.exception
    return app


def said_in(app: AppTest, words: str) -> list[str]:
    """The parts of a page in which these words stand."""
    bodies = [e.proto.body for e in app.get("html")]
    return [body for body in bodies if words in body]


def alerts(app: AppTest) -> list[str]:
    return said_in(app, 'role="alert"')


def test_the_audit_log_says_that_nobody_was_signed_in_when_a_sign_in_failed(site: pytest.MonkeyPatch) -> None:
    with pytest.raises(SignInRefused):
        current.store().sign_ins.sign_in("staff@austin.test", "a wrong password", address="192.0.2.1")
    app = opened(site, "50_audit.py", Role.ADMIN)
    (said,) = said_in(app, "1 from 192.0.2.1")
    assert "somebody who is not signed in" in said


@pytest.mark.parametrize(("page", "role"), [("10_upload.py", Role.STAFF), ("20_certify.py", Role.CERTIFIER)])
def test_staff_read_what_the_public_will_not_see_and_why(page: str, role: Role, site: pytest.MonkeyPatch) -> None:
    number = received()
    if role is Role.CERTIFIER:
        current.store().drafts.send(staff.STAFF, number, {})
    (table,) = said_in(opened(site, page, role), WITHHELD)
    assert "Trespass or unwanted person: 4 calls returned to police" in table
    assert "Other" in table
    assert "Welfare check" not in table
    assert "it is never told which of them is the small one" in table
    assert "Of the 27 headline rates by call type that these counts give, 27 will be shown." in table


def test_staff_are_told_where_nothing_is_withheld(site: pytest.MonkeyPatch) -> None:
    received(staff.counts())
    app = opened(site, "10_upload.py", Role.STAFF)
    (told,) = said_in(app, WITHHELD)
    assert "Nothing of this quarter is withheld: every group of calls is 0 or at least 11." in told
    assert said_in(app, "None of the mergings that were tried shows more headline rates by call type than these 27.")
    assert not alerts(app)


def test_the_public_never_reads_which_is_the_small_one(site: pytest.MonkeyPatch) -> None:
    def public_pages() -> dict[str, str]:
        sign_in(site, None)
        found = {}
        for page in ("overview", "call_types", "program"):
            app = AppTest.from_file(SITE, default_timeout=60)
            app.query_params["program"] = staff.PROGRAM
            to_page(app, page)
            found[page] = " ".join(str(node.proto) for node in app.run().main if isinstance(node, Element))
            assert not app.exception
        return found

    number = received(TINY)
    told = "Trespass or unwanted person: 4 eligible calls"
    assert said_in(opened(site, "10_upload.py", Role.STAFF), told)
    before = public_pages()
    drafts = current.store().drafts
    drafts.send(staff.STAFF, number, {})
    drafts.certify(staff.CERTIFIER, number)
    drafts.publish(staff.CERTIFIER, number)
    current.changed()
    after = public_pages()
    together = "Trespass or unwanted person; Other: a count here is too small to show by itself"
    assert together not in before["call_types"]
    assert together in after["call_types"]
    assert "vega" in after["call_types"], "charts are looked at too"
    for said in (*before.values(), *after.values()):
        assert WITHHELD not in said
        assert told not in said
        assert not re.search(r"\b4 (eligible )?calls", said)


def test_the_public_gets_as_many_rates_as_staff_are_told(site: pytest.MonkeyPatch) -> None:
    """A first quarter, in which some call types had no mobile team: neither growth nor a rate of none is promised."""
    by_phone = Counts(dict.fromkeys(COUNTS, 0) | dict.fromkeys(BY_PHONE, 80))
    rows = {FIRST: by_phone, "verbal_dispute": staff.counts(), SMALL: staff.counts(no_contact=4), LAST: staff.counts()}
    number = staff.receive(current.store(), staff.new(counts=rows))
    (told,) = said_in(opened(site, "10_upload.py", Role.STAFF), WITHHELD)
    found = re.search(r"Of the (\d+) headline rates by call type that these counts give, (\d+) will be shown", told)
    assert found
    drafts = current.store().drafts
    drafts.send(staff.STAFF, number, {})
    drafts.certify(staff.CERTIFIER, number)
    drafts.publish(staff.CERTIFIER, number)
    current.changed()
    record = current.record()
    metrics = record.catalogue.metrics.headline_and_beside
    got = [measures.figure(record, m, staff.PROGRAM, staff.QUARTER, kind) for kind in rows for m in metrics]
    possible, shown = map(int, found.groups())
    assert sum(isinstance(one, Figure) for one in got) == shown < possible == 4 + 9 * 3


def test_merging_is_offered_where_it_shows_more_and_makes_a_new_draft(site: pytest.MonkeyPatch) -> None:
    number = received(TINY)
    app = opened(site, "10_upload.py", Role.STAFF)
    drafts = current.store().drafts
    found = withheld.offer(current.record(), drafts.get(staff.STAFF, number))
    assert found is not None and found.kinds == (SMALL,)
    assert said_in(
        app,
        "Counting Trespass or unwanted person under Other shows "
        f"{found.with_it} headline rates by call type instead of {found.without}.",
    )
    assert app.multiselect(key=f"merge-kinds-{number}").value == [SMALL]
    (button,) = (b for b in app.button if b.label == "Make a draft with these under Other")
    button.click().run()
    assert not app.exception
    assert not alerts(app)
    newest, old = drafts.of(staff.STAFF)
    assert (newest.merged, newest.stage) == ((SMALL,), Stage.CHECKED)
    assert (old.draft_id, old.stage) == (number, Stage.DISCARDED)
    assert said_in(app, f"Draft {newest.draft_id} counts them under Other and takes the place of the one before.")
    assert said_in(app, "Nothing of this quarter is withheld")


def test_merging_is_not_offered_for_a_quarter_that_is_public(site: pytest.MonkeyPatch) -> None:
    rows = {FIRST: staff.counts(), SMALL: TINY, LAST: staff.counts()}
    staff.published(current.store(), staff.new(counts=rows))
    received(TINY, base=1)
    app = opened(site, "10_upload.py", Role.STAFF)
    assert said_in(app, WITHHELD)
    assert not said_in(app, "under Other")
    assert "Make a draft with these under Other" not in [b.label for b in app.button]


@pytest.mark.parametrize(
    ("note", "warned"),
    [
        ("We found 4 of them with police.", "it contains 4, which"),
        ("Of 80 and 18 calls 4 were counted by hand, and 650 were not.", "it contains 80, 18, 4, which"),
        ("Counted by hand since 2026, 44 hours a week, in 650 calls.", ""),
    ],
)
def test_a_note_with_a_withheld_number_is_warned_of(note: str, warned: str, site: pytest.MonkeyPatch) -> None:
    received(rule_note=note)
    found = alerts(opened(site, "10_upload.py", Role.STAFF))
    assert len(found) == bool(warned)
    assert all(warned in body for body in found)


def test_a_reason_with_a_withheld_number_is_warned_of_before_it_is_certified(site: pytest.MonkeyPatch) -> None:
    asked = staff.finding()
    number = received(findings=(asked,))
    current.store().drafts.send(staff.STAFF, number, {asked.key: "A storm: 4 went to the police instead."})
    for page, role in (("20_certify.py", Role.CERTIFIER), ("10_upload.py", Role.STAFF)):
        (warning,) = alerts(opened(site, page, role))
        assert "The public will read this text, and it contains 4, which is also a withheld count." in warning
