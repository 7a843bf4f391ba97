"""What stands in the page before any script: its title and headline at every address, and nothing that moves later."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPMessage

import pytest
from playwright.sync_api import Browser, Page

from dashboard.story.pages import PAGES
from dashboard.story.question import HOME
from dashboard.voice import say
from tests.browser.conftest import settle

pytestmark = pytest.mark.browser

ADDRESSES = {
    "/": ("Fourth Option", "published numbers about"),
    "/?program=example_county": ("Example County: Clinician Call Line · Fourth Option", "published numbers about"),
    "/program?program=austin_emcot": ("Program · Fourth Option", "Program"),
    "/call_types?program=example_county&quarter=2026Q3": (
        "Example County: Clinician Call Line · Call types · Fourth Option",
        "Example County: Clinician Call Line: Call types",
    ),
} | {f"/{page.name}": (f"{page.title} · Fourth Option", page.title) for page in PAGES[1:] if page.listed}


def answer(address: str, method: str = "GET") -> tuple[int, HTTPMessage, str]:
    """What the site says to a client that takes compressed answers, as browsers do, and follows nothing."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_given: object) -> None:
            return None

    request = urllib.request.Request(address, method=method, headers={"accept-encoding": "gzip, deflate, br"})
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=30) as got:
            return got.status, got.headers, got.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode(errors="replace")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reader_without_script_has_title_and_headline(site: str, browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + address)
    title, headline = ADDRESSES[address]
    assert title.partition(" · ")[2] in page.title()
    assert headline.rpartition(": ")[2] in page.locator("#fo-first h1").inner_text()
    assert page.locator("#fo-first h1").is_visible()
    way = page.locator("#fo-first a[href^='/read/']").get_attribute("href")
    assert way is not None
    assert answer(site + way)[0] == 200
    context.close()


def test_a_deep_link_names_what_it_is_of(site: str) -> None:
    _, headers, body = answer(f"{site}/call_types?program=example_county&quarter=2026Q3")
    assert headers["content-encoding"] is None
    assert "<title>Example County" in body
    assert "Call types · Fourth Option</title>" in body
    assert 'href="/read/call_types/example_county/2026Q3"' in body


@pytest.mark.parametrize(
    "query",
    [
        "program=%3Cscript%3Ealert(1)%3C/script%3E",
        "program=nobody&quarter=2026Q3",
        "&" * 200 + "program=x",
        "program=%ff",
    ],
)
def test_what_is_not_there_is_not_repeated(site: str, query: str) -> None:
    status, _, body = answer(f"{site}/program?{query}")
    assert status == 200
    assert ": Program</h1>" in body, "the program that is shown instead"
    assert "alert(1)" not in body


@pytest.mark.parametrize("query", ["", "?program=example_county&quarter=2026Q3", "?a=%C3%A9&b=//evil.example"])
def test_the_first_page_has_one_address(site: str, query: str) -> None:
    status, headers, _ = answer(f"{site}/{HOME}{query}")
    assert (status, headers["location"]) == (307, f"/{query}")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/.streamlit/secrets.toml",
        "/read.php",
        "/static/nothing.js",
        "/_stcore/nothing",
        "/program/more",
        "/.git",
    ],
)
def test_where_nothing_stands_it_is_said(site: str, path: str, method: str) -> None:
    status, headers, body = answer(site + path, method)
    assert status == 404
    if method == "GET" and "html" in headers["content-type"]:
        assert "There is nothing at this address" in body


@pytest.mark.parametrize("path", ["/robots.txt", "/.well-known/security.txt"])
def test_text_files_are_text(site: str, path: str) -> None:
    status, headers, body = answer(site + path)
    assert status == 200
    assert headers["content-type"].startswith("text/plain")
    assert "<" not in body
    assert headers["server"] is None


SHIFTS = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().filter(e => !e.hadRecentInput)
    .reduce((sum, e) => sum + e.value, 0))).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(0), 500);
})"""


@pytest.mark.parametrize(
    "address", ["/", "/program?program=austin_emcot", "/call_types?program=example_county", "/evidence"]
)
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_while_a_page_is_drawn(site: str, browser: Browser, address: str, width: int) -> None:
    """The calmest of three visits: on a busy machine a picture may come long after the page, which is not its doing."""
    moved = []
    for _ in range(3):
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        page.goto(site + address)
        settle(page)
        moved.append(page.evaluate(SHIFTS))
        assert page.locator("#fo-first").is_hidden()
        context.close()
        if moved[-1] < 0.02:
            break
    assert min(moved) < 0.02, moved


HIDDEN = """() => { window.hid = 0; const look = () => {
  const block = document.querySelector('.stMainBlockContainer');
  if (!block || getComputedStyle(block).visibility !== 'visible') window.hid += 1;
  requestAnimationFrame(look); }; look(); }"""


def test_a_change_of_page_does_not_blink(site: str, browser: Browser) -> None:
    """What was there stays until the other page is drawn."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page: Page = context.new_page()
    page.goto(site)
    settle(page)
    page.evaluate(HIDDEN)
    for name in ("methods", "evidence", "program"):
        page.get_by_role("link", name=say(f"{name}-title"), exact=True).first.click()
        page.wait_for_url(f"**/{name}*")
        settle(page)
    assert page.evaluate("window.hid") == 0
    context.close()
