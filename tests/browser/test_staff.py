"""The whole life of a quarter, in a real browser: from a bad file to a public page, a correction and a lapsed verification."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, Page, expect

from dashboard.core.finding import to_confirm
from dashboard.core.ledger import COUNTS
from dashboard.core.people import Account, Role
from dashboard.core.quarter import Quarter
from dashboard.core.workflow import Draft
from dashboard.store.staff.people import Caller
from dashboard.store.store import Store
from dashboard.web import account
from tests import make
from tests.browser import looks
from tests.browser.conftest import serving, settle
from tests.browser.wire import Wire
from tests.intake.files import EACH, ONE

pytestmark = pytest.mark.browser

PROGRAM = "austin_emcot"
PASSWORD = "correct horse battery staple"
KINDS = (
    "mental_health_crisis suicidal_ideation welfare_check quality_of_life substance_use unsheltered trespass "
    "verbal_dispute other"
).split()


@dataclass
class Office:
    """A running site, its database, and a person of each role with a one-time link."""

    site: str
    store: Store
    links: dict[str, str]

    def draft(self, number: int) -> Draft:
        return self.store.drafts.get(Caller(email="ben@city.gov"), number)


@contextmanager
def people(site: str, folder: Path) -> Iterator[Office]:
    """People of each role at a running site, each with a one-time link."""
    store = Store(f"sqlite:///{folder / 'served.sqlite3'}")
    links = {}
    for name, role, organization in (
        ("ana", Role.STAFF, "Integral Care"),
        ("ben", Role.STAFF, "Integral Care"),
        ("carl", Role.CERTIFIER, "Integral Care"),
        ("dora", Role.CERTIFIER, "Integral Care"),
        ("vera", Role.VERIFIER, "City Auditor"),
        ("adam", Role.ADMIN, "Fourth Option"),
    ):
        inside = role in (Role.STAFF, Role.CERTIFIER)
        person = Account(
            account_id=0,
            email=f"{name}@city.gov",
            name=name.title(),
            role=role,
            title=f"Title of {name}",
            organization=organization,
            programs=frozenset({PROGRAM} if inside else ()),
        )
        links[name] = f"{site}/account/set-up?token={store.people.add(person)}"
    yield Office(site, store, links)
    store.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with serving(folder) as site, people(site, folder) as office:
        yield office


def signed_in(browser: Browser, link: str) -> Page:
    """Somebody who follows a one-time link and chooses a password."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Set up this account").click()
    settle(page)
    return page


def file_of(tmp_path: Path, name: str, *, quarter: str = "2026Q3", **changed: str) -> Path:
    """A file of counts, those of each quarter somewhat other; `trespass_offered="1200"` changes one cell."""
    back = Quarter(2026, 3).since(Quarter.parse(quarter))
    more = {key: back * (EACH | ONE).get(key, 0) for key in COUNTS}
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["program", "quarter", "call type", *COUNTS])
    for kind in KINDS:
        row = {
            key: str(({**make.COUNTS, "backup_requested": 14, "other_outcome": 30})[key] + more[key]) for key in COUNTS
        }
        row |= {key.removeprefix(f"{kind}_"): v for key, v in changed.items() if key.startswith(f"{kind}_")}
        table.writerow([PROGRAM, quarter, kind, *row.values()])
    path = tmp_path / name
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def choose_file(page: Page, path: Path) -> None:
    page.goto(page.url)
    settle(page)
    page.set_input_files("input[type=file]", str(path))
    page.get_by_text(re.compile("critical finding|finding to confirm|Nothing was found")).first.wait_for()
    settle(page)


GO_ON = "I have seen it: go on to sending it"


def waits(page: Page, step: str) -> None:
    """The step that is marked as the one that waits."""
    expect(page.locator("ol.steps [aria-current=step]")).to_have_text(step)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_timeout(800)
    settle(page)


def public(office: Office, path: str) -> str:
    with urllib.request.urlopen(office.site + path) as answer:
        return answer.read().decode()


def test_the_life_of_a_quarter(office: Office, browser: Browser, tmp_path: Path) -> None:
    ana = signed_in(browser, office.links["ana"])
    assert ana.url.endswith("/upload")
    assert looks.inaccessible(ana) == []

    with ana.expect_download() as got:
        ana.get_by_role("button", name="Template as xlsx").click()
    assert got.value.suggested_filename == f"{PROGRAM}-2026Q3.xlsx"

    choose_file(ana, file_of(tmp_path, "bad.csv", trespass_offered="1200", other_eligible=""))
    expect(ana.get_by_text("2 critical findings", exact=True).first).to_be_visible()
    expect(ana.get_by_text("This would publish 120%.").first).to_be_visible()
    expect(ana.get_by_role("button", name="Keep as a draft")).to_have_count(0)
    assert looks.inaccessible(ana) == []
    waits(ana, "Fix what was found")

    good = file_of(tmp_path, "good.csv", other_resolved_by_phone="210")
    choose_file(ana, good)
    expect(ana.get_by_text("1 finding to confirm", exact=True).first).to_be_visible()
    press(ana, "Keep as a draft")
    expect(ana.get_by_text(re.compile(r"Kept as draft \d+ \(Jul to Sep 2026\)\.")).first).to_be_visible()
    waits(ana, "See what the public will read")
    expect(ana.get_by_role("button", name="Send to be certified")).to_have_count(0)
    press(ana, GO_ON)
    waits(ana, "Send it to be certified")
    press(ana, "Send to be certified")
    expect(ana.get_by_role("alert")).to_contain_text("1 finding still needs a written reason")
    ana.get_by_label(re.compile("Why is this right")).fill("Endings of walk-in calls were lost in a CAD upgrade.")
    press(ana, "Send to be certified")
    expect(ana.get_by_text("was sent to be certified").first).to_be_visible()
    expect(ana.get_by_role("button", name="Certify")).to_have_count(0)
    assert looks.inaccessible(ana) == []

    assert "Jul to Sep 2026" not in public(office, f"/read/program/{PROGRAM}")
    carl = signed_in(browser, office.links["carl"])
    assert carl.url.endswith("/certify")
    carl.get_by_text("Preview of the public page").click()
    expect(carl.get_by_text("PREVIEW. Nothing below is published.").first).to_be_visible()
    settle(carl)
    expect(carl.locator(".st-key-preview").get_by_text("Diversion rate").first).to_be_visible()
    assert looks.inaccessible(carl) == []
    press(carl, "Certify")
    expect(carl.get_by_text("It is not public until it is published").first).to_be_visible()
    press(carl, "Publish")
    expect(carl.get_by_text("is public, revision 1").first).to_be_visible()

    page = public(office, f"/read/program/{PROGRAM}/2026Q3")
    assert "Program-reported" in page
    assert "Endings of walk-in calls were lost" in public(office, f"/figure/{PROGRAM}.2026Q3.other.phone_resolution")
    assert "Title of carl, Integral Care" in public(office, "/read/due")
    assert "Ana" not in public(office, "/read/due")
    assert f"{PROGRAM}.2026Q3.all.diversion_of_eligible" in public(office, "/data/figures.csv")
    assert "Published: Austin" in public(office, "/feed.atom")

    vera = signed_in(browser, office.links["vera"])
    vera.get_by_role("combobox", name="Program").click()
    vera.get_by_role("option", name=re.compile("Austin")).click()
    settle(vera)
    vera.get_by_role("combobox", name="Measures that were checked").click()
    vera.get_by_role("option", name="Phone resolution").click()
    settle(vera)
    expect(vera.get_by_text("What each figure is computed from").first).to_be_visible()
    vera.get_by_label("What exactly was checked").fill("All call records of the quarter were counted again.")
    vera.get_by_label("Title of the public document").fill("Audit of crisis call counts")
    vera.get_by_label("Link to the document").fill("https://audit.example.gov/a.pdf")
    vera.get_by_label("SHA-256 of the document").fill("a" * 64)
    assert looks.inaccessible(vera) == []
    press(vera, "Record this")
    expect(vera.get_by_text("Recorded for 1 figure.").first).to_be_visible()
    figure = f"/figure/{PROGRAM}.2026Q3.all.phone_resolution"
    assert "An auditor recounted this: City Auditor" in public(office, figure)
    assert "Checked by" not in public(office, f"/figure/{PROGRAM}.2026Q3.all.capture_rate")

    choose_file(ana, file_of(tmp_path, "corrected.csv", other_resolved_by_phone="212"))
    ana.get_by_label("The reason in a sentence").fill("Two calls were counted under the wrong ending.")
    press(ana, "Keep as a draft")
    press(ana, GO_ON)
    ana.get_by_label(re.compile("Why is this right")).fill("Endings of walk-in calls were lost in a CAD upgrade.")
    press(ana, "Send to be certified")
    carl.reload()
    settle(carl)
    press(carl, "Certify")
    press(carl, "Publish")
    expect(carl.get_by_text("is public, revision 2").first).to_be_visible()
    corrected = public(office, figure)
    assert "is out of date, because the figure was revised" in corrected
    assert "Revision 1" in corrected
    assert "Two calls were counted under the wrong ending." in corrected
    feed = public(office, "/feed.atom")
    assert "Corrected: Austin" in feed
    assert "lapsed" in feed

    carl.get_by_text("Withdraw a published quarter").click()
    settle(carl)
    carl.get_by_text("Preview of the withdrawn page").click()
    settle(carl)
    expect(carl.get_by_role("alert")).to_contain_text("Say in a sentence why the quarter is withdrawn")
    carl.get_by_label("The reason in a sentence").fill("The vendor counted every call twice.")
    carl.keyboard.press("Control+Enter")
    withdrawn = carl.locator(".st-key-withdrawal")
    expect(withdrawn.get_by_text("The vendor counted every call twice.").first).to_be_visible()
    settle(carl)
    assert looks.inaccessible(carl) == []
    assert public(office, figure) == corrected, "nothing was withdrawn"

    choose_file(ana, tmp_path / "corrected.csv")
    ana.get_by_label("The reason in a sentence").fill("Two calls were counted under the wrong ending.")
    press(ana, "Keep as a draft")
    expect(ana.get_by_text("These very bytes were uploaded before").first).to_be_visible()

    adam = signed_in(browser, office.links["adam"])
    assert looks.inaccessible(adam) == []
    adam.goto(f"{office.site}/audit")
    settle(adam)
    expect(adam.get_by_text("The chain holds over")).to_be_visible()
    assert looks.inaccessible(adam) == []

    office.store.people.close("ana@city.gov")
    press(ana, "Discard this draft") if ana.get_by_role("button", name="Discard this draft").count() else ana.reload()
    settle(ana)
    expect(ana.get_by_text("Sign in").first).to_be_visible()
    for one in (ana, carl, vera, adam):
        one.context.close()


def test_the_file_as_received_downloads_for_those_who_may_have_it(
    office: Office, browser: Browser, tmp_path: Path
) -> None:
    """Byte for byte, for the uploader and the certifier; not for one whose account was closed since the page was drawn."""
    ben = signed_in(browser, office.links["ben"])
    sent = file_of(tmp_path, "ben.csv", quarter="2026Q2")
    choose_file(ben, sent)
    press(ben, "Keep as a draft")
    number = office.store.drafts.of(Caller(email="ben@city.gov"))[0].draft_id
    reasons = {f.key: "The program's first quarter here." for f in to_confirm(office.draft(number).findings)}
    office.store.drafts.send(Caller(email="ben@city.gov"), number, reasons)
    dora = signed_in(browser, office.links["dora"])
    for page in (ben, dora):
        page.reload()
        settle(page)
        with page.expect_download() as got:
            page.get_by_role("button", name="The file as received").click()
        assert (got.value.suggested_filename, got.value.path().read_bytes()) == ("ben.csv", sent.read_bytes())
    came: list[Download] = []

    def comes(one: Download) -> None:
        came.append(one)

    ben.on("download", comes)
    office.store.people.close("ben@city.gov")
    ben.get_by_role("button", name="The file as received").click()
    expect(ben.get_by_text("Failed to generate file for download")).to_be_visible()
    assert came == []
    for page in (ben, dora):
        page.context.close()


def test_a_stranger_sees_no_staff_page_and_cannot_upload(office: Office, browser: Browser) -> None:
    said = [
        Wire(office.site).first_run(page_name=name) for name in ("upload", "certify", "accounts", "audit", "verify")
    ]
    assert not any("Template as" in s or "Accounts" in s or "chain holds" in s for s in said)
    request = urllib.request.Request(
        f"{office.site}/_stcore/upload_file/session/file",
        data=b"a,b",
        method="PUT",
        headers={"Cookie": "fourth_option_sign_in=x"},
    )
    assert status(request) == 401
    assert status(urllib.request.Request(f"{office.site}/_stcore/metrics")) == 404


def status(request: urllib.request.Request) -> int:
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_doors_pass_axe_and_fit_a_phone(scheme: str, office: Office, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    forms = [route.path for route in account.routes() if "POST" in (route.methods or ())]
    assert len(forms) >= 3
    for path in forms:
        page.goto(f"{office.site}{path}?token=none")
        assert looks.inaccessible(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path
    page.goto(f"{office.site}/account/sign-in")
    page.get_by_label("E-mail address").fill("nobody@city.gov")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("Name and password do not belong together")
    context.close()
    assert json.loads(public(office, "/healthz"))["status"] == "ok"
