"""Every staff page, signed in by its cookie: accessible and narrow, in the light and in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard.core.people import STAFF_PAGES, Role
from dashboard.store.store import Store
from dashboard.web.gate import COOKIE
from tests.browser import looks
from tests.browser.conftest import serving, settle
from tests.store import staff

pytestmark = pytest.mark.browser

PAGES = [(role, name) for role, names in STAFF_PAGES.items() for name in names]


@dataclass(frozen=True)
class Doors:
    """A running site and a sign-in cookie for each role."""

    site: str
    cookies: dict[Role, str]


def sign_ins(folder: Path) -> dict[Role, str]:
    """A cookie for an account of each role, on the database of a site that is served from this folder."""
    store = Store(f"sqlite:///{folder / 'served.sqlite3'}")
    cookies = {}
    for role in Role:
        inside = role in (Role.STAFF, Role.CERTIFIER)
        account = staff.account(
            role,
            email=f"{role}@city.gov",
            title="Officer",
            organization="City Auditor",
            programs=frozenset({"austin_emcot"} if inside else ()),
        )
        cookies[role] = store.sign_ins.set_password(store.people.add(account), "correct horse battery staple")
    store.close()
    return cookies


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    folder = tmp_path_factory.mktemp("doors")
    with serving(folder) as site:
        yield Doors(site, sign_ins(folder))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("role", "name"), PAGES)
def test_a_staff_page_passes_axe_and_fits_a_phone(
    role: Role, name: str, scheme: str, doors: Doors, browser: Browser
) -> None:
    for width in (1280, 320):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        context.add_cookies([{"name": COOKIE, "value": doors.cookies[role], "url": doors.site}])
        page = context.new_page()
        page.goto(f"{doors.site}/{name}")
        settle(page)
        assert page.get_by_role("heading", level=1).count() == 1
        assert "Sign out" in page.locator(".fo-footer").inner_text()
        assert looks.inaccessible(page) == [], (name, scheme, width)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (name, width)
        context.close()


def test_the_cookie_is_all_that_a_link_leads_to(doors: Doors, browser: Browser) -> None:
    """A staff page's address alone shows a reader nothing of it."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{doors.site}/upload")
    settle(page)
    assert "Template as" not in page.locator("body").inner_text()
    context.close()
