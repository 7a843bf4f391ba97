"""The looks at a page find what they look for: each is shown a page with that fault, and one without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import looks

pytestmark = pytest.mark.browser

GOOD = """<!doctype html><html lang="en"><head><title>x</title></head><body><main data-testid="stMain"><h1>Calls</h1>
<div class="st-key-block-a">12 calls (Program-reported)</div><table><tbody><tr><td>a</td></tr></tbody></table></main></body></html>"""


@pytest.mark.parametrize(
    ("look", "good", "bad"),
    [
        (looks.inaccessible, "<h1>Calls", '<h1 style="color:#aaa;background:#fff">Calls'),
        (looks.inaccessible, "<td>a", '<td><img src="data:,">'),
        (looks.too_wide, "<h1>Calls", '<h1 style="width:2000px">Calls'),
        (looks.untiered, "(Program-reported)", ""),
        (looks.untiered, "<h1>Calls", "<h1>12 calls"),
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
