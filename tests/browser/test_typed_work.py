"""What staff are writing outlives a restart of the server, though they have not pressed anything yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.store.staff.people import Caller
from dashboard.store.store import Store
from tests.browser.conftest import serving, settle
from tests.browser.test_staff import GO_ON, choose_file, file_of, people, press, signed_in

pytestmark = pytest.mark.browser

REASON = "Endings of walk-in calls were lost in an upgrade, and the vendor found them too late. " * 4
RETURNED = "The column of calls that were returned to the police has the numbers of the quarter before it in it."


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{folder / 'served.sqlite3'}")
    yield store
    store.close()


def write(page: Page, label: str, text: str) -> None:
    """Typed by hand, and then nothing: the field keeps the focus."""
    page.get_by_label(label).first.click()
    page.keyboard.type(text)
    page.wait_for_timeout(2500)


def test_typed_work_outlives_a_restart(browser: Browser, tmp_path: Path) -> None:
    said = REASON.strip()
    with serving(tmp_path) as site, people(site, tmp_path) as office:
        port = urlsplit(site).port or 0
        ana, carl = signed_in(browser, office.links["ana"]), signed_in(browser, office.links["carl"])
        choose_file(ana, file_of(tmp_path, "other.csv", quarter="2026Q1"))
        press(ana, "Keep as a draft")
        number = office.store.drafts.of(Caller(email="ana@city.gov"))[0].draft_id
        asked = office.store.drafts.get(Caller(email="ana@city.gov"), number).findings
        office.store.drafts.send(Caller(email="ana@city.gov"), number, {f.key: "It is right." * 2 for f in asked})
        choose_file(ana, file_of(tmp_path, "asked.csv", other_resolved_by_phone="210"))
        press(ana, "Keep as a draft")
        press(ana, GO_ON)
        write(ana, "Why is this right", said)
        carl.reload()
        settle(carl)
        write(carl, "What should be changed", RETURNED)
    with serving(tmp_path, port=port) as site, opened(tmp_path) as store:
        field = ana.get_by_label("Why is this right").first
        expect(field).to_have_value(said, timeout=60_000)
        ana.reload()
        settle(ana)
        expect(ana.get_by_label("Why is this right").first).to_have_value(said)
        expect(carl.get_by_label("What should be changed")).to_have_value(RETURNED, timeout=60_000)
        ben = Caller(email="ben@city.gov")
        draft = store.drafts.of(ben)[0]
        assert store.typed_work.of(ben, f"send-{draft.draft_id}") == {}, "it is nobody else's"
        press(ana, "Send to be certified")
        expect(ana.get_by_text("was sent to be certified").first).to_be_visible()
        assert list(store.drafts.get(ben, draft.draft_id).reasons.values()) == [said]
        assert store.typed_work.of(Caller(email="ana@city.gov"), f"send-{draft.draft_id}") == {}
        press(carl, "Return to the uploader")
        expect(carl.get_by_text("was returned to the uploader").first).to_be_visible()
    for page in (ana, carl):
        page.context.close()
