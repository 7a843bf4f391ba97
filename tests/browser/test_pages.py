"""Every page in a real browser: accessible, narrow, by keyboard, speaking to nobody else, no number without its tier."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.core.evidence import EvidenceTier, Register
from dashboard.core.record import PublicRecord
from dashboard.story.shelf import shelf
from dashboard.web import edition
from dashboard.web.light import NAVIGATION
from tests.browser.conftest import Opener, serving, settle
from tests.browser.wire import Wire

pytestmark = pytest.mark.browser

EXAMPLE = "program=example_county"
# what a page is asked, where it can be asked something; every other page is looked at as it opens
ASKED = {
    "overview": ["", f"?{EXAMPLE}", f"?{EXAMPLE}&ends=Table&trend=Check%20this", "?program=nowhere"],
    "call_types": [f"?{EXAMPLE}", f"?{EXAMPLE}&call_type=trespass", "?program=eugene_cahoots"],
    "program": [f"?{EXAMPLE}", "?program=nyc_bheard", "?program=desmoines_911"],
    "evidence": ["?family=diversion"],
    "programs": ["?model=1C"],
    "compare": ["?figure=oakland_macro-01"],
}
PAGES = list(shelf("public"))
VIEWS = [f"/{name if name != PAGES[0] else ''}{asked}" for name in PAGES for asked in ASKED.get(name, [""])]
# of these kinds of light page another one is looked at too: with a challenge, with small counts, with nothing at all
LIGHT_TOO = [
    "/read/program/nyc_bheard",
    "/read/call_types/example_county/2024Q2",
    "/figure/nyc_bheard-02",
    "/figure/nothing",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def light_pages(record: PublicRecord) -> list[str]:
    """Every light page that has an address of its own, and of those about a program, a quarter or a figure one of each
    kind."""
    named = {address for address, _ in NAVIGATION}
    kinds: dict[object, str] = {}
    for path in edition.pages(record):
        _, folder, *rest = path.split("/")
        about = (folder, rest[0] if folder == "read" else path.count("."), len(rest))
        kinds.setdefault(path if path in named else about, path)
    return [*kinds.values(), *LIGHT_TOO]


def test_every_public_page_is_looked_at(record: PublicRecord) -> None:
    """The lists are those by which pages are served; a question to a page that is gone is asked of nobody."""
    assert set(ASKED) <= set(PAGES)
    assert {view[1:].split("?")[0] or PAGES[0] for view in VIEWS} == set(PAGES)
    light = light_pages(record)
    assert {"/read/", "/read/due", "/read/programs"} <= set(light)
    assert len(light) == len(set(light)) > 12


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_page_passes_axe(view: str, scheme: str, site: str, opened: Opener) -> None:
    for width in (1280, 320):
        page = opened(site + view, width=width, scheme=scheme)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        told = [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found.response["violations"]]
        assert told == [], (view, scheme, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_light_edition_passes_axe_and_fits_a_narrow_screen(
    scheme: str, site: str, browser: Browser, record: PublicRecord
) -> None:
    """And asks nobody else for anything."""
    for width in (1280, 320):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        for path in light_pages(record):
            page.goto(site + path)
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
            told = [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found.response["violations"]]
            assert told == [], (path, scheme, width)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, (path, width)
        assert [url for url in asked if not url.startswith((site, "data:"))] == []
        context.close()


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
    expect(page.locator("#fo-first")).to_contain_text("Counted by this site from its register")
    page.get_by_role("link", name="Read the light edition").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("published numbers about")
    context.close()


def test_the_policy_of_the_page_is_kept_by_every_page(site: str, opened: Opener) -> None:
    """No script of another host, no evaluation, nothing refused: the console says so."""
    said: list[str] = []
    page = opened(site + "/")
    page.on("console", lambda message: said.append(message.text))
    for view in VIEWS:
        page.goto(site + view)
        settle(page)
    assert [s for s in said if "Content Security Policy" in s] == []
    assert page.locator("#fo-first").is_hidden()


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_fits_a_narrow_screen(view: str, site: str, opened: Opener) -> None:
    page = opened(site + view, width=320)
    over = page.evaluate(
        "Math.max(...[document.documentElement, ...document.querySelectorAll('[data-testid=stMain]')]"
        ".map(e => e.scrollWidth - e.clientWidth))"
    )
    assert over == 0
    cut = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] p, [data-testid=stMain] h1, [data-testid=stMain] h2')]"
        ".filter(e => !e.closest('.fo-scroll') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.textContent)"
    )
    assert cut == []


def test_no_request_leaves_for_another_host(site: str, opened: Opener, browser: object) -> None:
    asked: list[str] = []
    page = opened(site + "/methods")
    page.context.on("request", lambda request: asked.append(request.url))
    for view in VIEWS:
        page.goto(site + view)
        settle(page)
    others = {url for url in asked if not url.startswith((site, "data:", "blob:", site.replace("http", "ws")))}
    assert len(asked) > 100
    assert others == set()


# what is a name, a date or a setting rather than a figure
NOT_FIGURES = re.compile(
    r"\b911\b|\b988\b|\b24/7\b|95%|\b(19|20)\d\d(Q[1-4])?\b|\bQ[1-4]\b|\bFY\s?\d+( H[12])?|\b\d+[A-Z]\w*\b|\bNBER \w+ paper \d+|"
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d+\b|\bversion \d+|\brule \d+|"
    r"\b0 or at least \d+|\bfrom 1 to \d+|\bfrom \d+ eligible calls on|\bfewer than \d+|\b100 eligible calls|\bat least \d+ values stay possible|1,000 × I / Rm|per 1,000 mobile team calls|\b[a-z_0-9]+-s?\d+\b"
)
TIER_WORDS = tuple(mark.words for mark in (*EvidenceTier, *Register))


def tiered(text: str) -> bool:
    """Whether a text holds no figure, or says the tier of those it holds."""
    return not re.search(r"\d", NOT_FIGURES.sub("", text)) or any(word in text for word in TIER_WORDS)


@pytest.mark.parametrize("view", VIEWS)
def test_no_number_stands_without_its_tier_in_words(view: str, site: str, opened: Opener) -> None:
    page = opened(site + view)
    blocks: list[dict[str, str]] = page.evaluate(
        "[...document.querySelectorAll('[class*=st-key-block-]')].map(e => ({name: e.className, text: e.innerText}))"
    )
    assert blocks
    for block in blocks:
        assert tiered(block["text"]), block["text"][:400]
    outside: str = page.evaluate(
        """() => { const main = document.querySelector('[data-testid=stMain]').cloneNode(true);
        main.querySelectorAll('[class*=st-key-block-], .st-key-pickers, .fo-footer, style').forEach(e => e.remove());
        return main.innerText }"""
    )
    assert not re.search(r"\d", NOT_FIGURES.sub("", outside)), outside


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


def test_a_choice_stays_when_the_page_changes(site: str, opened: Opener) -> None:
    page = opened(f"{site}/?{EXAMPLE}&quarter=2024Q2")
    page.get_by_role("link", name="Call types").click()
    page.wait_for_url("**/call_types?program=example_county&quarter=2024Q2")
    settle(page)
    expect(page.get_by_role("heading", level=2)).to_contain_text("Example County")


def downloaded(page: Page, button: Locator) -> list[dict[str, str]]:
    """The rows of the file that a button gives."""
    with page.expect_download() as download:
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
    with serving(tmp_path) as base:
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
            {"page_name": "pages/public/90_methods"},
            {"page_script_hash": "0123456789abcdef0123456789abcdef"},
        ):
            said = Wire(base).first_run(**asked)
            assert "The public ledger of mental-health dispatch" in said
            assert re.search(r"Of \d+ published numbers", said)


def test_a_failing_page_shows_no_traceback(site: str, opened: Opener) -> None:
    page = opened(f"{site}/?program=%3Cscript%3Ealert(1)%3C/script%3E&quarter=%00&ends=Nothing")
    assert page.get_by_text("Traceback").count() == 0
    expect(page.get_by_text("No program is called")).to_be_visible()
