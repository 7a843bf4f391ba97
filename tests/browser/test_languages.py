"""A language with longer words: no page gets wider than a phone, and a reader keeps it from page to page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard.core.people import Role
from dashboard.web.gate import COOKIE
from tests import pseudo, ready
from tests.browser import looks
from tests.browser.conftest import serving, settle
from tests.browser.test_every_page import VIEWS
from tests.browser.test_staff_pages import PAGES, sign_ins
from tests.conftest import DATA

pytestmark = pytest.mark.browser

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


# what Streamlit's own parts say; it has one language
STREAMLIT = re.compile(
    r"Browse files|Upload|Drag and drop files? here|\d+MB per file.*|Limit .*|Choose (an option|options)|Open|Clear value|"
    r"Press Enter to .*|Selected .*|arrow_\w+|keyboard_\w+|\w+_\w+|Menu|Deploy|Select (a|all).*|Chosen .*|No results|Step .*|"
    r"Skip to main content|file upload|Increment|Decrement|Remove .*"
)
# names and facts, which are the same in every language
SAME = re.compile(
    r"Fourth Option|CSV|XLSX|SHA.256|UTC|csv|xlsx|[\w.]+@[\w.]+|\b[0-9a-f]{16}\b|\d[\d:., -]*"
    rf"|\b({pseudo.MONTHS})\b"
)
TEXTS = """() => {
  const said = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement;
    if (at && !at.closest('style,script,noscript,[aria-hidden=true]') && at.checkVisibility()) said.push(walk.currentNode.data);
  }
  for (const at of document.querySelectorAll('[aria-label],[placeholder],[alt],[title]'))
    for (const name of ['aria-label', 'placeholder', 'alt', 'title']) if (at.getAttribute(name)) said.push(at.getAttribute(name));
  return said;
}"""


@dataclass(frozen=True)
class Site:
    """A site in two languages, with a sign-in cookie for each role."""

    address: str
    cookies: dict[Role, str]


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("staff")
    with in_two_languages(folder) as base:
        yield Site(base, sign_ins(folder))


@pytest.mark.parametrize(("role", "name"), PAGES)
def test_a_staff_page_says_nothing_in_english(role: Role, name: str, doors: Site, browser: Browser) -> None:
    """Fits a phone and passes axe; what the record and Streamlit itself say is not ours to translate."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    context.add_cookies([{"name": COOKIE, "value": doors.cookies[role], "url": doors.address}])
    page = context.new_page()
    page.goto(f"{doors.address}/{name}?lang={pseudo.LANG}")
    settle(page)
    assert page.evaluate(WIDER) <= 0
    assert looks.inaccessible(page) == []
    facts = (
        " ".join(path.read_text(encoding="utf-8") for path in DATA.rglob("*.csv") if path.name not in pseudo.SAID)
        + f" A. Person Officer City Auditor {' '.join(Role)}"  # what the log says stays
    )
    said = {" ".join(text.split()) for text in page.evaluate(TEXTS)}
    left = {one for one in said if english(one) and one not in facts and not STREAMLIT.fullmatch(one)}
    assert {one for one in left if not all(word in facts for word in english(one))} == set()
    context.close()


def english(text: str) -> list[str]:
    """The words of a text that have a vowel and no accent."""
    words = re.findall(r"[^\W\d_]+", SAME.sub("", text))
    return [w for w in words if re.search("[aeiouAEIOU]", w) and not re.search("[áéíóúÁÉÍÓÚ]", w)]


def in_two_languages(folder: Path) -> AbstractContextManager[str]:
    """A running site that also speaks the made-up language."""
    data = folder / "data"
    data.mkdir()
    for one in DATA.iterdir():
        if one.name != "text":
            (data / one.name).symlink_to(one)
    (data / "text").mkdir()
    (data / "text" / "en").symlink_to(DATA / "text" / "en")
    pseudo.add_to(data)
    shutil.copy(ready.shipped(), folder / "served.sqlite3")  # the same data: only the words are others
    return serving(folder, data=data)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with in_two_languages(tmp_path_factory.mktemp("languages")) as base:
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
        assert looks.inaccessible(page) == [], view
    for path in ("/read/", "/read/program/nyc_bheard", "/read/evidence", "/figure/nyc_bheard-02"):
        page.goto(f"{site}/{pseudo.LANG}{path}")
        wide[path] = page.evaluate(WIDER)
        assert looks.inaccessible(page) == [], path
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
