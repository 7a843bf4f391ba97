"""The staff pages: drawn for their own role, an explanation for everybody else, and no page of another role listed."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.core.people import Role
from dashboard.settings import ROOT
from dashboard.store import current
from dashboard.store.people import Signed
from dashboard.view import who
from dashboard.view.shell import STAFF
from dashboard.view.start import make_ready
from tests.store import staff

SITE = str(ROOT / "dashboard" / "view" / "site.py")
PAGES = sorted(p.name for p in (ROOT / "pages" / "staff").glob("[0-9]*.py"))
SAYS = {
    "upload": "1. Template",
    "certify": "Nothing waits for you",
    "verify": "You record this for",
    "accounts": "Invite somebody",
    "audit": "The chain holds",
    "challenges": "Attach this challenge",
}
PEOPLE = {
    Role.STAFF: staff.STAFF,
    Role.CERTIFIER: staff.CERTIFIER,
    Role.VERIFIER: staff.VERIFIER,
    Role.ADMIN: staff.ADMIN,
}


def name_of(page: str) -> str:
    return page.removesuffix(".py").split("_", 1)[1]


def role_of(page: str) -> Role:
    return next(role for role, names in STAFF.items() if name_of(page) in names)


@pytest.fixture
def site(environment: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    make_ready()
    staff.invite_all(current.store())
    return environment


def signed_in(monkeypatch: pytest.MonkeyPatch, role: Role | None) -> None:
    """Whoever opens a page from here on."""
    signed = PEOPLE[role] if role else Signed()
    account = next((a for a in current.store().people.all(staff.ADMIN) if a.email == signed.email), None)
    monkeypatch.setattr(who, "signed", lambda: signed)
    monkeypatch.setattr(who, "account", lambda: account)


def said_by(app: AppTest) -> str:
    return " ".join([*(str(e.proto) for e in app.get("html")), *(b.label for b in app.button)])


def test_every_staff_page_has_a_role_and_a_word_that_only_it_says() -> None:
    listed = [name for names in STAFF.values() for name in names]
    assert sorted(listed) == sorted(name_of(p) for p in PAGES) == sorted(SAYS)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_drawn_for_its_own_role(page: str, site: pytest.MonkeyPatch) -> None:
    signed_in(site, role_of(page))
    app = AppTest.from_file(SITE, default_timeout=60).run().switch_page(str(ROOT / "pages" / "staff" / page)).run()
    assert not app.exception
    assert SAYS[name_of(page)] in said_by(app)


OTHERS = [(page, role) for page in PAGES for role in (*Role, None) if role is not role_of(page)]


@pytest.mark.parametrize(("page", "role"), OTHERS)
def test_it_is_listed_for_nobody_else(page: str, role: Role | None, site: pytest.MonkeyPatch) -> None:
    signed_in(site, role)
    app = AppTest.from_file(SITE, default_timeout=60).run()
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        app.switch_page(str(ROOT / "pages" / "staff" / page))


@pytest.mark.parametrize(("page", "role"), OTHERS)
def test_its_body_runs_for_nobody_else(page: str, role: Role | None, site: pytest.MonkeyPatch) -> None:
    """Not even if the page were reached without the navigation."""
    signed_in(site, role)
    app = AppTest.from_file(str(ROOT / "pages" / "staff" / page), default_timeout=60).run()
    assert not app.exception
    assert "Sign in, and open it again" in said_by(app)
    assert SAYS[name_of(page)] not in said_by(app)
