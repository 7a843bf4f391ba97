"""What a reader does in a real browser: by keyboard, without a script, on paper, by link, with a download."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.settings import ROOT
from tests.browser.conftest import Opener, serving, settle
from tests.browser.wire import Wire

pytestmark = pytest.mark.browser

EXAMPLE = "program=example_county"


def test_a_light_page_is_one_small_request(site: str, browser: Browser) -> None:
    """The page and its icon, and at most 60 kB over the wire."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site)))
    answer = page.goto(f"{site}/read/", wait_until="networkidle")
    assert answer is not None
    assert [path for path in asked if path != "/read/icon.svg"] == ["/read/"]
    assert answer.request.sizes()["responseBodySize"] < 60_000
    context.close()


@pytest.mark.parametrize("path", ["/read/program/example_county/2026Q3", "/figure/nyc_bheard-02", "/read/evidence"])
def test_a_light_page_prints_whole_on_white(path: str, site: str, browser: Browser) -> None:
    """Also from a dark screen: no navigation, every closed table open, nothing cut off at the edge of a letter page."""
    context = browser.new_context(viewport={"width": 720, "height": 960}, color_scheme="dark")
    page = context.new_page()
    page.goto(site + path)
    page.emulate_media(media="print")
    looks = "getComputedStyle(document.body)"
    assert page.evaluate(f"[{looks}.backgroundColor, {looks}.color]") == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert page.get_by_role("navigation").count() == 0
    tables = page.locator("main details table")
    heights = tables.evaluate_all(
        "all => all.map(t => t.checkVisibility({contentVisibilityAuto: true}) ? t.offsetHeight : 0)"
    )
    assert all(height > 20 for height in heights), heights
    assert "example" not in path or len(heights) >= 2
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0
    split = page.evaluate(
        "[...document.querySelectorAll('.fo-card, figure')].filter(e => getComputedStyle(e).breakInside !== 'avoid').length"
    )
    assert split == 0
    paper = page.pdf(format="Letter")
    assert paper.startswith(b"%PDF")
    context.close()


def test_without_a_script_the_headline_stands_and_leads_on(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    expect(page.get_by_role("heading", level=1)).to_contain_text("published numbers about")
    expect(page.locator("#fo-first")).to_contain_text("Counted or classed by this site")
    page.get_by_role("link", name="Read the light edition").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("published numbers about")
    context.close()


def test_every_figure_card_and_chart_names_its_tier(site: str, opened: Opener) -> None:
    page = opened(f"{site}/?{EXAMPLE}")
    cards = page.locator(".fo-card").all_inner_texts()
    assert len(cards) == 10
    assert all("Illustrative" in card for card in cards)
    alts = page.locator(
        "[data-testid=stVegaLiteChart] [role=graphics-document], [data-testid=stVegaLiteChart][role]"
    ).evaluate_all("all => all.map(e => e.getAttribute('aria-label') || '')")
    assert len(alts) == 4
    assert all("Illustrative" in alt and len(alt) > 60 for alt in alts), alts


def test_a_reader_gets_around_with_the_keyboard_alone(site: str, opened: Opener) -> None:
    page = opened(f"{site}/?{EXAMPLE}")
    page.keyboard.press("Tab")
    assert "Skip to main content" in page.evaluate("document.activeElement.textContent")
    _tab_to(page, "document.activeElement.textContent === 'Call types'")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/call_types?**")
    settle(page)
    _tab_to(page, "(document.activeElement.getAttribute('aria-label') || '').includes('Call type')")
    page.keyboard.type("Trespass")
    page.keyboard.press("Enter")
    page.wait_for_url("**call_type=trespass**")
    settle(page)
    expect(page.get_by_role("heading", name=re.compile("Trespass or unwanted person"))).to_be_visible()
    _tab_to(page, "document.activeElement.getAttribute('role') === 'tab'")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**=Table**")


def _tab_to(page: Page, condition: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return
    pytest.fail(f"not reached with the Tab key: {condition}")


def test_the_permanent_link_restores_exactly_what_is_on_the_screen(site: str, opened: Opener) -> None:
    page = opened(f"{site}/?{EXAMPLE}")
    page.get_by_role("combobox", name=re.compile("Quarter")).click()
    page.get_by_role("option", name=re.compile("Apr to Jun 2024")).click()
    page.wait_for_url("**quarter=2024Q2**")
    settle(page)
    page.get_by_role("tab", name="Table").first.click()
    page.wait_for_url("**ends=Table**")
    settle(page)
    link = page.get_by_role("link", name="Permanent link to this view").get_attribute("href")
    assert link is not None
    again = opened(link)
    assert "quarter=2024Q2" in again.url
    assert "ends=Table" in again.url
    expect(again.get_by_role("tab", name="Table").first).to_have_attribute("aria-selected", "true")
    assert again.locator(".st-key-block-ends").inner_text() == page.locator(".st-key-block-ends").inner_text()


def test_one_choice_is_one_press_of_the_back_key(site: str, opened: Opener) -> None:
    """No two entries of the history show one view, each has a title of its own, and each comes back as it was."""
    page = opened(f"{site}/")
    page.reload()
    settle(page)
    before = page.evaluate("history.length")
    views = [_view(page)]
    _choose(page, "Program", "Example County")
    views.append(_view(page))
    _choose(page, "Quarter", "Apr to Jun 2024")
    views.append(_view(page))
    page.get_by_role("link", name="Call types", exact=True).click()
    page.wait_for_url("**/call_types?**")
    settle(page)
    views.append(_view(page))
    _choose(page, "Call type", "Trespass")
    views.append(_view(page))
    assert page.evaluate("history.length") == before + len(views) - 1
    assert len({address for address, _, _ in views}) == len({title for _, title, _ in views}) == len(views)
    for view in reversed(views[:-1]):
        page.go_back()
        page.wait_for_url(view[0])
        settle(page)
        assert _view(page) == view
    for view in views[1:]:
        page.go_forward()
        page.wait_for_url(view[0])
        settle(page)
        assert _view(page) == view


def _choose(page: Page, name: str, words: str) -> None:
    before = page.url
    page.get_by_role("combobox", name=re.compile(f"{name}$")).click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_function("was => location.href !== was", arg=before)
    settle(page)


def _view(page: Page) -> tuple[str, str, str]:
    """Where a reader is: the address, the title of the window, the heading."""
    return page.url, page.title(), page.locator("h2").first.inner_text()


def test_a_choice_stays_when_the_page_changes(site: str, opened: Opener) -> None:
    page = opened(f"{site}/?{EXAMPLE}&quarter=2024Q2")
    page.get_by_role("link", name="Call types").click()
    page.wait_for_url("**/call_types?program=example_county&quarter=2024Q2")
    settle(page)
    expect(page.get_by_role("heading", level=2)).to_contain_text("Example County")


def downloaded(page: Page, button: Locator) -> list[dict[str, str]]:
    """The rows of the file that a button gives, once the page that it stands on is whole."""
    expect(button).to_be_visible(timeout=30_000)
    settle(page)
    with page.expect_download(timeout=60_000) as download:
        button.click()
    return list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))


def test_the_file_behind_a_chart_can_be_downloaded(site: str, opened: Opener) -> None:
    page = opened(f"{site}/?{EXAMPLE}&ends=Download")
    rows = downloaded(page, page.get_by_role("button", name="Download these figures (CSV)"))
    assert len(rows) == 8
    assert {r["tier"] for r in rows} == {"illustrative"}
    assert sum(int(r["numerator"]) for r in rows) == int(rows[0]["denominator"])


@pytest.mark.parametrize(
    ("view", "block", "tiers"),
    [
        (f"/?{EXAMPLE}", "headline", {"illustrative"}),
        ("/program?program=nyc_bheard", "", {"program_reported", "independently_verified", "third_party_unreviewed"}),
    ],
)
def test_every_number_in_a_download_has_its_tier(
    view: str, block: str, tiers: set[str], site: str, opened: Opener
) -> None:
    """The files of cards and tables, as a reader gets them."""
    page = opened(site + view)
    checks = page.locator(f"[class*='st-key-block-{block}'] [data-testid=stExpander]")
    assert checks.count()
    for number in range(checks.count()):
        checks.nth(number).locator("summary").click()
        settle(page)
        rows = downloaded(page, checks.nth(number).get_by_role("button", name="Download these figures (CSV)"))
        assert rows
        assert {row["tier"] for row in rows} <= tiers
        assert all(row["value"] or row["status"] for row in rows)


def test_check_this_shows_formula_inputs_sources_and_revision(site: str, opened: Opener) -> None:
    page = opened(f"{site}/?{EXAMPLE}")
    page.get_by_text("Check this").nth(1).click()
    check = page.locator(".fo-check").first
    expect(check).to_contain_text("Formula: C / E")
    expect(check).to_contain_text("Who checked")
    expect(check).to_contain_text("Quarterly ledger of Example County")
    expect(check).to_contain_text("revision 1")


def test_the_legend_is_one_click_away_everywhere(site: str, opened: Opener) -> None:
    for view in ("/", "/methods", "/due"):
        page = opened(site + view)
        page.get_by_role("button", name="What the evidence labels mean").click()
        legend = page.locator("[data-testid=stPopoverBody]")
        expect(legend.get_by_text("Somebody outside the program checked this number")).to_be_visible()


def test_the_first_visitor_to_a_deep_link_gets_the_framed_page(tmp_path: Path, opened: Opener) -> None:
    with serving(tmp_path, data=ROOT / "data") as base:  # it starts with no database at all
        page = opened(f"{base}/program?program=denver_star")
        expect(page.get_by_role("heading", level=1, name="Program")).to_be_visible()
        expect(page.get_by_role("heading", name=re.compile("STAR")).first).to_be_visible()
        expect(page.get_by_text("Call or text 988")).to_be_visible()
        assert page.get_by_text("Page not found").count() == 0


def test_a_page_that_is_not_listed_cannot_be_run(tmp_path: Path) -> None:
    """A fresh server, a raw client, no browser: by name and by hash."""
    with serving(tmp_path) as base:
        for asked in (
            {"page_name": "admin"},
            {"page_name": "10_overview"},
            {"page_name": "pages/staff/10_upload"},
            {"page_script_hash": "0123456789abcdef0123456789abcdef"},
        ):
            said = Wire(base).first_run(**asked)
            assert "The public ledger of mental-health dispatch" in said
            assert re.search(r"Of \d+ published numbers", said)


def test_a_failing_page_shows_no_traceback(site: str, opened: Opener) -> None:
    page = opened(f"{site}/?program=%3Cscript%3Ealert(1)%3C/script%3E&quarter=%00&ends=Nothing")
    assert page.get_by_text("Traceback").count() == 0
    expect(page.get_by_text("No program is called")).to_be_visible()
