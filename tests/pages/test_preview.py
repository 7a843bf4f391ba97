"""The preview that a certifier signs: what it draws is what the public page draws, and no other reader ever sees it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard.core.people import Role
from dashboard.store import current
from dashboard.store.current import make_ready
from dashboard.view.start import INDEX
from dashboard.web.routes import middleware, routes
from tests.pages.screen import blocks, to_page
from tests.pages.test_staff_pages import SITE, alerts, opened, said_in, sign_in
from tests.store import staff

PAGES = ("overview", "call_types")
PATHS = (
    f"/read/program/{staff.PROGRAM}",
    f"/read/program/{staff.PROGRAM}/{staff.QUARTER}",
    f"/read/call_types/{staff.PROGRAM}/{staff.QUARTER}",
    f"/figure/{staff.PROGRAM}.{staff.QUARTER}.welfare_check.capture_rate",
    "/data/figures.csv",
    "/data/figures.json",
    "/data/ledger.csv",
    "/feed.atom",
    "/sitemap.xml",
    "/read/due",
)


@pytest.fixture
def site(environment: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    make_ready()
    staff.invite_all(current.store())
    return environment


def told(app: AppTest) -> dict[str, list[str]]:
    """The story of a quarter on its public page; the first sentence there is of all programs, and no part of it."""
    return {name: drawn for name, drawn in blocks(app).items() if name != "known"}


def public(monkeypatch: pytest.MonkeyPatch, page: str) -> AppTest:
    """A page of the program and quarter that a reader opens by its address."""
    sign_in(monkeypatch, None)
    app = AppTest.from_file(SITE, default_timeout=60)
    app.query_params["program"], app.query_params["quarter"] = staff.PROGRAM, str(staff.QUARTER)
    to_page(app, page)
    app.run()
    assert not app.exception
    return app


def previewed(monkeypatch: pytest.MonkeyPatch, number: int, role: Role = Role.CERTIFIER) -> AppTest:
    """The certifier's page with the preview of a draft open."""
    app = opened(monkeypatch, "20_certify.py" if role is Role.CERTIFIER else "10_upload.py", role)
    (picker,) = (s for s in app.selectbox if s.label == "Draft")
    picker.select_index([option.startswith(f"{number}:") for option in picker.options].index(True))
    app.session_state[f"preview-{number}"] = True
    app.run()
    assert not app.exception
    return app


def sent(number: int, **reasons: str) -> int:
    current.store().drafts.send(staff.STAFF, number, reasons)
    return number


def publish(number: int) -> None:
    drafts = current.store().drafts
    drafts.certify(staff.CERTIFIER, number)
    drafts.publish(staff.CERTIFIER, number)
    current.changed()


@pytest.mark.parametrize("base", [0, 1])
def test_the_preview_draws_what_the_public_page_draws(base: int, site: pytest.MonkeyPatch) -> None:
    if base:
        staff.published(current.store(), staff.new())
        current.changed()
    asked = staff.finding()
    number = staff.receive(current.store(), staff.new(base=base, findings=(asked,)), body=b"the second")
    current.store().drafts.send(staff.STAFF, number, {asked.key: "A storm closed the other line for a week."})
    app = previewed(site, number)
    signs = {name: blocks(app, f"preview-{name}-") for name in PAGES}
    publish(number)
    for name, drawn in signs.items():
        assert drawn == told(public(site, name)), name
        assert len(drawn) > 3
    assert any("Certified by Deputy director, Integral Care." in part for part in signs["overview"]["about"])
    assert any("A storm closed" in part for part in signs["overview"]["headline"])


def test_the_preview_of_a_withdrawal_draws_what_the_public_page_draws(site: pytest.MonkeyPatch) -> None:
    staff.published(current.store(), staff.new())
    current.changed()
    app = opened(site, "20_certify.py", Role.CERTIFIER)
    (toggle,) = app.toggle
    toggle.set_value(True).run()
    assert "Say in a sentence why the quarter is withdrawn" in " ".join(alerts(app)), "it is refused before it is done"
    (reason,) = (a for a in app.text_input if "reason" in a.label)
    reason.set_value(staff.REASON).run()
    assert not app.exception
    assert not alerts(app)
    signs = {name: blocks(app, f"withdrawal-{name}-") for name in PAGES}
    assert not any(staff.REASON in str(blocks(public(site, name))) for name in PAGES), "it is public already"
    sign_in(site, Role.CERTIFIER)
    (button,) = (b for b in app.button if b.label == "Withdraw")
    button.click().run()
    assert not alerts(app)
    for name, drawn in signs.items():
        assert drawn == told(public(site, name)), name
    assert any(staff.REASON in part for part in signs["overview"]["ends"])


def test_a_release_that_was_picked_is_in_the_preview(site: pytest.MonkeyPatch) -> None:
    """The page as it will be read then: dated by its release, not by the click."""
    number = staff.certified(current.store(), staff.new())
    app = previewed(site, number)
    (picked,) = app.datetime_input
    later = datetime.combine(current.record().as_of + timedelta(days=40), time(9))
    picked.set_value(later).run()
    assert not app.exception
    assert not alerts(app)
    (about,) = blocks(app, "preview-overview-")["about"]
    assert f"was published on {later:%b} {later.day}, {later.year}" in about


def test_nothing_rehearsed_is_seen_by_anybody_else(site: pytest.MonkeyPatch) -> None:
    """A is previewed, B is published under the same revision number: no page, file or cache gives A to anybody."""
    mine, theirs = (
        sent(staff.receive(current.store(), staff.new(counts={"welfare_check": staff.counts(eligible=n)}), body=name))
        for n, name in ((71_777, b"A"), (54_321, b"B"))
    )
    client = TestClient(Starlette(routes=routes(), middleware=middleware(INDEX)))
    version = current.store().version()
    before = {path: client.get(path).text for path in PATHS}
    shown = str(blocks(previewed(site, mine), "preview-"))
    assert "71,777" in shown, "the preview of A shows A"
    assert current.store().version() == version
    assert {path: client.get(path).text for path in PATHS} == before
    publish(theirs)
    served = {path: client.get(path) for path in PATHS}
    assert {answer.status_code for answer in served.values()} == {200}
    seen = [answer.text for answer in served.values()] + [str(blocks(public(site, name))) for name in PAGES]
    assert not [text for text in seen if "71,777" in text or "71777" in text]
    assert sum("54,321" in text or "54321" in text for text in seen) >= 6
    assert "71,777" not in str(blocks(previewed(site, mine), "preview-")), "A cannot be published any more"


def test_a_refusal_is_told_before_anybody_certifies(site: pytest.MonkeyPatch) -> None:
    """On both pages, and where the preview would be; nothing of it is drawn."""
    overtaken = sent(staff.receive(current.store(), staff.new(), body=b"slow"))
    staff.published(current.store(), staff.new(), body=b"fast")
    current.changed()
    for page, role in (("10_upload.py", Role.STAFF), ("20_certify.py", Role.CERTIFIER)):
        app = opened(site, page, role)
        (told,) = alerts(app)
        assert "This could not be published now. Revision 1 of 2026Q3 was published after" in told
        assert not [e for e in app.expander if e.label == "Preview of the public page"]
    assert said_in(app, "By certifying you say")
    assert blocks(previewed(site, overtaken), "preview-") == {}


def test_the_preview_of_the_made_up_program_is_drawn_too(site: pytest.MonkeyPatch) -> None:
    """Its watermark stands over both stories of the preview."""
    draft = staff.new(staff.QUARTER + 1)
    number = staff.receive(current.store(), draft, by=staff.EXAMPLE_STAFF, program=staff.EXAMPLE)
    site.setattr("tests.pages.test_staff_pages.PEOPLE", {Role.STAFF: staff.EXAMPLE_STAFF})
    app = previewed(site, number, Role.STAFF)
    for name in PAGES:
        assert any("Example County is made up" in part for part in blocks(app, f"preview-{name}-")["example"])


def test_whoever_signs_reads_which_other_figures_change(site: pytest.MonkeyPatch) -> None:
    """Growth of the same quarter a year later rests on both; on a correction and on a withdrawal."""
    base = staff.QUARTER - 4
    for quarter in (base, staff.QUARTER):
        staff.published(current.store(), staff.new(quarter))
    fewer = staff.counts(offered=670, lost_in_transfer=150, reached_clinician=520, resolved_by_phone=170)
    draft = staff.new(base, base=1, counts={"welfare_check": fewer, "suicidal_ideation": fewer})
    sent(staff.receive(current.store(), draft))
    current.changed()
    app = opened(site, "20_certify.py", Role.CERTIFIER)
    (table,) = (h.proto.body for h in app.get("html") if "This also changes" in h.proto.body)
    assert "Growth, Jul to Sep 2026: Welfare check" in table
    assert "0.0%" in table and "+25.0%" in table
    assert said_in(app, "The growth of Jul to Sep 2026 is measured against Jul to Sep 2025.")
