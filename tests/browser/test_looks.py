"""The looks at a page find what they look for: each is shown a page with that fault, and one without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import looks

pytestmark = pytest.mark.browser

COVER = '<div style="position:fixed;inset:0;background:#fff"></div>'
GOOD = """<!doctype html><html lang="en"><head><title>x</title></head><body><main data-testid="stMain"><h1>Calls</h1>
<div class="st-key-block-a">12 calls (Program-reported)</div><div data-testid="stVegaLiteChart" role="graphics-document" aria-label="One hundred dots, 26 of them settled by phone">
<svg width="9" height="9"><path></path></svg></div><a href="#end" style="outline:2px solid">More</a><table><tbody><tr><td>a</td></tr></tbody></table></main></body></html>"""


@pytest.mark.parametrize(
    ("look", "good", "bad"),
    [
        (looks.inaccessible, "<h1>Calls", '<h1 style="color:#aaa;background:#fff">Calls'),
        (looks.inaccessible, "<td>a", '<td><img src="data:,">'),
        (looks.too_wide, "<h1>Calls", '<h1 style="width:2000px">Calls'),
        (looks.untiered, "(Program-reported)", ""),
        (looks.untiered, "<h1>Calls", "<h1>12 calls"),
        (looks.unseen_stops, "<h1>Calls", '<button style="opacity:0">PNG</button><h1>Calls'),
        (looks.unseen_stops, "<h1>Calls", '<div style="opacity:.1"><a href="#x">PNG</a></div><h1>Calls'),
        (looks.unseen_stops, "<h1>Calls", '<button style="outline:none">PNG</button><h1>Calls'),
        (looks.unseen_stops, "<h1>Calls", '<button style="position:absolute;left:-99px">PNG</button><h1>Calls'),
        (looks.unseen_stops, "<h1>Calls", f"<button>PNG</button>{COVER}<h1>Calls"),
        (looks.heard, "<h1>Calls", '<p role="img" aria-label="place: 1; line: By phone: 26|0"></p><h1>Calls'),
        (looks.heard, "<h1>Calls", '<p aria-label="colour: #3478d4" role="group"></p><h1>Calls'),
        (looks.heard, "<h1>Calls", '<p role="img" aria-label="chart"></p><h1>Calls'),
        (looks.heard, "One hundred", "2025Q1; low: 61.9 and One hundred"),
        (looks.heard, "<path>", '<path role="graphics-symbol" aria-label="A dot" d="M0,0L9,9">'),
        (looks.heard, ' role="graphics-document"', ""),
        (looks.takes_away, "<h1>Calls", '<button aria-label="Download as PNG">x</button><h1>Calls'),
        (looks.takes_away, "<h1>Calls", "<button>Fullscreen</button><h1>Calls"),
    ],
)
def test_a_fault_is_seen_and_a_page_without_it_passes(
    look: Callable[[Page], list[object]], good: str, bad: str, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 400, "height": 600})
    page.set_content(GOOD)
    assert look(page) == []
    page.set_content(GOOD.replace(good, bad))
    assert look(page) != []
    page.close()
