"""A language with longer words: no page gets wider than a phone, and a reader keeps it from page to page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests import pseudo
from tests.browser.conftest import serving, settle
from tests.browser.test_every_page import VIEWS
from tests.conftest import DATA

pytestmark = pytest.mark.browser

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("languages")
    data = folder / "data"
    data.mkdir()
    for one in DATA.iterdir():
        if one.name != "text":
            (data / one.name).symlink_to(one)
    (data / "text").mkdir()
    (data / "text" / "en").symlink_to(DATA / "text" / "en")
    pseudo.add_to(data)
    with serving(folder, data=data) as base:
        yield base


def test_no_page_is_wider_than_a_phone(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    wide = {}
    for view in VIEWS:
        address = f"{view}{'&' if '?' in view else '?'}lang={pseudo.LANG}"
        page.goto(site + address)
        settle(page)
        wide[view] = page.evaluate(WIDER)
        expect(page.locator(".fo-footer")).to_contain_text("síítéé")
    for path in ("/read/", "/read/program/nyc_bheard", "/read/evidence", "/figure/nyc_bheard-02"):
        page.goto(f"{site}/{pseudo.LANG}{path}")
        wide[path] = page.evaluate(WIDER)
    assert {view: over for view, over in wide.items() if over > 0} == {}
    context.close()


def test_a_reader_keeps_the_language_from_page_to_page(site: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/?lang={pseudo.LANG}")
    settle(page)
    page.locator(".st-key-navigation a").nth(1).click()
    page.wait_for_url(f"**lang={pseudo.LANG}**")
    settle(page)
    expect(page.locator("h1").first).to_contain_text(pseudo.accented("a"))
    page.goto(f"{site}/")
    settle(page)
    assert pseudo.accented("Published") not in page.content()
    context.close()
