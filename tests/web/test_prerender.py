"""First sight: where no script runs, the way leads to the light page of what was asked, and to no other."""

from __future__ import annotations

import re

import pytest
from starlette.responses import HTMLResponse
from starlette.testclient import TestClient

from dashboard.core.record import PublicRecord
from dashboard.story.question import Question
from dashboard.web.edition import resolve
from dashboard.web.prerender import Prerendered
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
