"""A small count in a real browser: told to staff, merged or withheld, and in no byte that a reader gets."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from dashboard.core.ledger import COUNTS
from tests.browser import looks
from tests.browser.conftest import serving, settle
from tests.browser.test_staff import GO_ON, PROGRAM, Office, choose_file, file_of, people, press, public, signed_in

pytestmark = pytest.mark.browser

HELD = "withheld to protect privacy (fewer than 11 here or in a count beside it)"
POLICE, OTHER = 4387, 4013  # of a call type whose neighbour is small: large, withheld, and not to be found anywhere
# trespass has 4 police calls, so those of the call types after it are withheld with it
SMALL = {
    "trespass_police_sent": "4", "trespass_resolved_by_phone": "376",
    "verbal_dispute_eligible": "19000", "verbal_dispute_offered": "14000", "verbal_dispute_reached_clinician": "13950",
    "verbal_dispute_resolved_by_phone": "5310", "verbal_dispute_police_sent": str(POLICE),
    "verbal_dispute_other_outcome": str(OTHER),
}  # fmt: skip
# seven calls of one call type, which keep all that come after it from being shown
TINY = {f"quality_of_life_{key}": "0" for key in COUNTS} | {
    f"quality_of_life_{key}": "7" for key in ("eligible", "offered", "reached_clinician", "resolved_by_phone")
}


# names that Streamlit draws by lot, in which any four digits come up sooner or later
NAMES = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("small")
    with serving(folder) as site, people(site, folder) as office:
        yield office


def look(page: Page) -> None:
    """The page passes axe in the light and in the dark, and fits a phone."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        settle(page)
        assert looks.inaccessible(page) == [], scheme
    page.set_viewport_size({"width": 320, "height": 900})
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.set_viewport_size({"width": 1280, "height": 900})


def test_what_is_withheld_is_told_to_staff_and_in_no_byte_to_readers(
    office: Office, browser: Browser, tmp_path: Path
) -> None:
    ana = signed_in(browser, office.links["ana"])
    choose_file(ana, file_of(tmp_path, "small.csv", quarter="2026Q2", **TINY))
    for box in ana.get_by_label(re.compile("Why is this right")).all():
        box.fill("It was counted twice by hand.")
    press(ana, "Keep as a draft")
    told = ana.get_by_role("table", name=re.compile("What the public will not see"))
    expect(told.get_by_text(re.compile("Quality of life .*: 7 eligible calls")).first).to_be_visible()
    expect(ana.get_by_text(HELD).first).to_be_visible()
    look(ana)

    # merging is offered with what it would show, and it can be done
    expect(ana.get_by_text("Show more by counting call types under Other").first).to_be_visible()
    expect(
        ana.get_by_text(re.compile(r"Counting Quality of life.* under Other shows \d+ headline rates")).first
    ).to_be_visible()
    press(ana, "Make a draft with these under Other")
    expect(ana.get_by_text(re.compile(r"Draft \d+ counts them under Other")).first).to_be_visible()
    ana.context.close()


def test_readers_get_the_words_and_never_the_number(office: Office, browser: Browser, tmp_path: Path) -> None:
    """The pages and every message over the websocket, of a quarter that was published as it is."""
    ben = signed_in(browser, office.links["ben"])
    choose_file(ben, file_of(tmp_path, "again.csv", **SMALL | {"trespass_not_triaged": "61"}))
    press(ben, "Keep as a draft")
    press(ben, GO_ON)
    for box in ben.get_by_label(re.compile("Why is this right")).all():
        box.fill("It was counted twice by hand.")
    press(ben, "Send to be certified")
    expect(ben.get_by_text("was sent to be certified").first).to_be_visible()
    carl = signed_in(browser, office.links["carl"])
    press(carl, "Certify")
    press(carl, "Publish")
    expect(carl.get_by_text("is public, revision 1").first).to_be_visible()

    said: list[bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: said.append(frame if isinstance(frame, bytes) else frame.encode()))

    reader = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    reader.on("websocket", listen)
    for path in ("call_types?call_type=trespass&", "call_types?", "?", "program?"):
        reader.goto(f"{office.site}/{path}program={PROGRAM}&quarter=2026Q3")
        settle(reader)
        if "trespass" in path:
            expect(reader.get_by_text("fewer than 11").first).to_be_visible()
            assert looks.inaccessible(reader) == []
        said.append(reader.content().encode())
    for path in (f"/read/call_types/{PROGRAM}/2026Q3", f"/figure/{PROGRAM}.2026Q3.trespass.returned_to_police"):
        page = public(office, path)
        assert HELD in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)).lower(), path
        said.append(page.encode())
    said += [public(office, f"/data/{name}").encode() for name in ("ledger.csv", "figures.csv", "figures.json")]
    said = [NAMES.sub(b"", body) for body in said]
    assert sum(map(len, said)) > 500_000
    for number in (POLICE, OTHER):
        for spelled in (str(number).encode(), f"{number:,}".encode(), struct.pack("<d", number)):
            assert not [body for body in said if re.search(rb"(?<![\d.,])" + re.escape(spelled) + rb"(?!\d)", body)]
    assert any(b"13,950" in body for body in said), "what is public of the same call type is there"

    # a correction that would take a shown count below the threshold is caught before anything is sent
    choose_file(
        ben,
        file_of(
            tmp_path, "reveals.csv", **SMALL | {"unsheltered_police_sent": "3", "unsheltered_resolved_by_phone": "377"}
        ),
    )
    expect(ben.get_by_text("would find the small count").first).to_be_visible()
    expect(ben.get_by_role("button", name="Keep as a draft")).to_have_count(0)
    assert looks.inaccessible(ben) == []
    for one in (ben, carl, reader):
        one.context.close()
