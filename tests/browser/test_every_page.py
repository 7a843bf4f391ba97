"""Every page in a real browser, in both schemes, wide and narrow: accessible, whole on the screen, speaking to nobody
else, no number without its tier."""

from __future__ import annotations

import pytest

from dashboard.core.record import PublicRecord
from dashboard.story import pages
from dashboard.web import edition
from dashboard.web.light import menu
from tests.browser import looks
from tests.browser.conftest import Screens, settle

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
    "figure": ["?figure=nyc_bheard-02"],
}
PAGES = [page.name for page in pages.PAGES]
VIEWS = [f"/{name if name != PAGES[0] else ''}{asked}" for name in PAGES for asked in ASKED.get(name, [""])]
# of these kinds of light page another one is looked at too: with a challenge, with small counts, with nothing at all
LIGHT_TOO = [
    "/read/program/nyc_bheard",
    "/read/call_types/example_county/2024Q2",
    "/figure/nyc_bheard-02",
    "/figure/nothing",
]


def light_pages(record: PublicRecord) -> list[str]:
    """Every light page that has an address of its own, and of those about a program, a quarter or a figure one of each
    kind."""
    named = {address for address, _ in menu()}
    kinds: dict[object, str] = {}
    for path in edition.html_paths(record):
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


# colors do not depend on the width of the screen, nor what fits it on them: each is seen with the other once
SCREENS = [(1280, "light"), (1280, "dark"), (320, "light")]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("view", VIEWS)
def test_a_page_keeps_every_promise(view: str, width: int, scheme: str, site: str, screens: Screens) -> None:
    """One visit, looked at in every way: axe, the width of the screen, tiers, other hosts, the policy of the page."""
    page = screens(width, scheme).new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(site + view)
    settle(page)
    ours = (site, "data:", "blob:", site.replace("http", "ws"))
    faults = {
        "axe": looks.inaccessible(page),
        "too wide": looks.too_wide(page),
        "without its tier": looks.untiered(page),
        "a picture that leaves without its label": looks.takes_away(page),
        "read aloud": looks.heard(page) if scheme == "light" else [],  # no color is heard
        "a stop of the Tab key that is not seen": looks.unseen_stops(page) if scheme == "light" else [],
        "asked of another host": [url for url in asked if not url.startswith(ours)],
        "refused by the policy": [text for text in said if "Content Security Policy" in text],
        "the first sight is still there": [] if page.locator("#fo-first").is_hidden() else [view],
    }
    page.close()
    assert {name: found for name, found in faults.items() if found} == {}
    assert len(asked) > 10


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_light_edition_passes_axe_and_fits_a_narrow_screen(
    width: int, scheme: str, site: str, screens: Screens, record: PublicRecord
) -> None:
    """And asks nobody else for anything."""
    page = screens(width, scheme).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in light_pages(record):
        page.goto(site + path)
        assert looks.inaccessible(page) == [], (path, scheme, width)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (path, width)
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    page.close()
