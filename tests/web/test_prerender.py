"""First sight: where no script runs, the way leads to the light page of what was asked, and to no other."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from starlette.responses import HTMLResponse
from starlette.testclient import TestClient

from dashboard.core.record import PublicRecord
from dashboard.story.question import Question
from dashboard.web.edition import resolve
from dashboard.web.prerender import Prerendered
from tests import pseudo
from tests.conftest import DATA
from tests.ready import ready

PAGE = '<html lang="en"><head><title>Streamlit</title></head><body></body></html>'


def led(address: str) -> str:
    """Where the first sight of an address leads to."""
    body = TestClient(Prerendered(HTMLResponse(PAGE))).get(address).text
    (to,) = re.findall(r'<p><a href="([^"]+)">', body)
    return to


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/", "/read/"),  # about everything, though it shows a program's quarter below
        ("/?program=example_county", "/read/overview/example_county"),
        ("/?program=durham_heart", "/read/overview/durham_heart"),
        ("/?program=nowhere", "/read/"),
        ("/program?program=durham_heart", "/read/program/durham_heart"),
        ("/compare?figure=durham_heart-01", "/read/compare/durham_heart-01"),
        ("/evidence?tier=illustrative", "/read/evidence"),
        ("/figure?figure=durham_heart-01", "/figure/durham_heart-01"),
        ("/methods", "/read/methods"),
    ],
)
def test_it_leads_to_the_light_page_of_what_was_asked(
    environment: pytest.MonkeyPatch, record: PublicRecord, address: str, to: str
) -> None:
    ready()
    assert led(address) == to
    assert Question.from_path(to) is not None
    assert resolve(to, record, "") is not None


@pytest.mark.parametrize(
    "address",
    [
        *("/nowhere", "/data", "/geo", "/account", "/figures", "/xa", "/xa/programs"),
        *("/feed.atomic", "/sitemap.xmlx", "/healthz-x", "/robots.txtx", "/readings"),
    ],
)
def test_where_nothing_is_the_application_does_not_stand_in_for_it(
    address: str, environment: pytest.MonkeyPatch
) -> None:
    """Streamlit would answer each with its own page. A name is whole: what only begins like one is another."""
    ready()
    answer = TestClient(Prerendered(HTMLResponse(PAGE))).get(address)
    assert answer.status_code == 404
    assert "There is nothing" in answer.text or "<h1>" in answer.text
    assert "<title>Streamlit</title>" not in answer.text


@pytest.mark.parametrize(
    "address", ["/gaps", "/program?program=durham_heart", "/figure?figure=durham_heart-01", "/upload"]
)
def test_in_another_language_it_leads_on_in_that(address: str, environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = shutil.copytree(DATA, tmp_path / "data")
    pseudo.add_to(data)
    environment.setenv("FOURTH_OPTION_DATA", str(data))
    ready()
    join = "&" if "?" in address else "?"
    to = led(f"{address}{join}lang={pseudo.LANG}")
    assert to.startswith(f"/{pseudo.LANG}/")
    if address != "/upload":
        assert to == f"/{pseudo.LANG}{led(address)}"
        assert led(f"{address}{join}as_of=2026-01-01") == led(address)
    for home in ("/read", f"/{pseudo.LANG}/read", f"/{pseudo.LANG}/read/gaps"):  # what the light edition answers stays
        assert TestClient(Prerendered(HTMLResponse(PAGE))).get(home).text == PAGE
    lost = TestClient(Prerendered(HTMLResponse(PAGE))).get(f"/nowhere?lang={pseudo.LANG}")
    assert lost.status_code == 404
    assert f'<html lang="{pseudo.TAG}"' in lost.text
